"""The yardstick: pgbench doing the same work, one transaction per order, on tables of the same shape on the same server.

Read the member's row for update, insert the event, insert the transfer, update the row, commit; 16 clients, prepared statements.
The bodies, outcomes and states it writes are the server's own (of an order of average size), so that both write as much.
"""

import re
import subprocess
from pathlib import Path

import psycopg

from regulars.cli.binaries import RunAs, binaries
from regulars.cli.database import parts_of
from regulars.cli.home import Home
from regulars.kit.errors import Unavailable

CLIENTS, THREADS = 16, 2
MOST_TRIES = 4
MEMBERS = 10_000

# Cleaning up after the yardstick would fall into the other's turn.
_TABLES = """
DROP TABLE IF EXISTS yard_event, yard_transfer, yard_state;
CREATE TABLE yard_event (LIKE event INCLUDING ALL) WITH (toast_tuple_target = 8160, autovacuum_enabled = off);
CREATE TABLE yard_transfer (LIKE transfer INCLUDING ALL) WITH (autovacuum_enabled = off);
CREATE TABLE yard_state (LIKE member_state INCLUDING ALL) WITH (fillfactor = 70, toast_tuple_target = 8160, autovacuum_enabled = off);
"""
_MEMBERS = """
INSERT INTO yard_state (member_id, version, active, pending, held, debt, tier, next_due_on, state)
SELECT n, 1, 0, 0, 0, 0, 'friend', current_date + 300, %s::json FROM generate_series(1, %s) n
"""
_TYPICAL = """
WITH orders AS (SELECT member_id, body::text, outcome::text, length(body::text) + length(outcome::text) AS size FROM event WHERE type = 'order.paid')
SELECT body, outcome, s.state::text FROM orders JOIN member_state s USING (member_id)
 ORDER BY abs(size - (SELECT avg(size) FROM orders)) LIMIT 1
"""
_SCRIPT = r"""
\set member random(1, {members})
BEGIN;
SELECT version, state::text AS old FROM yard_state WHERE member_id = :member FOR UPDATE \gset
INSERT INTO yard_event (member_id, seq, source, external_id, type, order_id, occurred_at, recorded_at, body, body_hash, outcome, known_version)
VALUES (:member, :version + 1, 'till', 'o' || (:version + 1), 'order.paid', 'o' || (:version + 1), now(), now(), :body, decode(repeat('ab', 32), 'hex'), :outcome, 1);
INSERT INTO yard_transfer (member_id, seq, n, wallet, source, target, points, lot, expires_on, rule, program_version)
VALUES (:member, :version + 1, 1, 'points', 'issued', 'active', 31, '2027-03-31', date '2027-03-31', 'base', 1);
UPDATE yard_state SET version = version + 1, active = active + 31, state = :state WHERE member_id = :member;
END;
"""


class Yardstick:
    """Needs a few orders in the journal already: they show what a typical one is."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._script = home.folder / "yardstick.sql"
        with psycopg.connect(home.owner_dsn, autocommit=True) as conn:
            conn.execute(_TABLES)
            typical = conn.execute(_TYPICAL).fetchone()
            if typical is None:
                raise ValueError("the yardstick needs an order to go by")
            self._texts = dict(zip(("body", "outcome", "state"), typical, strict=True))
            conn.execute(_MEMBERS, (self._texts["state"], MEMBERS))
            conn.execute("VACUUM ANALYZE yard_state")
        self._script.write_text(_SCRIPT.format(members=MEMBERS))

    @property
    def bytes_written(self) -> dict[str, int]:
        return {name: len(text) for name, text in self._texts.items()}

    def per_second(self, seconds: float) -> float:
        """Transactions a second, connecting left out; a run in which the disk stood still throughout is repeated. Raises Unavailable ``bench.no_pgbench``."""
        owner = parts_of(self._home.owner_dsn)
        program: Path = binaries(RunAs()) / "pgbench"
        command = [str(program), "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", str(THREADS), "-T", str(round(seconds)), "-f", str(self._script)]
        for name, text in self._texts.items():
            command += ["-D", f"{name}={text}"]
        command += ["-h", owner["host"], "-p", str(owner["port"]), "-U", owner["user"], owner["dbname"]]
        for _ in range(MOST_TRIES):
            done = subprocess.run(command, capture_output=True, text=True, env={"PGPASSWORD": owner["password"]}, check=False)
            if "actually processed: 0\n" not in done.stdout:
                break
        found = re.search(r"tps = ([0-9.]+)", done.stdout)
        if done.returncode or not found or "failed transactions: 0 " not in done.stdout:
            raise Unavailable("bench.no_pgbench", why=(done.stderr or done.stdout)[-300:])
        return float(found[1])
