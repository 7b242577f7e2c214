"""Setting targets: values an owner types, in the units a person thinks in."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from regulars.console.access import can, needs
from regulars.console.insight.counted import value_words, watched
from regulars.console.insight.pages import opened, words_of
from regulars.console.insight.results import Results
from regulars.console.shop import database, now
from regulars.insight.store.kept_targets import set_targets, targets
from regulars.insight.targets.kpis import BY_ID, KINDS, Kind
from regulars.insight.targets.lights import NEAR, checked, light
from regulars.insight.targets.presets import preset_aims
from regulars.kit.errors import Invalid
from regulars.kit.phrases import say


@needs("see_figures")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    around = opened(request, "targets")
    if around is None:
        return render(request, "console/no_programme.html")
    typed = _preset(around[1]) if request.GET.get("preset") and around[1] is not None else {}
    return render(request, "console/insight/targets.html", _context(request, around, typed, {}))


def _preset(last: Results) -> dict[str, str]:
    """Common first targets, typed into the fields and kept by nobody yet; what is set already stays."""
    kept = targets(database())
    return {f"aim-{id}": _typed(BY_ID[id], round(aim, 4)) for id, aim in preset_aims(watched(last)).items() if id not in kept}


@needs("set_targets")
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep them all, or none: what can't be read is said beside its field, and everything typed stays."""
    around = opened(request, "targets")
    if around is None:
        return render(request, "console/no_programme.html")
    typed = {name: request.POST.get(name, "")[:24] for kind in KINDS for name in (f"aim-{kind.id}", f"near-{kind.id}")}
    wanted: dict[str, tuple[float, float] | None] = {}
    wrong: dict[str, str] = {}
    for kind in KINDS:
        try:
            wanted[kind.id] = _read(kind, typed[f"aim-{kind.id}"], typed[f"near-{kind.id}"])
        except Invalid as problem:
            wrong[kind.id] = problem.sentence(around[0].w.language)
    if wrong:
        return render(request, "console/insight/targets.html", _context(request, around, typed, wrong), status=422)
    set_targets(database(), wanted, by=request.user.get_username(), at=now())
    messages.success(request, say("insight.console.targets.kept", {}, around[0].w.language))
    return redirect("console:insight_targets")


def _read(kind: Kind, aim: str, near: str) -> tuple[float, float] | None:
    if not aim.strip():
        return None
    number, margin = _number(kind, aim), _number(kind, near) / 100 if near.strip() else NEAR
    return checked(kind.id, number / 100 if kind.unit in ("ratio", "change") else number, margin)[1:]


def _number(kind: Kind, text: str) -> float:
    plain = text.strip().replace("−", "-").replace("%", "").replace("％", "").replace(",", "").replace("，", "").strip()
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise Invalid("insight.target.number", kpi=kind.id) from None
    if not value.is_finite():
        raise Invalid("insight.target.number", kpi=kind.id)
    return float(value)


def _context(request: HttpRequest, around: Any, typed: dict[str, str], wrong: dict[str, str]) -> dict[str, Any]:
    found, last, context = around
    kept = targets(database())
    now_by = {kpi.kind.id: kpi for kpi in watched(last)} if last is not None else {}
    language = found.w.language
    rows = []
    for kind in KINDS:
        target, kpi = kept.get(kind.id), now_by.get(kind.id)
        rows.append(
            {
                "kind": kind,
                "name": kind.name(language),
                "formula": kind.formula(language),
                "now": value_words(words_of(found, last), kpi, kpi.value) if kpi is not None else "–",
                "light": light(kpi, target) if kpi is not None and target is not None else None,
                "way": f"insight.console.targets.{'higher' if kind.higher_is_better else 'lower'}",
                "unit": "%" if kind.unit in ("ratio", "change") else found.w.currency if kind.unit == "money" else say("insight.console.unit.days", {}, language) if kind.unit == "days" else "",
                "aim": typed.get(f"aim-{kind.id}", _typed(kind, target.aim) if target is not None else ""),
                "near": typed.get(f"near-{kind.id}", f"{(target.near if target is not None else NEAR) * 100:g}"),
                "set": say("insight.console.targets.set_by", {"by": target.by, "day": found.w.day(target.at.date())}, language) if target is not None else "",
                "wrong": wrong.get(kind.id, ""),
            }
        )
    return {**context, "rows": rows, "may_set": can(request, "set_targets")}


def _typed(kind: Kind, aim: float) -> str:
    return f"{aim * 100 if kind.unit in ('ratio', 'change') else aim:.10g}"
