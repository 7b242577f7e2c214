"""Who brought a member, and what speaks against it: one person twice, one household, a circle.

Devices and ways of paying are kept as keyed hashes only; phones, e-mails and addresses are compared where they are sealed. What is found
out goes with the event as a fact; nothing personal does.
"""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from regulars.engine.state import decode_state
from regulars.kit.errors import Invalid
from regulars.members import normal
from regulars.members.codes import code_of, member_of
from regulars.members.identity import Identity
from regulars.members.queries import members_by_ref, owners_of, profiles_of
from regulars.members.reading import unseen
from regulars.members.vault import vault

KINDS = ("device", "payment")
MOST_SIGNALS = 10
LONGEST_CHAIN = 20  # advocates of advocates that are looked at
SHORTEST_ADDRESS = 5
LONGEST_NAMED = 128

Found = dict[str, Any]


class Signal(NamedTuple):
    """A device or a way of paying, as the shop names it: a token, a fingerprint."""

    kind: str
    value: str


def read_signals(raw: object) -> tuple[Signal, ...]:
    """``[{kind: device | payment, value}]``. Raises Invalid ``signal.unreadable``."""
    if raw is None:
        return ()
    if not isinstance(raw, list) or len(raw) > MOST_SIGNALS:
        raise Invalid("signal.unreadable")
    found = []
    for each in raw:
        if not isinstance(each, Mapping) or each.keys() != {"kind", "value"} or each["kind"] not in KINDS:
            raise Invalid("signal.unreadable")
        value = normal.plain_text(each["value"], "signals")
        if not value:
            raise Invalid("signal.unreadable")
        found.append(Signal(each["kind"], value))
    return tuple(dict.fromkeys(found))


def journal_name(referred_by: str) -> str:
    """What the journal keeps of what was written: a code as it is, anything else (it may be a phone) as a keyed hash."""
    member_id = member_of(_key(), referred_by)
    return code_of(_key(), member_id) if member_id is not None else "#" + vault().blind_index("referred_by", referred_by).hex()[:16]


def referral_code(member_id: int) -> str:
    """The code a member gives to friends."""
    return code_of(_key(), member_id)


def journal_body(referred_by: str) -> bytes:
    return json.dumps({"referred_by": journal_name(referred_by)}).encode()


def keep_signals(member_id: int, signals: Iterable[Signal], *, at: datetime) -> None:
    rows = sorted({(signal.kind, _digest(signal)) for signal in signals})
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO member_signal (member_id, kind, digest, added_at)"
                " SELECT %s, kind, digest, %s FROM unnest(%s::text[], %s::bytea[]) AS new (kind, digest) ON CONFLICT DO NOTHING",
                (member_id, at, [kind for kind, _ in rows], [digest for _, digest in rows]),
            )


def find_advocate(ref: str, referred_by: str, profile: Mapping[str, object], signals: Iterable[Signal], *, approved: bool = False) -> Found:
    """``{"advocate": member}``, or ``{"why": code}`` when the referral can't count.

    ref: the friend, who may not have joined yet. approved: somebody of the shop answers for it, so that only the friend's own number and
    circles are looked at.
    """
    friend = members_by_ref([ref]).get(ref)
    advocate = _named(referred_by)
    if advocate is None:
        return {"why": "referral.unknown"}
    if advocate == friend:
        return {"why": "referral.self"}
    chain = _chain(advocate)
    if friend in chain:
        return {"why": "referral.ring"}
    why = "" if approved else _alike(friend, chain, profile, tuple(signals))
    return {"why": why} if why else {"advocate": advocate}


def _named(text: str) -> int | None:
    member_id = member_of(_key(), text)
    if member_id is not None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM member_state WHERE member_id = %s", (member_id,))
            if cursor.fetchone():
                return member_id
    return members_by_ref([text]).get(text)


def _chain(advocate: int) -> list[int]:
    """The advocate, who brought the advocate, and so on."""
    chain = [advocate]
    with connection.cursor() as cursor:
        while len(chain) < LONGEST_CHAIN:
            cursor.execute("SELECT state::text FROM member_state WHERE member_id = %s", (chain[-1],))
            row = cursor.fetchone()
            referring = decode_state(row[0]).referring if row else None
            if referring is None or not referring.advocate or referring.advocate in chain:
                break
            chain.append(referring.advocate)
    return chain


def _alike(friend: int | None, chain: list[int], profile: Mapping[str, object], signals: tuple[Signal, ...]) -> str:
    """Why the friend and those before them seem to be too close; "" when they do not."""
    owners = _owners(signals, friend)
    told = {field: str(profile[field]) for field in ("phone", "email", "address", "postcode") if profile.get(field)}
    with unseen("referral"):
        known = profiles_of([*chain, *([friend] if friend is not None else [])], ("phone", "email", "address", "postcode"))
    if friend is not None:
        own = known[friend]
        told = {"phone": own.phone, "email": own.email, "address": own.address, "postcode": own.postcode} | told
    same = {id for id in chain if any(told.get(field) and told[field] == getattr(known[id], field) for field in ("phone", "email"))}
    same |= set(owners_of([Identity(kind, told[kind]) for kind in ("phone", "email") if told.get(kind)]).values()) & set(chain)
    same |= owners & set(chain)
    home = _home(told.get("address", ""), told.get("postcode", ""))
    near = {id for id in chain if home and home == _home(known[id].address, known[id].postcode)}
    if chain[0] in same:
        return "referral.same_person"
    if (same | near) & set(chain[1:]):
        return "referral.ring"
    if chain[0] in near:
        return "referral.household"
    return "referral.known" if owners else ""


def _owners(signals: tuple[Signal, ...], friend: int | None) -> set[int]:
    """Members, other than the friend, who share a device or a way of paying with them."""
    mine = [(signal.kind, _digest(signal)) for signal in signals]
    with connection.cursor() as cursor:
        if friend is not None:
            cursor.execute("SELECT kind, digest FROM member_signal WHERE member_id = %s", (friend,))
            mine += [(kind, bytes(digest)) for kind, digest in cursor.fetchall()]
        if not mine:
            return set()
        cursor.execute(
            "SELECT DISTINCT member_id FROM member_signal JOIN unnest(%s::text[], %s::bytea[]) AS asked (kind, digest) USING (kind, digest)",
            ([kind for kind, _ in mine], [digest for _, digest in mine]),
        )
        return {row[0] for row in cursor.fetchall()} - {friend}


def _home(address: str, postcode: str) -> str:
    """An address as a person would compare it: letters and digits only; "" when it is too short to mean a place."""
    text = "".join(letter for letter in unicodedata.normalize("NFKC", f"{address}{postcode}").casefold() if letter.isalnum())
    return text if len(text) >= SHORTEST_ADDRESS and address.strip() else ""


def _digest(signal: Signal) -> bytes:
    return vault().blind_index(f"signal.{signal.kind}", signal.value)


def _key() -> bytes:
    return vault().keyring.secrets.index.key
