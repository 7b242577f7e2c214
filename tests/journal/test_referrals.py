"""The programme promises that each friend counts once for the advocate, and that the advocate is found whichever card they go by since (I24)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from unittest import mock

import psycopg
import pytest

from regulars.journal.errors import Away
from regulars.journal.explaining import explain
from regulars.journal.moving import Merge, Mover, run_mover
from regulars.journal.programs import apply_version
from regulars.journal.queries import member_id_of
from regulars.journal.referrals import carry_referrals, open_referrals
from regulars.journal.replay import replay_in_memory
from regulars.journal.verify import verify

from .conftest import PROGRAMME, ZONE, Shop, at

TERMS = "referral: {advocate: {points: 300}, friend: {points: 200}}\n"


@pytest.fixture
def brought(database: Any) -> Iterator[Shop]:
    """Ada brought Ben, whose purchase qualified: she has not been told. `new` is Ada's second card. Joining gave 50 points."""
    with psycopg.connect(database.dsn, autocommit=True) as conn:
        apply_version(conn, PROGRAMME + TERMS, by="lead", at=datetime(2026, 1, 1, tzinfo=ZONE))
        shop = Shop(database.dsn, database.owner_dsn, conn)
        shop.post(shop.joins("ada"), shop.joins("new"))
        found = {"referral": {"advocate": member_id_of(conn, "ada")}}
        shop.post(shop.event("ben", "member.enrolled", "joined", "2026-01-02", {"referred_by": "ADA"}, facts=found))
        shop.post(shop.order("ben", "B1", "2026-02-01", "60.00"))
        yield shop
        assert replay_in_memory(conn).difference is None


def carry(shop: Shop) -> int:
    """One round of the clock's job. How many steps it found and took."""
    steps = open_referrals(shop.conn, 0)
    taken = run_mover(shop.dsn, lambda mover: carry_referrals(mover, steps, shop.received_us))
    assert taken == len(steps)
    return taken


def move(shop: Shop, verb: str, when: str) -> None:
    asked = Merge("new", "ada", "desk", f"{verb}-{when}", at(when))
    assert run_mover(shop.dsn, lambda mover: getattr(mover, verb)(asked, shop.received_us)).state == "arrived"


def told_late(shop: Shop) -> int:
    """What the checker says once every step is ten minutes old."""
    with psycopg.connect(shop.owner_dsn, autocommit=True) as owner:
        owner.execute("UPDATE outbox SET recorded_at = '2026-01-01'")
    report = verify(shop.conn)
    assert {checked.name for checked in report.checks if checked.breaches} <= {"referrals_carried"}
    return sum(checked.breaches for checked in report.checks)


def test_an_advocate_merged_since_is_told_once(brought: Shop) -> None:
    move(brought, "merge", "2026-03-01")
    assert told_late(brought) == 1
    assert (carry(brought), carry(brought)) == (1, 0)
    assert (brought.balance("new")[0], told_late(brought)) == (400, 0)
    move(brought, "unmerge", "2026-03-02")  # the step stays in the other's log
    assert (carry(brought), told_late(brought)) == (0, 0)
    assert brought.balance("new")[0] + brought.balance("ada")[0] == 400


def test_an_advocate_told_before_a_merge_is_not_told_again(brought: Shop) -> None:
    assert carry(brought) == 1
    move(brought, "merge", "2026-03-01")
    assert (carry(brought), told_late(brought), brought.balance("new")[0]) == (0, 0, 400)


@pytest.mark.parametrize("merged", [False, True])
def test_a_reward_for_somebody_elses_friend_is_found(brought: Shop, merged: bool) -> None:
    if merged:
        move(brought, "merge", "2026-03-01")
    assert (carry(brought), told_late(brought)) == (1, 0)
    with psycopg.connect(brought.owner_dsn, autocommit=True) as owner:
        owner.execute("UPDATE outbox SET payload = json_build_object('advocate', member_id) WHERE topic = 'referral.qualified'")
    assert told_late(brought) == 2  # one was not told, another was told of a friend not theirs


def returned(shop: Shop, when: str) -> None:
    """Ben's order goes back, and the advocate is told."""
    shop.post(shop.returns("ben", "B1", when))
    assert carry(shop) == 1


def sound(shop: Shop) -> bool:
    report = verify(shop.conn)
    assert report.is_sound, [finding for checked in report.checks for finding in checked.findings]
    return replay_in_memory(shop.conn).difference is None


def test_a_reward_is_taken_back_from_whoever_the_advocate_goes_on_as(brought: Shop) -> None:
    assert (carry(brought), brought.balance("ada")[0]) == (1, 350)
    move(brought, "merge", "2026-03-01")
    assert brought.balance("new")[0] == 400
    returned(brought, "2026-03-02")
    assert brought.balance("new")[:4] == (100, 0, 0, 0)
    move(brought, "unmerge", "2026-03-03")
    assert (brought.balance("ada")[0], brought.balance("new")[0]) == (50, 50)
    assert sound(brought)


def test_what_is_taken_back_is_the_advocates_own_and_not_the_survivors_of_the_same_day(brought: Shop) -> None:
    """`new` bought for 500 on the day Ada was rewarded: one lot. The reward goes back out of Ada's part of it."""
    assert carry(brought) == 1
    brought.post(brought.order("new", "N1", "2026-02-01", "500.00"))
    move(brought, "merge", "2026-03-01")
    returned(brought, "2026-03-02")
    move(brought, "unmerge", "2026-03-03")
    assert (brought.balance("ada")[0], brought.balance("new")[0]) == (50, 550)
    assert sound(brought)


def test_a_reward_spent_before_the_merge_is_owed_by_whoever_goes_on(brought: Shop) -> None:
    assert carry(brought) == 1
    brought.post(brought.redeems("ada", "R1", "2026-02-02", 350))
    move(brought, "merge", "2026-03-01")
    returned(brought, "2026-03-02")
    assert brought.balance("new")[:4] == (0, 0, 0, 250)  # 50 of joining went, the rest is owed
    assert sound(brought)


@pytest.mark.parametrize("told_while_merged", [False, True])
def test_a_friend_who_returns_after_the_undoing_takes_it_from_the_advocate(brought: Shop, told_while_merged: bool) -> None:
    if not told_while_merged:
        assert carry(brought) == 1
    move(brought, "merge", "2026-03-01")
    if told_while_merged:
        assert carry(brought) == 1
    move(brought, "unmerge", "2026-03-02")
    assert (brought.balance("ada")[0], brought.balance("new")[0]) == (350, 50)
    returned(brought, "2026-03-03")
    assert (brought.balance("ada")[0], brought.balance("new")[0]) == (50, 50)
    assert sound(brought)


def reasons(shop: Shop, ref: str) -> list[str]:
    return [sentence for one in explain(shop.conn, shop.versions, ref) for sentence in one.because]


def become_one(shop: Shop, stays: str, goes: str, when: str) -> None:
    asked = Merge(stays, goes, "desk", f"{goes}-{when}", at(when))
    assert run_mover(shop.dsn, lambda mover: mover.merge(asked, shop.received_us)).state == "arrived"


ONE_PERSON = "The referral does not count: the advocate and the friend have become one person, and nobody brings themselves"


@pytest.mark.parametrize(("stays", "goes"), [("ben", "ada"), ("ada", "ben"), ("new", "both")])
def test_an_advocate_who_has_become_one_with_their_friend_gets_nothing(brought: Shop, stays: str, goes: str) -> None:
    """Ben's purchase has qualified, Ada was not told yet: before that the two become one person, in either direction or both part of a third."""
    for one in ("ada", "ben") if goes == "both" else (goes,):
        become_one(brought, stays, one, "2026-03-01")
    before = brought.balance(stays)[:4]
    assert carry(brought) == 1
    assert brought.balance(stays)[:4] == before
    assert ONE_PERSON in reasons(brought, stays)
    assert (carry(brought), told_late(brought)) == (0, 0)
    assert sound(brought)


def test_a_friend_whose_advocate_became_part_of_them_is_not_rewarded_either(database: Any) -> None:
    """Kept for 14 days: the two are one person before that."""
    with psycopg.connect(database.dsn, autocommit=True) as conn:
        apply_version(conn, PROGRAMME + TERMS.replace("}}", "}, after: 14 days}"), by="lead", at=datetime(2026, 1, 1, tzinfo=ZONE))
        shop = Shop(database.dsn, database.owner_dsn, conn)
        shop.post(shop.joins("ada"))
        found = {"referral": {"advocate": member_id_of(conn, "ada")}}
        shop.post(shop.event("ben", "member.enrolled", "joined", "2026-01-02", {"referred_by": "ADA"}, facts=found))
        shop.post(shop.order("ben", "B1", "2026-02-01", "60.00"))
        become_one(shop, "ben", "ada", "2026-02-02")
        shop.post(shop.order("ben", "B2", "2026-03-01", "1.00"))
        assert shop.balance("ben")[0] == 50 + 50 + 60 + 1
        assert ONE_PERSON in reasons(shop, "ben")
        assert carry(shop) == 0
        assert sound(shop)


@pytest.mark.parametrize(("stays", "goes"), [("ada", "ben"), ("ben", "ada")])
def test_two_who_turn_out_to_be_one_person_keep_nothing_for_bringing_themselves(brought: Shop, stays: str, goes: str) -> None:
    """Both were rewarded before anybody saw it: what they got goes back at the merge, and is theirs again when it is undone."""
    assert carry(brought) == 1
    before = {ref: brought.balance(ref)[:4] for ref in ("ada", "ben")}
    assert (before["ada"][0], before["ben"][0]) == (350, 310)
    become_one(brought, stays, goes, "2026-03-01")
    assert brought.balance(stays)[:4] == (160, 0, 0, 0)
    assert "An advocate and the friend they brought are one person: nobody keeps a reward for bringing themselves" in reasons(brought, stays)
    assert (carry(brought), told_late(brought)) == (0, 0)
    asked = Merge(stays, goes, "desk", "undone", at("2026-03-02"))
    assert run_mover(brought.dsn, lambda mover: mover.unmerge(asked, brought.received_us)).state == "arrived"
    assert {ref: brought.balance(ref)[:4] for ref in ("ada", "ben")} == before
    brought.post(brought.returns("ben", "B1", "2026-03-03"))
    assert (carry(brought), brought.balance("ada")[0], brought.balance("ben")[0]) == (1, 50, 50)
    assert sound(brought)


def test_a_clock_put_back_before_the_friend_returns_it_all_leaves_the_advocate_nothing(brought: Shop) -> None:
    brought.post(brought.returns("ben", "B1", "2026-03-01", received_us=at("2026-06-01")))  # the purchase was recorded by a clock of 31 December
    assert (carry(brought), carry(brought)) == (2, 0)
    assert brought.balance("ada")[0] == 50


def test_a_step_that_cannot_be_taken_now_holds_up_the_friends_next_one(brought: Shop) -> None:
    brought.post(brought.returns("ben", "B1", "2026-03-01"))
    steps = open_referrals(brought.conn, 0)

    async def work(mover: Mover) -> int:
        post, tries = mover.post, iter((Away(retry_after_s=1), None))

        async def away_at_first(*asked: Any) -> Any:
            if problem := next(tries, None):
                raise problem
            return await post(*asked)

        with mock.patch.object(mover, "post", away_at_first):
            return await carry_referrals(mover, steps, brought.received_us)

    assert run_mover(brought.dsn, work) == 0
    assert carry(brought) == 2
    assert brought.balance("ada")[0] == 50


def test_a_step_from_the_future_holds_up_the_friends_next_one(brought: Shop) -> None:
    brought.post(brought.returns("ben", "B1", "2026-01-20"))  # by a till whose clock was behind
    steps = open_referrals(brought.conn, 0)
    assert run_mover(brought.dsn, lambda mover: carry_referrals(mover, steps, at("2026-01-25"))) == 0
    assert carry(brought) == 2
    assert brought.balance("ada")[0] == 50
