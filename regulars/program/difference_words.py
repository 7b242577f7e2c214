"""A change in words: the name a form gives the key, and both values as a person would say them.

``tiers.down.step: one → full`` reads “Review and going down · Down: one level → to the level that is deserved”. What has no words of its own is
told part by part with the parts' names; what has no name stays as the document writes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from regulars.kit.periods import Duration
from regulars.kit.text import Text
from regulars.program import challenge_words as challenge_words  # the words of rewards
from regulars.program.condition_words import condition_words
from regulars.program.criteria_words import criterion_words
from regulars.program.document import Program
from regulars.program.document_challenges import Reward
from regulars.program.document_conditions import AllOf, AnyOf, FieldIs, NotOf
from regulars.program.document_rules import EarningRule, Fixed, Multiply, Rate
from regulars.program.document_tiers import Measured, Tiers
from regulars.program.editing.values import Leaf, Value, read_values
from regulars.program.forms.labels import LABELS, label, said_of
from regulars.program.forms.sections import section_of
from regulars.program.rule_words import amount_words
from regulars.program.wording import Words

_ADDRESSES = {
    "wallet": "wallet", "level": "tiers.levels.*", "rule": "rule", "limit": "member_limit", "badge": "badges.*", "challenge": "challenges.*",
    "pool": "pools.*", "track": "fast_track", "paid": "paid", "event": "events.*", "festival": "festivals.*",
}  # fmt: skip
_MONEY = frozenset({"fee", "order_at_least"})
_NAMED = {"wallet": "wallet", "wallets": "wallet", "floor": "level", "grants": "level", "level": "level", "only_to": "level", "badge": "badge", "rules": "rule", "challenges": "challenge"}


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a change: the programme, the thing in it, and the key's value there; ``text`` as the document writes it."""

    program: Program
    thing: Any
    value: Any
    text: str


def key_words(kind: str, key: str, language: str) -> str:
    """The key as its form names it; of the programme's own keys with the page they stand on."""
    address = _address(kind, key)
    name = label(address, language) if said_of(LABELS, address) else key
    if kind != "programme" or "." not in key:
        return name
    where = section_of(tuple(key.split(".")))
    return f"{label(f'section.{where[0].id}', language)} · {name}" if where is not None else name


def value_words(kind: str, key: str, side: Side, language: str) -> str:
    """"" where nothing stood."""
    if not side.text:
        return ""
    words, address, last = Words(side.program, language), _address(kind, key), key.rpartition(".")[2]
    value = side.value
    if key == "tiers.review":
        return _review(side.program.tiers, words)
    if isinstance(value, Text):
        return words.quoted(value.read(language))
    if isinstance(value, Duration):
        return words.duration(value)
    if isinstance(value, Reward):
        return words.reward(value)
    if isinstance(value, Fixed | Multiply | Rate) and isinstance(side.thing, EarningRule):
        return amount_words(value, side.thing, words)
    if last in ("reach", "keep"):
        return criterion_words(value, words)
    if isinstance(value, FieldIs | AllOf | AnyOf | NotOf) and not isinstance(value, Measured):
        return condition_words(value, words)
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, Decimal) and last in _MONEY:
        return words.money(value)
    return _plain(side.text, address, last, words)


def _review(tiers: Tiers, words: Words) -> str:
    if tiers.review_dates is not None:
        return words.series([words.day_of_year(*day) for day in tiers.review_dates.days])
    return label(f"tiers.review.every={tiers.review}", words.language)


def _plain(text: str, address: str, key: str, words: Words) -> str:
    values = read_values(f"x: {text}\n")
    return text if values is None else _parts(values["x"], address, key, words)


def _parts(value: Value, address: str, key: str, words: Words, inside: bool = False) -> str:
    if isinstance(value, Leaf):
        return _word(value.text, address, key, words)
    if isinstance(value, list):
        return words.listed([_parts(each, address, key, words, True) for each in value])
    told = words.listed([_part(name, each, address, words) for name, each in value.items()])
    return words.brackets(told) if inside else told


def _part(name: str, value: Value, address: str, words: Words) -> str:
    inner = f"{address}.{name}"
    said = said_of(LABELS, inner) or said_of(LABELS, f"{address.rpartition('.')[2]}.{name}")
    title = said[("en", "zh-Hans", "zh-Hant").index(words.language)] if said else name
    return f"{title} {_parts(value, inner, name, words, True)}".strip()


def _word(text: str, address: str, key: str, words: Words) -> str:
    """A word of the document: one to choose from, somebody's id, a number, a length of time."""
    said = said_of(LABELS, f"{address}={text}") or LABELS.get(f"{address}|{text}")
    if said:
        return said[("en", "zh-Hans", "zh-Hant").index(words.language)]
    named = _names(_NAMED.get(key, ""), words).get(text)
    if named:
        return named
    count, _, unit = text.partition(" ")
    if count.isdecimal() and unit.rstrip("s") in ("day", "month", "year"):
        return words.say(unit.rstrip("s") if count == "1" else unit.rstrip("s") + "s", count=count)
    return text


def _names(kind: str, words: Words) -> Mapping[str, str]:
    program = words.program
    match kind:
        case "wallet":
            return {one.id: words.wallet(one) for one in program.wallets}
        case "level":
            return {one.id: words.level(one) for one in program.tiers.levels}
        case "badge":
            return {one.id: words.badge(one.id) for one in program.badges}
        case "rule":
            return {one.id: words.rule(one) for one in program.earn}
        case "challenge":
            return {one.id: words.challenge(one.id) for one in program.challenges}
    return {}


def thing_words(kind: str, id: str, program: Program | None, language: str) -> str:
    """A thing by the name members see, where it has one: “Gold” (gold)."""
    if program is None:
        return id
    things = program.tiers.levels if kind == "level" else getattr(program, _LISTS[kind])
    name = next((one.name.read(language) for one in things if one.id == id and getattr(one, "name", None)), "")
    words = Words(program, language)
    return f"{words.quoted(name)}" if name else id


_LISTS = {
    "wallet": "wallets", "rule": "earn", "limit": "limits", "badge": "badges", "challenge": "challenges", "pool": "pools", "track": "fast_tracks",
    "paid": "paid", "event": "events", "festival": "festivals",
}  # fmt: skip


def _address(kind: str, key: str) -> str:
    return f"{_ADDRESSES[kind]}.{key}" if kind in _ADDRESSES else key
