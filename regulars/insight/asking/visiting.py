"""Who visits the web shop, and who of them buys: RFE beside RFM, so that whoever looks and never buys is seen too."""

from typing import Any, NamedTuple

import numpy as np

from regulars.insight.asking.models import Models
from regulars.insight.asking.rows import Rows
from regulars.insight.churn.classes import NAMES as CLASSES
from regulars.insight.churn.shapes import Floats, Ints
from regulars.insight.errors import CannotSay
from regulars.insight.indices.visits import (
    KINDS,
    Reference,
    kinds_of,
    longest_counted,
    ranks,
    rfe,
    thinned,
    visits_before,
)
from regulars.kit.errors import Problem

VISIT_DAYS = 365
LEAST_VISITORS = 50  # fifths of fewer say more about luck than about visitors
NOT_BOUGHT, UNKNOWN = "not_bought", "no_class"


class Sessions(NamedTuple):
    """One entry per visit of the last ``VISIT_DAYS`` days: members by place in the tables, days since 1970."""

    member: Ints
    day: Ints
    seconds: Ints
    pages: Ints


class Visitors(NamedTuple):
    """member: places in the tables, rising. ranked: (n, 4) against the frozen window; scores: (n, 3) R, F, E; kind: places in ``KINDS``.

    days: with a visit; since: days since the last; seconds, pages: means of a visit.
    """

    member: Ints
    ranked: Floats
    scores: Ints
    kind: Ints
    days: Ints
    since: Ints
    seconds: Floats
    pages: Floats
    version: int


def sessions_of(models: Models, cut: int) -> Sessions:
    """Of the year before day ``cut``. Raises CannotSay where nobody tells of visits."""
    columns = models.facts.connection.execute(_SESSIONS, {"cut": cut, "days": VISIT_DAYS}).fetchnumpy()
    found = Sessions(*(np.asarray(columns[name], np.int64) for name in Sessions._fields))
    if not len(found.member):
        raise CannotSay("insight.visits.none")
    return found


def visitors_of(models: Models) -> Visitors:
    """Worked out once. Raises CannotSay without visits, or with fewer than 50 visitors."""
    return models.once("visitors", lambda: _visitors(models))  # type: ignore[no-any-return]


def _visitors(models: Models) -> Visitors:
    cut = models.today + 1
    one = sessions_of(models, cut)

    def make() -> dict[str, Any]:
        longest = longest_counted(one.seconds)
        seen = visits_before(*one, cut=cut, longest=longest)
        if len(seen.members) < LEAST_VISITORS:
            raise CannotSay("insight.visits.too_few", members=len(seen.members), least=LEAST_VISITORS)
        return {"longest": longest, "columns": thinned(np.sort(seen.measures, axis=0)).tolist()}

    kept = models.rulers.ruler("visits", models.today, VISIT_DAYS, make)
    seen = visits_before(*one, cut=cut, longest=kept["longest"])
    ranked = ranks(seen, Reference(np.asarray(kept["columns"], np.float64), kept["version"]))
    scores = rfe(ranked)
    days, since = np.rint(np.expm1(seen.measures[:, 0])).astype(np.int64), (-seen.measures[:, 1]).astype(np.int64)
    return Visitors(seen.members, ranked, scores, kinds_of(scores), days, since, seen.measures[:, 2], np.expm1(seen.measures[:, 3]), kept["version"])


def rfe_scores(models: Models) -> Rows:
    """Each kind of visitor, and whoever doesn't visit, with how many of them have bought: everybody stands in one row."""
    found = visitors_of(models)
    (members,) = models.facts.one("SELECT count(*) FROM members")
    bought = np.zeros(members, bool)
    bought[[member for (member,) in models.facts.rows("SELECT DISTINCT member FROM purchase_days")]] = True
    rows: list[tuple[Any, ...]] = []
    for place, name in enumerate(KINDS):
        mine = found.kind == place
        buyers = int(bought[found.member[mine]].sum())
        medians = [float(np.median(column[mine])) if mine.any() else None for column in (found.days, found.since)]
        rows.append((name, int(mine.sum()), buyers, int(mine.sum()) - buyers, *medians))
    away = np.ones(members, bool)
    away[found.member] = False
    rows.append(("no_visit", int(away.sum()), int((away & bought).sum()), int((away & ~bought).sum()), None, None))
    told = (CannotSay("insight.visits.version", version=found.version),)
    return Rows(("visitor", "members", "bought", "not_bought", "visit_days", "days_since_visit"), rows, told=told)


def rfe_classes(models: Models) -> Rows:
    """RFE joined to the five classes: how many of each kind of visitor stand in which class, or have not bought."""
    found = visitors_of(models)
    (members,) = models.facts.one("SELECT count(*) FROM members")
    class_of = np.full(members, len(CLASSES) + 1)
    class_of[[member for (member,) in models.facts.rows("SELECT DISTINCT member FROM purchase_days")]] = len(CLASSES)
    told: tuple[Any, ...] = ()
    try:
        class_of[models.leaving.members] = models.classes
    except Problem as refusal:
        told = (refusal,)
    names = (*CLASSES, UNKNOWN, NOT_BOUGHT)
    counts = np.bincount(found.kind * len(names) + class_of[found.member], minlength=len(KINDS) * len(names)).reshape(len(KINDS), len(names))
    rows = [(kind, name, int(count)) for kind, line in zip(KINDS, counts, strict=True) for name, count in zip(names, line, strict=True) if count]
    return Rows(("visitor", "class", "members"), rows, told)


_SESSIONS = """
    SELECT member, date_diff('day', DATE '1970-01-01', day) AS day, seconds, pages FROM visits
    WHERE day < DATE '1970-01-01' + $cut::INTEGER AND day >= DATE '1970-01-01' + ($cut::INTEGER - $days::INTEGER) ORDER BY member, day, seconds, pages"""
