"""Do some members pay more, or earn fewer points, than others for the same? The audit that China's PIPL art. 24 and a decent shop ask for (杀熟).

The same is the same article in the same week, channel and store: a cell. In each, what a member paid for one (all their lines together) stands beside what
others paid; cells in which only one group bought say nothing. Points are compared among purchases alike to the cent: orders of one article alone, of which as many
were bought for as much, so that nothing else in the basket, and no rounding, is in between. How: ``within``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from regulars.insight.churn.shapes import Ints
from regulars.insight.facts import Facts
from regulars.insight.facts.of_snapshot import SnapshotFacts
from regulars.insight.figures.within import Within, within

WINDOW_DAYS = 182
NEW_DAYS, LONG_DAYS = 90, 365  # a member of at most, of at least so many days when buying
LEAST_CELLS, LEAST_MEMBERS = 30, 30  # fewer in a group: nothing is said, nor shown
MATERIAL = 0.01  # a difference of less than one in a hundred is called none
MOST_LINES = 2_000_000  # of larger shops some articles and weeks are drawn, by their hash: the same ones each time
ALPHA = 0.05


@dataclass(frozen=True, slots=True)
class Group:
    """One side of a comparison. by: tenure, rfm, class, level. name: "long", "best", a class, a level; beside: "new" or "others"."""

    by: str
    name: str
    beside: str
    d: str  # SQL: 1 of the group, 0 beside it, NULL neither


@dataclass(frozen=True, slots=True)
class Gap:
    """What a group pays or earns beside another, as a share of what those pay or earn (0.03: 3 % more). measure: paid, points.

    asked, given_off: of ``paid``, what of it is in the price before discounts and what in discounts; (1 + asked)(1 + given_off) = 1 + change.
    """

    group: Group
    measure: str
    change: float
    low: float
    high: float
    asked: float | None
    given_off: float | None
    cells: int
    members: int
    members_beside: int

    @property
    def verdict(self) -> str:
        """pays_more, pays_less, earns_more, earns_less where the whole interval is; alike where it lies within MATERIAL; else unclear."""
        verb = "pays" if self.measure == "paid" else "earns"
        if self.low > MATERIAL or self.high < -MATERIAL:
            return f"{verb}_{'more' if self.low > 0 else 'less'}"
        return "alike" if self.low >= -MATERIAL and self.high <= MATERIAL else "unclear"

    @property
    def is_worse(self) -> bool:
        return self.verdict in ("pays_more", "earns_less")


@dataclass(frozen=True, slots=True)
class Audit:
    """too_small: by measure, the groups of which nothing can be said. share: of the articles and weeks looked at."""

    gaps: list[Gap]
    too_small: dict[str, list[Group]]
    share: float


def audit(facts: Facts, columns: dict[str, tuple[Ints, tuple[str, ...]]]) -> Audit:
    """Every group beside the others, in what they pay and, where a snapshot tells, earn. The intervals of all hold together (Bonferroni).

    columns: rfm, class, level, as far as known: for each member of the tables a place in the names, -1: none.
    """
    connection = facts.connection
    connection.register("fair_groups", pa.table({"member": np.arange(_members(facts), dtype=np.int32), **{name: places for name, (places, _) in columns.items()}}))
    (lines,) = facts.one("SELECT count(*) FROM lines CROSS JOIN shop WHERE day > as_of - $window::INTEGER", {"window": WINDOW_DAYS})
    one_in = max(1, -(-lines // MOST_LINES))
    asked = {"window": WINDOW_DAYS, "one_in": one_in}
    connection.execute(PRICES, asked)
    measures = ["paid"]
    if isinstance(facts, SnapshotFacts) and facts.manifest is not None:
        connection.execute(POINTS, {**asked, "zone": facts.timezone, "wallet": next(iter(facts.manifest.shop.wallets), "")})
        measures.append("points")
    found: list[tuple[str, Group, Within]] = []
    too_small: dict[str, list[Group]] = {measure: [] for measure in measures}
    for measure in measures:
        for group in _groups(columns):
            told = within(connection, _ROWS.format(d=group.d, table="fair_paid" if measure == "paid" else "fair_points"))
            if told is not None and _is_enough(measure, told):
                found.append((measure, group, told))
            else:
                too_small[measure].append(group)
    connection.unregister("fair_groups")
    return Audit([_gap(*one, len(found)) for one in found], too_small, 1 / one_in)


def _is_enough(measure: str, told: Within) -> bool:
    earns = measure == "paid" or told.beside > 0  # a share of no points is none
    return earns and told.cells >= LEAST_CELLS and min(told.members, told.members_beside) >= LEAST_MEMBERS


def _groups(columns: dict[str, tuple[Ints, tuple[str, ...]]]) -> Iterable[Group]:
    yield Group("tenure", "long", "new", f"CASE WHEN since >= {LONG_DAYS} THEN 1 WHEN is_new THEN 0 END")
    for by, (_, names) in columns.items():
        for place, name in enumerate(names):
            yield Group(by, name, "others", f"CASE WHEN {by} = {place} THEN 1 WHEN {by} >= 0 THEN 0 END")


def _gap(measure: str, group: Group, told: Within, among: int) -> Gap:
    """Logarithms of prices become shares of the price; points a purchase, shares of what those beside get for it."""
    ends = (told.difference, *told.reach(ALPHA / among))
    change, low, high = (float(np.expm1(end)) if measure == "paid" else end / told.beside for end in ends)
    asked = float(np.expm1(told.also)) if measure == "paid" else None
    given_off = (1 + change) / (1 + asked) - 1 if asked is not None else None
    return Gap(group, measure, change, low, high, asked, given_off, told.cells, told.members, told.members_beside)


def _members(facts: Facts) -> int:
    return int(facts.one("SELECT count(*) FROM members")[0])


def levels(facts: Facts) -> tuple[Ints, tuple[str, ...]] | None:
    """Each member's level (tier) in the snapshot, by place in the tables; None of order files, and of a programme without levels."""
    if not isinstance(facts, SnapshotFacts) or facts.manifest is None:
        return None
    rows: list[tuple[Any, ...]] = facts.rows("SELECT DISTINCT tier FROM standings WHERE coalesce(tier, '') <> '' ORDER BY tier")
    names = tuple(name for (name,) in rows)
    if len(names) < 2:
        return None
    columns = facts.connection.execute(
        "SELECT n.member, list_position($1::VARCHAR[], s.tier) - 1 AS place FROM standings s JOIN numbers n ON n.number = s.member WHERE coalesce(s.tier, '') <> ''", [list(names)]
    ).fetchnumpy()
    places = np.full(_members(facts), -1, np.int64)
    places[np.asarray(columns["member"], np.int64)] = np.asarray(columns["place"], np.int64)
    return places, names


_ROWS = "SELECT p.member, p.cell, p.y, p.also, {d} AS d FROM {table} p JOIN fair_groups g ON g.member = p.member"
# Who has been seen since the shop's first 90 days may have been there before: such a member is not new.
_SINCE = f"""date_diff('day', any_value(m.joined_on), min(l.day)) AS since,
       date_diff('day', any_value(m.joined_on), min(l.day)) <= {NEW_DAYS} AND any_value(m.joined_on) >= any_value(s.first_day) + {NEW_DAYS} AS is_new"""
PRICES = f"""
CREATE OR REPLACE TEMP TABLE fair_paid AS
SELECT l.member, hash(l.sku, date_trunc('week', l.day), coalesce(l.channel, ''), coalesce(l.store, '')) AS cell,
       ln(sum(l.amount) / sum(l.quantity)::DOUBLE) AS y, ln(sum(l.amount + coalesce(l.discount, 0)) / sum(l.quantity)::DOUBLE) AS also, {_SINCE}
  FROM lines l JOIN members m USING (member) CROSS JOIN shop s
 WHERE l.amount > 0 AND l.quantity > 0 AND coalesce(l.discount, 0) >= 0 AND l.day > s.as_of - $window::INTEGER AND hash(l.sku, date_trunc('week', l.day)) % $one_in = 0
 GROUP BY l.member, cell
"""
POINTS = f"""
CREATE OR REPLACE TEMP TABLE fair_points AS
WITH sold AS (
    SELECT l.member AS number, l.seq, any_value(l.sku) AS sku, sum(l.quantity) AS quantity, sum(l.amount) AS amount,
           any_value(coalesce(l.channel, '')) AS channel, any_value(coalesce(l.store, '')) AS store, timezone($zone, make_timestamptz(min(l.at_us)))::DATE AS day
      FROM order_lines l CROSS JOIN shop s
     WHERE make_timestamp(l.at_us)::DATE BETWEEN s.as_of - $window::INTEGER - 1 AND s.as_of + 1
     GROUP BY l.member, l.seq HAVING min(l.sku) = max(l.sku) AND min(l.amount) > 0 AND min(l.quantity) > 0),
looked_at AS (SELECT o.* FROM sold o CROSS JOIN shop s WHERE o.day > s.as_of - $window::INTEGER AND o.day <= s.as_of AND hash(o.sku, date_trunc('week', o.day)) % $one_in = 0),
earned AS (
    SELECT o.number, o.seq, any_value(o.sku) AS sku, any_value(o.quantity) AS quantity, any_value(o.amount) AS amount, any_value(o.channel) AS channel, any_value(o.store) AS store,
           any_value(o.day) AS day, coalesce(sum(t.points), 0)::DOUBLE AS points
      FROM looked_at o LEFT JOIN transfers t ON t.member = o.number AND t.seq = o.seq AND t.source = 'issued' AND t.wallet = $wallet GROUP BY o.number, o.seq)
SELECT m.member, hash(l.sku, date_trunc('week', l.day), l.channel, l.store, l.quantity, l.amount) AS cell, avg(l.points) AS y, 0.0 AS also, {_SINCE}
  FROM earned l LEFT JOIN merged r ON r.member = l.number JOIN numbers n ON n.number = coalesce(r.root, l.number) JOIN members m ON m.member = n.member CROSS JOIN shop s
 GROUP BY m.member, cell
"""
