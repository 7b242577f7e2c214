"""Programme: the document as a person reads it, the document itself, its versions, what changed between them, and the members' guide."""

import difflib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from regulars.console.access import can, needs
from regulars.console.shop import Shop, database, shop
from regulars.engine.explain import rule_name
from regulars.engine.guide.writing import guide_of
from regulars.journal.programs import Version, versions_of
from regulars.journal.versioning import ROLLBACK_DAYS, before_now, line_of
from regulars.kit.errors import Refused
from regulars.kit.phrases import say
from regulars.program.describe import describe
from regulars.program.difference import diff
from regulars.program.lint.collisions import collisions
from regulars.program.reading import check


class Written(NamedTuple):
    """One line of a document or of a comparison; ``mark``: add, del, hunk or ""."""

    number: int | None
    text: str
    mark: str = ""


@needs("see_programme")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What the scheme says, in sentences."""
    found = shop()
    if found is None:
        return render(request, "console/no_programme.html")
    chosen = _chosen(request, versions_of(database()), found)
    context = {"sections": describe(chosen.read(), found.w.language), **_around(request, found, chosen, "read")}
    return render(request, "console/programme.html", context)


@needs("see_programme")
@require_safe
def document(request: HttpRequest) -> HttpResponse:
    """The YAML, byte for byte as it was applied."""
    found = shop()
    if found is None:
        raise Http404
    chosen = _chosen(request, versions_of(database()), found)
    lines = [Written(number, text) for number, text in enumerate(chosen.document.splitlines(), 1)]
    return render(request, "console/programme_document.html", {"lines": lines, **_around(request, found, chosen, "document")})


@needs("see_programme")
@require_safe
def versions(request: HttpRequest) -> HttpResponse:
    """Who applied what and when, and the difference between any two versions."""
    found = shop()
    if found is None:
        raise Http404
    every = versions_of(database())
    chosen = _chosen(request, every, found)
    older = _version(every, request.GET.get("beside", "")) or (every[chosen.version - 2] if chosen.version > 1 else None)
    placed = line_of(every, found.at)
    context = {
        "versions": [{"version": one.version, "status": one.status, "status_name": _status(one.status), "kind_name": _kind(one.version)} for one in reversed(placed)],
        "may_go_back": can(request, "change_programme") and _may_go_back(every, found),
        "older": older,
        "changes": _changes(older, chosen, found.w.language) if older is not None else [],
        "lines": _compared(older, chosen) if older is not None else [],
        **_around(request, found, chosen, "versions"),
    }
    return render(request, "console/programme_versions.html", context)


@needs("see_programme")
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """What members are told: the rules in words with worked examples, ready for paper."""
    found = shop()
    if found is None:
        raise Http404
    chosen = _chosen(request, versions_of(database()), found)
    written = guide_of(chosen.read(), found.w.language, today=found.today, version=chosen.version)
    return render(request, "console/programme_guide.html", {"guide": written, **_around(request, found, chosen, "guide")})


@needs("see_programme")
@require_safe
def together(request: HttpRequest) -> HttpResponse:
    """The collision map, and what the linter says: every two rules that can meet, and what happens then."""
    found = shop()
    if found is None:
        raise Http404
    chosen = _chosen(request, versions_of(database()), found)
    program, language = chosen.read(), found.w.language
    names = {rule.id: rule_name(rule.id, language, program) for rule in program.earn}
    context = {
        "pairs": [
            {"first": names[one.first], "second": names[one.second], "says": one.sentence(language, names), "how": one.how, "where": say(f"collision.where.{one.where}", {}, language)}
            for one in collisions(program)
        ],
        "findings": [{"line": one.line, "says": one.sentence(language), "code": one.code} for one in check(chosen.document).findings],
        **_around(request, found, chosen, "together"),
    }
    return render(request, "console/programme_together.html", context)


def _around(request: HttpRequest, found: Shop, chosen: Version, tab: str) -> dict[str, Any]:
    return {"may_change": can(request, "change_programme"), "shop": found, "shop_name": found.name, "w": found.w, "chosen": chosen, "tab": tab, "current": chosen.version == found.number}


def _may_go_back(every: Sequence[Version], found: Shop) -> bool:
    try:
        present, _before = before_now(every, found.at)
    except Refused:
        return False
    return present.in_force_from is None or found.at - present.in_force_from <= timedelta(days=ROLLBACK_DAYS)


def _status(status: str) -> str:
    return {
        "past": pgettext("version", "past"),
        "in_force": pgettext("version", "in force"),
        "scheduled": pgettext("version", "scheduled"),
        "withdrawn": pgettext("version", "taken back"),
        "replaced": pgettext("version", "replaced"),
    }[status]


def _kind(version: Version) -> str:
    """What a version that nobody wrote anew is about."""
    if version.kind == "rollback":
        return _("back to version %(n)s") % {"n": version.about}
    return _("takes back version %(n)s") % {"n": version.about} if version.kind == "withdrawal" else ""


def _version(every: Sequence[Version], text: str) -> Version | None:
    return next((version for version in every if str(version.version) == text), None)


def _chosen(request: HttpRequest, every: Sequence[Version], found: Shop) -> Version:
    """The version asked for with ``?version=``; the one in force otherwise."""
    asked = request.GET.get("version", "")
    version = _version(every, asked or str(found.number))
    if version is None:
        raise Http404
    return version


def _changes(older: Version, newer: Version, language: str) -> list[str]:
    return [change.sentence(language) for change in diff(older.read(), newer.read())]


def _compared(older: Version, newer: Version) -> list[Written]:
    marks = {"+": "add", "-": "del", "@": "hunk"}
    lines = difflib.unified_diff(older.document.splitlines(), newer.document.splitlines(), lineterm="", n=3)
    return [Written(None, line, marks.get(line[:1], "")) for line in lines if not line.startswith(("---", "+++"))]
