"""The programme promises that its reference page is true: the examples read, and every finding is listed."""

import re
from pathlib import Path

import pytest

import regulars.program.describe  # noqa: F401  registers what documents are told in
from regulars.kit.phrases import known_codes
from regulars.program.reading import check

from .test_lint import HEADS, UNWISE

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "programme.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
LISTED = dict(re.findall(r"^\| `(programme\.\w+)` \| (error|warning) \|", PAGE, re.MULTILINE))


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_read_without_a_finding(example):
    assert check(example).findings == []


def test_every_finding_is_listed_and_nothing_else():
    about_documents = {code for code in known_codes() if code.startswith("programme.") and code.count(".") == 1}
    assert set(LISTED) == about_documents - {"programme.did_you_mean", "programme.invalid"}


def test_warnings_are_listed_as_warnings():
    warned = {f"programme.{case[1]}" for case in [*UNWISE.values(), *HEADS.values()]} | {"programme.unusual_digits", "programme.budget_leaves_out"}
    assert {code for code, severity in LISTED.items() if severity == "warning"} == warned
