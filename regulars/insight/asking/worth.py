"""What is said of how often members will come and what that is worth: the models, how each did on days it never saw, and values with their ranges."""

from typing import Any

import numpy as np

from regulars.insight.asking.models import Models
from regulars.insight.asking.rows import Rows
from regulars.insight.clv.fitting import Doubt
from regulars.kit.errors import Problem

_HELD = ("holdout_mae", "holdout_correlation", "holdout_bias", "same_rate_mae", "beats_same_rate")
_OF_PARAMETERS = ("insight.clv.at_the_edge", "insight.clv.flat")  # to know before parameters are read; nothing is missing
BIASED = 0.05  # a forecast off by more is told beside the values


def clv(models: Models) -> Rows:
    """Each model: parameters with standard errors, how it did on purchases it never saw, and whether its fit can be read."""
    part = models.clv
    rows = []
    for name, one in part.document.items():
        held = one.get("holdout")
        errors = one["standard_errors"] or {}
        params = ", ".join(f"{key} {value:.4g}" + (f" ± {errors[key]:.2g}" if key in errors else "") for key, value in one["params"].items())
        told = (held["mae"], held["correlation"], held["bias"], held["same_rate"]["mae"], held["beats_same_rate"]) if held else (None,) * len(_HELD)
        rows.append((name, one["members"], params, one["log_likelihood"], *told, one["degenerate"]))
    doubts = tuple(one for one in part.cannot_say if one.code in _OF_PARAMETERS)
    return Rows(("model", "members", "parameters", "log_likelihood", *_HELD, "degenerate"), rows, tuple(one for one in part.cannot_say if one not in doubts), told=doubts)


def clv_plot(models: Models) -> Rows:
    """Purchases foreseen beside purchases made in the days held out, by how often members had come before (Fader, Hardie and Lee 2005, figure 4)."""
    rows = [
        (name, bin["x"], bin["or_more"], bin["members"], bin["made"], bin["foreseen"])
        for name, held in _held_out(models)
        for bin in held["bins"]
    ]  # fmt: skip
    return Rows(("model", "came_again", "or_more", "members", "made", "foreseen"), rows)


def clv_tracking(models: Models) -> Rows:
    """All repeat purchases up to the end of each week, made and foreseen, before and after the day the models stop knowing."""
    rows: list[tuple[Any, ...]] = []
    for name, held in _held_out(models):
        told = held["tracking"]
        pairs = zip(told["made"], told["foreseen"], strict=True)
        rows += [(name, period, made, foreseen, period > told["cut_after"]) for period, (made, foreseen) in enumerate(pairs, 1)]
    return Rows(("model", "period", "made_so_far", "foreseen_so_far", "held_out"), rows)


def _held_out(models: Models) -> list[tuple[str, dict[str, Any]]]:
    """Of each model that was judged; raises the reason where none was."""
    part = models.clv
    found = [(name, one["holdout"]) for name, one in part.document.items() if one.get("holdout")]
    if not found:
        raise next((each for each in part.cannot_say if isinstance(each, Problem)), part.cannot_say[0])  # type: ignore[misc]
    return found


def value(models: Models) -> Rows:
    """What members are worth, by tenths of them and all together (no tenth), each with its range; and for ever, beside the horizon."""
    found = models.value
    margin, for_ever = found.scores.margin, found.scores.margin_for_ever
    order = np.argsort(-margin, kind="stable")
    groups = [part for part in np.array_split(order, min(10, len(order))) if len(part)]
    told: list[Any] = [one for one in models.clv.cannot_say if one.code not in _OF_PARAMETERS]
    reach: list[Any] = [None] * (len(groups) + 1)
    try:
        reach = models.ranges_of([*groups, order])
    except Problem as refusal:
        told.append(refusal)
    whole = max(int(margin.sum()), 1)
    rows = []
    for place, (part, span) in enumerate(zip([*groups, order], reach, strict=True), 1):
        low, high = (round(span.low), round(span.high)) if span is not None else (None, None)
        later = int(for_ever[part].sum()) if for_ever is not None else None
        total = int(margin[part].sum())
        rows.append((place if place <= len(groups) else None, len(part), total, low, high, total / whole, later))
    columns = ("tenth", "members", "margin", "margin_low", "margin_high", "share", "margin_for_ever")
    return Rows(columns, rows, (*told, *_bias(models, found.model)))


def _bias(models: Models, name: str) -> tuple[Doubt, ...]:
    held = models.clv.document[name].get("holdout")
    if not held or abs(held["bias"]) < BIASED:
        return ()
    code = "insight.clv.was_low" if held["bias"] < 0 else "insight.clv.was_high"
    return (Doubt(code, {"days": held["days"], "share": f"{abs(held['bias']):.1%}"}),)
