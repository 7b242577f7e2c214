"""Whom budgets and limits have clipped, counted in the journal: each event says by itself what it did not give, and why."""

from datetime import datetime
from typing import Any, NamedTuple

import psycopg

MOST_MEMBERS = 10  # named for each
CODES = (
    "budget.clipped", "budget.used_up", "budget.programme_clipped", "budget.programme_used_up", "limit.clipped", "limit.shared_points", "limit.shared_times",
)  # fmt: skip

# Reads the outcomes of the time asked about, so it is for a person who asks, not for a page.
_CLIPPED = """
WITH found AS (
    SELECT e.member_id, b->>'code' AS code, coalesce(b->>'limit', b->>'rule', '') AS what, coalesce(b->>'per', '') AS per
      FROM event e CROSS JOIN LATERAL json_array_elements(e.outcome->'because') AS b
     WHERE e.occurred_at >= %(since)s AND b->>'code' = ANY(%(codes)s)
), per_member AS (
    SELECT code, what, per, member_id, count(*) AS times, row_number() OVER (PARTITION BY code, what, per ORDER BY count(*) DESC, member_id) AS place
      FROM found GROUP BY code, what, per, member_id
)
SELECT code, what, per, sum(times)::bigint, count(*)::bigint, json_agg(json_build_object('member', r.ref, 'times', times) ORDER BY place) FILTER (WHERE place <= %(most)s)::text
  FROM per_member LEFT JOIN member_ref r USING (member_id) GROUP BY code, what, per ORDER BY code, what, per
"""


class Clipped(NamedTuple):
    """``what``: the rule or the limit; "" for the programme's budget. ``most``: who was clipped most often, as JSON text."""

    code: str
    what: str
    per: str
    times: int
    members: int
    most: str


def clipped_since(conn: psycopg.Connection[Any], since: datetime) -> list[Clipped]:
    """What was given in part or not at all for events from then on."""
    return [Clipped(*row) for row in conn.execute(_CLIPPED, {"since": since, "codes": list(CODES), "most": MOST_MEMBERS}).fetchall()]
