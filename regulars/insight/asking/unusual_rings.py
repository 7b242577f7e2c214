"""Rings of gifts in a snapshot: points that came round, or that many sent to one hand over go-betweens. Who has refused profiling is in none."""

from datetime import timedelta
from math import log1p
from typing import Any

from regulars.insight.anomalies.alerts import Evidence
from regulars.insight.anomalies.rings import KEEP_DAYS, MOST_STEPS, Gift, Ring, rings
from regulars.insight.facts.facts import day_number
from regulars.insight.facts.local_time import local_us
from regulars.insight.facts.of_snapshot import SnapshotFacts

MOST_RINGS = 50  # the most points first
WEIGHT = 5.0  # as the rules on gifts have it
_DAY_US = 86_400_000_000


def unusual_rings(facts: SnapshotFacts, days: int) -> list[tuple[Any, ...]]:
    """Rows (day, ref, risk, points, evidence) of rings whose last gift is within the last ``days`` days: the day of that gift, the member it is told of at."""
    last = day_number(facts.as_of)
    first = last - days - KEEP_DAYS * MOST_STEPS
    day = f"{local_us('g.at_us', facts.timezone, (first - 2) * _DAY_US, (last + 2) * _DAY_US)} // {_DAY_US}"
    found = facts.connection.execute(
        f"""
        WITH came AS (SELECT member, seq, sum(points)::BIGINT AS points FROM transfers WHERE type = 'points.received' AND source = 'transit' AND epoch_us(occurred_at) >= $since GROUP BY ALL),
        sent AS (
            SELECT {day} AS day, coalesce(a.root, g.giver) AS giver, coalesce(b.root, g.member) AS receiver, c.points, g.member, g.seq, g.at_us
            FROM gifts g JOIN came c ON c.member = g.member AND c.seq = g.seq LEFT JOIN merged a ON a.member = g.giver LEFT JOIN merged b ON b.member = g.member WHERE g.at_us >= $since)
        SELECT day, giver, receiver, points, member, seq FROM sent
        WHERE day BETWEEN $first AND $last AND giver <> receiver AND points > 0 AND giver IN (SELECT number FROM numbers) AND receiver IN (SELECT number FROM numbers)
        ORDER BY at_us, member, seq""",
        {"since": (first - 2) * _DAY_US, "first": first, "last": last},
    ).fetchall()
    gifts = [Gift(day, giver, receiver, points, (member, seq)) for day, giver, receiver, points, member, seq in found]
    return [(facts.as_of - timedelta(days=last - one.last_day), str(one.member), risk_of(one), one.points, [_said(one)]) for one in rings(gifts, since=last - days)[:MOST_RINGS]]


def risk_of(ring: Ring) -> float:
    """Comparable with a rule's finding: how grave × ln(1 + points and members)."""
    return round(WEIGHT * log1p(ring.points + len(ring.members)), 3)


def _said(ring: Ring) -> Evidence:
    facts: dict[str, str | int] = {"points": ring.points, "n": len(ring.members), "days": ring.last_day - ring.first_day + 1}
    facts |= {"times": ring.times} if ring.kind == "round" else {"origins": ring.origins}
    return Evidence(f"insight.anomalies.ring.{ring.kind}", facts, ring.gifts)
