"""The engine and a naive calculator, written from programme.md alone (tests/oracle), give every member the same points, debt and tier.

REGULARS_FAULTS=long plays thousands of members; a failing one prints its seed: ``making.Chance(Random(seed))`` makes it again.
"""

import os
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.making import Chance, programme, years
from engine.pair import play

LONG = os.environ.get("REGULARS_FAULTS") == "long"
MEMBERS = 5_000 if LONG else 160


class Drawn(Chance):
    """The same choices, drawn by Hypothesis, so that it can look for the smallest disagreement."""

    def __init__(self, data: st.DataObject) -> None:
        self.data = data

    def number(self, low: int, high: int) -> int:
        return self.data.draw(st.integers(low, high))


def disagreement(chance: Chance, events: int) -> str | None:
    program = programme(chance)
    steps = years(chance, program, events)
    found = play(program, steps)
    if found is None:
        return None
    expected, got, place = found
    return f"after step {place} of {steps}\nunder {program}\nthe calculator says {expected}\nthe engine says {got}"


@pytest.mark.parametrize("part", range(8))
def test_the_engine_agrees_with_the_calculator_after_every_event_of_made_up_years(part):
    for seed in range(part, MEMBERS, 8):
        found = disagreement(Chance(Random(seed)), 40 if seed % 5 == 0 else 20)
        assert found is None, f"seed {seed}: {found}"


@settings(
    max_examples=500 if LONG else 25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=not LONG
)
@given(st.data())
def test_no_programme_and_no_history_makes_them_disagree(data):
    assert disagreement(Drawn(data), 12) is None
