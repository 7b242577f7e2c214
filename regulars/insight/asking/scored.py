"""RFM by its cells and by its cut points, what of the moves is luck, and who went from one stage to another."""

from typing import Any

import numpy as np

from regulars.insight.asking.models import Models
from regulars.insight.asking.rows import Rows
from regulars.insight.asking.rulers import LAST_DAYS
from regulars.insight.churn.stability import noise_in_classes
from regulars.insight.errors import CannotSay
from regulars.insight.facts.facts import day_number, day_of_number
from regulars.insight.figures.figure import money_text
from regulars.insight.figures.rfm_noise import PARTS, noise_in_scores
from regulars.insight.groups.stages import STAGES, stages_at, transitions
from regulars.kit.errors import Problem

STAGE_DAYS = 28
MOST_LEARNED = 20_000  # members of the classes' stability report


def rfm_scores(models: Models) -> Rows:
    """How many members stand in each cell of recency, frequency and money."""
    rfm, cuts, scores = models.scored
    cells, where = np.unique(scores.cell, return_inverse=True)
    members, money = np.bincount(where), np.bincount(where, rfm.monetary)
    rows = [(int(cell), int(count), round(float(paid))) for cell, count, paid in zip(cells, members, money, strict=True)]
    until = day_of_number(day_number(cuts.made_on) + LAST_DAYS)
    told = [CannotSay("insight.rfm.version", version=cuts.version, method=cuts.method, made_on=cuts.made_on, until=until)]
    if models.settings.rfm_days:
        told.append(CannotSay("insight.rfm.window", days=models.settings.rfm_days, outside=int(np.count_nonzero(rfm.frequency == 0))))
    return Rows(("cell", "members", "monetary"), rows, told=tuple(told))


def rfm_cuts(models: Models) -> Rows:
    """The ruler itself: up to which value each score from worst to best reaches."""
    cuts = models.scored.cuts
    exponent = models.facts.exponent
    rows = []
    for name, points in (("recency", cuts.recency[::-1]), ("frequency", cuts.frequency), ("monetary", cuts.monetary)):
        shown = [money_text(point, exponent) if name == "monetary" else f"{point:g}" for point in points]
        rows.append((name, *shown, cuts.method, cuts.version, cuts.made_on))
    return Rows(("measure", "cut_1", "cut_2", "cut_3", "cut_4", "method", "version", "made_on"), rows)


def stability(models: Models) -> Rows:
    """How many would stand elsewhere by luck alone, beside how many moved since the last refresh. A migration below the first tells of nothing."""
    rfm, cuts, _ = models.scored
    since = models.today - models.settings.rfm_days + 1 if models.settings.rfm_days else None
    by_part = noise_in_scores(models.days, rfm, cuts, as_of=models.today, since=since)
    rows: list[tuple[Any, ...]] = [(f"rfm_{part}", by_part[part], None) for part in PARTS]
    told: tuple[Any, ...] = ()
    try:
        known = models.purchases.sample(MOST_LEARNED)
        moved = models.moves.moved if models.moves is not None else None
        rows.append(("class", noise_in_classes(known, models.leaving.said.horizon, trees=False), moved))
    except Problem as refusal:
        told = (refusal,)
    return Rows(("measured", "by_noise", "moved_share"), rows, told)


def stage_moves(models: Models) -> Rows:
    """Who was at which stage four weeks ago, and is at which now; ``stage_before`` is null of those who had not bought by then."""
    now = models.stages
    before = stages_at(models.purchases, models.purchases.until - STAGE_DAYS)
    found = transitions(before, now)
    rows: list[tuple[Any, ...]] = []
    for here, counts, shares in zip(STAGES, found.counts, found.share, strict=True):
        rows += [(here, there, count, share) for there, count, share in zip(STAGES, counts, shares or (), strict=bool(shares)) if count]
    rows += [(None, there, count, None) for there, count in zip(STAGES, found.joined, strict=True) if count]
    return Rows(("stage_before", "stage", "members", "share"), rows)
