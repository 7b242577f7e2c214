"""Stores and tills of a snapshot on days that are more than such a weekday brings there: points given, orders sent back, redemptions, points moved by hand.

What an order brought and what was sent back belongs to the order's store; redemptions and adjustments to the till, or whoever else, that sent them.
"""

from datetime import timedelta
from typing import Any

import numpy as np

from regulars.insight.anomalies.alerts import Evidence
from regulars.insight.anomalies.series import LEAST_WEEKS, WEEKS, Series, found, surprise
from regulars.insight.errors import CannotSay
from regulars.insight.facts.facts import day_number
from regulars.insight.facts.local_time import local_us
from regulars.insight.facts.of_snapshot import SnapshotFacts

KINDS = {"given": "amount", "returned": "count", "redeemed": "count", "adjusted": "count"}
_DAY_US = 86_400_000_000
NO_NAME = "–"
MOST_PLACES = 2_000  # of one figure, the busiest


def unusual_places(facts: SnapshotFacts, days: int) -> tuple[list[tuple[Any, ...]], tuple[CannotSay, ...]]:
    """Rows (day, place, risk, points, evidence) of the last ``days`` days, and what can't be said: ``insight.anomalies.places_young``."""
    span = days + 7 * WEEKS
    last = day_number(facts.as_of)
    first = last - span + 1
    since_us = (first - 2) * _DAY_US
    asked = {"since": since_us, "first": first, "last": last, "wallet": _first_wallet(facts)}
    between = facts.timezone, since_us, (last + 2) * _DAY_US
    sql = _SQL.format(day=f"{local_us('epoch_us(occurred_at)', *between)} // {_DAY_US}", day_back=f"{local_us('at_us', *between)} // {_DAY_US}")
    columns = facts.connection.execute(sql, asked).fetchnumpy()
    kind, place = (np.asarray(columns[name], object) for name in ("kind", "place"))
    day, many, points = (np.asarray(columns[name], np.int64) for name in ("day", "many", "points"))
    day = day - first
    rows: list[tuple[Any, ...]] = []
    judged = False
    for name, of in KINDS.items():
        mine = kind == name
        if not mine.any():
            continue
        names, which = np.unique(place[mine].astype(str), return_inverse=True)
        values, moved = np.zeros((len(names), span)), np.zeros((len(names), span), np.int64)
        values[which, day[mine]], moved[which, day[mine]] = (points if of == "amount" else many)[mine], points[mine]
        busiest = np.sort(np.argsort(-values.sum(axis=1), kind="stable")[:MOST_PLACES])
        values, moved = values[busiest], moved[busiest]
        series = Series(tuple(names[busiest].tolist()), values, (values > 0).argmax(axis=1), of)
        seen = surprise(series, days=days)
        judged |= bool(np.isfinite(seen.chance).any())
        for at, when in zip(*np.nonzero(found(seen)), strict=True):
            now, usual, chance = values[at, span - days + when], seen.usual[at, when], max(float(seen.chance[at, when]), 1e-12)
            facts_of = {"place": series.places[at] or NO_NAME, "now": int(now), "usual": f"{usual:.1f}", "chance": f"{chance:.1g}"}
            risk = round(float(-np.log10(chance) * np.log1p(moved[at, span - days + when] + max(now - usual, 0.0))), 3)
            rows.append((facts.as_of - timedelta(days=int(days - 1 - when)), series.places[at], risk, int(moved[at, span - days + when]), [Evidence(f"insight.anomalies.place.{name}", facts_of)]))
    return rows, () if judged or not len(kind) else (CannotSay("insight.anomalies.places_young", weeks=LEAST_WEEKS),)


def _first_wallet(facts: SnapshotFacts) -> str:
    return next(iter(facts.manifest.shop.wallets), "") if facts.manifest is not None else ""


_SQL = """
    WITH moves AS (
        SELECT member, seq, type, source_of_event AS till, any_value({day}) AS day,
               sum(CASE WHEN source = 'issued' THEN points ELSE 0 END) AS given, sum(CASE WHEN target = 'redeemed' THEN points ELSE 0 END) AS redeemed, sum(points) AS points
        FROM transfers WHERE wallet = $wallet AND type IN ('order.paid', 'points.redeemed', 'points.captured', 'pool.redeemed', 'points.adjusted') AND epoch_us(occurred_at) >= $since
        GROUP BY member, seq, type, till),
    sold AS (SELECT DISTINCT member, seq, coalesce(store, '') AS store FROM order_lines WHERE at_us >= $since),
    back AS (
        SELECT r.member, r.seq, any_value(coalesce(l.store, '')) AS store, any_value(r.day) AS day
        FROM (SELECT member, seq, order_id, {day_back} AS day FROM returned_lines WHERE at_us >= $since) r
        JOIN order_lines l ON l.member = r.member AND l.order_id = r.order_id GROUP BY r.member, r.seq),
    counted AS (
        SELECT 'given' AS kind, s.store AS place, m.day, count(*) AS many, sum(m.given)::BIGINT AS points
          FROM moves m JOIN sold s ON s.member = m.member AND s.seq = m.seq WHERE m.given > 0 GROUP BY ALL
        UNION ALL SELECT 'returned', store, day, count(*), 0 FROM back GROUP BY ALL
        UNION ALL SELECT 'redeemed', till, day, count(*), sum(redeemed)::BIGINT FROM moves WHERE redeemed > 0 GROUP BY ALL
        UNION ALL SELECT 'adjusted', till, day, count(*), sum(points)::BIGINT FROM moves WHERE type = 'points.adjusted' GROUP BY ALL)
    SELECT * FROM counted WHERE day BETWEEN $first AND $last ORDER BY kind, place, day"""
