"""Personas: groups that hold when other members are drawn, kept for a quarter, each with what sets it apart in words."""

from typing import Any, NamedTuple

import numpy as np

from regulars.insight.asking.models import Models
from regulars.insight.asking.rows import Rows
from regulars.insight.churn.shapes import Floats, Ints
from regulars.insight.errors import CannotSay
from regulars.insight.groups.personas import DRIFTED, Personas, assign, drift, find_personas, require_better

TRAITS = ("purchase_days", "days_since", "mean_spend", "lines_an_order", "categories", "discount_share")
PLAIN = 0.3  # standard deviations: nearer to the mean than this is no trait


class Portraits(NamedTuple):
    """member: places in the tables; group: places in ``personas.centres``. drift: of the groups' shares since they were found."""

    personas: Personas
    member: Ints
    group: Ints
    drift: float
    made_on: int


def portraits_of(models: Models) -> Portraits:
    """Worked out once. Raises Refused where no grouping holds, or none tells more than RFM fifths."""
    return models.once("portraits", lambda: _portraits(models))  # type: ignore[no-any-return]


def personas(models: Models) -> Rows:
    """One row a persona, with what its middle member does."""
    found = portraits_of(models)
    whole = max(len(found.group), 1)
    rows = []
    for place in range(len(found.personas.centres)):
        mine = int((found.group == place).sum())
        days, since, spend = (float(one) for one in typical(found.personas, place)[:3])
        words = [CannotSay(code) for code in named(found.personas, place)]
        rows.append((place + 1, mine, mine / whole, words, round(days, 1), round(since), round(spend), found.personas.stability))
    told = [CannotSay("insight.personas.version", version=found.personas.version, made_on=str(np.datetime64(found.made_on, "D")), drift=f"{found.drift:.2f}")]
    alarm = (CannotSay("insight.personas.drifted", drift=f"{found.drift:.2f}", most=f"{DRIFTED:g}"),) if found.drift > DRIFTED else ()
    return Rows(("persona", "members", "share", "traits", "purchase_days", "days_since", "mean_amount", "stability"), rows, alarm, told=tuple(told))


def named(found: Personas, place: int) -> list[str]:
    """What sets a persona apart, as codes of phrases, the strongest first; that it is like everybody, where nothing does."""
    codes = [f"persona.{name}.{'high' if by > 0 else 'low'}" for name, by in found.traits(place) if abs(by) >= PLAIN]
    return codes or ["persona.average"]


def typical(found: Personas, place: int) -> Floats:
    """The centre, in the features' own units."""
    answer: Floats = np.maximum(np.expm1(found.centres[place] * found.scale + found.mean), 0)
    return answer


def _portraits(models: Models) -> Portraits:
    member, now = behaviour(models, models.purchases.until)
    old = models.rulers.kept("personas")
    one = models.rulers.ruler("personas", models.today, list(TRAITS), lambda: _found(models, now), worn=old is not None and old.get("drift", 0) > DRIFTED)
    mean, scale, centres = (np.asarray(one[name], np.float64) for name in ("mean", "scale", "centres"))
    found = Personas(TRAITS, mean, scale, centres, np.asarray(one["sizes"], np.int64), one["stability"], one["version"])
    last = models.personas_before if old is not None and old["version"] == one["version"] else {}
    before = np.array([last.get(each, -1) for each in member.tolist()], np.int64)
    groups = assign(found, now, before)
    kinds = len(found.centres)
    apart = drift(np.repeat(np.arange(kinds), np.asarray(one["sizes"], np.int64)), groups, kinds)
    models.rulers.now["personas"] = {**one, "drift": apart}
    return Portraits(found, member, groups, apart, one["made_on"])


def _found(models: Models, now: Floats) -> dict[str, Any]:
    """Personas of today, tried on an earlier day: they have to tell more of the last window's spend than RFM fifths do."""
    cut = models.leaving.grade.cut
    then, earlier = behaviour(models, cut)
    require_better(assign(find_personas(earlier, TRAITS), earlier), _fifths(earlier), _spent_after(models, then, cut))
    found = find_personas(now, TRAITS)
    sizes = np.bincount(assign(found, now), minlength=len(found.centres))
    words = [named(found, place) for place in range(len(found.centres))]
    return {
        "mean": found.mean.tolist(), "scale": found.scale.tolist(), "centres": found.centres.tolist(), "sizes": sizes.tolist(),
        "stability": found.stability, "named": words,
    }  # fmt: skip


def behaviour(models: Models, cut: int) -> tuple[Ints, Floats]:
    """(members, their features before day ``cut``)."""
    columns = models.facts.connection.execute(_BEHAVIOUR, {"cut": cut}).fetchnumpy()
    table = np.column_stack([np.maximum(np.nan_to_num(np.asarray(columns[name], np.float64)), 0) for name in TRAITS])
    return np.asarray(columns["member"], np.int64), table


def _fifths(table: Floats) -> Ints:
    """RFM cells, numbered from 0: the plain grouping personas have to beat."""
    cells = np.zeros(len(table), np.int64)
    for column in (table[:, 1], table[:, 0], table[:, 2] * table[:, 0]):
        cells = cells * 5 + np.searchsorted(np.quantile(column, (0.2, 0.4, 0.6, 0.8)), column, side="left")
    return np.unique(cells, return_inverse=True)[1]


def _spent_after(models: Models, members: Ints, cut: int) -> Floats:
    days = models.days
    late = days.day >= cut
    spent = np.bincount(days.member[late], days.amount[late], minlength=days.members)
    return np.asarray(spent[members], np.float64)


_BEHAVIOUR = """
    WITH known AS (SELECT * FROM lines WHERE day < DATE '1970-01-01' + $cut::INTEGER AND amount >= 0),
    came AS (SELECT member, count(DISTINCT day) AS purchase_days, $cut::INTEGER - 1 - date_diff('day', DATE '1970-01-01', max(day)) AS days_since,
             sum(amount) / count(DISTINCT day) AS mean_spend, count(*) / count(DISTINCT order_id) AS lines_an_order,
             count(DISTINCT category) AS categories, sum(discount) / greatest(sum(amount) + sum(discount), 1) AS discount_share FROM known GROUP BY member)
    SELECT * FROM came ORDER BY member"""
