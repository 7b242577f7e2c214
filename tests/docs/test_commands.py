"""docs/reference/cli.md names every command there is, and every option of it."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from regulars.cli.main import GROUPS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| `regulars ")]
SAID_BY_HELP = {"--install-completion", "--show-completion", "--help"}


def _commands() -> Iterator[tuple[str, Any]]:
    for name, (module, _) in GROUPS.items():
        yield from _within(name, typer.main.get_command(importlib.import_module(module).app))


def _within(path: str, command: Any) -> Iterator[tuple[str, Any]]:
    inside = getattr(command, "commands", {})
    if not inside or command.invoke_without_command:
        yield path, command
    for name, one in inside.items():
        yield from _within(f"{path} {name}", one)


COMMANDS = dict(_commands())


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_is_on_the_page_with_its_options(path: str) -> None:
    row = [
        row for row in ROWS if row.startswith((f"| `regulars {path}`", f"| `regulars {path} ")) and _words(row) == path
    ]
    assert len(row) == 1
    if not path.startswith("bench"):  # figures to turn, which --help explains
        options = {option for param in COMMANDS[path].params for option in param.opts if option.startswith("--")}
        assert {option for option in options - SAID_BY_HELP if f"`{option}" not in row[0]} == set()


def test_the_page_names_no_command_that_isnt_there() -> None:
    assert {_words(row) for row in ROWS} == set(COMMANDS)


def _words(row: str) -> str:
    """The command a row is about, without its arguments: those are written in capitals or brackets."""
    said = row.split("`")[1].removeprefix("regulars ").split()
    return " ".join(word for word in said if word.islower() and "." not in word)
