"""Why something can't be said. Codes are ``insight.…``; the sentences stand beside the room that raises them."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from regulars.kit.errors import Refused
from regulars.kit.formats import day, month
from regulars.kit.phrases import say


class CannotSay(Refused):
    """The orders don't carry this figure: too few of them, too young a shop, or none at all. A study lists the sentence and goes on."""

    code = "insight.cannot_say"

    def sentence(self, language: str) -> str:
        return say(self.code, dated(self.facts, language), language)


class InWords(CannotSay):
    """A refusal some of whose facts are codes of the phrasebook (or tuples of codes), told in the reader's own words."""

    def __init__(self, code: str, /, words: tuple[str, ...], **facts: Any) -> None:
        super().__init__(code, **facts)
        self.words = words

    def sentence(self, language: str) -> str:
        between = ", " if language == "en" else "、"
        told = {name: between.join(say(one, {}, language) for one in _many(self.facts[name])) for name in self.words}
        return say(self.code, {**dated(self.facts, language), **told}, language)


def dated(facts: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The facts with their days and months as the reader writes them; a program finds them in ISO in ``facts``."""
    return {name: _day_words(name, value, language) for name, value in facts.items()}


def _day_words(name: str, value: Any, language: str) -> Any:
    if isinstance(value, date):
        return day(value, language)
    if not isinstance(value, str):
        return value
    if name in _DAYS and _DAY.fullmatch(value):
        return day(date.fromisoformat(value), language)
    return month(value, language) if name in _MONTHS and _MONTH.fullmatch(value) else value


_DAYS, _MONTHS = ("as_of", "first", "last", "until", "cut", "ends", "day", "made_on", "since"), ("month", "other")
_DAY, _MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"), re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")


def _many(codes: Any) -> tuple[str, ...]:
    return codes if isinstance(codes, tuple) else (codes,)
