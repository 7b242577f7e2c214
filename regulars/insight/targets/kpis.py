"""The figures a manager watches, one number each: what it is, which figure it comes from, and which way is better."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from regulars.insight.targets.sentences import PREFIX
from regulars.kit.phrases import say

LEAST_DAYS = 28  # of a span that is compared with another; a shorter one moves with the weekday
Unit = Literal["count", "money", "ratio", "change", "number", "days"]
Document = Mapping[str, Any]  # as ``Figure.document`` gives it


@dataclass(frozen=True, slots=True)
class Kind:
    """One watched figure: a column of a figure's only row, or a change between its two rows (``unit`` change of two_periods)."""

    id: str
    figure: str
    column: str
    unit: Unit
    higher_is_better: bool = True

    def name(self, language: str) -> str:
        return say(f"{PREFIX}{self.id}", {}, language)

    def formula(self, language: str) -> str:
        return say(f"{PREFIX}{self.id}.formula", {}, language)


@dataclass(frozen=True, slots=True)
class Kpi:
    """value: a share in 0 … 1 (ratio), a signed share (change), whole units of the currency (money), days, or a plain number; None where it can't be said."""

    kind: Kind
    value: float | None
    window: str
    denominator: str


KINDS = (
    Kind("members", "kpi", "members", "count"),
    Kind("orders", "kpi", "orders", "count"),
    Kind("revenue", "kpi", "revenue", "money"),
    Kind("aov", "kpi", "aov", "money"),
    Kind("frequency", "kpi", "frequency", "number"),
    Kind("repeat_rate", "kpi", "repeat_rate", "ratio"),
    Kind("returning_rate", "returning", "returning_rate", "ratio"),
    Kind("repurchase_90d", "second_purchase", "repurchase_90d", "ratio"),
    Kind("median_days", "second_purchase", "median_days", "days", higher_is_better=False),
    Kind("active_rate", "active", "active_rate", "ratio"),
    Kind("member_growth", "active", "member_growth", "change"),
    Kind("return_rate", "sent_back", "return_rate", "ratio", higher_is_better=False),
    Kind("top20_share", "concentration", "top20_share", "ratio", higher_is_better=False),
    Kind("complaint_rate", "complaints", "complaint_rate", "ratio", higher_is_better=False),
    Kind("redemption_rate", "points_used", "redemption_rate", "ratio"),
    Kind("breakage_rate", "points_used", "breakage_rate", "ratio", higher_is_better=False),
    Kind("revenue_change", "two_periods", "revenue", "change"),
    Kind("orders_change", "two_periods", "orders", "change"),
    Kind("members_change", "two_periods", "members", "change"),
)
BY_ID = {kind.id: kind for kind in KINDS}
FIGURES = tuple(dict.fromkeys(kind.figure for kind in KINDS))


def kpis_of(documents: Mapping[str, Document]) -> tuple[Kpi, ...]:
    """Every kind whose figure is among ``documents`` (by name), in the order of ``KINDS``. Without buyers nothing but counts is said."""
    return tuple(
        Kpi(kind, _value(kind, documents[kind.figure]["rows"]), documents[kind.figure]["window"], documents[kind.figure]["denominator"])
        for kind in KINDS
        if kind.figure in documents
    )


def _value(kind: Kind, rows: list[dict[str, Any]]) -> float | None:
    if kind.figure == "two_periods":
        return _change({bool(row["is_latest"]): float(row[kind.column]) for row in rows if row["days"] >= LEAST_DAYS})
    value = rows[0][kind.column] if rows else None
    return None if value is None else float(value)


def _change(by_span: Mapping[bool, float]) -> float | None:
    """(latest - before) / before; None without a span before that had anything."""
    before = by_span.get(False)
    return None if not before or before < 0 or True not in by_span else (by_span[True] - before) / before
