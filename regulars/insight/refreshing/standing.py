"""Classes from one refresh to the next: the same ruler for a quarter, and no member moved by noise."""

from dataclasses import asdict
from typing import Any

import numpy as np

from regulars.insight.asking.models import Models
from regulars.insight.churn.classes import Cuts, make_cuts
from regulars.insight.churn.moves import moves_between
from regulars.insight.churn.standing import Standing
from regulars.insight.churn.standing import refresh as stand_now
from regulars.insight.store.writing import Before
from regulars.kit.errors import Problem

CUTS_LAST_DAYS = 91


def carry_over(models: Models, numbers: list[int], before: Before | None) -> tuple[Standing | None, Cuts | None]:
    """Everybody's standing by the shop's numbers; None where classes can't be said. ``models`` then answer with it.

    The cut points of the last refresh are used until they are a quarter old; a new set has the next version. Another ``margin`` would be another ruler, so it is one value here.
    """
    try:
        leaving = models.leaving
        if leaving.classes is None:
            return None, None
        spent = _brought(models)[leaving.members]
        cuts = _cuts(models, before, spent)
    except Problem:
        return None, None
    members = np.asarray(numbers, np.int64)[leaving.members]
    last = None
    if before is not None and before.member_id:
        columns = (np.asarray(column, np.int64) for column in before[:4])
        last = Standing(*columns)
    standing = stand_now(last, members, cuts, leaving.said.buys, leaving.margin, spent)
    models.classes_now = standing.now
    models.moves = moves_between(last, standing) if last is not None else None
    return standing, cuts


def _brought(models: Models) -> Any:
    """What each member has brought so far, never below 0, by place in the tables."""
    days = models.days
    return np.maximum(np.bincount(days.member, days.amount, minlength=days.members), 0.0)


def _cuts(models: Models, before: Before | None, spent: Any) -> Cuts:
    leaving, now = models.leaving, models.purchases.until
    old = (before.kept.get("class_cuts") if before is not None else None) or None
    if old is not None and 0 <= now - old["made_on"] < CUTS_LAST_DAYS:
        return Cuts(**old)
    return make_cuts(leaving.said.buys, leaving.margin, spent, made_on=now, version=(old["version"] + 1) if old else 1)


def cuts_document(cuts: Cuts | None) -> dict[str, Any] | None:
    return None if cuts is None else asdict(cuts)
