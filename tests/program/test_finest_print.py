"""The programme promises that small things are read, told and warned of as exactly as large ones."""


import pytest

from regulars.program.describe import describe
from regulars.program.document_cards import CardCode, Cards, Passes
from regulars.program.event_types import BEHAVIOURS
from regulars.program.field_kinds import KINDS
from regulars.program.reading import parse, require

from .samples import HEAD, HEAD_LINES, codes, levels, quest, read, rule
from .test_facts import found

LADDER = levels("id: low", "id: mid, reach: {spend: 100}")

# ---- reading


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (LADDER.replace("id: mid, ", "").replace("id: low", "multiplier: 1"), "tiers.levels"), ("earn:\n" + "  - {on: checkin, points: 1}\n" * 2, "earn"), ("badges:\n" + "  - {revoke: never}\n" * 2, "badges"),
        ("challenges:\n" + "  - {on: checkin, target: {count: 1}, reward: {points: 1}}\n" * 2, "challenges"), ("limits:\n" + "  - {points: 1, per: day}\n" * 2, "limits"),
        ("paid:\n" + "  - {multiplier: 2, fee: 1, lasts: 1 day}\n" * 2, "paid"), (LADDER + "fast_tracks:\n" + "  - {reach: {visits: 2, within: 60 days}, grants: mid, for: 1 month}\n" * 2, "fast_tracks"),
    ],
)  # fmt: skip
def test_two_without_an_id_lack_one_each_and_are_not_the_same(text: str, where: str) -> None:
    assert [(code, facts["where"]) for code, _, facts in found(HEAD + text)] == [("missing_key", f"{where}[1].id"), ("missing_key", f"{where}[2].id")]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (quest(on="", target="{quantity: 5}"), "challenges[1].on"), (quest(target=""), "challenges[1].target"), (quest(reward=""), "challenges[1].reward"), (quest(target="{distinct: sku}"), "challenges[1].target.count"),
        (rule(on="", points="{per: 1, give: 1, of: cups}"), "earn[1].on"), (rule(points=""), "earn[1].points"), (rule(points="{give: 1}"), "earn[1].points.per"), (rule(points="{per: 1}"), "earn[1].points.give"),
        (rule(limit="{times: 1}"), "earn[1].limit.per"), (rule(streak="{days: 2}"), "earn[1].streak.bonus"), (rule(streak="{bonus: 2}"), "earn[1].streak.days"), (rule(on="share.made", pending_until="{matching: share_id}"), "earn[1].pending_until.on"),
        ("pools: {family: {wallets: points}}\n", "pools.family.members"), ("pools: {family: {members: 2, spend: {per_member: {per: day}}}}\n", "pools.family.spend.per_member.points"),
        ("pools: {family: {members: 2, spend: {per_member: {points: 5}}}}\n", "pools.family.spend.per_member.per"), ("paid: [{id: a, multiplier: 2, lasts: 1 day}]\n", "paid[1].fee"), ("paid: [{id: a, multiplier: 2, fee: 1}]\n", "paid[1].lasts"),
        (LADDER + "fast_tracks: [{id: a, grants: mid, for: 1 month}]\n", "fast_tracks[1].reach"), (LADDER + "fast_tracks: [{id: a, reach: {visits: 2, within: 60 days}, for: 1 month}]\n", "fast_tracks[1].grants"),
        (LADDER + "fast_tracks: [{id: a, reach: {visits: 2, within: 60 days}, grants: mid}]\n", "fast_tracks[1].for"), ("limits: [{id: a, points: 1}]\n", "limits[1].per"), ("tier_score: {within: 1 year}\n", "tier_score.terms"),
        ("profile: {complete_at: 5}\n", "profile.fields"), ("events: {gym.visited: {fields: {a: {required: true}}}}\n", "events.gym.visited.fields.a.type"), ("tiers: {review: {every: day}}\n", "tiers.levels"),
        (levels("id: low", more="down: {grace: {round_to: month}}"), "tiers.down.grace.for"), (levels("id: low", more="down: {soft_landing: {keep: [multiplier]}}"), "tiers.down.soft_landing.for"),
        ("approval: {goodwill_in_all: {points: 1, within: 1 day}}\n", "approval.goodwill_in_all.of"), ("approval: {goodwill_in_all: {points: 1, of: member}}\n", "approval.goodwill_in_all.within"),
    ],
)  # fmt: skip
def test_what_is_missing_is_the_only_thing_wrong(text: str, where: str) -> None:
    assert [(code, facts) for code, _, facts in found(HEAD + text)] == [("missing_key", {"where": where})]


def test_each_named_thing_is_known_by_its_line() -> None:
    text = (
        HEAD + LADDER + "fast_tracks:\n  - {id: sprint, reach: {visits: 2, within: 60 days}, grants: mid, for: 1 month}\npaid:\n  - {id: plus, multiplier: 2, fee: 9, lasts: 1 month}\n"
        + rule() + quest() + "badges:\n  - {id: star}\nlimits:\n  - {id: cap, points: 9, per: day}\npools:\n  family: {members: 2}\nfestivals:\n  spring: {lunar: 01-01}\n"
    )  # fmt: skip
    lines, written = parse(text).lines, text.splitlines()
    named = ("wallets.growth", "tiers.mid", "fast_tracks.sprint", "paid.plus", "earn.base", "challenges.goal", "badges.star", "limits.cap", "pools.family", "festivals.spring")
    for name in named:
        assert written[lines[name] - 1].lstrip(" -{").removeprefix("id: ").startswith(name.partition(".")[2]), name


@pytest.mark.parametrize(
    ("rest", "code"),
    [
        (rule(wallet="{}"), "not_a_text"), (quest(target="{days: 0}"), "too_small"), (quest(target="{distinct: sku, count: 0}"), "too_small"), (quest(target="{count: 0}"), "too_small"),
        (quest(target="{quantity: 0}"), "not_above"), (quest(target="{days: 367}"), "too_big"), (quest(target="{distinct: sku, count: 367}"), "too_big"), (quest(target="{quantity: 1.0005}"), "too_many_decimals"),
        (quest(target="{spend: 1.005}"), "too_many_decimals"), ("profile: {fields: [" + ", ".join(f"attributes.a{n}" for n in range(41)) + "]}\n", "too_many"), ("profile: {fields: []}\n", "empty_list"),
        ("events: {gym.visited: {fields: {c: {type: text, one_of: [" + ", ".join(f"a{n}" for n in range(101)) + "]}}}}\n", "too_many"),
    ],
)  # fmt: skip
def test_what_is_too_little_or_too_much_is_named(rest: str, code: str) -> None:
    assert [one for one, _ in codes(read(rest))] == [code]


X = "X" * 70


@pytest.mark.parametrize(
    ("rest", "code"),
    [
        (rule(when="{" + X + ": 1}"), "unknown_field"), (rule(wallet=X), "not_an_id"), (rule(on=X), "not_an_event_type"), (rule(points="{per: 1, give: 1, of: " + X + "}"), "not_a_measure"),
        (rule(badge="x" * 61), "unknown_badge"), (rule(when=f"{{order.festival: {'x' * 61}}}"), "unknown_festival"), (rule(when=f"{{tier: {'x' * 61}}}"), "unknown_level"), (rule(frm=X), "not_a_date"),
        ("profile: {fields: [" + X + "]}\n", "unknown_profile_field"), ("events: {gym.visited: {fields: {" + X + ": text}}}\n", "not_a_field_name"), ("cards: {pass: {colour: " + X + "}}\n", "card_pass"),
        ("cards: {code: {prefix: " + X + "}}\n", "card_prefix"), ("cards: {code: {pattern: " + X + "}}\n", "card_pattern"), ("cards: {code: {charset: " + X + "}}\n", "card_charset"),
        ("limits: [{id: a, times: 1, per: day, rules: [" + "x" * 61 + "]}]\n", "unknown_rule"), (levels("id: low", "id: mid, reach: {" + X + ": 1}"), "not_a_measure"),
        (rule(stack=X, group="a"), "unknown_choice"), (rule(points=X), "not_a_number"), (rule(when="{order.time: " + X + "}"), "not_hours"), (rule(when="{order.weekday: " + X + "}"), "not_a_weekday"),
        (rule(activate="{after: " + X + "}"), "not_a_duration"), ("festivals: {a: {lunar: " + X + "}}\n", "not_a_lunar_day"), ("festivals: {a: {solar: " + X + "}}\n", "not_a_day_of_year"), ("gifts: {cooling_off: " + X + "}\n", "not_a_cooling_off"),
        (rule(on="share.made", pending_until="{on: share.clicked, matching: " + X + "}"), "event_field_unknown"), (rule(badge="'" + "! " * 35 + "'"), "not_an_id"),
        ("events: {gym.visited: {once_per: " + X + "}}\n", "unknown_choice"), ("events: {gym.visited: {measures: [" + X + "]}}\n", "event_measure_unknown"), ("approval: {programme: " + X + "}\n", "not_true_false"),
    ],
)  # fmt: skip
def test_of_a_long_text_sixty_letters_are_shown(rest: str, code: str) -> None:
    shown = next(facts["text"] for one, _, facts in found(HEAD + rest) if one == code)
    assert len(shown) == 60


def test_a_long_list_of_measures_is_cut_at_eighty() -> None:
    many = ", ".join(f"measure{n}: 1" for n in range(20))
    assert [len(facts["text"]) for _, _, facts in found(HEAD + levels("id: low", f"id: mid, reach: {{{many}}}"))] == [80]
    assert [len(facts["text"]) for _, _, facts in found(HEAD + f"tier_score: {{terms: [{{{many}}}]}}\n")] == [80]
    assert [facts["text"] for _, _, facts in found(HEAD + "tier_score: {terms: [{spend: 1, visits: 2}]}\n")] == ["spend, visits"]


ORDERED = {"line.quantity", "line.amount", "order.net_amount", "order.weekday", "order.day_of_month", "order.hour", "order.date", "tier", "member.days_since_enrolment"}
SAMPLE = {"order.weekday": "mon", "order.date": "2026-01-01", "tier": "low", "order.festival": "spring", "order.time": "'10:00-11:00'", **{f"member.{day}": "true" for day in ("birthday", "birthday_month", "lunar_birthday", "lunar_birthday_month")}}


@pytest.mark.parametrize("name", KINDS)
def test_only_what_has_an_order_is_compared(name: str) -> None:
    text = LADDER + "festivals: {spring: {lunar: 01-01}}\n" + rule(when=f"{{{name}: {{at_least: {SAMPLE.get(name, '5')}}}}}")
    assert [code for code, _ in codes(read(text)) if code == "not_ordered"] == ([] if name in ORDERED else ["not_ordered"])


def test_yaml_that_breaks_the_reader_itself_is_a_finding() -> None:
    (finding,) = parse(HEAD + 'name: "\\UFFFFFFFF"\n').findings
    assert (finding.code, finding.line) == ("programme.broken_yaml", HEAD_LINES + 1) and 0 < len(finding.facts["problem"]) <= 120 and "\n" not in finding.facts["problem"]
    assert [one for one, _, _ in found('""\n')] == ["not_a_document"] and [one for one, _, _ in found("~\n")] == ["not_a_document"] and [one for one, _, _ in found("---\n")] == ["empty"]


def test_a_card_is_read_word_by_word() -> None:
    assert require(HEAD + "cards: {pass: {apple_team: ABCDE12345}}\n").cards == Cards(CardCode(), "code128", "on_request", 1, Passes("", "ABCDE12345", "", Passes().colour))
    assert require(HEAD + 'cards: {code: {prefix: ""}}\n').cards.code.prefix == ""  # type: ignore[union-attr]


def test_the_built_in_events_carry_these_fields() -> None:
    fields = {id: [(field.name, field.kind, field.required) for field in type.fields] for id, type in BEHAVIOURS.items()}
    assert fields["checkin"] == [("place", "text", False), ("channel", "text", False)]
    assert fields["review.published"][:2] == [("review_id", "text", True), ("product", "text", False)] and ("rating", "number", False) in fields["review.published"]


# ---- telling


def told(rest: str, section: str, language: str = "en", head: str = HEAD) -> list[str]:
    return [sentence for each in describe(require(head + rest), language) if each.id == section for sentence in each.sentences]


def test_one_thing_alone_stands_without_brackets() -> None:
    (said,) = [one for one in told(levels("id: low", "id: mid, reach: {all: [{visits: 1}, {any: [{stays: 2}]}]}"), "tiers") if "visit" in one]
    assert "visit on 1 day in all and stay 2 times in all" in said and "(" not in said
    (said,) = [one for one in told(levels("id: low", "id: mid, reach: {all: [{visits: 1}, {any: [{stays: 2}, {nights: 3}]}]}"), "tiers") if "visit" in one]
    assert "visit on 1 day in all and (stay 2 times in all or stay 3 nights in all)" in said
    said = told(rule(when="{all: [{order.channel: app}, {any: [{line.category: tea}]}]}"), "earning")[0]
    assert "the channel is app and the category is tea" in said and "(" not in said
    said = told(rule(when="{any: [{order.hour: {at_least: 8, not: 9}}, {order.channel: {not: app}}]}"), "earning")[0]
    assert "(the hour is at least 8 and the hour is not 9) or the channel is not app" in said
    said = told(rule(when="{order.hour: {not: {at_least: 8, below: 9}}}"), "earning")[0]
    assert "not (the hour is at least 8 and below 9)" in said
    said = told(rule(when="{member.birthday: {not: true}}"), "earning")[0]
    assert "not (it is the member's birthday)" in said


def test_a_rule_that_simply_adds_says_nothing_of_its_group() -> None:
    text = rule(group="days") + "  - {id: b, on: order.paid, points: 5, stack: exclusive, group: days}\n"
    assert told(text, "earning")[:2] == ["Base: 5 points for an order.", "B: 5 points for an order; it switches off the other rules of group “days”."]


@pytest.mark.parametrize(
    ("hours", "said"),
    [("22:00-02:00", "22:00–02:00 (the next day)"), ("02:00-22:00", "02:00–22:00"), ("00:00-24:00", "00:00–24:00"), ("22:00-24:00", "22:00–24:00")],
)
def test_hours_past_midnight_are_told_so(hours: str, said: str) -> None:
    assert told(rule(when=f'{{order.time: "{hours}"}}'), "earning")[0] == f"Base: 5 points for an order; when the time is {said}."


def test_a_wallet_is_worth_what_it_says() -> None:
    assert any("0.01 CNY" in one for one in told("", "points")) and not any("CNY" in one for one in told("", "points", head=HEAD.replace("point_value: 0.01", "burn: oldest")))
