"""The programme promises an answer, from what was stored, to “why did I get, lose or not get these points”, “why this level”, “what is missing for the next”."""

from datetime import datetime

import pytest

from regulars.journal.clock import advance_due
from regulars.journal.errors import UnknownEvent, UnknownMember
from regulars.journal.programs import apply_version
from regulars.journal.why import why_event, why_tier
from regulars.kit.phrases import LANGUAGES

from .conftest import ZONE, Shop, at

PROGRAMME = """
program: corner
currency: {code: CNY, minor_digits: 2}
timezone: Asia/Shanghai
wallets:
  points: {kind: spendable, expire: {rolling: 1 year}, activate: {after: 3 days}}
  growth: {kind: qualifying}
tiers:
  review: {every: month}
  down: {grace: 10 days}
  levels:
    - {id: regular, name: {en: Regular, zh-Hans: 普通, zh-Hant: 普通}}
    - {id: gold, name: {en: Gold, zh-Hans: 金卡, zh-Hant: 金卡}, reach: {spend: 1000, within: 1 year}, keep: {spend: 800, within: 3 months}}
    - {id: black, name: {en: Black, zh-Hans: 黑卡, zh-Hant: 黑卡}, reach: {any: [{spend: 9000, within: 1 year}, {visits: 99, within: 1 year}]}}
earn:
  - {id: base, name: {en: A point a yuan, zh-Hans: 一元一分, zh-Hant: 一元一分}, on: order.paid, points: {per: 1, give: 1}}
  - {id: coffee, name: {en: Coffee doubles, zh-Hans: 咖啡双倍, zh-Hant: 咖啡雙倍}, on: order.paid, when: {line.category: coffee}, points: {multiply: 2}}
  - {id: visit, name: {en: A visit, zh-Hans: 到店, zh-Hant: 到店}, on: order.paid, points: 10, limit: {times: 1, per: day}}
"""


@pytest.fixture
def asked(shop: Shop) -> Shop:
    apply_version(shop.conn, PROGRAMME, by="lead", at=datetime(2025, 1, 1, tzinfo=ZONE), in_force_from=datetime(2025, 1, 1, tzinfo=ZONE))
    shop.received_us = at("2027-12-31")
    shop.post_many([shop.joins("alice", "2026-01-01")])
    return shop


def one(shop: Shop, id: str, language: str = "en"):
    (why,) = why_event(shop.conn, shop.versions, "alice", id, language)
    return why


def test_why_i_got_these_and_why_not_those(asked: Shop) -> None:
    asked.post(asked.order("alice", "o1", "2026-02-01 10:00", "60.00"), asked.order("alice", "o2", "2026-02-01 11:00", "40.00"))
    first, second = one(asked, "o1"), one(asked, "o2")
    assert first.got[:2] == ["“A point a yuan” gave 60 points (60 before rounding)", "“A visit” gave a bonus of 10 points"]
    assert first.not_got == ["“Coffee doubles” did not apply: the category did not match"]
    assert first.moved[0] == "60 points came in, not usable yet (last day 1 February 2027): A point a yuan"
    assert "“A visit” did not apply: its number of times is used up (day)" in second.not_got


def test_why_they_were_lost_says_which_and_where_they_had_come_from(asked: Shop) -> None:
    asked.post(asked.order("alice", "o1", "2026-02-01 00:30", "60.00"), asked.order("alice", "o2", "2026-02-01 11:00", "40.00"))
    asked.post(asked.redeems("alice", "r1", "2026-03-01", 25))
    advance_due(asked.conn, asked.versions, at("2027-02-02 09:00"))
    ((seq,),) = asked.rows("SELECT max(seq) FROM event WHERE type = 'time.passed'")
    lapse = one(asked, str(seq))
    assert lapse.got == ["85 points expired"]
    assert lapse.moved == [
        "85 points were not used in time and lapsed (last day 1 February 2027)",
        "of these 70 had come with “o1” on 1 February 2026",
        "of these 40 had come with “o2” on 1 February 2026",
    ]


def test_a_return_is_explained_beside_what_the_order_had_given(asked: Shop) -> None:
    asked.post(asked.order("alice", "o1", "2026-02-01 10:00", "60.00"))
    asked.post(asked.redeems("alice", "r1", "2026-02-10", 50), asked.returns("alice", "o1", "2026-02-12"))
    back = one(asked, "return-o1")
    assert "20 points were taken back (last day 1 February 2027)" in back.moved
    assert "50 points had been spent already and are owed" in back.moved
    assert back.about is not None and "“A point a yuan” gave 60 points (60 before rounding)" in back.about.got


def test_a_refusal_says_why(asked: Shop) -> None:
    asked.post(asked.redeems("alice", "r1", "2026-02-10", 50))
    assert one(asked, "r1").got == ["This needs 50 points; 0 are available"]


def test_what_never_came_gave_nothing(asked: Shop) -> None:
    with pytest.raises(UnknownEvent) as unknown:
        why_event(asked.conn, asked.versions, "alice", "o9", "en")
    assert "it was not sent" in str(unknown.value)
    with pytest.raises(UnknownMember):
        why_event(asked.conn, asked.versions, "nobody", "o9", "en")


def test_of_two_tills_with_one_number_each_is_told(asked: Shop) -> None:
    asked.post(asked.order("alice", "o1", "2026-02-01", "60.00"), asked.order("alice", "o1", "2026-02-02", "40.00", source="till-2"))
    assert [why.movement.source for why in why_event(asked.conn, asked.versions, "alice", "o1", "en")] == ["till-2", "till"]
    assert [why.movement.source for why in why_event(asked.conn, asked.versions, "alice", "o1", "en", "till")] == ["till"]


def test_why_this_level_with_what_was_measured_on_the_day(asked: Shop) -> None:
    asked.post(asked.order("alice", "o1", "2026-02-01", "700.00"), asked.order("alice", "o2", "2026-02-03", "450.00"))
    why = why_tier(asked.conn, asked.versions, "alice", at("2026-02-20"), "en")
    assert why.because == [
        "Gold since 3 February 2026",
        "Rose from Regular to Gold",
        "Gold was reached on 3 February 2026 (spend 1150.00 of 1000.00)",
    ]
    assert why.keep == ["To keep Gold at the review on 1 March 2026 (spend 1150.00 of 800.00)"]
    assert why.next == ["For Black one of these is enough (spend 1150.00 of 9000.00; days with a visit 2 of 99)"]


def test_why_the_level_fell_and_the_grace_before(asked: Shop) -> None:
    asked.post(asked.order("alice", "o1", "2026-02-01", "1100.00"))
    advance_due(asked.conn, asked.versions, at("2026-06-02"))
    grace = why_tier(asked.conn, asked.versions, "alice", at("2026-06-02"), "en")
    assert grace.keep[0] == "Gold stays until 11 June 2026: the last review was not met"
    for at_text in ("2026-06-20", "2026-06-21"):  # before and after the clock has written it
        fallen = why_tier(asked.conn, asked.versions, "alice", at(at_text), "en")
        assert fallen.because[:2] == ["Regular since 11 June 2026", "The review moved Gold to Regular (spend 0.00 of 800.00)"]
        assert fallen.next == ["For Gold it takes (spend 1100.00 of 1000.00)"]
        advance_due(asked.conn, asked.versions, at("2026-06-20"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_is_in_the_readers_language_and_without_a_gap(asked: Shop, language: str) -> None:
    asked.post(asked.order("alice", "o1", "2026-02-01", "1100.00"), asked.redeems("alice", "r1", "2026-03-01", 50), asked.returns("alice", "o1", "2026-03-02"))
    advance_due(asked.conn, asked.versions, at("2027-03-01"))
    told = [line for id in ("o1", "r1", "return-o1", "joined") for why in why_event(asked.conn, asked.versions, "alice", id, language) for line in (*why.got, *why.not_got, *why.moved)]
    for when in ("2026-03-02", "2027-03-01"):
        level = why_tier(asked.conn, asked.versions, "alice", at(when), language)
        told += [*level.because, *level.keep, *level.next]
    for line in told:
        assert "{" not in line and "moved." not in line and "why." not in line
        assert (language == "en") == line.isascii() or "“" in line
