"""The charts, each declared once in Altair and filled with a page's figures. Colours come from the stylesheet, in the browser."""

from typing import Any

import altair as alt

Rows = list[dict[str, Any]]

_X_BAND = alt.X("label:N", sort=None, title=None, axis=alt.Axis(labelOverlap="parity", labelFlush=True))


def _day_axis(rows: Rows) -> alt.X:
    """Days (or weeks) as ordered labels; only as many are written as fit."""
    every = max(1, -(-len(rows) // 7))
    shown = [row["label"] for place, row in enumerate(rows) if place % every == 0]
    return alt.X("label:O", sort=None, title=None, axis=alt.Axis(values=shown, labelOverlap="greedy"))


def _number_axis(language: str, title: str | None = None) -> alt.Axis:
    if language == "en":
        return alt.Axis(title=title, format="~s", labelExpr="replace(datum.label, 'G', 'B')")
    wan, yi = ("万", "亿") if language == "zh-Hans" else ("萬", "億")
    words = (
        f"abs(datum.value) >= 1e8 ? format(datum.value / 1e8, '~g') + '{yi}' : "
        f"abs(datum.value) >= 1e4 ? format(datum.value / 1e4, '~g') + '{wan}' : format(datum.value, ',')"
    )
    return alt.Axis(title=title, labelExpr=words)


def bars(rows: Rows, *, language: str, name: str, when: str, height: int = 230) -> dict[str, Any]:
    """One bar per period: rows hold label, value, words (the value as people write it)."""
    chart = alt.Chart(alt.Data(values=rows)).mark_bar().encode(
        x=_day_axis(rows),
        y=alt.Y("value:Q", axis=_number_axis(language)),
        tooltip=[alt.Tooltip("label:N", title=when), alt.Tooltip("words:N", title=name)],
    )
    return _finished(chart, height)


def stacked(rows: Rows, *, language: str, when: str, kind: str, height: int = 230) -> dict[str, Any]:
    """Bars of several series, those going out drawn below the line: rows hold label, series, order, value, words."""
    chart = alt.Chart(alt.Data(values=rows)).mark_bar().encode(
        x=_day_axis(list({row["label"]: row for row in rows}.values())),
        y=alt.Y("value:Q", axis=_number_axis(language)),
        color=alt.Color("series:N", sort=alt.EncodingSortField(field="order"), legend=None),
        order=alt.Order("order:Q"),
        tooltip=[alt.Tooltip("label:N", title=when), alt.Tooltip("series:N", title=kind), alt.Tooltip("words:N", title=" ")],
    )
    return _finished(chart, height)


def _finished(chart: alt.Chart, height: int) -> dict[str, Any]:
    spec: dict[str, Any] = chart.properties(width="container", height=height).to_dict()
    spec.pop("config", None)  # the page's own look
    spec["autosize"] = {"type": "fit", "contains": "padding"}
    return spec
