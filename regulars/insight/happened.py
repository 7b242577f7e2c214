"""What happened to members beside buying, as dated signals for whoever asks why they leave.

Each signal stands on the first day on which it could have been known, and looks back only: facts that end on an earlier day give the same signals up to that day.
"""

from collections.abc import Iterator

import duckdb
import numpy as np

from regulars.insight.churn.purchases import Signal
from regulars.insight.facts import Facts

DEARER = 1.05  # times what the member paid for one of it before
GONE_DAYS, REGULAR_DAYS, FAVOURITE_DAYS = 28, 10, 2  # days without a sale; sale days in the 90 before; the member's own days of buying it in the 180 before
LOOK_BACK_DAYS = 730

_SIGNALS = {
    "dearer": ("price", f"""
        WITH unit AS (
            SELECT member, sku, day, sum(amount) / sum(quantity) AS price FROM lines CROSS JOIN shop
            WHERE amount > 0 AND quantity > 0 AND day > as_of - {LOOK_BACK_DAYS} GROUP BY member, sku, day),
        beside AS (SELECT member, day, price > {DEARER} * lag(price) OVER (PARTITION BY member, sku ORDER BY day) AS dearer FROM unit)
        SELECT member, day, 1.0 AS weight FROM beside WHERE dearer GROUP BY member, day"""),
    "discount_gone": ("price", f"""
        WITH paid AS (
            SELECT member, day, sum(discount) / greatest(sum(amount) + sum(discount), 1) AS share FROM lines CROSS JOIN shop
            WHERE amount >= 0 AND day > as_of - {LOOK_BACK_DAYS} GROUP BY member, day),
        beside AS (SELECT member, day, share, avg(share) OVER (PARTITION BY member ORDER BY day ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING) AS before FROM paid)
        SELECT member, day, 1.0 AS weight FROM beside WHERE before >= 0.05 AND share < 0.01"""),
    "sent_back": ("service", """
        SELECT member, day, 1.0 AS weight FROM lines WHERE amount < 0 GROUP BY member, day"""),
    "favourite_gone": ("stock", f"""
        WITH sold AS (SELECT DISTINCT sku, day FROM lines CROSS JOIN shop WHERE amount > 0 AND day > as_of - {LOOK_BACK_DAYS}),
        beside AS (
            SELECT sku, day, lead(day) OVER of AS next, count(*) OVER (PARTITION BY sku ORDER BY day RANGE BETWEEN INTERVAL 90 DAYS PRECEDING AND CURRENT ROW) AS times
            FROM sold WINDOW of AS (PARTITION BY sku ORDER BY day)),
        gone AS (SELECT sku, day AS last FROM beside CROSS JOIN shop
                 WHERE times >= {REGULAR_DAYS} AND day + {GONE_DAYS} <= as_of AND (next IS NULL OR next > day + {GONE_DAYS}))
        SELECT member, g.last + {GONE_DAYS} AS day, 1.0 AS weight FROM gone g JOIN lines l USING (sku)
        WHERE l.amount > 0 AND l.day <= g.last AND l.day > g.last - 180 GROUP BY member, sku, g.last HAVING count(DISTINCT l.day) >= {FAVOURITE_DAYS}"""),
    "other_store": ("life_event", """
        WITH went AS (
            SELECT member, day, store, lag(store) OVER of AS one, lag(store, 2) OVER of AS two, lag(store, 3) OVER of AS three
            FROM orders WHERE is_purchase AND store <> '' WINDOW of AS (PARTITION BY member ORDER BY ordered_at, order_id))
        SELECT member, day, 1.0 AS weight FROM went WHERE one = two AND two = three AND store <> one GROUP BY member, day"""),
}  # fmt: skip
# Of the running shop: what members told of themselves.
_TOLD = {
    "complaint": ("service", "contains(lower(type), 'complaint')", "true"),
    "low_score": ("service", "type = 'survey.answered'", """
        CASE WHEN fields['survey_id'] ILIKE 'nps%' THEN (fields['score'])::DOUBLE <= 6
             WHEN fields['survey_id'] ILIKE 'csat%' THEN (fields['score'])::DOUBLE <= 2
             WHEN fields['survey_id'] ILIKE 'ces%' THEN (fields['score'])::DOUBLE <= 3 ELSE false END"""),
}  # fmt: skip
_BEHAVIOURS = """
    SELECT n.member, timezone('{zone}', make_timestamptz(b.at_us))::DATE AS day, 1.0 AS weight FROM behaviours b CROSS JOIN shop
    LEFT JOIN merged m ON m.member = b.member JOIN numbers n ON n.number = coalesce(m.root, b.member)
    WHERE {kind} AND {bad} AND timezone('{zone}', make_timestamptz(b.at_us))::DATE <= as_of"""


def signals_of(facts: Facts) -> tuple[Signal, ...]:
    """Every kind of signal that happened to anybody; ``Reasons.heard`` of a model made with them says which groups could be heard at all."""
    return tuple(signal for signal in _found(facts) if len(signal.member))


def _found(facts: Facts) -> Iterator[Signal]:
    for name, (group, sql) in _SIGNALS.items():
        yield _signal(facts, name, group, sql)
    zone = getattr(facts, "timezone", None)
    if zone is not None:
        for name, (group, kind, bad) in _TOLD.items():
            yield _signal(facts, name, group, _BEHAVIOURS.format(zone=zone, kind=kind, bad=bad))


def _signal(facts: Facts, name: str, group: str, sql: str) -> Signal:
    asked: duckdb.DuckDBPyConnection = facts.connection.execute(
        f"SELECT member, date_diff('day', DATE '1970-01-01', day::DATE) AS day, weight::DOUBLE AS weight FROM ({sql}) ORDER BY member, day, weight"
    )
    columns = asked.fetchnumpy()
    return Signal(name, group, np.asarray(columns["member"], np.int64), np.asarray(columns["day"], np.int64), np.asarray(columns["weight"], np.float64))
