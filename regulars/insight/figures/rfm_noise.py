"""How many would score otherwise by luck alone: had each purchase day happened as often as chance has it, the ruler unchanged.

A Poisson bootstrap (Chamandy, Muralidharan, Najmi & Naidu 2012): every purchase day counts w times, w drawn from Poisson(1), so that a member
who came n times comes Poisson(n) times. Whoever would not have come at all in a draw is left out of it.
"""

import numpy as np

from regulars.insight.facts import PurchaseDays
from regulars.insight.figures.rfm import Cuts, Ints, Rfm, score

DRAWS, MOST_MEMBERS = 20, 20_000
PARTS = ("recency", "frequency", "monetary", "cell")


def noise_in_scores(days: PurchaseDays, rfm: Rfm, cuts: Cuts, *, as_of: int, since: int | None = None) -> dict[str, float]:
    """By part (``PARTS``): the share of members whose score is another, a mean over 20 draws with a fixed seed; of at most 20,000 members.

    days: all purchase days. as_of: day number of ``rfm.as_of``. since: the first day of the window; None: no window.
    """
    draw = np.random.default_rng(0)
    asked = rfm.member if len(rfm.member) <= MOST_MEMBERS else np.sort(draw.choice(rfm.member, MOST_MEMBERS, replace=False))
    place = np.full(days.members, -1)
    place[asked] = np.arange(len(asked))
    mine = (place[days.member] >= 0) & (days.day >= (since if since is not None else days.day.min(initial=0)))
    who, when, paid = place[days.member[mine]], days.day[mine].astype(np.int64), days.amount[mine]
    last, times, money = _counted(who, when, paid, np.ones(len(who), np.int64), len(asked))
    there = times > 0
    before = _scored(rfm, asked, as_of - last, times, money, cuts)
    other: dict[str, list[float]] = {part: [] for part in PARTS}
    for _ in range(DRAWS):
        last, times, money = _counted(who, when, paid, draw.poisson(1.0, len(who)), len(asked))
        both = there & (times > 0)
        after = _scored(rfm, asked, as_of - last, times, money, cuts)
        for part in PARTS:
            other[part].append(float(np.mean(after[part][both] != before[part][both])) if both.any() else 0.0)
    return {part: float(np.mean(shares)) for part, shares in other.items()}


def _counted(who: Ints, when: Ints, paid: Ints, weight: Ints, members: int) -> tuple[Ints, Ints, Ints]:
    seen = weight > 0
    last = np.full(members, np.iinfo(np.int32).min, np.int64)
    np.maximum.at(last, who[seen], when[seen])
    times = np.bincount(who, weight, members).astype(np.int64)
    return last, times, np.rint(np.bincount(who, weight * paid, members)).astype(np.int64)


def _scored(rfm: Rfm, asked: Ints, recency: Ints, times: Ints, money: Ints, cuts: Cuts) -> dict[str, Ints]:
    found = score(Rfm(rfm.as_of, asked, recency, times, money), cuts)
    return {"recency": found.recency, "frequency": found.frequency, "monetary": found.monetary, "cell": found.cell}
