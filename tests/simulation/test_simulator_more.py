"""Every second seed of the simulator: the journal and the model end as the same ledger, whatever broke on the way (fault F1)."""

from typing import Any

import pytest
from conftest import _cloned

from simulation.playing import ONE, play_all


@pytest.mark.timeout(7_200)
def test_the_journal_ends_as_the_model_whatever_breaks(home: Any, capsys: pytest.CaptureFixture[str]) -> None:
    sums = play_all(1, 2, lambda: _cloned(home))
    with capsys.disabled():
        print("\n", sums)
    if not ONE:
        assert min(sums[kind] for kind in ("sent again", "duplicates", "late", "cut_before", "cut_after", "dies_before", "dies_after")) > 0, "this run has tried nothing"
