"""The programme promises to ask about a member only what a rule for that very event needs."""

from engine.people import HEAD
from regulars.engine.facts import facts_by_type
from regulars.program.reading import require

EVENTS = "events: {gym.visited: {fields: {minutes: {type: number}}}, tour.done: {once_per: day}}\n"


def asked(*rules: str, wallets: str = "{points: {}}", more: str = "") -> dict[str, set[str]]:
    earn = "".join(f"  - {{id: r{number}, points: 5, {rule}}}\n" for number, rule in enumerate(rules))
    program = require(f"{HEAD}wallets: {wallets}\n{EVENTS}earn:\n{earn}{more}")
    return {type: set(facts) for type, facts in facts_by_type([program]).items()}


def test_nothing_is_asked_where_no_rule_asks_it() -> None:
    assert asked("on: order.paid") == {}
    assert asked("on: order.paid, when: {member.days_since_enrolment: {at_most: 9}}") == {}  # the engine knows it itself
    assert asked("on: order.paid, when: {order.channel: app}") == {}


def test_what_a_condition_asks_is_asked_for_its_own_event() -> None:
    found = asked("on: order.paid, when: {member.segment: vip}", "on: order.paid, when: {member.birthday_month: true}", "on: gym.visited, when: {member.birthday: true}")
    assert found == {"order.paid": {"segment", "birthday_month"}, "gym.visited": {"birthday"}}
    assert asked("on: order.paid, when: {any: [{member.segment: vip}, {not: {member.birthday: true}}]}") == {"order.paid": {"segment", "birthday"}}


def test_challenges_and_the_friends_purchase_ask_too() -> None:
    challenge = "challenges: [{id: c, on: gym.visited, when: {member.segment: vip}, target: {count: 1}, reward: {points: 1}}]\n"
    referral = "referral: {advocate: {points: 300}, qualifies: {when: {member.segment: new}}}\n"
    assert asked("on: order.paid", more=challenge + referral) == {"gym.visited": {"segment"}, "order.paid": {"segment"}}


def test_days_of_the_members_own_need_their_time_zone() -> None:
    assert asked("on: checkin") == {"checkin": {"zone"}}
    assert asked("on: tour.done") == {"tour.done": {"zone"}}
    assert asked("on: gym.visited") == {}
    assert asked("on: order.paid, streak: {days: 3, bonus: 10}") == {"order.paid": {"zone"}}
    assert asked("on: order.paid, streak: {days: 3, bonus: 10}", "on: gym.visited") == {"order.paid": {"zone"}}


def test_points_that_lapse_at_the_members_midnight_need_it_with_every_event_of_theirs() -> None:
    found = asked("on: order.paid", wallets="{points: {}, miles: {expire: {rolling: 1 year, midnight: member}}}")
    assert all(facts == {"zone"} for facts in found.values())
    assert {"order.paid", "order.returned", "points.redeemed", "member.enrolled", "checkin", "gym.visited", "tour.done"} <= set(found)
    assert "referral.qualified" not in found  # that is the house's own


def test_a_leap_birthday_in_march_is_asked_for_only_with_birthdays() -> None:
    march, february = "birthdays: {leap_day: 03-01}\n", ""
    rule = "on: order.paid, when: {member.birthday: true}"
    assert asked(rule, more=march) == {"order.paid": {"birthday", "leap_day:03-01"}}
    assert asked(rule, more=february) == {"order.paid": {"birthday"}}
    assert asked("on: order.paid, when: {member.segment: vip}", more=march) == {"order.paid": {"segment"}}


def test_every_version_asks_for_itself_and_together() -> None:
    text = f"{HEAD}wallets: {{points: {{}}}}\nearn: [{{id: r, on: order.paid, points: 5, when: %s}}]\n"
    programs = [require(text % "{member.segment: vip}"), require(text % "{member.birthday: true}")]
    assert facts_by_type(programs) == {"order.paid": frozenset({"segment", "birthday"})}
