"""The programme promises that it can be read as a person reads it, in three languages, with every number in it."""

import re

import pytest

from regulars.kit.phrases import LANGUAGES
from regulars.program.describe import SECTIONS, describe
from regulars.program.reading import require

from .samples import CORNER_GROCER, EVERYTHING, HEAD, levels, rule

NAMED = HEAD + levels(
    "id: member, name: {en: Member, zh-Hans: 会员, zh-Hant: 會員}",
    "id: silver, name: {en: Silver, zh-Hans: 银卡, zh-Hant: 銀卡}, reach: {any: [{spend: 2000, within: 1 year}, {visits: 24, within: 1 year}]}, keep: {spend: 1200.5, within: 6 months}",
)


def told(text: str, language: str = "en") -> str:
    return "\n".join(sentence for section in describe(require(text), language) for sentence in section.sentences)


def one(text: str, section: str, language: str = "en") -> tuple[str, ...]:
    return next(each.sentences for each in describe(require(text), language) if each.id == section)


@pytest.mark.parametrize(
    "text", [CORNER_GROCER, EVERYTHING, HEAD], ids=["corner grocer", "everything", "hardly anything"]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_is_told_without_a_gap(text, language):
    sections = describe(require(text), language)
    assert tuple(section.id for section in sections) == SECTIONS
    for section in sections:
        assert section.title
        for sentence in section.sentences:
            assert sentence.endswith("." if language == "en" else "。")
            assert not re.search(r"[{}]|programme\.read|None|  ", sentence), sentence


def test_a_level_says_what_reaches_and_what_keeps_it_in_each_language():
    assert one(NAMED, "tiers")[1:3] == (
        "Silver: spend 2,000 CNY or visit on 24 days within 1 year.",
        "Silver is kept at a review with: spend 1,200.50 CNY within 6 months.",
    )
    assert one(NAMED, "tiers", "zh-Hans")[:3] == (
        "会员：入会即为此等级。",
        "银卡：1 年内消费满 2,000 元或到店 24 天。",
        "银卡保级条件：6 个月内消费满 1,200.50 元。",
    )
    assert one(NAMED, "tiers", "zh-Hant")[1] == "銀卡：1 年內消費滿人民幣 2,000 元或到店 24 天。"
    assert "銀卡：1 年內消費滿 2,000 元或到店 24 天。" in told(NAMED.replace("CNY", "TWD"), "zh-Hant")


@pytest.mark.parametrize(
    ("keys", "en", "hans"),
    [
        ({"points": "{per: 1, give: 1}"}, "Base: every 1 CNY of net spend earns 1 point.", "base：每 1 元实付积 1 积分。"),
        ({"points": "{per: 100, give: 5, whole: true}"}, "Base: every full 100 CNY of net spend of one order earns 5 points.", "base：单笔订单每满 100 元实付积 5 积分。"),
        ({"points": "{per: 1, give: 10, of: nights}"}, "Base: every night earns 10 points.", "base：每 1 晚积 10 积分。"),
        ({"points": "1500", "on": "member.enrolled"}, "Base: 1,500 points for joining.", "base：入会送 1,500 积分。"),
        ({"points": "5", "on": "tea.tasted"}, "Base: 5 points for “tea.tasted”.", "base：“tea.tasted”送 5 积分。"),
        (
            {"points": "{multiply: 2}", "when": "{order.weekday: [tue, 5], line.category: tea}", "frm": "2018-01-01"},
            "Base: points on spending × 2; when the weekday is Tuesday or Friday and the category is tea; from 2018-01-01.",
            "base：消费积分 × 2；条件：星期为周二或周五且品类为 tea；自 2018-01-01 起。",
        ),
        (
            {"points": "5", "when": "{order.hour: {at_least: 9, below: 12}}", "until": "2018-12-31"},
            "Base: 5 points for an order; when the hour is at least 9 and below 12; until 2018-12-31, included.",
            "base：下单送 5 积分；条件：小时不小于 9 且小于 12；至 2018-12-31 止（含当天）。",
        ),
        (
            {"points": "5", "when": "{not: {member.birthday: true}}"},
            "Base: 5 points for an order; when not (it is the member's birthday).",
            "base：下单送 5 积分；条件：并非（会员生日当天）。",
        ),
        (
            {"points": "0.5", "wallet": "growth", "name": "{en: Tea, zh-Hans: 茶}"},
            "Tea: 0.5 points (growth) for an order.",
            "茶：下单送 0.5 积分（growth）。",
        ),
    ],
)  # fmt: skip
def test_a_rule_says_what_it_gives_and_when(keys, en, hans):
    assert one(HEAD + rule(**keys), "earning")[0] == en
    assert one(HEAD + rule(**keys), "earning", "zh-Hans")[0] == hans


def test_limits_and_budgets_are_told_together():
    text = (
        HEAD
        + rule(limit="{times: 1, points: 3000, per: day}", budget="{points: 10000}")
        + "limits: [{id: cap, points: 5000, per: month}, {id: once, times: 2, per: day, rules: [base]}]\n"
        + "budget: [{share_of_sales: 0.025, warn_at: 0.8}, {points: 900, per: day, wallet: growth}]\n"
    )
    assert one(text, "limits") == (
        "Base: once per day.",
        "Base: at most 3,000 points per day.",
        "Everything together: one member gets at most 5,000 points per month.",
        "Base: together at most 2 times per day for one member.",
        "Base: at most 10,000 points in all for all members together.",
        "The whole programme may cost 2.5% of sales.",
        "A warning comes when 80% of the budget is used.",
        "The whole programme gives at most 900 points (growth) per day to all members together.",
    )
    assert one(text, "limits", "zh-Hant")[:5] == (
        "base：每天限 1 次。",
        "base：每天最多 3,000 積分。",
        "全部積分合計：每位會員每月合計最多 5,000 積分。",
        "base：每位會員每天合計最多 2 次。",
        "base：全體會員合計最多 10,000 積分。",
    )


@pytest.mark.parametrize(
    ("expire", "en", "hans"),
    [
        ("never", "Its points never expire.", "永久有效。"),
        (
            "{rolling: 18 months, round_to: quarter}",
            "Its points are valid for 18 months after they are earned, to the end of that quarter.",
            "有效期为获得后 18 个月，至当季季末。",
        ),
        (
            "{calendar: [12-31, 06-30], after: 1 day}",
            "Its points expire at the end of 30 June and 31 December every year, but live at least 1 day.",
            "每年 6 月 30 日和 12 月 31 日结束时过期，但至少有效 1 天。",
        ),
        (
            "{sliding: 2 years, on: [order.paid, checkin]}",
            "Its points expire 2 years after the last activity (an order, a check-in).",
            "自最近一次活动（下单、签到）起 2 年后过期。",
        ),
    ],
)
def test_a_wallet_says_how_long_its_points_last(expire, en, hans):
    text = HEAD.replace("point_value: 0.01", f"point_value: 0.01, expire: {expire}")
    assert en in one(text, "points")
    assert hans in one(text, "points", "zh-Hans")


def test_a_wallet_says_what_lengthens_the_life_of_its_points():
    ladder = "tiers: {review: {every: year}, levels: [{id: blue}, {id: gold, name: {en: Gold, zh-Hans: 金卡}, reach: {spend: 10}}]}\n"
    more = "activity: {keeps: 6 months, at_most: 2 years}, extend: {gold: 3 months}, reinstate: {within: {gold: 30 days}, for: 14 days}"
    text = HEAD.replace("point_value: 0.01", f"expire: {{rolling: 1 year, {more}}}") + ladder
    assert one(text, "points")[3:6] == (
        "An activity (an order) keeps them for 6 months at least, up to 2 years after they were earned.",
        "Points earned as Gold live 3 months longer.",
        "Points of a Gold that have expired come back for 14 days with an order within 30 days.",
    )
    assert one(text, "points", "zh-Hans")[4:6] == ("金卡获得的积分有效期延长 3 个月。", "金卡的积分过期后 30 天内下单，可恢复 14 天。")


def test_a_rule_says_when_its_points_are_usable():
    rules = rule(activate="{on: order.delivered, after: 14 days, at_most: 60 days}")
    assert one(HEAD + rules, "earning")[0] == "Base: 5 points for an order; pending until the delivery of the order and 14 days longer, 60 days at most."
    assert one(HEAD + rule(activate="{from: 2026-12-25}"), "earning", "zh-Hant")[0] == "base：下單送 5 積分；自 2026-12-25 起可用。"


def test_a_wallet_says_what_points_may_pay_and_how_long_they_are_reserved():
    keys = "point_value: 0.01, redeem: {min: 100, max: 5000, step: 100, share_of_order: 0.5, grace: 14 days}, hold: {for: 10 minutes, at_most: 1 day}"
    text = HEAD.replace("point_value: 0.01", keys)
    assert one(text, "points")[4:10] == (
        "An order can be paid with 100 points at least.",
        "An order can be paid with 5,000 points at most.",
        "What pays an order comes in steps of 100 points.",
        "Points can pay 50% of an order at most.",
        "When a redemption is cancelled, points that have expired meanwhile are usable for 14 days more.",
        "Points can be reserved for 1 day at most; 10 minutes unless said otherwise.",
    )
    assert one(text, "points", "zh-Hans")[7:10] == (
        "积分最多抵扣订单金额的 50%。",
        "取消兑换时，其间已过期的积分可再使用 14 天。",
        "积分最长可冻结 1 天；未说明时为 10 分钟。",
    )


def test_without_review_it_says_that_nobody_goes_down():
    assert "There are no reviews: nobody goes down." in told(
        HEAD + levels("id: low", "id: high, reach: {spend: 1}", more="")
    )
    assert "review" not in told(HEAD)


def test_an_unknown_language_reads_english():
    assert describe(require(HEAD), "fr") == describe(require(HEAD), "en")


def test_a_score_says_what_each_part_of_it_brings():
    text = HEAD + "tier_score: {within: 1 year, terms: [{spend: 1, per: 100, at_most: 50}, {visits: 2.5}, {events.checkin: 1, per: 3, within: 30 days}]}\n"
    text += levels("id: low", "id: high, reach: {score: 40}")
    assert one(text, "tiers")[1:3] == (
        "High: score 40.",
        "The score adds up, within 1 year: 1 for every 100 CNY spent (at most 50), 2.5 for every day with a visit and 1 for every 3 times of a check-in within 30 days; the sum is rounded down.",
    )
    assert one(text, "tiers", "zh-Hans")[2] == "评分（1 年内）由以下各项相加并向下取整：每消费 100 元计 1 分（最多 50 分）、每到店 1 天计 2.5 分和 30 天内每 3 次签到计 1 分。"
    assert one(text, "tiers", "zh-Hant")[2].startswith("評分（1 年內）由以下各項相加並向下取整：每消費人民幣 100 元計 1 分")


def test_reviews_on_dates_rounded_grace_and_a_soft_landing_are_told():
    down = "down: {grace: {for: 20 days, round_to: month}, soft_landing: {for: 1 month}}\n  review: {on: [09-30, 03-31]}"
    told = one(HEAD + levels("id: low", "id: high, reach: {spend: 40}", more=down), "tiers")
    assert told[2] == "Levels are reviewed at the end of 31 March and 30 September every year."
    assert told[4:] == (
        "After a failed review the level stays for 20 days, to the end of that month; whoever keeps it within that time does not go down.",
        "For 1 month after a fall the member keeps of the lost level: the points multiplier.",
        "A level can be frozen for up to 1 year, for parental leave or an illness: no review and no fall until then, and frozen days are left out of the periods that count.",
    )
    frozen = one(HEAD + levels("id: low", "id: high, reach: {spend: 40}", more="review: {every: month}\n  freeze: {windows: unchanged, at_most: 3 months}"), "tiers", "zh-Hans")
    assert frozen[-1] == "等级可因育儿假、生病等冻结，最长 3 个月：期间不复评、不降级，考核期照常计算。"


def test_a_paid_membership_says_what_it_costs_and_what_comes_back():
    text = HEAD + levels("id: low", "id: high, reach: {spend: 40}", more="")
    text += "paid:\n  - {id: plus, name: Plus, multiplier: 1.5, fee: 99.9, lasts: 1 year, trial: 14 days, renew: auto, refund: pro_rata}\n  - {id: golden, level: high, fee: 500, lasts: 6 months}\n"
    assert one(text, "tiers")[2:4] == (
        "Membership “Plus”: 99.90 CNY for 1 year, points on spending × 1.5; the first 14 days may be tried free of charge; it goes on until it is cancelled, and unused days are paid back.",
        "Membership “golden”: 500 CNY for 6 months, with the level high; it ends by itself, and fees are not paid back.",
    )
    assert one(text, "tiers", "zh-Hans")[2] == "付费会员“Plus”：99.90 元 / 1 年，消费积分 × 1.5；可免费试用 14 天；到期自动续期，可随时取消，剩余天数按比例退款。"
