"""A figure as CSV, its chart as PNG, its sheet as PDF; ``?month=2026-03``: the review of another month than the last."""

import csv
import io
import json
from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from regulars.console.access import needs
from regulars.console.insight.pages import require_sheet
from regulars.console.insight.printing import for_print, page_of
from regulars.console.insight.registry import WITHIN
from regulars.console.insight.results import Document, Results, results
from regulars.console.insight.sheets import Sheet
from regulars.console.shop import Shop, shop
from regulars.insight.drawing import NotDrawn, drawn
from regulars.journal.tier_preview import safe_cell


@needs("see_figures")
@require_safe
def as_csv(request: HttpRequest, name: str) -> HttpResponse:
    """The rows as the figure was kept: money as decimal text, days as ISO text, shares in 0 … 1."""
    _, last, _ = _asked(request, name, sheet=False)
    document = last.figure(name)
    if document is None:
        raise Http404
    columns = list(dict.fromkeys(column for row in document["rows"] for column in row))
    out = io.StringIO()
    out.write("\ufeff")  # so that a spreadsheet reads Chinese
    rows = csv.writer(out)
    rows.writerow(columns)
    rows.writerows([_plain(row.get(column)) for column in columns] for row in document["rows"])
    return _file(out.getvalue().encode(), "text/csv; charset=utf-8", f"{name}-{_when(document, last)}.csv")


@needs("see_figures")
@require_safe
def as_png(request: HttpRequest, name: str) -> HttpResponse:
    return _picture(request, name, "png")


@needs("see_figures")
@require_safe
def as_pdf(request: HttpRequest, name: str) -> HttpResponse:
    return _picture(request, name, "pdf")


def _picture(request: HttpRequest, name: str, kind: Literal["png", "pdf"]) -> HttpResponse:
    found, last, sheet = _asked(request, name)
    if sheet is None or (kind == "png" and sheet.chart is None):
        raise Http404
    language, as_of = found.w.language, found.w.day(last.refreshed.as_of)
    try:
        if kind == "png":
            made = drawn("png", spec=for_print(sheet.chart or {}, language, title=f"{sheet.title} · {found.name} · {as_of}", legend=bool(sheet.legend), width=760))
        else:
            spec = for_print(sheet.chart, language, legend=bool(sheet.legend), width=600) if sheet.chart is not None else None
            made = drawn("pdf", spec=spec, page=page_of(sheet, language, shop=found.name, as_of=as_of))
    except NotDrawn as problem:
        return HttpResponse(problem.sentence(language), status=503, content_type="text/plain; charset=utf-8")
    return _file(made, {"png": "image/png", "pdf": "application/pdf"}[kind], f"{name}-{_when(sheet.document, last)}.{kind}")


def _asked(request: HttpRequest, name: str, *, sheet: bool = True) -> tuple[Shop, Results, Sheet | None]:
    found, month = shop(), request.GET.get("month", "")
    last = results(found.w.language, month) if found is not None else None
    if found is None or last is None or (name in WITHIN and sheet) or (month and name != "review"):
        raise Http404
    return found, last, require_sheet(found, last, name) if sheet else None


def _when(document: Document, last: Results) -> str:
    """What the file's name tells: the month of a review, else the day the figure looks from."""
    first = next(iter(document["rows"]), {})
    return str(first["facts"]["at_month"] if document["name"] == "review" and "at_month" in first.get("facts", {}) else document.get("as_of") or last.refreshed.as_of.isoformat())


def _plain(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return safe_cell(value) if isinstance(value, str) and not _is_number(value) else value


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdecimal()


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
