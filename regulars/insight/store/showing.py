"""What was shown in the slot for a new product: told by whoever showed it, kept with the chance it was drawn with.

An answer fetched is no article seen: tills prefetch, pages are never scrolled to. So ``/next`` keeps nothing and stays fast, and the web shop tells what it showed.
"""

from datetime import datetime
from typing import Any, NamedTuple

import msgspec
import psycopg

from regulars.insight.store.reading import require_refreshed
from regulars.insight.store.shapes import Slot
from regulars.journal.queries import member_of
from regulars.kit.errors import Refused
from regulars.kit.phrases import phrases

Conn = psycopg.Connection[Any]
_KEEP = """
INSERT INTO insight_shown (member_id, sku, shown_at, refresh, chance, taste, among) VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (member_id, sku) DO NOTHING RETURNING shown_at
"""
_DRAWN = """
SELECT m.told -> 'slot' FROM insight_member m
 WHERE m.member_id = %s AND m.refresh = (SELECT max(refresh) FROM insight_refresh)
   AND NOT EXISTS (SELECT 1 FROM profiling_refusal p WHERE p.member_id = m.member_id)
"""


class NotDrawn(Refused):
    """409: the last refresh drew another article for the member, or none; nothing is kept."""

    code = "insight.shown.not_drawn"


class Kept(NamedTuple):
    """is_new: False where the member was shown the article before; that first show is the one that counts."""

    chance: float
    is_new: bool


def tell_shown(conn: Conn, ref: str, sku: str, at: datetime) -> Kept:
    """Keep that the member was shown what was drawn for them. Raises UnknownMember, NotRefreshed, NotDrawn."""
    refreshed = require_refreshed(conn)
    member_id = member_of(conn, ref)[0]
    row = conn.execute(_DRAWN, (member_id,)).fetchone()
    drawn = msgspec.convert(row[0], Slot) if row is not None and row[0] is not None else None
    if drawn is None or drawn.sku != sku:
        raise NotDrawn(sku=sku[:100])
    kept = conn.execute(_KEEP, (member_id, sku, at, refreshed.number, drawn.chance, drawn.taste, drawn.among)).fetchone()
    return Kept(drawn.chance, kept is not None)


def shows(conn: Conn, timezone: str) -> list[tuple[int, str, int, float, float, int]]:
    """(member's number, article, day since 1970 in ``timezone``, chance, taste, among) of every show kept; those of members who have refused since are forgotten first."""
    conn.execute("DELETE FROM insight_shown s USING profiling_refusal p WHERE p.member_id = s.member_id")
    asked = "SELECT member_id, sku, (shown_at AT TIME ZONE %s)::date - DATE '1970-01-01', chance, taste, among FROM insight_shown ORDER BY member_id, sku"
    return [tuple(row) for row in conn.execute(asked, (timezone,))]


phrases(
    {
        "insight.shown.not_drawn": (
            "“{sku}” is not what the last refresh drew for this member: nothing is kept",
            "“{sku}”不是最近一次刷新为该会员抽取的商品：未记录",
            "「{sku}」不是最近一次更新為該會員抽取的商品：未記錄",
        ),
    }
)
