"""What holds of a member's tier beside the ladder's own moves, as time passes: landings that end."""

from fractions import Fraction

from regulars.engine.compiled import Compiled
from regulars.engine.decision import Reason
from regulars.engine.state import Aside, MemberState
from regulars.kit.periods import NEVER


def pass_beside(state: MemberState, compiled: Compiled, today: int, because: list[Reason]) -> None:
    """What ends at the start of ``today``."""
    aside = state.aside
    if aside is None:
        return
    if aside.soft is not None and aside.soft[1] < today:
        because.append({"code": "tier.soft_landing_over", "tier": aside.soft[0]})
        aside.soft = None
    drop_if_empty(state)


def next_beside(state: MemberState, today: int) -> int:
    """The first day after ``today`` at whose start one of these ends; NEVER where nothing does."""
    aside = state.aside
    if aside is None or aside.soft is None:
        return NEVER
    return max(aside.soft[1], today) + 1


def drop_if_empty(state: MemberState) -> None:
    if state.aside == Aside():
        state.aside = None


def multiplied_as(state: MemberState, compiled: Compiled, today: int) -> int | None:
    """The place of the level whose multiplier a soft landing keeps, where it is better than the level's own; else None."""
    landing = compiled.tiers.down.soft_landing
    if state.aside is None or state.aside.soft is None or landing is None or "multiplier" not in landing.keep or state.aside.soft[1] < today:
        return None
    kept, own = compiled.level_of.get(state.aside.soft[0], 0), compiled.level_of.get(state.tier, 0)
    return kept if multiplier_at(compiled, kept) > multiplier_at(compiled, own) else None


def multiplier_at(compiled: Compiled, place: int) -> Fraction:
    level = compiled.levels[place]
    return Fraction(level.bonus_num, level.bonus_den)
