"""What is known of a person, and who answers to a name, a phone, a card, an e-mail or the shop's reference."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from regulars.engine.state import MemberState
from regulars.kit.errors import Invalid
from regulars.members import names, normal
from regulars.members.identity import Identity
from regulars.members.profile import FIELDS, NAMES, Profile, profile_from
from regulars.members.reading import note, unseen
from regulars.members.vault import vault

MOST_HITS = 50
HAS_JOINED = f"(coalesce((s.state ->> {MemberState.__struct_fields__.index('guest')})::int, 0) = 0)"  # states are kept as arrays; older ones end before it
_MOST_PIECES = 6
SHORTEST_PHONE_END = 4
_MOST_OPENED = 50_000
_opened: dict[str, dict[tuple[int, bytes], str]] = {"birthday": {}, "timezone": {}}
_LOOKED_THROUGH = 500  # opened at most, to answer one search


@dataclass(frozen=True, slots=True)
class Known:
    """One identity as the member's page shows it."""

    kind: str
    value: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Hit:
    """``found_by``: reference, name, phone, email or the identity's kind."""

    member_id: int
    ref: str
    name: str
    found_by: str


def profile_of(member_id: int) -> Profile:
    """Empty when nothing was ever told. Raises Unavailable ``members.key_missing | members.tampered``."""
    return profiles_of([member_id])[member_id]


def profiles_of(member_ids: Iterable[int], fields: Sequence[str] = FIELDS) -> dict[int, Profile]:
    """Several members' profiles, opening only the fields asked for (a list of names needs ``NAMES``)."""
    wanted = list(member_ids)
    rows = _rows(
        f"SELECT member_id, {', '.join(fields)} FROM member_profile WHERE member_id = ANY(%s)",  # our own columns' names
        wanted,
    )
    safe = vault()
    keys = safe.keyring.keys_of(row[0] for row in rows)
    found = {}
    for member_id, *sealed in rows:
        kept = {
            field: safe.open(keys, value, table="member_profile", column=field, member_id=member_id)
            for field, value in zip(fields, sealed, strict=True)
            if value is not None
        }
        found[member_id] = profile_from(kept)
    return {member_id: found.get(member_id, Profile()) for member_id in wanted}


def names_of(member_ids: Iterable[int]) -> dict[int, str]:
    """The name to show for each member; empty when not told."""
    return {member_id: profile.display_name for member_id, profile in profiles_of(member_ids, NAMES).items()}


def identities_of(member_id: int) -> list[Known]:
    """In the order they were added."""
    rows = _rows(
        "SELECT kind, value, added_at FROM member_identity WHERE member_id = %s ORDER BY added_at, kind, blind_index",
        member_id,
    )
    safe = vault()
    keys = safe.keyring.keys_of([member_id]) if rows else {}
    return [
        Known(kind, safe.open(keys, value, table="member_identity", column="value", member_id=member_id), added_at)
        for kind, value, added_at in rows
    ]


def owners_of(identities: Iterable[Identity]) -> dict[Identity, int]:
    """Who has each of these; those nobody has are left out."""
    by_index = {(each.kind, vault().blind_index(*each)): each for each in identities}
    rows = _rows(
        "SELECT kind, blind_index, member_id FROM member_identity"
        " JOIN unnest(%s::text[], %s::bytea[]) AS asked (kind, blind_index) USING (kind, blind_index)",
        [kind for kind, _ in by_index],
        [index for _, index in by_index],
    )
    return {by_index[kind, bytes(index)]: member_id for kind, index, member_id in rows}


def members_by_ref(refs: Iterable[str]) -> dict[str, int]:
    """The shop's references that are known, with our id."""
    return dict(_rows("SELECT ref, member_id FROM member_ref WHERE ref = ANY(%s)", list(refs)))


def guests_among(member_ids: Iterable[int]) -> set[int]:
    """Those of these who are known and have not joined."""
    return {row[0] for row in _rows(f"SELECT member_id FROM member_state s WHERE member_id = ANY(%s) AND NOT {HAS_JOINED}", list(member_ids))}


def with_profile(member_ids: Iterable[int]) -> set[int]:
    """Those of whom anything is kept."""
    return {row[0] for row in _rows("SELECT member_id FROM member_profile WHERE member_id = ANY(%s)", list(member_ids))}


def find(text: str, *, region: str | None = None, most: int = MOST_HITS) -> list[Hit]:
    """Who answers to this text, best first: the exact reference, card or other identity, phone and e-mail, references beginning with it, names.

    A phone is found by its last four digits or more; a name by the beginnings of its words, or any run of its Chinese characters.
    """
    text = text.strip()
    if not text or len(text) > normal.LONGEST_VALUE or "\0" in text:
        return []
    found: dict[int, str] = {}
    for found_by, member_ids in (
        ("reference", _by_ref(text)),
        *_by_identity(text, vault().region if region is None else region),
        ("phone", _by_phone_digits(text)),
        ("reference", _by_ref_beginning(text, most)),
        ("name", _by_name(text)),
    ):
        for member_id in member_ids:
            found.setdefault(member_id, found_by)
    found = _as_survivors(found)
    chosen = dict(list(found.items())[:most])
    shown, refs = names_of(chosen), _refs_of(list(chosen))
    for member_id, by in chosen.items():
        if by not in ("reference", "name"):
            note(member_id, by if by in FIELDS else "identity")  # whoever asks for a phone and finds its owner has read it
    return [
        Hit(member_id, refs[member_id], shown[member_id], by) for member_id, by in chosen.items() if member_id in refs
    ]


def _as_survivors(found: dict[int, str]) -> dict[int, str]:
    """Who was merged into another is found as that one."""
    gone = dict(_rows("SELECT member_id, survivor_id FROM member_merge WHERE undone_at IS NULL AND member_id = ANY(%s)", list(found)))
    if not gone:
        return found
    people: dict[int, str] = {}
    for member_id, by in found.items():
        people.setdefault(gone.get(member_id, member_id), by)
    return people


def birthdays_of(member_ids: Iterable[int]) -> dict[int, date]:
    """For ``facts`` only, which turns them into yes and no before anybody else sees them."""
    return {id: date.fromisoformat(text) for id, text in _kept_open("birthday", member_ids).items()}


def timezones_of(member_ids: Iterable[int]) -> dict[int, str]:
    """For ``facts`` only: the members' own time zones; those who told none are left out."""
    return _kept_open("timezone", member_ids)


def _kept_open(field: str, member_ids: Iterable[int]) -> dict[int, str]:
    """A field of several members. Orders ask this, so what was opened is remembered by its ciphertext: whoever changes it writes another one."""
    opened = _opened[field]
    rows = _rows(
        f"SELECT member_id, {field} FROM member_profile WHERE {field} IS NOT NULL AND member_id = ANY(%s)",
        list(member_ids),
    )
    found: dict[int, str] = {}
    closed: list[tuple[int, bytes]] = []
    for place in ((member_id, bytes(value)) for member_id, value in rows):
        text = opened.get(place)
        if text is None:
            closed.append(place)
        else:
            found[place[0]] = text
    if not closed:
        return found
    keys = vault().keyring.keys_of(member_id for member_id, _ in closed)
    if len(opened) + len(closed) > _MOST_OPENED:
        opened.clear()
    with unseen("facts"):
        for member_id, value in closed:
            text = vault().open(keys, value, table="member_profile", column=field, member_id=member_id)
            found[member_id] = opened[member_id, value] = text
    return found


def _by_ref(text: str) -> list[int]:
    return [row[0] for row in _rows("SELECT member_id FROM member_ref WHERE ref = %s", text)]


def _by_ref_beginning(text: str, most: int) -> list[int]:
    pattern = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    return [
        row[0]
        for row in _rows("SELECT member_id FROM member_ref WHERE ref LIKE %s ORDER BY ref LIMIT %s", pattern, most)
    ]


def _by_identity(text: str, region: str) -> list[tuple[str, list[int]]]:
    found = []
    for kind in dict.fromkeys((*_kinds_in_use(), "phone", "email")):
        try:
            value = normal.identity(kind, text, region)
        except Invalid:
            continue  # the text can't be one of these
        owners = list(owners_of([Identity(kind, value)]).values())
        told = _by_token(kind, [value]) if kind in ("phone", "email") else []
        found.append((kind, [*owners, *told]))
    return found


def _kinds_in_use() -> list[str]:
    """The kinds there are, by hopping along the unique index: a handful of steps however many members there are."""
    return [
        row[0]
        for row in _rows(
            "WITH RECURSIVE hop AS ("
            " (SELECT kind FROM member_identity ORDER BY kind LIMIT 1)"
            " UNION ALL SELECT (SELECT kind FROM member_identity WHERE kind > hop.kind ORDER BY kind LIMIT 1)"
            " FROM hop WHERE hop.kind IS NOT NULL)"
            " SELECT kind FROM hop WHERE kind IS NOT NULL"
        )
    ]


def _by_token(about: str, pieces: Iterable[str]) -> list[int]:
    """Members who have every one of the pieces (of a long search: of the first few; hits are checked anyway).

    The index keeps each token's members in order, so the lists are merged and reading stops at the limit: 5 ms where
    70,000 and 20,000 members had the two tokens, against 53 ms for counting.
    """
    tokens = sorted(
        {vault().token(about, piece) for piece in sorted(pieces, key=lambda piece: (-len(piece), piece))[:_MOST_PIECES]}
    )
    if not tokens:
        return []
    joins = " ".join(f"JOIN member_search_token t{n} USING (member_id)" for n in range(1, len(tokens)))
    wheres = " AND ".join(f"t{n}.token = %s" for n in range(len(tokens)))
    rows = _rows(
        f"SELECT DISTINCT member_id FROM member_search_token t0 {joins} WHERE {wheres} ORDER BY member_id LIMIT %s",
        *tokens,
        _LOOKED_THROUGH,
    )
    return [row[0] for row in rows]


def _by_phone_digits(text: str) -> list[int]:
    """Phones ending in these digits, with or without the country's code, however they are grouped."""
    digits = "".join(letter for letter in text if letter.isdecimal())
    if len(digits) < SHORTEST_PHONE_END or any(letter.isalpha() for letter in text) or not digits.isascii():
        return []
    with unseen("search"):
        candidates = profiles_of(_by_token("phone_end", [normal.last_four(digits)]), ("phone",))
    end = (
        digits.lstrip("0") if len(digits) > SHORTEST_PHONE_END else digits
    )  # a leading 0 is dialled inside the country only
    return [member_id for member_id, profile in candidates.items() if profile.phone.endswith(end)]


def _by_name(text: str) -> list[int]:
    with unseen("search"):
        candidates = profiles_of(_by_token("name", names.asked(text)), NAMES)
    return [
        member_id
        for member_id, profile in candidates.items()
        if names.answers(" ".join((profile.name, profile.given_name, profile.family_name, profile.display_name)), text)
    ]


def _refs_of(member_ids: list[int]) -> dict[int, str]:
    return dict(
        _rows("SELECT member_id, min(ref) FROM member_ref WHERE member_id = ANY(%s) GROUP BY member_id", member_ids)
    )


def _rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
