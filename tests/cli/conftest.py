"""What the tests of commands share: typing one as an operator does, in this process on the test's own database or in a fresh home."""

import contextlib
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from regulars.cli import main

Typed = Callable[..., tuple[int, Any]]  # the command's words -> (exit code, what was printed: read, when it is JSON)


@pytest.fixture
def on_this_database(database: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Typed]:
    """``on_this_database("ledger", …)``: run commands of these groups on the test's own database, in this process; more of the home by name."""

    def ready(*groups: str, language: str = "en", **home: Any) -> Typed:
        shop = SimpleNamespace(**{"dsn": database.dsn, "owner_dsn": database.owner_dsn, "server": None, **home})

        @contextlib.contextmanager
        def opened() -> Iterator[SimpleNamespace]:
            yield shop

        for group in groups:
            importlib.import_module(main.GROUPS[group][0])
        for name, module in list(sys.modules.items()):
            if name.startswith("regulars.cli.") and name != "regulars.cli.home" and hasattr(module, "open_home"):
                monkeypatch.setattr(module, "open_home", opened)

        def run(*arguments: str, language: str = language) -> tuple[int, Any]:
            with pytest.raises(SystemExit) as left:
                main.main([*arguments, "--lang", language])
            printed = capsys.readouterr()
            return left.value.code, json.loads(printed.out) if "--json" in arguments and printed.out else printed.out + printed.err  # type: ignore[return-value]

        return run

    return ready


@pytest.fixture(scope="session")
def in_a_home() -> Callable[[Path], Callable[..., tuple[int, str, str]]]:
    """``in_a_home(folder)``: run ``regulars …`` as a process of its own in ``folder``, with a home of its own there; gives (exit code, stdout, stderr)."""
    kept = ("DATABASE_URL", "REGULARS_", "DJANGO_SETTINGS_MODULE")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(kept)}

    def ready(folder: Path) -> Callable[..., tuple[int, str, str]]:
        def run(*arguments: str) -> tuple[int, str, str]:
            done = subprocess.run(
                [sys.executable, "-m", "regulars.cli.main", *arguments],
                cwd=folder,
                env={**environment, "REGULARS_HOME": str(folder / "home"), "LANG": "C.UTF-8"},
                capture_output=True,
                text=True,
                timeout=120,
            )
            return done.returncode, done.stdout, done.stderr

        return run

    return ready
