"""Moves on the ladder of tiers: up after any event, down at a review or after inactivity."""

from datetime import date
from functools import lru_cache

from regulars.engine.compiled import Compiled
from regulars.engine.decision import Reason
from regulars.engine.grants import tier_follows
from regulars.engine.state import MemberState
from regulars.engine.state_tiers import Aside
from regulars.kit.periods import NEVER, Duration, iso_day, next_period_start, period_end
from regulars.program.document_tiers import DaysOfYear, SoftLanding


def place_of(state: MemberState, compiled: Compiled) -> int:
    """Of the level the ladder alone gives: 0 for the lowest; a level that a later version dropped counts as the lowest."""
    aside = state.aside
    return compiled.level_of.get(state.tier if aside is None or not aside.own else aside.own, 0)


def climb(state: MemberState, compiled: Compiled, day: int, because: list[Reason]) -> None:
    """Go up to the highest level whose ``reach`` holds on ``day``, in one step; a ``keep`` met within the grace cancels the fall."""
    here = place_of(state, compiled)
    for place in range(len(compiled.levels) - 1, here, -1):
        reach = compiled.levels[place].reach
        if reach is not None and reach(state, day):
            _move(state, compiled, place, day, because, {"code": "tier.up"})
            return
    if state.grace_until and keeps(state, compiled, here, day):
        because.append({"code": "tier.grace_cancelled", "tier": compiled.levels[here].id})
        state.grace_until = 0


def keeps(state: MemberState, compiled: Compiled, place: int, day: int) -> bool:
    keep = compiled.levels[place].keep
    return place == 0 or keep is None or keep(state, day)


def review(state: MemberState, compiled: Compiled, today: int, because: list[Reason]) -> None:
    """The review at the start of ``today``: the period that ended yesterday is looked at, as of yesterday."""
    here = place_of(state, compiled)
    if here == 0:
        return
    if keeps(state, compiled, here, today - 1):
        state.grace_until = 0
        if compiled.tiers.review != "day":  # a review that runs every day is only worth a line when it changes something
            because.append({"code": "tier.kept", "tier": compiled.levels[here].id, **_measured(state, compiled, here, today - 1)})
        return
    if state.grace_until:
        return  # already falling
    grace = compiled.tiers.down.grace
    if grace is not None:
        state.grace_until = period_end(grace.period.after(today) - 1, grace.round_to) + 1
        because.append({"code": "tier.grace", "tier": compiled.levels[here].id, "until": iso_day(state.grace_until), **_measured(state, compiled, here, today - 1)})
        return
    fall(state, compiled, today, because, "tier.down")


def fall(state: MemberState, compiled: Compiled, today: int, because: list[Reason], code: str) -> None:
    """One level lower, or with ``step: full`` to the highest lower level whose ``keep`` holds; never below the level's floor."""
    here = place_of(state, compiled)
    if compiled.tiers.down.step == "one":
        to = here - 1
    else:
        to = next(place for place in range(here - 1, -1, -1) if keeps(state, compiled, place, today - 1))
    to = min(max(to, compiled.levels[here].floor), here)
    measured = _measured(state, compiled, here, today - 1)
    if to == here:
        state.grace_until = 0
        if compiled.tiers.review != "day":
            because.append({"code": "tier.at_floor", "from": compiled.levels[here].id, "to": compiled.levels[to].id, **measured})
        return
    lost = state.tier
    _move(state, compiled, to, today, because, {"code": code, **measured})
    if state.tier != lost and compiled.tiers.down.soft_landing is not None:
        land_softly(state, compiled.tiers.down.soft_landing, lost, today, because)


def land_softly(state: MemberState, landing: SoftLanding, lost: str, today: int, because: list[Reason]) -> None:
    """What the lost level's landing keeps; a fall during a landing starts no other."""
    aside = state.aside = state.aside or Aside()
    if aside.soft is None or aside.soft[1] < today:
        aside.soft = (lost, landing.period.after(today) - 1)
        because.append({"code": "tier.soft_landing", "tier": lost, "until": iso_day(aside.soft[1]), "keep": list(landing.keep)})


def stand_on(state: MemberState, compiled: Compiled, place: int, day: int, because: list[Reason]) -> None:
    """Stand on this level at least, whatever one's record here gives: a level brought along from elsewhere."""
    if place > place_of(state, compiled):
        _move(state, compiled, place, day, because, {"code": "tier.up"})


def _move(state: MemberState, compiled: Compiled, place: int, day: int, because: list[Reason], reason: Reason) -> None:
    """To another place of the ladder. While a granted level stands above it, only the member's own level moves beneath."""
    before, aside, level = state.tier, state.aside, compiled.levels[place].id
    state.grace_until = 0
    if aside is None or not aside.own:
        because.append({"code": reason["code"], "from": before, "to": level, **reason})
        state.tier, state.tier_since = level, day
        return
    own, aside.own = aside.own, level
    tier_follows(state, compiled, day)
    if state.tier == before:
        because.append({**reason, "code": "tier.own_moved", "from": own, "to": level, "tier": before})
    else:
        because.append({**reason, "from": before, "to": state.tier})


def _measured(state: MemberState, compiled: Compiled, place: int, day: int) -> Reason:
    asked = compiled.levels[place].to_keep
    return {} if asked is None else {"measured": asked.of(state, day)}


def progress(state: MemberState, compiled: Compiled, day: int) -> Reason:
    """What the next level asks and what the member has; empty on the highest level."""
    for level in compiled.levels[compiled.level_of.get(state.tier, 0) + 1 :]:
        if level.to_reach is not None:
            return {"next": level.id, "how": level.to_reach.how, "criteria": level.to_reach.of(state, day)}
    return {}


def next_review_on(state: MemberState, compiled: Compiled, today: int) -> int:
    """The day at whose start the next review happens, after ``today``; NEVER where there is none. The lowest level is never reviewed."""
    if compiled.tiers.review is None or place_of(state, compiled) == 0:
        return NEVER
    day = review_after(state, compiled, today)
    if state.aside is not None and state.aside.frozen:
        first, last = state.aside.frozen[-1]
        if first <= day <= last:  # reviews that fall on frozen days are left out
            day = review_after(state, compiled, last)
    return day


def review_after(state: MemberState, compiled: Compiled, today: int) -> int:
    every = compiled.tiers.review
    if every is None:
        return NEVER
    if every == "day":
        return today + 1
    if every == "anniversary":
        return next_anniversary(state.enrolled_on, today)
    if every == "tier_anniversary":
        return next_anniversary(state.tier_since, today)
    if every == "dates":
        return _after_dates(compiled.tiers.review_dates, today)
    return next_period_start(today, every)


@lru_cache(maxsize=4_096)
def _after_dates(dates: DaysOfYear | None, today: int) -> int:
    """The first day after ``today`` that follows one of the dates."""
    if dates is None:
        return NEVER
    year = date.fromordinal(today).year
    return min(day for y in (year - 1, year, year + 1) for month, day_of_month in dates.days if (day := date(y, month, day_of_month).toordinal() + 1) > today)


@lru_cache(maxsize=65_536)
def next_anniversary(start: int, today: int) -> int:
    """The first anniversary of ``start`` after ``today``; 29 February's is the 28th in common years."""
    years = max(date.fromordinal(today).year - date.fromordinal(start).year, 1)
    for count in (years, years + 1):
        day = Duration(months=12 * count).after(start)
        if day > today:
            return day
    return NEVER


def inactive_on(state: MemberState, compiled: Compiled, today: int) -> int:
    """The day at whose start inactivity acts, after ``today``; NEVER where it does not."""
    period, here = compiled.tiers.down.inactive_for, place_of(state, compiled)
    if period is None or not compiled.can_fall or compiled.levels[here].floor >= here:
        return NEVER  # nothing to fall to, and so no fall that would start the clock again
    idle_from = state.idle_from
    if state.aside is not None and state.aside.frozen:  # whoever comes back has the whole time again
        idle_from = max(idle_from, state.aside.frozen[-1][1])
    return max(_idle_day(idle_from, period) + 1, today + 1)


@lru_cache(maxsize=65_536)
def _idle_day(last: int, period: Duration) -> int:
    """The first day D with nothing in the days after D - period up to D, when the last activity was on ``last``."""
    day = period.after(last)
    while period.before(day) < last:
        day += 1
    return day
