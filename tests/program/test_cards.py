"""The programme promises that cards are read exactly, told in three languages, and compared key by key."""

import pytest

from regulars.program.describe import describe
from regulars.program.difference import diff
from regulars.program.document_cards import CardCode, Cards, Passes
from regulars.program.reading import require

from .samples import EVERYTHING, HEAD


def told(text: str, language: str) -> str:
    return " ".join(next(section.sentences for section in describe(require(text), language) if section.id == "cards"))


def test_every_word_is_read() -> None:
    assert require(EVERYTHING).cards == Cards(
        CardCode("GOLD", "####-####", "letters_and_digits", "luhn"), "none", "at_enrolment", 3,
        Passes("pass.com.example.club", "ABCDE12345", "3388000000012345678", "#1b5e20"),
    )  # fmt: skip


def test_an_empty_section_means_the_usual_card_and_none_means_no_card() -> None:
    assert require(HEAD + "cards: {}\n").cards == Cards(CardCode("88", "### ### ####", "digits", "damm"), "code128", "on_request", 1, None)
    assert require(HEAD).cards is None


def test_an_ean_13_reads_as_one() -> None:
    code = require(HEAD + 'cards: {barcode: ean13, code: {prefix: 21, pattern: "##########", check: gs1}}\n').cards.code
    assert (code.length, code.many) == (13, 10**10)
    assert require(HEAD + 'cards: {barcode: ean13, code: {prefix: "", pattern: "############", check: gs1}}\n').cards.code.length == 13


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("looks like 88 012 345 6789 0", "up to 2 good cards")),
        ("zh-Hans", ("卡号形如 88 012 345 6789 0", "最多同时有 2 张")),
        ("zh-Hant", ("卡號形如 88 012 345 6789 0", "最多同時有 2 張")),
    ],
)
def test_cards_are_told_in_each_language(language: str, said: tuple[str, ...]) -> None:
    text = told(HEAD + "cards: {issue: at_enrolment, at_most: 2}\n", language)
    assert all(each in text for each in said), text
    assert told(HEAD, language) == ""


def test_cards_are_compared_key_by_key() -> None:
    old, new = HEAD + "cards: {}\n", HEAD + "cards: {at_most: 2, code: {prefix: 77}}\n"
    assert [(one.key, one.old, one.new) for one in diff(require(old), require(new))] == [("cards.code.prefix", '"88"', '"77"'), ("cards.at_most", "1", "2")]
