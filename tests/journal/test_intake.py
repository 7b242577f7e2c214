import asyncio
import json
import time

import psycopg
import pytest

from regulars.engine.deciding import decide
from regulars.journal import folding
from regulars.journal.answers import Answer, answer_bytes
from regulars.journal.errors import Away, Busy, Crashed, NoProgram, Unstorable
from regulars.journal.intake import Intake
from regulars.journal.posting import Posting
from regulars.journal.programs import apply_version
from regulars.kit.periods import instant

from .conftest import PROGRAMME, at, running


def as_status(answer, status):
    return answer_bytes(answer).replace(f'"status":"{answer.status}"'.encode(), f'"status":"{status}"'.encode())


def test_an_order_earns_and_is_answered_with_its_reasons(shop):
    answer = shop.post(shop.joins("alice"), shop.order("alice", "A1", "2026-01-02", "120.00"))
    assert (answer.status, answer.points, answer.tier) == ("created", {"earned": 120, "active": 170, "pending": 0}, "regular")
    assert answer.wallets is not None and answer.wallets["growth"]["active"] == 12
    assert any(reason["code"].startswith("rule.fired") for reason in answer.because)
    assert shop.balance("alice") == (170, 0, 0, 0, "regular")


def test_the_same_event_again_gives_the_same_answer_to_the_byte_but_for_status(shop):
    first = shop.post(shop.joins("alice"), shop.order("alice", "A1", "2026-01-02", "1200.00"))
    shop.post(shop.order("alice", "A2", "2026-01-03", "5.00"))
    again = shop.post(shop.order("alice", "A1", "2026-01-02", "1200.00", received_us=at("2026-12-30")))
    assert again.status == "duplicate"
    assert answer_bytes(again) == as_status(first, "duplicate")
    assert shop.rows("SELECT count(*) FROM event") == [(3,)]


def test_key_order_and_blanks_don_t_make_another_event_but_content_does(shop):
    shop.post(shop.joins("alice"), shop.order("alice", "A1", "2026-01-02", "12.00"))
    shuffled = b' {"lines":[{"amount":"12.00","quantity":1,"sku":"tea"}], "currency":"CNY", "order_id":"A1"}'
    assert shop.post(shop.event("alice", "order.paid", "A1", "2026-01-02", shuffled)).status == "duplicate"
    assert shop.post(shop.order("alice", "A1", "2026-01-02", "12.01")).status == "conflict"
    assert shop.post(shop.order("alice", "A1", "2026-01-02 00:01", "12.00")).status == "conflict"
    assert shop.balance("alice")[0] == 62


def test_duplicates_and_conflicts_inside_one_batch_are_seen(shop):
    one, other = shop.order("alice", "A1", "2026-01-02", "12.00"), shop.order("alice", "A1", "2026-01-02", "13.00")
    answers = shop.post_many([shop.joins("alice"), one, one, other, shop.joins("alice")])
    assert [answer.status for answer in answers] == ["created", "created", "duplicate", "conflict", "duplicate"]
    assert answer_bytes(answers[2]) == as_status(answers[1], "duplicate")
    assert shop.balance("alice")[0] == 62


def test_one_id_may_come_from_two_sources_and_two_members(shop):
    orders = [shop.order("alice", "1", "2026-01-02", "10.00"), shop.order("alice", "1", "2026-01-02", "10.00", source="shop")]
    answers = shop.post_many([shop.joins("alice"), shop.joins("bea"), *orders, shop.order("bea", "1", "2026-01-02", "10.00")])
    assert {answer.status for answer in answers} == {"created"}


def test_a_refused_id_stays_refused(shop):
    refused = shop.post(shop.joins("alice"), shop.redeems("alice", "R1", "2026-01-02", 60))
    assert (refused.status, refused.code) == ("refused", "points.insufficient")
    shop.post(shop.order("alice", "A1", "2026-01-03", "100.00"))
    again = shop.post(shop.redeems("alice", "R1", "2026-01-02", 60))
    assert answer_bytes(again) == as_status(refused, "duplicate")
    assert shop.balance("alice")[0] == 150
    assert shop.post(shop.redeems("alice", "R2", "2026-01-04", 60)).status == "created"


def test_an_unknown_member_is_refused_and_nothing_is_kept(shop):
    answer = shop.post(shop.order("nobody", "A1", "2026-01-02", "1.00"))
    assert (answer.status, answer.code) == ("refused", "member.unknown")
    assert shop.rows("SELECT 1 FROM event UNION ALL SELECT 1 FROM member_ref UNION ALL SELECT 1 FROM member_state") == []
    assert shop.post(shop.joins("nobody"), shop.order("nobody", "A1", "2026-01-02", "1.00")).status == "created"


def test_a_posting_that_may_enrol_brings_the_enrolment_along(shop):
    answers = shop.post_many(
        [
            shop.order("alice", "A1", "2026-01-02", "10.00", enrol=True),
            shop.order("alice", "A2", "2026-01-03", "10.00", enrol=True),
            shop.order("bea", "B1", "2026-01-02", "10.00", enrol=True, bonuses=False),
        ]
    )
    assert [answer.points["active"] for answer in answers] == [60, 70, 10]
    assert shop.rows("SELECT source, external_id, occurred_at FROM event WHERE seq = 1") == [("regulars", "enrolled", instant(at("2026-01-02")))] * 2


def test_the_programme_may_enrol_on_the_first_event(shop):
    apply_version(shop.conn, PROGRAMME + "enrol: on_first_event\n", by="lead", at=instant(at("2026-02-01")))
    assert shop.post(shop.order("alice", "A1", "2026-03-01", "10.00")).status == "created"
    assert shop.post(shop.order("bea", "B1", "2026-01-31", "10.00")).code == "member.unknown"  # the version in force then refused
    assert shop.post(shop.order("carl", "C1", "2026-03-01", "10.00", enrol=False)).code == "member.unknown"


def test_an_event_more_than_five_minutes_ahead_is_refused_and_may_come_again(shop):
    now = at("2026-03-01 12:00")
    shop.post(shop.joins("alice"))
    early = shop.post(shop.order("alice", "A1", "2026-03-01 12:06", "10.00", received_us=now))
    assert (early.status, early.code) == ("refused", "event.in_future")
    assert shop.post(shop.order("alice", "A2", "2026-03-01 12:05", "10.00", received_us=now)).status == "created"
    assert shop.post(shop.order("alice", "A1", "2026-03-01 12:06", "10.00", received_us=now + 60_000_000)).status == "created"


@pytest.mark.parametrize(
    "change",
    [
        {"ref": "a\x00b"},
        {"ref": "a\ud800"},
        {"ref": ""},
        {"ref": "x" * 129},
        {"body": b'{"a": "\\u0000"}'},
        {"body": b'{"a": "\\ud800"}'},
        {"body": b'{"a": "\xed\xa0\x80"}'},
        {"body": b"nothing"},
    ],
)
def test_what_the_database_could_not_keep_is_refused_before_the_batch(shop, change):
    good = shop.order("alice", "A1", "2026-01-02", "10.00")
    bad = Posting(change.get("ref", "alice"), shop.order("alice", "A2", "2026-01-02", "1.00").event, change.get("body", b"{}"), good.received_us)
    results = shop.post_many([shop.joins("alice"), bad, good])
    assert isinstance(results[1], Unstorable)
    assert [results[0].status, results[2].status] == ["created", "created"]


def test_text_that_only_looks_like_a_nul_is_kept_as_it_was_sent(shop):
    shop.post(shop.joins("阿丽 \\u0000"))
    data = {"order_id": "A1", "currency": "CNY", "lines": [{"sku": "\\u0000 茶 😀", "quantity": 1, "amount": "1.00"}]}
    shop.post(shop.event("阿丽 \\u0000", "order.paid", "A1", "2026-01-02", data))
    ((body,),) = shop.rows("SELECT body::text FROM event WHERE type = 'order.paid'")
    assert json.loads(body) == data


def test_the_source_of_the_clock_is_the_journals_own(shop):
    (result,) = shop.post_many([shop.joins("alice", source="clock")])
    assert isinstance(result, Unstorable)


def test_a_crash_in_deciding_fails_that_event_alone(shop, monkeypatch, caplog):
    def crashing(versions, state, event, **rest):
        if event.id == "A2":
            raise ZeroDivisionError("secret")
        return decide(versions, state, event, **rest)

    monkeypatch.setattr(folding, "decide", crashing)
    orders = [shop.order("alice", f"A{n}", f"2026-01-0{n}", "10.00") for n in (1, 2, 3)]
    results = shop.post_many([shop.joins("alice"), *orders, shop.order("bea", "A2", "2026-01-02", "1.00", enrol=True)])
    assert isinstance(results[2], Crashed) and isinstance(results[4], Crashed)
    assert results[2].facts["reference"] in caplog.text
    assert "secret" not in str(results[2])
    assert [results[n].points["active"] for n in (0, 1, 3)] == [50, 60, 70]
    monkeypatch.setattr(folding, "decide", decide)
    assert shop.post(orders[1]).status == "created"
    assert shop.rows("SELECT count(*) FROM member_ref") == [(1,)]


def test_a_crash_half_way_through_a_remembered_member_spoils_nothing(shop, monkeypatch):
    def crashing(versions, state, event, **rest):
        step = decide(versions, state, event, **rest)
        if event.id == "A2":
            raise ZeroDivisionError
        return step

    shop.post_many([shop.joins("alice"), shop.joins("bea")])
    monkeypatch.setattr(folding, "decide", crashing)
    orders = [shop.order("alice", f"A{n}", f"2026-01-0{n}", "10.00") for n in (1, 2, 3)]
    results = shop.post_many([*orders, shop.order("bea", "B1", "2026-01-02", "30.00")])
    assert isinstance(results[1], Crashed)
    assert [results[n].points["active"] for n in (0, 2, 3)] == [60, 70, 80]
    monkeypatch.setattr(folding, "decide", decide)
    assert shop.post(orders[1]).points["active"] == 80


def test_an_event_the_database_refuses_fails_alone(shop, caplog):
    with psycopg.connect(shop.owner_dsn, autocommit=True) as owner:
        owner.execute("ALTER TABLE event ADD CONSTRAINT no_poison CHECK (external_id <> 'poison')")
    orders = [shop.order(f"m{n}", "poison" if n == 5 else f"o{n}", "2026-01-02", "10.00", enrol=True) for n in range(11)]
    results = shop.post_many(orders)
    assert isinstance(results[5], Crashed)
    assert results[5].facts["reference"] in caplog.text
    assert all(isinstance(result, Answer) and result.status == "created" for n, result in enumerate(results) if n != 5)
    assert shop.rows("SELECT count(*) FROM member_ref WHERE ref = 'm5'") == [(0,)]


@pytest.mark.parametrize("sqlstate", ["53100", "57P01", "57014", "25006", "53300", "58030"])  # disk full, shut down, too slow, read only, full house, I/O
def test_what_no_event_could_help_is_never_stored_and_may_be_sent_again(shop, sqlstate):
    with psycopg.connect(shop.owner_dsn, autocommit=True) as owner:
        owner.execute(f"CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{sqlstate}'; END $$")
        owner.execute("CREATE TRIGGER fail BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION fail()")
        results = shop.post_many([shop.joins("alice"), shop.joins("bea")])
        assert [type(result) for result in results] == [Away, Away]
        owner.execute("DROP TRIGGER fail ON event")
    assert shop.rows("SELECT count(*) FROM event") == [(0,)]
    assert shop.post(shop.joins("alice")).status == "created"


def test_a_full_queue_takes_nothing_and_says_when_to_come_back(shop):
    with pytest.raises(Busy) as busy:
        shop.post_many([shop.order("alice", f"A{n}", "2026-01-02", "1.00", enrol=True) for n in range(11)], longest_queue=10)
    assert busy.value.facts["retry_after_s"] >= 1
    assert shop.rows("SELECT count(*) FROM event") == [(0,)]


def test_without_a_programme_nothing_is_decided(database):
    async def post():
        async with running(database.dsn) as intake:
            await intake.post(posting)

    from regulars.engine.events import Event, MemberEnrolled

    posting = Posting("alice", Event("j", "till", "member.enrolled", 0, MemberEnrolled()), b"{}", 0)
    with pytest.raises(NoProgram):
        asyncio.run(post())


def test_a_database_that_is_away_is_unavailable_and_found_again(shop, unused_tcp_port_dsn):
    async def post():
        async with running(unused_tcp_port_dsn) as intake:
            with pytest.raises(Away):
                await intake.post(posting)
            for lane in intake._lanes:
                lane._dsn = shop.dsn  # the database comes up
            deadline = time.monotonic() + 10
            while True:
                try:
                    return await intake.post(posting)
                except Away:
                    assert time.monotonic() < deadline
                    await asyncio.sleep(0.05)

    posting = shop.joins("alice")
    assert asyncio.run(post()).status == "created"


@pytest.fixture
def unused_tcp_port_dsn(shop):
    return "postgresql://nobody@127.0.0.1:1/nothing?connect_timeout=1"


def test_connections_that_break_under_load_lose_and_double_nothing(shop):
    """Every id is sent until it is answered; some answers are lost with their connection."""
    orders = [shop.order(f"m{n % 7}", f"o{n}", "2026-01-02", "1.00", enrol=True, bonuses=False) for n in range(400)]

    async def send(intake, posting):
        while True:
            try:
                return await intake.post(posting)
            except Away:
                await asyncio.sleep(0.01)

    async def cut(stop):
        for _ in range(20):
            await asyncio.sleep(0.05)
            if stop.is_set():
                return
            shop.conn.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'")

    async def run():
        stop = asyncio.Event()
        async with running(shop.dsn, largest_batch=8) as intake:
            cutting = asyncio.create_task(cut(stop))
            answers = await asyncio.gather(*(send(intake, order) for order in orders))
            stop.set()
            await cutting
        return answers

    answers = asyncio.run(run())
    assert {answer.status for answer in answers} <= {"created", "duplicate"}
    assert shop.rows("SELECT count(*) FROM event WHERE type = 'order.paid'") == [(400,)]
    assert sum(shop.balance(f"m{n}")[0] for n in range(7)) == 400


def test_two_processes_on_the_same_members_agree(shop):
    """Each has its own memory of the members; whoever comes second reads again."""
    orders = [shop.order(f"m{n % 3}", f"o{n}", "2026-01-02", "1.00", enrol=True, bonuses=False) for n in range(300)]

    async def run():
        async with running(shop.dsn, largest_batch=10) as one, running(shop.dsn, largest_batch=10) as other:
            return await asyncio.gather(*((one if n % 2 else other).post(order) for n, order in enumerate([*orders, *orders[:60]])))

    answers = asyncio.run(run())
    assert sorted({answer.status for answer in answers}) == ["created", "duplicate"]
    assert sum(answer.status == "created" for answer in answers) == 300
    assert [shop.balance(f"m{n}")[0] for n in range(3)] == [100, 100, 100]


def test_fifty_at_once_redeem_exactly_what_is_there(shop):
    shop.post(shop.joins("alice"), shop.order("alice", "A1", "2026-01-02", "675.00"))  # 725 points: seven times 100

    async def run():
        async with running(shop.dsn) as one, running(shop.dsn) as other:
            redemptions = [shop.redeems("alice", f"R{n}", "2026-01-03", 100) for n in range(50)]
            return await asyncio.gather(*((one if n % 2 else other).post(each) for n, each in enumerate(redemptions)))

    answers = asyncio.run(run())
    assert sum(answer.status == "created" for answer in answers) == 7
    assert {answer.code for answer in answers if answer.status == "refused"} == {"points.insufficient"}
    assert shop.balance("alice")[0] == 25


def test_a_new_version_counts_from_the_next_event_on(shop):
    async def run():
        async with running(shop.dsn) as intake:
            first = await intake.post(shop.order("alice", "A1", "2026-03-01", "10.00", enrol=True, bonuses=False))
            apply_version(shop.conn, PROGRAMME.replace("per: 1, give: 1", "per: 1, give: 5"), by="lead", at=instant(at("2026-03-02")))
            return first, await intake.post(shop.order("alice", "A2", "2026-03-03", "10.00"))

    first, second = asyncio.run(run())
    assert (first.points["earned"], second.points["earned"]) == (10, 50)
    assert shop.rows("SELECT known_version FROM event ORDER BY seq") == [(1,), (1,), (2,)]


def test_an_order_and_its_return_may_come_in_one_batch_or_two(shop):
    answers = shop.post_many([shop.joins("alice"), shop.order("alice", "A1", "2026-01-02", "100.00"), shop.returns("alice", "A1", "2026-01-03")])
    assert answers[2].points == {"earned": -100, "active": 50, "pending": 0}
    shop.post(shop.joins("bea"), shop.order("bea", "B1", "2026-01-02", "100.00"), shop.redeems("bea", "R1", "2026-01-02", 120))
    assert shop.post(shop.returns("bea", "B1", "2026-01-03")).status == "created"
    assert shop.balance("bea") == (0, 0, 0, 70, "regular")


def test_a_return_that_comes_before_its_order_waits_for_it(shop):
    answers = shop.post_many([shop.joins("alice"), shop.returns("alice", "A1", "2026-01-03"), shop.order("alice", "A1", "2026-01-02", "100.00")])
    assert [answer.points["active"] for answer in answers] == [50, 50, 50]


def test_points_that_lapsed_are_taken_back_from_breakage(shop):
    shop.post(shop.joins("alice", when="2024-01-01"), shop.order("alice", "A1", "2024-01-02", "100.00"))
    shop.post(shop.order("alice", "A2", "2025-06-01", "10.00"))  # by now A1's points have lapsed
    answer = shop.post(shop.returns("alice", "A1", "2025-06-02"))
    assert answer.points["active"] == 10
    assert ("breakage", 100) in shop.rows("SELECT source, points FROM transfer WHERE seq = (SELECT max(seq) FROM transfer)")


def test_a_late_event_says_so(shop):
    shop.post(shop.joins("alice"), shop.order("alice", "A1", "2026-03-02", "1.00"))
    assert shop.post(shop.order("alice", "A0", "2026-03-01", "1.00")).late is True


def test_what_others_must_know_goes_to_the_outbox(shop):
    shop.post(shop.joins("bea"), shop.order("bea", "B1", "2025-01-02", "1500.00"), shop.redeems("bea", "R1", "2025-01-03", 20))
    shop.post(shop.order("bea", "B2", "2026-06-01", "1.00"))
    topics = [topic for (topic,) in shop.rows("SELECT topic FROM outbox ORDER BY member_id, seq, n")]
    assert topics[:3] == ["member.enrolled", "tier.changed", "points.redeemed"]
    assert "points.expired" in topics
    ((payload,),) = shop.rows("SELECT payload FROM outbox WHERE topic = 'points.redeemed'")
    assert (payload["wallet"], payload["points"]) == ("points", 20)
    assert "bea" not in str(shop.rows("SELECT payload::text FROM outbox"))


def test_live_events_go_ahead_of_bulk(shop):
    bulk = [shop.order(f"b{n}", f"o{n}", "2026-01-02", "1.00", enrol=True) for n in range(1_500)]

    async def run():
        async with running(shop.dsn, largest_bulk_batch=100) as intake:
            importing = asyncio.create_task(intake.post_many(bulk, bulk=True))
            await asyncio.sleep(0)
            answer = await intake.post(shop.joins("alice"))
            return answer, importing.done(), await importing

    answer, was_done, imported = asyncio.run(run())
    assert answer.status == "created" and not was_done
    assert all(one.status == "created" for one in imported)


def test_a_quote_answers_what_a_post_would_and_writes_nothing(shop):
    shop.post(shop.joins("alice"))
    order = shop.order("alice", "A1", "2026-01-02", "1000.00")

    async def run():
        async with running(shop.dsn) as intake:
            return await intake.quote(order), await intake.quote(shop.order("new", "A1", "2026-01-02", "7.00", enrol=True)), await intake.post(order)

    quoted, newcomer, posted = asyncio.run(run())
    assert answer_bytes(quoted) == answer_bytes(posted)
    assert newcomer.points["active"] == 57
    assert shop.rows("SELECT ref FROM member_ref") == [("alice",)]


def test_facts_about_the_member_are_asked_for_and_recorded_only_when_rules_need_them(shop):
    asked = []

    async def facts_of(conn, who, fields):
        asked.append((list(who), fields))
        return [{"birthday_month": True} for _ in who]

    async def run(ref):
        async with running(shop.dsn, facts_of=facts_of) as intake:
            return await intake.post(shop.order(ref, "A1", "2026-03-02", "10.00", enrol=True, bonuses=False))

    assert asyncio.run(run("alice")).points["earned"] == 10
    assert asked == []
    birthday = "  - {id: birthday, on: order.paid, when: {member.birthday_month: true}, points: {multiply: 2}}\n"
    apply_version(shop.conn, PROGRAMME + birthday, by="lead", at=instant(at("2026-03-01")))
    assert asyncio.run(run("bea")).points["earned"] == 20
    assert asked[0][1] == frozenset({"birthday_month"})


def test_a_stopped_intake_takes_nothing(shop):
    async def run():
        intake = Intake(shop.dsn)
        with pytest.raises(Away):
            await intake.post(shop.joins("alice"))

    asyncio.run(run())


def test_a_batch_that_is_held_up_holds_up_nobody_else(shop):
    shop.post(shop.joins("alice"), shop.joins("bea"))

    async def story():
        async with running(shop.dsn) as intake, await psycopg.AsyncConnection.connect(shop.owner_dsn) as other:
            await other.execute("SELECT 1 FROM member_state s JOIN member_ref r USING (member_id) WHERE ref = 'alice' FOR UPDATE OF s")
            held_up = asyncio.create_task(intake.post(shop.order("alice", "A1", "2026-01-02", "10.00")))
            await asyncio.sleep(0.005)
            bea = await asyncio.wait_for(intake.post(shop.order("bea", "B1", "2026-01-02", "20.00")), 5)
            assert (bea.status, held_up.done()) == ("created", False)
            await other.rollback()
            assert (await held_up).status == "created"

    asyncio.run(story())
