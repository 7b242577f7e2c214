"""What is written is looked at once, below the horizon, kept as alerts, answered, counted; and nothing is looked at while the shop has not switched it on."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import psycopg
import pytest

from insight.running_shop import PROGRAMME, RunningShop
from regulars.insight.watch.acting import answered, freeze_found
from regulars.insight.watch.alerts import Sentence, Unusual, alert, alerts, answer, counts, keep, keep_unusual, realised
from regulars.insight.watch.following import look
from regulars.insight.watch.rules import Finding
from regulars.insight.watch.settings import Rule, Settings, Staff, set_settings, settings_of
from regulars.journal.bulk import post_all
from regulars.journal.frozen import frozen_of
from regulars.journal.moving import run_mover
from regulars.journal.pools import Ask, Pools
from regulars.journal.programs import apply_version, load_versions
from regulars.journal.referrals import carry_referrals, open_referrals
from regulars.kit.errors import Invalid, NotFound, Refused
from regulars.kit.periods import microseconds
from regulars.kit.phrases import LANGUAGES
from regulars.members.profiling import set_profiling

DAY = "2026-03-02"
AT = datetime(2026, 3, 2, 20, tzinfo=UTC)
ON = Settings(on=True, staff=(Staff("mei", "mei-own", 17),), cashier="cashier")


@pytest.fixture
def shop(database: Any) -> RunningShop:
    made = RunningShop(database.dsn)
    with psycopg.connect(made.dsn, autocommit=True) as conn:
        apply_version(conn, PROGRAMME + "gifts: {}\n", by="test", at=datetime(2020, 1, 2, tzinfo=UTC))
        made.program = load_versions(conn).latest.program
    return made


def burst(shop: RunningShop, ref: str, many: int, day: str = DAY, type: str = "points.redeemed") -> list[Any]:
    return [shop.posting(ref, type, {"points": 1}, f"{day}T12:{minute:02}:00+00:00", f"{ref}-{day}-{minute}") for minute in range(many)]


def test_the_watch_sees_what_happens_while_it_is_on_and_nothing_before_or_twice(shop: RunningShop) -> None:
    with psycopg.connect(shop.dsn, autocommit=True) as conn:
        shop.post(shop.order("ada", DAY, ("tea", "500.00")), *burst(shop, "ada", 9, "2026-03-01"))
        assert look(conn, at=AT) is None and settings_of(conn) == Settings()
        set_settings(conn, ON, by="owner", at=AT)
        assert look(conn, at=AT) == (0, [], False)  # from here on
        shop.post(*burst(shop, "ada", 7), shop.order("bea", DAY, ("tea", "9.00")))
        looked = look(conn, at=AT)
        assert looked is not None and looked.events == 9 and [one.finding.rule for one in looked.alerts] == ["redemptions"]  # bea joined, too
        (one,) = alerts(conn)
        assert (one.rule, one.ref, one.day, one.status, one.points) == ("redemptions", "ada", date(2026, 3, 2), "open", 7)
        assert [event[2] for event in one.events] == ["points.redeemed"] * 7
        assert one.words("en") == ["points used 7 times within 60 minutes: 7"] and len({one.words(language)[0] for language in LANGUAGES}) == 3
        assert look(conn, at=AT) == (0, [], False)
        shop.post(shop.posting("ada", "points.redeemed", {"points": 1}, f"{DAY}T12:20:00+00:00"))
        assert look(conn, at=AT) == (1, [], False) and alerts(conn)[0].points == 8  # the same alert has grown
        set_settings(conn, Settings(), by="owner", at=AT)
        assert look(conn, at=AT) is None
        assert conn.execute("SELECT count(*) FROM watch_settings").fetchone() == (2,)


def test_staff_rings_hands_and_devices_are_found_in_the_running_shop(shop: RunningShop) -> None:
    with psycopg.connect(shop.dsn, autocommit=True) as conn:
        shop.post(*[shop.order(ref, "2026-02-20", ("tea", "90.00")) for ref in ("mei-own", "ada", "bea", "cy", "dan")])
        set_settings(conn, ON, by="owner", at=AT)
        look(conn, at=AT)
        for n, ref in enumerate(("ada", "bea", "cy", "dan"), 1):
            conn.execute("INSERT INTO member_signal (member_id, kind, digest, added_at) VALUES (%s, 'device', %s, %s)", (shop.number(ref), b"d" * 32, AT))
            assert n
        given = [shop.posting("bea", "points.adjusted", {"points": 5, "reason": "goodwill", "by": "li"}, DAY) for _ in range(21)]
        shop.post(
            shop.order("mei-own", DAY, ("tea", "3.00"), order_id="rung", measures={"cashier": 17}),
            shop.posting("mei-own", "points.adjusted", {"points": 100, "reason": "goodwill", "by": "MEI"}, DAY),
            shop.order("ada", DAY, ("tea", "3.00"), measures={"cashier": 17}),
            *given,
        )
        looked = look(conn, at=AT)
        assert looked is not None
        assert sorted(one.finding.rule for one in looked.alerts) == ["by_hand", "self_earn"]
        by_rule = {one.rule: one for one in alerts(conn)}
        assert (by_rule["self_earn"].ref, by_rule["self_earn"].person) == ("mei-own", "mei")
        assert (by_rule["by_hand"].ref, by_rule["by_hand"].person, by_rule["by_hand"].points) == ("", "li", 105)
        with pytest.raises(Refused) as refused:
            answered(conn, shop.dsn, by_rule["by_hand"].id, "frozen", by="owner", at=AT)
        assert refused.value.code == "watch.nobody_to_freeze"
        shop.post(shop.posting("eve", "checkin", {}, DAY))
        conn.execute("INSERT INTO member_signal (member_id, kind, digest, added_at) VALUES (%s, 'device', %s, %s)", (shop.number("eve"), b"d" * 32, AT))
        looked = look(conn, at=AT)
        assert looked is not None and [one.finding.rule for one in looked.alerts] == ["shared"]


def test_an_answer_is_kept_counts_towards_how_right_the_rule_is_and_harmless_keeps_it_quiet(shop: RunningShop) -> None:
    with psycopg.connect(shop.dsn, autocommit=True) as conn:
        refs = ("ada", "bea", "cy")
        shop.post(*[shop.order(ref, "2026-02-20", ("tea", "90.00")) for ref in refs])
        set_settings(conn, ON, by="owner", at=AT)
        look(conn, at=AT)
        shop.post(*[one for ref in refs for one in burst(shop, ref, 6)])
        look(conn, at=AT)
        ids = {one.ref: one.id for one in alerts(conn)}
        assert answered(conn, shop.dsn, ids["ada"], "frozen", by="mei", at=AT).history == (("frozen", "mei", AT),)
        assert frozen_of(conn, "ada").by == "mei" and frozen_of(conn, "ada").reason == f"alert {ids['ada']}"
        answer(conn, ids["bea"], "harmless", by="mei", at=AT)
        assert [one.ref for one in alerts(conn, status="open")] == ["cy"]
        (told,) = realised(conn)
        assert told[:4] == ("redemptions", 3, 2, 1) and told.share == 0.5 and told.low == pytest.approx(0.0945, abs=1e-4) and told.high == pytest.approx(0.9055, abs=1e-4)  # Wilson 1927, 1 of 2
        shop.post(*burst(shop, "bea", 6, "2026-03-03"), *burst(shop, "cy", 6, "2026-03-03"))
        looked = look(conn, at=AT.replace(day=3))
        assert looked is not None and [alert(conn, one.id).ref for one in looked.alerts] == ["cy"]  # of bea it is quiet for a week
        answer(conn, ids["bea"], "open", by="li", at=AT)
        assert [status for status, _, _ in alert(conn, ids["bea"]).history] == ["harmless", "open"]
        assert counts(conn, 1) == {"open": 3, "looked_into": 0, "frozen": 1, "harmless": 0, "beneath": 2}
        assert len(alerts(conn, budget=1)) == 2 and len(alerts(conn, budget=1, limit=1, offset=1)) == 1
        for wrong in (lambda: answer(conn, ids["cy"], "perhaps", by="x", at=AT), lambda: alerts(conn, status="perhaps")):
            with pytest.raises(Invalid):
                wrong()
        for none in (0, 2**63, 999_999):
            with pytest.raises(NotFound):
                alert(conn, none)


def test_a_rule_that_is_told_to_freezes_at_once_and_the_alert_waits_for_somebody(shop: RunningShop) -> None:
    with psycopg.connect(shop.dsn, autocommit=True) as conn:
        shop.post(shop.order("ada", "2026-02-20", ("tea", "90.00")))
        settings = Settings(on=True, rules={"redemptions": Rule(True, 4, 60, freeze=True)})
        set_settings(conn, settings, by="owner", at=AT)
        look(conn, at=AT)
        shop.post(*burst(shop, "ada", 5))
        looked = look(conn, at=AT)
        assert looked is not None and freeze_found(conn, shop.dsn, looked.alerts, settings, at=AT) == 1
        assert frozen_of(conn, "ada").by == "watch" and alerts(conn)[0].status == "open" and realised(conn)[0].answered == 0
        since = frozen_of(conn, "ada")
        freeze_found(conn, shop.dsn, looked.alerts, settings, at=AT)
        assert frozen_of(conn, "ada") == since


def test_unusual_days_stand_in_the_same_list_and_whoever_refuses_profiling_leaves_it_at_once(shop: RunningShop) -> None:
    with psycopg.connect(shop.dsn, autocommit=True) as conn:
        shop.post(shop.order("ada", "2026-02-20", ("tea", "90.00")))
        why = (Sentence("insight.anomalies.often", {"kind": "redeem", "now": 9, "usual": "1.0", "days": 10, "chance": "1e-05"}),)
        rows = [Unusual(date(2026, 3, 1), shop.number("ada"), 12.5, 900, why)]
        assert (keep_unusual(conn, rows, at=AT), keep_unusual(conn, rows, at=AT)) == (1, 0)
        assert "9 × redemption in a day" in alerts(conn)[0].words("en")[0] and "兑换 9 次" in alerts(conn)[0].words("zh-Hans")[0]
        set_profiling(conn, "ada", allowed=False, by="ada", at=AT)
        assert alerts(conn) == [] and counts(conn, 10)["open"] == 0


def test_a_member_who_is_rewarded_for_many_friends_is_told_of_in_the_running_shop(shop: RunningShop) -> None:
    with psycopg.connect(shop.dsn, autocommit=True) as conn:
        apply_version(conn, PROGRAMME + "referral: {advocate: {points: 300}, friend: {points: 200}}\n", by="test", at=datetime(2020, 1, 3, tzinfo=UTC))
        shop.program = load_versions(conn).latest.program
        shop.post(shop.order("ada", "2026-02-20", ("tea", "90.00")))
        set_settings(conn, Settings(on=True, rules={"referrals": Rule(True, 2, 30)}), by="owner", at=AT)
        look(conn, at=AT)
        brought = {"referral": {"advocate": shop.number("ada")}}
        friends = ("ben", "cy", "dan")
        for friend in friends:
            joined = shop.posting(friend, "member.enrolled", {"referred_by": "ADA"}, DAY, f"join-{friend}")
            assert post_all(shop.dsn, [msgspec.structs.replace(joined, facts=brought)]).created == 1
        shop.post(*[shop.order(friend, DAY, ("tea", "60.00")) for friend in friends])
        steps = open_referrals(conn, 0)
        assert run_mover(shop.dsn, lambda mover: carry_referrals(mover, steps, microseconds(AT))) == 3
        shop.wait_for_the_horizon()
        looked = look(conn, at=AT)
        assert looked is not None and [one.finding.rule for one in looked.alerts] == ["referrals"]
        (one,) = alerts(conn)
        assert (one.ref, one.points) == ("ada", 900) and [type for _, _, type, _ in one.events] == ["referral.qualified"] * 3


def test_what_is_spent_from_a_pool_is_the_spender_s_and_points_of_others_used_at_once_are_told_of(shop: RunningShop) -> None:
    with psycopg.connect(shop.dsn, autocommit=True) as conn:
        apply_version(conn, PROGRAMME + "gifts: {}\npools: {family: {members: 4, contribute: all}}\n", by="test", at=datetime(2020, 1, 3, tzinfo=UTC))
        shop.program = load_versions(conn).latest.program
        shop.post(shop.order("ada", "2026-02-20", ("tea", "90.00")), shop.order("ben", "2026-02-20", ("tea", "90.00")))
        set_settings(conn, ON, by="owner", at=AT)
        look(conn, at=AT)

        async def family(door: Any) -> None:
            pools, now_us = Pools(door), microseconds(AT)
            for verb, asked in (("found", {"kind": "family"}), ("invite", {"by": "ada"}), ("join", {})):
                assert (await getattr(pools, verb)(Ask("app", verb, microseconds(datetime(2026, 3, 1, tzinfo=UTC)), pool="home", member="ada" if verb == "found" else "ben", **asked), now_us)).state == "arrived"

        async def spend(door: Any) -> None:
            for n in range(3):
                await door.finish_open(0, microseconds(AT))
                assert (await Pools(door).redeem(Ask("app", f"r{n}", microseconds(datetime(2026, 3, 2, 12, 20 * n + 2, tzinfo=UTC)), member="ben", points=5), microseconds(AT))).state == "arrived"

        run_mover(shop.dsn, family)
        shop.post(*[shop.order("ada", f"{DAY}T12:{20 * n:02}:00+00:00", ("tea", "9.00")) for n in range(3)])
        run_mover(shop.dsn, spend)
        shop.wait_for_the_horizon()
        looked = look(conn, at=AT)
        assert looked is not None and [one.finding.rule for one in looked.alerts] == ["pool_quick"]
        (one,) = alerts(conn)
        assert (one.ref, one.points) == ("ben", 15) and {event[0] for event in one.events} == {"home"} and "used within 10 minutes: 15 points" in one.words("en")[0]


def test_a_thousand_findings_of_a_slice_are_kept_in_their_order_each_once(shop: RunningShop) -> None:
    """Of two about one day the one with more risk is kept, with its own evidence; kept again they are the same alerts."""
    with psycopg.connect(shop.dsn, autocommit=True) as conn:
        found = [Finding("orders", 1 + n % 500, "", microseconds(AT) + n, n, 9, ((1 + n % 500, n),), {"n": 9, "minutes": 60, "points": n}) for n in range(1_000)]
        made = keep(conn, found, zone=ZoneInfo("UTC"), at=AT)
        assert [one.finding for one in made] == found[500:] and [one.id for one in made] == sorted(one.id for one in made)
        assert keep(conn, found, zone=ZoneInfo("UTC"), at=AT) == []
        assert conn.execute("SELECT count(*), min(points), max(points) FROM watch_alert").fetchone() == (500, 500, 999)
        grown = [replace(found[0], points=5_000, events=((1, 7),))]
        assert keep(conn, grown, zone=ZoneInfo("UTC"), at=AT) == []
        assert conn.execute("SELECT points, evidence -> 'events' FROM watch_alert WHERE member_id = 1").fetchone() == (5_000, [[1, 7]])
        assert keep(conn, [], zone=ZoneInfo("UTC"), at=AT) == []
