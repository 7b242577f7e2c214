"""Each rule says what it promises, at the number beside it that is fine, and only of what is new."""

from typing import Any

import pytest

from regulars.insight.watch.rules import DAY_US, MINUTE_US, Own, Seen, by_hand, of_member, shared
from regulars.insight.watch.rules_of_pools import of_pool
from regulars.insight.watch.settings import KINDS, Rule, Settings, Staff, check, read_settings
from regulars.kit.errors import Invalid
from regulars.kit.phrases import LANGUAGES, say

NOON = 20_000 * DAY_US + 12 * 60 * MINUTE_US
ON = Settings(on=True)


def found(seen: list[Seen], settings: Settings = ON, fresh: set[int] | None = None, own: tuple[Own, ...] = ()) -> dict[str, Any]:
    every = of_member(7, seen, {one.seq for one in seen} if fresh is None else fresh, settings, own)
    for one in every:
        for language in LANGUAGES:
            said = say(f"watch.{one.rule}", one.facts, language)
            assert "{" not in said and "watch." not in said, said
    return {one.rule: one for one in every}


def many(type: str, count: int, apart: int = MINUTE_US, **more: Any) -> list[Seen]:
    return [Seen(n, type, NOON + n * apart, order=f"o{n}", **more) for n in range(1, count + 1)]


@pytest.mark.parametrize(("rule", "type"), [("orders", "order.paid"), ("redemptions", "points.redeemed"), ("redemptions", "points.captured")])
def test_velocity_begins_above_what_is_fine_and_ends_with_its_minutes(rule: str, type: str) -> None:
    most = KINDS[rule].most
    assert rule not in found(many(type, most))
    one = found(many(type, most + 1, points=5))[rule]
    assert (one.count, one.member, len(one.events)) == (most + 1, 7, most + 1)
    assert rule not in found(many(type, most + 1, apart=60 * MINUTE_US // most))  # the first is an hour before the last
    assert rule in found(many(type, most + 1, apart=60 * MINUTE_US // most - 1))


def test_what_has_been_looked_at_is_not_found_again() -> None:
    seen = many("order.paid", 12)
    assert "orders" not in found(seen, fresh=set()) and "orders" in found(seen, fresh={12})
    later = [*seen, Seen(13, "order.paid", NOON + 5 * DAY_US)]
    assert "orders" not in found(later, fresh={13})


def test_a_loop_is_paid_used_and_sent_back_more_than_once() -> None:
    def turn(n: int, at: int, used: bool = True) -> list[Seen]:
        middle = [Seen(3 * n + 1, "points.redeemed", at + DAY_US, points=50)] if used else []
        return [Seen(3 * n, "order.paid", at, f"A{n}"), *middle, Seen(3 * n + 2, "order.returned", at + 2 * DAY_US, f"A{n}")]

    once, twice = turn(1, NOON), [*turn(1, NOON), *turn(2, NOON + 5 * DAY_US)]
    assert "loops" not in found(once)
    assert found(twice)["loops"].facts == {"n": 2, "days": 30, "points": 100} and len(found(twice)["loops"].events) == 6
    assert "loops" not in found([*turn(1, NOON, used=False), *turn(2, NOON + 5 * DAY_US)])  # sent back, and no points were used between
    assert "loops" not in found([*turn(1, NOON), *turn(2, NOON + 30 * DAY_US)])  # the two returns are too far apart
    assert "loops" in found([*turn(1, NOON), *turn(2, NOON + 30 * DAY_US - 1)])


def test_a_return_that_leaves_points_owed_names_the_order_and_who_used_them() -> None:
    seen = [Seen(1, "order.paid", NOON, "A1"), Seen(2, "points.redeemed", NOON + 1, points=300), Seen(3, "order.returned", NOON + 2, "A1", owed=201)]
    assert found(seen)["refund"].events == ((7, 2), (7, 3)) and found(seen)["refund"].facts == {"order": "A1", "points": 201}
    assert "refund" not in found([*seen[:2], seen[2]._replace(owed=200)])


def test_staff_who_give_or_ring_up_for_their_own_card_are_found_and_colleagues_are_not() -> None:
    mei = (Own("Mei", 17),)
    given = Seen(1, "points.adjusted", NOON, points=50, by="mei")
    rung = Seen(2, "order.paid", NOON, "A1", cashier=17)
    assert found([given], own=mei)["self_earn"].person == found([rung], own=mei)["self_earn"].person == "Mei"
    assert "self_earn" in found([Seen(1, "tier.set", NOON, by="Mei")], own=mei)
    for other in (given._replace(by="Li"), rung._replace(cashier=18), rung._replace(cashier=None), given._replace(points=-50)):
        assert "self_earn" not in found([other], own=mei)
    assert "self_earn" not in found([given, rung])  # nobody's own card


def test_gifts_that_come_back_and_points_gathered_from_many() -> None:
    ring = [Seen(1, "points.sent", NOON, points=80, other=9), Seen(2, "points.received", NOON + DAY_US, points=70, other=9)]
    assert found(ring)["gift_ring"].facts == {"n": 1, "days": 7, "points": 80, "other": 9}
    assert "gift_ring" not in found([ring[0], ring[1]._replace(other=8)])
    assert "gift_ring" not in found([ring[0], ring[1]._replace(at_us=NOON + 7 * DAY_US)])
    givers = [Seen(n, "points.received", NOON + n, points=10, other=n) for n in range(1, 6)]
    assert found(givers)["gathering"].count == 5 and "gathering" not in found(givers[:4])
    assert "gathering" not in found([one._replace(other=1) for one in givers])


def test_much_by_hand_and_one_device_are_found_above_what_is_fine() -> None:
    given = [(n, 1, NOON + n, 10) for n in range(21)]
    (one,) = by_hand("mei", given, ON)
    assert (one.member, one.person, one.facts["members"], one.points) == (0, "mei", 21, 210)
    assert by_hand("mei", given[:20], ON) == []
    (ring,) = shared("device", [(n, 1) for n in range(1, 5)], NOON, ON)
    assert ring.member == 4 and shared("device", [(n, 1) for n in range(3)], NOON, ON) == []


def test_a_rule_that_is_switched_off_says_nothing_and_others_are_as_they_were() -> None:
    off = Settings(on=True, rules={"orders": Rule(False, 1, 60)})
    assert "orders" not in found(many("order.paid", 12), off) and "redemptions" in found(many("points.redeemed", 12), off)
    assert by_hand("mei", [(n, 1, NOON, 1) for n in range(50)], Settings(on=True, rules={"by_hand": Rule(False, 1, 1)})) == []


def test_of_one_day_the_gravest_is_kept() -> None:
    every = of_member(7, many("order.paid", 40), set(range(41)), ON)
    assert [one.count for one in every] == [40] and len(every[0].events) == 20


@pytest.mark.parametrize("wrong", [
    {"budget": 0}, {"budget": 1001}, {"budget": "ten"}, {"surprise": 1}, {"rules": {"orders": {"on": True, "most": 0, "span": 60}}}, {"rules": {"orders": {"on": True, "most": 5, "span": 1441}}},
    {"rules": {"unusual": {"on": True, "most": 5, "span": 1}}}, {"staff": [{"by": "", "member": "x"}]}, {"staff": [{"by": "a\x00", "member": "x"}]}, {"rules": {"refund": {"on": True, "most": 1, "span": 3}}},
])  # fmt: skip
def test_settings_that_can_t_be_are_refused_by_name(wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        read_settings(wrong)
    assert refused.value.code in ("watch.setting", "watch.setting_unreadable")


def test_settings_as_they_are_at_first_are_fine() -> None:
    assert check(Settings()) == Settings() and not Settings().on and Settings().longest_days == 90
    assert read_settings({"on": True, "staff": [{"by": "mei", "member": "m1", "cashier": 3}]}).staff == (Staff("mei", "m1", 3),)


def test_many_friends_are_found_above_what_is_fine() -> None:
    brought = [Seen(n, "referral.qualified", NOON + n * DAY_US, points=30, other=100 + n) for n in range(1, 12)]
    assert found(brought)["referrals"].facts == {"n": 11, "days": 30, "points": 330} and "referrals" not in found(brought[:10])
    assert "referrals" not in found([*brought[:10], brought[10]._replace(at_us=NOON + 31 * DAY_US)])


def test_in_a_pool_it_counts_who_spends_and_how_soon_after_somebody_else_put_in() -> None:
    def turn(n: int, apart: int = MINUTE_US, putter: int = 8) -> list[Seen]:
        at = NOON + n * 30 * MINUTE_US
        return [Seen(2 * n, "pool.received", at, who=putter), Seen(2 * n + 1, "pool.redeemed", at + apart, points=10, who=9, others=10)]

    def said(seen: list[Seen], settings: Settings = ON) -> dict[str, Any]:
        return {one.rule: one for one in of_pool(5, seen, {one.seq for one in seen}, settings)}

    three = [*turn(1), *turn(2), *turn(3)]
    quick = said(three)["pool_quick"]
    assert (quick.member, quick.facts, quick.events[0]) == (9, {"n": 3, "minutes": 10, "points": 30}, (5, 2)) and len(quick.events) == 6
    assert all("{" not in say("watch.pool_quick", quick.facts, language) for language in LANGUAGES)
    assert said(three[:4]) == {} and said([*turn(1), *turn(2), *turn(3, apart=11 * MINUTE_US)]) == {}
    assert said([*turn(1, putter=9), *turn(2), *turn(3)]) == {}  # one's own
    often = said([Seen(n, "pool.redeemed", NOON + n * MINUTE_US, points=3, who=9 if n < 6 else 8) for n in range(1, 9)])
    assert often["redemptions"].member == 9 and often["redemptions"].count == 5 and often["redemptions"].events[0] == (5, 1)
