"""Nobody reads what is kept of a person without its being written down: who, when, of which member, which fields, and where.

A door says who reads (``read_by``); ``Vault.open`` notes each field it opens, and what was noted is in the log before the door answers.
What is opened to be compared, and shown to nobody, is opened ``unseen``, for a ``Purpose``. Opening without either raises ``NoReader``:
whoever builds a new page can't forget it.

The log holds numbers of members and names of fields, never a value. Members who look at their own page read their own, and are not written down.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal, NamedTuple, get_args

from django.db import connection

Kind = Literal["staff", "key", "terminal", "member"]
Purpose = Literal["facts", "search", "search_tokens", "completeness", "referral", "birthday_rule", "merge", "differences", "quality"]
MOST_NOTED = 1_000  # members whose readings wait in memory, where one reads everybody
_LONGEST_NAME, _LONGEST_PLACE, _LONGEST_ADDRESS = 150, 200, 45


class NoReader(RuntimeError):
    """A personal field was to be opened, and nobody said who reads it. A defect of ours: no answer, no log entry, an error page."""


class Reader(NamedTuple):
    """``name``: a staff name, an API key's id, or the account at the terminal. ``place``: the page, route or command. ``address``: of the network."""

    kind: Kind
    name: str
    place: str
    address: str = ""


class Reading:
    """One reader's visit: what was opened and is not in the log yet."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._fields: dict[int, set[str]] = {}

    def note(self, member_id: int, field: str) -> None:
        if self.reader.kind == "member":
            return
        if len(self._fields) >= MOST_NOTED and member_id not in self._fields:
            self.write()
        self._fields.setdefault(member_id, set()).add(field)

    def write(self) -> None:
        """Into the log, one statement however many members. It raises, or it is there."""
        noted, self._fields = self._fields, {}
        if not noted:
            return
        kind, name, place, address = self.reader
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO personal_read (member_id, kind, reader, place, address, fields)"
                " SELECT m, %s, %s, %s, %s, string_to_array(f, ' ') FROM unnest(%s::bigint[], %s::text[]) AS seen (m, f)",
                (
                    kind,
                    name[:_LONGEST_NAME] or "?",
                    place[:_LONGEST_PLACE] or "?",
                    address[:_LONGEST_ADDRESS],
                    list(noted),
                    [" ".join(sorted(fields)) for fields in noted.values()],
                ),
            )


class _Unseen:
    def note(self, member_id: int, field: str) -> None:
        """Opened, compared, forgotten."""

    def write(self) -> None:
        """Nothing to write."""


_UNSEEN = _Unseen()
_present: ContextVar[Reading | _Unseen | None] = ContextVar("personal_reading", default=None)


@contextmanager
def read_by(reader: Reader | None) -> Iterator[None]:
    """Inside, ``reader`` reads (None: nobody, before ``now_reads`` says who); at the end it is in the log, also when something went wrong on the way.

    Raises what the database says.
    """
    token = _present.set(Reading(reader) if reader is not None else None)
    try:
        yield
    finally:
        try:
            written_down()
        finally:
            _present.reset(token)


def now_reads(reader: Reader) -> None:
    """From here on ``reader`` reads: in the ``read_by`` around, or in a request's own context, where the door calls ``written_down`` before it answers."""
    _present.set(Reading(reader))


@contextmanager
def unseen(purpose: Purpose) -> Iterator[None]:
    """Inside, what is opened serves this purpose and is shown to nobody."""
    assert purpose in get_args(Purpose)
    token = _present.set(_UNSEEN)
    try:
        yield
    finally:
        _present.reset(token)


def note(member_id: int, field: str) -> None:
    """A field was opened, or a search told who has it. Raises NoReader."""
    present = _present.get()
    if present is None:
        raise NoReader(field)
    present.note(member_id, field)


def written_down() -> None:
    """What was noted so far is in the log."""
    present = _present.get()
    if present is not None:
        present.write()
