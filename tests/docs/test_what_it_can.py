"""Each line of docs/reference/what-the-programme-can.md: the fragment reads as it stands, and the story it names is there."""

import ast
import re
from pathlib import Path

import pytest

from regulars.program.reading import check

HOME = Path(__file__).resolve().parents[2]
ROWS = re.findall(r"^\| (.+?) \| `(.+)` \| `(tests/[\w/]+\.py)::(test_\w+)` \|$", (HOME / "docs/reference/what-the-programme-can.md").read_text(encoding="utf-8"), re.MULTILINE)
BESIDE = {
    "wallets": "wallets: {points: {point_value: 0.01}}",
    "tiers": "tiers: {levels: [{id: member}, {id: gold, reach: {spend: 5000, within: 1 year}}]}",
    "earn": "earn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]",
}
HEAD = "program: shop\ncurrency: {code: CNY, minor_digits: 2}\ntimezone: Asia/Shanghai\n"


def document(fragment: str) -> str:
    """A programme with this fragment; several keys stand in braces."""
    own = fragment if not fragment.startswith("{") else "\n".join(_keys(fragment[1:-1]))
    there = set(re.findall(r"^(\w+):", own, re.MULTILINE))
    return HEAD + "\n".join([own, *(text for key, text in BESIDE.items() if key not in there)]) + "\n"


def _keys(inside: str) -> list[str]:
    found, depth = [""], 0
    for letter in inside:
        depth += (letter in "{[") - (letter in "}]")
        if letter == "," and depth == 0:
            found.append("")
        else:
            found[-1] += letter
    return [key.strip() for key in found]


def test_the_page_has_its_rows():
    assert len(ROWS) == 34


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_fragment_reads_without_a_finding_and_its_story_is_there(row):
    _, fragment, file, name = row
    assert [(finding.code, finding.line) for finding in check(document(fragment)).findings if finding.severity == "error"] == []
    assert name in {node.name for node in ast.parse((HOME / file).read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)}
