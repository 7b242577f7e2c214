"""Bringing the members of a checked file in: newcomers are enrolled, people already known get what the file tells of them.

It may be killed anywhere and run again: a member who is known is never enrolled a second time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from regulars.connectors.members_file import CheckedMembers, MemberRow, in_chunks, read_members
from regulars.connectors.profile_events import completed
from regulars.engine.event_names import ENROLLED
from regulars.engine.events import Event, MemberEnrolled
from regulars.journal.bulk import post_all
from regulars.journal.posting import Posting
from regulars.journal.reading import FactsOf
from regulars.kit.periods import instant
from regulars.members.enrolment import JOURNAL_BODY, store_many
from regulars.members.identity import Identity
from regulars.members.queries import guests_among, members_by_ref, owners_of
from regulars.program.document import ProfileTerms

EVENT_ID = "enrolled"  # one per member and source, whatever the file is called


@dataclass(slots=True)
class BroughtIn:
    """``problems``: (reference, code) of members the journal would not take, and of identities lost to somebody else meanwhile."""

    enrolled: int = 0
    updated: int = 0
    problems: list[tuple[str, str]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.enrolled + self.updated + len(self.problems)


def taken_by_others(asked: Sequence[tuple[str, Identity]]) -> list[bool]:
    """For each (reference, identity): whether another member has it."""
    owners = owners_of({identity for _, identity in asked})
    ids = members_by_ref({ref for ref, _ in asked})
    return [identity in owners and owners[identity] != ids.get(ref) for ref, identity in asked]


def bring_in(
    checked: CheckedMembers,
    *,
    dsn: str,
    source: str = "import",
    bonuses: bool = True,
    facts_of: FactsOf | None = None,
    on_progress: Callable[[int], None] = lambda done: None,
    profile: ProfileTerms | None = None,
) -> BroughtIn:
    """Enrol and update every good row; whose profile is complete then (``profile``: the programme's terms) has completed it. Who has no ``enrolled_at`` counts as enrolled now. Raises NoProgram, Away."""
    brought = BroughtIn()
    for chunk in in_chunks(read_members(checked)):
        refs = _bring_in_chunk(chunk, checked.file.now_us, dsn, source, bonuses, facts_of, brought)
        post_all(dsn, completed(refs, profile, checked.file.now_us)[0], facts_of=facts_of)
        on_progress(brought.total)
    return brought


def _bring_in_chunk(
    chunk: list[MemberRow],
    now_us: int,
    dsn: str,
    source: str,
    bonuses: bool,
    facts_of: FactsOf | None,
    brought: BroughtIn,
) -> dict[int, str]:
    """The members of the chunk: id -> reference."""
    known = members_by_ref([row.ref for row in chunk])
    guests = guests_among(known.values())
    newcomers = [row for row in chunk if row.ref not in known or known[row.ref] in guests]  # a guest joins by the file
    postings = [_posting(row, now_us, source, bonuses) for row in newcomers]
    posted = post_all(dsn, postings, facts_of=facts_of)
    ids = known | members_by_ref([row.ref for row in newcomers])
    stored = store_many({ids[row.ref]: row.personal for row in chunk if row.ref in ids}, at=instant(now_us))
    refs = {member_id: ref for ref, member_id in ids.items()}
    codes = iter(code for _, code in posted.problems)
    brought.enrolled += sum(row.ref in ids for row in newcomers)
    brought.updated += len(known) - len(guests)
    brought.problems += [(row.ref, next(codes, "engine.crashed")) for row in newcomers if row.ref not in ids]
    brought.problems += [(refs[member_id], "identity.taken") for member_id, lost in stored.items() if lost]
    return refs


def _posting(row: MemberRow, now_us: int, source: str, bonuses: bool) -> Posting:
    at_us = row.enrolled_us if row.enrolled_us is not None else now_us
    event = Event(id=EVENT_ID, source=source, type=ENROLLED, at_us=at_us, data=MemberEnrolled())
    return Posting(row.ref, event, JOURNAL_BODY, now_us, bonuses=bonuses)
