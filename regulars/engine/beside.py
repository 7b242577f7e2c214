"""What holds of a member's tier beside the ladder's own moves, as time passes: landings, freezes, granted levels and fast tracks that end."""

from fractions import Fraction

from regulars.engine.compiled import Compiled
from regulars.engine.decision import Reason
from regulars.engine.grants import place_in, tier_follows
from regulars.engine.ladder import keeps, place_of
from regulars.engine.membership import pass_membership
from regulars.engine.state import MemberState
from regulars.engine.state_tiers import Aside, Grant
from regulars.kit.periods import NEVER


def pass_beside(state: MemberState, compiled: Compiled, today: int, because: list[Reason]) -> dict[str, str]:
    """What ends at the start of ``today``, after the day's reviews. What became of a paid membership, if anything."""
    aside = state.aside
    if aside is None:
        return {}
    told = pass_membership(state, compiled, today, because) if aside.membership is not None else {}
    if aside.soft is not None and aside.soft[1] < today:
        because.append({"code": "tier.soft_landing_over", "tier": aside.soft[0]})
        aside.soft = None
    if aside.frozen and aside.frozen[-1][1] == today - 1:
        because.append({"code": "tier.freeze_over"})
    for grant in [grant for grant in aside.grants if grant.until < today and grant.kind != "paid"]:
        _end(grant, state, compiled, today, because)
    for track, (_, last) in list(aside.tracks.items()):
        if 0 < last < today:
            del aside.tracks[track]
            because.append({"code": "track.missed", "track": track})
    drop_if_empty(state)
    return told


def _end(grant: Grant, state: MemberState, compiled: Compiled, today: int, because: list[Reason]) -> None:
    """Whoever meets ``keep`` of the granted level, or of one between, stays there; the others go back to their own level."""
    aside, before = state.aside, state.tier
    if aside is None:
        return
    aside.grants.remove(grant)
    own = place_of(state, compiled)
    if compiled.can_fall:
        kept = next((place for place in range(place_in(grant, compiled), own, -1) if keeps(state, compiled, place, today - 1)), own)
        if kept > own:
            aside.own = compiled.levels[kept].id
            state.grace_until = 0
    tier_follows(state, compiled, today)
    code = f"tier.{grant.kind}_over" if state.tier != before else f"tier.{grant.kind}_kept"
    because.append({"code": code, "from": before, "to": state.tier, "tier": grant.level, **({"track": grant.note} if grant.kind == "track" else {})})


def next_beside(state: MemberState, today: int) -> int:
    """The first day after ``today`` at whose start one of these ends; NEVER where nothing does."""
    aside = state.aside
    if aside is None:
        return NEVER
    lasts = [grant.until for grant in aside.grants]
    lasts += [last for _, last in aside.tracks.values() if last]
    if aside.membership is not None:
        lasts.append(aside.membership.until)
    if aside.soft is not None:
        lasts.append(aside.soft[1])
    if aside.frozen and aside.frozen[-1][1] >= today:
        lasts.append(aside.frozen[-1][1])
    return max(min(lasts), today) + 1 if lasts else NEVER


def drop_if_empty(state: MemberState) -> None:
    if state.aside == Aside():
        state.aside = None


def multiplied_as(state: MemberState, compiled: Compiled, today: int) -> int | None:
    """The place of the level whose multiplier a soft landing keeps, where it is better than the level's own; else None."""
    landing = compiled.tiers.down.soft_landing
    if state.aside is None or state.aside.soft is None or landing is None or "multiplier" not in landing.keep or state.aside.soft[1] < today:
        return None
    kept, own = compiled.level_of.get(state.aside.soft[0], 0), compiled.level_of.get(state.tier, 0)
    return kept if _multiplier_at(compiled, kept) > _multiplier_at(compiled, own) else None


def _multiplier_at(compiled: Compiled, place: int) -> Fraction:
    level = compiled.levels[place]
    return Fraction(level.bonus_num, level.bonus_den)
