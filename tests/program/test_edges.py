"""The programme promises that every number and text is taken up to its very edge, and that what lies beyond is named with its facts."""

from decimal import Decimal

import pytest

from regulars.kit.periods import Span
from regulars.program.describe import describe
from regulars.program.document_rules import EarningRule, Fixed, Limit
from regulars.program.document_wallets import Holds
from regulars.program.lint.budgets import percent, plain
from regulars.program.lint.limits import most_points
from regulars.program.plain import plain_value
from regulars.program.reading import require

from .samples import HEAD, HEAD_LINES, codes, levels, read, rule

TRACK = levels("id: low", "id: mid, reach: {spend: 1}") + "fast_tracks:\n  - {id: sprint, reach: {visits: 2, within: 60 days}, grants: mid, for: 1 month}\n"


def facts(rest: str, code: str) -> dict:
    found = next(finding for finding in read(rest).findings if finding.code == f"programme.{code}")
    return dict(found.facts)


def events(fields: str) -> str:
    return f"events:\n  gym.visited: {{fields: {fields}}}\n"


# within the edge, beyond it, and the finding there
EDGES = {
    "a streak of a thousand days": (rule(streak="{days: 1000, bonus: 1}"), rule(streak="{days: 1001, bonus: 1}"), "too_big"),
    "fifty fast tracks": (TRACK, TRACK + "".join(f"  - {{id: s{n}, reach: {{visits: 2, within: 60 days}}, grants: mid, for: 1 month}}\n" for n in range(50)), "too_many"),
    "a profile of a hundred percent": ("profile: {fields: [name], complete_at: 100}\n", "profile: {fields: [name], complete_at: 101}\n", "too_big"),
    "a profile of one percent": ("profile: {fields: [name], complete_at: 1}\n", "profile: {fields: [name], complete_at: 0}\n", "too_small"),
    "a profile of known words": ("profile: {fields: [name]}\n", "profile: {fields: [name], colour: red}\n", "unknown_key"),
    "a profile of known fields": ("profile: {fields: [name, attributes.pet]}\n", "profile: {fields: [nam]}\n", "unknown_profile_field"),
    "a share of all sales": ("budget: {share_of_sales: 1}\n", "budget: {share_of_sales: 1.01}\n", "too_big"),
    "a warning before it is used": ("budget: {points: 5, warn_at: 1}\n", "budget: {points: 5, warn_at: 0}\n", "not_above"),
    "one time": (rule(limit="{times: 1, per: day}"), rule(limit="{times: 0, per: day}"), "too_small"),
    "whole times": (rule(limit="{times: 2, per: day}"), rule(limit="{times: 1.5, per: day}"), "not_whole"),
    "a hold as long as the longest": ("wallets: {points: {hold: {for: 1 hour, at_most: 1 hour}}}\n", "wallets: {points: {hold: {for: 61 minutes, at_most: 1 hour}}}\n", "hold_too_long"),
    "the last hour": (rule(when="{order.hour: 23}"), rule(when="{order.hour: 24}"), "too_big"),
    "the first hour": (rule(when="{order.hour: 0}"), rule(when="{order.hour: -1}"), "too_small"),
    "the last day of a month": (rule(when="{order.day_of_month: 31}"), rule(when="{order.day_of_month: 32}"), "too_big"),
    "the first day of a month": (rule(when="{order.day_of_month: 1}"), rule(when="{order.day_of_month: 0}"), "too_small"),
    "Sunday": (rule(when="{order.weekday: 7}"), rule(when="{order.weekday: 8}"), "not_a_weekday"),
    "Monday": (rule(when="{order.weekday: 1}"), rule(when="{order.weekday: 0}"), "not_a_weekday"),
    "a date of the calendar": (rule(frm="2024-02-29"), rule(frm="2025-02-29"), "not_a_date"),
    "a rule of one day": (rule(frm="2025-02-28", until="2025-02-28"), rule(frm="2025-02-28", until="2025-02-27"), "dates_reversed"),
    "a fast track of one day": (TRACK.replace("for:", "from: 2025-02-28, until: 2025-02-28, for:"), TRACK.replace("for:", "from: 2025-02-28, until: 2025-02-27, for:"), "dates_reversed"),
    "a name of the event's own field": (events("{minutes: number}"), events("{Minutes!: number}"), "not_a_field_name"),
    "choices of a text": (events("{class: {type: text, one_of: [yoga]}}"), events("{class: {type: number, one_of: [yoga]}}"), "one_of_texts"),
    "a choice at least": (events("{class: {type: text, one_of: [yoga]}}"), events("{class: {type: text, one_of: []}}"), "empty_list"),
    "a declared number in thousandths": (events("{minutes: number}") + rule(on="gym.visited", when="{event.minutes: 1.125}"), events("{minutes: number}") + rule(on="gym.visited", when="{event.minutes: 1.1251}"), "too_many_decimals"),
    "declared money in fen": (events("{fee: money}") + rule(on="gym.visited", when="{event.fee: 1.25}"), events("{fee: money}") + rule(on="gym.visited", when="{event.fee: 1.255}"), "too_many_decimals"),
    "a text of two thousand letters": ("name: " + "x" * 2_000 + "\n", "name: " + "x" * 2_001 + "\n", "not_a_text"),
    "a lunar day": ("festivals: {moon: {lunar: 08-15}}\n", "festivals: {moon: {lunar: 13-15}}\n", "not_a_lunar_day"),
    "a lunar month of thirty days": ("festivals: {moon: {lunar: 08-30}}\n", "festivals: {moon: {lunar: 08-31}}\n", "not_a_lunar_day"),
    "a day that comes every year": ("festivals: {moon: {solar: 02-28}}\n", "festivals: {moon: {solar: 02-29}}\n", "not_a_day_of_year"),
    "a festival of one day": ("festivals: {moon: {solar: 02-28, days: 1}}\n", "festivals: {moon: {solar: 02-28, days: 0}}\n", "too_small"),
}


@pytest.mark.parametrize("edge", EDGES)
def test_the_edge_itself_is_taken_and_what_lies_beyond_is_named(edge: str) -> None:
    within, beyond, code = EDGES[edge]
    head = HEAD if "wallets:" not in within else HEAD[: HEAD.index("wallets:")]
    good, bad = (read(text, head) for text in (within, beyond))
    assert good.program is not None and code not in [found for found, _ in codes(good)]
    assert bad.program is None
    assert code in [found for found, _ in codes(bad)]


def test_two_of_one_id_are_told_with_the_line_of_the_first() -> None:
    twice = rule() + "  - {id: base, on: order.paid, points: 5}\n"
    assert facts(twice, "duplicate_id") == {"where": "earn[2]", "text": "base", "first_line": HEAD_LINES + 2}
    limits = "limits:\n  - {id: cap, points: 1, per: day}\n  - {id: cap, points: 1, per: day}\n"
    assert facts(limits, "duplicate_id") == {"where": "limits[2]", "text": "cap", "first_line": HEAD_LINES + 2}
    tracks = TRACK + TRACK.rpartition("fast_tracks:\n")[2]
    assert facts(tracks, "duplicate_id") == {"where": "fast_tracks[2]", "text": "sprint", "first_line": HEAD_LINES + 7}


def test_too_many_says_how_many_and_how_many_there_may_be() -> None:
    assert facts("festivals: {" + ", ".join(f"f{n}: {{solar: 02-28}}" for n in range(201)) + "}\n", "too_many")["count"] == 201
    found = facts("limits: [" + ", ".join(f"{{id: l{n}, points: 1, per: day}}" for n in range(201)) + "]\n", "too_many")
    assert (found["where"], found["count"], found["limit"]) == ("limits", 201, 200)


def test_what_is_no_text_and_no_field_name_is_shown() -> None:
    assert facts("name: 5\n", "not_a_text") == {"where": "name", "text": "5"}
    assert facts('name: "  "\n', "not_a_text")["where"] == "name"
    assert facts(events("{" + "X" * 70 + ": number}"), "not_a_field_name")["text"] == "X" * 60
    assert facts(rule(when="{order.weekday: someday}"), "not_a_weekday") == {"where": "earn[1].when.order.weekday", "text": "someday"}
    assert facts(rule(frm="soon"), "not_a_date") == {"where": "earn[1].from", "text": "soon"}


@pytest.mark.parametrize("text", ["a\x7fb", "a\x80b", "a\x9fb", "a\x00b", "a\x1fb", "a\ud800b", "a\udfffb"])
def test_control_characters_are_refused_wherever_they_stand(text: str) -> None:
    assert codes(read(f"name: {text}\n")) == [("control_character", HEAD_LINES + 1)]


@pytest.mark.parametrize("text", ["a~b", "a\xa0b", "a\tb", "a b"])
def test_what_stands_beside_them_is_not(text: str) -> None:
    assert read(f'name: "{text}"\n').program is not None


def test_a_document_is_as_deep_as_it_may_be_and_no_deeper() -> None:
    def nested(depth: int) -> str:
        return rule(when="{any: [" * depth + "{order.hour: 1}" + "]}" * depth)

    deepest = max(depth for depth in range(1, 30) if read(nested(depth)).program is not None)
    assert 8 <= deepest < 14
    assert [code for code, _ in codes(read(nested(deepest + 1)))] == ["too_deep"]


def test_a_hold_is_never_longer_than_the_longest_the_programme_allows() -> None:
    head = HEAD[: HEAD.index("wallets:")]
    assert read("wallets: {points: {hold: {at_most: 10 minutes}}}\n", head).program.wallets[0].hold == Holds(Span(600), Span(600))
    assert read("wallets: {points: {hold: {at_most: 1 day}}}\n", head).program.wallets[0].hold == Holds(Holds().lasts, Span(86_400))


@pytest.mark.parametrize(("share", "text"), [("0.025", "2.5%"), ("0.3", "30%"), ("1", "100%"), ("0.12345", "12.34%"), ("0.1", "10%")])
def test_a_share_reads_in_percent(share: str, text: str) -> None:
    assert percent(Decimal(share)) == text
    assert plain(Decimal("100.50")) == "100.5"


def test_the_most_a_rule_gives_is_what_its_tightest_limit_on_times_leaves() -> None:
    two, five = Limit("times", Decimal(2), "day"), Limit("times", Decimal(5), "month")
    fixed = EarningRule("a", "checkin", Fixed(Decimal(10)), wallet="points", limits=(two, five))
    assert (most_points(fixed, "event"), most_points(fixed, "day"), most_points(fixed, "month"), most_points(fixed, "year")) == (10, 20, 50, None)


@pytest.mark.parametrize(("text", "written"), [("tea", "tea"), ("true", '"true"'), ("False", '"False"'), ("null", '"null"'), ("007", '"007"'), ("1e5", '"1e5"'), ("a: b", '"a: b"'), ("a b-c", "a b-c"), (" a", '" a"'), ("", '""')])
def test_a_text_is_written_so_that_it_reads_back_as_a_text(text: str, written: str) -> None:
    assert plain_value(text) == written


def test_what_is_said_of_events_festivals_and_profiles() -> None:
    text = (
        HEAD
        + "events:\n  gym.visited: {name: {en: a gym visit}, fields: {minutes: number, class: {type: text, required: true}}, once_per: class, measures: [minutes]}\n"
        + "  oath.taken: {fields: {}, once_per: lifetime}\n  bell.rung: {fields: {}, once_per: day}\n"
        + "festivals: {moon: {lunar: 08-15, days: 3, before: 1}, may: {name: May Day, solar: 05-01}, ours: {dates: [2026-05-02, 2026-06-03]}}\n"
        + "profile: {fields: [name, phone], complete_at: 75}\nbirthdays: {leap_day: 03-01}\n"
    )
    said = [sentence for section in describe(require(text), "en") for sentence in section.sentences]
    for sentence in (
        "A gym visit counts once for each class.",
        "Levels may count minutes of a gym visit.",
        "“oath.taken” counts once only.",
        "“bell.rung” counts once a day.",
        "Moon: day 15 of month 8 of the Chinese calendar, for 3 days, and 1 day before it.",
        "May Day: 1 May every year.",
        "Ours: 2026-05-02 and 2026-06-03.",
        "A profile is complete at 75% of: name, phone.",
        "Whoever was born on 29 February celebrates on 1 March in common years.",
    ):
        assert sentence in said
    usual = [sentence for section in describe(require(HEAD), "en") for sentence in section.sentences]
    assert "Whoever was born on 29 February celebrates on 1 March in common years." not in usual
