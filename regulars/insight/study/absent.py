"""Which values of its contract a study's document has to leave without a number, so that nobody takes a gap for an oversight."""

from collections.abc import Iterator
from typing import Any

MODELS = ("bg_nbd", "mbg_nbd", "pareto_nbd")
CONTRACT = {
    "kpi": ("members", "orders", "revenue", "aov", "frequency", "repeat_rate", "repurchase_90d", "median_days_to_second"),
    "pareto": ("top20_share", "gini"),
    "rfm": ("recency_median", "frequency_max", "monetary_median", "cuts"),
    "churn": ("auc", "baseline_auc", "brier"),
    "buy_again": ("recall_at_10", "baseline"),
}


def absent(document: dict[str, Any]) -> list[str]:
    """Dotted names of what is missing or null; a part of which nothing is there by its own name alone."""
    return [*_of(document)]


def _of(document: dict[str, Any]) -> Iterator[str]:
    for part, names in CONTRACT.items():
        missing = [name for name in names if document[part].get(name) is None]
        yield from [part] if len(missing) == len(names) else [f"{part}.{name}" for name in missing]
    if not document["cohorts"]:
        yield "cohorts"
    if not document["classes"]:
        yield "classes"
    yield from (f"classes.{name}.buy_probability" for name, one in document["classes"].items() if one["buy_probability"] is None)
    clv = document["clv"]
    if not clv:
        yield "clv"
        return
    for name in (*MODELS, "gamma_gamma"):
        if name not in clv:
            yield f"clv.{name}"
        elif name in MODELS:
            holdout = clv[name]["holdout"] or {}
            missing = [key for key in ("mae", "correlation") if holdout.get(key) is None]
            yield from [f"clv.{name}.holdout"] if len(missing) == 2 else [f"clv.{name}.holdout.{key}" for key in missing]
