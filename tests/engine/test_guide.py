"""The programme promises its members examples that are true: each is the engine's own answer, and none is made up."""

from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from regulars.engine.guide.files import html_of, markdown_of
from regulars.engine.guide.trying import example_of, try_order
from regulars.engine.guide.writing import guide_of
from regulars.kit.phrases import LANGUAGES
from regulars.program.reading import require

TODAY = date(2026, 11, 23)  # a Monday
GROCER = (Path(__file__).parents[2] / "regulars/demo/programs/grocer.yaml").read_text(encoding="utf-8")
CLUB = """
program: club
name: {en: Club, zh-Hans: 俱乐部, zh-Hant: 俱樂部}
currency: {code: CNY, minor_digits: 2}
timezone: Asia/Shanghai
wallets:
  points: {kind: spendable, point_value: 0.01, activate: {after: 7 days}, expire: {rolling: 1 year}}
tiers:
  levels:
    - {id: low}
    - {id: high, reach: {spend: 1000}, multiplier: 1.5}
earn:
"""
BASE = "  - {id: base, on: order.paid, points: {per: 1, give: 1, of: net_amount}}\n"


def club(*rules: str):
    return require(CLUB + BASE + "".join(f"  - {{{rule}}}\n" for rule in rules))


def section(program, id, language="en"):
    return next(one for one in guide_of(program, language, today=TODAY).sections if one.id == id)


def test_an_ordinary_order_earns_what_the_rate_says():
    (example,) = section(club(), "earning").examples
    assert (example.what, example.earns) == ("An order of ¥100.00", "100 points")
    assert example.because == ("“base” gave 100 points (100 before rounding)",)


@pytest.mark.parametrize(
    ("rule", "what", "earns"),
    [
        ("id: x, on: order.paid, when: {line.category: coffee}, points: {multiply: 2}", "An order of ¥100.00 (coffee)", "200 points"),
        ("id: x, on: order.paid, when: {order.weekday: sat}, points: 5", "An order of ¥100.00, on Saturday, 28 Nov 2026", "105 points"),
        ("id: x, on: order.paid, when: {order.net_amount: {above: 300}}, points: 50", "An order of ¥500.00", "550 points"),
        ("id: x, on: order.paid, when: {order.net_amount: {below: 60}}, points: 5", "An order of ¥50.00", "55 points"),
        ("id: x, on: order.paid, when: {tier: high}, points: 5", "An order of ¥100.00, as high", "155 points"),
        ("id: x, on: order.paid, when: {member.birthday_month: true}, points: {multiply: 3}", "An order of ¥100.00, in the month of your birthday", "300 points"),
        ("id: x, on: order.paid, when: {order.hour: {at_least: 22}}, points: 5", "An order of ¥100.00, at 22:00", "105 points"),
        ("id: x, on: order.paid, when: {order.store: north}, points: 5", "An order of ¥100.00, at north", "105 points"),
        ("id: x, on: member.enrolled, points: 30", "Once: joining", "30 points"),
        ("id: x, on: order.paid, from: 2026-12-24, when: {order.day_of_month: 26}, points: 5, until: 2026-12-31", "An order of ¥100.00, on Saturday, 26 Dec 2026", "105 points"),
        ("id: x, on: order.paid, when: {any: [{all: [{line.brand: own}, {order.channel: app}]}, {tier: high}]}, points: 5", "An order of ¥100.00 (own), at app", "105 points"),
    ],
)  # fmt: skip
def test_an_example_meets_what_its_rule_asks(rule, what, earns):
    example = section(club(rule), "earning").examples[-1]
    assert (example.what, example.earns) == (what, earns)


def test_a_rule_that_cannot_fire_or_is_over_has_no_example():
    program = club(
        "id: never, on: order.paid, when: {all: [{order.hour: 9}, {order.hour: 10}]}, points: 5",
        "id: over, on: order.paid, until: 2026-01-01, points: 5",
    )
    assert [example.rule for example in section(program, "earning").examples] == ["base"]
    assert example_of(program.earn[1], program, TODAY) is None


def test_the_table_shows_what_an_order_earns_on_each_level():
    rungs = guide_of(club(), "en", today=TODAY).rungs
    assert [(rung.name, rung.multiplier, rung.earns) for rung in rungs] == [("low", "× 1", "100 points"), ("high", "× 1.5", "150 points")]


def test_expiry_and_a_return_are_shown_by_an_example():
    points, returns = section(club(), "points").examples[0], section(club(), "returns").examples[0]
    assert points.because == ("Usable from 30 November 2026 until the end of 23 November 2027",)
    assert returns.what == "An order of ¥100.00, given back in full"
    assert returns.because == ("Order A-1 was computed again without the returned goods: 100 points taken back",)


def test_a_programme_that_gives_nothing_for_orders_says_nothing_about_them():
    program = require(CLUB + "  - {id: hello, on: member.enrolled, points: 5}\n")
    assert try_order(program, TODAY, 10_000) is None
    assert section(program, "returns").examples == ()
    assert [rung.earns for rung in guide_of(program, "en", today=TODAY).rungs] == ["–", "–"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_of_the_demo_shop_has_its_example_in_every_language(language):
    program = require(GROCER)
    guide = guide_of(program, language, today=TODAY, version=3)
    earning = next(one for one in guide.sections if one.id == "earning")
    assert [example.rule for example in earning.examples] == [rule.name.read(language) for rule in program.earn]
    text = markdown_of(guide)
    assert "{" not in text and "guide." not in text
    assert [example.earns.split()[0] for example in earning.examples] == ["150", "100", "250", "200", "250", "150", "100"]


def test_the_html_page_is_whole_and_quotes_what_a_shop_may_write():
    program = club('id: odd, name: "<b>&\\"", on: order.paid, when: {line.category: "<script>"}, points: 5')
    page = html_of(guide_of(program, "en", today=TODAY))
    seen: list[str] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag, attrs):
            seen.append(tag)

    Tags().feed(page)
    assert "script" not in seen and "b" not in seen
    assert "http" not in page  # nothing is fetched from anywhere
    assert "&lt;script&gt;" in page and "|" not in markdown_of(guide_of(program, "en", today=TODAY)).split("| ---")[0].split("\n")[-3]


def test_members_are_not_told_who_approves_what():
    program = require(CLUB + BASE + "approval: {programme: true, goodwill_above: 500}\n")
    assert "second person" not in markdown_of(guide_of(program, "en", today=TODAY))
