"""Alerts: what looks wrong, a day at a time, with what speaks for it, and what somebody found out. One button freezes the member."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from regulars.console.access import can, needs
from regulars.console.insight import alert_words as alert_words
from regulars.console.insight.pages import opened
from regulars.console.insight.sheets import percent
from regulars.console.shop import Shop, database, now
from regulars.engine.explain import event_name
from regulars.insight.watch.acting import answered
from regulars.insight.watch.alerts import FROZEN, OPEN, RIGHT, STATUSES, Alert, Realised, alerts, counts, realised
from regulars.insight.watch.settings import KINDS, Rule, Settings, Staff, set_settings, settings_of
from regulars.kit.errors import Invalid, Problem
from regulars.kit.formats import number
from regulars.kit.phrases import say

SHOWN = 100


@needs("see_members")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    around = opened(request, "alerts")
    if around is None:
        return render(request, "console/no_programme.html")
    return render(request, "console/insight/alerts.html", _context(request, around, {}, ""))


@needs("freeze_members")
@require_POST
def act(request: HttpRequest, id: int) -> HttpResponse:
    """``status``: what somebody found out; ``frozen`` freezes the member first."""
    around = opened(request, "alerts")
    status = request.POST.get("status", "")
    if around is None or status not in STATUSES:
        raise Http404
    language = around[0].w.language
    try:
        answered(database(), settings.REGULARS_DSN, id, status, by=request.user.get_username(), at=now())
    except Problem as problem:
        if problem.code == "watch.no_alert":
            raise Http404 from None
        messages.error(request, problem.sentence(language))
    else:
        messages.success(request, say(f"insight.console.alerts.done.{status}", {}, language))
    back = request.POST.get("back", "")
    return redirect(f"/console/insight/alerts/?show={back}" if back in (*STATUSES, "all") else "console:insight_alerts")


@needs("set_targets")
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep all settings, or none: what can't be read is said, and everything typed stays."""
    around = opened(request, "alerts")
    if around is None:
        return render(request, "console/no_programme.html")
    typed = {name: value[:4_000] for name, value in request.POST.items() if isinstance(value, str)}
    language = around[0].w.language
    try:
        set_settings(database(), _read(typed), by=request.user.get_username(), at=now())
    except Invalid as problem:
        return render(request, "console/insight/alerts.html", _context(request, around, typed, problem.sentence(language)), status=422)
    messages.success(request, say("insight.console.alerts.kept", {}, language))
    return redirect("console:insight_alerts")


def _read(typed: dict[str, str]) -> Settings:
    rules = {}
    for name, kind in KINDS.items():
        span = _whole(f"{name}.span", typed.get(f"{name}-span", "")) if kind.span else 0
        most = _whole(f"{name}.most", typed.get(f"{name}-most", "")) if name != "self_earn" else 0
        rules[name] = Rule(f"{name}-on" in typed, most, span, f"{name}-freeze" in typed)
    return Settings("on" in typed, _whole("budget", typed.get("budget", "")), rules, tuple(_staff(typed.get("staff", ""))), typed.get("cashier", "").strip()[:64])


def _staff(text: str) -> list[Staff]:
    """A line a person: ``mei = card reference`` or ``mei = card reference, 17``. Raises Invalid ``watch.staff_line``."""
    found = []
    for line in text.replace("＝", "=").replace("，", ",").splitlines():
        if not line.strip():
            continue
        by, equals, rest = line.partition("=")
        ref, comma, cashier = rest.rpartition(",") if "," in rest else (rest, "", "")
        if not equals or not by.strip() or not ref.strip() or (comma and not (cashier.strip().isascii() and cashier.strip().isdecimal() and len(cashier.strip()) < 12)):
            raise Invalid("watch.staff_line", line=line.strip()[:60])
        found.append(Staff(by.strip()[:200], ref.strip()[:128], int(cashier) if comma else None))
    return found


def _whole(name: str, text: str) -> int:
    plain = text.strip().replace(",", "")
    if not (plain.isascii() and plain.isdecimal() and len(plain) < 10):
        raise Invalid("watch.setting", name=name, low=0, high="–")
    return int(plain)


def _context(request: HttpRequest, around: Any, typed: dict[str, str], wrong: str) -> dict[str, Any]:
    found, _, context = around
    kept, language = settings_of(database()), found.w.language
    show = request.GET.get("show", OPEN)
    show = show if show in (*STATUSES, "all") else OPEN
    beneath = "beneath" in request.GET
    rows = alerts(database(), status="" if show == "all" else show, budget=0 if beneath or show != OPEN else kept.budget, limit=SHOWN)
    many = counts(database(), kept.budget)
    days: dict[str, list[dict[str, Any]]] = {}
    for one in rows:
        days.setdefault(found.w.day(one.day), []).append(_shown(found, one, language))
    may = can(request, "freeze_members")
    return {
        **context,
        "is_on": kept.on,
        "days": list(days.items()),
        "show": show,
        "kinds": [(one, f"watch.status.{one}", number(many[one]), one == show) for one in STATUSES],
        "beneath": say("insight.console.alerts.beneath", {"n": number(many["beneath"]), "budget": kept.budget}, language) if many["beneath"] and show == OPEN and not beneath else "",
        "may_answer": may,
        "may_set": can(request, "set_targets"),
        "realised": [_realised(one, language) for one in realised(database())],
        "wrong": wrong,
        "form": _form(kept, typed, language),
    }


def _shown(found: Shop, one: Alert, language: str) -> dict[str, Any]:
    who = {"ref": one.ref} if one.ref else {"person": one.person}
    return {
        **who,
        "id": one.id,
        "rule": f"watch.rule.{one.rule}",
        "words": one.words(language),
        "points": number(one.points),
        "status": one.status,
        "status_words": f"watch.status.{one.status}",
        "good": one.status == "harmless",
        "bad": one.status in RIGHT,
        "may_freeze": bool(one.ref) and one.status != FROZEN,
        "events": [(ref, event_name(type, language, found.program), found.w.moment(when), seq) for ref, seq, type, when in one.events],
        "history": [say("insight.console.alerts.answer", {"status": say(f"watch.status.{status}", {}, language), "by": by, "at": found.w.moment(at)}, language) for status, by, at in one.history],
    }


def _realised(one: Realised, language: str) -> dict[str, Any]:
    share = "–" if one.share is None else f"{percent(one.share, digits=0)} ({percent(one.low, digits=0)}–{percent(one.high, digits=0)})"
    return {"rule": f"watch.rule.{one.rule}", "alerts": number(one.alerts), "answered": number(one.answered), "right": number(one.right), "share": share}


def _form(kept: Settings, typed: dict[str, str], language: str) -> dict[str, Any]:
    rules = []
    for name, kind in KINDS.items():
        rule = kept.rule(name)
        rules.append(
            {
                "name": name,
                "title": f"watch.rule.{name}",
                "on": f"{name}-on" in typed if typed else rule.on,
                "freeze": f"{name}-freeze" in typed if typed else rule.freeze,
                "most": typed.get(f"{name}-most", str(rule.most)) if name != "self_earn" else "",
                "span": typed.get(f"{name}-span", str(rule.span)) if kind.span else "",
                "unit": say(f"watch.unit.{kind.unit}", {}, language) if kind.unit else "",
                "may_freeze": name != "by_hand",
            }
        )
    staff = "\n".join(f"{one.by} = {one.member}" + (f", {one.cashier}" if one.cashier is not None else "") for one in kept.staff)
    return {
        "on": "on" in typed if typed else kept.on,
        "budget": typed.get("budget", str(kept.budget)),
        "rules": rules,
        "staff": typed.get("staff", staff),
        "cashier": typed.get("cashier", kept.cashier),
    }
