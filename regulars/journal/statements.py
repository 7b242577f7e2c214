"""The statements the intake runs, and the rows that travel in them: one JSON parameter per set of rows, what is JSON itself beside it.

They run on one PostgreSQL and on a cluster spread by member alike: no row locks, no data-modifying CTEs, every key holds the member.
"""

import struct
from typing import Any

import msgspec
import psycopg
from psycopg.adapt import Dumper
from psycopg.pq import Format

READ = """
SELECT q.n, r.member_id, s.version, CASE WHEN s.version = q.cached THEN NULL ELSE s.state::text END, e.body_hash, e.outcome::text,
       (SELECT max(version) FROM program_version)
  FROM json_to_recordset(%s) AS q(n integer, ref text, source text, id text, cached bigint)
  LEFT JOIN member_ref r ON r.ref = q.ref
  LEFT JOIN member_state s ON s.member_id = r.member_id AND q.cached IS NOT NULL
  LEFT JOIN event e ON e.member_id = r.member_id AND e.source = q.source AND e.external_id = q.id
"""

WRITE = "SELECT journal_write(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"

# For a batch decided without reading everything first: nothing is written when another programme version has come meanwhile.
WRITE_AS_REMEMBERED = WRITE + " FROM program_version HAVING max(version) = %s"

NEW_IDS = "SELECT nextval('member_id_seq') FROM generate_series(1, %s)"

# The stored orders that returns are about, and the points of their lots that lapsed and have not come back.
PAST_ORDERS = """
SELECT e.member_id, e.order_id, e.source, e.body::text, e.outcome::text, e.occurred_at
  FROM json_to_recordset(%s) AS q(member_id bigint, order_id text)
  JOIN event e ON e.member_id = q.member_id AND e.order_id = q.order_id AND e.type = 'order.paid'
 ORDER BY e.member_id, e.seq
"""
PAST_REDEMPTIONS = """
SELECT e.member_id, e.source, e.external_id, e.outcome::text, e.occurred_at
  FROM json_to_recordset(%s) AS q(member_id bigint, source text, id text)
  JOIN event e ON e.member_id = q.member_id AND e.source = q.source AND e.external_id = q.id AND e.type IN ('points.redeemed', 'points.captured', 'pool.redeemed')
"""
LAPSED = """
SELECT t.member_id, t.wallet, t.lot, sum(CASE WHEN t.target = 'breakage' THEN t.points ELSE -t.points END)::bigint
  FROM json_to_recordset(%s) AS q(member_id bigint)
  JOIN transfer t ON t.member_id = q.member_id AND (t.target = 'breakage' OR t.source = 'breakage')
 GROUP BY t.member_id, t.wallet, t.lot
"""

# Every statement of the intake is a look-up by key. A plan made while the tables were empty must not scan them when they are full.
SESSION = (
    "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off; SET statement_timeout = '60s'"
)
FOR_THIS_TRANSACTION = SESSION.replace("SET ", "SET LOCAL ")


# The rows' names in the JSON that journal_write reads.
_SHORT = {
    "member_id": "m",
    "seq": "s",
    "source": "src",
    "external_id": "id",
    "type": "t",
    "order_id": "o",
    "at_us": "at",
    "recorded_us": "rec",
    "body_hash": "hash",
    "known_version": "v",
    "wallet": "w",
    "target": "dst",
    "lot": "l",
    "expires_on": "u",
    "rule": "r",
    "version": "v",
    "active": "a",
    "pending": "p",
    "held": "h",
    "debt": "d",
    "tier": "t",
    "next_due_on": "due",
}


class Asked(msgspec.Struct, gc=False):
    """``cached``: the version of the state held in memory, -1 when none is, None where an earlier row asks for the same member."""

    n: int
    ref: str
    source: str
    id: str
    cached: int | None


class EventRow(msgspec.Struct, gc=False, rename=_SHORT):
    """``at_us``, ``recorded_us``: microseconds since 1970 UTC; ``body_hash``: \\x and hex digits. Its body and outcome travel beside it."""

    member_id: int
    seq: int
    source: str
    external_id: str
    type: str
    order_id: str | None
    at_us: int
    recorded_us: int
    body_hash: str
    known_version: int


class TransferRow(msgspec.Struct, gc=False, rename={**_SHORT, "points": "p"}):
    member_id: int
    seq: int
    n: int
    wallet: str
    source: str
    target: str
    points: int
    lot: str
    expires_on: str | None
    rule: str
    version: int


class ToldRow(msgspec.Struct, gc=False, rename=_SHORT):
    member_id: int
    seq: int
    n: int
    topic: str
    payload: dict[str, int | str]
    recorded_us: int


class StateRow(msgspec.Struct, gc=False, rename=_SHORT):
    """``was``: the version the batch read; 0 for a member it makes. ``ref`` only for those. The state itself travels beside it."""

    member_id: int
    was: int
    version: int
    active: int
    pending: int
    held: int
    debt: int
    tier: str
    next_due_on: str | None
    ref: str | None = None


class Texts(list[bytes]):
    """UTF-8 texts that travel as one ``text[]``. What is JSON already is not worth being read again inside another JSON."""


class _TextsDumper(Dumper):
    """PostgreSQL's binary array: dimensions, has nulls, element type, size, first index; then each element behind its length."""

    format = Format.BINARY
    oid = psycopg.adapters.types["text"].array_oid

    def dump(self, texts: Texts) -> bytes:
        parts = [struct.pack("!iiIii", 1, 0, psycopg.adapters.types["text"].oid, len(texts), 1)]
        for text in texts:
            parts += (struct.pack("!i", len(text)), text)
        return b"".join(parts)


psycopg.adapters.register_dumper(Texts, _TextsDumper)


class Rows:
    """Everything one transaction writes: rows, and beside each of them, in the same order, its JSON."""

    __slots__ = ("births", "bodies", "born", "events", "moved", "moves", "outcomes", "told", "transfers")

    def __init__(self) -> None:
        self.events: list[EventRow] = []
        self.bodies, self.outcomes = Texts(), Texts()  # of the events
        self.transfers: list[TransferRow] = []
        self.told: list[ToldRow] = []
        self.births: list[StateRow] = []
        self.born = Texts()  # the states of the births
        self.moves: list[StateRow] = []
        self.moved = Texts()  # the states of the moves

    def parameters(self) -> tuple[Any, ...]:
        """The arguments of ``WRITE``."""
        return (
            as_json(self.births) if self.births else None,
            self.born or None,
            as_json(self.events) if self.events else None,
            self.bodies or None,
            self.outcomes or None,
            as_json(self.transfers) if self.transfers else None,
            as_json(self.told) if self.told else None,
            as_json(self.moves) if self.moves else None,
            self.moved or None,
            len(self.moves),
        )


_encode = msgspec.json.Encoder().encode


def as_json(rows: object) -> str:
    """A JSON parameter: text whose type the statement decides."""
    return _encode(rows).decode()

# Steps of referrals (``outbox o``) that the advocate has not got. While merged into another, the advocate's events lie in that one's log.
_STEP_IS_IN = "d.source = 'regulars' AND d.external_id = 'referral.' || o.member_id || '.' || split_part(o.topic, '.', 2)"
UNTOLD_REFERRALS = f"""
outbox o WHERE o.topic IN ('referral.qualified', 'referral.reversed')
   AND NOT EXISTS (SELECT 1 FROM event d WHERE d.member_id = (o.payload ->> 'advocate')::bigint AND {_STEP_IS_IN})
   AND NOT EXISTS (SELECT 1 FROM event m JOIN event d ON d.member_id = (m.body ->> 'into')::bigint
                    WHERE m.member_id = (o.payload ->> 'advocate')::bigint AND m.type = 'member.merged_into' AND {_STEP_IS_IN})
"""
