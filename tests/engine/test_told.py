"""The programme promises that every fact of a reason reads as the programme and the reader's language name it."""

import pytest

from engine.people import HEAD
from regulars.engine.accruing import decimal_text
from regulars.engine.explain import asks_text, day_text, measure_name, rule_name, sentence, sentences, wallet_name
from regulars.program.reading import require

SHOP = require(
    HEAD
    + """
wallets: {points: {}, growth: {name: {en: Growth, zh-Hans: 成长值, zh-Hant: 成長值}, kind: qualifying}}
earn:
  - {id: base, name: {en: Every yuan, zh-Hans: 消费积分, zh-Hant: 消費積分}, on: order.paid, points: {per: 1, give: 1}}
  - {id: plain, on: order.paid, points: 5, wallet: growth}
tiers: {levels: [{id: low}, {id: gold, name: {en: Gold, zh-Hans: 金卡, zh-Hant: 金卡}, reach: {spend: 100}}, {id: top, reach: {spend: 900}}]}
badges: [{id: owl, name: {en: Night owl, zh-Hans: 夜猫子, zh-Hant: 夜貓子}}]
challenges: [{id: coffees, name: {en: Three coffees, zh-Hans: 三杯咖啡, zh-Hant: 三杯咖啡}, on: order.paid, target: {count: 3}, reward: {points: 9}}]
fast_tracks: [{id: sprint, name: {en: Sprint, zh-Hans: 冲刺, zh-Hant: 衝刺}, reach: {visits: 2, within: 60 days}, grants: gold, for: 1 month}]
paid: [{id: plus, name: {en: Plus, zh-Hans: 优享, zh-Hant: 優享}, multiplier: 2, fee: 73.00, lasts: 1 year}]
"""
)
LANGUAGES = ("en", "zh-Hans", "zh-Hant")


@pytest.mark.parametrize(
    ("num", "den", "scale", "text"),
    [
        (5, 1, 0, "5"), (100, 1, 0, "100"), (0, 1, 0, "0"), (150, 1, 2, "1.5"), (100, 1, 2, "1"), (105, 1, 2, "1.05"), (1_000, 1, 2, "10"),
        (1, 2, 0, "0.5"), (1, 3, 0, "0.3333"), (2, 3, 0, "0.6666"), (-1, 3, 0, "-0.3333"), (-2, 3, 0, "-0.6666"), (25, 2, 1, "1.25"), (20, 3, 1, "0.66666"), (7, 2, 0, "3.5"), (1, 20_000, 0, "0"),
    ],
)  # fmt: skip
def test_exact_points_are_told_to_four_more_digits_cut_and_without_zeros(num: int, den: int, scale: int, text: str) -> None:
    assert decimal_text(num, den, scale) == text


@pytest.mark.parametrize(
    ("id", "names"),
    [
        ("base", ("Every yuan", "消费积分", "消費積分")), ("plain", ("plain",) * 3), ("gone", ("gone",) * 3),
        ("tier:gold", ("Gold", "金卡", "金卡")), ("tier:top", ("top",) * 3), ("paid:plus", ("Plus", "优享", "優享")), ("challenge:coffees", ("Three coffees", "三杯咖啡", "三杯咖啡")),
        ("referral", ("a referral", "推荐好友", "推薦好友")), ("streak:base", ("Every yuan (streak)", "消费积分 (连续奖励)", "消費積分 (連續獎勵)")),
    ],
)  # fmt: skip
def test_whatever_gave_points_has_a_name(id: str, names: tuple[str, str, str]) -> None:
    assert tuple(rule_name(id, language, SHOP) for language in LANGUAGES) == names


def test_a_wallet_without_a_name_is_the_points_when_it_is_the_first() -> None:
    assert [wallet_name("points", language, SHOP) for language in LANGUAGES] == ["points", "积分", "積分"]
    assert [wallet_name("growth", language, SHOP) for language in LANGUAGES] == ["Growth", "成长值", "成長值"]
    assert wallet_name("gone", "en", SHOP) == "gone"


def test_days_are_told_as_people_write_them() -> None:
    assert [day_text("2026-03-05", language) for language in LANGUAGES] == ["5 March 2026", "2026年3月5日", "2026年3月5日"]
    assert day_text("never", "en") == "never"


@pytest.mark.parametrize(
    ("measure", "names"),
    [
        ("spend", ("spend", "消费", "消費")), ("visits", ("days with a visit", "到店天数", "到店天數")), ("points.growth", ("Growth", "成长值", "成長值")), ("km", ("km",) * 3),
        ("points", ("points",) * 3), ("events", ("events",) * 3),
    ],
)  # fmt: skip
def test_measures_have_names(measure: str, names: tuple[str, str, str]) -> None:
    assert tuple(measure_name(measure, language, SHOP) for language in LANGUAGES) == names


def test_the_ends_of_a_chance_are_told_as_what_they_are() -> None:
    def told(in_100: int, language: str) -> str:
        return sentence({"code": "chance.reach", "tier": "gold", "by": "2026-03-31", "in_100": in_100, "weeks": 8}, language, SHOP)

    expected = {
        0: ("less than 5 in 100", "不到 5%", "不到 5%"), 5: ("about 5 in 100", "约为 5%", "約為 5%"),
        95: ("about 95 in 100", "约为 95%", "約為 95%"), 100: ("more than 95 in 100", "超过 95%", "超過 95%"),
    }  # fmt: skip
    for in_100, words in expected.items():
        assert all(word in told(in_100, language) for word, language in zip(words, LANGUAGES, strict=True)), (in_100, words)


def test_levels_plans_missions_badges_and_challenges_go_by_their_names() -> None:
    def told(code: str, **facts: object) -> list[str]:
        return [sentence({"code": code, **facts}, language, SHOP) for language in LANGUAGES]

    assert all("Gold" in text or "金卡" in text for text in told("why.own_beneath", tier="gold"))
    assert all("Gold" in text or "金卡" in text for text in told("tier.match_not_higher", tier="top", own="gold"))
    assert all("Plus" in text or "优享" in text or "優享" in text for text in told("why.paid", tier="gold", until="2026-03-31", note="plus"))
    assert all("Sprint" in text or "冲刺" in text or "衝刺" in text for text in told("why.track", tier="gold", until="2026-03-31", note="sprint"))
    assert all("Night owl" in text or "夜" in text for text in told("badge.earned", badge="owl", **{"for": "challenge:coffees"}))
    assert all("Three coffees" in text or "三杯咖啡" in text for text in told("badge.earned", badge="owl", **{"for": "challenge:coffees"}))
    assert "Every yuan" in told("badge.earned", badge="owl", **{"for": "rule:base"})[0]
    assert told("lines.excluded", lines=[3, 7])[0].count("3, 7") == 1


def test_what_a_landing_keeps_is_a_list_of_names() -> None:
    reason = {"code": "tier.soft_landing", "tier": "gold", "until": "2026-03-31", "keep": ["multiplier", "lounge"]}
    lists = ("the points multiplier, lounge", "积分倍数、lounge", "積分倍數、lounge")
    assert all(words in sentence(reason, language, SHOP) for words, language in zip(lists, LANGUAGES, strict=True))


def test_what_is_about_another_wallet_than_the_first_begins_with_its_name() -> None:
    about = [{"code": "points.expired", "wallet": wallet, "points": 1_234} for wallet in ("points", "growth")]
    first, other = sentences(about, "en", SHOP)
    assert other != first
    assert other.startswith("Growth")
    assert "1,234" in first
    assert not first.startswith("points:")


def test_what_was_looked_at_stands_behind_in_brackets() -> None:
    measured = [{"measure": "spend", "have": "5.00", "need": "9.00"}, {"measure": "visits", "have": "1", "need": "2"}]
    reason = {"code": "tier.kept", "tier": "gold", "measured": measured}
    assert sentence(reason, "en", SHOP).endswith(" (spend 5.00 of 9.00; days with a visit 1 of 2)")
    assert sentence(reason, "zh-Hans", SHOP).endswith("（消费 5.00，要求 9.00；到店天数 1，要求 2）")
    assert sentence(reason, "zh-Hant", SHOP).endswith("（消費 5.00，要求 9.00；到店天數 1，要求 2）")
    assert sentence({"code": "tier.kept", "tier": "gold"}, "en", SHOP) == sentence({**reason, "measured": []}, "en", SHOP)


def test_periods_and_fields_have_words() -> None:
    limit = {"code": "rule.missed_limit", "rule": "base", "detail": "month"}
    assert [word in sentence(limit, language, SHOP) for word, language in (("month", "en"), ("每月", "zh-Hans"), ("每月", "zh-Hant"))] == [True] * 3
    field = {"code": "rule.missed_condition", "rule": "base", "detail": "order.channel"}
    assert [word in sentence(field, language, SHOP) for word, language in (("the channel", "en"), ("渠道", "zh-Hans"), ("通路", "zh-Hant"))] == [True] * 3
    assert "Every yuan" in sentence({"code": "rule.missed_group", "rule": "plain", "detail": "base"}, "en", SHOP)


def test_what_is_missing_is_one_clause_with_brackets_where_two_ways_meet() -> None:
    spend = {"measure": "spend", "have": "10.00", "need": "30.00", "missing": "20.00", "met": False}
    visits = {"measure": "visits", "have": "1", "need": "3", "missing": "2", "met": False}
    one = asks_text(spend, "en", SHOP)
    assert one == "20 CNY more spend"
    assert asks_text({"any": [spend, visits], "met": False}, "en", SHOP) == "20 CNY more spend or 2 more days with a visit"
    both = asks_text({"all": [{"any": [spend, visits], "met": False}, visits], "met": False}, "en", SHOP)
    assert both == "(20 CNY more spend or 2 more days with a visit) and 2 more days with a visit"
