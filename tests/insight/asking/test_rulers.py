"""Rulers stay for a quarter, so that members move and not what they are measured by; what of the moves is luck is said."""

from datetime import date

import numpy as np
import pytest

from regulars.insight.asking.rulers import LAST_DAYS, Rulers
from regulars.insight.facts import PurchaseDays
from regulars.insight.figures.rfm import Cuts, Rfm
from regulars.insight.figures.rfm_noise import noise_in_scores


def test_a_ruler_stays_for_a_quarter_and_a_new_one_has_the_next_number():
    first = Rulers()
    one = first.ruler("rfm", 100, ["quantiles"], lambda: {"cut": 1})
    assert (one["version"], one["made_on"], first.ruler("rfm", 100, ["quantiles"], lambda: {"cut": 9})) == (1, 100, one)
    for today, like, worn, version in ((100 + LAST_DAYS - 1, ["quantiles"], False, 1), (100 + LAST_DAYS, ["quantiles"], False, 2), (101, ["fixed"], False, 2), (101, ["quantiles"], True, 2), (99, ["quantiles"], False, 2)):
        later = Rulers(first.now)
        found = later.ruler("rfm", today, like, lambda: {"cut": 2}, worn=worn)
        assert found["version"] == version and later.now["rfm"] == found, (today, like)
        assert later.ruler("rfm", today, like, lambda: {"cut": 3}, worn=worn) == found  # settled for the whole refresh


def test_one_that_can_not_be_made_leaves_the_number_where_it_was():
    rulers = Rulers({"rfm": {"version": 4, "made_on": 0, "like": []}})
    with pytest.raises(ZeroDivisionError):
        rulers.ruler("rfm", 500, [], lambda: {"cut": 1 / 0})
    assert rulers.now["rfm"]["version"] == 4


def test_luck_moves_whoever_stands_on_one_visit_and_nobody_far_from_a_cut():
    """By hand: of two purchase days, the last is not drawn with chance 1/e; of the draws in which the other then is, recency says 100 days and not 10.

    P(another recency | drawn at all) = e^-1 (1 - e^-1) / (1 - e^-2) = 0.269.
    """
    members = 4_000
    member = np.repeat(np.arange(members, dtype=np.int32), 2)
    day = np.tile(np.array([900, 990], np.int32), members)
    days = PurchaseDays(members, member, day, np.full(2 * members, 500), np.ones(2 * members, np.int32))
    rfm = Rfm(date(1972, 9, 27), np.arange(members), np.full(members, 10), np.full(members, 2), np.full(members, 1_000))
    far, near = (1e6, 2e6, 3e6, 4e6), (20.0, 2e6, 3e6, 4e6)
    found = noise_in_scores(days, rfm, Cuts("fixed", rfm.as_of, near, far, far), as_of=1_000)
    assert found["recency"] == pytest.approx(np.exp(-1) * (1 - np.exp(-1)) / (1 - np.exp(-2)), abs=0.01)
    assert found["frequency"] == found["monetary"] == 0 and found["cell"] == found["recency"]
    assert noise_in_scores(days, rfm, Cuts("fixed", rfm.as_of, far, far, far), as_of=1_000)["cell"] == 0
    assert noise_in_scores(days, rfm, Cuts("fixed", rfm.as_of, near, far, far), as_of=1_000, since=950)["recency"] == 0  # one day alone is in the window
