"""The programme promises that every reason reads as a sentence in the reader's language."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

import regulars.engine
from regulars.engine.explain import sentence
from regulars.engine.reading import _BY_THE_HOUSE, EVENT_TYPES
from regulars.kit.money import text_of
from regulars.kit.phrases import LANGUAGES, known_codes, say
from regulars.kit.text import Text
from regulars.program.document import Currency, Program
from regulars.program.document_rules import EarningRule, Fixed
from regulars.program.document_tiers import Level, Tiers
from regulars.program.document_wallets import Wallet

SHOP = Program(
    id="shop",
    currency=Currency("CNY", 2),
    timezone="Asia/Shanghai",
    wallets=(Wallet("points"),),
    tiers=Tiers(
        (
            Level("regular", Text((("en", "Regular"), ("zh-Hans", "普通会员")))),
            Level("gold", Text((("en", "Gold"), ("zh-Hans", "金卡")))),
        )
    ),
    earn=(EarningRule("coffee", "order.paid", Fixed(1), name=Text((("en", "Coffee day"), ("zh-Hans", "咖啡日")))),),
)


def codes_in_the_engine() -> set[str]:
    source = "".join(
        path.read_text()
        for path in Path(regulars.engine.__file__).parent.glob("*.py")
        if not path.name.endswith("sentences.py") and path.name != "decision.py"
    )
    return set(re.findall(r'"((?:rule|tier|track|membership|points|return|member|debt|limit|budget|challenge|badge|referral|rounding|lines|tenders|order|event|quantity|hold|redeem|redemption|streak|confirmation)\.[a-z_]+)"', source)) - set(EVENT_TYPES) - set(_BY_THE_HOUSE) - {
        "member.days_since_enrolment", "member.segment", "member.birthday",
        "member.birthday_month", "order.channel", "order.store", "order.net_amount", "order.weekday", "order.day_of_month", "order.hour", "order.date",
        "order.time", "order.festival", "order.partner", "member.lunar_birthday", "member.lunar_birthday_month",
    }  # fmt: skip


@pytest.mark.parametrize("code", sorted(codes_in_the_engine()))
def test_every_code_the_engine_gives_has_a_sentence(code):
    assert code in known_codes()


def test_rules_and_tiers_go_by_their_names():
    reason = {"code": "rule.fired_fixed", "rule": "coffee", "points": 1200, "exact": "1200"}
    assert sentence(reason, "en", SHOP) == "“Coffee day” gave a bonus of 1,200 points"
    assert sentence(reason, "zh-Hans", SHOP) == "“咖啡日”奖励 1,200 积分"
    assert sentence({"code": "tier.up", "from": "regular", "to": "gold"}, "zh-Hans", SHOP) == "由普通会员升级为金卡"


def test_a_missed_rule_says_what_was_missing():
    reason = {"code": "rule.missed_condition", "rule": "coffee", "detail": "order.weekday"}
    assert sentence(reason, "en", SHOP) == "“Coffee day” did not apply: the day of the week did not match"
    assert sentence(reason, "zh-Hant", SHOP) == "「咖啡日」未生效：星期幾不符合條件"


def test_a_review_says_what_was_measured():
    reason = {
        "code": "tier.kept",
        "tier": "gold",
        "measured": [{"measure": "spend", "have": "5200.00", "need": "5000.00", "within": "1 year", "met": True}],
    }
    assert sentence(reason, "en", SHOP) == "The review kept Gold (spend 5200.00 of 5000.00)"


def test_a_code_nobody_wrote_a_sentence_for_is_still_shown():
    assert [say("x.y", {"n": 1}, language) for language in LANGUAGES] == ["x.y: n 1"] * 3


@pytest.mark.parametrize(
    ("scaled", "digits", "text"), [(1230, 2, "12.30"), (-5, 2, "-0.05"), (7, 0, "7"), (0, 3, "0.000")]
)
def test_money_is_written_with_its_digits(scaled, digits, text):
    assert text_of(scaled, digits) == text


def test_what_is_about_another_wallet_begins_with_its_name_and_the_first_one_stays_plain():
    two = replace(SHOP, wallets=(Wallet("points"), Wallet("growth", name=Text((("en", "Growth"), ("zh-Hans", "成长值"))))))
    usable = {"code": "points.usable_for_ever", "wallet": "growth"}
    assert sentence(usable, "en", two) == "Growth: Usable now; they do not expire"
    assert sentence(usable, "zh-Hans", two) == "成长值：即时可用，永久有效"
    assert sentence({**usable, "wallet": "points"}, "en", two) == "Usable now; they do not expire"
    assert sentence({"code": "points.not_spendable", "wallet": "growth"}, "en", two) == "Points of “Growth” can not be spent"  # says it already
    assert sentence(usable, "en", SHOP) == "Usable now; they do not expire"


def test_a_return_never_adds_up_points_of_several_wallets():
    back = {"code": "return.applied", "order": "o5", "points": 440, "spend": 100_00}
    assert sentence(back, "en", SHOP) == "Order o5 was computed again without the returned goods: 440 points taken back"
    two = replace(SHOP, wallets=(Wallet("points"), Wallet("growth")))
    assert all("440" not in sentence(back, language, two) for language in LANGUAGES)
