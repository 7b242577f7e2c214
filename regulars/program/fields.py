"""The keys of one mapping, taken one by one; what nobody took is unknown and becomes a finding."""

from collections.abc import Callable
from typing import TypeVar, overload

from regulars.program.findings import Notes, meant
from regulars.program.yaml_lines import Entry, Mapping, Node, under

T = TypeVar("T")
D = TypeVar("D")


class Fields:
    """Reads a node that has to be a mapping. A node of another kind is noted once and reads as one without keys."""

    def __init__(self, node: Node, notes: Notes) -> None:
        self.node = node
        self.notes = notes
        self.is_mapping = isinstance(node, Mapping)
        self._entries: dict[str, Entry] = node.entries if isinstance(node, Mapping) else {}
        self._known: list[str] = []
        if not self.is_mapping:
            notes.error("not_a_mapping" if node.path else "not_a_document", node.line, where=node.path)

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def line(self, key: str) -> int:
        """The line of ``key``, or of the mapping when the key is not there."""
        return self._entries[key].line if key in self._entries else self.node.line

    @overload
    def take(self, key: str, read: Callable[[Node, Notes], T | None]) -> T | None: ...
    @overload
    def take(self, key: str, read: Callable[[Node, Notes], T | None], default: D) -> T | D: ...
    def take(self, key: str, read: Callable[[Node, Notes], T | None], default: D | None = None) -> T | D | None:
        """The value of ``key``; the default when it is missing or unreadable (then a finding says so)."""
        self._known.append(key)
        entry = self._entries.get(key)
        if entry is None:
            return default
        value = read(entry.value, self.notes)
        return default if value is None else value

    def need(self, key: str, read: Callable[[Node, Notes], T | None], default: D) -> T | D:
        """Like ``take``, but a missing key is an error."""
        if key not in self._entries and self.is_mapping:
            self.notes.error("missing_key", self.node.line, where=under(self.node.path, key))
        return self.take(key, read, default)

    def one_of(self, *keys: str) -> str | None:
        """Which of ``keys`` is given; none or several is an error (the first counts as given)."""
        self._known.extend(keys)
        given = [key for key in keys if key in self._entries]
        if len(given) != 1 and self.is_mapping:
            self.notes.error(
                "choose_one",
                self.line(given[1]) if given else self.node.line,
                where=self.node.path,
                keys=", ".join(keys),
            )
        return given[0] if given else None

    def close(self) -> None:
        """Note every key that nobody took."""
        for key, entry in self._entries.items():
            if key not in self._known:
                self.notes.error("unknown_key", entry.line, where=entry.value.path, meant=meant(key, self._known))
