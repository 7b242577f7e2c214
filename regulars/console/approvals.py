"""Approvals: what waits for a second person, and what was said to the rest."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from regulars.approvals.operations import answer as give_answer
from regulars.approvals.queries import Request, requests
from regulars.console.access import needs
from regulars.console.shop import Shop, database, now, shop
from regulars.drafts.queries import plan_of
from regulars.journal.programs import versions_of
from regulars.kit.errors import Problem
from regulars.program.difference import diff
from regulars.program.reading import parse

MOST_SHOWN = 20


@needs("answer_requests")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    found = shop()
    if found is None:
        return render(request, "console/no_programme.html")
    who = request.user.get_username()
    every = [_told(one, found, who) for one in requests(database())]
    context = {
        "shop": found,
        "shop_name": found.name,
        "w": found.w,
        "waiting": [one for one in every if one["status"] == "waiting"],
        "answered": [one for one in every if one["status"] != "waiting"],
    }
    return render(request, "console/approvals.html", context)


@needs("answer_requests")
@require_POST
def answer(request: HttpRequest, id: int) -> HttpResponse:
    """Who may is asked again where it is written down, in the same transaction."""
    said = request.POST.get("answer", "")
    if said not in ("approved", "refused", "withdrawn"):
        raise Http404
    found = shop()
    try:
        give_answer(database(), settings.REGULARS_DSN, id, said, by=request.user.get_username(), at=now(), why=request.POST.get("why", "")[:500])
        messages.success(request, _("Your answer is kept."))
    except Problem as problem:
        messages.error(request, problem.sentence(found.w.language if found is not None else "en"))
    return redirect("console:approvals")


def _told(one: Request, found: Shop, who: str) -> dict[str, Any]:
    adjustments = one.body.get("adjustments", [])
    status = one.status(found.at)
    return {
        "request": one,
        "status": status,
        "status_name": _status(status),
        "kind_name": _kind(one),
        "own": one.asked_by.casefold() == who.casefold(),
        "changes": _changes(one, found) if status == "waiting" and one.kind == "programme" else [],
        "starts": _starts(one),
        "plan": plan_of(database(), one.body["document"]) if status == "waiting" and one.kind == "programme" else None,
        "adjustments": adjustments[:MOST_SHOWN],
        "more": max(len(adjustments) - MOST_SHOWN, 0),
        "in_all": sum(each["points"] for each in adjustments),
    }


def _changes(one: Request, found: Shop) -> list[str]:
    """What the document would change against the newest version, in words."""
    new = parse(one.body["document"]).program
    return [] if new is None else [change.sentence(found.w.language) for change in diff(versions_of(database())[-1].read(), new)]


def _starts(one: Request) -> datetime | None:
    return datetime.fromisoformat(one.body["starts"]) if one.kind == "programme" and one.body.get("starts") and one.body.get("do") != "withdraw" else None


def _kind(one: Request) -> str:
    if one.kind == "programme" and one.body.get("do") == "rollback":
        return _("Go back to version %(n)s") % {"n": one.body["about"]}
    if one.kind == "programme" and one.body.get("do") == "withdraw":
        return _("Take back version %(n)s") % {"n": one.body["about"]}
    return {"programme": _("A new version of the programme"), "goodwill": _("Points for a member"), "bulk": _("Points for several members")}[one.kind]


def _status(status: str) -> str:
    return {
        "waiting": pgettext("request", "waiting"),
        "expired": pgettext("request", "expired"),
        "approved": pgettext("request", "approved"),
        "refused": pgettext("request", "refused"),
        "withdrawn": pgettext("request", "withdrawn"),
    }[status]
