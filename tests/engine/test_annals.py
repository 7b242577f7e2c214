"""The programme promises that what was decided stays decided: years kept from this release are decided the same, event by event (engine/annals.py)."""

import pytest

from engine.annals import DIGESTS, WORDS, digests, kept, programmes

PROGRAMMES = programmes()


def test_every_year_is_kept() -> None:
    assert list(kept(DIGESTS)) == list(kept(WORDS)) == list(PROGRAMMES)


@pytest.mark.parametrize("name", PROGRAMMES)
def test_a_year_is_decided_and_told_as_it_was(name: str) -> None:
    """To see what changed: print the year here and in the release before; to keep what is meant: `PYTHONPATH=.:tests python -m engine.annals`."""
    decided, said = digests(name, PROGRAMMES[name])
    assert decided == kept(DIGESTS)[name]
    assert [said] == kept(WORDS)[name]
