"""One phrasebook: every code a person may read, in English, 简体中文 and 繁體中文.

Reasons and refusals are kept as a code with facts; they become a sentence only when somebody reads them.
A room registers its own sentences in its ``sentences.py``.
"""

import re
from collections.abc import Mapping
from typing import Any

LANGUAGES = ("en", "zh-Hans", "zh-Hant")

_BOOK: dict[str, tuple[str, str, str]] = {}


def phrases(entries: Mapping[str, tuple[str, str, str]]) -> None:
    """Register sentences: code -> (English, 简体, 繁體), each a ``str.format`` template over the facts.

    Raises ValueError when a code is taken by other words, so that one code never means two things.
    """
    for code, sentences in entries.items():
        if _BOOK.get(code, sentences) != sentences:
            raise ValueError(f"the code {code} already has a sentence")
        _BOOK[code] = sentences


def say(code: str, facts: Mapping[str, Any], language: str = "en") -> str:
    """The sentence for ``code`` in ``language`` (unknown languages read English), with the facts filled in.

    A code without a sentence, or a fact that is missing, is shown as it is rather than hidden: a reader always gets something true.
    """
    sentences = _BOOK.get(code)
    if sentences is None:
        return f"{code}: " + ", ".join(f"{name} {value}" for name, value in facts.items()) if facts else code
    place = LANGUAGES.index(language) if language in LANGUAGES else 0
    said = sentences[place].format_map(_Facts(facts))
    return _one_of_each(said) if place == 0 and "1 " in said else said


_SINGULAR = {"days with a visit": "day with a visit", "categories": "category", "entries": "entry"} | {
    f"{thing}s": thing
    for thing in (
        "point", "night", "stay", "day", "time", "member", "order", "unit", "event", "friend", "month", "line", "stamp", "visit", "minute", "hour", "week", "year",
        "card", "decimal", "digit", "character", "level", "lot", "store", "brand", "item", "channel",
    )
}  # fmt: skip
_VERBS = {"": "", " were": " was", " are": " is", " have": " has"}
_ONE = re.compile(rf"(?<![\d.,−-])1 ((?:more|further|usable|pending|different|good|expired|reserved) |)({'|'.join(_SINGULAR)})\b((?: were| are| have)\b|)")


def _one_of_each(english: str) -> str:
    """``1 more nights`` is said of one night, ``1 points were spent`` of one that was."""
    return _ONE.sub(lambda found: f"1 {found[1]}{_SINGULAR[found[2]]}{_VERBS[found[3]]}", english)


def mentions(code: str, fact: str) -> bool:
    """Whether the sentence of a code says this fact."""
    return "{" + fact + "}" in _BOOK.get(code, ("",))[0]


def known_codes() -> frozenset[str]:
    """Every code that has a sentence."""
    return frozenset(_BOOK)


class _Facts(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "{" + name + "}"
