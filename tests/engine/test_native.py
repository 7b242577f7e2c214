"""The programme promises that the compiled engine and its sources decide the same, byte for byte, and that an old build is never used."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from regulars import _native

YEAR = Path(__file__).with_name("a_year.py")


def _run(*command: str, engine: str) -> str:
    done = subprocess.run([sys.executable, *command], env={**os.environ, "REGULARS_ENGINE": engine}, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.skipif(not (_native.folder() / "done").exists(), reason="not compiled on this machine")
def test_compiled_and_interpreted_decide_the_same():
    compiled, interpreted = _run(str(YEAR), engine=""), _run(str(YEAR), engine="source")
    assert compiled.splitlines()[0] == "compiled"
    assert interpreted.splitlines()[0] == "interpreted"
    assert compiled.splitlines()[1:] == interpreted.splitlines()[1:]


def test_a_build_of_other_sources_is_not_used(tmp_path):
    house = tmp_path / "house"
    shutil.copytree(_native.PACKAGE, house / "regulars", ignore=shutil.ignore_patterns("__pycache__"))
    ask = "from regulars import _native; print(_native.folder().name, _native.use())"

    def asked() -> tuple[str, str]:
        environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "REGULARS_ENGINE")}
        done = subprocess.run([sys.executable, "-c", ask], cwd=house, env={**environment, "PYTHONPATH": str(house)}, capture_output=True, text=True, check=True)
        name, used = done.stdout.split()
        return name, used

    name, used = asked()
    assert used == "False"
    (house / "build" / "engine" / name).mkdir(parents=True)
    (house / "build" / "engine" / name / "done").touch()
    assert asked() == (name, "True")
    lots = house / "regulars" / "engine" / "lots.py"
    lots.write_text(lots.read_text() + "\n")
    assert asked()[0] != name
    assert asked()[1] == "False"


def test_every_compiled_module_is_there_and_holds_no_wire_types():
    """A msgspec.Struct reads its annotations when it is made; compiled code no longer has them as they were written."""
    for source in _native.sources():
        assert "msgspec.Struct" not in source.read_text(), source
