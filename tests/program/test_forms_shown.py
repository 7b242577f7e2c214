"""The programme promises that each page of the editor shows exactly these fields, words, choices and values: `documents/told/forms.*.txt`.

Rewritten like the other texts (test_told.py).
"""

from dataclasses import fields
from typing import Any

import pytest

from regulars.kit.phrases import LANGUAGES
from regulars.program.forms.boxes import fill
from regulars.program.forms.known import Known
from regulars.program.forms.rows import rows_of
from regulars.program.forms.sections import sections, shown_part
from regulars.program.forms.views import Option, Reader, View

from .corners import PARTS
from .samples import EVERYTHING, HEAD
from .telling import same
from .test_editing import values

EMPTY = View("", "", "")
FURTHER = {name: values(HEAD + PARTS[name]) for name in ("conditions within conditions", "conditions of an event's own fields", "a pool of every kind", "a limit of both", "levels of several things")}
DOCUMENTS = {"everything": values(EVERYTHING), **FURTHER}


def lines(view: View, depth: int = 0) -> list[str]:
    """The field in one line, with whatever is not as usual; then what is in it."""
    odd = {one.name: getattr(view, one.name) for one in fields(View) if one.name not in ("kind", "name", "label", "parts") and getattr(view, one.name) != getattr(EMPTY, one.name)}
    told = "  " * depth + f"{view.kind} {view.name} ({view.id}) “{view.label}”" + "".join(f" {name}={_short(value)}" for name, value in odd.items())
    return [told + (" bad" if view.is_bad else "") + (" simple" if view.is_simple else ""), *(line for part in view.parts for line in lines(part, depth + 1))]


def _short(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], Option):
        return "[" + ", ".join(f"{'*' if one.chosen else ''}{one.value}: {one.label}" for one in value) + "]"
    return repr(value)


def pages(language: str, document: dict[str, Any]) -> dict[str, list[str]]:
    reader = Reader(language, Known(document, language), {"f/code": [("error", "wrong")], "f/min": [("warning", "unwise")]})
    shown = {}
    for each in sections():
        for key, value in [("", shown_part(each, document))] if each.kind == "form" else rows_of(each, document)[:3]:
            view = reader.view(fill(each.shape, value), getattr(each.shape, "address", ""), required=True)
            shown[f"{each.id} {key}"] = lines(view)
    return shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_a_whole_programme(language: str) -> None:
    """In English everything, of long lists the first three; in Chinese one programme's words."""
    for page, told in pages(language, DOCUMENTS["everything" if language == "en" else "a pool of every kind"]).items():
        same(f"forms.{language}.txt", page, told)


@pytest.mark.parametrize("name", FURTHER)
def test_the_pages_of_rarer_things(name: str) -> None:
    for page, told in pages("en", DOCUMENTS[name]).items():
        if page.split()[0] in ("earn", "levels", "pools", "events"):
            same("forms.rarer.txt", f"{name}: {page}", told)
