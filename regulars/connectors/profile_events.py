"""``profile.completed``: posted by the house when a member's profile first holds as much as the programme asks for."""

from collections.abc import Mapping

from regulars.engine.events import Event, Happened
from regulars.journal.posting import HOUSE, Posting
from regulars.members.completeness import percents_told
from regulars.program.document import ProfileTerms

PROFILE_COMPLETED = "profile.completed"
EVENT_ID = "profile-completed"  # one for each member, so that it counts once for ever


def completed(members: Mapping[int, str], terms: ProfileTerms | None, now_us: int) -> tuple[list[Posting], dict[int, int]]:
    """(the events of those among ``members`` (id -> reference) whose profile is complete, every one's per cent). Posting one again changes nothing."""
    if terms is None:
        return [], {}
    percents = percents_told(members, terms.fields)
    event = Event(EVENT_ID, HOUSE, PROFILE_COMPLETED, now_us, Happened({}))
    return [Posting(members[id], event, b"{}", now_us) for id, percent in percents.items() if percent >= terms.complete_at], percents
