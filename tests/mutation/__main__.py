"""python tests/mutation [--sample N | --all] [--only FILE …] [--again]: how many small mistakes in the engine and the programme's reading would the tests notice?

docs/mutation.md tells what is changed, how the sample is drawn and what came of it.
"""

import argparse
import json
import os
import sys
import time
import tomllib
from pathlib import Path

os.environ["REGULARS_ENGINE"] = "source"  # a mutant is made in the source, so the source must run
HERE = Path(__file__).resolve().parent
HOME = Path(os.environ.get("MUTATION_HOME", HERE.parents[1]))  # another one to try this on
sys.path[:0] = [str(HERE), str(HOME)]

import pytest  # noqa: E402
from changing import Mutant, mutants  # noqa: E402
from telling import ROOMS, table  # noqa: E402
from trying import Session  # noqa: E402

TESTS = ("tests/engine", "tests/program", "tests/stories", "tests/kit", "tests/docs/test_examples.py")
LEFT_OUT = ("tests/engine/test_native.py",)  # about the build, in processes of its own
LAST = HOME / "build" / "mutation" / "last.json"


def main() -> int:
    asked = _asked()
    every = {file: mutants(HOME, file) for file in _files(asked.only)}
    equivalent = {one["mutant"]: one["because"] for one in tomllib.loads((HERE / "equivalent.toml").read_text(encoding="utf-8")).get("equivalent", [])}
    known = {mutant.key for found in every.values() for mutant in found}
    for key in (key for key in equivalent if key.split(" ")[0] in every and key not in known):
        _say(f"equivalent.toml speaks of a mutant that is no more: {key}")
    judged = {file: [mutant for mutant in found if mutant.key in equivalent] for file, found in every.items()}
    living = {file: [mutant for mutant in found if mutant.key not in equivalent] for file, found in every.items()}
    chosen = living if asked.all else _sample(living, asked.sample, asked.seed)
    before: dict[Mutant, str | None] = {}
    if asked.again:
        last = _last()
        before = {mutant: last["killed"][mutant.key] for found in living.values() for mutant in found if mutant.key in last["killed"]}
        chosen = {file: [mutant for mutant in found if mutant.key in last["survivors"]] for file, found in living.items()}
    session = _try([mutant for found in chosen.values() for mutant in found], asked)
    if session.broken:
        _say("the tests must pass before anything is changed:\n" + "\n".join(session.broken))
        return 2
    session.results |= before
    _keep(session)
    print(table(living, judged, session.results, session.untested))
    return 0


def _asked() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="mutation", description=__doc__)
    asked.add_argument("--sample", type=int, default=1_500, help="how many mutants, drawn evenly from all files")
    asked.add_argument("--all", action="store_true", help="every mutant: hours")
    asked.add_argument("--seed", type=int, default=1, help="which sample")
    asked.add_argument("--only", nargs="+", default=[], metavar="FILE", help="files of these rooms, such as engine/lots.py")
    asked.add_argument("--again", action="store_true", help="try those once more that survived the last time; the table is of all that were tried then")
    asked.add_argument("--tests", nargs="+", default=TESTS, metavar="PATH", help="which tests may kill them")
    asked.add_argument("--seconds", type=float, default=20.0, help="of processor time for one mutant's tests, the quickest first; the rest is not run")
    asked.add_argument("--laws", action="store_true", help="the properties played on made-up cases may kill them too: slower")
    asked.add_argument("--jobs", type=int, default=2, help="how many at once")
    return asked.parse_args()


def _files(only: list[str]) -> list[str]:
    files = [str(path.relative_to(HOME)) for room in ROOMS for path in sorted((HOME / "regulars" / room).rglob("*.py"))]
    return [file for file in files if not only or file.removeprefix("regulars/") in only]


def _sample(living: dict[str, list[Mutant]], size: int, seed: int) -> dict[str, list[Mutant]]:
    """The same share of every file's mutants, those of the lowest rank; each file has at least one."""
    total = sum(len(found) for found in living.values())
    return {file: sorted(found, key=lambda one: one.rank(seed))[: -(-size * len(found) // max(total, 1))] for file, found in living.items()}


def _try(todo: list[Mutant], asked: argparse.Namespace) -> Session:
    _say(f"{len(todo)} mutants to try")
    session = Session(HOME, todo, asked.jobs, asked.seconds, asked.laws, _say)
    os.chdir(HOME)
    LAST.parent.mkdir(parents=True, exist_ok=True)
    stdout, told = os.dup(1), LAST.with_name("pytest.log")
    os.dup2(os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
    options = ["-q", "-s", "-p", "no:cacheprovider", "-p", "no:xdist", *(f"--ignore={name}" for name in LEFT_OUT)]
    ended = pytest.main([*options, *asked.tests], plugins=[session])
    sys.stdout.flush()
    os.dup2(stdout, 1)
    if ended not in (0, 1) or (len(session.results) != len(todo) and not session.broken):
        raise SystemExit(f"pytest ended with {ended}: see {told}")
    return session


def _keep(session: Session) -> None:
    LAST.parent.mkdir(parents=True, exist_ok=True)
    survivors = {one.key: {"line": one.first, "untested": one in session.untested} for one, killer in session.results.items() if killer is None}
    killed = {one.key: killer for one, killer in session.results.items() if killer is not None}
    LAST.write_text(json.dumps({"survivors": survivors, "killed": killed}, indent=1, ensure_ascii=False), encoding="utf-8")


def _last() -> dict[str, dict]:
    return json.loads(LAST.read_text(encoding="utf-8"))


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
