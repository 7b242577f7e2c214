"""The settings of Insight: what only the shop can tell, as texts a person types."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from regulars.console.access import can, needs
from regulars.console.insight.pages import opened
from regulars.console.shop import database, now
from regulars.insight.settings.kept import set_settings, settings_of
from regulars.insight.settings.terms import METHODS, NAMES, check
from regulars.kit.errors import Invalid
from regulars.kit.phrases import say

_CUTS = ("rfm_recency", "rfm_frequency", "rfm_monetary")
_MONEY = ("contact_cost", "delivery_cost", "return_cost")
MOST = 200  # characters


@needs("see_figures")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    around = opened(request, "settings")
    if around is None:
        return render(request, "console/no_programme.html")
    return render(request, "console/insight/settings.html", _context(request, around, {}, {}))


@needs("set_targets")
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep them all, or none: what can't be read is said beside its field, and everything typed stays."""
    around = opened(request, "settings")
    if around is None:
        return render(request, "console/no_programme.html")
    found = around[0]
    digits, language = found.program.currency.minor_digits, found.w.language
    typed = {name: request.POST.get(name, "")[:MOST].replace("\x00", "").replace("％", "%").strip() for name in NAMES}
    wrong = check(typed, digits)
    if not wrong:
        try:
            set_settings(database(), typed, digits, by=request.user.get_username(), at=now())
        except Invalid as problem:
            wrong = {str(problem.facts.get("setting", "")): problem}
    if wrong:
        told = {name: problem.sentence(language) for name, problem in wrong.items()}
        return render(request, "console/insight/settings.html", _context(request, around, typed, told), status=422)
    messages.success(request, say("insight.console.settings.kept", {}, language))
    return redirect("console:insight_settings")


def _context(request: HttpRequest, around: Any, typed: dict[str, str], wrong: dict[str, str]) -> dict[str, Any]:
    found, _, context = around
    kept, language = settings_of(database()), found.w.language
    rows = []
    for name in NAMES:
        one = kept.get(name)
        rows.append(
            {
                "id": name,
                "name": say(f"insight.setting.name.{name}", {}, language),
                "help": say(f"insight.setting.help.{'cuts' if name in _CUTS else name}", {}, language),
                "value": typed.get(name, one.text if one else ""),
                "choices": [(method, say(f"insight.setting.method.{method}", {}, language)) for method in METHODS] if name == "rfm_method" else (),
                "unit": found.w.currency if name in _MONEY else "",
                "set": say("insight.console.targets.set_by", {"by": one.by, "day": found.w.day(one.at.date())}, language) if one else "",
                "wrong": wrong.get(name, ""),
            }
        )
    return {**context, "rows": rows, "may_set": can(request, "set_targets")}
