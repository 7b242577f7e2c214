"""YAML 1.2 as a tree of its source text with line numbers.

Nothing is interpreted here: a scalar keeps what was written, so that ``0.10`` stays an exact decimal and ``on`` or ``yes`` stay words.
Broken text, duplicate keys, anchors, tags and needless depth become findings; no text makes this raise.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamStartEvent,
)

from regulars.program.findings import Notes

LARGEST_BYTES = 256 * 1024
DEEPEST = 24  # levels of nesting; a programme with nested conditions uses about ten


@dataclass(slots=True)
class Scalar:
    line: int
    path: str
    text: str
    quoted: bool  # '…', "…", | or >: a text, whatever it looks like


@dataclass(slots=True)
class Listing:
    line: int
    path: str
    items: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class Entry:
    """One key of a mapping. ``line`` is the key's own."""

    key: str
    line: int
    value: "Node"


@dataclass(slots=True)
class Mapping:
    line: int
    path: str
    entries: dict[str, Entry] = field(default_factory=dict)


Node = Scalar | Listing | Mapping


def under(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


class _Stop(Exception):
    """Reading further would help nobody; the finding is already noted."""


def read_tree(text: str, notes: Notes) -> Node | None:
    """The document's root, or None when there is none to read; what is wrong goes to ``notes``."""
    text = text.removeprefix("\ufeff")
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > LARGEST_BYTES:
        notes.error("too_large", 1, bytes=size, limit=LARGEST_BYTES)
        return None
    for place, line in enumerate(text.split("\n"), start=1):
        if any(_is_control(character) for character in line):
            notes.error("control_character", place)
            return None
    events = _Events(text)
    try:
        return _document(events, notes)
    except _Stop:
        return None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = str(error.problem or error.context or "broken")
        code = "tab" if "\\t" in problem else "broken_yaml"
        notes.error(
            code, mark.line + 1 if mark else events.line, **({"problem": problem} if code == "broken_yaml" else {})
        )
    except (
        Exception
    ) as error:  # the YAML library raises ValueError, OverflowError and others on odd texts; all mean the same
        notes.error(
            "broken_yaml", events.line, problem=str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        )
    return None


def _is_control(character: str) -> bool:
    return (
        (character < " " and character not in "\t\r\n")
        or "\x7f" <= character <= "\x9f"
        or "\ud800" <= character <= "\udfff"
    )


class _Events:
    """The YAML library's events one by one, with the line last seen."""

    def __init__(self, text: str) -> None:
        self.line = 1
        self._events: Iterator[Any] = iter(YAML(typ="safe", pure=True).parse(text))

    def next(self) -> Any:
        event = next(self._events)
        self.line = event.start_mark.line + 1
        return event


def _document(events: _Events, notes: Notes) -> Node | None:
    events.next()  # StreamStart
    start = events.next()
    if not isinstance(start, DocumentStartEvent):
        notes.error("empty", 1)
        return None
    if start.version or start.tags:
        notes.error("yaml_feature", 1, feature="%directive")
    root = _node(events, events.next(), "", 0, notes)
    events.next()  # DocumentEnd
    following = events.next()
    if isinstance(following, DocumentStartEvent | StreamStartEvent):
        notes.error("second_document", following.start_mark.line + 1)
    if isinstance(root, Scalar) and not root.text and not root.quoted:
        notes.error("empty", 1)
        return None
    return root


def _node(events: _Events, event: Any, path: str, depth: int, notes: Notes) -> Node:
    line: int = event.start_mark.line + 1
    if depth > DEEPEST:
        notes.error("too_deep", line, limit=DEEPEST)
        raise _Stop
    if isinstance(event, AliasEvent):
        notes.error("yaml_feature", line, feature=f"*{event.anchor}")
        return Scalar(line, path, "", quoted=True)
    if event.anchor:
        notes.error("yaml_feature", line, feature=f"&{event.anchor}")
    if event.ctag is not None:
        notes.error("yaml_feature", line, feature=str(event.ctag))
    if isinstance(event, ScalarEvent):
        if any(_is_control(character) for character in event.value):
            notes.error("control_character", line)
        return Scalar(line, path, event.value, quoted=event.style is not None)
    if isinstance(event, SequenceStartEvent):
        listing = Listing(line, path)
        while not isinstance(inner := events.next(), SequenceEndEvent):
            listing.items.append(_node(events, inner, f"{path}[{len(listing.items) + 1}]", depth + 1, notes))
        return listing
    if not isinstance(event, MappingStartEvent):
        raise TypeError(type(event).__name__)
    return _mapping(events, Mapping(line, path), depth, notes)


def _mapping(events: _Events, mapping: Mapping, depth: int, notes: Notes) -> Mapping:
    while not isinstance(event := events.next(), MappingEndEvent):
        key_node = _node(events, event, mapping.path, depth + 1, notes)
        key = key_node.text if isinstance(key_node, Scalar) else None
        if key is None or (key == "" and isinstance(key_node, Scalar) and not key_node.quoted):
            notes.error("key_not_text", key_node.line)
            key = None
        shown = (key or "?")[:80]
        value = _node(events, events.next(), under(mapping.path, shown), depth + 1, notes)
        if isinstance(value, Scalar) and not value.text and not value.quoted:
            value.line = key_node.line  # nothing was written: the YAML library places that where the next key stands
        if key is None:
            continue
        if key in mapping.entries:
            notes.error("duplicate_key", key_node.line, where=value.path, first_line=mapping.entries[key].line)
        else:
            mapping.entries[key] = Entry(key, key_node.line, value)
    return mapping
