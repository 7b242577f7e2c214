"""How good what we know of members is: a score for each field, the list to work through as CSV, and merges to think about."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from regulars.console.access import needs
from regulars.console.shop import shop
from regulars.journal.tier_preview import safe_cell
from regulars.kit.errors import NotFound
from regulars.members.quality.queries import keep_apart, report, suggestions, to_fix
from regulars.members.queries import members_by_ref, names_of

LOOK_TASK = "regulars.jobs.tasks.look_now"
MOST_SHOWN = 50
_SOUND, _MIDDLING = 90, 60


@needs("see_personal")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    found = shop()
    if found is None:
        return render(request, "console/no_programme.html")
    pairs = suggestions(MOST_SHOWN)
    ids = members_by_ref({ref for pair in pairs for ref in (pair.one, pair.other)})
    names = names_of(ids.values())
    seen = report()
    context = {
        "shop": found,
        "shop_name": found.name,
        "w": found.w,
        "seen": seen,
        "fields": [_shown(field) for field in seen.fields] if seen is not None else [],
        "pairs": [{"one": pair.one, "other": pair.other, "names": [names.get(ids[ref], "") for ref in (pair.one, pair.other)], "alike": [alike_name(kind) for kind in pair.alike]} for pair in pairs],
        "looking": ProcrastinateJob.objects.filter(task_name=LOOK_TASK, status__in=("todo", "doing")).exists(),
    }
    return render(request, "console/quality.html", context)


@needs("see_personal")
@require_safe
def listed(request: HttpRequest) -> StreamingHttpResponse:
    """The list to work through: reference, field, problem. The values themselves are not in it."""
    return StreamingHttpResponse(_lines(), content_type="text/csv; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="to-fix.csv"'})


@needs("move_points")
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Hand it to the worker: with a million members it takes minutes."""
    try:
        app.configure_task(LOOK_TASK, queue="quality", queueing_lock="quality_now").defer(by=request.user.get_username())
    except AlreadyEnqueued:
        messages.info(request, _("A look is already waiting for the worker."))
    return redirect("console:quality")


@needs("move_points")
@require_POST
def apart(request: HttpRequest) -> HttpResponse:
    """They are two people: the pair is not suggested again."""
    one, other = (request.POST.get(name, "")[:128].replace("\0", "") for name in ("one", "other"))
    try:
        keep_apart(one, other, by=request.user.get_username(), at=datetime.now(UTC))
        messages.success(request, _("They are not suggested again."))
    except NotFound:
        messages.error(request, _("One of the two is not known."))
    return redirect("console:quality")


def _shown(field: Any) -> dict[str, Any]:
    tone = "good" if field.score >= _SOUND else "warn" if field.score >= _MIDDLING else "bad"
    return {"name": field_name(field.field), "score": field.score, "told": field.told, "tone": tone, "problems": [(problem_name(name), count) for name, count in field.problems.items()]}


def _lines() -> Iterator[str]:
    out = io.StringIO()
    rows = csv.writer(out)
    yield "\ufeff"  # so that a spreadsheet reads Chinese
    for row in (("member", "field", "problem", "others"), *to_fix()):
        rows.writerow([safe_cell(str(cell)) for cell in row])
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def field_name(field: str) -> str:
    known = {
        "name": pgettext("profile", "Name"),
        "phone": pgettext("profile", "Phone"),
        "email": pgettext("profile", "E-mail"),
        "birthday": pgettext("profile", "Birthday"),
        "given_name": pgettext("profile", "Given name"),
        "family_name": pgettext("profile", "Family name"),
        "gender": pgettext("profile", "Gender"),
        "language": pgettext("profile", "Language"),
        "address": pgettext("profile", "Address"),
        "postcode": pgettext("profile", "Postcode"),
        "city": pgettext("profile", "City"),
        "attributes": pgettext("profile", "Other details"),
        "timezone": pgettext("profile", "Time zone"),
    }
    return known.get(field, field)


def problem_name(problem: str) -> str:
    return {
        "missing": pgettext("quality", "missing"),
        "malformed": pgettext("quality", "malformed"),
        "unlikely": pgettext("quality", "unlikely number"),
        "placeholder": pgettext("quality", "placeholder"),
        "impossible": pgettext("quality", "impossible"),
        "duplicate": pgettext("quality", "also somebody else's"),
        "unreadable": pgettext("quality", "does not open"),
    }[problem]


def alike_name(kind: str) -> str:
    return {
        "card": pgettext("alike", "card"),
        "email": pgettext("alike", "e-mail"),
        "phone": pgettext("alike", "phone"),
        "name_birthday": pgettext("alike", "name and birthday"),
    }[kind]


def why_name(why: str) -> str:
    """Whose value counts in a merge, and why."""
    return {
        "conflict.alike": _("both say the same"),
        "conflict.stays_counts": _("they differ; what the one that stays has told counts"),
        "conflict.only_stays": _("only the one that stays has told it"),
        "conflict.only_goes": _("only the other has told it: it comes along"),
        "conflict.came_along": _("it came along in the merge"),
        "conflict.changed_since": _("it came along, and was changed since"),
    }[why]
