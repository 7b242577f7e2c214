"""Typed values back in the document's own words, on one line: ``{spend: 2000, within: 1 year}``."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from regulars.kit.periods import Duration, Span
from regulars.kit.text import Text
from regulars.program.comparisons import BOUNDS
from regulars.program.document import GoodwillInAll
from regulars.program.document_challenges import Reward, Run, Target
from regulars.program.document_conditions import AllOf, AnyOf, FieldIs, NotOf, OneOf, Test
from regulars.program.document_rules import Budget, Fixed, Limit, Multiply, Rate, Streak
from regulars.program.document_tiers import DaysOfYear, Freeze, Grace, Measured, SoftLanding, Term, TierScore, Window
from regulars.program.document_wallets import (
    Activate,
    Activity,
    ByLevel,
    Expire,
    Holds,
    Redeem,
    Reinstate,
    Rounding,
    WaitsFor,
)
from regulars.program.event_types import EventField, PendingUntil
from regulars.program.hours import Hours
from regulars.program.pool_terms import PerMember
from regulars.program.values import LOOKS_NUMERIC

_BARE = re.compile(r"\w(?:[\w ./-]*\w)?")


def plain_value(value: Any) -> str:
    """The value as the document writes it; "" for nothing (None, no limits, no name)."""
    write = _WRITERS.get(type(value))
    return str(value) if write is None else write(value)


def _string(value: str) -> str:
    """Bare where YAML reads it back as the same text, in quotes otherwise."""
    if not _BARE.fullmatch(value) or LOOKS_NUMERIC.fullmatch(value) or value.lower() in ("true", "false", "null"):
        return json.dumps(value, ensure_ascii=False)
    return value


def _number(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _mapping(pairs: Iterable[tuple[str, Any]]) -> str:
    return "{" + ", ".join(f"{key}: {text}" for key, value in pairs if (text := plain_value(value)) != "") + "}"


def _list(values: Iterable[Any]) -> str:
    return "[" + ", ".join(plain_value(value) for value in values) + "]"


def _text(value: Text) -> str:
    if not value:
        return ""
    same = value == Text.plain(value.read("en"))
    return _string(value.read("en")) if same else _mapping(value.by_language)


def _tuple(values: tuple[Any, ...]) -> str:
    if not values:
        return ""
    return plain_value(values[0]) if len(values) == 1 else _list(values)


def _activate(value: Activate) -> str:
    pairs = [("on", value.on), ("after", value.after), ("from", value.starts), ("at_most", value.at_most)]
    if not value.choices:
        return value.kind if value.kind == "immediately" else _mapping(pairs)
    rest = [] if value.kind == "immediately" else [_mapping(pairs)]
    return "[" + ", ".join([*map(plain_value, value.choices), *rest]) + "]"


def _waits_for(value: WaitsFor) -> str:
    own = value.activate
    return _mapping([("when", value.when), ("on", own.on), ("after", own.after), ("from", own.starts), ("at_most", own.at_most)])


def _expire(value: Expire) -> str:
    more: list[tuple[str, Any]] = [("extend", _by_level(value.extend)), ("reinstate", value.reinstate)]
    more += [("midnight", value.midnight)] if value.midnight != "program" else []
    if value.kind == "never":
        return value.kind
    if value.kind == "rolling":
        from_ = None if value.activity else value.counted_from
        return _mapping([("rolling", value.period), ("round_to", value.round_to), ("from", from_), ("activity", value.activity), *more])
    if value.kind == "calendar":
        return _mapping([("calendar", [f"{month:02d}-{day:02d}" for month, day in value.dates]), ("after", value.after), *more])
    return _mapping([("sliding", value.period), ("on", list(value.on)), ("at_most", value.at_most), *more])


@dataclass(frozen=True)
class _Written:
    """Text that is written already."""

    text: str


def _by_level(value: ByLevel) -> Any:
    if not value:
        return None
    return value[0][1] if value[0][0] == "" else _Written(_mapping(value))


def _reinstate(value: Reinstate) -> str:
    return _mapping([("within", _by_level(value.within)), ("on", list(value.on)), ("for", value.lasts)])


def _redeem(value: Redeem) -> str:
    keys = (("min", value.least), ("max", value.most), ("step", value.step), ("share_of_order", value.share_of_order), ("grace", value.grace))
    return "" if value == Redeem() else _mapping(keys)


def _measured(value: Measured) -> str:
    return _mapping([(value.measure, value.at_least), ("within", None if value.within.kind == "formula" else value.within)])


def _term(value: Term) -> str:
    per = None if value.per == 1 else value.per
    return _mapping([(value.measure, value.give), ("per", per), ("at_most", value.at_most), ("within", value.within)])


def _grace(value: Grace) -> str:
    return str(value.period) if value.round_to == "day" else _mapping([("for", value.period), ("round_to", value.round_to)])


def _window(value: Window) -> str:
    return plain_value(value.period) if value.kind == "rolling" else value.kind


def _test(test: Test) -> str:
    return _tuple(test.values) if isinstance(test, OneOf) else "{" + ", ".join(_clauses(test)) + "}"


def _clauses(test: Test) -> list[str]:
    """Bounds and ``not`` that all have to hold stand side by side in one mapping."""
    if isinstance(test, AllOf):
        return [clause for part in test.parts for clause in _clauses(part)]
    if isinstance(test, NotOf):
        return [f"not: {_test(test.part)}"]
    return [f"{bound}: {plain_value(edge)}" for bound in BOUNDS if (edge := getattr(test, bound)) is not None]


def _rate(value: Rate) -> str:
    return _mapping([("per", value.per), ("give", value.give), ("of", value.of), ("whole", value.whole or None)])


def _target(value: Target) -> str:
    if value.kind == "distinct":
        return _mapping([("distinct", value.of), ("count", value.need)])
    return _mapping([(value.kind, value.need)])


def _run(value: Run) -> str:
    pairs = [("per", value.per or None), ("from", value.starts), ("until", value.ends), ("within", value.within)]
    text = _mapping([*pairs, ("since", value.since if value.since != "start" else None)])
    return "" if text == "{}" else text


def _reward(value: Reward) -> str:
    text = _mapping([("points", value.points or None), ("wallet", value.wallet if value.points else None), ("badge", value.badge)])
    return "" if text == "{}" else text


_WRITERS: dict[type, Any] = {
    type(None): lambda value: "",
    PerMember: lambda value: _mapping([("points", value.points), ("per", value.per)]),
    bool: lambda value: "true" if value else "false",
    Decimal: _number,
    date: date.isoformat,
    Duration: str,
    Span: str,
    GoodwillInAll: lambda value: _mapping([("points", value.points), ("within", value.within), ("of", value.of)]),
    Redeem: _redeem,
    Holds: lambda value: "" if value == Holds() else _mapping([("for", value.lasts), ("at_most", value.at_most)]),
    Rounding: lambda value: "" if value == Rounding() else _mapping([("mode", value.mode), ("scope", value.scope)]),
    Text: _text,
    tuple: _tuple,
    list: _list,
    frozenset: lambda value: _list(sorted(value)) if value else "",
    Activate: _activate,
    WaitsFor: _waits_for,
    Activity: lambda value: _mapping([("keeps", value.keeps), ("on", list(value.on)), ("at_most", value.at_most)]),
    Reinstate: _reinstate,
    _Written: lambda value: value.text,
    Expire: _expire,
    Window: _window,
    Measured: _measured,
    Term: _term,
    TierScore: lambda value: _mapping([("within", value.within), ("terms", list(value.terms))]),
    Grace: _grace,
    Freeze: lambda value: _mapping([("windows", value.windows), ("at_most", value.at_most)]),
    DaysOfYear: lambda value: _list(f"{month:02d}-{day:02d}" for month, day in value.days),
    SoftLanding: lambda value: _mapping([("keep", list(value.keep)), ("for", value.period)]),
    str: _string,
    FieldIs: lambda value: "{" + f"{value.field}: {_test(value.test)}" + "}",
    AllOf: lambda value: _mapping([("all", list(value.parts))]),
    AnyOf: lambda value: _mapping([("any", list(value.parts))]),
    NotOf: lambda value: _mapping([("not", value.part)]),
    Fixed: lambda value: _number(value.points),
    Rate: _rate,
    Multiply: lambda value: _mapping([("multiply", value.by)]),
    Limit: lambda value: _mapping([(value.kind, value.count), ("per", value.per)]),
    Streak: lambda value: _mapping([("days", Decimal(value.days)), ("bonus", value.bonus), ("reset", value.reset)]),
    PendingUntil: lambda value: _mapping(
        [(key, getattr(value, key)) for key in ("on", "matching", "withdraw_on", "within", "distinct")]
    ),
    Hours: lambda value: _string(str(value)),
    int: str,
    EventField: lambda value: _mapping(
        [("type", value.kind), ("required", value.required or None), ("one_of", list(value.one_of) or None)]
    ),
    Budget: lambda value: _mapping(
        [
            ("points", value.points),
            ("share_of_sales", value.share_of_sales),
            ("per", value.per),
            ("warn_at", value.warn_at),
            ("wallet", value.wallet or None),
        ]
    ),
    Target: _target,
    Run: _run,
    Reward: _reward,
}
