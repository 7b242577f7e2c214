"""What a key may do, and what it takes to post each kind of event.

Tills post what members do. What the house decides about a member (points by hand, levels, paid memberships) takes a scope of its own,
which no key has unless somebody gave it.
"""

import re

from regulars.api.keys import Key
from regulars.engine import event_names
from regulars.engine.events import Data, ReferralClaimed
from regulars.kit.errors import NotAllowed

EVENTS, ADJUST, MANAGE = "events:write", "points:adjust", "members:manage"
POSTING = (EVENTS, ADJUST, MANAGE)  # any of them opens the door; each event asks for its own

SCOPE_OF: dict[str, str] = {
    event_names.ADJUSTED: ADJUST,
    event_names.BALANCE_OPENED: ADJUST,
    event_names.MEMBER_FROZEN: MANAGE,
    event_names.MEMBER_UNFROZEN: MANAGE,
    event_names.TIER_FROZEN: MANAGE,
    event_names.TIER_UNFROZEN: MANAGE,
    event_names.TIER_MATCHED: MANAGE,
    event_names.TIER_SET: MANAGE,
    event_names.MEMBERSHIP_BOUGHT: MANAGE,
    event_names.MEMBERSHIP_RENEWED: MANAGE,
    event_names.MEMBERSHIP_CANCELLED: MANAGE,
    event_names.MEMBERSHIP_REFUNDED: MANAGE,
}  # every other type: events:write
_LOOK_CLOSER = tuple(type.encode() for type in (*SCOPE_OF, event_names.REFERRAL_CLAIMED))
_NAME, _TYPE = b'"type"', re.compile(rb'"type"\s*:\s*"([^"]*)"')


def needed_for(type: str, data: Data) -> str:
    """The scope an event takes. A claim of a referral that somebody answers for is a decision of the house's."""
    if isinstance(data, ReferralClaimed) and data.approved_by:
        return MANAGE
    return SCOPE_OF.get(type, EVENTS)


def check_may_post(key: Key, type: str, data: Data) -> None:
    """Raises NotAllowed ``key.scope_missing | key.speaks_for``."""
    needed = needed_for(type, data)
    if needed not in key.scopes:
        raise NotAllowed("key.scope_missing", needed=needed)
    by = getattr(data, "by", "") or getattr(data, "approved_by", "")
    if key.person and by and by.casefold() != key.person.casefold():
        raise NotAllowed("key.speaks_for", person=key.person, by=by[:80])


def is_plain(raw: bytes) -> bool:
    """Whether an event that nobody has read yet takes ``events:write`` for certain: nothing is escaped in it, and no house event's name stands in it."""
    if b"\\" in raw:
        return False
    named = raw.find(_NAME)
    if raw.find(_NAME, named + 1) < 0 and (found := _TYPE.match(raw, named)) is not None:  # named once: there is no other type
        return found[1] not in _LOOK_CLOSER
    return not any(word in raw for word in _LOOK_CLOSER)
