"""Every checker is shown a breach of its promise, and finds it."""

import psycopg
import pytest

from regulars.journal.checks import CHECKS, REFOLDED
from regulars.journal.replay import replay_in_memory, replay_into, scratch_database
from regulars.journal.verify import verify

from .conftest import PROGRAMME, at

ALICE = "(SELECT member_id FROM member_ref WHERE ref = 'alice')"
MOVE = "INSERT INTO transfer SELECT member_id, seq, n + 50, {} FROM transfer WHERE member_id = {} AND seq = {} AND wallet = 'points' LIMIT 1"


def move(seq, wallet="wallet", source="source", target="target", points="points", lot="lot", until="expires_on", rule="rule"):
    return MOVE.format(f"{wallet}, {source}, {target}, {points}, {lot}, {until}, {rule}, program_version", ALICE, seq)


# check -> how somebody with the database's keys would break it. Events: 1 joins, 2 order, 3 redeems, 4 is refused, 5 order of a second lot, 6 redeems of both lots, 7 holds, 8 captures, 9 cancels a part of 3.
BREACHES = {
    "accounts": move(2, target="'elsewhere'"),
    "whole_points": "ALTER TABLE transfer DROP CONSTRAINT transfer_points_check; UPDATE transfer SET points = 0 WHERE wallet = 'growth'",
    "balances": f"UPDATE member_state SET active = active + 1 WHERE member_id = {ALICE}",
    "never_below_zero": move(3, source="'active'", target="'redeemed'", points="5000"),
    "append_only": "ALTER TABLE event DISABLE TRIGGER event_keep",
    "sequence": f"UPDATE event SET seq = 99 WHERE member_id = {ALICE} AND seq = 2",
    "no_future": "UPDATE event SET occurred_at = recorded_at + interval '6 minutes' WHERE seq = 6",
    "once": "ALTER TABLE event DROP CONSTRAINT event_member_id_source_external_id_key;"
    " INSERT INTO event SELECT member_id, 99, source, external_id, type, order_id, occurred_at, recorded_at, body, body_hash, outcome, known_version FROM event WHERE seq = 2",
    "refused_moves_nothing": "INSERT INTO transfer SELECT member_id, 4, n, wallet, source, target, points, lot, expires_on, rule, program_version FROM transfer WHERE seq = 2",
    "nothing_half_done": "INSERT INTO transfer SELECT member_id, 99, n, wallet, source, target, points, lot, expires_on, rule, program_version FROM transfer WHERE seq = 2",
    "moved_whole": move(2, source="'active'", target="'transit'", points="7") + "; UPDATE event SET recorded_at = '2026-01-01'",
    "nothing_on_its_way": "UPDATE event SET type = 'points.sent', recorded_at = '2026-01-01' WHERE seq = 2",
    "referrals_carried": "INSERT INTO outbox (member_id, seq, n, topic, payload, recorded_at)"
    " SELECT member_id, seq, 9, 'referral.qualified', json_build_object('member', member_id, 'advocate', member_id), '2026-01-01' FROM event WHERE seq = 2",
    "spent_in_order": "UPDATE transfer SET n = 9 - n WHERE seq = 6",
    "lots": move(3, source="'active'", target="'redeemed'", points="1", lot="'2099-01-01'"),
    "expiry_day": "UPDATE event SET occurred_at = '2099-01-01' WHERE seq = 6",
    "held_once": move(8, source="'held'", target="'redeemed'", points="1"),
    "cancelled_once": move(9, source="'redeemed'", target="'active'", points="16"),
    "budget_sums": "INSERT INTO shared_counter (id, used) VALUES ('programme/points/points/lifetime', 5)",
    "no_gain": move(3, source="'redeemed'", target="'active'", points="1"),
    "recomputed": "UPDATE transfer SET rule = 'another' WHERE seq = 2 AND wallet = 'points'",
    "standing": f"UPDATE member_state SET state = replace(state::text, '\"regular\"', '\"gold\"')::json WHERE member_id = {ALICE}",
    "state_lots": f"UPDATE member_state SET state = replace(state::text, '[[740', '[[741')::json, active = active WHERE member_id = {ALICE}",
    "bodies": "UPDATE event SET body = replace(body::text, 'tea', 'gin')::json WHERE seq = 2",
    "line_shares": """UPDATE event SET outcome = replace(outcome::text, '"shares":{"points":{"1":100}', '"shares":{"points":{"1":99}')::json WHERE seq = 2""",
}


OF_POOLS = {"pools_carried", "one_pool", "pool_shares"}  # broken in test_pools.py


def tell_a_story(shop):
    shop.post_many(
        [
            shop.joins("alice", when="2026-01-01"),
            shop.order("alice", "A1", "2026-01-02", "100.00"),
            shop.redeems("alice", "R1", "2026-01-03", 20),
            shop.redeems("alice", "R2", "2026-01-03", 2000),
            shop.order("alice", "A2", "2026-01-04", "60.00"),
            shop.redeems("alice", "R3", "2026-01-05", 60),
            shop.event("alice", "points.held", "H1", "2026-01-06", {"points": 10}),
            shop.event("alice", "points.captured", "C1", "2026-01-06", {"hold": "H1"}),
            shop.event("alice", "redemption.cancelled", "X1", "2026-01-07", {"redemption": "R1", "points": 5}),
        ]
    )


def test_there_is_a_breach_for_every_checker():
    assert set(BREACHES) == {check.name for check in CHECKS} - {"budget_kept"} - OF_POOLS | set(REFOLDED) - OF_POOLS  # a shop with a budget: test_budgets.py


@pytest.mark.parametrize("name", BREACHES)
def test_a_broken_promise_is_found_and_named(broken_shop, name):
    tell_a_story(broken_shop)
    assert verify(broken_shop.conn).is_sound
    statement = BREACHES[name]
    if name == "state_lots":
        ((points,),) = broken_shop.rows("SELECT state::json -> 9 -> 'points' -> 0 FROM member_state")
        statement = f"UPDATE member_state SET state = replace(state::text, '\"points\":[{points},', '\"points\":[{points + 1},')::json"
    with psycopg.connect(broken_shop.owner_dsn, autocommit=True) as owner:
        for table in ("event", "transfer"):
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only")
        owner.execute(statement)
        for table in ("event", "transfer"):
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_append_only")
    found = {checked.name: checked for checked in verify(broken_shop.conn).checks}
    assert found[name].breaches > 0
    assert all(finding.what for finding in found[name].findings)


def test_the_work_may_be_shared_among_processes(shop, monkeypatch):
    from regulars.journal import refolding

    shop.post_many([shop.order(f"m{n}", "o", "2026-01-02", "3.00", enrol=True) for n in range(20)])
    monkeypatch.setattr(refolding.slices_of, "__defaults__", (10,))
    report = verify(shop.conn, workers=2, dsn=shop.dsn)
    assert (report.is_sound, report.members, report.events) == (True, 20, 40)


def test_an_empty_journal_fed_with_the_log_is_the_same_to_the_byte(shop):
    from regulars.journal.clock import advance_due

    tell_a_story(shop)
    shop.post(shop.returns("alice", "A1", "2026-01-06"), shop.joins("bea"), shop.order("bea", "B1", "2026-02-01", "1000.00"))
    advance_due(shop.conn, shop.versions, at("2026-12-30"))
    assert replay_in_memory(shop.conn)[2] is None
    with scratch_database(shop.admin_dsn) as empty:
        replayed = replay_into(shop.conn, empty)
    assert (replayed.members, replayed.difference) == (2, None)


def test_the_first_difference_of_a_replay_is_named(broken_shop):
    tell_a_story(broken_shop)
    with psycopg.connect(broken_shop.owner_dsn, autocommit=True) as owner:
        owner.execute("ALTER TABLE transfer DISABLE TRIGGER transfer_append_only")
        owner.execute("UPDATE transfer SET points = 101 WHERE seq = 2 AND wallet = 'points'")
    difference = replay_in_memory(broken_shop.conn).difference
    assert difference is not None
    assert (difference.seq, difference.what) == (2, "transfers")
    assert "101 points" in difference.logged and "100 points" in difference.replayed


def test_a_new_version_changes_nothing_of_the_past(shop):
    from datetime import datetime

    from regulars.journal.programs import apply_version

    from .conftest import ZONE

    tell_a_story(shop)
    generous = PROGRAMME.replace("per: 1, give: 1", "per: 1, give: 9")
    apply_version(shop.conn, generous, by="lead", at=datetime(2026, 6, 1, tzinfo=ZONE), in_force_from=datetime(2026, 1, 1, tzinfo=ZONE))
    assert replay_in_memory(shop.conn).difference is None
    assert shop.post(shop.order("alice", "A3", "2026-01-06", "1.00")).points["earned"] == 9


def test_what_was_spent_newest_first_is_blamed_by_no_later_version(shop_with) -> None:
    shop = shop_with(PROGRAMME.replace("points: {kind: spendable,", "points: {kind: spendable, burn: newest,"))
    shop.post(shop.joins("alice", "2026-01-01"), shop.order("alice", "o1", "2026-02-01", "30.00"))
    shop.post(shop.redeems("alice", "r1", "2026-02-03", 60))  # February's 30, then 30 of the welcome, which lapses sooner
    shop.apply(PROGRAMME, "2026-03-01")
    assert [checked.name for checked in verify(shop.conn).checks if checked.breaches] == []
