"""A sentence of the review: a code with facts that are put into a reader's words only when somebody reads it, and the query it stands on."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from regulars.kit.formats import MINUS, compact_money, day, month, number
from regulars.kit.phrases import say

Kind = Literal["money", "moved", "share", "change", "points", "count", "number", "month", "day", "code"]
LATEST = 8  # marks of the SQL's hash in a query's id


@dataclass(frozen=True, slots=True)
class Value:
    """A fact before it is written. money, moved (with its sign): smallest unit; share, change and points (of a share): 0 … 1; month: "2026-02"; code: of a phrase."""

    kind: Kind
    value: Any


@dataclass(frozen=True)
class Sentence:
    """topic: the part of the page. figure, query: what it stands on. row: the facts of that row, as they were counted."""

    topic: str
    code: str
    facts: Mapping[str, Value | str]
    figure: str
    query: str
    row: Mapping[str, Any] = field(default_factory=dict)
    currency: str = ""
    exponent: int = 2

    def sentence(self, language: str) -> str:
        words = {name: one if isinstance(one, str) else self._words(one, language) for name, one in self.facts.items()}
        return say(self.code, words, language)

    def _words(self, one: Value, language: str) -> str:
        match one.kind:
            case "money" | "moved":
                sign = "+" if one.kind == "moved" and round(one.value) > 0 else ""
                return sign + compact_money(round(one.value), self.currency, self.exponent, language).replace("\u00a0", " ").strip()
            case "share":
                return percent(one.value)
            case "change":
                return percent(one.value, signed=True)
            case "points":
                return f"{one.value * 100:+.1f}".replace("-", MINUS)
            case "count":
                return number(round(one.value))
            case "number":
                return f"{one.value:,.2f}"
            case "month":
                return month(one.value, language)
            case "day":
                return day(one.value, language)
            case "code":
                return say(str(one.value), {}, language)


def percent(share: float, *, signed: bool = False) -> str:
    words = f"{abs(share):.1%}"
    sign = MINUS if share < 0 and words.strip("0.%") else "+" if signed and share > 0 else ""
    return f"{sign}{words}"


def query_id(figure: str, sql: str) -> str:
    """The figure's name, and the beginning of its SQL's hash where it is one query: the same id is the same question."""
    return f"{figure}@{hashlib.sha256(sql.encode()).hexdigest()[:LATEST]}" if sql else figure
