"""A sheet on one page of A4, as SVG with a place for its chart, and a chart in print's colours."""

from collections.abc import Iterator
from html import escape
from typing import Any

from regulars.console.insight.sheets import Cell, Sheet
from regulars.kit.formats import is_wide
from regulars.kit.phrases import say

WIDTH, HEIGHT, MARGIN = 794, 1123, 56  # A4 at 96 to the inch
INNER = WIDTH - 2 * MARGIN
INK, SOFT, LINE, STRONG = "#1c2420", "#5b665f", "#d9ddd6", "#1f6652"
COLOURS = [STRONG, "#c06a28", "#8fb8a8", "#8a7b5a", "#b9482f", "#9aa19c", "#4a7a96"]
FONTS = {
    "en": "Inter, 'Helvetica Neue', Arial, 'DejaVu Sans', 'Noto Sans CJK SC', sans-serif",
    "zh-Hans": "'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif",
    "zh-Hant": "'Noto Sans CJK TC', 'PingFang TC', 'Microsoft JhengHei', sans-serif",
}
_CHART_HEIGHT = 300


def for_print(spec: dict[str, Any], language: str, *, title: str = "", legend: bool = False, width: int = INNER) -> dict[str, Any]:
    """The chart by itself: a width of its own, print's colours, its title, and the legend the page has in words."""
    chart = {**spec, "width": width, "background": "white", "config": _look(FONTS[language])}
    chart.pop("autosize", None)
    if title:
        chart["title"] = {"text": title, "anchor": "start", "fontSize": 16, "offset": 16}
    colour = chart.get("encoding", {}).get("color")
    for layer in chart.get("layer", ()):
        colour = colour or layer.get("encoding", {}).get("color")
    if legend and colour is not None:
        colour["legend"] = {"orient": "bottom", "title": None}
    return chart


def page_of(sheet: Sheet, language: str, *, shop: str, as_of: str) -> str:
    """The whole sheet; what does not fit under its chart is told, and stands in the CSV."""
    out, y = [], MARGIN + 14

    def line(words: str, size: int, *, colour: str = INK, bold: bool = False, x: float = MARGIN, anchor: str = "start") -> str:
        weight = ' font-weight="600"' if bold else ""
        return f'<text x="{x}" y="{y}" font-size="{size}" fill="{colour}" text-anchor="{anchor}"{weight}>{escape(words)}</text>'

    out.append(line(f"{shop} · {as_of}", 11, colour=SOFT))
    y += 34
    for part in wrapped(sheet.title, 24, INNER):
        out.append(line(part, 24, bold=True))
        y += 30
    for sentence in [sheet.says, *sheet.cannot_say, *sheet.notes, *([sheet.beside[0]] if sheet.beside else [])]:
        for part in wrapped(sentence, 13, INNER) if sentence else ():
            out.append(line(part, 13))
            y += 20
    if sheet.chart is not None:
        out.append(f'<g transform="translate({MARGIN} {y})"><!--chart--></g>')
        y += _height(sheet.chart) + 96 + (24 if sheet.legend else 0)
    foot = list(_how(sheet, language))
    room = HEIGHT - MARGIN - 17 * len(foot) - 20
    rows = [tuple(Cell(head) for head in sheet.heads), *sheet.rows] if sheet.rows else []
    widths = _widths(rows)
    for number, row in enumerate(rows):
        lines = [_lines(cell, width) for cell, width in zip(row, widths, strict=False)]
        tall = 14 * max(map(len, lines)) + 6
        if y + tall > room - 20:
            out.append(line(say("insight.console.print.more", {"n": len(rows) - number}, language), 10, colour=SOFT))
            break
        x = MARGIN
        for place, (cell, width, some) in enumerate(zip(row, widths, lines, strict=False)):
            right = cell.is_number or (number == 0 and rows[1][place].is_number)
            for words in some:
                out.append(line(words, 10, colour=SOFT if number == 0 else INK, x=x + width - 10 if right else x, anchor="end" if right else "start"))
                y += 14
            y -= 14 * len(some)
            x += width
        y += tall
        out.append(f'<line x1="{MARGIN}" x2="{WIDTH - MARGIN}" y1="{y - 14}" y2="{y - 14}" stroke="{LINE}"/>')
    y = room
    for part in foot:
        y += 17
        out.append(line(part, 10, colour=SOFT))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{escape(FONTS[language])}">'
        f'<rect width="100%" height="100%" fill="white"/>{"".join(out)}</svg>'
    )


def _how(sheet: Sheet, language: str) -> Iterator[str]:
    for name in ("formula", "window", "denominator"):
        if words := sheet.document.get(name):
            label = say(f"insight.console.how.{'among' if name == 'denominator' else name}", {}, language)
            yield from wrapped(f"{label}: {words}", 10, INNER)


def wrapped(words: str, size: int, width: float) -> Iterator[str]:
    """Lines no wider than ``width``; Chinese may break anywhere, English between words."""
    taken, used = "", 0.0
    for piece in _pieces(words):
        wide = _wide(piece, size)
        if taken and used + wide > width:
            yield taken.rstrip()
            taken, used = "", 0.0
        taken, used = taken + piece, used + wide
    if taken.strip():
        yield taken.rstrip()


def _pieces(words: str) -> Iterator[str]:
    piece = ""
    for mark in words:
        if is_wide(mark):
            if piece:
                yield piece
                piece = ""
            yield mark
        else:
            piece += mark
            if mark == " ":
                yield piece
                piece = ""
    if piece:
        yield piece


def _wide(words: str, size: int) -> float:
    return sum(1.0 if is_wide(mark) else 0.6 for mark in words) * size


def _lines(cell: Cell, width: float) -> list[str]:
    """The cell's words on at most five lines; a number is never broken."""
    if cell.is_number:
        return [cell.words]
    lines = list(wrapped(cell.words, 10, width - 10)) or [""]
    return lines if len(lines) <= 5 else [*lines[:4], lines[4] + " …"]


def _widths(rows: list[tuple[Cell, ...]]) -> list[float]:
    """Of the columns, together as wide as the page: numbers as wide as they are, words share the rest."""
    if not rows:
        return []
    columns = [[row[place] for row in rows[:60] if place < len(row)] for place in range(len(rows[0]))]
    natural = [max(min(_wide(cell.words, 10), 260) for cell in column) + 16 for column in columns]
    is_number = [any(cell.is_number for cell in column) for column in columns]
    firm = sum(wide for wide, number in zip(natural, is_number, strict=True) if number)
    loose = sum(natural) - firm
    if firm >= INNER or not loose:
        return [wide * INNER / sum(natural) for wide in natural]
    return [wide if number else wide * min((INNER - firm) / loose, 1.6) for wide, number in zip(natural, is_number, strict=True)]


def _height(spec: dict[str, Any]) -> int:
    return int(spec.get("height", _CHART_HEIGHT))


def _look(font: str) -> dict[str, Any]:
    return {
        "font": font,
        "view": {"stroke": None},
        "range": {"category": COLOURS},
        "axis": {"labelColor": SOFT, "titleColor": INK, "domainColor": LINE, "tickColor": LINE, "gridColor": LINE, "labelFontSize": 11, "titleFontSize": 12, "titleFontWeight": "normal", "labelAngle": 0},
        "axisX": {"grid": False},
        "axisY": {"domain": False, "ticks": False},
        "bar": {"color": STRONG},
        "rect": {"color": STRONG},
        "line": {"color": STRONG, "strokeWidth": 2},
        "point": {"color": STRONG},
        "rule": {"color": COLOURS[1]},
    }  # fmt: skip
