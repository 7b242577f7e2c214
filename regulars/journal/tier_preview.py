"""Who would move on the ladder by a day, before the clock moves anybody: the engine's own ``advance`` on the members' real states, nothing written."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import psycopg

from regulars.engine.assessing import assess
from regulars.engine.compiled import Versions
from regulars.engine.decision import Reason
from regulars.engine.passing import advance
from regulars.engine.state import MemberState, decode_state
from regulars.kit.periods import NEVER, iso_day, next_period_start

Conn = psycopg.Connection[Any]

COLUMNS = ("member", "before", "after", "how", "on", "until", "why")
MEMBERS_AT_ONCE = 2_000
LOOK_AHEAD_DAYS = 31  # where members are reviewed each on a day of their own
_TOLD = ("tier.", "membership.", "track.")

# Who was merged into another, and pools, stand on no level. With one version nobody moves who is not due by then; a later version may move anybody.
_STATES = """
SELECT s.member_id, (SELECT min(ref) FROM member_ref r WHERE r.member_id = s.member_id), s.state::text
  FROM member_state s WHERE s.member_id > %(after)s AND s.tier <> '' AND (%(all)s OR s.next_due_on <= %(by)s) ORDER BY s.member_id LIMIT %(limit)s
"""


class TierMove(NamedTuple):
    """``how``: up, down, grace (a review fails and the grace begins), or up_next_event (a level is within reach, and the next event lifts).

    on: the first day of what moves them; until: of a grace, its last day. why: the engine's own reasons, measured.
    """

    member: str
    before: str
    after: str
    how: str
    on: str
    until: str | None
    why: list[Reason]


@dataclass
class Preview:
    """``members`` looked at of ``all_members``; ``before`` and ``after``: how many would stand on each level, of all of them."""

    at: str
    all_members: int = 0
    moved: Counter[str] = field(default_factory=Counter)  # how -> members
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)  # (before, after), of ups and downs
    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)


def next_review_day(versions: Versions, now_us: int) -> int:
    """The day of the next review all members share; where each has a day of their own, a month from now."""
    today = versions.calendar.day_of(now_us)
    tiers = versions.at(now_us).tiers
    if tiers.review in ("month", "quarter", "half_year", "year"):
        return next_period_start(today, tiers.review)
    if tiers.review == "dates" and tiers.review_dates is not None:
        year = date.fromordinal(today).year
        days = [date(y, month, day).toordinal() + 1 for y in (year, year + 1) for month, day in tiers.review_dates.days]
        return min(day for day in days if day > today)
    return today + LOOK_AHEAD_DAYS


def preview(conn: Conn, versions: Versions, now_us: int, day: int, on_move: Callable[[TierMove], object]) -> Preview:
    """From now to the start of local ``day`` (later than today), as if nothing happened in between; ``on_move`` is told each mover, by member number."""
    at_us = versions.calendar.start_of(day)
    found = Preview(iso_day(day) or "")
    for tier, count in conn.execute("SELECT tier, count(*) FROM member_state WHERE tier <> '' GROUP BY tier"):
        found.all_members += count
        found.before[tier] += count
    found.after = found.before.copy()
    for ref, state in _states(conn, len(versions.every) > 1, date.fromordinal(min(day, NEVER - 1))):
        stored = state.tier
        _, present = advance(versions, state, now_us)
        move = move_of(versions, ref, present, at_us)
        found.before[stored] -= 1
        found.before[present.tier] += 1
        found.after[stored] -= 1
        found.after[present.tier if move is None or move.how == "up_next_event" else move.after] += 1
        if move is not None:
            found.moved[move.how] += 1
            if move.how in ("up", "down"):
                found.pairs[move.before, move.after] += 1
            on_move(move)
    found.before, found.after = +found.before, +found.after
    return found


def move_of(versions: Versions, ref: str, present: MemberState, at_us: int) -> TierMove | None:
    """What time alone does to one member's tier up to then, from a state as of now; None: nothing."""
    passed, then = advance(versions, present, at_us)
    compiled, day = versions.at(at_us), versions.calendar.day_of(at_us)
    why = [reason for one in passed for reason in one.outcome.because if str(reason["code"]).startswith(_TOLD)]
    on = next((one.outcome.day for one in passed if one.outcome.tier != one.outcome.tier_used), day)
    if then.tier != present.tier:
        rises = compiled.level_of.get(then.tier, 0) > compiled.level_of.get(present.tier, 0)
        return TierMove(ref, present.tier, then.tier, "up" if rises else "down", iso_day(on) or "", None, why)
    if then.grace_until and not present.grace_until:
        began = next(one.outcome.day for one in passed for reason in one.outcome.because if reason["code"] == "tier.grace")
        return TierMove(ref, present.tier, then.tier, "grace", iso_day(began) or "", iso_day(then.grace_until - 1), why)
    reached = assess(compiled, then, day)
    if reached.how == "up" and compiled.level_of.get(reached.tier, 0) > compiled.level_of.get(then.tier, 0):
        return TierMove(ref, present.tier, reached.tier, "up_next_event", iso_day(day) or "", None, why)
    return None


def _states(conn: Conn, everybody: bool, by: date) -> Iterator[tuple[str, MemberState]]:
    after = -1
    while True:
        rows = conn.execute(_STATES, {"after": after, "all": everybody, "by": by, "limit": MEMBERS_AT_ONCE}).fetchall()
        for _, ref, stored in rows:
            yield ref, decode_state(stored)
        if len(rows) < MEMBERS_AT_ONCE:
            return
        after = rows[-1][0]



def safe_cell(value: str) -> str:
    """A text that a spreadsheet would take for a formula stays text."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
