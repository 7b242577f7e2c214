"""Sums of the journal by day, so that a page about a million members never scans it.

``refresh`` folds what is below the transaction horizon into the ``figure_*`` tables; ``figures`` reads them and adds what is newer.
A transaction that is still open lies above the horizon, so nothing is missed and nothing counts twice.
The sums say nothing that the journal does not: ``rebuild`` empties them and folds again.
"""

from datetime import date, datetime
from typing import Any, NamedTuple

import psycopg

Connection = psycopg.Connection[Any]

_LOCK = 0x66696775  # "figu": one fold at a time; whoever comes second has nothing to do

# The local day an event counts for is the one its decision used. Every event of a member but the first has a tier before it.
_FRESH = """
WITH fresh_event AS (
SELECT e.member_id, e.seq, e.type, o.status, o.spend,
       CASE WHEN e.type = 'member.merged_into' AND o.status = 'created' THEN '' ELSE o.tier END AS tier,
       CASE WHEN e.seq = 1 OR e.type = 'member.restored' AND o.status = 'created' THEN '' ELSE o.tier_used END AS tier_used,
       CASE WHEN o.day > 0 THEN date '0001-01-01' + (o.day - 1) ELSE (e.occurred_at AT TIME ZONE 'UTC')::date END AS day
  FROM event e
 CROSS JOIN LATERAL (SELECT coalesce(r.status, 'created') AS status, coalesce(r.day, 0) AS day, coalesce(r.tier, '') AS tier,
                            coalesce(r.tier_used, '') AS tier_used, coalesce(r.spend, 0) - CASE WHEN r.because::text LIKE '%%return.applied%%' THEN
                              (SELECT sum((b ->> 'spend')::bigint) FROM json_array_elements(r.because) b WHERE b ->> 'code' = 'return.applied')
                            ELSE 0 END AS spend
                       FROM json_to_record(e.outcome) AS r(status text, spend bigint, day integer, tier text, tier_used text, because json)) o
 WHERE e.xid >= {above} AND e.xid < {below})
"""
_BY_EVENT = (
    "SELECT day, type, status, count(*) AS events, sum(spend)::bigint AS spend FROM fresh_event GROUP BY 1, 2, 3"
)
_BY_TRANSFER = """
SELECT f.day, t.wallet, t.source, t.target, t.rule, sum(t.points) AS points, count(*) AS transfers
  FROM fresh_event f JOIN transfer t ON t.member_id = f.member_id AND t.seq = f.seq GROUP BY 1, 2, 3, 4, 5
"""
_BY_TIER = """
SELECT day, tier_used AS before, tier AS after, count(*) AS members
  FROM fresh_event WHERE tier <> tier_used AND (tier <> '' OR type = 'member.merged_into') GROUP BY 1, 2, 3
"""
_BY_LOT = """
SELECT t.wallet, coalesce(t.expires_on, 'infinity') AS expires_on,
       sum(CASE WHEN t.target = 'active' THEN t.points ELSE -t.points END) AS points
  FROM fresh_event f JOIN transfer t ON t.member_id = f.member_id AND t.seq = f.seq
 WHERE 'active' IN (t.source, t.target) GROUP BY 1, 2
"""


class _Table(NamedTuple):
    """A table of sums: its key, its sums, both with their types, and how to make it from fresh events."""

    name: str
    key: str
    sums: tuple[str, ...]
    types: str
    query: str


_TABLES = (
    _Table(
        "figure_events",
        "day, type, status",
        ("events", "spend"),
        "day date, type text, status text, events bigint, spend bigint",
        _BY_EVENT,
    ),
    _Table(
        "figure_points",
        "day, wallet, source, target, rule",
        ("points", "transfers"),
        "day date, wallet text, source text, target text, rule text, points numeric, transfers bigint",
        _BY_TRANSFER,
    ),
    _Table(
        "figure_tiers",
        "day, before, after",
        ("members",),
        "day date, before text, after text, members bigint",
        _BY_TIER,
    ),
    _Table("figure_lots", "wallet, expires_on", ("points",), "wallet text, expires_on date, points numeric", _BY_LOT),
)


def refresh(conn: Connection, *, at: datetime) -> bool:
    """Fold everything below the transaction horizon into the sums. False when somebody else is doing so, or nothing is new."""
    with conn.transaction():
        if not _one(conn, "SELECT pg_try_advisory_xact_lock(%s)", (_LOCK,))[0]:
            return False
        return _fold(conn, at)


def rebuild(conn: Connection, *, at: datetime) -> None:
    """Empty the sums and fold the whole journal again, in one transaction."""
    with conn.transaction():
        conn.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        for table in _TABLES:
            conn.execute(f"DELETE FROM {table.name}")
        conn.execute("UPDATE figure_fold SET below = 0")
        _fold(conn, at)


def refresh_if_older(conn: Connection, *, at: datetime, seconds: int = 60) -> None:
    """``refresh``, unless the last fold is younger: what a page calls, so that it stays quick where no job runs."""
    folded_at = _one(conn, "SELECT folded_at FROM figure_fold")[0]
    if (at - folded_at).total_seconds() > seconds:
        refresh(conn, at=at)


def _fold(conn: Connection, at: datetime) -> bool:
    above, below, new = _one(conn, _HORIZON)
    if not new:
        return False
    # One statement for all four, so that every outcome is read once.
    news = " UNION ALL ".join(
        f"SELECT {n}, (SELECT json_agg(q)::text FROM ({table.query}) q)" for n, table in enumerate(_TABLES)
    )
    for n, rows in conn.execute(_FRESH.format(above=above, below=below).replace("%%", "%") + news).fetchall():
        table = _TABLES[n]
        added = ", ".join(f"{name} = {table.name}.{name} + excluded.{name}" for name in table.sums)
        conn.execute(
            f"INSERT INTO {table.name} SELECT * FROM json_to_recordset(%s::json) AS r({table.types})"
            f" ON CONFLICT ({table.key}) DO UPDATE SET {added}",
            (rows or "[]",),
        )
    conn.execute(
        "UPDATE figure_fold SET below = %(below)s, folded_at = %(at)s, last_at = greatest(last_at,"
        " (SELECT max(recorded_at) FROM event WHERE xid >= %(above)s AND xid < %(below)s))",
        {"above": above, "below": below, "at": at},
    )
    return True


_HORIZON = """
SELECT below, horizon, below < horizon FROM figure_fold, (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS horizon) h
"""


class EventSum(NamedTuple):
    day: date
    type: str
    status: str
    events: int
    spend: int  # minor units


class PointSum(NamedTuple):
    day: date
    source: str
    target: str
    points: int


def events_by_day(conn: Connection, *, since: date) -> list[EventSum]:
    """What happened on each local day from ``since`` on, ascending."""
    return [
        EventSum(*row)
        for row in _read(conn, "figure_events", "day, type, status", ("events", "spend"), _BY_EVENT, "day >= %s", since)
    ]


def points_by_day(conn: Connection, *, wallet: str, since: date) -> list[PointSum]:
    """Which points of a wallet went where on each local day from ``since`` on, ascending."""
    rows = _read(
        conn,
        "figure_points",
        "day, source, target",
        ("points",),
        _BY_TRANSFER,
        "day >= %s AND wallet = %s",
        since,
        wallet,
    )
    return [PointSum(*row) for row in rows]


def points_by_rule(conn: Connection, *, wallet: str, since: date, until: date) -> list[tuple[str, int, int]]:
    """(rule, points it issued, how many times) between two days, both inclusive; most first."""
    rows = _read(
        conn,
        "figure_points",
        "rule",
        ("points", "transfers"),
        _BY_TRANSFER,
        "day BETWEEN %s AND %s AND wallet = %s AND source = 'issued'",
        since,
        until,
        wallet,
    )
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def accounts(conn: Connection) -> list[tuple[str, str, int, int]]:
    """(wallet, account, points in, points out) over all time: the double-entry table. Over all accounts of a wallet, in = out."""
    both: dict[tuple[str, str], list[int]] = {}
    for wallet, source, target, points in _read(
        conn, "figure_points", "wallet, source, target", ("points",), _BY_TRANSFER
    ):
        both.setdefault((wallet, target), [0, 0])[0] += points
        both.setdefault((wallet, source), [0, 0])[1] += points
    return [(wallet, account, came, went) for (wallet, account), (came, went) in sorted(both.items())]


def tier_populations(conn: Connection) -> dict[str, int]:
    """How many members stand on each level, as of their last event."""
    standing: dict[str, int] = {}
    for before, after, members in _read(conn, "figure_tiers", "before, after", ("members",), _BY_TIER):
        if after:  # empty: merged into another member
            standing[after] = standing.get(after, 0) + members
        if before:
            standing[before] = standing.get(before, 0) - members
    return standing


def lots_until(conn: Connection, *, wallet: str, until: date) -> list[tuple[date, int]]:
    """(last usable day, active points) of the lots that end on or before ``until``, ascending, empty days left out."""
    rows = _read(
        conn, "figure_lots", "expires_on", ("points",), _BY_LOT, "wallet = %s AND expires_on <= %s", wallet, until
    )
    return [(day, points) for day, points in rows if points]


def _read(
    conn: Connection, table: str, key: str, sums: tuple[str, ...], query: str, where: str = "true", *values: Any
) -> Any:
    """Sums by ``key``, folded and fresh together, in one statement and so in one snapshot."""
    fresh = _FRESH.format(above="(SELECT below FROM figure_fold)", below="9223372036854775807")
    totals = ", ".join(f"sum({name})::bigint" for name in sums)
    names = f"{key}, {', '.join(sums)}"
    return conn.execute(
        f"{fresh} SELECT {key}, {totals} FROM (SELECT {names} FROM {table} WHERE {where}"
        f" UNION ALL SELECT {names} FROM ({query}) newer WHERE {where}) AS both_of_them GROUP BY {key} ORDER BY {key}",
        (*values, *values),
    ).fetchall()


def _one(conn: Connection, query: str, values: tuple[Any, ...] = ()) -> Any:
    return conn.execute(query, values).fetchone()


def totals(conn: Connection) -> tuple[int, int]:
    """How many events and transfers the journal holds."""
    events = sum(row[1] for row in _read(conn, "figure_events", "status", ("events",), _BY_EVENT))
    transfers = sum(row[1] for row in _read(conn, "figure_points", "target", ("transfers",), _BY_TRANSFER))
    return events, transfers


def last_recorded_at(conn: Connection) -> datetime | None:
    """When the journal last wrote; None while it is empty."""
    at: datetime | None = _one(
        conn,
        "SELECT greatest(last_at, (SELECT max(recorded_at) FROM event WHERE xid >= (SELECT below FROM figure_fold))) FROM figure_fold",
    )[0]
    return at
