"""What a new version would do to the real members: their states assessed under both programmes, and their last events decided under both.

Nothing is written, and nothing here computes a point: the engine decides, ``Sums`` adds up. Members are read in slices, each in a snapshot of
its own, so that memory stays flat and a shop that is open waits for nobody.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

import psycopg

from regulars.backtest.retelling import Past, Replayed, replay_year
from regulars.backtest.running import shares_a_budget
from regulars.backtest.sums import HELD_BY_MEMBERS
from regulars.engine.assessing import Assessed, assess
from regulars.engine.compiled import Versions
from regulars.engine.compiling import compile_versions
from regulars.engine.passing import advance
from regulars.engine.state import MemberState, decode_state
from regulars.journal.programs import Version, check_same_points, compile_known, versions_of
from regulars.journal.refolding import logs_of, slices_of
from regulars.journal.versioning import check_begins, in_force
from regulars.kit.periods import Duration, microseconds
from regulars.program.document import Program
from regulars.program.reading import require

Conn = psycopg.Connection[Any]
# [(member_id, local day)], which fields -> what rules may ask about the member on that day
FactsOf = Callable[[Sequence[tuple[int, int]], frozenset[str]], Mapping[tuple[int, int], Mapping[str, Any]]]

MEMBERS_AT_ONCE = 2_000
EVENTS_AT_ONCE = 20_000

_STATES = """
SELECT s.member_id, (SELECT min(ref) FROM member_ref r WHERE r.member_id = s.member_id), s.state::text
  FROM member_state s WHERE s.member_id > %s ORDER BY s.member_id LIMIT %s
"""


class Move(NamedTuple):
    """A member whom the new version leads elsewhere than the present one. ``when``: ``next_event`` or ``review``."""

    member: str
    tier: str  # where they stand now
    under_old: str  # where the present rules lead
    under_new: str
    when: str


@dataclass
class Effect:
    """What one plan adds up. ``held``: (wallet, account) -> points the members hold; ``populations`` by level, as the rules lead."""

    members: int = 0
    now: Counter[str] = field(default_factory=Counter)
    under_old: Counter[str] = field(default_factory=Counter)
    under_new: Counter[str] = field(default_factory=Counter)
    up: int = 0
    down: int = 0
    moves: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # (under old, under new, when)
    held: Counter[tuple[str, str]] = field(default_factory=Counter)


@dataclass(frozen=True)
class Plan:
    """``number``: the version in force now; ``starts``: when the new one would begin; ``replayed`` only where that was asked for."""

    number: int
    old: Program
    new: Program
    starts: datetime
    effect: Effect
    replayed: Replayed | None
    is_whole: bool  # members share a budget, so that a replay member by member can only estimate it


def plan(
    conn: Conn,
    document: str,
    *,
    at: datetime,
    starts: datetime | None = None,
    replay: Duration | None = None,
    facts_of: FactsOf | None = None,
    on_move: Callable[[Move], None] | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> Plan:
    """What ``document`` would change, were it applied ``starts`` (None: ``at``). Nothing is written.

    conn: in autocommit mode. replay: so much of the past, up to ``at``, is decided again under both programmes. on_move is told each member
    who is led elsewhere, on_progress how many members (and then events) are done. facts_of: asked where the new programme's rules ask about members.
    Raises Invalid ``programme.invalid | program.starts_in_the_past``, OtherProgram, NoProgram.
    """
    new = require(document)
    every = versions_of(conn)
    present = in_force(every, at)
    check_same_points(every[-1].read(), new)
    if starts is not None:
        check_begins(starts, at)
    begins = starts or at
    old_versions = compile_known(every)
    new_versions = _with_candidate(every, new, begins)
    effect = Effect()
    for ref, state in _states(conn):
        move = _look(effect, ref, state, old_versions, new_versions, microseconds(begins))
        if move is not None and on_move:
            on_move(move)
        if on_progress and effect.members % 100 == 0:
            on_progress(effect.members)
    replayed = None
    if replay is not None:
        past = Past(present.version, present.read(), new, at, replay)
        replayed = replay_year(_logs(conn), every, past, facts_of, lambda events: on_progress(effect.members + events) if on_progress else None)
    return Plan(present.version, present.read(), new, begins, effect, replayed, shares_a_budget(new))


def size_of(conn: Conn, *, replayed: bool) -> int:
    """How much ``on_progress`` will count to: members, and every event where the past is decided again."""
    row = conn.execute("SELECT count(*), coalesce(sum(version), 0)::bigint FROM member_state").fetchone()
    return row[0] + (row[1] if replayed else 0) if row else 0


def _with_candidate(every: Sequence[Version], new: Program, begins: datetime) -> Versions:
    """The versions as they would be: the new one after all that begin before it; what is scheduled later is left out, since it would be decided anew."""
    known = [(microseconds(one.in_force_from) if one.in_force_from else None, one.version, one.read()) for one in every]
    kept = [one for one in known if one[0] is None or one[0] <= microseconds(begins)]
    return compile_versions([*kept, (microseconds(begins), every[-1].version + 1, new)])


def _look(effect: Effect, ref: str, state: MemberState, old: Versions, new: Versions, begins_us: int) -> Move | None:
    """Both programmes on one member, at the moment the new one begins."""
    _, state = advance(old, state, begins_us)
    for wallet, own in state.wallets.items():
        for account in HELD_BY_MEMBERS:
            if points := getattr(own, account):
                effect.held[wallet, account] += points
    if state.pool is not None:  # its points are its members'; it stands on no level
        return None
    moment_us = max(begins_us, state.advanced_us)
    day = old.calendar.day_of(moment_us)
    before, after = assess(old.at(moment_us), state, day), assess(new.at(moment_us), state, day)
    effect.members += 1
    effect.now[state.tier] += 1
    effect.under_old[before.tier] += 1
    effect.under_new[after.tier] += 1
    places, were = new.at(moment_us).level_of, old.at(moment_us).level_of
    place, was = places[after.tier], places.get(before.tier, were[before.tier])  # a dropped level ranks where it stood
    if place == was:
        return None
    effect.up += place > was
    effect.down += place < was
    when = _when(before, after)
    effect.moves[before.tier, after.tier, when] += 1
    return Move(ref, state.tier, before.tier, after.tier, when)


def _when(before: Assessed, after: Assessed) -> str:
    """A difference that comes from somebody rising shows with their next event; one from somebody falling at the review."""
    if after.how == "up" or (after.how == "stays" and before.how == "up"):
        return "next_event"
    return "review"


def _states(conn: Conn) -> Iterator[tuple[str, MemberState]]:
    last = 0
    while rows := conn.execute(_STATES, (last, MEMBERS_AT_ONCE)).fetchall():
        for member_id, ref, state in rows:
            last = member_id
            yield ref, decode_state(state)


def _logs(conn: Conn) -> Iterator[Any]:
    for first, last in slices_of(conn, EVENTS_AT_ONCE):
        yield from logs_of(conn, first, last)

