"""Freezes, matches, levels set by hand and missions, posted like any event and ended by the clock: kept, told again, replayed to the same."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import psycopg
import pytest

from regulars.engine.standing import standing
from regulars.journal.clock import advance_due
from regulars.journal.explaining import explain
from regulars.journal.programs import apply_version
from regulars.journal.queries import state_of
from regulars.journal.replay import replay_in_memory
from regulars.journal.verify import verify

from .conftest import ZONE, Shop, at

PROGRAMME = """
program: corner
currency: {code: CNY, minor_digits: 2}
timezone: Asia/Shanghai
wallets: {points: {}}
tier_score: {within: 6 months, terms: [{spend: 1, per: 10}, {visits: 5}]}
tiers:
  review: {every: month}
  down: {step: full, soft_landing: {for: 30 days}}
  levels:
    - {id: regular}
    - {id: silver, reach: {score: 20}, multiplier: 1.5}
    - {id: gold, name: {en: Gold, zh-Hans: 金卡, zh-Hant: 金卡}, reach: {score: 100}, multiplier: 2}
fast_tracks:
  - {id: sprint, name: {en: Sprint, zh-Hans: 冲刺, zh-Hant: 衝刺}, reach: {visits: 2, within: 10 days}, grants: gold, for: 1 month, enrol: on_request}
paid:
  - {id: prime, name: {en: Prime, zh-Hans: 尊享, zh-Hant: 尊享}, level: gold, fee: 36.50, lasts: 365 days, trial: 14 days, renew: auto, refund: pro_rata}
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1}}
"""


@pytest.fixture
def club(database: Any) -> Iterator[Shop]:
    with psycopg.connect(database.dsn, autocommit=True) as conn:
        apply_version(conn, PROGRAMME, by="lead", at=datetime(2026, 1, 1, tzinfo=ZONE))
        yield Shop(database.dsn, database.owner_dsn, conn)
        report = verify(conn)
        assert report.is_sound, [finding for checked in report.checks for finding in checked.findings]
        assert replay_in_memory(conn).difference is None


def said(club: Shop, type: str, when: str, **data: Any) -> Any:
    return club.post(club.event("alice", type, f"{type}-{when}", when, data))


def tier_of(club: Shop, when: str) -> str:
    return standing(club.versions, state_of(club.conn, "alice"), at(when)).tier


def told(club: Shop, language: str = "en") -> list[str]:
    return [sentence for one in explain(club.conn, club.versions, "alice", language) for sentence in one.because]


def test_a_match_is_granted_kept_through_the_clock_and_ended_by_it(club: Shop) -> None:
    club.post(club.joins("alice"))
    answer = said(club, "tier.matched", "2026-01-05", level="gold", until="2026-03-31", evidence="file 7", by="Mei")
    assert (answer.status, answer.tier, answer.because[0]["code"]) == ("created", "gold", "tier.matched")
    again = said(club, "tier.matched", "2026-01-05", level="gold", until="2026-03-31", evidence="file 7", by="Mei")
    assert (again.status, again.tier) == ("duplicate", "gold")
    assert club.post(club.order("alice", "A1", "2026-01-06", "100.00")).points["earned"] == 200
    advance_due(club.conn, club.versions, at("2026-03-31 23:59"))
    assert club.balance("alice")[4] == "gold"
    advance_due(club.conn, club.versions, at("2026-04-01 00:00"))
    assert club.balance("alice")[4] == "regular"
    assert "The matched time is over: Gold became regular" in told(club)
    assert "凭证明 file 7 匹配为金卡，有效期至 2026年3月31日" in told(club, "zh-Hans")


def test_a_refused_match_is_kept_with_its_reason_and_changes_nothing(club: Shop) -> None:
    club.post(club.joins("alice"))
    answer = said(club, "tier.matched", "2026-01-05", level="platinum", until="2026-03-31", evidence="file 7", by="Mei")
    assert (answer.status, answer.code, answer.tier) == ("refused", "tier.unknown_level", "regular")
    over = said(club, "tier.set", "2026-01-06", level="gold", until="2026-01-05", reason="goodwill", by="Mei")
    assert (over.status, over.code) == ("refused", "tier.until_past")


def test_a_freeze_leaves_reviews_out_and_the_clock_says_when_it_is_over(club: Shop) -> None:
    club.post(club.joins("alice"), club.order("alice", "A1", "2026-01-06", "960.00"))
    assert club.balance("alice")[4] == "gold"
    assert said(club, "tier.frozen", "2026-01-10", until="2026-12-31", reason="parental leave", by="Mei").status == "created"
    advance_due(club.conn, club.versions, at("2026-12-31 12:00"))
    assert club.rows("SELECT count(*) FROM event WHERE type = 'time.passed'") == [(0,)]
    advance_due(club.conn, club.versions, at("2027-01-01 00:00"))
    assert club.balance("alice")[4] == "gold"
    assert told(club)[-2:] == ["The review kept Gold (score 101 of 100)", "The freeze is over"]


def test_a_mission_asked_for_is_done_granted_and_over(club: Shop) -> None:
    club.post(club.joins("alice"))
    assert said(club, "fast_track.requested", "2026-01-05", track="sprint").because[0]["until"] == "2026-01-14"
    club.post(club.order("alice", "A1", "2026-01-05", "1.00"))
    done = club.post(club.order("alice", "A2", "2026-01-14", "1.00"))
    assert (done.tier, done.because[-1]["code"]) == ("gold", "track.reached")
    advance_due(club.conn, club.versions, at("2026-02-14"))
    assert club.balance("alice")[4] == "regular"
    assert "已完成“冲刺”：享金卡至 2026年2月13日（到店天数 2，要求 2）" in told(club, "zh-Hans")
    late = club.event("alice", "fast_track.requested", "late", "2026-02-20", {"track": "sprint"})
    assert club.post(late).status == "created"
    advance_due(club.conn, club.versions, at("2026-03-02"))
    assert told(club)[-1] == "“Sprint” was not done in time"


def test_what_staff_set_is_set_with_who_and_why_and_a_soft_landing_shows_in_the_points(club: Shop) -> None:
    club.post(club.joins("alice"))
    assert said(club, "tier.set", "2026-01-05", level="gold", reason="opening night", by="Mei").tier == "gold"
    assert club.rows("SELECT body->>'by', body->>'reason' FROM event WHERE type = 'tier.set'") == [("Mei", "opening night")]
    fallen = club.post(club.order("alice", "A1", "2026-02-01", "10.00"))  # the review of January came first
    assert (fallen.tier, fallen.points["earned"]) == ("regular", 20)
    assert club.post(club.order("alice", "A2", "2026-03-03", "10.00")).points["earned"] == 10
    taken = club.post(club.returns("alice", "A1", "2026-03-04"))
    assert taken.points["earned"] == -20


def test_a_paid_membership_is_tried_goes_on_and_is_paid_back(club: Shop) -> None:
    club.post(club.joins("alice"))
    tried = said(club, "membership.bought", "2026-01-05", plan="prime", trial=True)
    assert (tried.tier, tried.membership) == ("gold", {"what": "tried", "plan": "prime", "until": "2026-01-18", "fee": "0.00"})
    advance_due(club.conn, club.versions, at("2026-01-19"))
    told_others = club.rows("SELECT topic, payload->>'fee' FROM outbox WHERE starts_with(topic, 'membership.') ORDER BY seq, n")
    assert told_others == [("membership.tried", "0.00"), ("membership.goes_on", "36.50")]
    back = said(club, "membership.refunded", "2026-01-29", reason="moved away", by="Mei")
    assert (back.tier, back.membership["refund"]) == ("regular", "35.50")
    assert [reason["code"] for reason in back.because] == ["membership.refunded", "tier.paid_over"]
    again = said(club, "membership.refunded", "2026-01-30", reason="moved away", by="Mei")
    assert (again.status, again.code) == ("refused", "membership.none")
    assert "“尊享”自动续期至 2027年1月18日，应付 36.50" in told(club, "zh-Hans")
