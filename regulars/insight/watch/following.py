"""What the journal holds that nobody has looked at yet, a slice at a time, below the transaction horizon; the rules decide, the alerts are kept.

A slice is the place in the log up to which everything has been looked at: (xid, member, seq), as the seal has it. Looking at one again finds the
same alerts, which are kept once. Nothing is looked at while the shop has not switched it on; from then on what is written, not what was.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import msgspec
import psycopg

from regulars.engine.state import decode_state
from regulars.insight.watch.alerts import Kept, keep
from regulars.insight.watch.rules import SPENDING, Finding, Own, Seen, by_hand, of_member, shared
from regulars.insight.watch.rules_of_pools import OF_POOLS, of_pool
from regulars.insight.watch.settings import Settings, settings_of
from regulars.journal.errors import NoProgram
from regulars.journal.programs import load_versions
from regulars.journal.seal.chain import cluster_of
from regulars.kit.periods import microseconds

Conn = psycopg.Connection[Any]
AT_ONCE, NEWEST = 2_000, 300
HISTORY = "7 days"  # what happened so long before it was written down is brought in, not happening
RECENT_DAYS = 3  # rows a restore brought stand anywhere among the transactions
TYPES = (
    "order.paid", "order.returned", "points.redeemed", "points.captured", "points.adjusted", "points.sent", "points.received", "tier.set", "tier.matched",
    "pool.redeemed", "pool.received", "referral.qualified",
)  # fmt: skip
SIGNED = ["points.adjusted", "tier.set", "tier.matched"]
POINTED = [type for type in TYPES if type not in ("order.paid", "order.returned")]  # an order's data is long, and says neither points nor who signed it: it is not opened
_WATCH = 0x77617463  # "watc": one worker at a time
_FRESH = """
SELECT xid, member_id, seq, type FROM event
 WHERE xid >= %(xid)s AND (xid, member_id, seq) > (%(xid)s, %(member)s, %(seq)s) AND xid < %(horizon)s
   AND type = ANY(%(types)s) AND recorded_at - occurred_at < %(history)s::interval AND recorded_at > %(recent)s
 ORDER BY xid, member_id, seq LIMIT %(most)s
"""
_SEEN = """
SELECT m.member_id, e.seq, e.type, e.occurred_at, coalesce(e.order_id, ''),
       CASE WHEN e.type = ANY(%(pointed)s) THEN e.body ->> 'points' END, CASE WHEN e.type = ANY(%(signed)s) THEN e.body ->> 'by' END,
       CASE WHEN e.type = 'points.received' THEN e.body ->> 'giver' END, CASE WHEN e.type = 'points.sent' THEN e.body ->> 'to' END,
       CASE WHEN e.type = 'order.paid' AND %(cashier)s <> '' THEN e.body -> 'measures' ->> %(cashier)s END,
       CASE WHEN e.type = 'pool.received' THEN e.body ->> 'member' WHEN e.type = 'referral.qualified' THEN e.body ->> 'friend' END,
       CASE WHEN e.type IN ('order.returned', 'points.captured', 'points.received', 'pool.redeemed', 'referral.qualified') THEN e.outcome::text END
  FROM unnest(%(members)s::bigint[]) AS m (member_id)
 CROSS JOIN LATERAL (SELECT * FROM event WHERE member_id = m.member_id ORDER BY seq DESC LIMIT %(newest)s) e
 WHERE e.type = ANY(%(types)s) AND e.occurred_at > %(since)s AND NOT starts_with(e.outcome::text, '{"status":"refused"')
 ORDER BY m.member_id, e.seq
"""
_BY_HAND = """
SELECT body ->> 'by', member_id, seq, occurred_at, (body ->> 'points')::numeric::bigint FROM event
 WHERE type = 'points.adjusted' AND recorded_at > %(since)s AND body ->> 'by' = ANY(%(persons)s) AND coalesce(outcome ->> 'status', 'created') = 'created'
 ORDER BY recorded_at, member_id, seq
"""
_SHARED = """
SELECT s.kind, s.digest, o.member_id, (SELECT max(seq) FROM event e WHERE e.member_id = o.member_id AND e.type = 'member.enrolled'), o.added_at
  FROM member_signal s JOIN member_signal o ON o.kind = s.kind AND o.digest = s.digest
 WHERE s.member_id = ANY(%(members)s) AND o.added_at > %(since)s ORDER BY s.kind, s.digest, o.added_at, o.member_id
"""


class Looked(NamedTuple):
    """``events``: of the types the rules know. ``alerts``: new ones. ``behind``: whether there is more to look at."""

    events: int
    alerts: list[Kept]
    behind: bool


def look(conn: Conn, *, at: datetime) -> Looked | None:
    """Look at the next slice. conn: in autocommit mode. None: switched off, another worker is at it, or there is no programme yet."""
    settings = settings_of(conn)
    if not settings.on:
        conn.execute("DELETE FROM watch_place")
        return None
    try:
        zone = ZoneInfo(load_versions(conn).latest.program.timezone)
    except NoProgram:
        return None
    with conn.transaction():
        locked = conn.execute("SELECT pg_try_advisory_xact_lock(%s)", (_WATCH,)).fetchone()
        if locked is None or not locked[0]:
            return None
        (horizon,) = conn.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint").fetchone() or (0,)
        place = _place(conn, horizon)
        asked = {"xid": place[0], "member": place[1], "seq": place[2], "horizon": horizon, "types": [*TYPES, "member.enrolled"], "history": HISTORY, "recent": _before(at, RECENT_DAYS), "most": AT_ONCE}
        fresh = conn.execute(_FRESH, asked).fetchall()
        findings = _findings(conn, [(member, seq, type) for _, member, seq, type in fresh], settings, at) if fresh else []
        made = keep(conn, findings, zone=zone, at=at)
        behind = len(fresh) == AT_ONCE
        upto = fresh[-1][:3] if behind else (horizon, 0, 0)
        conn.execute("UPDATE watch_place SET xid = %s, member_id = %s, seq = %s, looked_at = %s", (*upto, at))
    return Looked(len(fresh), made, behind)


def _place(conn: Conn, horizon: int) -> tuple[int, int, int]:
    """Where the last slice ended. Switched on just now, or in a database that was restored, it is here."""
    cluster = str(cluster_of(conn))
    row = conn.execute("SELECT xid, member_id, seq FROM watch_place WHERE cluster = %s", (cluster,)).fetchone()
    if row is not None:
        return row[0], row[1], row[2]
    conn.execute("DELETE FROM watch_place")
    conn.execute("INSERT INTO watch_place (cluster, xid, member_id, seq) VALUES (%s, %s, 0, 0)", (cluster, horizon))
    return horizon, 0, 0


def _findings(conn: Conn, fresh: Sequence[tuple[int, int, str]], settings: Settings, at: datetime) -> list[Finding]:
    news: dict[int, set[int]] = {}
    for member, seq, _ in fresh:
        news.setdefault(member, set()).add(seq)
    own = _own(conn, settings)
    found: list[Finding] = []
    persons: set[str] = set()
    for member, seen in _seen(conn, list(news), settings, at).items():
        if any(one.type in OF_POOLS for one in seen):
            found += of_pool(member, seen, news[member], settings)
            continue
        found += of_member(member, seen, news[member], settings, own.get(member, ()))
        persons |= {one.by for one in seen if one.seq in news[member] and one.type == "points.adjusted" and one.by}
    if persons and settings.rule("by_hand").on:
        found += _by_hand(conn, sorted(persons), settings, at)
    joined = [member for member, _, type in fresh if type == "member.enrolled"]
    if joined and settings.rule("shared").on:
        found += _shared(conn, joined, settings, at)
    return found


def _seen(conn: Conn, members: list[int], settings: Settings, at: datetime) -> dict[int, list[Seen]]:
    asked = {"members": members, "newest": NEWEST, "types": list(TYPES), "pointed": POINTED, "signed": SIGNED, "since": _before(at, settings.longest_days), "cashier": settings.cashier}
    found: dict[int, list[Seen]] = {}
    for member, seq, type, when, order, points, by, giver, to, cashier, person, outcome in conn.execute(_SEEN, asked):
        told = msgspec.json.decode(outcome) if outcome else {}
        other = int(to or 0) if type == "points.sent" else int(giver or 0)
        moved = _points(points or "") if type != "points.captured" else sum(lot[2] for lots in told.get("took", {}).values() for lot in lots)
        if type == "points.received":
            moved = sum(one.get("points", 0) for one in told.get("because", ()) if one["code"] == "gift.received")
        pooled = told.get("pooled") or {}
        who = int(pooled.get("by", 0)) if type in SPENDING else int(person or 0) if type == "pool.received" else 0
        others = sum(part for owner, part in pooled.get("whose", ()) if owner != who) if who and type in SPENDING else 0
        if type == "pool.redeemed":
            moved, by = sum(part for _, part in pooled.get("whose", ())), ""
        if type == "referral.qualified":
            other, moved = int(person or 0), sum(one.get("points", 0) for one in told.get("because", ()) if one["code"] == "referral.rewarded")
        owed = sum(one["points"] for one in told.get("because", ()) if one["code"] == "return.debt")
        found.setdefault(member, []).append(Seen(seq, type, microseconds(when), order, moved, owed, other, by or "", _cashier(cashier), who, others))
    return found


def _by_hand(conn: Conn, persons: list[str], settings: Settings, at: datetime) -> list[Finding]:
    given: dict[str, list[tuple[int, int, int, int]]] = {}
    for person, member, seq, when, points in conn.execute(_BY_HAND, {"persons": persons, "since": _before(at, settings.rule("by_hand").span)}):
        given.setdefault(person, []).append((member, seq, microseconds(when), points))
    return [one for person, rows in given.items() for one in by_hand(person, rows, settings)]


def _shared(conn: Conn, members: list[int], settings: Settings, at: datetime) -> list[Finding]:
    alike: dict[tuple[str, bytes], list[tuple[int, int]]] = {}
    last: dict[tuple[str, bytes], int] = {}
    for kind, digest, member, seq, added in conn.execute(_SHARED, {"members": members, "since": _before(at, settings.rule("shared").span)}):
        if (member, seq or 0) not in alike.setdefault((kind, bytes(digest)), []):
            alike[kind, bytes(digest)].append((member, seq or 0))
            last[kind, bytes(digest)] = microseconds(added)
    return [one for (kind, digest), rows in alike.items() for one in shared(kind, rows, last[kind, digest], settings)]


def _own(conn: Conn, settings: Settings) -> dict[int, list[Own]]:
    """Staff's own cards by member; of a merged one by whom it goes on as."""
    if not settings.staff:
        return {}
    query = "SELECT r.ref, r.member_id, s.state::text FROM member_ref r JOIN member_state s ON s.member_id = r.member_id WHERE r.ref = ANY(%s)"
    known = {}
    for ref, member, text in conn.execute(query, ([one.member for one in settings.staff],)):
        moving = decode_state(text).moving
        known[ref] = moving.into if moving is not None and moving.into else member
    found: dict[int, list[Own]] = {}
    for one in settings.staff:
        if one.member in known:
            found.setdefault(known[one.member], []).append(Own(one.by, one.cashier))
    return found


def _before(at: datetime, days: int) -> datetime:
    return at - timedelta(days=days)


def _points(text: str) -> int:
    try:
        return int(float(text))
    except (ValueError, OverflowError):
        return 0


def _cashier(text: str | None) -> int | None:
    try:
        return None if text is None else int(float(text))
    except (ValueError, OverflowError):
        return None
