"""Writing what is known of a person. One transaction each; everything personal is sealed before it leaves the process.

The data key is made first, in its own database: a crash in between leaves a key without data, which opens nothing and harms nobody.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import connection, transaction

from regulars.kit.errors import NotFound, Refused
from regulars.kit.periods import Duration
from regulars.members import names, normal
from regulars.members.errors import IdentityTaken
from regulars.members.identity import NewIdentity, read_identity
from regulars.members.profile import NAMES, Change, read_profile
from regulars.members.queries import profiles_of
from regulars.members.reading import unseen
from regulars.members.vault import Vault, vault

CARD = "card"


def save_profile(member_id: int, profile: Mapping[str, object], *, at: datetime, birthday_every: Duration | None = None) -> None:
    """Keep the fields given; those left out stay, a null takes one back.

    birthday_every: how long a corrected birthday stays as it is (telling it for the first time is no correction); None: it may change at any time.
    Raises Invalid ``profile.*``, Refused ``profile.birthday_edited``; then nothing is changed.
    """
    change = read_profile(profile, region=vault().region, today=at.date())
    with transaction.atomic():
        if birthday_every is not None and "birthday" in change:
            _correct_birthday(member_id, change["birthday"], at, birthday_every)
        save_profiles({member_id: change}, at=at)


def _correct_birthday(member_id: int, birthday: str | None, at: datetime, every: Duration) -> None:
    """Note a correction, or refuse it: a birthday that moves about earns a birthday's bonus again and again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT birthday_edited_at FROM member_profile WHERE member_id = %s FOR UPDATE", (member_id,))
        row = cursor.fetchone()
        with unseen("birthday_rule"):
            known = profiles_of([member_id], ("birthday",))[member_id].birthday
        if row is None or known is None or known.isoformat() == birthday:
            return
        if row[0] is not None:
            again = date.fromordinal(every.after(row[0].date().toordinal()))
            if at.date() < again:
                raise Refused("profile.birthday_edited", again=again.isoformat())
        cursor.execute("UPDATE member_profile SET birthday_edited_at = %s WHERE member_id = %s", (at, member_id))


def save_profiles(changes: Mapping[int, Change], *, at: datetime) -> None:
    """``save_profile`` for many members in a handful of statements; the changes have been read already."""
    safe = vault()
    alike: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for member_id in sorted(changes):  # in ascending order everywhere: two writers never wait for each other in a ring
        if changes[member_id]:
            alike[tuple(sorted(changes[member_id]))].append(member_id)
    with transaction.atomic():
        for fields, member_ids in alike.items():
            _save_alike(safe, fields, member_ids, changes, at)
            searched = [field for field in fields if field in _SEARCHED]
            if searched:
                _replace_tokens(safe, searched, member_ids, changes)


def add_identities(member_id: int, identities: Iterable[tuple[str, object]], *, at: datetime) -> None:
    """Give the member more ways to be known: all of them or none. One they already have is fine.

    identities: (kind, value) as typed. Raises IdentityTaken, Invalid ``identity.* | profile.phone_unreadable | profile.email_unreadable``.
    """
    read = [read_identity(kind, value, region=vault().region) for kind, value in identities]
    with transaction.atomic():
        taken = add_many([NewIdentity(member_id, each) for each in read], at=at)
        if taken:
            raise IdentityTaken(kind=taken[0].identity.kind)


def remove_identity(member_id: int, kind: str, value: object) -> None:
    """Raises NotFound ``identity.unknown`` when the member doesn't have it."""
    identity = read_identity(kind, value, region=vault().region)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM member_identity WHERE member_id = %s AND kind = %s AND blind_index = %s",
            (member_id, identity.kind, vault().blind_index(*identity)),
        )
        if cursor.rowcount == 0:
            raise NotFound("identity.unknown", kind=identity.kind)


def change_identities(member_id: int, add: Iterable[tuple[str, object]], remove: Iterable[tuple[str, object]], *, at: datetime) -> None:
    """Take ways to be known away and give others, all of it or nothing: a new phone is one call.

    Raises as ``add_identities`` and ``remove_identity`` do, and Refused ``identity.card_stays``: a card is blocked or replaced, so that its number is never another's.
    """
    with transaction.atomic():
        for kind, value in remove:
            if normal.kind(kind) == CARD:
                raise Refused("identity.card_stays")
            remove_identity(member_id, kind, value)
        add_identities(member_id, add, at=at)


def add_many(new: Iterable[NewIdentity], *, at: datetime) -> list[NewIdentity]:
    """Add what is free or the member's own already; returns those another member has."""
    safe = vault()
    by_index = {(each.identity.kind, safe.blind_index(*each.identity)): each for each in reversed(list(new))}
    if not by_index:
        return []
    keys = safe.keyring.keys_for(each.member_id for each in by_index.values())
    places = sorted(by_index)
    kinds, indexes = [kind for kind, _ in places], [index for _, index in places]
    rows = [by_index[place] for place in places]
    sealed = [
        safe.seal(
            keys[row.member_id], row.identity.value, table="member_identity", column="value", member_id=row.member_id
        )
        for row in rows
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO member_identity (member_id, kind, blind_index, value, added_at)"
            " SELECT member_id, kind, blind_index, value, %s"
            " FROM unnest(%s::bigint[], %s::text[], %s::bytea[], %s::bytea[]) AS new (member_id, kind, blind_index, value)"
            " ON CONFLICT (kind, blind_index) DO NOTHING",
            (at, [row.member_id for row in rows], kinds, indexes, sealed),
        )
        cursor.execute(
            "SELECT kind, blind_index, member_id FROM member_identity"
            " JOIN unnest(%s::text[], %s::bytea[]) AS asked (kind, blind_index) USING (kind, blind_index)",
            (kinds, indexes),
        )
        owners = {(kind, bytes(index)): member_id for kind, index, member_id in cursor.fetchall()}
    return [each for place, each in by_index.items() if owners[place] != each.member_id]


_SEARCHED = (*NAMES, "phone", "email")
_JOINED = "family_given_name"


def _save_alike(
    safe: Vault, fields: tuple[str, ...], member_ids: list[int], changes: Mapping[int, Change], at: datetime
) -> None:
    keys = safe.keyring.keys_for(member_ids)

    def sealed(field: str, member_id: int) -> bytes | None:
        value = changes[member_id][field]
        if value is None:
            return None
        return safe.seal(keys[member_id], value, table="member_profile", column=field, member_id=member_id)

    columns = ", ".join(fields)  # names of our own columns: read_profile lets no other through
    arrays = ", ".join(["%s::bigint[]", *("%s::bytea[]" for _ in fields)])
    updates = ", ".join(f"{field} = excluded.{field}" for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO member_profile (member_id, {columns}, updated_at)"
            f" SELECT new.*, %s FROM unnest({arrays}) AS new"
            f" ON CONFLICT (member_id) DO UPDATE SET {updates}, updated_at = excluded.updated_at",
            (at, member_ids, *([sealed(field, id) for id in member_ids] for field in fields)),
        )


def _replace_tokens(safe: Vault, fields: list[str], member_ids: list[int], changes: Mapping[int, Change]) -> None:
    texts = {(id, field): changes[id][field] or "" for id in member_ids for field in fields}
    if "given_name" in fields or "family_name" in fields:
        # 欧阳 and 明, told apart, are searched as one: 欧阳明
        with unseen("search_tokens"):
            told = profiles_of(member_ids, ("given_name", "family_name"))
        texts |= {(id, _JOINED): told[id].family_name + told[id].given_name for id in member_ids}
    rows = [
        (member_id, field, token)
        for (member_id, field), text in texts.items()
        for token in sorted(_tokens(safe, field, text))
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM member_search_token WHERE member_id = ANY(%s) AND field = ANY(%s)",
            (member_ids, sorted({field for _, field in texts})),
        )
        cursor.execute(
            "INSERT INTO member_search_token (member_id, field, token)"
            " SELECT * FROM unnest(%s::bigint[], %s::text[], %s::bigint[]) ON CONFLICT DO NOTHING",
            ([row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]),
        )


def _tokens(safe: Vault, field: str, value: str) -> set[int]:
    if field == _JOINED:
        return {safe.token("name", piece) for piece in names.pieces(value) if names.is_cjk(piece[0])}
    if not value:
        return set()
    if field == "phone":
        return {safe.token("phone", value), safe.token("phone_end", normal.last_four(value))}
    if field == "email":
        return {safe.token("email", value)}
    return {safe.token("name", piece) for piece in names.pieces(value)}
