"""Whose card this is, and which cards a member has."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from regulars.kit.errors import Invalid
from regulars.members import normal
from regulars.members.cards.errors import Blocked, Mistyped, UnknownCard
from regulars.members.cards.numbers import as_meant, is_mistyped, plain
from regulars.members.queries import HAS_JOINED
from regulars.members.vault import vault
from regulars.program.document_cards import CardCode as Layout

CARD = "card"
_AT_ONCE = 1_000

_COLUMNS = (
    "i.member_id, i.value, coalesce(c.issued_at, i.added_at), coalesce(c.issued_by, 'import'), c.blocked_at, coalesce(c.blocked_by, ''), coalesce(c.reason, ''),"
    " EXISTS (SELECT 1 FROM member_card n WHERE n.replaces = i.blind_index)"
)
_FROM = "FROM member_identity i LEFT JOIN member_card c ON c.blind_index = i.blind_index"


@dataclass(frozen=True, slots=True, repr=False)
class Card:
    """``number`` is plain; ``numbers.written`` puts it as it stands on the card. ``issued_by``: import, for a card nobody here made."""

    member_id: int
    number: str
    issued_at: datetime
    issued_by: str
    blocked_at: datetime | None
    blocked_by: str
    reason: str
    is_replaced: bool

    @property
    def is_blocked(self) -> bool:
        return self.blocked_at is not None


def card_of(text: str, layout: Layout | None) -> Card:
    """The good card with this number, however it was typed.

    Raises Blocked (with the reason and the day), Mistyped (it looks like one of ours, and its check digit is wrong), UnknownCard.
    """
    places = places_of(text, layout)
    found = _cards("WHERE i.kind = %s AND i.blind_index = ANY(%s)", CARD, places) if places else []
    if not found:
        if layout is not None and is_mistyped(layout, as_meant(layout, text)):
            raise Mistyped()
        raise UnknownCard()
    card = found[0]
    if card.blocked_at is not None:
        raise Blocked(reason=card.reason, blocked_on=card.blocked_at.date().isoformat())
    return card


def cards_of(member_id: int) -> list[Card]:
    """All the member's cards, blocked ones too, newest first."""
    return _cards("WHERE i.member_id = %s AND i.kind = %s ORDER BY coalesce(c.issued_at, i.added_at) DESC, i.blind_index", member_id, CARD)


def good_cards_of(member_id: int) -> list[Card]:
    """Those that answer, newest first."""
    return [card for card in cards_of(member_id) if not card.is_blocked]


def by_asked(member_id: int, asked: str | None) -> Card | None:
    """The card the member was given for this id."""
    if asked is None:
        return None
    found = _cards("WHERE i.kind = %s AND c.issued_to = %s AND c.asked = %s", CARD, member_id, asked)
    return found[0] if found else None


def sole(index: bytes) -> Card:
    (card,) = _cards("WHERE i.kind = %s AND i.blind_index = %s", CARD, index)
    return card


def without_card(*, latest: int = 0) -> Iterator[list[int]]:
    """Members who never had a card, by the thousand, in ascending order; no guest, and nobody who goes on as another. latest: only the last so many numbers; 0: all."""
    last = 0
    if latest:
        with connection.cursor() as cursor:
            cursor.execute("SELECT greatest(coalesce(max(member_id), 0) - %s, 0) FROM member_state", (latest,))
            last = int(cursor.fetchone()[0])
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT s.member_id FROM member_state s WHERE s.member_id > %s"
                " AND NOT EXISTS (SELECT 1 FROM member_identity i WHERE i.member_id = s.member_id AND i.kind = %s)"
                " AND NOT EXISTS (SELECT 1 FROM member_merge m WHERE m.member_id = s.member_id AND m.undone_at IS NULL)"
                f" AND {HAS_JOINED} ORDER BY s.member_id LIMIT %s",
                (last, CARD, _AT_ONCE),
            )
            found = [row[0] for row in cursor.fetchall()]
        if not found:
            return
        last = found[-1]
        yield found


def every_card(*, only_by: str = "") -> Iterator[tuple[str, Card]]:
    """(reference, card) of all good cards, for whoever prints them; ``only_by``: of those one asker made."""
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT i.member_id FROM member_identity i WHERE i.kind = %s AND i.member_id > %s ORDER BY i.member_id LIMIT %s", (CARD, last, _AT_ONCE)
            )
            ids = [row[0] for row in cursor.fetchall()]
            if not ids:
                return
            cursor.execute("SELECT member_id, min(ref) FROM member_ref WHERE member_id = ANY(%s) GROUP BY member_id", (ids,))
            refs = dict(cursor.fetchall())
        last = ids[-1]
        for card in _cards("WHERE i.kind = %s AND i.member_id = ANY(%s) ORDER BY i.member_id, i.blind_index", CARD, ids):
            if not card.is_blocked and card.member_id in refs and only_by in ("", card.issued_by):
                yield refs[card.member_id], card


def places_of(text: str, layout: Layout | None = None) -> list[bytes]:
    """Where a card of this text may be kept: as an older scheme wrote it, plain, or as it was meant."""
    try:
        as_typed = normal.identity(CARD, text)
    except Invalid:
        return []
    ways = {as_typed, plain(text)} | ({as_meant(layout, text)} if layout is not None else set())
    return [vault().blind_index(CARD, way) for way in sorted(ways) if way]


def _cards(where: str, *values: Any) -> list[Card]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_COLUMNS} {_FROM} {where}", values)
        rows = cursor.fetchall()
    safe = vault()
    keys = safe.keyring.keys_of({row[0] for row in rows}) if rows else {}
    return [
        Card(id, safe.open(keys, value, table="member_identity", column="value", member_id=id), issued_at, by, blocked_at, blocked_by, reason, replaced)
        for id, value, issued_at, by, blocked_at, blocked_by, reason, replaced in rows
    ]
