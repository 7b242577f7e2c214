"""The ready-made documents promise to count as they stand, in any currency, and to give back a share a shop can afford."""

import re
from decimal import Decimal

import pytest

from regulars.kit.errors import Invalid
from regulars.program.reading import check, require
from regulars.program.starting import STARTERS, Starter, _said_aloud, first_document, starter

SHOPS = [("CNY", "Asia/Shanghai", "100"), ("USD", "America/New_York", "6.50"), ("JPY", "Asia/Tokyo", "3000"), ("KWD", "Asia/Kuwait", "0.7"), ("KRW", "Asia/Seoul", "1"), ("VND", "Asia/Ho_Chi_Minh", "1000000000")]


def made(id: str = "shop", name: str = "Bea's Club", currency: str = "CNY", timezone: str = "Asia/Shanghai", receipt: str = "100") -> str:
    return first_document(id, name=name, currency=currency, timezone=timezone, receipt=receipt)


@pytest.mark.parametrize("one", STARTERS, ids=lambda one: one.id)
@pytest.mark.parametrize(("currency", "timezone", "receipt"), SHOPS)
def test_a_first_document_has_nothing_wrong_or_unwise(one: Starter, currency: str, timezone: str, receipt: str) -> None:
    assert check(one.document).findings == []
    text = made(one.id, "Café “Zur Post”: 5 \U0001f600", currency, timezone, receipt)
    assert check(text).findings == []
    program = require(text)
    assert (program.name.read("en"), program.currency.code, program.timezone) == ("Café “Zur Post”: 5 \U0001f600", currency, timezone)
    assert f"a usual receipt of {Decimal(receipt).normalize():f} {currency}." in text or one.id == "blank"


def test_the_templates_own_receipt_leaves_every_amount() -> None:
    for one in STARTERS:
        theirs, ours = require(one.document), require(made(one.id, receipt=str(one.receipt)))
        assert theirs.tiers == ours.tiers and theirs.earn == ours.earn and theirs.wallets == ours.wallets and theirs.referral == ours.referral


def test_money_goes_by_the_receipt_and_points_stay() -> None:
    shop = require(made(currency="USD", timezone="America/New_York", receipt="40"))
    assert shop.wallets[0].point_value == Decimal("0.01")  # 0.4 is nearer to 1 than to 0.1
    assert re.search(r"reach: \{any: \[\{spend: 800, .*visits: 24", made(currency="USD", receipt="40"))
    assert "order_at_least: 40}" in made(currency="USD", receipt="40") and "advocate: {points: 300}" in made(currency="USD", receipt="40")
    yen = made(currency="JPY", timezone="Asia/Tokyo", receipt="3000")
    assert "{code: JPY, minor_digits: 0}" in yen and "point_value: 0.1 " in yen and "{per: 10, give: 1, of: net_amount}" in yen and "spend: 60000" in yen


def test_the_share_given_back_does_not_depend_on_the_currency() -> None:
    for one in STARTERS:
        for currency, timezone, receipt in SHOPS:
            program = require(made(one.id, currency=currency, timezone=timezone, receipt=receipt))
            base, value = program.earn[0].points, program.wallets[0].point_value
            assert value is not None and base.give / base.per * value == (Decimal("0.01") if one.id in ("shop", "blank") else Decimal("0.02"))


def test_a_level_asks_more_to_reach_than_to_keep_whatever_the_receipt() -> None:
    silver, keep_silver, gold, keep_gold = spends(made())
    for tenths in range(3, 4000, 7):
        asked = [_said_aloud(amount * tenths / 1000, 2) for amount in (silver, keep_silver, gold, keep_gold)]
        assert asked[0] > asked[1] and asked[2] > asked[3] > asked[1], tenths
        if tenths % 1000 == 3:
            assert spends(made(currency="USD", receipt=f"{tenths / 10:.1f}")) == asked


def spends(text: str) -> list[Decimal]:
    return [Decimal(found) for found in re.findall(r"spend: ([\d.]+)", text)]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"id": "spaceship"}, "starter.unknown"),
        ({"name": " \t"}, "starter.no_name"),
        ({"name": "\x00"}, "starter.no_name"),
        ({"currency": "yuan"}, "starter.bad_currency"),
        ({"currency": "ＣＮＹ"}, "starter.bad_currency"),
        ({"timezone": "Mars/Base"}, "starter.bad_timezone"),
        ({"timezone": "../etc/passwd"}, "starter.bad_timezone"),
        ({"receipt": ""}, "starter.bad_receipt"),
        ({"receipt": "0"}, "starter.bad_receipt"),
        ({"receipt": "-5"}, "starter.bad_receipt"),
        ({"receipt": "1e9"}, "starter.bad_receipt"),
        ({"receipt": "NaN"}, "starter.bad_receipt"),
        ({"receipt": "１２"}, "starter.bad_receipt"),
        ({"receipt": "9" * 30}, "starter.bad_receipt"),
    ],
)
def test_what_can_not_be_begun_with_is_refused_by_name(given: dict[str, str], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        made(**given)
    assert refused.value.code == code
    assert all(refused.value.sentence(language) != code for language in ("en", "zh-Hans", "zh-Hant"))


def test_a_first_document_keeps_an_odd_name_as_a_text() -> None:
    assert require(made(name="2024")).name.read("en") == "2024" and require(made(name="2024")).id == "2024"
    assert require(made(name="茶")).id == "shop-club" and require(made(name="x" * 200)).id == "x" * 60
    assert require(made(name=" a\n\tb ")).name.read("en") == "a b"


def test_a_template_there_is_not_is_told_with_those_there_are() -> None:
    with pytest.raises(Invalid) as refused:
        starter("x" * 50)
    assert refused.value.facts == {"id": "x" * 40, "known": "shop, hotel, cafe, blank"}
    for given, facts in (({"currency": "y" * 30}, {"code": "y" * 20}), ({"timezone": "z" * 70}, {"name": "z" * 60}), ({"receipt": "q" * 50}, {"amount": "q" * 40})):
        with pytest.raises(Invalid) as refused:
            first_document("shop", **({"name": "a", "currency": "CNY", "timezone": "Asia/Shanghai", "receipt": "100"} | given))
        assert refused.value.facts == facts


@pytest.mark.parametrize(("amount", "digits", "said"), [("347.5", 2, "350"), ("1.09", 2, "1"), ("1.11", 2, "1.2"), ("0.0001", 2, "0.01"), ("9.6", 0, "10"), ("0.3", 0, "1"), ("95", 2, "90"), ("96", 2, "100")])
def test_an_amount_becomes_one_that_is_said_aloud(amount: str, digits: int, said: str) -> None:
    assert _said_aloud(Decimal(amount), digits) == Decimal(said)

