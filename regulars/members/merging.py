"""What is known of a person when two members become one, and when they part again.

Cards, phones and other identities move to the survivor, sealed anew under the survivor's own key; of the profile, what the survivor did
not have. The other's profile stays where it is, under its own key. Each verb may be done twice: the second time finds nothing to do.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction

from regulars.journal.queries import own_state_of
from regulars.members.operations import save_profiles
from regulars.members.profile import FIELDS, Change, Profile
from regulars.members.queries import profiles_of
from regulars.members.reading import unseen
from regulars.members.vault import vault


class Conflict(NamedTuple):
    """A field both have told, differently; the survivor's stays. Values are for those who may see them."""

    field: str
    stays: str
    goes: str


def conflicts(stays: int, goes: int) -> list[Conflict]:
    """What the two have told differently: two birthdays, two names. In the order of a profile."""
    told = profiles_of([stays, goes])
    ours, theirs = texts(told[stays]), texts(told[goes])
    return [Conflict(field, ours[field], theirs[field]) for field in FIELDS if ours[field] and theirs[field] and ours[field] != theirs[field]]


def bring_along(goes: int, stays: int, *, at: datetime) -> None:
    """After a merge in the journal: the person follows."""
    with unseen("merge"):
        told = profiles_of([stays, goes])
    ours, theirs = texts(told[stays]), texts(told[goes])
    new = {field: theirs[field] for field in FIELDS if theirs[field] and not ours[field]}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM member_merge WHERE member_id = %s AND undone_at IS NULL", (goes,))
        if cursor.fetchone():
            return
        cursor.execute(
            "INSERT INTO member_merge (member_id, survivor_id, merged_at, fields) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
            (goes, stays, at, list(new)),
        )
        if cursor.rowcount:
            _move_identities(goes, stays, brought_by=goes)
            save_profiles({stays: Change(dict(new))}, at=at)


def give_back(goes: int, *, at: datetime) -> None:
    """After the undoing of a merge in the journal: each has again what was theirs; a field changed since stays with the survivor."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE member_merge SET undone_at = %s WHERE member_id = %s AND undone_at IS NULL RETURNING survivor_id, fields", (at, goes))
        row = cursor.fetchone()
        if row is None:
            return
        stays, fields = row
        with unseen("merge"):
            told = profiles_of([stays, goes])
        ours, theirs = texts(told[stays]), texts(told[goes])
        _move_identities(stays, goes, brought_by=goes)
        save_profiles({stays: Change({field: None for field in fields if ours[field] == theirs[field]})}, at=at)


def catch_up(members: Iterable[int], *, at: datetime) -> None:
    """Let the person follow where the journal has gone: for members whose merge or undoing may have broken off."""
    connection.ensure_connection()
    for goes in members:
        moving = own_state_of(connection.connection, goes).moving
        if moving is not None and moving.into:
            bring_along(goes, moving.into, at=at)
        else:
            give_back(goes, at=at)



def texts(profile: Profile) -> dict[str, str]:
    """The fields as they are kept; empty: not told."""
    texts = {field: getattr(profile, field) for field in FIELDS}
    texts["birthday"] = profile.birthday.isoformat() if profile.birthday else ""
    texts["attributes"] = json.dumps(dict(profile.attributes), ensure_ascii=False, sort_keys=True) if profile.attributes else ""
    return texts


def _move_identities(source: int, target: int, *, brought_by: int) -> None:
    """Those of ``source`` that ``brought_by`` brought (all of its own, at a merge) go to ``target``, sealed under its key."""
    safe = vault()
    own = source == brought_by
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM member_identity WHERE member_id = %s" + ("" if own else " AND brought_by = %s") + " RETURNING kind, blind_index, value, added_at",
            (source,) if own else (source, brought_by),
        )
        rows = cursor.fetchall()
        if not rows:
            return
        keys = safe.keyring.keys_of([source])
        with unseen("merge"):
            opened = [safe.open(keys, bytes(value), table="member_identity", column="value", member_id=source) for _, _, value, _ in rows]
        key = safe.keyring.keys_for([target])[target]
        for (kind, index, _, added_at), value in zip(rows, opened, strict=True):
            sealed = safe.seal(key, value, table="member_identity", column="value", member_id=target)
            cursor.execute(
                "INSERT INTO member_identity (member_id, kind, blind_index, value, added_at, brought_by) VALUES (%s, %s, %s, %s, %s, %s)",
                (target, kind, index, sealed, added_at, brought_by if own else None),
            )
