"""The programme promises that a sandbox made by an earlier release goes on where it stood, by itself."""

from datetime import UTC, datetime

import psycopg
import pytest
from psycopg import sql

from journal.conftest import PROGRAMME, Shop
from regulars.cli import database as databases
from regulars.cli.database import prepare
from regulars.journal import sandbox_keeping, sandboxes
from regulars.journal.clock import advance_due
from regulars.journal.programs import Version, load_versions
from regulars.journal.verify import verify
from regulars.kit.errors import Refused

START = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def old(database):
    """A sandbox with a member and an order, as a release without the newest tables, columns and indexes would have left it."""
    with psycopg.connect(database.owner_dsn, autocommit=True) as owner:
        sandboxes.create(owner, "play", [Version(1, "corner", PROGRAMME, None, START, "test")], now=START, by="test", origin="test")
        databases.grant(owner, databases.parts_of(database.dsn)["user"], "sandbox_play")
        with psycopg.connect(sandboxes.dsn_of(database.dsn, "play"), autocommit=True) as conn:
            shop = Shop(sandboxes.dsn_of(database.dsn, "play"), sandboxes.dsn_of(database.owner_dsn, "play"), conn)
            shop.post_many([shop.joins("alice"), shop.order("alice", "A1", "2026-01-02", "100.00")])
        before = what_stands(owner)
        owner.execute("DROP INDEX sandbox_play.event_adjusted")
        owner.execute("DROP TABLE sandbox_play.seal CASCADE")
        owner.execute("ALTER TABLE sandbox_play.program_version DROP COLUMN reason")
        owner.execute("UPDATE sandbox_play.sandbox_clock SET layout = 'an earlier release'")
        yield owner, before


def what_stands(owner):
    tables = ("member_ref", "member_state", "event", "transfer", "shared_counter")
    return {table: owner.execute(sql.SQL("SELECT to_jsonb(t) FROM {} t ORDER BY 1").format(sql.Identifier("sandbox_play", table))).fetchall() for table in tables}


def test_the_next_command_finds_it_up_to_date_with_everything_in_it(database, old):
    owner, before = old
    with pytest.raises(Refused) as outdated:
        sandboxes.sandbox_of(owner, "play")
    assert outdated.value.code == "sandbox.outdated" and sandbox_keeping.outdated(owner) == ["play"]
    prepare(database.owner_dsn, keys_url=database.keys_dsn)
    assert sandbox_keeping.outdated(owner) == []
    assert sandboxes.sandbox_of(owner, "play").now == START
    assert what_stands(owner) == before and before["event"]
    assert owner.execute("SELECT count(*) FROM pg_namespace WHERE nspname LIKE '%sandbox_play%'").fetchone() == (1,)
    databases.grant(owner, databases.parts_of(database.dsn)["user"], "sandbox_play")  # a test's role is not the one its database would have
    with psycopg.connect(sandboxes.dsn_of(database.dsn, "play"), autocommit=True) as conn:
        shop = Shop(sandboxes.dsn_of(database.dsn, "play"), "", conn)
        assert {one.status for one in shop.post_many([shop.joins("bea"), shop.order("bea", "B1", "2026-01-03", "50.00"), shop.order("alice", "A2", "2026-01-04", "10.00")])} == {"created"}
        advance_due(conn, load_versions(conn), int(datetime(2027, 6, 1, tzinfo=UTC).timestamp() * 1_000_000))
        assert [one.name for one in verify(conn).checks if one.breaches and one.name != "guards"] == []


def test_one_that_cannot_be_moved_stays_as_it_was(database, old):
    owner, before = old
    owner.execute("ALTER TABLE sandbox_play.member_ref ALTER COLUMN member_id DROP NOT NULL")
    owner.execute("INSERT INTO sandbox_play.member_ref (ref, member_id) VALUES ('nobody', NULL)")
    prepare(database.owner_dsn, keys_url=database.keys_dsn)
    assert sandbox_keeping.outdated(owner) == ["play"]
    assert len(what_stands(owner)["event"]) == len(before["event"])
