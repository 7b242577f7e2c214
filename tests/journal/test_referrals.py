"""The programme promises that each friend counts once for the advocate, and that the advocate is found whichever card they go by since (I24)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import psycopg
import pytest

from regulars.journal.moving import Merge, run_mover
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
