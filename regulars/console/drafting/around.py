"""What every page of a draft needs: the shop, the person's draft, what it says and what is wrong with it."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest

from regulars.console.shop import Shop, database, provisional, shop
from regulars.drafts.queries import Draft, draft_of, typed_places
from regulars.journal.programs import Version, versions_of
from regulars.program.editing.locating import Checked, Located, located
from regulars.program.editing.values import Value, read_values
from regulars.program.forms.labels import label
from regulars.program.forms.rows import titles
from regulars.program.forms.sections import Section, section_of, sections


@dataclass(frozen=True)
class Desk:
    """A person's draft on the table. ``values``: None where the text can't be read. ``newest``: the last version applied; None while there is none,
    and ``found`` is then what the draft itself would make of the shop."""

    found: Shop
    draft: Draft
    values: dict[str, Value] | None
    checked: Checked
    newest: Version | None

    @property
    def language(self) -> str:
        return self.found.w.language

    @property
    def is_overtaken(self) -> bool:
        return self.newest is not None and self.newest.version != self.draft.base_version

    @property
    def is_first(self) -> bool:
        """Nothing has ever been applied: this is to become the first programme."""
        return self.newest is None


def who(request: HttpRequest) -> str:
    return request.user.get_username()


def need_shop() -> Shop:
    found = shop()
    if found is None:
        raise Http404
    return found


def desk(request: HttpRequest) -> Desk | None:
    """None where this person has no draft."""
    draft = draft_of(database(), who(request))
    if draft is None:
        return None
    checked = located(draft.document)
    values = read_values(draft.document) if checked.is_readable else None
    every = versions_of(database())
    return Desk(shop() or provisional(checked.program), draft, values, checked, every[-1] if every else None)


def context(request: HttpRequest, on: Desk, tab: str) -> dict[str, Any]:
    """``tab``: overview, text, plan, apply, or a section's id."""
    unsaved = {place.partition("/")[0] for place in typed_places(database(), who(request))}
    troubled: dict[str, str] = {}
    for one in on.checked.findings:
        where = section_of(one.path)
        if where is not None and troubled.get(where[0].id) != "error":
            troubled[where[0].id] = one.finding.severity
    return {
        "shop": on.found,
        "shop_name": on.found.name,
        "w": on.found.w,
        "draft": on.draft,
        "tab": tab,
        "is_first": on.is_first,
        "overtaken": on.newest if on.is_overtaken else None,
        "errors": len(on.checked.errors),
        "warnings": len(on.checked.findings) - len(on.checked.errors),
        "is_readable": on.values is not None,
        "sections": [
            {
                "id": each.id,
                "title": label(f"section.{each.id}", on.language),
                "count": len(titles(each, on.values, on.language)) if each.kind != "form" and on.values is not None else None,
                "trouble": troubled.get(each.id, ""),
                "unsaved": each.id in unsaved,
            }
            for each in sections()
        ],
    }


def findings_of(on: Desk) -> list[dict[str, Any]]:
    """Every finding with the page it is put right on."""
    return [{**_told(one, on), "line": one.finding.line, "severity": one.finding.severity, "code": one.finding.code} for one in on.checked.findings]


def _told(one: Located, on: Desk) -> dict[str, Any]:
    sentence = one.finding.sentence(on.language)
    where = section_of(one.path)
    if where is None or on.values is None:
        return {"says": sentence, "section": "", "item": "", "title": ""}
    section, rest = where
    title, item = label(f"section.{section.id}", on.language), item_of(section, rest, on.values)
    if item:
        title += " · " + titles(section, on.values, on.language)[int(item) - 1]
    return {"says": sentence, "section": section.id, "item": item, "title": title}


def item_of(section: Section, rest: tuple[str | int, ...], values: dict[str, Value]) -> str:
    """The number of the row a place belongs to, from 1; "" for none."""
    if section.kind == "form" or not rest:
        return ""
    if isinstance(rest[0], int):
        return str(rest[0] + 1)
    from regulars.program.forms.rows import rows_of

    keys = [key for key, _ in rows_of(section, values)]
    return str(keys.index(rest[0]) + 1) if rest[0] in keys else ""
