"""What stands before a member's tier: why it is what it is, what keeps it and until when, what is missing for the next, where the next look leads.

Everything is told from the state as it is now, as if nothing more happened; the projection lets time pass in memory with the engine's own ``advance``.
"""

from typing import Any, NamedTuple

from regulars.engine.compiled import Compiled, Versions
from regulars.engine.criteria import Progress, compile_criterion
from regulars.engine.decision import Reason
from regulars.engine.freezing import frozen_until
from regulars.engine.ladder import inactive_on, keeps, next_review_on, place_of
from regulars.engine.membership import running
from regulars.engine.passing import advance
from regulars.engine.pay_off import pay_off
from regulars.engine.state import MemberState
from regulars.kit.periods import NEVER, iso_day
from regulars.program.document import Program
from regulars.program.document_conditions import AllOf, AnyOf, NotOf
from regulars.program.document_tiers import Criterion, Measured


class Outlook(NamedTuple):
    """All of it as codes, texts and ISO days, ready for JSON.

    ``keep``: what keeps the member's own level, counted as of ``by`` (what will have left the window then does not count); {} where nothing is taken away.
    ``next``: what the next level asks, as of today; {} at the top. Each holds a tree of ``any`` / ``all`` / ``not`` over measures with ``missing``.
    """

    why: list[Reason]
    keep: Reason
    next: Reason
    projected: Reason  # {tier, on}: where the next review, or the end of the grace, leads; {} where nothing is ahead
    grants: list[Reason]
    frozen_until: str | None
    soft_landing: Reason
    membership: Reason
    paid: list[Reason]  # for each plan: the spend of one term at which it pays, and what was spent in the running one
    fast_tracks: list[Reason]
    kept_benefits: list[Reason]


def outlook(versions: Versions, state: MemberState, at_us: int) -> Outlook:
    """As of ``at_us``; time passes up to then in memory."""
    _, state = advance(versions, state, at_us)
    now_us = max(at_us, state.advanced_us)
    compiled, today = versions.at(now_us), versions.calendar.day_of(now_us)
    keep, following, grants = _keep(state, compiled, today), _next(state, compiled, today), _grants(state, compiled, today)
    projected, soft = _projected(versions, state, compiled, today), _soft(state, compiled, today)
    frozen = frozen_until(state, today)
    return Outlook(
        _why(state, compiled, today, keep, following, projected, grants, soft, frozen),
        keep,
        following,
        projected,
        grants,
        iso_day(frozen) if frozen else None,
        soft,
        _membership(state, today),
        pay_off(state, compiled, today),
        _tracks(state, compiled, today),
        kept_benefits(state, compiled, today),
    )


def asked(criterion: Criterion, program: Program, state: MemberState, day: int) -> Reason:
    """A criterion as a tree: each measure with have, need, missing and met; ``any``, ``all`` and ``not`` with met."""
    if isinstance(criterion, Measured):
        (one,) = Progress(criterion, program).of(state, day)
        return {**one, "missing": _missing(one)}
    met = compile_criterion(criterion, program)(state, day)
    if isinstance(criterion, NotOf):
        return {"not": asked(criterion.part, program, state, day), "met": met}
    kind = "any" if isinstance(criterion, AnyOf) else "all"
    assert isinstance(criterion, AnyOf | AllOf)
    return {kind: [asked(part, program, state, day) for part in criterion.parts], "met": met}


def leaves(asks: Reason | None) -> list[Reason]:
    """The measures of a tree of ``asked``, in document order; those under ``not`` are left out."""
    if not asks or "not" in asks:
        return []
    parts = asks.get("any") or asks.get("all")
    return [asks] if parts is None else [leaf for part in parts for leaf in leaves(part)]


def _missing(one: dict[str, Any]) -> str:
    have, need = str(one["have"]), str(one["need"])
    digits = max(len(text.partition(".")[2]) for text in (have, need))
    left = max(_scaled(need, digits) - _scaled(have, digits), 0)
    if digits == 0:
        return str(left)
    text = f"{left // 10**digits}.{left % 10**digits:0{digits}d}"
    return text if one["measure"] == "spend" else text.rstrip("0").rstrip(".")


def _scaled(text: str, digits: int) -> int:
    whole, _, part = text.partition(".")
    return int(whole + part.ljust(digits, "0"))


def _keep(state: MemberState, compiled: Compiled, today: int) -> Reason:
    here = place_of(state, compiled)
    level = compiled.program.tiers.levels[here]
    criterion = level.keep if level.keep is not None else level.reach
    if here == 0 or not compiled.can_fall or criterion is None:
        return {}
    if compiled.levels[here].floor >= here:
        return {"tier": level.id, "never_taken": True}
    review = next_review_on(state, compiled, today)
    if state.grace_until > today:  # a keep met on any day before its end cancels the fall
        by, as_of = state.grace_until - 1, today
    elif review < NEVER:
        by = as_of = review - 1
    else:
        return {}
    tree = asked(criterion, compiled.program, state, as_of)
    return {"tier": level.id, "by": iso_day(by), "grace": bool(state.grace_until), "met": tree["met"], "asks": tree}


def _next(state: MemberState, compiled: Compiled, today: int) -> Reason:
    here = max(place_of(state, compiled), compiled.level_of.get(state.tier, 0))
    for level in compiled.program.tiers.levels[here + 1 :]:
        if level.reach is not None:
            tree = asked(level.reach, compiled.program, state, today)
            return {"tier": level.id, "met": tree["met"], "asks": tree}
    return {}


def _projected(versions: Versions, state: MemberState, compiled: Compiled, today: int) -> Reason:
    ahead = [next_review_on(state, compiled, today), inactive_on(state, compiled, today), state.grace_until or NEVER]
    ahead += [grant.until + 1 for grant in state.aside.grants] if state.aside is not None else []
    on = min(ahead)
    if on >= NEVER:
        return {}
    _, then = advance(versions, state, versions.calendar.start_of(max(on, today + 1)))
    found: Reason = {"tier": then.tier, "on": iso_day(on)}
    if then.grace_until:
        found["grace_until"] = iso_day(then.grace_until - 1)
    return found


def _grants(state: MemberState, compiled: Compiled, today: int) -> list[Reason]:
    if state.aside is None:
        return []
    held = sorted(state.aside.grants, key=lambda grant: -compiled.level_of.get(grant.level, 0))
    return [
        {"kind": grant.kind, "tier": grant.level, "since": iso_day(grant.since), "until": iso_day(grant.until), "note": grant.note}
        for grant in held
        if grant.until >= today
    ]


def _soft(state: MemberState, compiled: Compiled, today: int) -> Reason:
    landing = compiled.tiers.down.soft_landing
    if state.aside is None or state.aside.soft is None or landing is None or state.aside.soft[1] < today:
        return {}
    return {"tier": state.aside.soft[0], "until": iso_day(state.aside.soft[1]), "keep": list(landing.keep)}


def kept_benefits(state: MemberState, compiled: Compiled, today: int) -> list[Reason]:
    """What a lost level still gives beside its multiplier: ``{benefit, tier, until}``, for a till to honour up to and including that day."""
    soft = _soft(state, compiled, today)
    return [{"benefit": each, "tier": soft["tier"], "until": soft["until"]} for each in soft.get("keep", ()) if each != "multiplier"]


def _membership(state: MemberState, today: int) -> Reason:
    held = running(state, today)
    if held is None:
        return {}
    return {"plan": held.plan, "since": iso_day(held.terms[0][0]), "until": iso_day(held.until), "trial": held.is_trial, "cancelled": held.is_cancelled}


def _tracks(state: MemberState, compiled: Compiled, today: int) -> list[Reason]:
    """The missions that would still lift the member; one that wants a request shows its count once somebody asked."""
    found = []
    asides = state.aside.tracks if state.aside is not None else {}
    held = {grant.note for grant in state.aside.grants if grant.kind == "track"} if state.aside is not None else set()
    for track in compiled.tracks:
        if track.id in held or track.place <= compiled.level_of.get(state.tier, 0) or not track.starts <= today <= track.ends:
            continue
        last = asides.get(track.id, (0, 0))[1]
        one: Reason = {"track": track.id, "tier": track.level, "on_request": track.on_request, "until": iso_day(last) if last else None}
        if last or not track.on_request:
            one |= {"how": track.to_reach.how, "criteria": [{**part, "missing": _missing(part)} for part in track.to_reach.of(state, today)]}
        found.append(one)
    return found


def _why(
    state: MemberState,
    compiled: Compiled,
    today: int,
    keep: Reason,
    following: Reason,
    projected: Reason,
    grants: list[Reason],
    soft: Reason,
    frozen: int,
) -> list[Reason]:
    own, tier = place_of(state, compiled), compiled.levels[compiled.level_of.get(state.tier, 0)].id
    holding = next((grant for grant in grants if grant["kind"] == "set"), None)
    if holding is None and compiled.level_of.get(state.tier, 0) > own:
        holding = next((grant for grant in grants if grant["tier"] == tier), None)
    reasons: list[Reason] = []
    if holding is not None:
        reasons.append({"code": f"why.{holding['kind']}", "tier": tier, "until": holding["until"], "note": holding["note"]})
        reasons.append({"code": "why.own_beneath", "tier": compiled.levels[own].id})
    elif own == 0:
        reasons.append({"code": "why.lowest", "tier": tier})
    else:
        reasons.append(_own(state, compiled, today, own))
    if frozen:
        reasons.append({"code": "why.frozen", "until": iso_day(frozen)})
    if keep.get("never_taken"):
        reasons.append({"code": "why.never_taken", "tier": keep["tier"]})
    elif keep:
        code = "why.keep_met" if keep["met"] else "why.grace" if keep["grace"] else "why.keep_missing"
        reasons.append({"code": code, "tier": keep["tier"], "by": keep["by"], "asks": keep["asks"]})
    if projected and projected["tier"] != state.tier:
        reasons.append({"code": "why.projected", "tier": projected["tier"], "on": projected["on"]})
    if soft:
        reasons.append({"code": "why.soft_landing", **soft})
    if following:
        reasons.append({"code": "why.next_met" if following["met"] and holding is None else "why.next", "tier": following["tier"], "asks": following["asks"]})
    return reasons


def _own(state: MemberState, compiled: Compiled, today: int, own: int) -> Reason:
    """Does ``reach`` still hold, or ``keep`` only, or has nobody looked since?"""
    level, since = compiled.levels[own], iso_day(state.tier_since)
    if level.reach is not None and level.reach(state, today):
        return {"code": "why.reach", "tier": level.id, "since": since, "measured": level.to_reach.of(state, today) if level.to_reach else []}
    if keeps(state, compiled, own, today):
        return {"code": "why.keep", "tier": level.id, "since": since, "measured": level.to_keep.of(state, today) if level.to_keep else []}
    return {"code": "why.not_reviewed", "tier": level.id, "since": since}
