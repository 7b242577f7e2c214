"""The charts, each declared once in Altair and filled with a page's figures. Colours come from the stylesheet, in the browser."""

import json
from functools import lru_cache
from typing import Any

import altair as alt

Rows = list[dict[str, Any]]

_HEIGHT = 230
_MOST_LABELS = 7


def bars(rows: Rows, *, language: str, name: str, when: str) -> dict[str, Any]:
    """One bar per period: rows hold label, value, words (the value as people write it)."""
    return _filled(_bars(language, name, when), rows)


def stacked(rows: Rows, *, language: str, when: str, kind: str) -> dict[str, Any]:
    """Bars of several series, those going out drawn below the line: rows hold label, series, order, value, words."""
    return _filled(_stacked(language, when, kind), rows)


@lru_cache(maxsize=16)
def _bars(language: str, name: str, when: str) -> str:
    return _declared(
        alt.Chart(alt.Data(values=[]))
        .mark_bar()
        .encode(
            x=_PERIODS,
            y=alt.Y("value:Q", axis=_number_axis(language)),
            tooltip=[alt.Tooltip("label:N", title=when), alt.Tooltip("words:N", title=name)],
        )
    )


@lru_cache(maxsize=16)
def _stacked(language: str, when: str, kind: str) -> str:
    return _declared(
        alt.Chart(alt.Data(values=[]))
        .mark_bar()
        .encode(
            x=_PERIODS,
            y=alt.Y("value:Q", axis=_number_axis(language)),
            color=alt.Color("series:N", sort=alt.EncodingSortField(field="order"), legend=None),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("label:N", title=when),
                alt.Tooltip("series:N", title=kind),
                alt.Tooltip("words:N", title=" "),
            ],
        )
    )


_PERIODS = alt.X("label:O", sort=None, title=None, axis=alt.Axis(values=[], labelOverlap="greedy"))


def _number_axis(language: str) -> alt.Axis:
    if language == "en":
        return alt.Axis(title=None, format="~s", labelExpr="datum.value == 0 ? '0' : replace(datum.label, 'G', 'B')")
    wan, yi = ("万", "亿") if language == "zh-Hans" else ("萬", "億")
    words = (
        f"abs(datum.value) >= 1e8 ? format(datum.value / 1e8, '~g') + '{yi}' : "
        f"abs(datum.value) >= 1e4 ? format(datum.value / 1e4, '~g') + '{wan}' : format(datum.value, ',')"
    )
    return alt.Axis(title=None, labelExpr=words)


def _declared(chart: alt.Chart) -> str:
    """Checked against Vega-Lite's schema, which costs more than the whole page: hence once."""
    spec = chart.properties(width="container", height=_HEIGHT).to_dict()
    spec.pop("config", None)  # the page's own look
    spec["autosize"] = {"type": "fit", "contains": "padding"}
    return json.dumps(spec)


def _filled(declared: str, rows: Rows) -> dict[str, Any]:
    spec: dict[str, Any] = json.loads(declared)
    labels = list(dict.fromkeys(row["label"] for row in rows))
    every = max(1, -(-len(labels) // _MOST_LABELS))
    spec["data"] = {"values": rows}
    spec["encoding"]["x"]["axis"]["values"] = labels[::every]
    return spec
