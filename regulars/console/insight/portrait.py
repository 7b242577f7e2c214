"""What is concluded of one member: each fact with its date, its formula and what it stands on; and what has changed since some weeks ago."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from regulars.console.insight.lists import traits
from regulars.console.insight.sheets import NOTHING, Words, percent
from regulars.insight.facts.facts import day_of_number
from regulars.insight.store.portraits import Portrait
from regulars.insight.store.shapes import MemberInsight, Told
from regulars.kit.formats import day, money, number
from regulars.kit.phrases import say


@dataclass(frozen=True)
class Derived:
    """A fact with how it came about: ``figure`` names the page that shows its formula, its SQL and everybody's rows."""

    name: str
    value: str
    note: str
    formula: str
    inputs: str
    ruler: str
    figure: str


def derived(one: MemberInsight, told: Told, words: Words) -> Iterator[Derived]:
    """Everything that is said of the member; what can't be said is left out."""
    language, refreshed = words.language, one.refreshed

    def fact(name: str, value: str, figure: str, note: str = "", inputs: str = "", ruler: str = "") -> Derived:
        return Derived(name, value, note, say(f"insight.figure.{figure}.formula", {}, language), inputs, _ruler(one, ruler, words), figure)

    bought = _said("one.input.bought", language, days=number(told.frequency), since=number(told.recency), spent=_money(words, told.monetary)) if told.frequency else ""
    revenue = _said("one.revenue", language) if refreshed.margin is None else ""
    if one.class_:
        was = _said("one.was", language, name=say(f"class.{told.class_before}", {}, language)) if told.class_before and told.class_before != one.class_ else ""
        yield fact(_said("class", language), say(f"class.{one.class_}", {}, language), "classes", was, bought)
    if one.stage:
        rhythm = _said("one.rhythm", language, days=f"{told.rhythm:.0f}") if told.rhythm else ""
        yield fact(_said("stage", language), say(f"stage.{one.stage}", {}, language), "stages", rhythm, bought)
    if told.persona is not None and (codes := one.persona_traits):
        yield fact(_said("persona", language), f"{told.persona + 1} · {traits(codes, language)}", "personas", "", bought, "personas")
    if told.buys is not None and refreshed.horizon_days:
        yield fact(_said("buys", language, days=refreshed.horizon_days), percent(told.buys, digits=0), "churn", "", bought)
    if told.margin is not None:
        yield fact(_said("margin", language), _money(words, told.margin), "classes", revenue, bought)
    if told.clv is not None and refreshed.clv_days:
        yield fact(_said("clv", language), _money(words, told.clv), "value", _said("clv.days", language, days=number(refreshed.clv_days)), bought)
    if told.grade:
        sure = _said("one.sure", language, share=percent(told.sure, digits=0)) if told.sure is not None else ""
        yield fact(_said("grade", language), told.grade, "grades", sure, _costs(told, words), "grades")
    if told.rfm is not None:
        yield fact(_said("one.rfm", language), " · ".join(f"{letter} {score}" for letter, score in zip("RFM", told.rfm, strict=True)), "rfm_scores", "", bought, "rfm")
    if told.visitor:
        seen = _said("one.input.visits", language, days=number(told.visit_days), since=number(told.visit_since or 0))
        note = _said("one.not_bought", language) if not told.frequency else _said("one.rfe", language, **dict(zip("rfe", told.rfe, strict=True))) if told.rfe else ""
        yield fact(_said("visitor", language), say(f"visitor.{told.visitor}", {}, language), "rfe", note, seen, "visits")
    if told.loyalty:
        inputs = _said("one.input.loyalty", language, attitude=f"{told.attitude:.0f}", behaviour=f"{told.behaviour:.0f}")
        yield fact(_said("one.loyalty", language), say(f"loyalty.{told.loyalty}", {}, language), "loyalty", "", inputs, "loyalty")


def changes(one: MemberInsight, told: Told, before: Portrait, words: Words) -> list[str]:
    """What is said otherwise than it was, in words; a persona of another version is not compared."""
    language = words.language

    def name_of(kind: str, name: str) -> str:
        return (name if kind == "grade" else say(f"{kind}.{name}", {}, language)) if name else NOTHING

    pairs = [(_said(kind, language), name_of(kind, was), name_of(kind, now)) for kind, was, now in (("class", before.class_, one.class_), ("stage", before.stage, one.stage), ("grade", before.grade, told.grade), ("visitor", before.visitor, told.visitor))]
    if before.persona is not None and told.persona is not None and before.personas == one.refreshed.ruler("personas").get("version"):
        was, now = (f"{place + 1} · {traits(one.refreshed.traits(place), language)}" for place in (before.persona, told.persona))
        pairs.append((_said("persona", language), was, now))
    if before.rfm is not None and told.rfm is not None:
        pairs.append((_said("one.rfm", language), str(before.rfm), "".join(str(score) for score in told.rfm)))
    if before.buys is not None and told.buys is not None and one.refreshed.horizon_days:
        pairs.append((_said("buys", language, days=one.refreshed.horizon_days), percent(before.buys, digits=0), percent(told.buys, digits=0)))
    pairs.append((say("insight.sheet.column.purchase_days", {}, language), number(before.purchase_days), number(told.frequency)))
    return [_said("one.change", language, name=name, before=was, now=now) for name, was, now in pairs if was != now]


def _ruler(one: MemberInsight, name: str, words: Words) -> str:
    found = one.refreshed.ruler(name) if name else {}
    return _said("one.version", words.language, version=found["version"], made_on=day(day_of_number(found["made_on"]), words.language)) if found else ""


def _costs(told: Told, words: Words) -> str:
    if told.costs is None:
        return ""
    names = ("returns", "contacts", "points", "delivery")
    spent = {name: _money(words, cost) for name, cost in zip(names, told.costs, strict=True)}
    return _said("one.input.grade", words.language, **spent, left=_money(words, told.left))


def _said(code: str, language: str, **facts: Any) -> str:
    return say(f"insight.console.{code}", facts, language)


def _money(words: Words, minor: int | None) -> str:
    return NOTHING if minor is None else money(minor, words.currency, words.exponent).strip("\u00a0")
