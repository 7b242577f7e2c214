"""``member.enrolled`` on the wire carries personal data; the journal must not. Here the two part.

A door calls ``split_personal`` and ``refuse_taken`` before it posts the event, and ``store`` after it: created or duplicate.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from regulars.kit.errors import Invalid
from regulars.members.errors import IdentityTaken
from regulars.members.identity import Identity, NewIdentity, read_identity
from regulars.members.operations import add_many, save_profiles
from regulars.members.profile import Change, read_profile
from regulars.members.queries import members_by_ref, owners_of, with_profile
from regulars.members.referring import (
    LONGEST_NAMED,
    Signal,
    find_advocate,
    journal_body,
    journal_name,
    keep_signals,
    read_signals,
)
from regulars.members.vault import vault

JOURNAL_BODY = b"{}"
MOST_IDENTITIES = 20


@dataclass(frozen=True, slots=True, repr=False)
class Personal:
    """The checked personal part of an enrolment. Empty parts are fine."""

    profile: Change
    identities: tuple[Identity, ...]
    signals: tuple[Signal, ...] = ()
    referred_by: str = ""  # as it was written: a code, or the advocate's reference
    approved: bool = False

    def __bool__(self) -> bool:
        return bool(self.profile or self.identities or self.signals or self.referred_by)


def split_personal(data: object, *, today: date, region: str | None = None) -> tuple[bytes, Personal]:
    """What the journal may keep of an enrolment's ``data``, and the personal rest, read strictly.

    data: the JSON object, or its bytes, or None. today: no birthday lies after it.
    Raises Invalid ``enrolment.* | profile.* | identity.*``; nothing has been kept then.
    """
    if isinstance(data, bytes | str):
        try:
            data = json.loads(data)
        except ValueError:
            raise Invalid("enrolment.unreadable") from None
    document = {} if data is None else data
    if not isinstance(document, Mapping):
        raise Invalid("enrolment.unreadable")
    for field in document:
        if field not in ("profile", "identities", "signals", "referred_by"):
            raise Invalid("enrolment.unknown_field", field=str(field)[:40])
    home = vault().region if region is None else region
    profile, identities = document.get("profile"), document.get("identities")
    referred_by = _referred_by(document.get("referred_by"))
    return journal_body(referred_by) if referred_by else JOURNAL_BODY, Personal(
        read_profile({} if profile is None else profile, region=home, today=today),
        _identities([] if identities is None else identities, home),
        read_signals(document.get("signals")),
        referred_by,
    )


def split_claim(data: object) -> tuple[bytes, Personal]:
    """``referral.claimed``: what the journal may keep, and what is looked for. Raises Invalid ``enrolment.*``."""
    if isinstance(data, bytes | str):
        try:
            data = json.loads(data)
        except ValueError:
            raise Invalid("enrolment.unreadable") from None
    if not isinstance(data, Mapping):
        raise Invalid("enrolment.unreadable")
    for field in data:
        if field not in ("referred_by", "approved_by"):
            raise Invalid("enrolment.unknown_field", field=str(field)[:40])
    referred_by, approved_by = _referred_by(data.get("referred_by")), data.get("approved_by")
    if approved_by is not None and not isinstance(approved_by, str):
        raise Invalid("enrolment.unreadable")
    kept = {"referred_by": journal_name(referred_by) if referred_by else ""} | ({"approved_by": approved_by} if approved_by else {})
    return json.dumps(kept).encode(), Personal(Change({}), (), (), referred_by, bool(approved_by))


def _referred_by(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > LONGEST_NAMED or "\x00" in value:
        raise Invalid("enrolment.referred_by")
    return value.strip()


def facts_of_referral(ref: str, personal: Personal) -> dict[str, Any]:
    """Who brought the member, or why it can't count: goes with the event as its facts."""
    return {"referral": find_advocate(ref, personal.referred_by, personal.profile, personal.signals, approved=personal.approved)}


def refuse_taken(ref: str, personal: Personal) -> None:
    """Raises IdentityTaken when a member other than ``ref`` has one of the identities. Asked before the event is posted."""
    if personal.identities:
        refuse_taken_by_others(members_by_ref([ref]).get(ref), personal)


def refuse_taken_by_others(member_id: int | None, personal: Personal) -> None:
    for identity, owner in owners_of(personal.identities).items():
        if owner != member_id:
            raise IdentityTaken(kind=identity.kind)


def store(member_id: int, personal: Personal, *, at: datetime, again: bool = False) -> list[Identity]:
    """Keep the personal part once the event stands. Sending the same again changes nothing.

    again: the event was a duplicate. Then the profile only goes where there is none yet (the first sending may have been cut off here),
    so that a late resend never overwrites what was changed since.
    Returns the identities somebody else took in between: the member stands, without them.
    """
    return store_many({member_id: personal}, at=at, again=again)[member_id]


def store_many(personal: Mapping[int, Personal], *, at: datetime, again: bool = False) -> dict[int, list[Identity]]:
    """``store`` for many members in a handful of statements."""
    known = with_profile(personal) if again else set()
    save_profiles({id: part.profile for id, part in personal.items() if id not in known and part.profile}, at=at)
    taken: dict[int, list[Identity]] = {member_id: [] for member_id in personal}
    for id, part in personal.items():
        keep_signals(id, part.signals, at=at)
    new = [NewIdentity(id, identity) for id, part in personal.items() for identity in part.identities]
    for each in add_many(new, at=at):
        taken[each.member_id].append(each.identity)
    return taken


def _identities(raw: object, region: str) -> tuple[Identity, ...]:
    if not isinstance(raw, list) or len(raw) > MOST_IDENTITIES:
        raise Invalid("identity.unreadable")
    read = []
    for each in raw:
        if not isinstance(each, Mapping) or each.keys() != {"kind", "value"}:
            raise Invalid("identity.unreadable")
        read.append(read_identity(each["kind"], each["value"], region=region))
    return tuple(dict.fromkeys(read))
