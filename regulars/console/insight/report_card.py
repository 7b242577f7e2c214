"""The report card: how far each analytic lies from the published figures, and how it does beside the simplest rule, on public data."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from regulars.console.access import needs
from regulars.console.insight.pages import opened
from regulars.insight.report_card import card, told


@needs("see_figures")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    around = opened(request, "report_card")
    if around is None:
        return render(request, "console/no_programme.html")
    found, _, context = around
    context["told"] = told(card(), found.w.language)
    return render(request, "console/insight/report_card.html", context)
