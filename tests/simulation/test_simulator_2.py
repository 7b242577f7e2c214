"""Every fourth seed of the simulator: the journal and the model end as the same ledger, whatever broke on the way (faults F1 and F13)."""

from typing import Any

import pytest

from simulation.playing import ASKED, TRIED, play_all


@pytest.mark.timeout(20_000)
def test_the_journal_ends_as_the_model_whatever_breaks(database: Any, capsys: pytest.CaptureFixture[str]) -> None:
    sums = play_all(1, 4, database)
    with capsys.disabled():
        print("\n", sums)
    assert ASKED or min(sums.get(kind, 0) for kind in TRIED) > 0, "this run has tried nothing"
