"""From a draft to what counts: apply it now or at a date, go back to the version before, take back one that does not count yet."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from regulars.approvals.queries import Request
from regulars.approvals.versions import roll_back_or_ask, withdraw_or_ask
from regulars.console.access import needs
from regulars.console.drafting.around import Desk, context, desk, need_shop, who
from regulars.console.drafting.moments import moment_of
from regulars.console.drafting.planning import plan_context
from regulars.console.shop import Shop, database, now
from regulars.drafts.operations import apply_draft
from regulars.drafts.queries import plan_of
from regulars.journal.programs import Version, versions_of
from regulars.journal.versioning import before_now, in_force, line_of, version_numbered
from regulars.kit.errors import Problem, Refused
from regulars.program.describe import describe
from regulars.program.difference import diff


@needs("change_programme")
@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """What would count, from when, and why; then it counts, or waits for the second person. Refused, the draft and what was typed stay."""
    on = desk(request)
    if on is None:
        return redirect("console:draft")
    found, refused = on.found, ""
    typed = {name: request.POST.get(name, "")[:500] for name in ("reason", "from", "at", "when")}
    if request.method == "POST":
        try:
            later = typed["when"] == "later" and not on.is_first
            starts = moment_of(typed["from"], typed["at"], found) if later else None
            if later and starts is None:
                moment_of("-", "", found)
            edition = request.POST.get("edition", "")
            seen = int(edition) if edition.isascii() and edition.isdecimal() and len(edition) < 9 else -1
            done = apply_draft(database(), who(request), edition=seen, at=found.at, starts=starts, reason=typed["reason"])
            return _applied(request, done, on)
        except Problem as problem:
            refused = problem.sentence(on.language)
    plan = plan_of(database(), on.draft.document)
    program = on.checked.program
    shown: dict[str, Any] = {
        **context(request, on, "apply"),
        "changes": [one.sentence(on.language) for one in diff(found.program, program)] if program is not None and not on.is_first else [],
        "says": describe(program, on.language) if program is not None and on.is_first else [],
        "second": found.program.approval.programme and not on.is_first,
        "typed": typed,
        "refused": refused,
        "planned": plan_context(plan, found) if plan is not None and plan.status == "done" else None,
        "scheduled": [placed.version for placed in line_of(versions_of(database()), found.at) if placed.status == "scheduled"],
    }
    return render(request, "console/draft/apply.html", shown, status=409 if refused else 200)


def _applied(request: HttpRequest, done: Version | Request, on: Desk) -> HttpResponse:
    found = on.found
    if isinstance(done, Request):
        return _asked(request)
    if on.is_first:
        messages.success(request, _("The programme counts. Members can join now."))
        return redirect("console:programme")
    if done.in_force_from is not None and done.in_force_from > found.at:
        messages.success(request, _("Version %(n)s counts from %(when)s.") % {"n": done.version, "when": found.w.moment(done.in_force_from)})
    else:
        messages.success(request, _("Version %(n)s counts now.") % {"n": done.version})
    return redirect("console:versions")


def _asked(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Somebody else has to approve it now. It is in Approvals."))
    return redirect("console:approvals")


@needs("change_programme")
@require_http_methods(["GET", "POST"])
def rollback(request: HttpRequest) -> HttpResponse:
    """The document before the present one counts again: what that changes, a reason, and then it does."""
    found = need_shop()
    every = versions_of(database())
    refused, reason = "", request.POST.get("reason", "")[:500]
    try:
        present, before = before_now(every, found.at)
    except Problem as problem:
        messages.error(request, problem.sentence(found.w.language))
        return redirect("console:versions")
    if request.method == "POST":
        try:
            with_version = request.POST.get("present", "")
            if with_version != str(present.version):
                raise Refused("version.other_now", version=present.version)
            done = roll_back_or_ask(database(), by=who(request), at=now(), reason=reason)
            if isinstance(done, Request):
                return _asked(request)
            messages.success(request, _("The document of version %(old)s counts again, as version %(n)s.") % {"old": done.about, "n": done.version})
            return redirect("console:versions")
        except Problem as problem:
            refused = problem.sentence(found.w.language)
    changes = [one.sentence(found.w.language) for one in diff(present.read(), before.read())]
    return _confirm(request, found, "rollback", refused, reason, {"present": present, "before": before, "changes": changes})


@needs("change_programme")
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, version: int) -> HttpResponse:
    """A version that does not count yet never will."""
    found = need_shop()
    every = versions_of(database())
    refused, reason = "", request.POST.get("reason", "")[:500]
    try:
        chosen = version_numbered(every, version)
    except Problem:
        raise Http404 from None
    if request.method == "POST":
        try:
            done = withdraw_or_ask(database(), version, by=who(request), at=now(), reason=reason)
            if isinstance(done, Request):
                return _asked(request)
            messages.success(request, _("Version %(old)s never comes to count; version %(n)s says so.") % {"old": version, "n": done.version})
            return redirect("console:versions")
        except Problem as problem:
            refused = problem.sentence(found.w.language)
    changes = [one.sentence(found.w.language) for one in diff(chosen.read(), in_force(every, found.at).read())]
    return _confirm(request, found, "withdraw", refused, reason, {"chosen": chosen, "changes": changes})


def _confirm(request: HttpRequest, found: Shop, what: str, refused: str, reason: str, more: dict[str, Any]) -> HttpResponse:
    shown = {"shop": found, "shop_name": found.name, "w": found.w, "second": found.program.approval.programme, "what": what, "refused": refused, "reason": reason, **more}
    return render(request, "console/draft/confirm.html", shown, status=409 if refused else 200)
