"""The programme promises that what is said about a tier is said over HTTP: freezes, matches, missions and memberships, and what stands before a tier."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from api.shop import Shop, event, open_shop, order

CLUB = """
program: club
currency: {code: EUR, minor_digits: 2}
timezone: UTC
wallets: {points: {point_value: 0.01}}
tier_score: {within: 1 year, terms: [{spend: 1, per: 10}, {visits: 5}]}
tiers:
  review: {every: anniversary}
  levels:
    - {id: friend}
    - {id: silver, reach: {score: 20}, multiplier: 1.5}
    - {id: gold, name: {en: Gold, zh-Hans: 金卡}, reach: {score: 100}, multiplier: 2}
fast_tracks: [{id: sprint, reach: {spend: 50, within: 10 days}, grants: gold, for: 1 month, enrol: on_request}]
paid: [{id: plus, multiplier: 2, fee: 36.50, lasts: 365 days, trial: 14 days, refund: pro_rata}]
earn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]
"""


def in_days(count: int) -> str:
    return (datetime.now(UTC).date() + timedelta(days=count)).isoformat()


@pytest.fixture(scope="module")
def club(module_database: Any, home: Any, django_db_blocker: Any) -> Iterator[Shop]:
    with open_shop(module_database, home, django_db_blocker, CLUB) as shop:
        yield shop


def member(club: Shop, ref: str, query: str = "") -> dict[str, Any]:
    answer = club.client.get(f"/v1/members/{ref}{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_newcomer_sees_where_they_stand_and_what_is_missing(club: Shop) -> None:
    club.enrol("alice")
    assert club.post(order("alice", "49.99")).json()["tier"] == "friend"
    ahead = member(club, "alice", "?lang=zh-Hans")["outlook"]
    assert ahead["next"]["asks"] == {
        "measure": "score", "have": "9", "need": "20", "within": "1 year", "met": False, "missing": "11",
        "terms": [{"measure": "spend", "have": "49.99", "score": 4}, {"measure": "visits", "have": "1", "score": 5}],
    }  # fmt: skip
    assert [reason["text"] for reason in ahead["why"]] == ["friend为入会等级", "升级silver还需：再增加综合评分 11"]
    assert (ahead["keep"], ahead["projected"], ahead["grants"], ahead["frozen_until"], ahead["membership"]) == ({}, {}, [], None, {})


def test_how_likely_the_next_level_is_stands_beside_what_is_missing(club: Shop) -> None:
    """Joined on this day two years and 300 days ago, so that the review is nearer than what has been seen; 10.00 in every second week since half a year."""
    assert member(club, "alice")["outlook"]["chances"][0]["code"] == "chance.too_early"
    club.post(event("member.enrolled", "cleo", {}, time=f"{in_days(-1030)}T09:00:00Z"))
    for week in range(1, 26, 2):
        assert club.post(order("cleo", "1.00", time=f"{in_days(-7 * week)}T10:00:00Z")).status_code == 201
    (one,) = member(club, "cleo", "?lang=zh-Hant")["outlook"]["chances"]
    assert (one["goal"], one["tier"], one["weeks"]) == ("reach", "gold", 52)
    assert one["in_100"] % 5 == 0 and one["text"].startswith("按最近 52 週的節奏")


def test_a_match_and_a_freeze_show_with_their_ends(club: Shop) -> None:
    club.enrol("bea")
    matched = club.post(event("tier.matched", "bea", {"level": "gold", "until": in_days(60), "evidence": "file 7", "by": "Mei"}))
    assert (matched.status_code, matched.json()["tier"]) == (201, "gold")
    frozen = club.post(event("tier.frozen", "bea", {"until": in_days(30), "reason": "parental leave", "by": "Mei"}))
    assert frozen.status_code == 201
    ahead = member(club, "bea", "?lang=en")["outlook"]
    assert ahead["frozen_until"] == in_days(30)
    assert ahead["grants"][0]["until"] == in_days(60)
    assert ahead["projected"]["tier"] == "friend"
    assert ahead["why"][0]["text"].startswith("Gold until ") and ahead["why"][0]["text"].endswith(": matched on evidence file 7")


def test_refusals_carry_their_facts_in_the_readers_language(club: Shop) -> None:
    club.enrol("carl")
    too_long = club.post(event("tier.frozen", "carl", {"until": in_days(400), "reason": "leave", "by": "Mei"}), path="/v1/events?lang=zh-Hans")
    assert (too_long.status_code, too_long.json()["code"]) == (409, "tier.freeze_too_long")
    day = date.fromisoformat(in_days(400))
    assert f"不能到 {day.year}年{day.month}月{day.day}日" in too_long.json()["detail"]
    unreadable = club.post(event("tier.set", "carl", {"level": "gold", "reason": "x", "by": "Mei", "until": "tomorrow"}))
    assert (unreadable.status_code, unreadable.json()["code"], unreadable.json()["field"]) == (422, "data.not_a_day", "until")
    nobody = club.post(event("tier.unfrozen", "a stranger", {"by": "Mei"}))
    assert nobody.status_code == 404


def test_a_mission_is_quoted_before_it_is_done(club: Shop) -> None:
    club.enrol("dora")
    assert club.post(event("fast_track.requested", "dora", {"track": "sprint"})).status_code == 201
    quoted = club.quote(order("dora", "50.00")).json()
    assert (quoted["tier"], quoted["because"][-1]["code"]) == ("gold", "track.reached")
    assert member(club, "dora")["tier"] == "friend"
    (mission,) = member(club, "dora")["outlook"]["fast_tracks"]
    assert (mission["until"], mission["criteria"][0]["missing"]) == (in_days(9), "50.00")


def test_a_membership_is_bought_and_paid_back_by_the_day(club: Shop) -> None:
    club.enrol("emma")
    bought = club.post(event("membership.bought", "emma", {"plan": "plus"})).json()
    assert bought["membership"] == {"what": "bought", "plan": "plus", "until": in_days(364), "fee": "36.50"}
    assert club.post(order("emma", "10.00")).json()["points"]["earned"] == 20
    ahead = member(club, "emma")["outlook"]
    assert ahead["paid"] == [{"plan": "plus", "fee": "36.50", "spend": "3650.00", "so_far": "10.00", "paid_off": False}]
    back = club.post(event("membership.refunded", "emma", {"reason": "moved", "by": "Mei"}))
    assert (back.status_code, back.json()["membership"]["refund"]) == (201, "36.50")
    assert club.post(order("emma", "10.00")).json()["points"]["earned"] == 10
    twice = club.post(event("membership.refunded", "emma", {"reason": "moved", "by": "Mei"}))
    assert (twice.status_code, twice.json()["code"]) == (409, "membership.none")
