"""The programme promises how far a challenge is, which time an event belongs to, when one may take part, and what is remembered of rewards: at the day and number itself and beside it."""

from datetime import date

import pytest

from engine.people import People, refused
from regulars.engine.compiled import CompiledChallenge
from regulars.engine.decision import Past
from regulars.engine.event_names import CHALLENGE_JOINED, ORDER_PAID, ORDER_RETURNED
from regulars.engine.events import ChallengeJoined, Line, OrderPaid, OrderReturned, ReturnedLine
from regulars.engine.quest_standing import challenges_of
from regulars.engine.questing import ATTEMPTS_KEPT, REWARDS_KEPT, amount_text, progress_reason, window_of
from regulars.engine.state_quests import Attempt, Quest
from regulars.kit.periods import NEVER

SHOP = "wallets: {points: {}}\nearn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]\nbadges: [{id: owl, revoke: on_return}]\n"


FEBRUARY = "{from: 2026-02-01, until: 2026-02-28}"


def shop(**keys: str) -> People:
    told = {"id": "goal", "on": "order.paid", "target": "{count: 2}", "reward": "{points: 100}", **keys}
    people = People(SHOP + "challenges: [{" + ", ".join(f"{key}: {text}" for key, text in told.items()) + "}]\n")
    people.joins("alice", "2026-01-05")
    return people


def challenge(**keys: str) -> CompiledChallenge:
    return next(one for those in shop(**keys).versions.every[0].challenges.values() for one in those)


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def asks(people: People, on: str, id: str = "goal"):
    return people.happens("alice", on, CHALLENGE_JOINED, ChallengeJoined(id))


def stands(people: People, on: str):
    (one,) = challenges_of(people.states["alice"], people.versions.every[0], day(on))
    return one


def of(made, *codes: str) -> list[dict]:
    return [reason for reason in made.outcome.because if reason["code"] in codes]


@pytest.mark.parametrize(
    ("period", "joined", "expected"),
    [
        ("{per: month}", 0, ("2026-03-01", "2026-03-31")),
        ("{within: 30 days, since: enrolment}", 0, ("2026-01-05", "2026-02-03")),
        ("{within: 1 month}", 0, ("2026-03-10", "2026-04-09")),
    ],
)
def test_the_time_an_event_belongs_to(period: str, joined: int, expected: tuple[str, str]) -> None:
    assert window_of(challenge(period=period), Quest(joined), day("2026-01-05"), day("2026-03-10")) == tuple(map(day, expected))


def test_who_asked_is_counted_from_asking_and_without_a_period_there_is_no_end() -> None:
    on_request = challenge(period="{within: 10 days}", join="on_request")
    assert window_of(on_request, Quest(day("2026-03-08")), 1, day("2026-03-10")) == (day("2026-03-08"), day("2026-03-17"))
    assert window_of(challenge(), Quest(), 1, day("2026-03-10")) == (0, NEVER)


@pytest.mark.parametrize(
    ("target", "value", "text"),
    [("{count: 3}", 1, "1"), ("{quantity: 3}", 1_500, "1.5"), ("{quantity: 3}", 2_000, "2"), ("{spend: 30}", 1_234, "12.34"), ("{days: 3}", 2, "2"), ("{distinct: category, count: 3}", 2, "2")],
)
def test_amounts_are_told_in_the_documents_own_units(target: str, value: int, text: str) -> None:
    people = shop(target=target)
    compiled = people.versions.every[0]
    assert amount_text(challenge(target=target), value, compiled) == text


def test_progress_says_how_far_and_how_long_there_is() -> None:
    people, monthly = shop(), challenge(target="{count: 3}", period="{per: month}")
    compiled = people.versions.every[0]
    assert progress_reason("challenge.progress", monthly, Attempt(day("2026-03-01"), day("2026-03-31"), 1), compiled) == {
        "code": "challenge.progress", "challenge": "goal", "kind": "count", "have": "1", "need": "3", "missing": "2", "until": "2026-03-31",
    }  # fmt: skip
    more = progress_reason("challenge.progress", monthly, Attempt(day("2026-03-01"), NEVER, 5), compiled)
    assert (more["code"], more["have"], more["missing"], "until" in more) == ("challenge.progress_for_ever", "5", "0", False)
    again = challenge(target="{count: 3}", recurrence="again")
    assert [progress_reason("x", again, Attempt(0, NEVER, have), compiled)["have"] for have in (2, 3, 5)] == ["2", "0", "2"]
    kinds = challenge(target="{distinct: category, count: 3}")
    told = progress_reason("x", kinds, Attempt(0, NEVER, 0, 0, {"tea": 4, "cup": 1}), compiled)
    assert (told["kind"], told["have"], told["missing"]) == ("category", "2", "1")


def test_one_takes_part_once_in_what_runs_and_wants_asking() -> None:
    people = shop(join="on_request", period="{from: 2026-02-01, until: 2026-02-28}")
    assert refused(asks(people, "2026-02-01", "other")) == {"code": "challenge.unknown", "challenge": "other"}
    assert refused(asks(people, "2026-01-31")) == {"code": "challenge.not_running", "challenge": "goal"}
    assert refused(asks(shop(), "2026-02-01")) == {"code": "challenge.automatic", "challenge": "goal"}
    missed = people.buys("alice", "2026-02-01", "o1", 5_00)
    assert of(missed, "challenge.missed_unjoined") == [{"code": "challenge.missed_unjoined", "challenge": "goal"}]
    joined = asks(people, "2026-02-01")
    assert of(joined, "challenge.joined") == [{"code": "challenge.joined", "challenge": "goal", "kind": "count", "have": "0", "need": "2", "missing": "2", "until": "2026-02-28"}]
    assert refused(asks(people, "2026-02-02")) == {"code": "challenge.joined_already", "challenge": "goal"}
    assert refused(asks(people, "2026-03-01"))["code"] == "challenge.not_running"
    people.buys("alice", "2026-02-01", "o2", 5_00)  # on the day of asking itself
    met = people.buys("alice", "2026-02-28", "o3", 5_00)
    assert of(met, "challenge.completed") == [{"code": "challenge.completed", "challenge": "goal", "wallet": "points", "points": 100}]
    assert refused(asks(people, "2026-02-28")) == {"code": "challenge.met_already", "challenge": "goal"}


def test_who_asked_in_vain_may_ask_again_when_the_time_is_over() -> None:
    people = shop(join="on_request", period="{within: 10 days}")
    asks(people, "2026-02-01")
    assert refused(asks(people, "2026-02-10"))["code"] == "challenge.joined_already"
    assert asks(people, "2026-02-11").outcome.status == "created"
    assert [(one.starts, one.ends) for one in people.states["alice"].quests["goal"].attempts] == [(day("2026-02-01"), day("2026-02-10")), (day("2026-02-11"), day("2026-02-20"))]


def test_so_many_attempts_are_kept() -> None:
    people = shop(period="{per: month}", recurrence="every_period")
    for month in range(1, ATTEMPTS_KEPT + 2):
        people.buys("alice", f"2026-{month:02}-20", f"o{month}", 5_00)
    assert [one.starts for one in people.states["alice"].quests["goal"].attempts] == [day(f"2026-{month:02}-01") for month in (2, 3, 4, 5)]
    late = people.buys("alice", "2026-03-30", "late", 5_00)
    assert late.outcome.counted == {"goal": day("2026-03-01")}
    assert of(late, "challenge.completed")


def test_once_met_it_says_so_and_counts_no_more() -> None:
    people = shop(period="{per: month}", recurrence="once")
    people.buys("alice", "2026-01-06", "o1", 5_00)
    people.buys("alice", "2026-01-07", "o2", 5_00)
    for on in ("2026-01-08", "2026-02-01"):
        made = people.buys("alice", on, f"x{on}", 5_00)
        assert of(made, "challenge.missed_met") == [{"code": "challenge.missed_met", "challenge": "goal"}]
        assert of(made, "challenge.progress", "challenge.completed") == []
    assert people.states["alice"].quests["goal"].met == 1


def test_a_time_from_joining_that_is_over_says_so() -> None:
    people = shop(period="{within: 30 days, since: enrolment}")
    made = people.buys("alice", "2026-02-04", "o1", 5_00)
    assert of(made, "challenge.missed_over") == [{"code": "challenge.missed_over", "challenge": "goal"}]
    assert of(people.buys("alice", "2026-02-03", "o2", 5_00), "challenge.missed_over") == []


def test_rewards_are_remembered_for_their_return_up_to_a_number() -> None:
    people = shop(target="{count: 1}", recurrence="again", reward="{points: 10}")
    for number in range(REWARDS_KEPT + 1):
        people.buys("alice", f"2026-02-{number + 1:02}", f"o{number}", 5_00)
    (attempt,) = people.states["alice"].quests["goal"].attempts
    assert (attempt.times, len(attempt.given), attempt.took) == (13, 12, [])
    assert attempt.given[0] == (day("2026-02-02"), NEVER, 0, 10)
    assert attempt.given[-1] == (day("2026-02-13"), NEVER, 0, 10)


def test_a_limit_clips_and_ends_rewards_and_a_return_gives_back_what_was_given() -> None:
    people = shop(target="{count: 1}", recurrence="again", reward="{points: 40}", limit="[{points: 100, per: month}, {times: 4, per: month}]")
    told = [of(people.buys("alice", f"2026-02-{number:02}", f"o{number}", 5_00), "challenge.completed", "challenge.clipped", "challenge.missed_limit") for number in range(1, 6)]
    completed = {"code": "challenge.completed", "challenge": "goal", "wallet": "points"}
    assert told == [
        [{**completed, "points": 40}],
        [{**completed, "points": 40}],
        [{**completed, "points": 20}, {"code": "challenge.clipped", "challenge": "goal", "asked": 40, "points": 20}],
        [{**completed, "points": 0}, {"code": "challenge.clipped", "challenge": "goal", "asked": 40, "points": 0}],
        [{"code": "challenge.missed_limit", "challenge": "goal", "detail": "month"}],
    ]
    (attempt,) = people.states["alice"].quests["goal"].attempts
    assert ([points for *_, points in attempt.given], attempt.given[-1]) == ([40, 40, 20, 0, 0], (0, 0, 0, 0))
    taken = [of(people.returns("alice", "2026-02-20", f"o{number}"), "challenge.taken_back") for number in (5, 4, 3)]
    assert taken == [[], [], [{"code": "challenge.taken_back", "challenge": "goal", "wallet": "points", "points": 20}]]
    assert people.has("alice") == (80 + 2 * 5, 0, 0, 0)
    assert of(people.buys("alice", "2026-02-21", "o6", 5_00), "challenge.completed") == [{**completed, "points": 20}]


def test_a_badge_alone_is_a_reward_and_goes_when_nothing_is_met_any_more() -> None:
    people = shop(reward="{badge: owl}")
    people.buys("alice", "2026-02-01", "o1", 5_00)
    met = people.buys("alice", "2026-02-02", "o2", 5_00)
    assert of(met, "challenge.met", "challenge.completed", "challenge.clipped") == [{"code": "challenge.met", "challenge": "goal"}]
    assert met.state.badges == {"owl": (day("2026-02-02"), "challenge:goal")}
    assert people.returns("alice", "2026-02-03", "o1").state.badges == {}


def lines(*categories: str) -> tuple[Line, ...]:
    return tuple(Line(number, "x", 1_000, 10_00, 0, category) for number, category in enumerate(categories, 1))


def test_a_thing_counts_as_long_as_one_event_of_it_is_kept() -> None:
    people = shop(target="{distinct: category, count: 3}")
    for number, categories in enumerate((("tea", "cup"), ("tea", "pot"))):
        order = OrderPaid(f"o{number}", lines(*categories))
        people.orders[f"o{number}"] = (order, people.happens("alice", "2026-02-01", ORDER_PAID, order).outcome, people.us("2026-02-01"))
    assert people.states["alice"].quests["goal"].attempts[0].seen == {"tea": 2, "cup": 1, "pot": 1}

    def back(order: str, *which: int):
        data = OrderReturned(order, tuple(ReturnedLine(line) for line in which))
        return people.happens("alice", "2026-02-02", ORDER_RETURNED, data, Past(*people.orders[order], {}))

    assert of(back("o0", 1), "challenge.taken_back") == []
    assert people.states["alice"].quests["goal"].attempts[0].seen == {"tea": 1, "cup": 1, "pot": 1}
    assert of(back("o1", 1), "challenge.taken_back") == [{"code": "challenge.taken_back", "challenge": "goal", "wallet": "points", "points": 100}]
    assert people.states["alice"].quests["goal"].attempts[0].seen == {"cup": 1, "pot": 1}
    assert back("o1", 2).outcome.earned == {"points": -10}


def test_what_is_told_apart_is_bounded_far_beyond_the_target() -> None:
    people = shop(target="{distinct: store, count: 2}")
    for number in range(26):
        people.happens("alice", "2026-02-01", ORDER_PAID, OrderPaid(f"o{number}", lines("tea"), store=f"s{number}"))
    (attempt,) = people.states["alice"].quests["goal"].attempts
    assert len(attempt.seen) == 2 * 2 + 20
    people.happens("alice", "2026-02-01", ORDER_PAID, OrderPaid("again", lines("tea"), store="s3"))
    assert people.states["alice"].quests["goal"].attempts[0].seen["s3"] == 2


@pytest.mark.parametrize(
    ("keys", "on", "expected"),
    [
        ({"period": FEBRUARY}, "2026-01-31", ("upcoming", "2026-02-01", "2026-02-28")),
        ({"period": FEBRUARY}, "2026-02-01", ("open", "2026-02-01", "2026-02-28")),
        ({"period": FEBRUARY}, "2026-02-28", ("open", "2026-02-01", "2026-02-28")),
        ({"period": FEBRUARY}, "2026-03-01", ("over", "2026-02-01", "2026-02-28")),
        ({"period": "{per: month, from: 2026-02-10, until: 2026-03-20}"}, "2026-02-15", ("open", "2026-02-10", "2026-02-28")),
        ({"period": "{per: month, from: 2026-02-10, until: 2026-03-20}"}, "2026-03-15", ("open", "2026-03-01", "2026-03-20")),
        ({"period": "{within: 30 days, since: enrolment}"}, "2026-02-03", ("open", "2026-01-05", "2026-02-03")),
        ({"period": "{within: 30 days, since: enrolment}"}, "2026-02-04", ("over", "2026-01-05", "2026-02-03")),
        ({"period": "{within: 30 days, from: 2026-02-01, until: 2026-12-31}"}, "2026-02-04", ("open", "2026-02-01", "2026-12-31")),
        ({"join": "on_request", "period": FEBRUARY}, "2026-02-28", ("to_join", "2026-02-01", "2026-02-28")),
        ({"join": "on_request", "period": FEBRUARY}, "2026-03-01", ("over", "2026-02-01", "2026-02-28")),
    ],
)
def test_where_a_challenge_stands_before_anything_counted(keys: dict, on: str, expected: tuple) -> None:
    one = stands(shop(**keys), on)
    assert (one.stands, date.fromordinal(one.starts_on).isoformat(), date.fromordinal(one.until).isoformat()) == expected
    assert (one.have, one.need, one.missing, one.filled, one.times, one.ended) == ("0", "2", "2", 0, 0, ())


def test_how_far_it_is_and_what_earlier_times_came_to() -> None:
    people = shop(target="{count: 3}", period="{per: month}", recurrence="every_period")
    for number, on in enumerate(("2026-01-06", "2026-01-31", "2026-02-01", "2026-02-02", "2026-02-03", "2026-02-04"), 1):
        people.buys("alice", on, f"o{number}", 5_00)
    met = stands(people, "2026-02-28")
    assert (met.stands, met.have, met.missing, met.filled, met.times) == ("met", "4", "0", 1000, 1)
    assert [(one.until, one.have, one.met) for one in met.ended] == [(day("2026-01-31"), "2", False)]
    january = stands(people, "2026-01-31")
    assert (january.stands, january.have, january.missing, january.filled, january.ended) == ("running", "2", "1", 666, ())
    march = stands(people, "2026-03-01")
    assert (march.stands, [(one.have, one.met) for one in march.ended]) == ("open", [("2", False), ("4", True)])


def test_a_stamp_card_is_always_running_and_once_met_stays_met() -> None:
    again = shop(recurrence="again")
    for number in range(3):
        again.buys("alice", "2026-02-01", f"o{number}", 5_00)
    one = stands(again, "2026-02-01")
    assert (one.stands, one.have, one.missing, one.filled, one.times) == ("running", "1", "1", 500, 1)
    once = shop(period="{per: month}", recurrence="once")
    for number in range(2):
        once.buys("alice", "2026-02-01", f"o{number}", 5_00)
    later = stands(once, "2026-03-01")
    assert (later.stands, later.filled, later.missing) == ("met", 1000, "0")
