"""A level's criterion in words: ``spend 2,000 CNY or visit on 24 days within 1 year``."""

from regulars.kit.phrases import phrases
from regulars.program.document_conditions import AllOf, AnyOf, NotOf
from regulars.program.document_tiers import Criterion, Measured, Term, TierScore, Window
from regulars.program.wording import Words

phrases(
    {
        "programme.read.measure.spend": ("spend {amount}", "消费满 {amount}", "消費滿 {amount}"),
        "programme.read.measure.visits": ("visit on {count} days", "到店 {count} 天", "到店 {count} 天"),
        "programme.read.measure.nights": ("stay {count} nights", "入住 {count} 晚", "入住 {count} 晚"),
        "programme.read.measure.stays": ("stay {count} times", "入住 {count} 次", "入住 {count} 次"),
        "programme.read.measure.score": ("score {count}", "评分达到 {count}", "評分達到 {count}"),
        "programme.read.measure.events": ("{event} {count} times", "{event} {count} 次", "{event} {count} 次"),
        "programme.read.measure.points": ("earn {points}", "获得 {points}", "獲得 {points}"),
        "programme.read.measure.other": (
            "collect {count} {measure}",
            "达到 {count} {measure}",
            "達到 {count} {measure}",
        ),
        "programme.read.within.rolling": ("{what} within {period}", "{period}内{what}", "{period}內{what}"),
        "programme.read.within.calendar_year": ("{what} in the calendar year", "自然年内{what}", "自然年內{what}"),
        "programme.read.within.lifetime": ("{what} in all", "累计{what}", "累計{what}"),
        "programme.read.within.formula": ("{what}", "{what}", "{what}"),
        "programme.read.score.formula": (
            "The score adds up, {window}: {terms}; the sum is rounded down.",
            "评分（{window}）由以下各项相加并向下取整：{terms}。",
            "評分（{window}）由以下各項相加並向下取整：{terms}。",
        ),
        "programme.read.score.term": ("{give} for every {unit}", "每{unit}计 {give} 分", "每{unit}計 {give} 分"),
        "programme.read.score.at_most": (" (at most {most})", "（最多 {most} 分）", "（最多 {most} 分）"),
        "programme.read.score.unit.spend": ("{amount} spent", "消费 {amount}", "消費 {amount}"),
        "programme.read.score.unit.visits": ("day with a visit", "到店 1 天", "到店 1 天"),
        "programme.read.score.unit.visits_many": ("{count} days with a visit", "到店 {count} 天", "到店 {count} 天"),
        "programme.read.score.unit.nights": ("night", "入住 1 晚", "入住 1 晚"),
        "programme.read.score.unit.nights_many": ("{count} nights", "入住 {count} 晚", "入住 {count} 晚"),
        "programme.read.score.unit.stays": ("stay", "入住 1 次", "入住 1 次"),
        "programme.read.score.unit.stays_many": ("{count} stays", "入住 {count} 次", "入住 {count} 次"),
        "programme.read.score.unit.points": ("point earned of {name}", "获得 1 {name}", "獲得 1 {name}"),
        "programme.read.score.unit.points_many": ("{count} points earned of {name}", "获得 {count} {name}", "獲得 {count} {name}"),
        "programme.read.score.unit.events": ("time of {name}", "1 次{name}", "1 次{name}"),
        "programme.read.score.unit.events_many": ("{count} times of {name}", "{count} 次{name}", "{count} 次{name}"),
        "programme.read.score.unit.other": ("{name}", "1 {name}", "1 {name}"),
        "programme.read.score.unit.other_many": ("{count} {name}", "{count} {name}", "{count} {name}"),
        "programme.read.not_met": ("not: {inner}", "未达到：{inner}", "未達到：{inner}"),
    }
)


def criterion_words(criterion: Criterion, words: Words) -> str:
    """One clause without a full stop. Parts that share a window name it once, at the end."""
    window = _shared_window(criterion)
    return _in_words(criterion, words) if window is None else _within(_bare(criterion, words), window, words)


def _shared_window(criterion: Criterion) -> Window | None:
    """The one window of a measured criterion, or of a flat list of them; None where windows differ or nest."""
    parts = criterion.parts if isinstance(criterion, AllOf | AnyOf) else (criterion,)
    windows = {part.within if isinstance(part, Measured) else None for part in parts}
    return windows.pop() if len(windows) == 1 else None


def _bare(criterion: Criterion, words: Words) -> str:
    if isinstance(criterion, Measured):
        return _measured(criterion, words)
    assert isinstance(criterion, AllOf | AnyOf)
    parts = [_measured(part, words) for part in criterion.parts if isinstance(part, Measured)]
    return words.either(parts) if isinstance(criterion, AnyOf) else words.both(parts)


def _in_words(criterion: Criterion, words: Words, inside: bool = False) -> str:
    if isinstance(criterion, Measured):
        return _within(_measured(criterion, words), criterion.within, words)
    if isinstance(criterion, NotOf):
        return words.say("not_met", inner=_in_words(criterion.part, words, inside=True))
    parts = [_in_words(part, words, inside=True) for part in criterion.parts]
    text = words.either(parts) if isinstance(criterion, AnyOf) else words.both(parts)
    return words.brackets(text) if inside and len(parts) > 1 else text


def _within(what: str, window: Window, words: Words) -> str:
    if window.kind == "formula":  # the formula's own sentence says over which time it counts
        return what
    period = words.duration(window.period) if window.period else ""
    return words.say(f"within.{window.kind}", what=what, period=period)


def _measured(criterion: Measured, words: Words) -> str:
    measure, count = criterion.measure, words.number(criterion.at_least)
    if measure == "spend":
        return words.say("measure.spend", amount=words.money(criterion.at_least))
    if measure.startswith("points."):
        return words.say("measure.points", points=words.points(criterion.at_least, measure.removeprefix("points.")))
    if measure.startswith("events."):
        return words.say("measure.events", event=words.event(measure.removeprefix("events.")), count=count)
    if measure in ("visits", "nights", "stays", "score"):
        return words.say(f"measure.{measure}", count=count)
    return words.say("measure.other", count=count, measure=measure)


def score_words(score: TierScore, words: Words) -> str:
    """``The score: 1 for every 100 CNY spent (at most 500) and 10 for every day with a visit, within 1 year.``"""
    parts = []
    for term in score.terms:
        text = words.say("score.term", give=words.number(term.give), unit=_unit(term, words))
        if term.at_most is not None:
            text += words.say("score.at_most", most=words.number(term.at_most))
        if term.within is not None and term.within != score.within:
            text = _within(text, term.within, words)
        parts.append(text)
    return words.say("score.formula", terms=words.series(parts), window=_within("", score.within, words).strip())


def _unit(term: Term, words: Words) -> str:
    kind, _, rest = term.measure.partition(".")
    if term.measure == "spend":
        return words.say("score.unit.spend", amount=words.money(term.per))
    many = "" if term.per == 1 else "_many"
    name = words.event(rest) if kind == "events" else words.wallet(words.program.wallet(rest)) if kind == "points" else term.measure
    unit = kind if kind in ("points", "events", "visits", "nights", "stays") else "other"
    return words.say(f"score.unit.{unit}{many}", count=words.number(term.per), name=name)
