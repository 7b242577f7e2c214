"""The journal promises that a budget is never crossed, whoever writes at the same moment, and that what was used is in the log."""

import asyncio
import os
import random
import subprocess
import sys
import textwrap
from datetime import datetime

import psycopg
import pytest

from regulars.journal import folding, sandboxes
from regulars.journal.answers import Answer, answer_bytes
from regulars.journal.bulk import post_all
from regulars.journal.programs import apply_version, versions_of
from regulars.journal.replay import replay_in_memory, replay_into, scratch_database
from regulars.journal.verify import verify

from .conftest import ZONE, Shop, admin_of, running

HEAD = """
program: corner
currency: {code: CNY, minor_digits: 2}
timezone: Asia/Shanghai
enrol: on_first_event
wallets: {points: {point_value: 0.01}}
"""
GIFT = HEAD + "earn: [{id: gift, on: order.paid, points: 7, budget: {points: 1000, per: month, warn_at: 0.8}}]\n"
SHARE = HEAD + "earn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]\nbudget: {share_of_sales: 0.005}\n"
STAMPS = HEAD + "budget: {points: 1000}\nearn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]\nchallenges: [{id: stamps, on: order.paid, target: {count: 2}, recurrence: again, reward: {points: 7}}]\n"
FRIENDS = HEAD + "budget: {points: 1000}\nearn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]\nreferral: {advocate: {points: 30}, friend: {points: 20}, after: 14 days}\n"


def shop_of(programme):
    """A shop under ``programme``; every checker runs when the test is over."""

    @pytest.fixture
    def shop(home, database):
        with psycopg.connect(database.dsn, autocommit=True) as conn:
            apply_version(conn, programme, by="lead", at=datetime(2026, 1, 1, tzinfo=ZONE))
            yield Shop(database.dsn, database.owner_dsn, conn, admin_of(home, database))
            report = verify(conn)
            assert report.is_sound, [finding for checked in report.checks for finding in checked.findings]
            assert replay_in_memory(conn).difference is None

    return shop


gifts = shop_of(GIFT)
shares = shop_of(SHARE)
stamps = shop_of(STAMPS)
friends = shop_of(FRIENDS)


def counter(shop, id):
    return shop.rows("SELECT used, sales, returned FROM shared_counter WHERE id = %s", id)[0]


def earned(answers):
    return [answer.points["earned"] for answer in answers if isinstance(answer, Answer)]


def told(shop):
    return shop.rows("SELECT topic, payload ->> 'budget', payload ->> 'used', payload ->> 'allowed' FROM outbox WHERE topic LIKE 'budget.%%' ORDER BY topic")


JANUARY = "rule/gift/points/month/2026-01-01"


def test_what_is_left_is_given_and_the_rest_refused_with_a_reason(gifts):
    answers = gifts.post_many([gifts.order("alice", f"o{n}", "2026-01-02", "1.00") for n in range(150)])
    assert earned(answers) == [7] * 142 + [6] + [0] * 7
    assert [reason["code"] for reason in answers[142].because][:2] == ["rule.fired_fixed", "budget.clipped"]
    assert answers[149].because[1] == {"code": "budget.used_up", "rule": "gift", "wallet": "points", "asked": 7, "points": 0, "left": 0, "per": "month"}
    assert counter(gifts, JANUARY) == (1000, 0, 0)
    assert earned([gifts.post(gifts.order("bea", "f1", "2026-02-01", "1.00"))]) == [7]


def test_a_second_delivery_is_answered_the_same_and_takes_nothing(gifts):
    order = gifts.order("alice", "o1", "2026-01-02", "1.00")
    first, again = gifts.post(order), gifts.post(order)
    assert answer_bytes(again) == answer_bytes(first).replace(b'"created"', b'"duplicate"')
    assert counter(gifts, JANUARY) == (7, 0, 0)


def test_a_quote_sees_the_budget_and_takes_nothing(gifts):
    gifts.post_many([gifts.order("alice", f"o{n}", "2026-01-02", "1.00") for n in range(142)])

    async def quote():
        async with running(gifts.dsn) as door:
            return await door.quote(gifts.order("alice", "q", "2026-01-03", "1.00"))

    assert asyncio.run(quote()).points["earned"] == 6
    assert counter(gifts, JANUARY) == (994, 0, 0)


def test_a_return_gives_back_what_it_used_and_somebody_else_gets_it(gifts):
    gifts.post_many([gifts.order("alice", f"o{n}", "2026-01-02", "1.00") for n in range(150)])
    gifts.post(gifts.returns("alice", "o3", "2026-02-05"))
    assert counter(gifts, JANUARY) == (993, 0, 0)
    assert earned([gifts.post(gifts.order("bea", "late", "2026-01-31", "1.00"))]) == [7]
    assert counter(gifts, JANUARY) == (1000, 0, 0)


def test_a_crash_in_deciding_leaves_the_counter_as_it_was(gifts, monkeypatch):
    decide = folding.decide

    def crashing(versions, state, event, **rest):
        if event.id == "bad":
            raise ZeroDivisionError
        return decide(versions, state, event, **rest)

    monkeypatch.setattr(folding, "decide", crashing)
    gifts.post_many([gifts.order("alice", id, "2026-01-02", "1.00") for id in ("o1", "bad", "o2")])
    assert counter(gifts, JANUARY) == (14, 0, 0)


def test_somebody_is_told_once_that_a_budget_is_nearly_and_that_it_is_wholly_used_up(gifts):
    for day in range(1, 31):
        gifts.post_many([gifts.order("alice", f"o{day}-{n}", f"2026-01-{day:02d}", "1.00") for n in range(10)])
        if day == 11:
            assert told(gifts) == []
    assert told(gifts) == [
        ("budget.nearly_used_up", JANUARY, "840", "1000"),
        ("budget.used_up", JANUARY, "1000", "1000"),
    ]


@pytest.mark.parametrize("doors", [1, 3])
def test_two_hundred_writers_never_cross_a_budget_and_use_it_to_the_last_point(gifts, doors):
    """200 writers, 600 orders of 7 points, a budget of 1,000; some of the orders are returned meanwhile."""

    async def write():
        doors_ = [running(gifts.dsn, largest_batch=16) for _ in range(doors)]
        intakes = [await door.__aenter__() for door in doors_]
        random.seed(7)

        async def writer(n):
            for k in range(3):
                await asyncio.sleep(random.random() / 20)
                answer = await intakes[(n + k) % doors].post(gifts.order(f"m{n}", f"o{n}-{k}", "2026-01-02", "1.00"))
                if answer.points["earned"] and n % 10 == 0:
                    await intakes[n % doors].post(gifts.returns(f"m{n}", f"o{n}-{k}", "2026-01-03"))

        await asyncio.gather(*(writer(n) for n in range(200)))
        for door in doors_:
            await door.__aexit__()

    asyncio.run(write())
    gifts.post_many([gifts.order("last", f"l{n}", "2026-01-04", "1.00") for n in range(30)])
    assert counter(gifts, JANUARY) == (1000, 0, 0)
    assert gifts.rows("SELECT sum(active) FROM member_state") == [(1000,)]


WRITER = """
import asyncio, sys
sys.path.insert(0, {tests!r})
import psycopg
from journal.conftest import Shop, running
async def main(dsn, name):
    with psycopg.connect(dsn, autocommit=True) as conn:
        shop = Shop(dsn, dsn, conn)
        async with running(dsn, largest_batch=32) as door:
            async def writer(n):
                for k in range(4):
                    await door.post(shop.order(f"{{name}}-{{n}}", f"o{{k}}", "2026-01-02", "{amount}"))
            await asyncio.gather(*(writer(n) for n in range(100)))
asyncio.run(main(*sys.argv[1:]))
"""


def write_from_two_processes(shop, amount):
    script = textwrap.dedent(WRITER).format(tests=os.path.dirname(os.path.dirname(__file__)), amount=amount)
    writers = [subprocess.Popen([sys.executable, "-c", script, shop.dsn, name]) for name in ("a", "b")]
    assert [writer.wait(300) for writer in writers] == [0, 0]


def test_two_processes_never_cross_a_budget(gifts):
    write_from_two_processes(gifts, "1.00")
    assert counter(gifts, JANUARY) == (1000, 0, 0)
    assert gifts.rows("SELECT sum(active), count(*) FROM member_state") == [(1000, 200)]


def test_two_processes_never_cross_a_budget_by_rewards(stamps):
    """800 orders of 1.00 and 400 rewards of 7 ask for 3,600 points of 1,000."""
    write_from_two_processes(stamps, "1.00")
    assert counter(stamps, "programme/points/points/lifetime") == (1000, 0, 0)
    assert stamps.rows("SELECT sum(active) FROM member_state") == [(1000,)]
    rewards = stamps.rows("SELECT sum(points) FROM transfer WHERE rule = 'challenge:stamps'")[0][0]
    assert 0 < rewards < 1000


def test_a_friend_is_paid_by_the_clock_what_was_promised_though_the_budget_is_empty_by_then(friends):
    """975 are used when Ben buys for 5.00: 5 and the promised 20 are the rest, and Ada's 30 meet an empty budget."""
    from regulars.journal.moving import run_mover
    from regulars.journal.queries import member_id_of
    from regulars.journal.referrals import carry_referrals, open_referrals

    friends.post(friends.joins("ada"), friends.order("cleo", "c1", "2026-01-02", "975.00"))
    found = {"referral": {"advocate": member_id_of(friends.conn, "ada")}}
    friends.post(friends.event("ben", "member.enrolled", "joined", "2026-01-02", {"referred_by": "ADA"}, facts=found))
    friends.post(friends.order("ben", "b1", "2026-01-03", "5.00"))
    assert counter(friends, "programme/points/points/lifetime") == (1000, 0, 0)
    assert earned([friends.post(friends.order("dora", "d1", "2026-01-04", "5.00"))]) == [0]
    friends.post(friends.order("ben", "b2", "2026-01-20", "1.00"))
    assert friends.rows("SELECT active FROM member_state WHERE member_id = %s", member_id_of(friends.conn, "ben")) == [(25,)]
    steps = open_referrals(friends.conn, 0)
    assert run_mover(friends.dsn, lambda mover: carry_referrals(mover, steps, friends.received_us)) == 1
    assert friends.rows("SELECT active FROM member_state WHERE member_id = %s", member_id_of(friends.conn, "ada")) == [(0,)]
    friends.post(friends.returns("ben", "b1", "2026-02-01"))
    steps = open_referrals(friends.conn, 0)
    assert run_mover(friends.dsn, lambda mover: carry_referrals(mover, steps, friends.received_us)) == 1
    assert counter(friends, "programme/points/points/lifetime") == (975, 0, 0)


def test_two_processes_never_cross_a_share_of_sales_that_every_order_strains(shares):
    """The base asks twice what the budget allows, so each order is clipped: 800 orders of 3.33 allow 2664 × 0.5 points."""
    write_from_two_processes(shares, "3.33")
    used, sales, returned = counter(shares, "programme/points/sales/lifetime")
    assert (sales, returned) == (800 * 333, 0)
    assert used == 800 * 333 // 200 == shares.rows("SELECT sum(active) FROM member_state")[0][0]


def test_a_return_shrinks_the_sales_and_the_next_orders_make_up_for_it(shares):
    shares.post(shares.order("alice", "o1", "2026-01-02", "100.00"))
    shares.post(shares.order("alice", "o2", "2026-01-02", "100.00"))
    assert counter(shares, "programme/points/sales/lifetime") == (100, 20000, 0)
    shares.post(shares.returns("alice", "o1", "2026-01-03"))
    assert counter(shares, "programme/points/sales/lifetime") == (50, 20000, 10000)
    assert earned([shares.post(shares.order("bea", "o3", "2026-01-03", "40.00"))]) == [20]


def test_an_import_uses_a_budget_in_order_of_time_whoever_comes_first_in_the_file(gifts):
    """Alice's orders stand first in the file, Bea's are older: Bea gets the budget."""
    alice = [gifts.order("alice", f"a{n:04}", f"2026-01-{20 + n % 5} 10:00", "1.00") for n in range(300)]
    bea = [gifts.order("bea", f"b{n:04}", f"2026-01-{10 + n % 5} 10:00", "1.00") for n in range(140)]
    posted = post_all(gifts.dsn, sorted([*alice, *bea], key=lambda one: (one.event.at_us, one.event.id)), batch=100)
    assert (posted.created, posted.problems) == (440, [])
    assert gifts.balance("bea")[0] == 980
    assert gifts.balance("alice")[0] == 20
    rows = gifts.rows("SELECT external_id FROM event WHERE (outcome -> 'earned' ->> 'points')::int BETWEEN 1 AND 6")
    assert rows == [("a0010",)]  # 20 January, the third of that day by id


def test_a_batch_of_an_import_is_decided_in_order_of_time_but_a_member_keeps_its_own(gifts):
    late, early = gifts.order("alice", "o1", "2026-01-09", "1.00"), gifts.order("bea", "o0", "2026-01-02", "1.00")
    post_all(gifts.dsn, [gifts.joins("carl", "2026-01-05"), gifts.order("carl", "o2", "2026-01-05", "1.00"), late, early])
    assert gifts.rows("SELECT external_id FROM event WHERE type = 'order.paid' ORDER BY (outcome -> 'shared' ->> %s)::int", JANUARY) == [("o0",), ("o2",), ("o1",)]


def test_the_log_replays_to_the_same_into_an_empty_journal(gifts):
    gifts.post_many([gifts.order("alice", f"o{n}", "2026-01-02", "1.00") for n in range(150)])
    gifts.post(gifts.returns("alice", "o3", "2026-02-05"))
    with scratch_database(gifts.admin_dsn) as empty:
        assert replay_into(gifts.conn, empty).difference is None


def test_a_new_version_goes_on_with_the_counter_under_its_own_budget(gifts):
    gifts.post_many([gifts.order("alice", f"o{n}", "2026-01-02", "1.00") for n in range(150)])
    apply_version(gifts.conn, GIFT.replace("1000", "1010"), by="lead", at=datetime(2026, 1, 10, tzinfo=ZONE), in_force_from=datetime(2026, 1, 10, tzinfo=ZONE))
    assert earned(gifts.post_many([gifts.order("bea", f"n{n}", "2026-01-11", "1.00") for n in range(3)])) == [7, 3, 0]
    assert counter(gifts, JANUARY) == (1010, 0, 0)


@pytest.mark.parametrize(
    ("breach", "check"),
    [
        ("UPDATE shared_counter SET used = used - 1", "budget_sums"),
        ("DELETE FROM shared_counter", "budget_sums"),
        ("INSERT INTO shared_counter (id, sales) VALUES ('programme/points/sales/lifetime', 5)", "budget_sums"),
        ("UPDATE shared_counter SET used = 1001", "budget_kept"),
    ],
)
def test_a_counter_that_is_not_what_the_events_say_is_found(broken_shop, breach, check):
    apply_version(broken_shop.conn, GIFT, by="lead", at=datetime(2026, 1, 1, tzinfo=ZONE), in_force_from=datetime(2026, 1, 1, tzinfo=ZONE))
    broken_shop.post_many([broken_shop.order("alice", f"o{n}", "2026-01-02", "1.00") for n in range(5)])
    sound = verify(broken_shop.conn)
    assert sound.is_sound
    with psycopg.connect(broken_shop.owner_dsn, autocommit=True) as owner:
        owner.execute(breach)
    assert check in [checked.name for checked in verify(broken_shop.conn).checks if checked.breaches]


def test_a_sandbox_with_some_of_the_members_brings_what_these_have_used(gifts):
    gifts.post_many([gifts.order(ref, f"o{n}", "2026-01-02", "1.00") for ref in ("alice", "bea") for n in range(3)])
    alice = gifts.rows("SELECT member_id FROM member_ref WHERE ref = 'alice'")[0]
    with psycopg.connect(gifts.owner_dsn, autocommit=True) as owner:
        sandboxes.create(owner, "trial", versions_of(gifts.conn), now=datetime(2026, 1, 10, tzinfo=ZONE), origin="shop", by="lead", members=alice)
    with psycopg.connect(sandboxes.dsn_of(gifts.owner_dsn, "trial"), autocommit=True) as conn:
        assert conn.execute("SELECT used FROM shared_counter").fetchall() == [(21,)]
        assert verify(conn).is_sound
    assert counter(gifts, JANUARY) == (42, 0, 0)
