"""The study's charts, declared in Altair and drawn to SVG here and now: the page loads nothing."""

from typing import Any

import altair as alt
import vl_convert

Rows = list[dict[str, Any]]

_WIDTH, _HEIGHT = 380, 210
_INK, _SOFT, _STRONG, _WARM = "#3d4451", "#c9d3e0", "#2456a6", "#c2682a"
_COUNT = "format(datum.value, datum.value >= 10000 ? '~s' : ',')"
_FONTS = "system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"


def stacked_months(rows: Rows, *, colours: list[str]) -> str:
    """rows: month, series, members. ``colours``: the two series' names, the lower first."""
    encoded = _chart(rows).mark_bar().encode(
        x=alt.X("month:O", title=None, sort=None, axis=alt.Axis(labelOverlap="greedy", labelSeparation=8, labelAngle=0, labelBound=True, tickSize=0)),
        y=alt.Y("sum(members):Q", title=None, axis=alt.Axis(labelExpr=_COUNT, tickCount=4)),
        color=alt.Color("series:N", title=None, scale=alt.Scale(domain=colours, range=[_STRONG, _SOFT]), legend=alt.Legend(orient="top")),
        order=alt.Order("place:Q"),
    )
    return _svg(encoded)


def curve(rows: Rows, *, x: str, y: str, percent_x: bool, mark_x: float | None = None) -> str:
    """A line of rows x, y (y in 0 … 1), with a rule at ``mark_x``."""
    line = _chart(rows).mark_line(color=_STRONG, strokeWidth=2.5, interpolate="linear" if percent_x else "step-after").encode(
        x=alt.X("x:Q", title=x, axis=alt.Axis(format="%" if percent_x else "~s", tickCount=5)),
        y=alt.Y("y:Q", title=y, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%", tickCount=5)),
    )
    if mark_x is None:
        return _svg(line)
    rule = _chart([{"x": mark_x}]).mark_rule(color=_WARM, strokeDash=[4, 3]).encode(x="x:Q")
    return _svg(line + rule)


def grid(rows: Rows, *, x: str, y: str) -> str:
    """Squares of rows x, y, members: the more, the darker, each with its number."""
    most = max((row["members"] for row in rows), default=1)
    base = _chart(rows).encode(
        x=alt.X("x:O", title=x, axis=alt.Axis(labelAngle=0, tickSize=0)), y=alt.Y("y:O", title=y, sort="descending", axis=alt.Axis(tickSize=0))
    )
    squares = base.mark_rect(stroke="white").encode(color=alt.Color("members:Q", legend=None, scale=alt.Scale(domain=[0, most], range=["#eef2f8", _STRONG])))
    ink = alt.condition(alt.datum.members > most * 0.55, alt.value("white"), alt.value(_INK))
    return _svg(squares + base.mark_text(fontSize=12).encode(text=alt.Text("members:Q", format=","), color=ink))


def bars(rows: Rows, *, percent: bool = True) -> str:
    """One bar across for each row: name, value; in the order given."""
    names = [row["name"] for row in rows]
    axis = alt.Axis(format="%" if percent else "~s", tickCount=4)
    encoded = _chart(rows).mark_bar(color=_STRONG, height={"band": 0.7}).encode(
        x=alt.X("value:Q", title=None, axis=axis), y=alt.Y("name:N", title=None, sort=names, axis=alt.Axis(tickSize=0, labelLimit=140))
    )
    return _svg(encoded, height=30 * max(len(rows), 2))


def _chart(rows: Rows) -> alt.Chart:
    return alt.Chart(alt.Data(values=rows))  # type: ignore[no-untyped-call]


def _svg(chart: alt.Chart | alt.LayerChart, *, height: int = _HEIGHT) -> str:
    styled = chart.properties(width=_WIDTH, height=height, background="transparent").configure(
        font=_FONTS, axis=alt.AxisConfig(labelColor=_INK, titleColor=_INK, labelFontSize=12, titleFontSize=12, titleFontWeight="normal",
        gridColor="#e6eaf0", domainColor="#b9c2cf"), legend=alt.LegendConfig(labelFontSize=12), view=alt.ViewConfig(stroke=None),
    )  # fmt: skip
    drawn: str = vl_convert.vegalite_to_svg(styled.to_dict())
    return drawn
