"""What the doors hand to the journal: one event of one member, read and checked."""

from typing import Any

import msgspec

from regulars.engine.event_names import ENROLLED
from regulars.engine.events import Event, MemberEnrolled
from regulars.journal.errors import Unstorable
from regulars.journal.hashing import body_hash, check_text
from regulars.kit.errors import Refused

LONGEST_REF = 128
UNREACHABLE_REFS = (".", "..")  # in an address they mean "here" and "above": nobody could ever read such a member
LONGEST_ID = 255
CLOCK = "clock"  # the source of time.passed; nobody else may use it
HOUSE = "regulars"  # the source of what the house does by itself, such as enrolling on a first event
AHEAD_ALLOWED_S = 300


class Posting(msgspec.Struct, frozen=True, gc=False):
    """``ref``: the shop's own reference. ``body``: the event's data as sent (JSON bytes). ``received_us``: when the door got it.

    ``enrol``: whether an unknown member is enrolled by this event; None leaves it to the programme.
    ``bonuses``: False keeps the bonus rules on ``member.enrolled`` quiet (imports of old members).
    ``facts``: what the door found out that the decision needs, such as who brought the member; recorded with the outcome.
    ``canonical``: ``hashing.canonical(body)``, when the door has it already.
    """

    ref: str
    event: Event
    body: bytes
    received_us: int
    enrol: bool | None = None
    bonuses: bool = True
    canonical: bytes = b""
    facts: dict[str, Any] | None = None


def checked_hash(posting: Posting) -> bytes:
    """The posting's body hash, once everything the database would refuse has been looked for.

    Raises Unstorable (what can't be kept) and Refused ``event.in_future`` (more than five minutes ahead). Nothing is stored for either.
    """
    event = posting.event
    check_text("subject", posting.ref, LONGEST_REF)
    check_text("source", event.source, LONGEST_ID)
    check_text("id", event.id, LONGEST_ID)
    check_text("type", event.type, LONGEST_ID)
    if event.source == CLOCK:
        raise Unstorable(field="source", problem=f"“{CLOCK}” is the journal's own")
    ahead_us = event.at_us - posting.received_us
    if ahead_us > AHEAD_ALLOWED_S * 1_000_000:
        raise Refused("event.in_future", seconds=ahead_us // 1_000_000, allowed_s=AHEAD_ALLOWED_S)
    return body_hash(event.type, event.at_us, posting.body, posting.canonical)


def enrolment(posting: Posting, *, guest: bool = False) -> Posting:
    """The enrolment an unknown member's first event brings along, at that event's time; ``guest``: they are known, and have not joined."""
    event = Event(id="enrolled", source=HOUSE, type=ENROLLED, at_us=posting.event.at_us, data=MemberEnrolled(guest=guest))
    return Posting(posting.ref, event, b'{"guest":true}' if guest else b"{}", posting.received_us, bonuses=posting.bonuses)


def joining(ref: str, at_us: int, received_us: int, *, bonuses: bool = True) -> Posting:
    """The enrolment of a guest whom the programme makes a member, right after what did it."""
    return Posting(ref, Event(id="joined", source=HOUSE, type=ENROLLED, at_us=at_us, data=MemberEnrolled()), b"{}", received_us, bonuses=bonuses)
