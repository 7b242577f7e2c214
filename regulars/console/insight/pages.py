"""Insight: an overview, every figure, and one figure with its chart, its table, how it is computed and its exports."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from regulars.console.access import can, needs
from regulars.console.insight import words as page_words  # noqa: F401  registers the pages' words
from regulars.console.insight.counted import value_words, watched
from regulars.console.insight.registry import GROUPS, PAGES, WITHIN, sheet_of
from regulars.console.insight.results import Results, results
from regulars.console.insight.sheets import Sheet, Words
from regulars.console.shop import Shop, database, shop
from regulars.insight.store.kept_targets import targets
from regulars.insight.targets.lights import light
from regulars.kit.phrases import say

REFRESH_TASK = "regulars.jobs.tasks.refresh_now"
TILES = ("revenue", "members", "aov", "returning_rate", "repurchase_90d", "active_rate", "member_growth", "return_rate")
SHOWN = {"loyal": ("classes", "pareto"), "leaving": ("churn", "cohorts"), "worth": ("value", "clv"), "show": ("recommendations",), "owed": ("liability", "roll_forward")}


def opened(request: HttpRequest, tab: str) -> tuple[Shop, Results | None, dict[str, Any]] | None:
    """What stands around every Insight page. None while there is no programme."""
    found = shop()
    if found is None:
        return None
    last = results(found.w.language)
    context = {
        "shop": found,
        "shop_name": found.name,
        "w": found.w,
        "results": last,
        "tabs": tabs(request, tab),
        "lead": lead(found, last) if last is not None else "",
        "margin": margin_words(last) if last is not None else "",
        "may_refresh": can(request, "set_targets"),
        "may_see_members": can(request, "see_members"),
        "refreshing": ProcrastinateJob.objects.filter(task_name=REFRESH_TASK, status__in=("todo", "doing")).exists(),
    }
    return found, last, context


def tabs(request: HttpRequest, current: str) -> list[tuple[str, str, bool]]:
    """(name of the route, code of its words, whether it is this page)."""
    every = [("insight", "overview"), ("insight_review", "review"), ("insight_figures", "figures"), ("insight_targets", "targets"), ("insight_settings", "settings"), ("insight_report_card", "report_card")]
    if can(request, "see_members"):
        every[3:3] = [("insight_alerts", "alerts"), ("insight_calling", "calling"), ("insight_members", "members")]
    return [(route, f"insight.console.{code}", code == current) for route, code in every]


def margin_words(last: Results) -> str:
    """What margin means on this page: a share the shop has told, or revenue."""
    share = last.refreshed.margin
    return say("insight.margin.unknown", {}, last.language) if share is None else say("insight.margin.said", {"share": f"{100 * share:g}%"}, last.language)


def lead(found: Shop, last: Results) -> str:
    told = last.refreshed
    facts = {"as_of": found.w.day(told.as_of), "when": found.w.moment(told.refreshed_at), "members": found.w.number(told.members)}
    return say("insight.console.lead", facts, found.w.language)


def words_of(found: Shop, last: Results) -> Words:
    return Words(found.w.language, last.refreshed.currency or found.w.currency, last.refreshed.exponent)


@needs("see_figures")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    around = opened(request, "overview")
    if around is None:
        return render(request, "console/no_programme.html")
    found, last, context = around
    if last is None:
        return render(request, "console/insight/never.html", context)
    words = words_of(found, last)
    sheets = {name: made for part in SHOWN.values() for name in part if (made := sheet_of(last, words, name)) is not None}
    refused = last.refreshed.kept.get("refused") or 0
    context |= {
        "tiles": tiles(last, words),
        "parts": [(f"insight.console.{part}", [sheets[name] for name in names if name in sheets]) for part, names in SHOWN.items()],
        "cannot_say": last.cannot_say,
        "refused": say("insight.console.refused", {"n": found.w.number(refused)}, found.w.language) if refused else "",
    }
    return render(request, "console/insight/overview.html", context)


def tiles(last: Results, words: Words) -> list[dict[str, Any]]:
    """The watched figures of the head of the page; one with a target stands there too, with its light."""
    aims = targets(database())
    shown = []
    for kpi in watched(last):
        target = aims.get(kpi.kind.id)
        if kpi.kind.id in TILES or target is not None:
            shown.append(
                {
                    "id": kpi.kind.id,
                    "name": kpi.kind.name(words.language),
                    "value": value_words(words, kpi, kpi.value),
                    "formula": kpi.kind.formula(words.language),
                    "window": kpi.window,
                    "among": kpi.denominator,
                    "figure": WITHIN.get(kpi.kind.figure, kpi.kind.figure),
                    "light": light(kpi, target) if target is not None else None,
                    "aim_words": say("insight.console.aim", {"aim": value_words(words, kpi, target.aim)}, words.language) if target is not None else "",
                }
            )
    order = {id: place for place, id in enumerate(TILES)}
    return sorted(shown, key=lambda tile: order.get(tile["id"], len(TILES)))


@needs("see_figures")
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    around = opened(request, "figures")
    if around is None:
        return render(request, "console/no_programme.html")
    _, last, context = around
    if last is None:
        return render(request, "console/insight/never.html", context)
    by_group: dict[str, list[dict[str, Any]]] = {group: [] for group in GROUPS}
    for name, page in PAGES.items():
        document = last.figure(name)
        if document is not None:
            by_group[page.group].append(document)
    context["groups"] = [(f"insight.console.group.{group}", shown) for group, shown in by_group.items() if shown]
    return render(request, "console/insight/figures.html", context)


@needs("see_figures")
@require_safe
def figure(request: HttpRequest, name: str) -> HttpResponse:
    if name in WITHIN:
        return redirect("console:insight_figure", WITHIN[name])
    around = opened(request, "figures")
    if around is None:
        return render(request, "console/no_programme.html")
    found, last, context = around
    if last is None:
        return render(request, "console/insight/never.html", context)
    context["sheet"] = require_sheet(found, last, name)
    return render(request, "console/insight/figure.html", context)


def require_sheet(found: Shop, last: Results, name: str) -> Sheet:
    made = sheet_of(last, words_of(found, last), name)
    if made is None:
        raise Http404
    return made


@needs("set_targets")
@require_POST
def refresh(request: HttpRequest) -> HttpResponse:
    """Hand the refresh to the worker: on a large journal it takes minutes."""
    found = shop()
    language = found.w.language if found is not None else "en"
    try:
        app.configure_task(REFRESH_TASK, queueing_lock="insight_now").defer()
        messages.success(request, say("insight.console.asked", {}, language))
    except AlreadyEnqueued:
        messages.info(request, say("insight.console.asked_already", {}, language))
    return redirect("console:insight")
