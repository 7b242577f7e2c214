"""The programme promises 繁體 in traditional characters and 简体 in simplified ones, wherever it speaks."""

import gettext
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import regulars
from regulars.kit.phrases import LANGUAGES, known_codes, say

# Characters of Big5 that Taiwan and Hong Kong write otherwise in the words a shop needs: 后 is an empress, 里 a mile, 余 a surname.
_WRONG_IN_TRADITIONAL = set("万与么于价体余儿几划厂叶后听坏恶扑据无术机极标栏确种筑胜范荐虫适里钟证网从广个号类优两")
_RIGHT_ALL_THE_SAME = ("公里", "英里", "里程")


def sentences() -> Iterator[tuple[str, str, str]]:
    """(where, 简体, 繁體) of every phrase of every room, and of the pages' own catalogues."""
    for module in pkgutil.walk_packages(regulars.__path__, "regulars."):
        if module.name.rpartition(".")[2].endswith(("sentences", "words", "phrases")) or ".sentences_" in module.name:
            importlib.import_module(module.name)
    for code in known_codes():
        yield code, say(code, {}, "zh-Hans"), say(code, {}, "zh-Hant")
    simplified, traditional = (_catalogue(name) for name in ("zh_Hans", "zh_Hant"))
    for english, words in simplified.items():
        yield str(english), words, traditional.get(english, "")


def _catalogue(name: str) -> dict[str, str]:
    with (Path(regulars.__file__).parent / "locale" / name / "LC_MESSAGES/django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined, no-any-return]


def _not_of(words: str, encoding: str) -> set[str]:
    return {mark for mark in words if "\u4e00" <= mark <= "\u9fff" and not _writes(mark, encoding)}


def _writes(mark: str, encoding: str) -> bool:
    try:
        mark.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def wrong_in_traditional(words: str) -> set[str]:
    for right in _RIGHT_ALL_THE_SAME:
        words = words.replace(right, "")
    return _not_of(words, "cp950") | (set(words) & _WRONG_IN_TRADITIONAL)


def test_traditional_is_traditional_and_simplified_is_simplified() -> None:
    every = list(sentences())
    assert len(every) > 1_000 and len(LANGUAGES) == 3
    assert [(where, marks, words) for where, _, words in every if (marks := wrong_in_traditional(words))] == []
    assert [(where, marks, words) for where, words, _ in every if (marks := _not_of(words, "gb2312"))] == []


def test_a_simplified_character_is_noticed() -> None:
    assert wrong_in_traditional("会员积分") == {"会", "员", "积"} and wrong_in_traditional("之后") == {"后"}
    assert wrong_in_traditional("會員積分之後，往返 3 公里") == set() and _not_of("會員", "gb2312") == {"會", "員"}
