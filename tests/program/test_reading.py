"""The programme promises that a document means exactly what is written in it, and that no text makes reading fail."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from regulars.kit.errors import Invalid
from regulars.kit.periods import Duration
from regulars.kit.text import Text
from regulars.program.describe import SECTIONS, describe
from regulars.program.difference import diff
from regulars.program.document import Program, Returns
from regulars.program.document_conditions import AllOf, AnyOf, Between, FieldIs, NotOf, OneOf
from regulars.program.document_rules import Budget, Fixed, Limit, MemberLimit, Multiply, Rate, Streak
from regulars.program.document_tiers import (
    DaysOfYear,
    Down,
    FastTrack,
    Freeze,
    Grace,
    Level,
    Measured,
    Paid,
    SoftLanding,
    Term,
    Tiers,
    TierScore,
    Window,
)
from regulars.program.document_wallets import Activate, Expire
from regulars.program.reading import check, parse, require

from .samples import CORNER_GROCER, EVERYTHING, HEAD, levels, read, rule

YEAR = Duration(months=12)


def program(text: str = "", head: str = HEAD) -> Program:
    parsed = read(text, head)
    assert parsed.errors == []
    assert parsed.program is not None
    return parsed.program


@pytest.fixture(scope="module")
def everything() -> Program:
    return require(EVERYTHING)


def test_the_programme_of_the_design_reads_without_a_finding():
    parsed = parse(CORNER_GROCER)
    assert parsed.findings == []
    grocer = parsed.program
    assert grocer is not None
    assert [level.id for level in grocer.tiers.levels] == ["regular", "silver", "gold", "diamond"]
    assert grocer.tiers.levels[1].reach == AnyOf(
        (
            Measured("spend", Decimal(2000), Window("rolling", YEAR)),
            Measured("visits", Decimal(24), Window("rolling", YEAR)),
        )
    )
    assert grocer.tiers.down == Down("one", Duration(months=3), Grace(Duration(days=30)))
    assert [rule.id for rule in grocer.earn] == [
        "base",
        "coffee",
        "welcome",
        "profile",
        "checkin",
        "friend",
        "birthday",
    ]
    assert grocer.returns == Returns("debt", Duration(days=30), "at_review")


def test_a_document_that_says_little_gets_the_defaults():
    little = require("program: p\ncurrency: {code: JPY}\ntimezone: UTC\nwallets: {points: {}}\n")
    assert little.tiers == Tiers((Level("member"),))
    assert little.not_earning == {"points", "gift_card"}
    assert little.currency.minor_digits == 0
    assert (little.enrol, little.earn, little.budgets, little.returns) == ("refuse", (), (), Returns())
    assert little.wallet("points").expire == Expire("never")


def test_the_first_wallet_is_the_default_one():
    assert program(rule()).earn[0].wallet == "points"
    swapped = HEAD.replace("  points: {point_value: 0.01}\n", "") + "  points: {point_value: 0.01}\n"
    assert program(rule(), swapped).earn[0].wallet == "growth"


def test_tenders_that_never_earn_stay_in_the_list():
    assert program("not_earning: [voucher]\n").not_earning == {"points", "gift_card", "voucher"}


def test_wallets_read_every_kind_of_life(everything: Program):
    points, coins, stars, miles, growth = everything.wallets
    assert [(choice.activate.kind, choice.activate.on) for choice in coins.activate.choices] == [("on", "order.delivered"), ("immediately", None)]
    assert coins.activate.kind == "from"
    assert coins.expire.activity is not None
    assert coins.expire.extend == (("gold", Duration(months=6)),)
    assert coins.expire.reinstate is not None
    assert coins.expire.reinstate.within == (("silver", Duration(days=30)), ("gold", Duration(days=60)))
    assert points.expire == Expire("rolling", Duration(months=18), "quarter", "activation")
    assert points.activate == Activate("after", after=Duration(days=14))
    assert stars.expire == Expire("calendar", dates=((6, 30), (12, 31)), after=Duration(days=90))
    assert stars.activate == Activate("on", on="stay.completed")
    assert miles.expire == Expire("sliding", YEAR, on=("order.paid", "checkin"), at_most=Duration(months=36))
    assert (growth.kind, growth.expire, miles.burn) == ("qualifying", Expire("never"), "newest")


def test_digits_stay_what_was_written(everything: Program):
    assert everything.exclude.sku == {"1029743", "0x10", "A-1"}
    assert everything.exclude.category == {"gift card", "0420", "deposit"}
    assert everything.wallets[0].point_value == Decimal("0.005")
    online = everything.earn[6].when
    assert isinstance(online, AllOf)
    assert FieldIs("line.sku", OneOf(("007",))) in online.parts
    assert FieldIs("order.net_amount", Between(at_least=Decimal("99.90"))) in online.parts


def test_levels_read_their_criteria(everything: Program):
    member, silver, gold = everything.tiers.levels
    assert member.reach is None
    assert silver.reach == AllOf(
        (
            Measured("nights", Decimal(5), Window("calendar_year")),
            NotOf(Measured("score", Decimal(3), Window("rolling", Duration(days=30)))),
        )
    )
    assert gold.reach == AnyOf(
        (
            Measured("spend", Decimal("8000.5"), Window("rolling", YEAR)),
            Measured("points.growth", Decimal(1000), Window("lifetime")),
            Measured("km", Decimal("12.345"), Window("lifetime")),
        )
    )
    assert (gold.multiplier, gold.floor) == (Decimal("1.25"), "silver")
    assert silver.name.read("en") == "Silver"
    assert silver.name.read("zh-Hant") == "银卡"  # a missing language reads the first one given


def test_rules_read_every_amount(everything: Program):
    amounts = {rule.id: rule.points for rule in everything.earn}
    assert amounts["base"] == Rate(Decimal(100), Decimal("5.5"), "gross_amount", whole=True)
    assert amounts["nights"] == Rate(Decimal(1), Decimal(10), "nights")
    assert amounts["member-day"] == Multiply(Decimal(2))
    assert amounts["young"] == Fixed(Decimal("2.5"))


def test_a_condition_reads_weekdays_hours_dates_and_nesting(everything: Program):
    day = everything.earn[3]
    assert (day.starts, day.ends, day.stack, day.group, day.priority) == (
        date(2018, 1, 1),
        date(2018, 12, 31),
        "best_of",
        "days",
        -1,
    )
    assert day.when == AnyOf(
        (
            FieldIs("order.weekday", OneOf((Decimal(1), Decimal(3), Decimal(5)))),
            FieldIs("order.day_of_month", Between(at_least=Decimal(8), at_most=Decimal(8))),
            AllOf(
                (
                    FieldIs("order.hour", NotOf(OneOf((Decimal(0), Decimal(23))))),
                    FieldIs("order.date", Between(at_least=date(2018, 6, 1))),
                )
            ),
            NotOf(
                AllOf((FieldIs("line.category", NotOf(OneOf(("tea",)))), FieldIs("line.brand", OneOf(("House", "1")))))
            ),
        )
    )


def test_the_shops_own_event_fields_keep_their_kind(everything: Program):
    young = everything.earn[5]
    assert isinstance(young.when, AllOf)
    assert {part.field: part.test for part in young.when.parts if isinstance(part, FieldIs)} == {
        "member.days_since_enrolment": Between(at_most=Decimal(30)),
        "event.place": OneOf(("lobby",)),
        "event.floor": OneOf((Decimal(3),)),
        "event.vip": OneOf((False,)),
    }


def test_times_and_points_in_one_limit_are_two_limits(everything: Program):
    assert everything.earn[3].limits == (Limit("times", Decimal(1), "day"), Limit("points", Decimal("50.5"), "day"))
    young = everything.earn[5]
    assert young.limits == (Limit("times", Decimal(1), "day"), Limit("points", Decimal(30), "month"))
    assert (young.streak, young.budgets) == (Streak(7, Decimal(20), "month"), (Budget(points=Decimal(10_000), per="year"),))


def test_budgets_and_limits_of_several_rules_are_read_with_their_wallets(everything: Program):
    assert everything.earn[6].budgets == (Budget(share_of_sales=Decimal("0.01")), Budget(points=Decimal("99.5"), per="day", warn_at=Decimal("0.9")))
    assert everything.budgets == (
        Budget(share_of_sales=Decimal("0.5"), warn_at=Decimal("0.8"), wallet="points"),
        Budget(points=Decimal(7), per="week", wallet="stars"),
    )
    assert everything.limits == (
        MemberLimit("monthly", "month", "points", points=Decimal(5_000)),
        MemberLimit("together", "day", "points", times=Decimal(3), rules=("young", "online")),
        MemberLimit("thanks", "month", "points", points=Decimal(900), challenges=("five-teas", "big"), referral=True),
    )
    assert everything.challenges[0].budgets == (Budget(points=Decimal(50_000), per="month"),)
    assert everything.referral is not None and everything.referral.budgets == (Budget(share_of_sales=Decimal("0.01"), warn_at=Decimal("0.8")),)


@pytest.mark.parametrize(
    ("written", "length"),
    [
        ("1 day", Duration(days=1)),
        ("2 weeks", Duration(days=14)),
        ("3 months", Duration(months=3)),
        ("1 year", YEAR),
        ("'12 months'", YEAR),
    ],
)
def test_durations_read_as_written(written, length):
    assert program(f"returns: {{window: {written}}}\n").returns.window == length


@pytest.mark.parametrize("name", ["'no'", "no", "on", "yes", "1.2.3", "7-11", "2018-03-04", "0o9"])
def test_words_that_only_other_yaml_versions_take_for_something_else_are_texts(name):
    assert program(f"name: {name}\n").name.read("en") == name.strip("'")


def test_a_tier_may_be_compared_up_the_ladder():
    text = levels("id: low", "id: high, reach: {spend: 1}") + rule(when="{tier: {at_least: high, not: low}}")
    assert program(text).earn[0].when == FieldIs("tier", AllOf((Between(at_least="high"), NotOf(OneOf(("low",))))))


def test_lines_say_where_each_thing_stands():
    lines = parse(CORNER_GROCER).lines
    written = CORNER_GROCER.splitlines()
    assert written[lines["earn.coffee"] - 1].lstrip().startswith("- {id: coffee")
    assert written[lines["tiers.gold"] - 1].lstrip().startswith("- {id: gold")
    assert written[lines["wallets.growth"] - 1].lstrip().startswith("growth:")


def test_windows_line_ends_and_a_byte_order_mark_change_nothing():
    assert parse("\ufeff" + CORNER_GROCER.replace("\n", "\r\n")).program == parse(CORNER_GROCER).program


def test_require_refuses_with_the_findings():
    with pytest.raises(Invalid) as refused:
        require(HEAD + "colour: red\nname: 1\n")
    assert refused.value.code == "programme.invalid"
    assert [finding.code for finding in refused.value.facts["findings"]] == [
        "programme.unknown_key",
        "programme.not_a_text",
    ]
    assert str(refused.value) == "the programme document has 2 error(s); line 7: “colour” is not a known key"
    assert require(HEAD).id == "tea-house"


# ---- whatever the text


def endures(text: str) -> None:
    """Reading, linting, telling and comparing all bear the text."""
    parsed = check(text)
    assert (parsed.program is None) == any(finding.severity == "error" for finding in parsed.findings)
    assert parsed.findings == sorted(parsed.findings, key=lambda finding: finding.line)
    for finding in parsed.findings:
        assert finding.line >= 1
        assert finding.sentence("zh-Hans")
    if parsed.program is not None:
        assert len(describe(parsed.program, "zh-Hans")) == len(SECTIONS)
        assert diff(parsed.program, parsed.program) == []


@given(st.text())
@example("\ud800")
@example('"\\UFFFFFFFF"')
@example("a: |\n\x85b")
@example("- - - -\n? ? ?\n")
def test_no_text_makes_reading_fail(text):
    endures(text)


@given(
    st.lists(
        st.sampled_from(
            [*"{}[],:&*!|>'\"%@`#-? \n\t0a.", "\n  ", "<<", "---\n", "...\n", ": ", "- ", "earn", "points", "when"]
        ),
        max_size=60,
    )
)
def test_no_pile_of_yaml_signs_makes_reading_fail(parts):
    endures("".join(parts))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_slip_in_a_good_document_makes_reading_fail(data):
    lines = EVERYTHING.splitlines()
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(lines) - 1))
        line = lines[place]
        at = data.draw(st.integers(0, len(line)))
        slip = data.draw(
            st.sampled_from(
                ["", "x", "-1", "{", "]", ": ", "null", "[[", "'", "#", "\t", "９", "1e9", "true", "any", "\n"]
            )
        )
        cut = data.draw(st.integers(0, 6))
        lines[place] = line[:at] + slip + line[at + cut :]
    endures("\n".join(lines))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_value_of_a_good_document_may_be_swapped_for_any_other(data):
    """Splices one line's value onto another line's key: well-formed YAML with the wrong things in the wrong places."""
    lines = EVERYTHING.splitlines()
    values = [line.split(": ", 1)[1] for line in lines if ": " in line]
    place = data.draw(st.sampled_from([place for place, line in enumerate(lines) if ": " in line]))
    lines[place] = lines[place].split(": ", 1)[0] + ": " + data.draw(st.sampled_from(values))
    endures("\n".join(lines))


@given(st.decimals(min_value=0, max_value=10**9, places=9, allow_nan=False), st.integers(0, 9))
def test_a_decimal_means_exactly_what_is_written(value, places):
    written = f"{value:.{places}f}"
    (earning,) = program(rule(points=f"{{per: 1{written}, give: 1{written}}}")).earn
    assert isinstance(earning.points, Rate)
    assert (str(earning.points.per), str(earning.points.give)) == (f"1{written}", f"1{written}")


def test_a_score_reads_its_terms_and_a_level_asks_for_it_in_the_formulas_windows(everything: Program):
    assert everything.tier_score == TierScore(
        (
            Term("spend", Decimal(1), Decimal(100), Decimal(500)),
            Term("visits", Decimal(10)),
            Term("points.growth", Decimal("0.5"), within=Window("lifetime")),
            Term("events.review.published", Decimal("2.5"), within=Window("rolling", Duration(days=90))),
            Term("km", Decimal(1), Decimal(10)),
        ),
        Window("rolling", YEAR),
    )
    scored = read(levels("id: low", "id: high, reach: {score: 100}") + "tier_score: {terms: [{visits: 1}]}\n").program
    assert scored is not None
    assert scored.tiers.levels[1].reach == Measured("score", Decimal(100), Window("formula"))


def test_reviews_visits_and_ways_down_read_every_kind(everything: Program):
    tiers = everything.tiers
    assert (tiers.review, tiers.review_dates) == ("dates", DaysOfYear(((3, 31), (9, 30))))
    assert tiers.visits_on == {"order.paid", "checkin"}
    assert tiers.down.grace == Grace(Duration(days=30), "month")
    assert tiers.down.soft_landing == SoftLanding(Duration(days=30), ("multiplier", "lounge"))


def test_fast_tracks_and_freezes_read_every_key(everything: Program):
    assert everything.fast_tracks == (
        FastTrack(
            "two-stays",
            Measured("stays", Decimal(2), Window("rolling", Duration(days=60))),
            "gold",
            Duration(months=6),
            Text.plain("Two stays"),
            "on_request",
            date(2018, 1, 1),
            date(2018, 12, 31),
        ),
        FastTrack("check-ins", Measured("events.checkin", Decimal(9), Window("rolling", Duration(days=10))), "silver", Duration(months=1)),
    )
    assert everything.tiers.freeze == Freeze("unchanged", Duration(months=24))


def test_paid_memberships_read_every_key(everything: Program):
    assert everything.paid == (
        Paid("plus", Decimal("99.9"), YEAR, None, Decimal("1.5"), Text.plain("Plus"), Duration(days=14), "auto", "pro_rata"),
        Paid("golden", Decimal(500), Duration(months=6), "gold"),
    )
