"""Making cards, blocking them, and giving a new one for a lost one. One transaction each; the member's points and history are the member's, not the card's."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection, transaction

from regulars.kit.errors import NotFound
from regulars.members.cards.errors import Blocked, Reason, SeriesUsedUp, TooManyCards, UnknownCard
from regulars.members.cards.numbers import Numbers, plain
from regulars.members.cards.queries import CARD, Card, by_asked, good_cards_of, places_of, sole
from regulars.members.identity import Identity, NewIdentity
from regulars.members.operations import add_many
from regulars.members.vault import vault
from regulars.program.document_cards import CardCode as Layout

_LOCK = 0x63617264 << 32  # "card"


def issue(member_id: int, layout: Layout, *, at_most: int, asked: str | None, by: str, at: datetime) -> tuple[Card, bool]:
    """A new card for the member. asked: the asker's own id; the same again gives the same card, and False.

    at_most: how many good cards a member may have at once. Raises TooManyCards, SeriesUsedUp.
    """
    with transaction.atomic():
        _alone(member_id)
        known = by_asked(member_id, asked)
        if known is not None:
            return known, False
        if len(good_cards_of(member_id)) >= at_most:
            raise TooManyCards(at_most=at_most)
        (index,) = _make([member_id], layout, by=by, at=at, asked=asked).values()
        return sole(index), True


def replace(member_id: int, number: str, layout: Layout, *, reason: Reason, asked: str | None, by: str, at: datetime) -> tuple[Card, bool]:
    """Block one of the member's cards and issue a new one in its place, both or neither. Points, level and history stay where they are.

    A card that is blocked already is replaced too, once: its successor is answered again. Raises UnknownCard, SeriesUsedUp.
    """
    with transaction.atomic():
        _alone(member_id)
        known = by_asked(member_id, asked)
        if known is not None:
            return known, False
        old = _index_of(member_id, number)
        with connection.cursor() as cursor:
            cursor.execute("SELECT blind_index FROM member_card WHERE replaces = %s", (old,))
            row = cursor.fetchone()
        if row is not None:
            return sole(bytes(row[0])), False
        _block(member_id, old, reason, by, at)
        (index,) = _make([member_id], layout, by=by, at=at, asked=asked, replaces=old).values()
        return sole(index), True


def block(member_id: int, number: str, *, reason: Reason, by: str, at: datetime) -> Card:
    """The card answers no more. Blocking it again changes nothing. Raises UnknownCard when the member has no such card."""
    with transaction.atomic():
        _alone(member_id)
        index = _index_of(member_id, number)
        _block(member_id, index, reason, by, at)
        return sole(index)


def unblock(member_id: int, number: str, *, at_most: int) -> Card:
    """The card was found: it is good again, unless another was issued for it. Raises UnknownCard, TooManyCards, Blocked (it was replaced)."""
    with transaction.atomic():
        _alone(member_id)
        index = _index_of(member_id, number)
        card = sole(index)
        if card.is_blocked:
            if card.is_replaced:
                raise Blocked(reason=card.reason, blocked_on=card.blocked_at.date().isoformat() if card.blocked_at else "")
            if len(good_cards_of(member_id)) >= at_most:
                raise TooManyCards(at_most=at_most)
            with connection.cursor() as cursor:
                cursor.execute("UPDATE member_card SET blocked_at = NULL, blocked_by = NULL, reason = NULL WHERE blind_index = %s", (index,))
        return sole(index)


def issue_missing(member_ids: Iterable[int], layout: Layout, *, by: str, at: datetime) -> int:
    """A card for each of these who never had one (a member whose only card is blocked has had one). Raises SeriesUsedUp."""
    wanted = sorted(set(member_ids))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))  # two rounds over the same members take turns
        cursor.execute("SELECT member_id FROM member_identity WHERE kind = %s AND member_id = ANY(%s)", (CARD, wanted))
        have = {row[0] for row in cursor.fetchall()}
        return len(_make([id for id in wanted if id not in have], layout, by=by, at=at))


def _make(member_ids: Sequence[int], layout: Layout, *, by: str, at: datetime, asked: str | None = None, replaces: bytes | None = None) -> dict[int, bytes]:
    """member -> the new card's index. A number somebody has already (from another series, or an older scheme) is passed over."""
    safe, left = vault(), list(member_ids)
    found: dict[int, bytes] = {}
    series = Numbers(layout, safe.keyring.secrets.index.key)
    while left:
        first = _reserve(layout, len(left))
        made = {id: series.number(first + n) for n, id in enumerate(left)}
        index = {id: safe.blind_index(CARD, number) for id, number in made.items()}
        free = _unused(index)
        taken = {each.member_id for each in add_many([NewIdentity(id, Identity(CARD, made[id])) for id in free], at=at)}
        found |= {id: index[id] for id in free if id not in taken}
        left = [id for id in left if id not in found]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO member_card (blind_index, issued_to, asked, issued_at, issued_by, replaces)"
            " SELECT i, m, %s, %s, %s, %s FROM unnest(%s::bytea[], %s::bigint[]) AS new (i, m)",
            (asked, at, by, replaces, list(found.values()), list(found)),
        )
    return found


def _unused(index: dict[int, bytes]) -> list[int]:
    """Whose numbers were never a card's: one that was taken off its member does not come back as another's."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT blind_index FROM member_identity WHERE kind = %s AND blind_index = ANY(%s) UNION SELECT blind_index FROM member_card WHERE blind_index = ANY(%s)",
            (CARD, list(index.values()), list(index.values())),
        )
        used = {bytes(row[0]) for row in cursor.fetchall()}
    return [id for id, one in index.items() if one not in used]


def _reserve(layout: Layout, count: int) -> int:
    """The first of ``count`` places of the series that nobody else has. One guarded step, so two askers never share one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO card_series AS s (name, next) VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET next = s.next + excluded.next RETURNING next - %s",
            (layout.series, count, count),
        )
        first = int(cursor.fetchone()[0])
    if first + count > layout.many:
        raise SeriesUsedUp(many=layout.many)
    return first


def _block(member_id: int, index: bytes, reason: Reason, by: str, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(  # a card of an older scheme gets its row now
            "INSERT INTO member_card (blind_index, issued_to, issued_at, issued_by, blocked_at, blocked_by, reason)"
            " SELECT blind_index, member_id, added_at, 'import', %s, %s, %s FROM member_identity WHERE member_id = %s AND kind = %s AND blind_index = %s"
            " ON CONFLICT (blind_index) DO UPDATE SET blocked_at = excluded.blocked_at, blocked_by = excluded.blocked_by, reason = excluded.reason"
            " WHERE member_card.blocked_at IS NULL",
            (at, by, reason, member_id, CARD, index),
        )


def _index_of(member_id: int, number: str) -> bytes:
    """The index of the member's own card of this number, as typed or plain. Raises UnknownCard."""
    try:
        places = places_of(number)
    except NotFound:
        places = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT blind_index FROM member_identity WHERE member_id = %s AND kind = %s AND blind_index = ANY(%s)", (member_id, CARD, places))
        row = cursor.fetchone()
    if row is None or not plain(number):
        raise UnknownCard()
    return bytes(row[0])


def _alone(member_id: int) -> None:
    """Two tills that issue to one member take turns."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK ^ member_id,))
