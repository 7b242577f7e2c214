"""The programme promises every word in three languages: catalogues are complete, compiled, and fill in the same facts."""

import gettext
import io
import re

import pytest
from django.utils.translation import templatize

from regulars.console.catalogue import LOCALE, mo_bytes, read_po

ROOMS = LOCALE.parent
LANGUAGES = ("zh_Hans", "zh_Hant")
_CALL = re.compile(
    r"""\b(?:_|gettext|ngettext|pgettext|npgettext)\(\s*u?((?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))\s*(?:,\s*u?((?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')))?"""
)


def asked_for() -> set[str]:
    """Every text a template or a page's code asks a translation for (with pgettext both its context and its text)."""
    found: set[str] = set()
    for file in [*ROOMS.glob("console/**/*"), *ROOMS.glob("portal/**/*")]:
        if file.suffix not in (".html", ".py"):
            continue
        text = file.read_text(encoding="utf-8")
        for texts in _CALL.findall(templatize(text) if file.suffix == ".html" else text):
            found |= {eval(one) for one in texts if one}  # a literal of our own source
    return found


def catalogue(language: str) -> dict[str, str]:
    return read_po((LOCALE / language / "LC_MESSAGES/django.po").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_missing(language: str) -> None:
    known = {part for key in catalogue(language) for part in re.split("[\x00\x04]", key)}
    assert len(asked_for()) > 200
    assert asked_for() - known == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_fills_in_the_same_facts(language: str) -> None:
    for key, words in catalogue(language).items():
        if key:
            facts = set(re.findall(r"%\(\w+\)s", key))
            assert set(re.findall(r"%\(\w+\)s", words)) == facts, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_the_written_one(language: str) -> None:
    mo = (LOCALE / language / "LC_MESSAGES/django.mo").read_bytes()
    assert mo == mo_bytes(catalogue(language)), "run: python -m regulars.console.catalogue"
    read = gettext.GNUTranslations(io.BytesIO(mo))
    assert read.gettext("Members") == {"zh_Hans": "会员", "zh_Hant": "會員"}[language]
    assert read.ngettext("%(n)s breach", "%(n)s breaches", 2) == {"zh_Hans": "%(n)s 处不符", "zh_Hant": "%(n)s 處不符"}[language]
    assert read.pgettext("role", "Owner") == {"zh_Hans": "所有者", "zh_Hant": "擁有者"}[language]


def test_the_two_chinese_catalogues_know_the_same_texts() -> None:
    assert set(catalogue("zh_Hans")) == set(catalogue("zh_Hant"))
