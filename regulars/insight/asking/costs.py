"""What serving each member costs, and the grade of what is left: returns, contacts, points, delivery, as far as the shop tells them."""

from typing import Any, NamedTuple

import numpy as np

from regulars.insight.asking.models import Models
from regulars.insight.asking.rows import Rows
from regulars.insight.churn.shapes import Ints
from regulars.insight.errors import CannotSay
from regulars.insight.facts.of_snapshot import SnapshotFacts
from regulars.insight.groups.grades import COSTS, GRADES, GradeCuts, Graded, Served, grade, grade_cuts

_EVENTS = {"contacts": "contact.made", "delivery": "delivery.made"}


class Costs(NamedTuple):
    """member: places in the tables, beside ``served`` and ``graded``. cannot_say: which costs nobody tells."""

    member: Ints
    served: Served
    graded: Graded
    version: int
    cannot_say: tuple[Any, ...]


def costs_of(models: Models) -> Costs:
    """Worked out once. Raises CannotSay without a purchase, Refused with too few members."""
    return models.once("costs", lambda: _costs(models))  # type: ignore[no-any-return]


def grades(models: Models) -> Rows:
    """One row a grade: what its members paid, each cost, and what is left."""
    found = costs_of(models)
    rows = []
    for place, name in enumerate(GRADES):
        mine = found.graded.grade == place
        sure = float(found.graded.confidence[mine].mean()) if mine.any() else None
        spent = [int(getattr(found.served, cost)[mine].sum()) for cost in COSTS]
        rows.append((name, int(mine.sum()), int(found.served.margin[mine].sum()), *spent, int(found.graded.contribution[mine].sum()), sure))
    columns = ("grade", "members", "margin_before", *(f"cost_{cost}" for cost in COSTS), "margin", "confidence")
    return Rows(columns, rows, found.cannot_say, told=(CannotSay("insight.grades.version", version=found.version), CannotSay("grade.guard")))


def _costs(models: Models) -> Costs:
    member, served, told = _served(models)

    def make() -> dict[str, Any]:
        cuts = grade_cuts(served)
        return {"a": cuts.a, "b": cuts.b, "c": cuts.c}

    one = models.rulers.ruler("grades", models.today, [models.settings.margin, models.facts.exponent], make)
    return Costs(member, served, grade(served, GradeCuts(one["a"], one["b"], one["c"], one["version"])), one["version"], told)


def _served(models: Models) -> tuple[Ints, Served, tuple[Any, ...]]:
    """What each brought and cost in the last 365 days."""
    facts, settings = models.facts, models.settings
    columns = facts.connection.execute(_SERVED).fetchnumpy()
    member = np.asarray(columns["member"], np.int64)
    if not len(member):
        raise CannotSay("insight.clv.no_purchases")
    paid, back, days, returns = (np.asarray(columns[name], np.int64) for name in ("paid", "back", "days", "returns"))
    spread = np.nan_to_num(np.asarray(columns["spread"], np.float64)) * models.margin
    lost = np.rint(back * models.margin).astype(np.int64) + returns * (settings.return_cost or 0)
    contacts, told = _told_costs(models, "contacts", settings.contact_cost)
    delivery, more = _told_costs(models, "delivery", settings.delivery_cost)
    points = np.asarray(_points_cost(models), np.int64)[member]
    margin = np.rint(paid * models.margin).astype(np.int64)
    return member, Served(margin, lost, contacts[member], points, delivery[member], days, spread), (*told, *more)


def _told_costs(models: Models, which: str, usual: int | None) -> tuple[Ints, tuple[Any, ...]]:
    """By place in the tables: what events of this kind cost, by their own word or the shop's; and what nobody says of them."""
    facts = models.facts
    (members,) = facts.one("SELECT count(*) FROM members")
    cost = np.zeros(members, np.int64)
    rows = facts.rows(_TOLD, {"type": _EVENTS[which], "unit": 10**facts.exponent}) if isinstance(facts, SnapshotFacts) else []
    if not rows:
        return cost, (CannotSay(f"insight.grades.no_{which}"),)
    unpriced = 0
    for member, told, without in rows:
        cost[member] = told + without * (usual or 0)
        unpriced += without
    return cost, (CannotSay(f"insight.grades.unpriced_{which}", n=unpriced),) if unpriced and usual is None else ()


def _points_cost(models: Models) -> list[int]:
    """What the points each member redeemed in the last year were worth, by place in the tables; 0 where no snapshot tells."""
    manifest = getattr(models.facts, "manifest", None)
    (members,) = models.facts.one("SELECT count(*) FROM members")
    cost = [0] * members
    worth = {wallet: float(text) * 10**models.facts.exponent for wallet, text in manifest.shop.wallets.items() if text} if manifest else {}
    if worth:
        for member, wallet, points in models.facts.rows(_REDEEMED):
            cost[member] += round(points * worth.get(wallet, 0.0))
    return cost


_SERVED = """
    WITH sold AS (
        SELECT l.member, sum(CASE WHEN amount > 0 THEN amount ELSE 0 END)::BIGINT AS paid, -sum(CASE WHEN amount < 0 THEN amount ELSE 0 END)::BIGINT AS back,
               count(DISTINCT CASE WHEN amount < 0 THEN order_id END) AS returns
        FROM lines l CROSS JOIN shop WHERE day > as_of - 365 GROUP BY l.member),
    came AS (SELECT member, count(*) AS days, coalesce(stddev_samp(amount), 0) AS spread FROM purchase_days CROSS JOIN shop WHERE day > as_of - 365 GROUP BY member)
    SELECT member, paid, back, days, spread, returns FROM sold JOIN came USING (member) ORDER BY member"""
_TOLD = """
    SELECT n.member, coalesce(sum(round(try_cast(fields['cost'] AS DECIMAL(18, 4)) * $unit)), 0)::BIGINT, count(*) FILTER (try_cast(fields['cost'] AS DECIMAL(18, 4)) IS NULL)
    FROM behaviours b LEFT JOIN merged m ON m.member = b.member JOIN numbers n ON n.number = coalesce(m.root, b.member) CROSS JOIN shop
    WHERE type = $type AND make_timestamp(at_us)::DATE BETWEEN as_of - 364 AND as_of GROUP BY 1 ORDER BY 1"""
_REDEEMED = """
    SELECT n.member, wallet, sum(CASE WHEN target = 'redeemed' THEN points ELSE -points END)::BIGINT
    FROM transfers t LEFT JOIN merged m ON m.member = t.member JOIN numbers n ON n.number = coalesce(m.root, t.member) CROSS JOIN shop
    WHERE (target = 'redeemed' OR source = 'redeemed') AND occurred_at::DATE > as_of - 365 GROUP BY 1, 2 HAVING sum(CASE WHEN target = 'redeemed' THEN points ELSE -points END) > 0"""
