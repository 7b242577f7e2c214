"""Findings at their place in the document: the field they belong to, beside their line.

Two fields may share a line. So the tree is numbered node by node before it is read, and each number leads back to a line and a path.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

from regulars.program.document import Program
from regulars.program.editing.values import Path
from regulars.program.findings import Finding, Notes
from regulars.program.reading import linted, read_root
from regulars.program.yaml_lines import Listing, Mapping, Node, read_tree


class Located(NamedTuple):
    """``path``: keys, and places in lists from 0; () for the document itself."""

    finding: Finding
    path: Path


@dataclass(frozen=True, slots=True)
class Checked:
    """As ``Parsed``; is_readable: the text is YAML that forms can show."""

    program: Program | None
    findings: list[Located]
    is_readable: bool

    @property
    def errors(self) -> list[Located]:
        return [one for one in self.findings if one.finding.severity == "error"]


class _Place(NamedTuple):
    line: int
    path: Path
    where: str


def located(text: str) -> Checked:
    """``check``, with the place of each finding. Never raises."""
    notes = Notes()
    root = read_tree(text, notes)
    if root is None or notes.has_errors:
        return Checked(None, [Located(finding, ()) for finding in notes.sorted()], False)
    places: list[_Place] = []
    _number(root, (), places)
    parsed = linted(read_root(root, notes))
    return Checked(parsed.program, [_back(finding, places) for finding in parsed.findings], isinstance(root, Mapping))


def _number(node: Node, path: Path, places: list[_Place]) -> None:
    node.line = _next(places, node.line, path, node.path)
    if isinstance(node, Listing):
        for place, item in enumerate(node.items):
            _number(item, (*path, place), places)
    elif isinstance(node, Mapping):
        for entry in node.entries.values():
            inner = (*path, entry.key)
            entry.line = _next(places, entry.line, inner, entry.value.path)
            _number(entry.value, inner, places)


def _next(places: list[_Place], line: int, path: Path, where: str) -> int:
    places.append(_Place(line, path, where))
    return len(places)


def _back(finding: Finding, places: list[_Place]) -> Located:
    place = places[finding.line - 1] if 0 < finding.line <= len(places) else _Place(1, (), "")
    path, where = place.path, str(finding.facts.get("where", ""))
    if finding.code == "programme.missing_key" and where.startswith(place.where):
        path = (*path, where.removeprefix(place.where).removeprefix("."))
    facts = {name: _line(name, fact, places) for name, fact in finding.facts.items()}
    return Located(replace(finding, line=place.line, facts=facts), path)


def _line(name: str, fact: object, places: list[_Place]) -> object:
    is_number = name.endswith("line") and isinstance(fact, int) and 0 < fact <= len(places)
    return places[fact - 1].line if is_number and isinstance(fact, int) else fact
