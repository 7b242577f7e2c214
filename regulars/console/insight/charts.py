"""The Insight pages' charts, each declared once in Altair and filled with rows; the browser draws them in the page's colours, an export in print's."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import altair as alt

from regulars.kit.formats import width_of

Rows = list[dict[str, Any]]
Spec = dict[str, Any]

_HEIGHT = 250
_MOST_LABELS = 8
_EMPTY = alt.Data(values=[])
_LINES = "split(datum.label, '\\n')"  # a long name on two lines
_WIDE = 26


def stacked_periods(rows: Rows, *, language: str, x: str, y: str) -> Spec:
    """Bars a period, stacked: rows hold label, series, order, value, words."""
    spec = _filled(_stacked_periods(language, x, y), rows)
    labels = list(dict.fromkeys(row["label"] for row in rows))
    spec["encoding"]["x"]["axis"]["values"] = labels[:: max(1, -(-len(labels) // _MOST_LABELS))]
    return spec


def curve(rows: Rows, *, x: str, y: str, percent_x: bool, mark: float | None = None) -> Spec:
    """A line of rows x, y (y a share), with a rule at ``mark``."""
    spec: Spec = json.loads(_curve(x, y, percent_x))
    spec["layer"][0]["data"] = {"values": rows}
    _marked(spec, mark)
    return spec


def bars(rows: Rows, *, language: str, x: str, percent: bool) -> Spec:
    """One bar across per row, in the order given: name, value, words; and the place of its colour, ``order``, where there are several."""
    rows = [{"order": 0, **row, "name": two_lines_of(row["name"])} for row in rows]
    spec = _filled(_bars(language, x, percent), rows)
    spec["encoding"]["y"]["sort"] = [row["name"] for row in rows]
    spec["height"] = 34 * max(len(rows), 2)
    return spec


def moved(rows: Rows, *, language: str, x: str) -> Spec:
    """What each step moved, with its range: rows hold name, value, low, high, words."""
    rows = [{**row, "name": two_lines_of(row["name"])} for row in rows]
    spec: Spec = json.loads(_moved(language, x))
    spec["data"] = {"values": rows}
    for layer in spec["layer"]:
        if "y" in layer.get("encoding", {}):
            layer["encoding"]["y"]["sort"] = [row["name"] for row in rows]
    spec["height"] = 48 * max(len(rows), 2)
    return spec


def two_lines_of(name: str) -> str:
    """A name too long to stand beside its bar, broken at the space nearest its middle; a short one, or one without a space, as it is."""
    spaces = [place for place, mark in enumerate(name) if mark == " "]
    if not spaces or width_of(name) <= _WIDE:
        return name
    at = min(spaces, key=lambda place: abs(place - len(name) / 2))
    return f"{name[:at]}\n{name[at + 1 :]}"


def heat(rows: Rows, *, x: str, y: str, what: str, height: int, descending: bool = False, order: Sequence[str] = ()) -> Spec:
    """Squares: rows hold x, y, value, words. order: of both axes, where they hold names; without it names stand as they come."""
    spec: Spec = json.loads(_heat(x, y, what, descending))
    spec["data"], spec["height"] = {"values": rows}, height
    if order:
        spec["encoding"]["x"]["sort"] = spec["encoding"]["y"]["sort"] = list(order)
    elif rows and isinstance(rows[0]["y"], str):
        spec["encoding"]["y"]["sort"] = list(dict.fromkeys(row["y"] for row in rows))
    return spec


def said_and_happened(rows: Rows, *, x: str, y: str, what: str) -> Spec:
    """Points beside the line on which they should lie: rows hold x, y, words; the line reaches as far as the points do."""
    most = max((max(row["x"], row["y"]) for row in rows), default=1.0) or 1.0
    spec: Spec = json.loads(_said_and_happened(x, y, what, all(max(row["x"], row["y"]) <= 1 for row in rows)))
    spec["layer"][0]["data"] = {"values": [{"x": 0, "y": 0}, {"x": most, "y": most}]}
    spec["layer"][1]["data"] = {"values": rows}
    return spec


def two_lines(rows: Rows, *, language: str, x: str, y: str, mark: float | None = None) -> Spec:
    """Lines of rows x, series, order, value; a rule at ``mark``."""
    spec: Spec = json.loads(_two_lines(language, x, y))
    spec["layer"][0]["data"] = {"values": rows}
    _marked(spec, mark)
    return spec


def _marked(spec: Spec, at: float | None) -> None:
    """The rule, or no layer for it: an empty one has no extent, and the browser complains."""
    if at is None:
        del spec["layer"][1]
    else:
        spec["layer"][1]["data"] = {"values": [{"x": at}]}


@lru_cache(maxsize=64)
def _stacked_periods(language: str, x: str, y: str) -> str:
    return _declared(
        alt.Chart(_EMPTY).mark_bar().encode(
            x=alt.X("label:O", sort=None, axis=alt.Axis(title=x, values=[], labelOverlap="greedy")),
            y=alt.Y("value:Q", axis=_axis(y, labelExpr=_number(language))),
            color=alt.Color("series:N", sort=alt.EncodingSortField(field="order"), legend=None),
            order=alt.Order("order:Q"),
            tooltip=[alt.Tooltip("label:N", title=x), alt.Tooltip("series:N", title=" "), alt.Tooltip("words:N", title=y)],
        )
    )  # fmt: skip


@lru_cache(maxsize=64)
def _curve(x: str, y: str, percent_x: bool) -> str:
    across = alt.Axis(title=x, format="%", tickCount=5) if percent_x else alt.Axis(title=x, format=",", tickCount=6)
    line = alt.Chart(_EMPTY).mark_line(interpolate="linear" if percent_x else "step-after").encode(
        x=alt.X("x:Q", axis=across, scale=alt.Scale(nice=not percent_x)),
        y=alt.Y("y:Q", axis=_axis(y, format="%"), scale=alt.Scale(domain=[0, 1])),
        tooltip=[alt.Tooltip("x:Q", title=x, format=".0%" if percent_x else ","), alt.Tooltip("y:Q", title=y, format=".1%")],
    )  # fmt: skip
    rule = alt.Chart(_EMPTY).mark_rule(strokeDash=[4, 3]).encode(x="x:Q")
    return _declared(line + rule)


@lru_cache(maxsize=64)
def _bars(language: str, x: str, percent: bool) -> str:
    across = alt.Axis(title=x, format="%", tickCount=5, grid=True) if percent else alt.Axis(title=x, labelExpr=_number(language), tickCount=5, grid=True)
    return _declared(
        alt.Chart(_EMPTY).mark_bar(height={"band": 0.68}).encode(
            x=alt.X("value:Q", axis=across),
            y=alt.Y("name:N", axis=alt.Axis(title=None, labelLimit=190, labelExpr=_LINES, grid=False)),
            color=alt.Color("order:O", legend=None, scale=alt.Scale(range="category")),
            tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("words:N", title=x)],
        )
    )  # fmt: skip


@lru_cache(maxsize=64)
def _moved(language: str, x: str) -> str:
    base = alt.Chart(_EMPTY).encode(y=alt.Y("name:N", axis=alt.Axis(title=None, labelLimit=190, labelExpr=_LINES, grid=False)))
    drawn = base.mark_bar(height={"band": 0.5}).encode(
        x=alt.X("value:Q", axis=alt.Axis(title=x, labelExpr=_number(language), tickCount=5, grid=True)),
        tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("words:N", title=x)],
    )
    reach = base.mark_rule(strokeWidth=2).encode(x="low:Q", x2="high:Q")
    spec = json.loads(_declared(drawn + reach))
    for layer in spec["layer"]:
        layer.pop("data", None)
    return json.dumps(spec)


@lru_cache(maxsize=64)
def _heat(x: str, y: str, what: str, descending: bool) -> str:
    base = alt.Chart(_EMPTY).encode(
        x=alt.X("x:O", axis=alt.Axis(title=x, ticks=False, domain=False)),
        y=alt.Y("y:O", sort="descending" if descending else "ascending", axis=_axis(y, ticks=False, domain=False, grid=False)),
        tooltip=[alt.Tooltip("y:O", title=y), alt.Tooltip("x:O", title=x), alt.Tooltip("words:N", title=what)],
    )
    squares = base.mark_rect(cornerRadius=3).encode(opacity=alt.Opacity("value:Q", legend=None, scale=alt.Scale(range=[0.07, 1])))
    return _declared(squares)


@lru_cache(maxsize=64)
def _said_and_happened(x: str, y: str, what: str, percent: bool) -> str:
    form = {"format": "%"} if percent else {"format": ",.1f"}
    line = alt.Chart(_EMPTY).mark_line(strokeDash=[4, 3], strokeWidth=1.2, opacity=0.7).encode(x=alt.X("x:Q"), y=alt.Y("y:Q"))
    points = alt.Chart(_EMPTY).mark_point(filled=True, size=80, opacity=1).encode(
        x=alt.X("x:Q", axis=alt.Axis(title=x, tickCount=5, grid=True, **form)),
        y=alt.Y("y:Q", axis=_axis(y, **form)),
        tooltip=[alt.Tooltip("words:N", title=what), alt.Tooltip("x:Q", title=x, format=".1%" if percent else ",.2f"), alt.Tooltip("y:Q", title=y, format=".1%" if percent else ",.2f")],
    )  # fmt: skip
    return _declared(line + points)


@lru_cache(maxsize=64)
def _two_lines(language: str, x: str, y: str) -> str:
    lines = alt.Chart(_EMPTY).mark_line().encode(
        x=alt.X("x:Q", axis=alt.Axis(title=x, format=",", tickCount=6)),
        y=alt.Y("value:Q", axis=_axis(y, labelExpr=_number(language))),
        color=alt.Color("series:N", sort=alt.EncodingSortField(field="order"), legend=None),
        tooltip=[alt.Tooltip("x:Q", title=x), alt.Tooltip("series:N", title=" "), alt.Tooltip("value:Q", title=y, format=",.0f")],
    )  # fmt: skip
    return _declared(lines + alt.Chart(_EMPTY).mark_rule(strokeDash=[4, 3]).encode(x="x:Q"))


def _axis(title: str, **more: Any) -> alt.Axis:
    """Upright words above the axis: a title on its side can't be read in Chinese, and costs a phone its width."""
    return alt.Axis(title=title, titleAngle=0, titleAlign="left", titleAnchor="end", titleX=0, titleY=-12, titleBaseline="bottom", **{"tickCount": 4, **more})


def _number(language: str) -> str:
    if language == "en":
        return "abs(datum.value) >= 1e4 ? replace(format(datum.value, '.3~s'), 'G', 'B') : format(datum.value, ',')"
    wan, yi = ("万", "亿") if language == "zh-Hans" else ("萬", "億")
    return (
        f"abs(datum.value) >= 1e8 ? format(datum.value / 1e8, '~g') + '{yi}' : "
        f"abs(datum.value) >= 1e4 ? format(datum.value / 1e4, '~g') + '{wan}' : format(datum.value, ',')"
    )


def _declared(chart: Any) -> str:
    """Checked against Vega-Lite's schema, which costs more than the whole page: hence once."""
    spec = chart.properties(width="container", height=_HEIGHT).to_dict()
    spec.pop("config", None)
    spec["autosize"] = {"type": "fit", "contains": "padding"}
    return json.dumps(spec)


def _filled(declared: str, rows: Rows) -> Spec:
    spec: Spec = json.loads(declared)
    spec["data"] = {"values": rows}
    return spec
