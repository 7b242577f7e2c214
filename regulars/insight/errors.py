"""Why something can't be said. Codes are ``insight.…``; the sentences stand beside the room that raises them."""

from typing import Any

from regulars.kit.errors import Refused
from regulars.kit.phrases import say


class CannotSay(Refused):
    """The orders don't carry this figure: too few of them, too young a shop, or none at all. A study lists the sentence and goes on."""

    code = "insight.cannot_say"


class InWords(CannotSay):
    """A refusal some of whose facts are codes of the phrasebook (or tuples of codes), told in the reader's own words."""

    def __init__(self, code: str, /, words: tuple[str, ...], **facts: Any) -> None:
        super().__init__(code, **facts)
        self.words = words

    def sentence(self, language: str) -> str:
        between = ", " if language == "en" else "、"
        told = {name: between.join(say(one, {}, language) for one in _many(self.facts[name])) for name in self.words}
        return say(self.code, {**self.facts, **told}, language)


def _many(codes: Any) -> tuple[str, ...]:
    return codes if isinstance(codes, tuple) else (codes,)
