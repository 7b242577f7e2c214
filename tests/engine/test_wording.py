"""The programme promises that a reason, a movement and the guide say exactly what is meant, in each language, by the names the programme gives."""

from datetime import date

import pytest

from regulars.engine.explain import asks_text, day_text, event_name, measure_name, rule_name, sentence, wallet_name
from regulars.engine.guide.files import html_of, markdown_of
from regulars.engine.guide.writing import Example, Guide, Rung, Section
from regulars.engine.moved import moved_sentence
from regulars.program.reading import require

CLUB = require(
    """
program: club
currency: {code: CNY, minor_digits: 2}
timezone: Asia/Shanghai
wallets: {points: {}, stars: {name: {en: Stars, zh-Hans: 星星}}}
tiers: {levels: [{id: low}, {id: top, name: {en: Top, zh-Hans: 顶}, reach: {spend: 100}}]}
earn: [{id: base, name: {en: Base rate, zh-Hans: 基础}, on: order.paid, points: {per: 1, give: 1}}, {id: bare, on: order.paid, points: 5}]
paid: [{id: plus, name: Plus, multiplier: 2, fee: 9, lasts: 1 year}, {id: mini, multiplier: 2, fee: 9, lasts: 1 month}]
fast_tracks: [{id: sprint, name: Sprint, reach: {visits: 2, within: 60 days}, grants: top, for: 1 month}]
badges: [{id: owl, name: Night owl}, {id: cat}]
challenges: [{id: three, name: Three coffees, on: order.paid, target: {count: 3}, reward: {points: 5}}, {id: two, on: order.paid, target: {count: 2}, reward: {points: 5}}]
events: {gym.visited: {name: {en: a gym visit}, fields: {minutes: number}}}
"""
)


@pytest.mark.parametrize(
    ("id", "en", "hans"),
    [
        ("base", "Base rate", "基础"), ("bare", "bare", "bare"), ("gone", "gone", "gone"), ("tier:top", "Top", "顶"), ("tier:low", "low", "low"), ("paid:plus", "Plus", "Plus"), ("paid:mini", "mini", "mini"),
        ("challenge:three", "Three coffees", "Three coffees"), ("challenge:two", "two", "two"), ("streak:base", "Base rate (streak)", "基础 (连续奖励)"), ("referral", "a referral", "推荐好友"),
    ],
)  # fmt: skip
def test_whatever_gave_points_goes_by_its_name(id: str, en: str, hans: str) -> None:
    assert (rule_name(id, "en", CLUB), rule_name(id, "zh-Hans", CLUB)) == (en, hans)


def test_wallets_events_days_and_measures_have_names() -> None:
    assert [wallet_name(id, language, CLUB) for id in ("points", "stars", "gone") for language in ("en", "zh-Hans", "zh-Hant")] == ["points", "积分", "積分", "Stars", "星星", "星星", "gone", "gone", "gone"]
    assert (event_name("gym.visited", "en", CLUB), event_name("order.paid", "en", CLUB)) == ("A gym visit", "An order")
    assert [day_text("2026-03-05", language) for language in ("en", "zh-Hans", "zh-Hant")] == ["5 March 2026", "2026年3月5日", "2026年3月5日"]
    assert day_text("soon", "en") == "soon"
    assert [measure_name(measure, "en", CLUB) for measure in ("spend", "visits", "points.stars", "points", "events.gym.visited", "km")] == ["spend", "days with a visit", "Stars", "points", "a gym visit", "km"]


def asked(measure: str, have: str, need: str, missing: str) -> dict:
    return {"measure": measure, "have": have, "need": need, "missing": missing, "met": missing in ("0", "0.00")}


def test_what_is_missing_is_one_clause() -> None:
    spend, visits = asked("spend", "20.00", "100.00", "80.00"), asked("visits", "5", "3", "0")
    assert asks_text({"any": [spend, visits]}, "en", CLUB) == "80 CNY more spend or days with a visit 5 of 3, done"
    assert asks_text({"all": [spend, {"any": [spend, visits]}]}, "en", CLUB) == "80 CNY more spend and (80 CNY more spend or days with a visit 5 of 3, done)"
    assert asks_text({"any": [spend, {"all": [spend, visits]}]}, "en", CLUB) == "80 CNY more spend or (80 CNY more spend and days with a visit 5 of 3, done)"
    assert asks_text({"not": spend}, "en", CLUB) == "not (80 CNY more spend)"


def test_a_reason_says_what_was_measured() -> None:
    measured = [{"measure": "spend", "have": "20.00", "need": "100.00"}, {"measure": "visits", "have": "1", "need": "3"}]
    told = {language: sentence({"code": "tier.kept", "tier": "top", "measured": measured}, language, CLUB) for language in ("en", "zh-Hans", "zh-Hant")}
    assert told["en"].endswith(" (spend 20.00 of 100.00; days with a visit 1 of 3)")
    assert told["zh-Hans"].endswith("（消费 20.00，要求 100.00；到店天数 1，要求 3）")
    assert told["zh-Hant"].endswith("，要求 3）")


@pytest.mark.parametrize(
    ("source", "target", "lot", "last_day", "rule", "said"),
    [
        ("issued", "active", "2027-01-06", "2027-01-06", "base", "1,000 points came in (last day 6 January 2027): Base rate"),
        ("issued", "active", "never", None, "bare", "1,000 points came in (no last day): bare"),
        ("issued", "debt", "", None, "base", "1,000 points settled what was owed: Base rate"),
        ("issued", "active", "never", None, "return", "1,000 points came in (no last day)"),
        ("active", "redeemed", "2027-01-06", "2027-01-06", "redemption", "1,000 points were spent (last day 6 January 2027)"),
        ("active", "breakage", "2027-01-06", "2027-01-06", "expiry", "1,000 points were not used in time and lapsed (last day 6 January 2027)"),
        ("breakage", "issued", "2027-01-06", "2027-01-06", "base", "1,000 points that had lapsed were counted back"),
        ("held", "redeemed", "2027-01-06", "2027-01-06", "capture", "1,000 reserved points were spent"),
        ("pending", "active", "2027-01-06", "2027-01-06", "activation", "1,000 points became usable (last day 6 January 2027)"),
        ("nowhere", "anywhere", "", None, "", "1,000 points: nowhere → anywhere"),
    ],
)
def test_a_movement_says_what_moved_until_when_and_for_which_rule(source: str, target: str, lot: str, last_day: str | None, rule: str, said: str) -> None:
    day = date.fromisoformat(last_day) if last_day else None
    assert moved_sentence(source, target, 1_000, lot, day, rule, "en", CLUB) == said
    assert moved_sentence(source, target, 1_000, lot, day, rule, "en", CLUB, CLUB.wallets[0].id) == said


def test_a_movement_of_another_wallet_says_which() -> None:
    said = [moved_sentence("issued", "active", 5, "never", None, "base", language, CLUB, "stars") for language in ("en", "zh-Hans")]
    assert said == ["Stars: 5 points came in (no last day): Base rate", "星星：入账 5 积分（永久有效）：基础"]


GUIDE = Guide(
    title="The <Club>", language="en", lead="How & why.",
    sections=(
        Section("earning", "Earning", ("One & one.", "Two."), (Example("Base", "an order of 100 CNY", "100 points", ("Base: 100", "No more")), Example("", "an order", "0", ()))),
        Section("tiers", "Levels", ("Three.",)),
    ),
    rungs=(Rung("Low", "–", "–", "1", "100"), Rung("T|op", "spend", "spend", "2", "200")),
    headings=("Level", "Reach", "Keep", "Times", "Order"),
    words={"example": "For example", "levels": "All levels"}, colophon="Version 3",
)  # fmt: skip


def test_the_guide_as_markdown() -> None:
    assert markdown_of(GUIDE) == (
        "# The <Club>\n\nHow & why.\n\n## Earning\n\n- One & one.\n- Two.\n\n"
        "> **For example · Base**: an order of 100 CNY → **100 points**\n> - Base: 100\n> - No more\n\n> **For example**: an order → **0**\n\n"
        "## Levels\n\n- Three.\n\n"
        "| Level | Reach | Keep | Times | Order |\n| --- | --- | --- | --- | --- |\n| Low | – | – | 1 | 100 |\n| T\\|op | spend | spend | 2 | 200 |\n\n*Version 3*\n"
    )


def test_the_guide_as_a_page() -> None:
    page = html_of(GUIDE)
    head, _, body = page.partition("<body>\n")
    assert head.startswith('<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>The &lt;Club&gt;</title><style>')
    assert head.endswith("</style></head>\n")
    assert body == (
        '<h1>The &lt;Club&gt;</h1>\n<p class="lead">How &amp; why.</p>\n'
        "<section><h2>Earning</h2>\n<ul><li>One &amp; one.</li><li>Two.</li></ul>\n"
        '<div class="example"><p><strong>For example · Base</strong>: an order of 100 CNY → <strong>100 points</strong></p><ul><li>Base: 100</li><li>No more</li></ul></div>\n'
        '<div class="example"><p><strong>For example</strong>: an order → <strong>0</strong></p><ul></ul></div>\n</section>\n'
        "<section><h2>Levels</h2>\n<ul><li>Three.</li></ul>\n"
        "<h3>All levels</h3><table><thead><tr><th>Level</th><th>Reach</th><th>Keep</th><th>Times</th><th>Order</th></tr></thead><tbody>"
        "<tr><td><strong>Low</strong></td><td>–</td><td>–</td><td>1</td><td>100</td></tr><tr><td><strong>T|op</strong></td><td>spend</td><td>spend</td><td>2</td><td>200</td></tr></tbody></table>\n"
        "</section>\n<footer>Version 3</footer>\n</body></html>\n"
    )
