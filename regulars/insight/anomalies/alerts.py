"""Whom to look at today: the most points at risk first, no more than somebody can look at, each with the evidence."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regulars.insight.anomalies.features import Days, Floats
from regulars.insight.anomalies.scoring import Scored
from regulars.kit.errors import Refused

EVIDENCE_FROM = 2.0
TOGETHER = "insight.anomalies.together"  # the evidence of a day of which nothing stands out by itself
AGAIN_AFTER = 7
CONSIDERED = 10  # times the budget: some of a day's first have been told of already


@dataclass(frozen=True, slots=True)
class Evidence:
    """A code of the phrasebook with its facts: what happened, how it used to be, and how unlikely that is. events: (member, seq) in the journal, where single ones speak for it."""

    code: str
    facts: dict[str, str | int]
    events: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Alert:
    """One member on one day. risk: score × ln(1 + points that left)."""

    member: int
    day: int
    score: float
    points: int
    risk: float
    evidence: tuple[Evidence, ...]


def alerts(of: Days, scored: Scored, *, per_day: int) -> list[Alert]:
    """At most ``per_day`` alerts a day, by day, then risk; none of a day on which nothing is unlikely by itself and no points left. Whoever was told of is not told of again within AGAIN_AFTER days, unless that day scores higher still.

    Refused ``insight.anomalies.budget`` for a budget below 1.
    """
    if per_day < 1:
        raise Refused("insight.anomalies.budget", per_day=per_day)
    risk = scored.score * np.log1p(of.points + of.counts.sum(axis=1))
    speaking = speaks(of, scored.tails)
    told: dict[int, tuple[int, float]] = {}
    made: list[Alert] = []
    today, left = None, 0
    for row in _first_of_each_day(of, risk, per_day * CONSIDERED):
        day, member = int(of.day[row]), int(of.member[row])
        if day != today:
            today, left = day, per_day
        last_day, last_score = told.get(member, (day - AGAIN_AFTER - 1, 0.0))
        if left and speaking[row] and (day - last_day > AGAIN_AFTER or scored.score[row] > last_score):
            left -= 1
            told[member] = (day, float(scored.score[row]))
            made.append(Alert(member, day, float(scored.score[row]), int(of.points[row]), float(risk[row]), _evidence(of, scored, row)))
    return made


def speaks(of: Days, tails: Floats) -> NDArray[np.bool_]:
    """(R,) whether there is anything to tell of a day: something is unlikely by itself, or points left."""
    return np.asarray((of.points > 0) | (tails >= EVIDENCE_FROM).any(axis=1))


def _first_of_each_day(of: Days, risk: Floats, many: int) -> list[int]:
    order = np.lexsort((of.member, -risk, of.day))
    begins = np.flatnonzero(np.concatenate(([True], np.diff(of.day[order]) != 0)))
    place = np.arange(len(order)) - np.repeat(begins, np.diff(np.append(begins, len(order))))
    chosen: list[int] = order[place < many].tolist()
    return chosen


def _evidence(of: Days, scored: Scored, row: int) -> tuple[Evidence, ...]:
    found = []
    for place in np.argsort(-scored.tails[row], kind="stable").tolist():
        if scored.tails[row, place] >= EVIDENCE_FROM:
            found.append(_said(of, scored, row, place))
    if not found:
        share = min(999, int(1000 * scored.forest[row]))
        found.append(Evidence(TOGETHER, {"share": f"{share / 10:.1f}"}))
    return tuple(found)


def _said(of: Days, scored: Scored, row: int, place: int) -> Evidence:
    kinds = len(of.kinds)
    values = of.counts[:, place] if place < kinds else of.points if place == kinds else of.places
    days = int(of.past.days[row])
    facts: dict[str, str | int] = {
        "now": int(values[row]),
        "usual": f"{of.past.sums[row, place] / days:.1f}" if days else "–",
        "days": days,
        "chance": f"{10 ** -min(scored.tails[row, place], 12):.1g}",
    }
    if place < kinds:
        return Evidence("insight.anomalies.often", {"kind": of.kinds[place], **facts})
    return Evidence("insight.anomalies.much" if place == kinds else "insight.anomalies.places", facts)
