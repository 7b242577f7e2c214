"""What is read of the journal, and how it becomes the tables of the ledger: events, transfers, standings. Everybody is in them: it is the shop's book."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg

from regulars.engine.state import MemberState
from regulars.insight.settings.kept import texts_of
from regulars.insight.snapshot.manifest import Origin, Shop
from regulars.journal.programs import load_versions
from regulars.journal.seal.chain import OUR_OWN, cluster_of, known_cluster
from regulars.kit.periods import microseconds

Conn = psycopg.Connection[Any]
_GUEST, _POOL = (MemberState.__struct_fields__.index(field) for field in ("guest", "pool"))

# First line: columns and types of DuckDB. ``body`` only of events whose data holds what a table wants.
EVENTS = """member BIGINT, seq BIGINT, source VARCHAR, type VARCHAR, order_id VARCHAR, at_us BIGINT, recorded_us BIGINT, refused BOOLEAN, version INTEGER, into_member BIGINT, giver BIGINT, body VARCHAR
SELECT e.member_id, e.seq, e.source, e.type, e.order_id, (extract(epoch FROM e.occurred_at) * 1000000)::bigint, (extract(epoch FROM e.recorded_at) * 1000000)::bigint,
       starts_with(e.outcome::text, '{"status":"refused"'), e.known_version,
       CASE WHEN e.type = 'member.merged_into' THEN (e.body ->> 'into')::bigint END, CASE WHEN e.type = 'points.received' THEN (e.body ->> 'giver')::bigint END,
       CASE WHEN e.type NOT LIKE 'points.%%' AND e.type NOT LIKE 'member.%%' AND e.type NOT LIKE 'tier.%%' AND e.type NOT LIKE 'membership.%%'
             AND e.type NOT LIKE 'pool.%%' AND e.type NOT LIKE 'referral.%%' AND e.type <> 'time.passed' THEN e.body::text END
  FROM event e WHERE {which}"""
TRANSFERS = """member BIGINT, seq BIGINT, n INTEGER, wallet VARCHAR, source VARCHAR, target VARCHAR, points BIGINT, lot VARCHAR, expires_on DATE, rule VARCHAR, version INTEGER, at_us BIGINT, type VARCHAR, store VARCHAR
SELECT t.member_id, t.seq, t.n, t.wallet, t.source, t.target, t.points, t.lot, t.expires_on, t.rule, t.program_version,
       (extract(epoch FROM e.occurred_at) * 1000000)::bigint, e.type, e.source
  FROM event e JOIN transfer t USING (member_id, seq) WHERE {which}"""
STANDINGS = f"""member BIGINT, version BIGINT, active BIGINT, pending BIGINT, held BIGINT, debt BIGINT, tier VARCHAR, guest BOOLEAN, pool BOOLEAN
SELECT s.member_id, s.version, s.active, s.pending, s.held, s.debt, s.tier, coalesce((s.state ->> {_GUEST})::int, 0) > 0, coalesce(s.state ->> {_POOL}, '') <> ''
  FROM member_state s"""

LEDGER = {
    "events": """SELECT member, seq, source, type, order_id, make_timestamptz(at_us) AS occurred_at, make_timestamptz(recorded_us) AS recorded_at, refused, version AS program_version
                 FROM raw ORDER BY member, seq""",
    "transfers": """SELECT member, seq, n, make_timestamptz(at_us) AS occurred_at, type, store AS source_of_event, wallet, source, target, points, lot, expires_on, rule, version AS program_version
                    FROM moved ORDER BY member, seq, n""",
    "members": "SELECT * FROM standings ORDER BY member",
}


@dataclass(frozen=True)
class Reach:
    """How far this snapshot may read. ``horizon``: every transaction below it is over."""

    horizon: int
    own: dict[str, int] | None  # what tells rows of this server's own from those a restore brought; None: nothing was ever restored here

    @classmethod
    def of(cls, conn: Conn) -> "Reach":
        row = conn.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint").fetchone()
        cluster = known_cluster(conn)
        return cls(int(row[0]) if row else 0, cluster.parameters() if cluster is not None else None)

    def asked(self, since: int | None, *, below: int | None = None) -> dict[str, Any]:
        """``which`` rows, with its parameters. since: the horizon of the snapshot before; None: from the beginning, restored rows too. below: a lower end."""
        own = OUR_OWN.replace("xid", "e.xid").replace("first_e.xid", "first_xid").replace("last_e.xid", "last_xid").replace("xmin", "e.xmin") if self.own else "true"
        upto = {"horizon": self.horizon if below is None else below, **(self.own or {})}
        if since is None:
            return {"which": f"(e.xid < %(horizon)s OR NOT {own})", **upto}
        return {"which": f"e.xid >= %(since)s AND e.xid < %(horizon)s AND {own}", "since": since, **upto}


def origin_of(conn: Conn) -> Origin:
    cluster = known_cluster(conn)
    row = conn.execute("SELECT oid::bigint FROM pg_database WHERE datname = current_database()").fetchone()
    return Origin(str(cluster_of(conn)), int(row[0]) if row else 0, cluster.first_xid if cluster is not None else 0)


def shop_of(conn: Conn, at: datetime) -> Shop:
    """Raises NoProgram."""
    versions = load_versions(conn)
    program = versions.at(microseconds(at)).program
    worth = {wallet.id: "" if wallet.point_value is None else format(wallet.point_value, "f") for wallet in program.wallets}
    return Shop(program.id, program.currency.code, program.currency.minor_digits, program.timezone, worth, texts_of(conn))
