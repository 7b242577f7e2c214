"""Who would move is what the clock then does, to the member and the day, and looking ahead writes nothing."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import psycopg
import pytest

from regulars.journal.clock import advance_due
from regulars.journal.programs import apply_version
from regulars.journal.tier_preview import TierMove, move_of, next_review_day, preview, safe_cell
from regulars.journal.verify import verify
from regulars.kit.periods import iso_day

from .conftest import ZONE, Shop, at

PROGRAMME = """
program: corner
currency: {code: CNY, minor_digits: 2}
timezone: Asia/Shanghai
wallets: {points: {}}
tiers:
  review: {every: quarter}
  down: {step: one, grace: GRACE}
  levels:
    - {id: regular}
    - {id: silver, reach: {spend: 500, within: 3 months}, keep: {spend: 300, within: 3 months}}
    - {id: gold, reach: {spend: 1500, within: 3 months}, keep: {spend: 900, within: 3 months}}
"""


@pytest.fixture
def club(database: Any) -> Iterator[Shop]:
    with psycopg.connect(database.dsn, autocommit=True) as conn:
        yield Shop(database.dsn, database.owner_dsn, conn)
        report = verify(conn)
        assert report.is_sound, [finding for checked in report.checks for finding in checked.findings]


def open_with(club: Shop, grace: str) -> None:
    text = PROGRAMME.replace("{step: one, grace: GRACE}", f"{{step: one, grace: {grace}}}" if grace else "{step: one}")
    apply_version(club.conn, text, by="lead", at=datetime(2026, 1, 1, tzinfo=ZONE))
    for ref, amounts in {"alice": ["1500.00"], "bea": ["1600.00", "950.00"], "carl": ["600.00"], "dana": ["40.00"]}.items():
        club.post(club.joins(ref))
        for number, amount in enumerate(amounts):
            club.post(club.order(ref, f"{ref}{number}", f"2026-0{2 + 2 * number}-10", amount))


def ahead(club: Shop, now: str, day: str) -> tuple[Any, list[TierMove]]:
    moves: list[TierMove] = []
    found = preview(club.conn, club.versions, at(now), club.versions.calendar.day_of(at(day)), moves.append)
    return found, moves


def test_who_would_move_is_who_then_moves(club: Shop) -> None:
    open_with(club, "")
    written = club.rows("SELECT count(*) FROM event")
    found, moves = ahead(club, "2026-05-01 12:00", "2026-07-01")
    assert [(move.member, move.before, move.after, move.how, move.on) for move in moves] == [
        ("alice", "gold", "silver", "down", "2026-07-01"),
        ("carl", "silver", "regular", "down", "2026-07-01"),
    ]
    assert moves[0].why[-1]["measured"] == [{"measure": "spend", "have": "0.00", "need": "900.00", "within": "3 months", "met": False}]
    assert (found.all_members, dict(found.before), dict(found.after)) == (4, {"gold": 2, "silver": 1, "regular": 1}, {"gold": 1, "silver": 1, "regular": 2})
    assert club.rows("SELECT count(*) FROM event") == written
    advance_due(club.conn, club.versions, at("2026-07-01"))
    assert [(ref, club.balance(ref)[4]) for ref in ("alice", "bea", "carl", "dana")] == [("alice", "silver"), ("bea", "gold"), ("carl", "regular"), ("dana", "regular")]


def test_a_grace_that_begins_is_told_with_its_last_day(club: Shop) -> None:
    open_with(club, "30 days")
    found, moves = ahead(club, "2026-05-01 12:00", "2026-07-01")
    assert [(move.member, move.how, move.until) for move in moves] == [("alice", "grace", "2026-07-30"), ("carl", "grace", "2026-07-30")]
    assert dict(found.before) == dict(found.after)
    assert [move.how for move in ahead(club, "2026-07-02 12:00", "2026-07-31")[1]] == ["down", "down"]


def test_a_version_to_come_that_asks_for_less_lifts_with_the_next_event(club: Shop) -> None:
    open_with(club, "")
    easier = PROGRAMME.replace("{step: one, grace: GRACE}", "{step: one}").replace("spend: 500", "spend: 30").replace("keep: {spend: 300, within: 3 months}", "keep: {spend: 10, within: 1 year}")
    apply_version(club.conn, easier, by="lead", at=datetime(2026, 3, 1, tzinfo=ZONE), in_force_from=datetime(2026, 5, 1, tzinfo=ZONE))
    _, moves = ahead(club, "2026-04-20 12:00", "2026-05-02")
    assert [(move.member, move.before, move.after, move.how) for move in moves] == [("dana", "regular", "silver", "up_next_event")]
    assert club.post(club.order("dana", "d9", "2026-05-02 12:00", "0.01")).tier == "silver"


def test_the_next_review_is_the_programmes_own(club: Shop) -> None:
    open_with(club, "")
    assert iso_day(next_review_day(club.versions, at("2026-05-01"))) == "2026-07-01"
    assert iso_day(next_review_day(club.versions, at("2026-12-31 23:59"))) == "2027-01-01"


def test_nobody_who_stays_is_named(club: Shop) -> None:
    open_with(club, "")
    from regulars.journal.queries import state_of

    assert move_of(club.versions, "bea", state_of(club.conn, "bea"), at("2026-07-01")) is None


@pytest.mark.parametrize(("text", "cell"), [("=1+1", "'=1+1"), ("@x", "'@x"), ("C-1", "C-1"), ("", "")])
def test_a_reference_never_becomes_a_formula(text: str, cell: str) -> None:
    assert safe_cell(text) == cell
