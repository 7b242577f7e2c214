"""The guide as values: sections of sentences, worked examples, the table of levels. Pages and files only lay it out."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import msgspec

from regulars.engine.compiling import compile_program
from regulars.engine.deciding import decide
from regulars.engine.decision import Past
from regulars.engine.event_names import ORDER_RETURNED
from regulars.engine.events import Event, OrderReturned
from regulars.engine.explain import rule_name, sentences, wallet_name
from regulars.engine.guide import sentences as words_of_the_guide  # noqa: F401  registers them
from regulars.engine.guide.trying import Tried, example_of, try_order, usual_amount
from regulars.engine.reading import read_data
from regulars.engine.state import MemberState
from regulars.kit.formats import day as day_words
from regulars.kit.formats import money, scaled
from regulars.kit.phrases import say
from regulars.program.criteria_words import criterion_words
from regulars.program.describe import describe
from regulars.program.document import Approval, Program
from regulars.program.wording import Words

_TOLD = ("rule.fired_accrual", "rule.fired_multiplier", "rule.fired_fixed", "tier.multiplier", "rounding.down", "limit.clipped", "lines.excluded")


@dataclass(frozen=True, slots=True)
class Example:
    """``what`` happens, what it ``earns``, and ``because``: the engine's own reasons."""

    rule: str
    what: str
    earns: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rung:
    """A row of the table of levels; ``earns``: what the usual order gives there."""

    name: str
    reach: str
    keep: str
    multiplier: str
    earns: str


@dataclass(frozen=True, slots=True)
class Section:
    id: str  # earning, points, tiers, returns, limits
    title: str
    sentences: tuple[str, ...]
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Guide:
    title: str
    language: str
    lead: str
    sections: tuple[Section, ...]
    rungs: tuple[Rung, ...]
    headings: tuple[str, ...]  # of the table: level, how to reach it, how to keep it, multiplier, usual order
    words: dict[str, str]  # example, because, version: what pages write beside the values
    colophon: str


def guide_of(program: Program, language: str, *, today: date, version: int | None = None) -> Guide:
    """The members' guide to a programme, in ``en``, ``zh-Hans`` or ``zh-Hant``.

    Every figure of an example is the engine's own answer to that event, for a member with nothing else on their account; a rule for which no event
    that earns is found has no example. today: examples that need a certain day are placed on the first one from here on.
    """
    told = {section.id: section for section in describe(replace(program, approval=Approval()), language)}  # who approves what is the staff's own affair
    order = ("earning", "points", "tiers", "returns", "limits")
    examples = {"earning": _earning(program, language, today), "points": _expiry(program, language, today), "returns": _return(program, language, today)}
    sections = tuple(
        Section(id, told[id].title, told[id].sentences, examples.get(id, ())) for id in order if id in told and told[id].sentences
    )
    name = program.name.read(language) or program.id
    say_ = _Say(language)
    return Guide(
        title=say_("title", name=name),
        language=language,
        lead=say_("lead", name=name),
        sections=sections,
        rungs=_rungs(program, language, today),
        headings=tuple(say_(f"table.{key}") if key != "earns" else say_("table.earns", amount=_money(program, usual_amount(program))) for key in ("level", "reach", "keep", "multiplier", "earns")),
        words={key: say_(key) for key in ("example", "because", "levels")},
        colophon=say_("colophon_version", day=day_words(today, language), version=version) if version else say_("colophon", day=day_words(today, language)),
    )


class _Say:
    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, code: str, **facts: Any) -> str:
        return say(f"guide.{code}", facts, self.language)


def _earning(program: Program, language: str, today: date) -> tuple[Example, ...]:
    found = []
    for rule in program.earn:
        if rule.ends is not None and rule.ends < today:
            continue  # it is over
        tried = example_of(rule, program, today)
        if tried is not None:
            found.append(Example(rule_name(rule.id, language, program), _what(tried, program, language), _earned(tried, program, language), _because(tried, program, language)))
    return tuple(found)


def _expiry(program: Program, language: str, today: date) -> tuple[Example, ...]:
    tried = try_order(program, today, usual_amount(program))
    if tried is None:
        return ()
    reasons = [reason for reason in tried.outcome.because if str(reason.get("code", "")).startswith(("points.usable", "points.wait"))]
    return (Example("", _what(tried, program, language), _earned(tried, program, language), tuple(sentences(reasons, language, program))),) if reasons else ()


def _return(program: Program, language: str, today: date) -> tuple[Example, ...]:
    """The usual order, bought and given back a moment later."""
    versions, tried = compile_program(program), try_order(program, today, usual_amount(program))
    if tried is None:
        return ()
    calendar = versions.calendar
    at_us = calendar.start_of(today.toordinal()) + 12 * 3_600_000_000
    day = today.toordinal()
    state = MemberState(enrolled_on=day - 400, advanced_us=at_us, tier=tried.tier, tier_since=day - 400, idle_from=day)
    order = read_data("order.paid", msgspec.json.encode(tried.data), program)
    bought = decide(versions, state, Event("example", "guide", "order.paid", at_us, order)).decision
    back = Event("back", "guide", ORDER_RETURNED, at_us + 60_000_000, OrderReturned(str(tried.data["order_id"])))
    decision = decide(versions, bought.state, back, past=Past(order, bought.outcome, at_us, {})).decision
    reasons = [reason for reason in decision.outcome.because if reason.get("code") == "return.applied"]
    if not reasons:
        return ()
    what = _Say(language)("returned", what=_what(tried, program, language))
    return (Example("", what, _earned(tried, program, language), tuple(sentences(reasons, language, program))),)


def _rungs(program: Program, language: str, today: date) -> tuple[Rung, ...]:
    if len(program.tiers.levels) < 2:
        return ()
    words, say_, versions = Words(program, language), _Say(language), compile_program(program)
    rungs = []
    for place, level in enumerate(program.tiers.levels):
        tried = try_order(program, today, usual_amount(program), tier=level.id, versions=versions)
        rungs.append(
            Rung(
                words.level(level),
                words.tidy(criterion_words(level.reach, words)) if level.reach is not None else say_("from_start") if place == 0 else "–",
                words.tidy(criterion_words(level.keep, words)) if level.keep is not None else "–",
                f"× {words.number(level.multiplier)}",
                _earned(tried, program, language) if tried is not None else "–",
            )
        )
    return tuple(rungs)


def _because(tried: Tried, program: Program, language: str) -> tuple[str, ...]:
    return tuple(sentences([reason for reason in tried.outcome.because if reason.get("code") in _TOLD], language, program))


def _earned(tried: Tried, program: Program, language: str) -> str:
    several = len(program.wallets) > 1
    parts = []
    for wallet, points in tried.outcome.earned.items():
        if points:
            facts = {"points": scaled(points, program.wallet(wallet).scale), "wallet": wallet_name(wallet, language, program)}
            parts.append(say("guide.points_in" if several else "guide.points", facts, language))
    return say("guide.and", {}, language).join(parts) or say("guide.nothing", {}, language)


def _what(tried: Tried, program: Program, language: str) -> str:
    """The event in words: what, for how much, when and where, as far as that matters to the rule."""
    say_, words = _Say(language), Words(program, language)
    wants = tried.wants
    if tried.on != "order.paid":
        text = say_("event", event=words.event(tried.on))
    else:
        things = [str(wants[name]) for name in ("line.category", "line.brand", "line.sku") if name in wants]
        text = say_("order_of" if things else "order", amount=_money(program, tried.amount_minor), things=say_("comma").join(things))
    details = []
    if "tier" in wants:
        details.append(say_("as_tier", tier=words.level(program.level(tried.tier))))
    if any(name in wants for name in ("order.weekday", "order.day_of_month", "order.date")):
        details.append(say_("on_day", day=day_words(tried.day, language), weekday=say(f"guide.weekday.{tried.day.isoweekday()}", {}, language)))
    if "order.hour" in wants:
        details.append(say_("at_hour", hour=f"{tried.hour}:00"))
    if tried.facts.get("birthday"):
        details.append(say_("birthday"))
    elif tried.facts.get("birthday_month"):
        details.append(say_("birthday_month"))
    details += [say_("at_place", place=str(wants[name])) for name in ("order.store", "order.channel") if name in wants]
    return text + (say_("details", details=say_("comma").join(details)) if details else "")


def _money(program: Program, minor: int) -> str:
    return money(minor, program.currency.code, program.currency.minor_digits)
