"""The programme promises that gifts are read exactly, told in three languages, and compared key by key."""

from decimal import Decimal

import pytest

from regulars.kit.periods import Span
from regulars.program.describe import describe
from regulars.program.difference import diff
from regulars.program.document import Gifts
from regulars.program.reading import require

from .samples import EVERYTHING, HEAD


def moving(text: str, language: str) -> tuple[str, ...]:
    return next(section.sentences for section in describe(require(text), language) if section.id == "moving")


def test_every_word_is_read() -> None:
    program = require(EVERYTHING)
    ten, most, day, month = (Decimal(number) for number in ("10", "500", "600", "900"))
    assert program.gifts == Gifts("points", ten, most, day, month, Span(86_400), ("silver", "gold"))


def test_what_is_left_out_is_unbounded_and_the_first_wallet() -> None:
    program = require(HEAD + "gifts: {cooling_off: 3 days}\n")
    assert program.gifts == Gifts("points", cooling_off=Span(3 * 86_400))
    assert require(HEAD).gifts is None


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("Members may give points of “Points” to each other; they keep their last usable day.", "A gift is at least 10 points.")),
        ("zh-Hans", ("会员之间可以转赠“Points”，积分的有效期不变。", "每次转赠至少 10 积分。")),
        ("zh-Hant", ("會員之間可以轉贈「Points」，積分的有效期不變。", "每次轉贈至少 10 積分。")),
    ],
)
def test_gifts_are_told_in_each_language(language: str, said: tuple[str, ...]) -> None:
    told = moving(EVERYTHING, language)
    assert told[:2] == said
    assert len(told) == 7 + 9 + 6
    assert moving(HEAD, language) == ()


def test_a_change_is_named_by_the_documents_own_word() -> None:
    old, new = HEAD + "gifts: {min: 10}\n", HEAD + "gifts: {min: 20, cooling_off: 24 hours}\n"
    changes = [(change.key, change.old, change.new) for change in diff(require(old), require(new))]
    assert changes == [("gifts.min", "10", "20"), ("gifts.cooling_off", "", "1 day")]
    assert ("gifts.wallet", "", "points") in [(one.key, one.old, one.new) for one in diff(require(HEAD), require(old))]
