"""“Why did I get, lose or not get these points?”, “why this level?” and “what is missing for the next?”, for any past movement.

Everything is said from what was stored when it was decided; nothing is judged anew. Only what a level asked for on the day it was reached is
worked out again, by deciding the member's own log once more.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import psycopg

from regulars.engine.compiled import Compiled, Versions
from regulars.engine.decision import Reason
from regulars.engine.explain import sentence, sentences
from regulars.engine.moved import moved_sentence
from regulars.engine.outlook import outlook
from regulars.engine.standing import Standing, standing
from regulars.engine.state import MemberState
from regulars.journal.errors import UnknownEvent
from regulars.journal.programs import Shelf, versions_of
from regulars.journal.queries import Moved, Movement, member_id_of, movement_at, state_of
from regulars.journal.refolding import logs_of, retell
from regulars.kit.formats import local_day
from regulars.kit.periods import NEVER, iso_day
from regulars.program.document import Program

Conn = psycopg.Connection[Any]
MOST_ORIGINS = 5
MISSED = ("rule.missed_", "challenge.missed_", "referral.missed", "limit.clipped", "budget.", "challenge.clipped", "referral.clipped", "lines.excluded", "tenders.")
OF_TIERS = ("tier.", "track.", "membership.", "member.enrolled")

_SEQS = "SELECT seq FROM event WHERE member_id = %s AND external_id = %s AND (%s::text IS NULL OR source = %s) ORDER BY seq DESC LIMIT 20"
_ORDER = "SELECT seq FROM event WHERE member_id = %s AND order_id = %s AND type = 'order.paid' ORDER BY seq LIMIT 1"
_ORIGINS = """
SELECT e.external_id, e.occurred_at, sum(t.points)::bigint FROM transfer t JOIN event e USING (member_id, seq)
 WHERE t.member_id = %s AND t.wallet = %s AND t.lot = %s AND t.seq < %s AND t.source IN ('issued', 'adjusted', 'opening', 'transit') AND t.target IN ('active', 'pending')
 GROUP BY t.seq, e.external_id, e.occurred_at ORDER BY t.seq LIMIT %s
"""
_MOVED_TIER = """
SELECT seq FROM event WHERE member_id = %s AND (type = 'member.enrolled' OR outcome ->> 'tier' IS DISTINCT FROM outcome ->> 'tier_used')
   AND coalesce(outcome ->> 'status', 'created') = 'created' ORDER BY seq DESC LIMIT 1
"""


class Why(NamedTuple):
    """One event explained. ``got``: why points came or went; ``not_got``: what gave nothing, or less, and why; ``moved``: each transfer in words."""

    movement: Movement
    got: list[str]
    not_got: list[str]
    moved: list[str]
    about: "Why | None" = None  # of a return: the order it is about


class WhyTier(NamedTuple):
    """``because``: what brought the member to the level, the last change; ``keep`` and ``next``: what it takes now."""

    tier: str
    because: list[str]
    keep: list[str]
    next: list[str]


def why_event(conn: Conn, versions: Versions, ref: str, id: str, language: str, source: str | None = None) -> list[Why]:
    """Every event of the member with this id, the latest first (one, unless several sources use the id).

    Raises UnknownMember; UnknownEvent when nothing with the id has come for the member.
    """
    member_id = member_id_of(conn, ref)
    seqs = [seq for (seq,) in conn.execute(_SEQS, (member_id, id, source, source))] if "\x00" not in id else []
    if not seqs:
        raise UnknownEvent(id=id)
    return [_why(conn, versions, member_id, seq, language) for seq in seqs]


def _why(conn: Conn, versions: Versions, member_id: int, seq: int, language: str, with_order: bool = True) -> Why:
    movement = movement_at(conn, member_id, seq)
    outcome, program = movement.outcome, versions.number(movement.outcome.version).program
    got = [reason for reason in outcome.because if not _missed(reason)]
    not_got = [reason for reason in outcome.because if _missed(reason)]
    about = None
    if with_order and movement.type == "order.returned":
        row = conn.execute(_ORDER, (member_id, movement.order_id)).fetchone()
        about = _why(conn, versions, member_id, row[0], language, False) if row and row[0] != seq else None
    return Why(
        movement,
        sentences(got, language, program),
        sentences(not_got, language, program),
        moved_sentences(conn, member_id, seq, movement.transfers, language, program),
        about,
    )


def _missed(reason: Reason) -> bool:
    return str(reason.get("code", "")).startswith(MISSED)


def moved_sentences(conn: Conn, member_id: int, seq: int, transfers: Sequence[Moved], language: str, program: Program) -> list[str]:
    """Each transfer in words; after points that lapsed, where they had come from (their lot's first few events)."""
    told = []
    for one in transfers:
        told.append(moved_sentence(one.source, one.target, one.points, one.lot, one.expires_on, one.rule, language, program, one.wallet))
        if one.target == "breakage":
            for event, at, points in conn.execute(_ORIGINS, (member_id, one.wallet, one.lot, seq, MOST_ORIGINS)):
                reason = {"code": "moved.came_from", "origin": event, "from": local_day(at, program.timezone).isoformat(), "points": points}
                told.append(sentence(reason, language, program))
    return told


def why_tier(conn: Conn, versions: Versions, ref: str, at_us: int, language: str) -> WhyTier:
    """The member's level as it stands at ``at_us``. Raises UnknownMember."""
    member_id, state = member_id_of(conn, ref), state_of(conn, ref)
    now = standing(versions, state, at_us)
    today, compiled = versions.calendar.day_of(at_us), versions.at(at_us)
    to_keep = _to_keep(state, now, compiled, today)
    if state.aside is not None:  # granted, frozen, paid for: the level's own keep is not the whole answer
        to_keep = [reason for reason in outlook(versions, state, at_us).why if reason["code"] != "why.next"]
    return WhyTier(
        now.tier,
        _because(conn, versions, member_id, now, language),
        sentences(to_keep, language, compiled.program),
        sentences(_next(now), language, compiled.program),
    )


def _because(conn: Conn, versions: Versions, member_id: int, now: Standing, language: str) -> list[str]:
    program = versions.latest.program
    told = [sentence({"code": "why.tier", "tier": now.tier, "from": iso_day(now.tier_since) or ""}, language, program)]
    passed = [reason for day in now.passed for reason in day.outcome.because if _of_tiers(reason)]
    if any(day.outcome.tier != day.outcome.tier_used for day in now.passed):  # the clock has not written it yet
        return told + sentences(passed, language, program)
    row = conn.execute(_MOVED_TIER, (member_id,)).fetchone()
    if row is None:
        return told
    movement = movement_at(conn, member_id, row[0])
    decided = versions.number(movement.outcome.version)
    told += sentences([reason for reason in movement.outcome.because if _of_tiers(reason)], language, decided.program)
    if any(reason["code"] == "tier.up" for reason in movement.outcome.because):
        told += _measured_then(conn, member_id, movement, decided, language)
    return told


def _of_tiers(reason: Reason) -> bool:
    code = str(reason.get("code", ""))
    return code.startswith(OF_TIERS) and code != "tier.multiplier"


def _measured_then(conn: Conn, member_id: int, movement: Movement, decided: Compiled, language: str) -> list[str]:
    """What the member had when the level was reached, measured on the state of that event."""
    place = decided.level_of.get(movement.outcome.tier)
    asked = decided.levels[place].to_reach if place is not None else None
    state = _state_after(conn, member_id, movement.seq)
    if asked is None or state is None or place is None:
        return []
    level, day = decided.levels[place].id, movement.outcome.day
    return [sentence({"code": "why.tier_reached", "tier": level, "from": iso_day(day), "measured": asked.of(state, day)}, language, decided.program)]


def _state_after(conn: Conn, member_id: int, seq: int) -> MemberState | None:
    log = next(iter(logs_of(conn, member_id, member_id)), None)
    if log is None:
        return None
    state = None
    for told in retell(log._replace(events=[one for one in log.events if one.seq <= seq]), Shelf(versions_of(conn))):
        state = told.state
    return state


def _to_keep(state: MemberState, now: Standing, compiled: Compiled, today: int) -> list[Reason]:
    place = compiled.level_of[now.tier]
    if not place:
        return []
    if not compiled.can_fall:
        return [{"code": "why.tier_kept_for_ever", "tier": now.tier}]
    told: list[Reason] = []
    if now.grace_until:
        told.append({"code": "why.tier_grace", "tier": now.tier, "until": iso_day(now.grace_until)})
    asked = compiled.levels[place].to_keep
    if asked is not None and now.review_on < NEVER:
        told.append({"code": "why.tier_keep", "tier": now.tier, "until": iso_day(now.review_on), "measured": asked.of(state, today)})
    return told


def _next(now: Standing) -> list[Reason]:
    if not now.progress:
        return [{"code": "why.highest"}]
    code = "why.next_any" if now.progress["how"] == "any" and len(now.progress["criteria"]) > 1 else "why.next_all"
    return [{"code": code, "tier": now.progress["next"], "measured": now.progress["criteria"]}]
