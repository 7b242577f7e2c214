"""docs/reference/refusals.md lists every code a till or a web shop may be refused with, and none that is not there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
PAGE = (HOME / "docs" / "reference" / "refusals.md").read_text(encoding="utf-8")
ROOMS = ("api", "engine", "journal", "members", "kit")
RAISED = {"Invalid", "NotFound", "NotAllowed", "Refused", "Unavailable", "HttpProblem", "_unidentified"}
CODE = re.compile(r"[a-z_]+\.[a-z_0-9]+")
FAMILIES = {"regulars.problem", "request.invalid", "request.not_allowed", "request.refused"}  # what has no name of its own

OPERATORS = ("program.", "ledger.", "seal.")  # said at the command line, never to a till


def test_the_page_lists_every_code_and_none_that_is_not_there() -> None:
    listed = set(re.findall(r"^\| `([a-z_]+\.[a-z_0-9]+)`", PAGE, re.MULTILINE))
    known = {code for code in set(_codes()) - FAMILIES if not code.startswith(OPERATORS)}
    assert known - listed == set(), "add a row to docs/reference/refusals.md for each of these"
    assert listed - known == set(), "nothing raises these any more"


def _codes() -> Iterator[str]:
    for room in ROOMS:
        for file in (HOME / "regulars" / room).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISED:
                    yield from (code for given in node.args[:2] for code in _words(given))
                elif isinstance(node, ast.ClassDef):
                    yield from (code for line in node.body if isinstance(line, ast.Assign) and _is_code(line) for code in _words(line.value))
    from regulars.engine.misreading import _EXPECTED

    yield from (*_EXPECTED.values(), "data.missing", "data.unknown_field", "event.conflict")


def _is_code(line: ast.Assign) -> bool:
    return isinstance(line.targets[0], ast.Name) and line.targets[0].id == "code"


def _words(given: ast.expr) -> list[str]:
    return [node.value for node in ast.walk(given) if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value)]
