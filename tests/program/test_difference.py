"""The programme promises that what changed is told as a person reads it, and that nothing that changed is left out."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.kit.periods import Duration
from regulars.kit.phrases import LANGUAGES
from regulars.program.difference import Change, diff, text_diff
from regulars.program.document import Currency, Program, Returns
from regulars.program.document_conditions import AllOf, AnyOf, Between, FieldIs, NotOf, OneOf
from regulars.program.document_rules import Fixed, Limit, Multiply, Rate
from regulars.program.document_tiers import Down, Measured, Tiers, Window
from regulars.program.plain import plain_value
from regulars.program.reading import parse, require

from .samples import CORNER_GROCER, EVERYTHING, HEAD, levels, read, rule


def changes(old: str, new: str) -> list[str]:
    return [written(change) for change in diff(require(old), require(new))]


def written(change: Change) -> str:
    """In the document's own words: what changed is nothing more and nothing less."""
    what = f"{change.kind.replace('track', 'fast track').replace('paid', 'paid membership')} {change.id}"
    match change.what:
        case "added":
            return f"{what} is new"
        case "removed":
            return f"{what} is gone"
        case "moved":
            return f"{what} moved from place {change.old} to place {change.new}"
    told = f"{change.key}: {change.old or '—'} → {change.new or '—'}"
    return told if change.kind == "programme" else f"{what}, {told}"


def changed(old: str, new: str, text: str = CORNER_GROCER) -> list[str]:
    assert old in text
    return changes(text, text.replace(old, new, 1))


def test_equal_programmes_have_no_difference_whatever_their_comments():
    assert changes(CORNER_GROCER, "# another comment\n" + CORNER_GROCER) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("multiplier: 1.5", "multiplier: 1.60", ["level gold, multiplier: 1.5 → 1.6"]),
        ("points: 200", "points: 250", ["rule welcome, points: 200 → 250"]),
        ("points: 200", "points: 200, from: 2018-01-01", ["rule welcome, from: — → 2018-01-01"]),
        ("points: 200", "points: 200, until: 2018-01-01", ["rule welcome, until: — → 2018-01-01"]),
        ("limit: {times: 1, per: lifetime}", "name: 资料", ["rule profile, limit: {times: 1, per: lifetime} → —", "rule profile, name: — → 资料"]),
        ("policy: debt", "policy: only_pending", ["returns.policy: debt → only_pending"]),
        ("every: quarter", "every: half_year", ["tiers.review: quarter → half_year"]),
        ("inactive_for: 3 months, ", "", ["tiers.down.inactive_for: 3 months → —"]),
        ("every: quarter", "on: [03-31, 09-30]", ["tiers.review: quarter → [03-31, 09-30]"]),
        ("grace: 30 days", "grace: {for: 30 days, round_to: month}", ["tiers.down.grace: 30 days → {for: 30 days, round_to: month}"]),
        ("grace: 30 days", "grace: 30 days, soft_landing: {for: 1 month}", ["tiers.down.soft_landing: — → {keep: [multiplier], for: 1 month}"]),
        ("  review:", "  visits_on: [checkin, order.paid]\n  review:", ["tiers.visits_on: [order.paid] → [checkin, order.paid]"]),
        ("  review:", "  freeze: {windows: unchanged}\n  review:", ["tiers.freeze: {windows: extended, at_most: 1 year} → {windows: unchanged, at_most: 1 year}"]),
        ("returns:", "fast_tracks: [{id: sprint, reach: {visits: 2, within: 60 days}, grants: gold, for: 1 month}]\nreturns:", ["fast track sprint is new"]),
        ("returns:", "paid: [{id: plus, multiplier: 2, fee: 9, lasts: 1 year}]\nreturns:", ["paid membership plus is new"]),
        ("returns:", "tier_score: {within: 1 year, terms: [{spend: 1, per: 100}]}\nreturns:", ["tier_score: — → {within: 1 year, terms: [{spend: 1, per: 100}]}"]),
        ("budget: {share_of_sales: 0.02, warn_at: 0.8}", "", ["budget: {share_of_sales: 0.02, per: lifetime, warn_at: 0.8, wallet: points} → —"]),
        ("budget: {share_of_sales: 0.02, warn_at: 0.8}", "budget: {share_of_sales: 0.02}\nlimits: [{id: cap, points: 9, per: day}]", ["budget: {share_of_sales: 0.02, per: lifetime, warn_at: 0.8, wallet: points} → {share_of_sales: 0.02, per: lifetime, wallet: points}", "limit cap is new"]),
        ("on: member.enrolled, points: 200", "on: member.enrolled, points: 200, budget: {points: 900, per: day}", ["rule welcome, budget: — → {points: 900, per: day}"]),
        ("minor_digits: 2", "minor_digits: 1", ["currency.minor_digits: 2 → 1"]),
        ("{after: 7 days}", "immediately", ["wallet points, activate: {after: 7 days} → immediately"]),
        ("{rolling: 1 year, round_to: day}", "never", ["wallet points, expire: {rolling: 1 year, round_to: day, from: earning} → never"]),
        ("spend: 8000", "spend: 9000", ["level gold, reach: {spend: 8000, within: 1 year} → {spend: 9000, within: 1 year}"]),
        ("line.category: coffee", "line.category: [coffee, tea]", ["rule coffee, when: {line.category: coffee} → {line.category: [coffee, tea]}"]),
        ("{after: 7 days}", "[{when: {line.category: tv}, after: 30 days}, {when: {line.brand: a}}, {on: order.delivered, after: 7 days, at_most: 60 days}]", ["wallet points, activate: {after: 7 days} → [{when: {line.category: tv}, after: 30 days}, {when: {line.brand: a}}, {on: order.delivered, after: 7 days, at_most: 60 days}]"]),
        ("points: 200", "points: 200, activate: {from: 2026-12-25}", ["rule welcome, activate: — → {from: 2026-12-25}"]),
        ("round_to: day", "activity: {keeps: 1 month, at_most: 2 years}, extend: {gold: 1 month}, reinstate: {within: 9 days, for: 3 days}", ["wallet points, expire: {rolling: 1 year, round_to: day, from: earning} → {rolling: 1 year, round_to: day, activity: {keeps: 1 month, on: [order.paid], at_most: 2 years}, extend: {gold: 1 month}, reinstate: {within: 9 days, on: [order.paid], for: 3 days}}"]),
        ("burn: soonest_expiry", "redeem: {min: 100, step: 100}", ["wallet points, redeem: — → {min: 100, step: 100}"]),
        ("burn: soonest_expiry", "hold: {for: 1 minute}", ["wallet points, hold: — → {for: 1 minute, at_most: 7 days}"]),
        ("growth:", "stars:", ["wallet growth is gone", "wallet stars is new"]),
        ("timezone: Asia/Shanghai", "timezone: Asia/Taipei", ["timezone: Asia/Shanghai → Asia/Taipei"]),
        ("program: corner", "program: other", ["program: corner-grocer → other-grocer"]),
    ],
)  # fmt: skip
def test_each_change_is_told_with_what_stood_there_before(old, new, told):
    assert changed(old, new) == told


def test_a_rule_that_moves_is_told_alone_and_not_as_everybody_elses_move():
    lines = CORNER_GROCER.splitlines(keepends=True)
    birthday = next(line for line in lines if "id: birthday" in line)
    base = next(place for place, line in enumerate(lines) if "id: base" in line)
    lines.remove(birthday)
    lines.insert(base, birthday)
    assert changes(CORNER_GROCER, "".join(lines)) == ["rule birthday moved from place 7 to place 1"]


def told(old: str, new: str, language: str = "en", text: str = CORNER_GROCER) -> list[str]:
    assert old in text
    return [change.sentence(language) for change in diff(require(text), require(text.replace(old, new, 1)))]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("step: one", "step: full", ["Review and going down · Down: one level → to the level that is deserved"]),
        ("inactive_for: 3 months, ", "", ["Review and going down · Also after so long without activity: 3 months → —"]),
        ("policy: debt", "policy: only_pending", ["Returns and what earns nothing · When the points are spent already: the member owes them → take only points not usable yet"]),
        ("give: 1", "give: 2", ["rule base, Points: every 1 CNY of net spend earns 1 point → every 1 CNY of net spend earns 2 points"]),
        ("spend: 8000", "spend: 9000", ["level gold, To reach it: spend 8,000 CNY within 1 year → spend 9,000 CNY within 1 year"]),
        ("line.category: coffee", "line.category: [coffee, tea]", ["rule coffee, Only when: the category is coffee → the category is coffee or tea"]),
        ("{rolling: 1 year, round_to: day}", "never", ["wallet points, Points lapse: Usable for 1 year, To the end of the day, Counted from earning → Never"]),
        ("every: quarter", "on: [03-31, 09-30]", ["Review and going down · Review: quarter → 31 March and 30 September"]),
        ("points: 200", "points: 200, name: {en: Hello, zh-Hans: 欢迎}", ["rule “Hello”, Name members see: — → “Hello”"]),
        ("growth:", "stars:", ["wallet growth is gone", "wallet stars is new"]),
    ],
)  # fmt: skip
def test_a_change_is_told_as_a_person_says_it(old: str, new: str, said: list[str]) -> None:
    assert told(old, new) == said


def test_a_change_is_told_in_every_language() -> None:
    assert told("step: one", "step: full", "zh-Hans") == ["复评与降级 · 降级方式：降一级 → 降至实际达标等级"]
    assert told("multiplier: 1.5", "multiplier: 1.6", "zh-Hant") == ["等級 gold 的基礎積分倍數：1.5 → 1.6"]


def test_every_value_of_every_key_has_words_in_every_language() -> None:
    for old, new in ((CORNER_GROCER, EVERYTHING), (EVERYTHING, CORNER_GROCER)):
        for change in diff(require(old), require(new)):
            for language in LANGUAGES:
                said = change.sentence(language)
                assert said and "programme.read" not in said and "{" not in said, said


def test_the_text_diff_shows_lines_as_every_programmer_knows_them():
    told = text_diff("a: 1\nb: 2\n", "a: 1\nb: 3\n")
    assert told.splitlines() == ["--- before", "+++ after", "@@ -1,2 +1,2 @@", " a: 1", "-b: 2", "+b: 3"]
    assert text_diff(CORNER_GROCER, CORNER_GROCER) == ""


# ---- what the difference writes is what the document would say


def from_nothing(program: Program) -> str:
    """A document made only of what ``diff`` says is in the programme."""
    empty = Program(
        "",
        Currency("", -1),
        "",
        (),
        tiers=Tiers((), down=Down("", None, None)),
        enrol="",
        not_earning=frozenset(),
        returns=Returns("", None, ""),
    )
    own = {
        change.key: change.new
        for change in diff(empty, replace(program, wallets=(), earn=(), limits=(), badges=(), challenges=(), fast_tracks=(), paid=(), events=(), festivals=(), pools=(), tiers=replace(program.tiers, levels=())))
    }
    if "tiers.review" in own:
        review = own["tiers.review"]
        own["tiers.review"] = f"{{on: {review}}}" if review.startswith("[") else f"{{every: {review}}}"
    own["wallets"] = (
        "{" + ", ".join(f"{wallet.id}: {{{keys_of('wallets', wallet)}}}" for wallet in program.wallets) + "}"
    )
    own["events"] = "{" + ", ".join(f"{type.id}: {{{', '.join(nested(keys('events', type)).splitlines())}}}" for type in program.events) + "}"
    own["pools"] = "{" + ", ".join(f"{each.id}: {{{', '.join(nested(keys('pools', each)).splitlines())}}}" for each in program.pools) + "}"
    own["festivals"] = "{" + ", ".join(f"{each.id}: {{{keys_of('festivals', each)}}}" for each in program.festivals) + "}"
    own["tiers.levels"] = (
        "[" + ", ".join(f"{{id: {level.id}, {keys_of('levels', level)}}}" for level in program.tiers.levels) + "]"
    )
    own["earn"] = "[" + ", ".join(f"{{id: {rule.id}, {keys_of('earn', rule)}}}" for rule in program.earn) + "]"
    if program.limits:
        own["limits"] = "[" + ", ".join(f"{{id: {limit.id}, {keys_of('limits', limit)}}}" for limit in program.limits) + "]"
    for place in ("badges", "challenges", "fast_tracks", "paid"):
        own[place] = "[" + ", ".join(f"{{id: {one.id}, {keys_of(place, one)}}}" for one in getattr(program, place)) + "]"
    return nested(own)


def keys_of(place: str, thing: Any) -> str:
    """What ``diff`` tells of one thing beside one of which nothing is known."""
    return ", ".join(f"{key}: {text}" for key, text in keys(place, thing).items())


def keys(place: str, thing: Any) -> dict[str, str]:
    unknown = type(thing)(**({each.name: None for each in fields(thing)} | {"id": thing.id}))
    return {change.key: change.new for change in diff(holding(place, unknown), holding(place, thing))}


def holding(place: str, thing: Any) -> Program:
    bare = Program("", Currency("", 0), "", (), tiers=Tiers(()))
    return replace(bare, tiers=Tiers((thing,))) if place == "levels" else replace(bare, **{place: (thing,)})


def nested(keys: dict[str, str]) -> str:
    groups: dict[str, dict[str, str]] = {}
    lines = []
    for key, text in keys.items():
        first, _, rest = key.partition(".")
        if rest:
            groups.setdefault(first, {})[rest] = text
        else:
            lines.append(f"{key}: {text}")
    lines += [f"{first}: {{{', '.join(nested(rest).splitlines())}}}" for first, rest in groups.items()]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "text", [CORNER_GROCER, EVERYTHING, HEAD], ids=["corner grocer", "everything", "hardly anything"]
)
def test_a_document_written_from_the_difference_to_nothing_reads_back_the_same(text):
    program = require(text)
    again = parse(from_nothing(program))
    assert again.errors == []
    assert again.program == program


decimals = st.decimals(min_value=0, max_value=10**6, places=2).map(lambda value: Decimal(f"{value.normalize():f}"))
windows = st.sampled_from(
    [Window(), Window("calendar_year"), Window("rolling", Duration(days=7)), Window("rolling", Duration(months=12))]
)
measured = st.builds(Measured, st.sampled_from(["spend", "km", "score"]), decimals, windows)
criteria = st.recursive(
    measured,
    lambda inner: st.one_of(
        st.builds(AllOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(NotOf, inner),
    ),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(criteria)
def test_every_criterion_reads_back_as_it_is_written(criterion):
    program = read(levels("id: low", f"id: high, reach: {plain_value(criterion)}")).program
    assert program is not None
    assert program.tiers.levels[1].reach == criterion


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=12
).filter(str.strip)
labels = st.one_of(
    texts,
    st.sampled_from(["007", "1e3", "true", "no", "~", "- a", "a: b", "#", "a #b", "'", '"', "2018-01-01", "{", "咖啡"]),
)
one_of_text = st.lists(labels, min_size=1, max_size=3).map(lambda values: OneOf(tuple(values)))
hours = st.integers(0, 23).map(Decimal)
between = st.builds(Between, st.none() | hours, hours, st.none() | hours, st.none() | hours)
hour_tests = st.one_of(
    between,
    hours.map(lambda hour: OneOf((hour,))),
    st.builds(lambda b, n: AllOf((b, NotOf(OneOf((n,))))), between, hours),
)
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
asked = st.one_of(
    st.builds(
        FieldIs,
        st.sampled_from(["line.category", "line.sku", "order.store"]),
        st.one_of(one_of_text, one_of_text.map(NotOf)),
    ),
    st.builds(FieldIs, st.just("order.hour"), hour_tests),
    st.builds(FieldIs, st.just("order.date"), days.map(lambda day: Between(at_least=day))),
    st.builds(FieldIs, st.just("member.birthday"), st.booleans().map(lambda yes: OneOf((yes,)))),
    st.builds(
        FieldIs, st.just("event.any"), st.one_of(labels, decimals, st.booleans()).map(lambda value: OneOf((value,)))
    ),
)
conditions = st.recursive(
    asked,
    lambda inner: st.one_of(
        st.builds(AllOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(NotOf, inner),
    ),
    max_leaves=6,
)


@settings(max_examples=100, deadline=None)
@given(conditions)
def test_every_condition_reads_back_as_it_is_written(condition):
    parsed = read(rule(when=plain_value(condition)))
    assert parsed.errors == []
    assert parsed.program is not None
    assert parsed.program.earn[0].when == condition


positive = decimals.filter(bool)
amounts = st.one_of(
    st.integers(0, 10**6).map(lambda points: Fixed(Decimal(points))),
    st.builds(Rate, positive, positive, st.sampled_from(["net_amount", "quantity", "km"]), st.booleans()),
    st.builds(Multiply, decimals),
)
periods = st.sampled_from(["event", "day", "week", "month", "year", "lifetime"])
limits = st.lists(
    st.builds(Limit, st.sampled_from(["times", "points"]), st.integers(1, 999).map(Decimal), periods),
    min_size=1,
    max_size=3,
).map(tuple)


@settings(max_examples=60, deadline=None)
@given(amounts, limits)
def test_every_amount_and_limit_reads_back_as_it_is_written(amount, limited):
    parsed = read(rule(points=plain_value(amount), limit=plain_value(limited)))
    assert parsed.errors == []
    assert parsed.program is not None
    assert (parsed.program.earn[0].points, parsed.program.earn[0].limits) == (amount, limited)
