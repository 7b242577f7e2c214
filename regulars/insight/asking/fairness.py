"""Whether anybody pays more, or earns less, for the same: as a figure."""

import contextlib
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from regulars.insight.asking.models import Models
from regulars.insight.asking.rows import Rows
from regulars.insight.churn.classes import NAMES as CLASSES
from regulars.insight.churn.shapes import Ints
from regulars.insight.errors import CannotSay
from regulars.insight.figures.fairness import (
    LEAST_CELLS,
    LEAST_MEMBERS,
    MATERIAL,
    PRICES,
    WINDOW_DAYS,
    Gap,
    Group,
    audit,
    levels,
)
from regulars.insight.figures.fairness_sentences import named
from regulars.insight.figures.rfm import Cuts, Rfm, Scores, cuts_of, score
from regulars.kit.errors import Problem
from regulars.kit.phrases import say

COLUMNS = ("by", "group", "beside", "measure", "verdict", "difference", "change_low", "change_high", "asked_change", "discount_change", "cells", "members", "members_beside")
SEGMENTS = ("best", "weakest")
SLIGHT = 0.005  # a part of a difference that need not be named


@dataclass(frozen=True, slots=True)
class Unlike:
    """A sentence on a group that pays more or earns less than those beside it."""

    gap: Gap

    def sentence(self, language: str) -> str:
        gap = self.gap
        ends = sorted((abs(gap.low), abs(gap.high)))
        facts = {"who": named(gap.group.by, gap.group.name, language), "beside": say(f"insight.fairness.beside.{gap.group.beside}", {}, language), "change": _percent(abs(gap.change)), "low": _percent(ends[0]), "high": _percent(ends[1])}
        if gap.asked is not None and gap.given_off is not None:
            how = "asked" if abs(gap.given_off) < SLIGHT else "discounts" if abs(gap.asked) < SLIGHT else "both"
            facts["how"] = say(f"insight.fairness.how.{how}", {"asked": _percent(gap.asked, signed=True)}, language)
        return say(f"insight.fairness.{gap.verdict}", facts, language)


@dataclass(frozen=True, slots=True)
class TooSmall:
    """Groups of which nothing is said of one measure; how many they are is nobody's business."""

    measure: str
    groups: tuple[Group, ...]

    def sentence(self, language: str) -> str:
        between = "; " if language == "en" else "；"
        who = between.join(named(group.by, group.name, language) for group in self.groups)
        return say(f"insight.fairness.too_small.{self.measure}", {"who": who, "cells": LEAST_CELLS, "members": LEAST_MEMBERS}, language)


def price_fairness(models: Models) -> Rows:
    """Groups of members beside one another, the worst treated first. Raises CannotSay ``insight.fairness.none`` where no two bought enough of the same."""
    found = audit(models.facts, _columns(models))
    if not found.gaps:
        raise CannotSay("insight.fairness.none", cells=LEAST_CELLS, members=LEAST_MEMBERS)
    gaps = sorted(found.gaps, key=lambda gap: (not gap.is_worse, gap.measure == "points"))
    told: list[object] = [Unlike(gap) for gap in gaps if gap.is_worse]
    unclear = sum(gap.verdict == "unclear" for gap in gaps)
    if not told:
        told.append(CannotSay("insight.fairness.nobody" if not unclear else "insight.fairness.nobody_seen", n=unclear, of=len(gaps), least=_percent(MATERIAL, digits=0)))
    told.append(CannotSay("insight.fairness.today"))
    if found.share < 1:
        told.append(CannotSay("insight.fairness.drawn", one_in=round(1 / found.share)))
    without = [TooSmall(measure, tuple(groups)) for measure, groups in found.too_small.items() if groups]
    if "points" not in found.too_small:
        without.append(CannotSay("insight.fairness.no_points"))  # type: ignore[arg-type]
    return Rows(COLUMNS, [_row(gap) for gap in gaps], tuple(without), PRICES.strip(), tuple(told))


def _columns(models: Models) -> dict[str, tuple[Ints, tuple[str, ...]]]:
    """Who is in which group this evening, as far as it can be said."""
    (members,) = models.facts.one("SELECT count(*) FROM members")
    found: dict[str, tuple[Ints, tuple[str, ...]]] = {}
    with contextlib.suppress(Problem):
        rfm, scores = _scored_before(models)
        each = np.stack([scores.recency, scores.frequency, scores.monetary])
        place = np.select([each.min(axis=0) >= 4, each.max(axis=0) <= 2], [0, 1], len(SEGMENTS))
        found["rfm"] = _by_place(members, rfm.member, place), SEGMENTS
    with contextlib.suppress(Problem):
        found["class"] = _by_place(members, models.leaving.members, models.classes), CLASSES
    level = levels(models.facts)
    return found if level is None else found | {"level": level}


def _scored_before(models: Models) -> tuple[Rfm, Scores]:
    """RFM on the evening before the window, by the shop's own way of cutting: so nobody counts among the best for what they paid within it. Raises CannotSay."""
    told, day = models.settings, models.facts.as_of - timedelta(days=WINDOW_DAYS)
    columns = models.facts.connection.execute(_BEFORE, {"day": day, "days": told.rfm_days or 100_000}).fetchnumpy()
    rfm = Rfm(day, *(np.asarray(columns[name], np.int64) for name in ("member", "recency", "frequency", "monetary")))
    cuts = Cuts("fixed", day, *told.rfm_cuts) if told.rfm_method == "fixed" and told.rfm_cuts else cuts_of(rfm, told.rfm_method)
    return rfm, score(rfm, cuts)


_BEFORE = """
    WITH came AS (SELECT member, max(day) AS latest, count(*) FILTER (day > $day::DATE - $days::INTEGER) AS frequency FROM purchase_days WHERE day <= $day GROUP BY member),
    spent AS (SELECT member, sum(amount) AS monetary FROM orders WHERE day <= $day AND day > $day::DATE - $days::INTEGER GROUP BY member)
    SELECT member, date_diff('day', latest, $day::DATE) AS recency, frequency, coalesce(monetary, 0)::BIGINT AS monetary FROM came LEFT JOIN spent USING (member) ORDER BY member"""


def _by_place(members: int, who: Ints, what: Ints) -> Ints:
    places = np.full(members, -1, np.int64)
    places[np.asarray(who, np.int64)] = what
    return places


def _row(gap: Gap) -> tuple[object, ...]:
    numbers = (None if one is None else round(one, 6) for one in (gap.change, gap.low, gap.high, gap.asked, gap.given_off))
    return (gap.group.by, gap.group.name, gap.group.beside, gap.measure, gap.verdict, *numbers, gap.cells, gap.members, gap.members_beside)


def _percent(share: float, *, signed: bool = False, digits: int = 1) -> str:
    return f"{share:+.{digits}%}" if signed else f"{share:.{digits}%}"
