"""One page of a draft: a form made from the schema, or a list of rows. The document stays what counts: a form fills in a part of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from regulars.console.access import needs
from regulars.console.drafting.around import Desk, context, desk, findings_of, item_of, who
from regulars.console.shop import database, now
from regulars.drafts.errors import ChangedElsewhere
from regulars.drafts.operations import change as change_draft
from regulars.drafts.operations import fingerprint, forget, keep
from regulars.drafts.queries import typed_at
from regulars.kit.errors import Problem
from regulars.program.editing.locating import Checked, located
from regulars.program.editing.rewriting import rewrite
from regulars.program.editing.values import Path, Value
from regulars.program.editing.writing import on_one_line
from regulars.program.forms.boxes import Box, fill, value_of
from regulars.program.forms.changing import box_at, change
from regulars.program.forms.known import Known, title_of
from regulars.program.forms.labels import help_of, label
from regulars.program.forms.posted import names_of, read_box
from regulars.program.forms.rows import STARTS, Document, moved, rows_of, titles, told, with_row
from regulars.program.forms.sections import Section, like, section, section_of, shown_part, with_part
from regulars.program.forms.views import Reader

NEW = "new"
_NAMED = "key"


@needs("change_programme")
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, id: str) -> HttpResponse:
    """A section: its form, or its rows."""
    on, chosen = desk(request), section(id)
    if chosen is None:
        raise Http404
    if on is None:
        return redirect("console:draft")
    if on.values is None:
        return redirect("console:draft_text")
    if chosen.kind == "form":
        return _Sheet(request, on, chosen, on.values).answer()
    if request.method == "POST":
        return _move(request, on, chosen)
    says = told(chosen, on.values, on.checked.program, on.language)
    rows = [
        {"number": number, "key": key, "title": name, "says": say, "trouble": _trouble(on, chosen, number)}
        for number, ((key, _value), name, say) in enumerate(zip(rows_of(chosen, on.values), titles(chosen, on.values, on.language), says, strict=True), 1)
    ]
    shown = {"section": chosen, "title": label(f"section.{id}", on.language), "help": help_of(chosen.address, on.language), "rows": rows, **context(request, on, id)}
    shown["findings"] = [one for one in findings_of(on) if one["section"] == id]
    return render(request, "console/draft/rows.html", shown)


@needs("change_programme")
@require_http_methods(["GET", "POST"])
def row(request: HttpRequest, id: str, item: str) -> HttpResponse:
    """One row of a section, by its number from 1, or a new one."""
    on, chosen = desk(request), section(id)
    if chosen is None or chosen.kind == "form":
        raise Http404
    if on is None:
        return redirect("console:draft")
    if on.values is None:
        return redirect("console:draft_text")
    count = len(rows_of(chosen, on.values))
    if item != NEW and not (item.isascii() and item.isdecimal() and len(item) < 6 and 1 <= int(item) <= count):
        raise Http404
    return _Sheet(request, on, chosen, on.values, item).answer()


def _trouble(on: Desk, chosen: Section, number: int) -> str:
    severities = {
        one.finding.severity
        for one in on.checked.findings
        if (where := section_of(one.path)) is not None and where[0] == chosen and on.values is not None and item_of(chosen, where[1], on.values) == str(number)
    }
    return "error" if "error" in severities else "warning" if severities else ""


def _move(request: HttpRequest, on: Desk, chosen: Section) -> HttpResponse:
    """Take a row away, copy it, or move it. ``was``: the row as it was seen, so that nobody moves another."""
    do, _colon, number = request.POST.get("do", "").partition(":")
    place = int(number) - 1 if number.isascii() and number.isdecimal() and len(number) < 6 else -1
    rows = rows_of(chosen, on.values or {})
    if do not in ("drop", "up", "down", "copy") or not 0 <= place < len(rows):
        raise Http404
    if request.POST.get(f"key-{number}", rows[place][0]) != rows[place][0]:
        messages.error(request, _("The rows changed in another window meanwhile: look again."))
        return redirect("console:draft_section", chosen.id)

    def edit(text: str) -> str:
        document = moved(chosen, on.values or {}, do, place)
        return rewrite(text, document) if document is not None else text

    try:
        change_draft(database(), who(request), edit, at=now(), edition=on.draft.edition)
    except Problem as problem:
        messages.error(request, problem.sentence(on.language))
    return redirect("console:draft_section", chosen.id)


class _Sheet:
    """A form on the table: what the draft says, what is typed, and what a button did."""

    def __init__(self, request: HttpRequest, on: Desk, chosen: Section, values: Document, item: str = "") -> None:
        self.request, self.on, self.section, self.values, self.item = request, on, chosen, values, item
        self.place = f"{chosen.id}/{item}"
        self.number = None if item in ("", NEW) else int(item) - 1
        self.key, self.value = self._now()
        self.now = fingerprint(self.key + "\n" + on_one_line(self.value))
        self.findings: dict[str, list[tuple[str, str]]] = {}
        self.refused = ""
        self.key_refused = ""

    def _now(self) -> tuple[str, Value]:
        if self.section.kind == "form":
            return "", shown_part(self.section, self.values)
        if self.number is None:
            return "", STARTS.get(self.section.id, {})
        return rows_of(self.section, self.values)[self.number]

    def answer(self) -> HttpResponse:
        owner, posted = who(self.request), self._posted()
        if posted is None:
            typed = typed_at(database(), owner, self.place)
            if typed is not None:
                return self._page(read_box(self.section.shape, typed.names), typed.names.get(_NAMED, self.key), typed.was, unsaved=True)
            box = fill(self.section.shape, self.value)
            self._note(box, self.on.checked, self._path(self.values))
            return self._page(box, self.key, self.now)
        do, was = self.request.POST.get("do", "save"), self.request.POST.get("was", "")[:64]
        if do == "forget":
            forget(database(), owner, self.place)
            return redirect(self.request.path)
        box, key = read_box(self.section.shape, posted), posted.get(_NAMED, "").strip()
        if do not in ("save", "keep"):
            box = change(box, do, posted.get)
        names = names_of(box) | ({_NAMED: key} if self.section.kind == "named" else {})
        keep(database(), owner, self.place, names, was, at=now())
        if do == "keep":
            return HttpResponse(status=204)
        if do == "save" and self._save(box, key, was):
            messages.success(self.request, _("Kept in the draft."))
            return redirect("console:draft_section", self.section.id)
        return self._page(box, key, self.now if self.refused else was, unsaved=True)

    def _posted(self) -> dict[str, str] | None:
        """Several values of one name are lines of it."""
        if self.request.method != "POST":
            return None
        return {name: "\n".join(self.request.POST.getlist(name)) for name in self.request.POST if name == _NAMED or name.startswith("f")}

    def _save(self, box: Box, key: str, was: str) -> bool:
        """Into the draft, where nothing is wrong with it: else each sentence stands at its field, and nothing changes."""
        if was != self.now:
            self.refused = ChangedElsewhere(now=on_one_line(self.value)[:300]).sentence(self.on.language)
            return False
        document = self._document(box, key)
        if document is None:
            return False
        text = rewrite(self.on.draft.document, document)
        checked, path = located(text), self._path(document)
        self._note(box, checked, path)
        if any(self._belongs(one.path, path) for one in checked.errors):
            self.refused = _("Not saved yet: something is missing or can’t be read. It stands beside its field.")
            return False
        try:
            change_draft(database(), who(self.request), lambda _old: text, at=now(), edition=self.on.draft.edition, place=self.place)
        except Problem as problem:
            self.refused = problem.sentence(self.on.language)
            return False
        return True

    def _document(self, box: Box, key: str) -> Document | None:
        value = value_of(box)
        new: Value = {} if value is None else value
        if self.section.kind == "form":
            assert isinstance(new, dict)
            ordered = like(self.value, new)
            assert isinstance(ordered, dict)
            return with_part(self.section, self.values, ordered)
        if self.section.kind == "named":
            taken = [other for place, (other, _value) in enumerate(rows_of(self.section, self.values)) if place != self.number]
            if not key:
                self.key_refused = _("Say what it is called in the document.")
            elif key in taken:
                self.key_refused = _("Another one has this id already.")
            if self.key_refused:
                self.refused = self.key_refused
                return None
        return with_row(self.section, self.values, self.number, key, new)

    def _path(self, document: Document) -> Path:
        """Where in the document this form's values stand."""
        if self.section.kind == "form":
            return self.section.path
        rows = rows_of(self.section, document)
        place = len(rows) - 1 if self.number is None else self.number
        if not 0 <= place < len(rows):
            return (*self.section.path, -1)
        return (*self.section.path, rows[place][0] if self.section.kind == "named" else place)

    def _belongs(self, path: Path, own: Path) -> bool:
        if path[: len(own)] != own:
            return False
        return self.section.kind != "form" or (len(path) > len(own) and path[len(own)] in self.section.keys)

    def _note(self, box: Box, checked: Checked, own: Path) -> None:
        """Each finding at the field it belongs to."""
        for one in checked.findings:
            if self._belongs(one.path, own):
                at = box_at(box, one.path[len(own) :])
                said = (one.finding.severity, one.finding.sentence(self.on.language))
                if said not in self.findings.setdefault(at.name, []):
                    self.findings[at.name].append(said)

    def _page(self, box: Box, key: str, was: str, *, unsaved: bool = False) -> HttpResponse:
        known = Known(self.values, self.on.language)
        reader = Reader(self.on.language, known, self.findings)
        shape = self.section.shape
        view = reader.view(box, getattr(shape, "address", ""), required=True)
        section_title = label(f"section.{self.section.id}", self.on.language)
        title = section_title
        if self.section.kind != "form":
            title = title_of(self.value, self.on.language) or self.key or _("New")
        shown: dict[str, Any] = {
            **context(self.request, self.on, self.section.id),
            "section": self.section,
            "title": title,
            "section_title": section_title if self.section.kind != "form" else "",
            "help": help_of(self.section.address, self.on.language) if self.section.kind == "form" else "",
            "form": view,
            "key": key,
            "key_refused": self.key_refused,
            "was": was,
            "unsaved": unsaved,
            "refused": self.refused,
            "new": self.item == NEW,
            "back": reverse("console:draft_section", args=[self.section.id]) if self.section.kind != "form" else reverse("console:draft"),
            "suggestions": _suggestions(self.section, known),
        }
        return render(self.request, "console/draft/form.html", shown, status=422 if self.refused else 200)


def _suggestions(chosen: Section, known: Known) -> list[tuple[str, list[tuple[str, str]]]]:
    """What inputs offer while one types."""
    asked: Callable[[str], list[tuple[str, str]]] = known.of
    nouns = ("event", "measure", "group", "level", *(("timezone",) if chosen.id == "basics" else ()))
    return [(noun, asked(noun)) for noun in nouns]
