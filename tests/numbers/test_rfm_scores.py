"""RFM scores as the R package ``rfm`` prints them (rsquaredacademy, MIT; README, ``rfm_data_orders`` as of 2006-12-31): its cut points, its members."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from regulars.insight.errors import CannotSay
from regulars.insight.figures.rfm import Cuts, Rfm, cuts_of, score

PRINTED = {  # days, transactions, amount, score
    "Abbey O'Reilly": (205, 6, 472, 343),
    "Add Senger": (140, 3, 340, 412),
    "Aden Lesch": (194, 4, 405, 323),
    "Aden Murphy": (98, 7, 596, 544),
    "Admiral Senger": (132, 5, 448, 433),
}
CUTS = Cuts("quantiles", date(2006, 12, 31), (114, 180, 296.4, 481), (3, 4, 5, 7), (254.8, 381, 505.4, 665))


ORDERS = Path(__file__).with_name("rfm_orders.txt")  # days since the last order, orders, revenue of each of the 995, as the README prints them


def rfm(recency, frequency, monetary):
    arrays = (np.asarray(values, np.int64) for values in (recency, frequency, monetary))
    return Rfm(date(2006, 12, 31), np.arange(len(recency)), *arrays)


def test_all_995_members_are_cut_and_scored_as_printed():
    """The cut points, the number of members of each score, the sum of all scores, and how many are 555 and 111: exactly."""
    rows = [tuple(map(int, cell.split())) for line in ORDERS.read_text().splitlines() for cell in line.split(",")]
    every = rfm(*zip(*rows, strict=True))
    assert (len(rows), int(every.frequency.sum())) == (995, 4906)
    cuts = cuts_of(every)
    assert (cuts.recency, cuts.frequency, cuts.monetary) == (CUTS.recency, CUTS.frequency, CUTS.monetary)
    scores = score(every, cuts)
    assert np.bincount(scores.recency).tolist() == [0, 197, 200, 199, 199, 200]
    assert np.bincount(scores.frequency).tolist() == [0, 268, 187, 176, 244, 120]
    assert np.bincount(scores.monetary).tolist() == [0, 200, 200, 198, 202, 195]
    assert (int(scores.cell.sum()), int((scores.cell == 555).sum()), int((scores.cell == 111).sum())) == (329_437, 35, 75)


def test_the_printed_members_have_their_printed_scores():
    days, times, amounts, scores = zip(*PRINTED.values(), strict=True)
    assert score(rfm(days, times, amounts), CUTS).cell.tolist() == list(scores)


def test_cut_points_are_quantiles_of_type_seven_and_ties_stay_together():
    """By hand: 60 members, frequencies 1 × 30, 2 × 20, 3 × 10: cuts 1, 1, 2, 2; all of one frequency score alike."""
    frequency = [1] * 30 + [2] * 20 + [3] * 10
    values = rfm(range(60), frequency, range(100, 160))
    cuts = cuts_of(values)
    assert cuts.frequency == (1, 1, 2, 2) and cuts.recency == pytest.approx((11.8, 23.6, 35.4, 47.2))
    scores = score(values, cuts)
    assert scores.frequency.tolist() == [1] * 30 + [3] * 20 + [5] * 10
    assert np.bincount(scores.recency).tolist() == [0, 11, 12, 12, 12, 13] and scores.recency[0] == 5  # 12 days is below 11.8 + 1


def test_frozen_cuts_move_members_and_not_the_ruler():
    before = rfm(range(100), [n % 7 + 1 for n in range(100)], range(100))
    cuts = cuts_of(before)
    later = rfm([days + 30 for days in range(100)], before.frequency, before.monetary)
    assert (score(later, cuts).recency <= score(before, cuts).recency).all() and (score(later, cuts).recency[:70] < score(before, cuts).recency[:70]).any()
    assert (score(later, cuts).frequency == score(before, cuts).frequency).all()


def test_k_means_finds_groups_that_stand_apart():
    money = [1_00] * 20 + [10_00] * 20 + [100_00] * 20 + [1_000_00] * 20 + [10_000_00] * 20
    values = rfm(range(100), [1, 2] * 50, money)
    cuts = cuts_of(values, "k_means")
    assert np.bincount(score(values, cuts).monetary).tolist() == [0, 20, 20, 20, 20, 20]
    assert score(values, cuts).frequency.tolist() == [1, 2] * 50  # two values, two scores


def test_fewer_than_fifty_are_not_cut_into_fifths():
    with pytest.raises(CannotSay, match="at least 50 buyers; there are 49"):
        cuts_of(rfm(range(49), range(1, 50), range(49)))
