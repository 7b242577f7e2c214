"""The draft as a whole: begin it, see what it changes and what is wrong with it, write it as text, throw it away."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from regulars.console.access import needs
from regulars.console.chrome import reader_language
from regulars.console.drafting.around import Desk, context, desk, findings_of, need_shop, who
from regulars.console.drafting.first import first
from regulars.console.shop import database, now, shop
from regulars.drafts.operations import begin, catch_up, change, discard, fingerprint, forget, keep
from regulars.drafts.queries import others_drafts, typed_at
from regulars.journal.programs import versions_of
from regulars.journal.versioning import version_numbered
from regulars.kit.errors import Problem
from regulars.program.describe import describe
from regulars.program.difference import diff
from regulars.program.editing.locating import located

TEXT = "text/"


@needs("change_programme")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    on = desk(request)
    others = others_drafts(database(), who(request))
    if on is None and shop() is None:
        return first(request)
    if on is None:
        found = need_shop()
        return render(request, "console/draft/none.html", {"shop": found, "shop_name": found.name, "w": found.w, "others": others})
    shown = {"changes": _changes(on), "findings": findings_of(on), "others": others, **context(request, on, "overview")}
    if on.is_first and on.checked.program is not None:
        shown["says"] = describe(on.checked.program, on.language)
    if on.is_overtaken:
        shown["since"] = _since(on)
    return render(request, "console/draft/overview.html", shown)


def _changes(on: Desk) -> list[str]:
    """Against the version in force, in words."""
    return [] if on.checked.program is None else [one.sentence(on.language) for one in diff(on.found.program, on.checked.program)]


def _since(on: Desk) -> list[str]:
    """What was applied since the draft began; of a first programme, all it says."""
    every = versions_of(database())
    assert on.newest is not None
    if not on.draft.base_version:
        return [sentence for section in describe(on.newest.read(), on.language) for sentence in section.sentences]
    return [one.sentence(on.language) for one in diff(version_numbered(every, on.draft.base_version).read(), on.newest.read())]


@needs("change_programme")
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """A draft of the version in force, or of ``version``; one that is there already is gone on with."""
    asked = request.POST.get("version", "")
    return _done(request, lambda: begin(database(), who(request), at=now(), version=int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 8 else 0))


@needs("change_programme")
@require_POST
def throw_away(request: HttpRequest) -> HttpResponse:
    if request.POST.get("sure") != "yes":
        messages.error(request, _("Tick the box to throw the draft away."))
        return redirect("console:draft")
    discard(database(), who(request))
    messages.success(request, _("The draft is gone."))
    return redirect("console:programme")


@needs("change_programme")
@require_POST
def go_on(request: HttpRequest) -> HttpResponse:
    """The draft goes on although another version was applied meanwhile: its author has seen what that one changed."""
    asked = request.POST.get("version", "")
    version = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 8 else 0
    return _done(request, lambda: catch_up(database(), who(request), version=version, at=now()))


def _done(request: HttpRequest, act: Any) -> HttpResponse:
    try:
        act()
    except Problem as problem:
        messages.error(request, problem.sentence(reader_language()))
    return redirect("console:draft")


@needs("change_programme")
@require_http_methods(["GET", "POST"])
def text(request: HttpRequest) -> HttpResponse:
    """The document as YAML. Saving keeps it whatever is wrong in it: findings stop a plan, not a draft."""
    on = desk(request)
    if on is None:
        return redirect("console:draft")
    owner, written = who(request), on.draft.document
    edition, kept = on.draft.edition, typed_at(database(), owner, TEXT)
    if kept is not None:
        written = kept.names.get("text", written)
    refused, was = "", kept.was if kept is not None else fingerprint(on.draft.document)
    if request.method == "POST":
        written, was, do = request.POST.get("text", "").replace("\r\n", "\n"), request.POST.get("was", ""), request.POST.get("do", "save")
        if do == "forget":
            forget(database(), owner, TEXT)
            return redirect("console:draft_text")
        keep(database(), owner, TEXT, {"text": written}, was, at=now())
        if do == "keep":
            return HttpResponse(status=204)
        if was != fingerprint(on.draft.document):
            refused, was = _("The draft was changed in another window meanwhile. What you wrote is kept here; saving again replaces the other."), fingerprint(on.draft.document)
        else:
            try:
                change(database(), owner, lambda _old: written, at=now(), edition=edition, place=TEXT)
                messages.success(request, _("The draft is saved."))
                return redirect("console:draft_text")
            except Problem as problem:
                refused = problem.sentence(on.language)
    found = [{"line": one.finding.line, "severity": one.finding.severity, "says": one.finding.sentence(on.language)} for one in located(written).findings]
    shown = {
        **context(request, on, "text"),
        "text": written,
        "was": was,
        "refused": refused,
        "unsaved": written != on.draft.document,
        "findings": found,
        "lines": text_diff_lines(on, written),
    }
    return render(request, "console/draft/text.html", shown, status=409 if refused else 200)


def text_diff_lines(on: Desk, written: str) -> list[dict[str, str]]:
    """Line by line against the version in force."""
    import difflib

    marks = {"+": "add", "-": "del", "@": "hunk"}
    in_force = next((version.document for version in versions_of(database()) if version.version == on.found.number), written)
    lines = difflib.unified_diff(in_force.splitlines(), written.splitlines(), lineterm="", n=2)
    return [{"mark": marks.get(line[:1], ""), "text": line} for line in lines if not line.startswith(("---", "+++"))]
