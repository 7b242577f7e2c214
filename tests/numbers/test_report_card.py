"""The report card promises what its run measured: the page and the document are of one file, every line holds, and the quick lines come out again today."""

from pathlib import Path

import pytest
from report_card import QUICK, ROOT, measured

from regulars.insight.report_card import card, markdown, told
from regulars.kit.phrases import LANGUAGES


def test_the_document_is_the_file_in_words():
    assert (Path(ROOT) / "docs/report-card.md").read_text(encoding="utf-8") == markdown(card())


def test_every_line_is_within_what_is_allowed_and_beats_its_baseline():
    assert [check.analytic for check in card().checks if check.holds is False] == []
    assert {check.analytic for check in card().checks if check.holds is None} == {"stages", "visits", "loyalty", "review"}  # only how long they take is known


def test_the_quick_lines_come_out_again():
    kept = {(check.analytic, check.data): check for check in card().checks}
    for found in measured(*QUICK):
        same = kept[found.analytic, found.data]
        assert found.holds and (found.figures, found.allowed, found.source) == (same.figures, same.allowed, same.source)
        assert found.deviation == pytest.approx(same.deviation, abs=max(same.allowed or 0, 1e-12))


def test_the_card_reads_in_every_language():
    for language in LANGUAGES:
        words = told(card(), language)
        assert all("insight." not in cell and "{" not in cell for cells, _ in words.rows for cell in cells)
