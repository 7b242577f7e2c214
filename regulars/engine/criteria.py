"""Tier criteria, compiled once: does this member's standing hold on this day, and how far is it?"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil, lcm
from typing import Any

from regulars.engine.events import QUANTITY_DIGITS
from regulars.engine.freezing import stretched
from regulars.engine.state import MemberState
from regulars.kit.money import text_of
from regulars.kit.points import share_by_largest_remainder
from regulars.program.document import Program
from regulars.program.document_conditions import AllOf, AnyOf, NotOf
from regulars.program.document_tiers import Criterion, Measured, TierScore, Window

Holds = Callable[[MemberState, int], bool]  # (state, local day) -> yes or no
Read = Callable[[MemberState, int], int]  # (state, local day) -> minor units, days with a visit, points, events, or thousandths


def compile_criterion(criterion: Criterion, program: Program, track: str = "") -> Holds:
    """track: the fast track it is asked for, whose count may begin later than the window."""
    if isinstance(criterion, Measured):
        need = smallest_unit(criterion, program)
        read = reader(criterion, program, track)
        return lambda state, day: read(state, day) >= need
    if isinstance(criterion, NotOf):
        inner = compile_criterion(criterion.part, program, track)
        return lambda state, day: not inner(state, day)
    tests = [compile_criterion(part, program, track) for part in criterion.parts]
    if isinstance(criterion, AllOf):
        return lambda state, day: all(holds(state, day) for holds in tests)
    return lambda state, day: any(holds(state, day) for holds in tests)


def reader(criterion: Measured, program: Program, track: str = "") -> Read:
    """What a member has of a measure in its window."""
    if criterion.measure == "score" and program.tier_score is not None:
        return score_of(criterion, program, track).of
    return read_measure(criterion.measure, criterion.within, program, track)


def read_measure(measure: str, window: Window, program: Program, track: str = "") -> Read:
    """How to read a measure within a window up to and including a day: in the unit of ``unit_digits``; 0 where nothing was measured. track: what happened before this fast track was asked for does not count."""
    if window.kind == "lifetime":
        return lambda state, day: state.measures[measure].total if measure in state.measures else 0
    counts_days = measure == "visits"
    stretches = window.kind == "rolling" and program.tiers.freeze.windows == "extended"

    def read(state: MemberState, day: int) -> int:
        buckets = state.measures.get(measure)
        if buckets is None:
            return 0
        after = before_window(window, day)
        if state.aside is not None:
            if stretches and state.aside.frozen:
                after = stretched(state.aside.frozen, after, day)
            if track and track in state.aside.tracks:
                after = max(after, state.aside.tracks[track][0])
        return buckets.days_between(after, day) if counts_days else buckets.between(after, day)

    return read


class Score:
    """``tier_score`` in the windows a criterion asks for: Σ give × measure ÷ per, each term at most its ``at_most``, the sum rounded down once."""

    __slots__ = ("_den", "_terms")

    def __init__(self, formula: TierScore, program: Program, within: Window | None, track: str = "") -> None:
        """within: the criterion's own window for every term; None: the windows of the formula."""
        ratios = [Fraction(term.give) / (Fraction(term.per) * 10 ** unit_digits(term.measure, program)) for term in formula.terms]
        caps = [None if term.at_most is None else Fraction(term.at_most) for term in formula.terms]
        self._den = lcm(1, *(ratio.denominator for ratio in ratios), *(cap.denominator for cap in caps if cap is not None))
        self._terms = [
            (
                term.measure,
                unit_digits(term.measure, program),
                read_measure(term.measure, within or term.within or formula.within, program, track),
                int(ratio * self._den),
                None if cap is None else int(cap * self._den),
            )
            for term, ratio, cap in zip(formula.terms, ratios, caps, strict=True)
        ]

    def of(self, state: MemberState, day: int) -> int:
        return sum([worth for _, worth in self._worths(state, day)]) // self._den

    def _worths(self, state: MemberState, day: int) -> list[tuple[int, int]]:
        """(what was measured, its worth over the common denominator) of each term; less than nothing counts as nothing."""
        found = []
        for _, _, read, each, cap in self._terms:
            have = read(state, day)
            worth = max(have, 0) * each
            found.append((have, worth if cap is None else min(worth, cap)))
        return found

    def shares(self, state: MemberState, day: int) -> list[dict[str, str | int]]:
        """What each term brings; the shares add up to the score (largest remainder, ties in document order)."""
        worths = self._worths(state, day)
        score = sum([worth for _, worth in worths]) // self._den
        parts = share_by_largest_remainder(score, [worth for _, worth in worths])
        return [
            {"measure": measure, "have": plain(have, digits, measure), "score": part}
            for (measure, digits, _, _, _), (have, _), part in zip(self._terms, worths, parts, strict=True)
        ]


def score_of(criterion: Measured, program: Program, track: str = "") -> Score:
    if program.tier_score is None:
        raise ValueError("the programme has no tier_score")
    return Score(program.tier_score, program, None if criterion.within.kind == "formula" else criterion.within, track)


def before_window(window: Window, day: int) -> int:
    """The last day before the window that ends with ``day``: ``within: 1 year`` on 2018-03-04 begins on 2017-03-05."""
    if window.period is None:
        return date(date.fromordinal(day).year, 1, 1).toordinal() - 1
    return window.period.before(day)


def smallest_unit(criterion: Measured, program: Program) -> int:
    scale: int = 10 ** unit_digits(criterion.measure, program)
    return ceil(Fraction(criterion.at_least) * scale)


def unit_digits(measure: str, program: Program) -> int:
    """How many decimals the engine keeps of a measure: the currency's for spend, the wallet's for points, none for visits, events and a score, three for all others."""
    if measure == "spend":
        return program.currency.minor_digits
    if measure == "visits" or measure.startswith("events.") or (measure == "score" and program.tier_score is not None):
        return 0
    if measure.startswith("points."):
        return next((wallet.scale for wallet in program.wallets if wallet.id == measure.removeprefix("points.")), 0)
    return QUANTITY_DIGITS


def asked_measures(criterion: Criterion, program: Program) -> set[str]:
    """Every measure whose days a criterion reads: of a score, those of its terms."""
    found = {part.measure for part in measured_parts(criterion)}
    if "score" in found and program.tier_score is not None:
        found |= {term.measure for term in program.tier_score.terms}
    return found


def measured_parts(criterion: Criterion) -> list[Measured]:
    """The measures a criterion asks for, in document order."""
    if isinstance(criterion, Measured):
        return [criterion]
    if isinstance(criterion, NotOf):
        return measured_parts(criterion.part)
    return [leaf for part in criterion.parts for leaf in measured_parts(part)]


class Progress:
    """How far a member is with a criterion: each measure's have and need, as decimal texts in the document's own units."""

    __slots__ = ("_parts", "how")

    def __init__(self, criterion: Criterion, program: Program, track: str = "") -> None:
        self.how = "any" if isinstance(criterion, AnyOf) else "all"
        self._parts = []
        for part in measured_parts(criterion):
            need, digits = smallest_unit(part, program), unit_digits(part.measure, program)
            scored = part.measure == "score" and program.tier_score is not None
            window = program.tier_score.within if program.tier_score is not None and part.within.kind == "formula" else part.within
            fixed = {"need": plain(need, digits, part.measure), "within": window_text(window)}
            self._parts.append((part.measure, reader(part, program, track), need, digits, fixed, score_of(part, program, track) if scored else None))

    def of(self, state: MemberState, day: int) -> list[dict[str, Any]]:
        """A score also says what each of its terms brings."""
        found: list[dict[str, Any]] = []
        for measure, read, need, digits, fixed, score in self._parts:
            have = read(state, day)
            one = {"measure": measure, "have": plain(have, digits, measure), **fixed, "met": have >= need}
            if score is not None:
                one["terms"] = score.shares(state, day)
            found.append(one)
        return found


def plain(value: int, digits: int, measure: str) -> str:
    """Money keeps its minor digits; everything else drops trailing zeros."""
    if measure == "spend" or digits == 0:
        return text_of(value, digits)
    return f"{Decimal(value).scaleb(-digits).normalize():f}"


def window_text(window: Window) -> str:
    return str(window.period) if window.period is not None else window.kind


def longest_window_days(criterion: Criterion, program: Program) -> int:
    """How far back a criterion looks, at the most; a calendar year and a lifetime count as 366 days (a lifetime is read off the total)."""
    windows = [part.within for part in measured_parts(criterion)]
    if program.tier_score is not None and "score" in asked_measures(criterion, program):
        windows += [program.tier_score.within, *(term.within for term in program.tier_score.terms if term.within is not None)]
    return max(366 if window.period is None else window.period.longest_days() for window in windows)
