"""Who moved from where to where, as ribbons between two columns (a Sankey diagram), declared once in Altair."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import altair as alt

Rows = list[dict[str, Any]]
Spec = dict[str, Any]
_STEPS = 16
_EMPTY = alt.Data(values=[])


def flows(rows: Rows, order: Sequence[str], *, what: str, before: str, now: str, colours: Sequence[int], height: int = 380) -> Spec:
    """rows: y (before), x (now), value, words. order: names of both columns, from the top, each with its place in ``colours``. before, now: what stands above the columns."""
    spec: Spec = json.loads(_declared(what))
    gap = sum(row["value"] for row in rows) * 0.025 or 1.0
    left, right = _stacked(rows, "y", order, gap), _stacked(rows, "x", order, gap)
    ribbons, upto = [], {"y": {name: start for name, start, _ in left}, "x": {name: start for name, start, _ in right}}
    for row in sorted(rows, key=lambda row: (order.index(row["y"]), order.index(row["x"]))):
        from_, to = upto["y"][row["y"]], upto["x"][row["x"]]
        ribbons += _ribbon(row, from_, to, colours[order.index(row["y"])])
        upto["y"][row["y"]] += row["value"]
        upto["x"][row["x"]] += row["value"]
    ends = [
        {"x": at, "y": start, "y2": start + size, "middle": start + size / 2, "name": name, "order": colours[order.index(name)], "side": side, "words": f"{size:,}"}
        for at, side, column in ((0.0, before, left), (1.0, now, right))
        for name, start, size in column
    ]
    spec["layer"][0]["data"] = {"values": ribbons}
    for layer, at in zip(spec["layer"][1:], (None, 0.0, 1.0), strict=True):
        layer["data"] = {"values": [one for one in ends if at is None or one["x"] == at]}
    spec["layer"].append({**spec["layer"][2], "mark": {"type": "text", "align": "center", "fontWeight": "bold", "dy": -4}, "data": {"values": [{"x": at, "middle": -1.6 * gap, "name": side} for at, side in ((0.0, before), (1.0, now))]}})
    spec["height"] = height
    return spec


def _stacked(rows: Rows, side: str, order: Sequence[str], gap: float) -> list[tuple[str, float, int]]:
    """(name, where it begins, how many) from the top."""
    placed, start = [], 0.0
    for name in order:
        size = sum(row["value"] for row in rows if row[side] == name)
        if size:
            placed.append((name, start, size))
            start += size + gap
    return placed


def _ribbon(row: dict[str, Any], from_: float, to: float, order: int) -> Rows:
    told = {"flow": f"{row['y']} → {row['x']}", "words": row["words"], "order": order}
    points = []
    for step in range(_STEPS + 1):
        x = step / _STEPS
        at = from_ + (to - from_) * x * x * (3 - 2 * x)
        points.append({**told, "x": round(x, 4), "y": round(at, 2), "y2": round(at + row["value"], 2)})
    return points


@lru_cache(maxsize=16)
def _declared(what: str) -> str:
    """Checked against Vega-Lite's schema, which costs more than the whole page: hence once."""
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.34, 1.34], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(reverse=True, nice=False))
    colour = alt.Color("order:O", legend=None, scale=alt.Scale(range="category", domain=list(range(8))))
    ribbons = alt.Chart(_EMPTY).mark_area(fillOpacity=0.4, line=False, strokeWidth=0).encode(
        x=x, y=y, y2="y2:Q", color=colour, detail="flow:N", tooltip=[alt.Tooltip("flow:N", title=" "), alt.Tooltip("words:N", title=what)]
    )  # fmt: skip
    bars = alt.Chart(_EMPTY).mark_rule(strokeWidth=8).encode(
        x=x, y=y, y2="y2:Q", color=colour, tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("side:N", title=" "), alt.Tooltip("words:N", title=what)]
    )  # fmt: skip
    names = [
        marked.encode(x=x, y=alt.Y("middle:Q", axis=None, scale=alt.Scale(reverse=True, nice=False)), text="name:N")
        for marked in (alt.Chart(_EMPTY).mark_text(align="right", dx=-9), alt.Chart(_EMPTY).mark_text(align="left", dx=9))
    ]
    spec = alt.layer(ribbons, bars, *names).properties(width="container", height=360).to_dict()
    spec.pop("config", None)
    spec["autosize"] = {"type": "fit", "contains": "padding"}
    return json.dumps(spec)
