"""Whoever changes, removes, swaps or slips in a sealed row with the database's own rights is found out, and the row is named.

200 random attempts (5,000 in the long run): REGULARS_FAULTS=long.
"""

import os
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from journal.conftest import Shop
from journal.seal.history import live
from regulars.journal.seal.chain import seals_from
from regulars.journal.seal.checking import Breach, check_seals
from regulars.journal.seal.encoding import HASH_BYTES, seal_head
from regulars.journal.seal.heads import HeadBreach, check_heads, read_heads, write_heads
from regulars.journal.seal.rows import read_rows
from regulars.journal.verify import verify
from regulars.kit.errors import Invalid, Refused
from regulars.kit.periods import microseconds

ATTEMPTS = 5_000 if os.environ.get("REGULARS_FAULTS") == "long" else 200
TABLES = ("transfer", "event", "program_version", "seal")
Owner = psycopg.Connection[Any]
Expected = set[tuple[str, int | None, int]]  # (kind, member, seq)


@pytest.fixture
def sealed(broken_shop: Shop) -> Shop:
    live(broken_shop, members=8, orders_each=12, seed=7)
    broken_shop.seal(most_rows=30)
    return broken_shop


@pytest.fixture
def owner(sealed: Shop) -> Iterator[Owner]:
    """Somebody with the owner's rights who has switched the guards off."""
    with psycopg.connect(sealed.owner_dsn, autocommit=True) as conn:
        for table in TABLES:
            conn.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            conn.execute(f"CREATE TEMP TABLE kept_{table} AS SELECT * FROM {table}")
        conn.execute("ALTER TABLE event DROP CONSTRAINT event_member_id_source_external_id_key")
        yield conn


def put_back(owner: Owner) -> None:
    with owner.transaction():
        for table in TABLES:
            owner.execute(f"DELETE FROM {table}")
        for table in reversed(TABLES):
            owner.execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")


# What may be done to one value, and stays a value of its type.
EVENT_CHANGES = {
    "source": "source || 'x'",
    "external_id": "external_id || 'x'",
    "type": "type || 'x'",
    "order_id": "CASE WHEN order_id IS NULL THEN '' ELSE NULL END",
    "occurred_at": "occurred_at + interval '1 microsecond'",
    "recorded_at": "recorded_at - interval '1 microsecond'",
    "body": "(body::text || ' ')::json",  # not even a blank
    "body_hash": "set_byte(body_hash, 3, get_byte(body_hash, 3) # 1)",
    "outcome": "(outcome::text || ' ')::json",
    "known_version": "known_version + 1",
    "xid": "xid + 1",
}
TRANSFER_CHANGES = {
    "wallet": "wallet || 'x'",
    "source": "source || 'x'",
    "target": "target || 'x'",
    "points": "points # 1 + 2",
    "lot": "lot || 'x'",
    "expires_on": "CASE WHEN expires_on IS NULL THEN date '2030-01-01' ELSE expires_on + 1 END",
    "rule": "rule || 'x'",
    "program_version": "program_version + 1",
    "n": "n + 100",
}
VERSION_CHANGES = {
    "document": "document || ' '",
    "applied_by": "applied_by || 'x'",
    "applied_at": "applied_at + interval '1 second'",
    "in_force_from": "CASE WHEN in_force_from IS NULL THEN now() END",
    "reason": "reason || 'x'",
}


def change_an_event(owner: Owner, random: Random) -> Expected:
    column, other = random.choice(list(EVENT_CHANGES.items()))
    member, seq = some(owner, random, "event")
    owner.execute(f"UPDATE event SET {column} = {other} WHERE member_id = %s AND seq = %s", (member, seq))
    return {("row_changed", member, seq)}


def change_a_transfer(owner: Owner, random: Random) -> Expected:
    column, other = random.choice(list(TRANSFER_CHANGES.items()))
    member, seq, n = some(owner, random, "transfer", "member_id, seq, n")
    owner.execute(f"UPDATE transfer SET {column} = {other} WHERE member_id = %s AND seq = %s AND n = %s", (member, seq, n))
    return {("row_changed", member, seq)}


def change_the_programme(owner: Owner, random: Random) -> Expected:
    column, other = random.choice(list(VERSION_CHANGES.items()))
    owner.execute(f"UPDATE program_version SET {column} = {other} WHERE version = 1")
    return {("row_changed", None, 1)}


def remove_an_event(owner: Owner, random: Random) -> Expected:
    member, seq = some(owner, random, "event")
    owner.execute("DELETE FROM event WHERE member_id = %s AND seq = %s", (member, seq))
    if random.random() < 0.5:
        owner.execute("DELETE FROM transfer WHERE member_id = %s AND seq = %s", (member, seq))
    return {("row_removed", member, seq)}


def remove_a_transfer(owner: Owner, random: Random) -> Expected:
    member, seq, n = some(owner, random, "transfer", "member_id, seq, n")
    owner.execute("DELETE FROM transfer WHERE member_id = %s AND seq = %s AND n = %s", (member, seq, n))
    return {("row_changed", member, seq)}


def slip_in_a_transfer(owner: Owner, random: Random) -> Expected:
    member, seq = some(owner, random, "event")
    owner.execute("INSERT INTO transfer VALUES (%s, %s, 90, 'points', 'issued', 'active', 500, '2030-01-01', '2030-01-01', 'base', 1)", (member, seq))
    return {("row_changed", member, seq)}


def slip_in_an_event(owner: Owner, random: Random) -> Expected:
    member, seq = some(owner, random, "event")
    place = random.choice([5_000, 0, -1])
    owner.execute(
        "INSERT INTO event SELECT member_id, %s, source, external_id || '-again', type, order_id, occurred_at, recorded_at, body, body_hash, outcome, known_version, xid"
        " FROM event WHERE member_id = %s AND seq = %s",
        (place, member, seq),
    )
    return {("row_inserted", member, place)}


def swap_two_events(owner: Owner, random: Random) -> Expected:
    one, other = random.sample(owner.execute("SELECT member_id, seq FROM event WHERE type = 'order.paid' ORDER BY 1, 2").fetchall(), 2)
    with owner.transaction():
        for table in ("event", "transfer"):
            for place, to in ((one, (-1, -1)), (other, one), ((-1, -1), other)):
                owner.execute(f"UPDATE {table} SET member_id = %s, seq = %s WHERE member_id = %s AND seq = %s", (*to, *place))
    return {("rows_swapped", *one), ("rows_swapped", *other)}


def some(owner: Owner, random: Random, where: str, columns: str = "member_id, seq") -> tuple[int, ...]:
    return random.choice(owner.execute(f"SELECT {columns} FROM {where} ORDER BY {columns}").fetchall())


ATTACKS: tuple[Callable[[Owner, Random], Expected], ...] = (
    change_an_event, change_an_event, change_a_transfer, change_a_transfer, change_the_programme, remove_an_event, remove_a_transfer,
    slip_in_a_transfer, slip_in_an_event, swap_two_events,
)


@pytest.mark.timeout(7200)
def test_every_attempt_is_found_at_its_row(sealed: Shop, owner: Owner) -> None:
    random = Random(20261123)
    for attempt in range(ATTEMPTS):
        attack = ATTACKS[attempt % len(ATTACKS)]
        expected = attack(owner, random)
        found = {(breach.kind, breach.member_id, breach.seq) for breach in check_seals(sealed.conn)}
        assert found == expected, f"attempt {attempt}: {attack.__name__}"
        put_back(owner)
    assert list(check_seals(sealed.conn)) == []


def test_every_kind_of_change_is_found(sealed: Shop, owner: Owner) -> None:
    for table, changes in (("event", EVENT_CHANGES), ("transfer", TRANSFER_CHANGES)):
        for column, other in changes.items():
            owner.execute(f"UPDATE {table} SET {column} = {other} WHERE (member_id, seq) = (SELECT member_id, seq FROM transfer LIMIT 1)")
            assert {breach.kind for breach in check_seals(sealed.conn)} == {"row_changed"}, f"{table}.{column}"
            put_back(owner)
    for column, other in VERSION_CHANGES.items():
        owner.execute(f"UPDATE program_version SET {column} = {other}")
        assert [(breach.kind, breach.member_id) for breach in check_seals(sealed.conn)] == [("row_changed", None)], column
        put_back(owner)


SEAL_ATTACKS = {
    "UPDATE seal SET head = sha256(head) WHERE id = 3": {("seal_changed", 3), ("seal_rewritten", 3)},
    "UPDATE seal SET sealed_at = sealed_at + interval '1 second' WHERE id = 3": {("seal_changed", 3)},
    "UPDATE seal SET hashes = overlay(hashes placing '\\x00000000' from 1) WHERE id = 3": {("seal_changed", 3), ("row_changed", 3)},
    "UPDATE seal SET xids[2] = xids[2] + 1 WHERE id = 3": {("seal_changed", 3), ("row_changed", 3)},
    "UPDATE seal SET members = members[1:5] WHERE id = 3": {("seal_changed", 3)},
    "UPDATE seal SET version = 2 WHERE id = 3": {("seal_unknown", 3)},
    "DELETE FROM seal WHERE id = 3": {("seal_missing", 3)},
    "UPDATE seal SET before = sha256(before) WHERE id = 1": {("seal_changed", 1)},
}


@pytest.mark.parametrize("attack", SEAL_ATTACKS)
def test_a_seal_that_was_tampered_with_is_named(sealed: Shop, owner: Owner, attack: str) -> None:
    owner.execute(attack)
    breaches = list(check_seals(sealed.conn))
    assert SEAL_ATTACKS[attack] <= {(breach.kind, breach.seal) for breach in breaches}
    assert all(str(breach) for breach in breaches)


def rewrite_from(conn: Owner, first: int) -> None:
    """Write the whole chain anew over what the tables say now, so that it fits itself."""
    head = None
    for seal in seals_from(conn, first):
        before = head or seal.before
        hashes = b"".join(row.hash if row is not None else bytes(HASH_BYTES) for row in read_rows(conn, [row[:2] for row in seal.rows]))
        head = seal_head(before, seal.id, microseconds(seal.sealed_at), seal.rows, hashes)
        conn.execute("UPDATE seal SET before = %s, head = %s, hashes = %s WHERE id = %s", (before, head, hashes, seal.id))


KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@pytest.mark.parametrize("victim", [1, 3, 6])
def test_a_chain_written_wholly_anew_is_found_through_an_exported_head(sealed: Shop, owner: Owner, victim: int) -> None:
    heads = read_heads(write_heads(sealed.conn, KEY), "heads.txt")
    assert check_heads(sealed.conn, heads, "heads.txt") is None
    seal = next(seals_from(sealed.conn, victim))
    member, seq, _ = seal.rows[-1]
    owner.execute("UPDATE event SET recorded_at = recorded_at + interval '1 hour' WHERE member_id = %s AND seq = %s", (member, seq))
    rewrite_from(owner, victim)
    assert list(check_seals(sealed.conn)) == [], "the chain fits itself again"
    breach = check_heads(sealed.conn, heads, "heads.txt")
    assert isinstance(breach, HeadBreach)
    assert breach.first <= victim <= breach.last
    assert breach.last - breach.first < heads.heads[0].seal - victim + 1 or victim == 1


def test_a_chain_that_was_cut_off_and_sealed_again_is_found_through_an_exported_head(sealed: Shop, owner: Owner) -> None:
    heads = read_heads(write_heads(sealed.conn, KEY), "heads.txt")
    newest = heads.heads[0].seal
    owner.execute("DELETE FROM seal WHERE id >= %s", (newest,))
    sealed.seal(most_rows=30)
    assert list(check_seals(sealed.conn)) == []
    assert check_heads(sealed.conn, heads, "heads.txt") == HeadBreach(newest, newest)


def test_what_is_added_later_leaves_an_exported_head_true(sealed: Shop) -> None:
    heads = read_heads(write_heads(sealed.conn, KEY), "heads.txt")
    sealed.post(sealed.order("m0", "later", "2026-12-01", "10.00"))
    sealed.seal()
    assert check_heads(sealed.conn, heads, "heads.txt") is None


def test_a_file_of_heads_that_was_changed_is_refused(sealed: Shop) -> None:
    text = write_heads(sealed.conn, KEY)
    line = next(line for line in text.splitlines() if line.startswith("seal 2 "))
    for changed in (text.replace(line, line[:-1] + ("0" if line[-1] != "0" else "1")), text.replace("program corner", "program corned")):
        with pytest.raises(Invalid) as refused:
            read_heads(changed, "heads.txt")
        assert refused.value.code == "seal.heads_forged"
    for no_heads in ("", "hello", text[:-20], text + "more\n", text.replace("seal", "seel")):
        with pytest.raises(Invalid) as refused:
            read_heads(no_heads, "heads.txt")
        assert refused.value.code == "seal.heads_unreadable"


def test_there_is_nothing_to_export_before_the_first_seal(broken_shop: Shop) -> None:
    with pytest.raises(Refused) as refused:
        write_heads(broken_shop.conn, KEY)
    assert refused.value.code == "seal.nothing_sealed"


def test_verify_names_the_member_and_says_what_was_done(sealed: Shop, owner: Owner) -> None:
    owner.execute("UPDATE transfer SET points = points + 1 WHERE member_id = 3 AND seq = 2 AND n = 1")
    (found,) = [checked for checked in verify(sealed.conn, deep=True).checks if checked.name == "sealed"]
    assert [(finding.member_id, "event 2 was changed after seal" in finding.what) for finding in found.findings] == [(3, True)]
    (quick,) = [checked for checked in verify(sealed.conn, deep=False).checks if checked.name == "sealed"]
    assert quick.breaches == 0, "following the chain alone does not read the rows"


def test_a_check_from_a_later_seal_takes_the_ones_before_on_trust(sealed: Shop, owner: Owner) -> None:
    member, seq, _ = next(seals_from(sealed.conn, 2)).rows[0]
    owner.execute("UPDATE event SET type = 'x' WHERE member_id = %s AND seq = %s", (member, seq))
    assert list(check_seals(sealed.conn, 3)) == []
    assert list(check_seals(sealed.conn, 2)) == [Breach("row_changed", 2, member, seq)]
