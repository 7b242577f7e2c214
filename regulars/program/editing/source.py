"""The document's nodes with their places in the text, so that an edit touches only what it changes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from regulars.program.editing.values import Leaf, Value


class Unsuitable(Exception):
    """This text is not written in a way that can be edited in place; the caller writes a larger part anew."""


@dataclass(slots=True)
class Written:
    """``start`` and ``end`` are offsets into the text; a block ends with its last line, the comment there included."""

    start: int
    end: int
    is_flow: bool
    leaf: Leaf | None = None
    items: list["Written"] | None = None
    entries: list["WrittenEntry"] = field(default_factory=list)

    @property
    def value(self) -> Value:
        if self.leaf is not None:
            return self.leaf
        if self.items is not None:
            return [item.value for item in self.items]
        return {entry.key: entry.value.value for entry in self.entries}


@dataclass(slots=True)
class WrittenEntry:
    key: str
    start: int
    colon: int  # just behind the colon
    value: Written


def written(text: str) -> Written:
    """The root. Raises Unsuitable for broken YAML, and for what the reader of programmes refuses anyway (anchors, tags, keys that are no texts)."""
    try:
        events = iter(YAML(typ="safe", pure=True).parse(text))
        next(events), next(events)
        return _node(text, events, next(events))
    except Unsuitable:
        raise
    except Exception as error:  # the YAML library raises many kinds on odd texts; all mean the same
        raise Unsuitable from error


def _node(text: str, events: Iterator[Any], event: Any) -> Written:
    if isinstance(event, ScalarEvent) and not event.anchor:
        end = event.end_mark.index
        if event.style in ("|", ">"):
            end = len(text[:end].rstrip())
        return Written(event.start_mark.index, end, True, leaf=Leaf(event.value, event.style is not None))
    if isinstance(event, SequenceStartEvent) and not event.anchor:
        return _list(text, events, event)
    if isinstance(event, MappingStartEvent) and not event.anchor:
        return _mapping(text, events, event)
    raise Unsuitable


def _list(text: str, events: Iterator[Any], start: Any) -> Written:
    items: list[Written] = []
    while not isinstance(event := next(events), SequenceEndEvent):
        items.append(_node(text, events, event))
    found = Written(start.start_mark.index, event.end_mark.index, bool(start.flow_style), items=items)
    return found if found.is_flow else _block(text, found, items)


def _mapping(text: str, events: Iterator[Any], start: Any) -> Written:
    entries: list[WrittenEntry] = []
    while not isinstance(event := next(events), MappingEndEvent):
        key = event
        if not isinstance(key, ScalarEvent) or key.anchor:
            raise Unsuitable
        value_event = next(events)
        colon = text.find(":", key.end_mark.index)
        if colon < 0 or text[key.end_mark.index : colon].strip():
            raise Unsuitable
        value = _node(text, events, value_event)
        if value.leaf == Leaf(""):  # nothing was written: it stands just behind the colon
            value.start = value.end = colon + 1
        entries.append(WrittenEntry(key.value, key.start_mark.index, colon + 1, value))
    if len({entry.key for entry in entries}) != len(entries):
        raise Unsuitable
    found = Written(start.start_mark.index, event.end_mark.index, bool(start.flow_style), entries=entries)
    return found if found.is_flow else _block(text, found, [entry.value for entry in entries])


def _block(text: str, found: Written, inside: list[Written]) -> Written:
    """A block ends with the last line of what is in it."""
    if not inside:
        raise Unsuitable
    end = text.find("\n", inside[-1].end)
    end = len(text) if end < 0 else end
    rest = text[inside[-1].end : end].strip()
    if rest and not rest.startswith("#"):
        raise Unsuitable
    found.end = end
    return found
