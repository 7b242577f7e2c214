"""Every worked table of docs/algorithms is played on the engine and on the naive calculator, row by row."""

from pathlib import Path

import pytest
from engine.story import Story

from docs.worked import Worked, has, worked_tables

ALGORITHMS = Path(__file__).resolve().parents[2] / "docs" / "algorithms"
TABLES = [table for page in sorted(ALGORITHMS.glob("*.md")) for table in worked_tables(page)]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: f"{table.page}:{table.line}")
def test_what_a_page_works_out_by_hand_is_what_the_shop_gives(table: Worked) -> None:
    story = Story(table.programme)
    for row in table.rows:
        if row["what happens"]:
            story.play(f"{row['when']} {row['what happens']}")
            if row.get("earned"):
                assert story.journal.outcomes[-1].earned == {story.program.wallets[0].id: int(row["earned"])}, row
        story.play(f"{row['when']} has {has(row)}")


def test_every_page_about_the_engine_has_a_worked_table() -> None:
    elsewhere = {"seal.md", "probability-to-reach.md"}  # tests/journal/seal/test_encoding.py and tests/engine/test_pace.py work out theirs
    assert {table.page for table in TABLES} == {page.name for page in ALGORITHMS.glob("*.md")} - elsewhere
