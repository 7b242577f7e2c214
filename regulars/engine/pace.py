"""How likely a member reaches the next level, or keeps this one, by the next review: from their own weeks and nothing else.

An urn holds the member's past weeks, quiet ones too. A future is drawn week by week; each week drawn goes back with a copy of itself, so that
somebody known for a short time is foreseen with less certainty. The engine's own criterion looks at each future. The same 200 sets of draws
serve everybody: whole numbers only, and the same member always gets the same answer. It is no decision: nothing is stored, nothing depends on it.
Source: docs/algorithms/probability-to-reach.md.
"""

from functools import lru_cache

from regulars.engine.compiled import Compiled, Versions
from regulars.engine.criteria import Holds, asked_measures, compile_criterion
from regulars.engine.decision import Reason
from regulars.engine.ladder import next_review_on, place_of, review_after
from regulars.engine.passing import advance
from regulars.engine.state import MemberState
from regulars.engine.state_parts import Buckets
from regulars.kit.periods import NEVER, iso_day
from regulars.program.document_tiers import Criterion

FUTURES = 200  # a probability is off by chance by 3 or 4 in 100 at most: it is told in steps of 5
FEWEST_WEEKS, FEWEST_WITH_SOMETHING = 8, 3
MOST_WEEKS = 52  # the past looked at
WEEK = 7
OPEN_END_DAYS = 90  # looked ahead where no review is named, or one happens every day
LONGEST_LOOK = 54  # weeks: a review comes every year at least

Week = list[tuple[str, int, int]]  # (measure, day of the week 1 … 7, amount)


def chances(versions: Versions, state: MemberState, at_us: int) -> list[Reason]:
    """``{code, goal: reach | keep, tier, by, in_100, weeks}`` for the next level and for the present one, where either is still open.

    in_100: in steps of 5; ``chance.too_early`` has none: fewer than eight weeks of membership, fewer than three with anything in them, or a longer
    way to go than has been seen. weeks: how many of the member's own were drawn from. A criterion that is met already, or asks for what the member's
    days do not tell, is left out.
    """
    _, state = advance(versions, state, at_us)
    now_us = max(at_us, state.advanced_us)
    compiled, today = versions.at(now_us), versions.calendar.day_of(now_us)
    return [*_keeping(state, compiled, today), *_reaching(state, compiled, today)]


def _keeping(state: MemberState, compiled: Compiled, today: int) -> list[Reason]:
    here = place_of(state, compiled)
    level = compiled.program.tiers.levels[here]
    criterion, review = level.keep or level.reach, next_review_on(state, compiled, today)
    if here == 0 or not compiled.can_fall or criterion is None or compiled.levels[here].floor >= here:
        return []
    holds = compile_criterion(criterion, compiled.program)
    if state.grace_until > today:
        return _told("keep", level.id, criterion, holds, state, compiled, today, state.grace_until - 1, "any")
    if compiled.tiers.review == "day":
        return _told("keep", level.id, criterion, holds, state, compiled, today, today + OPEN_END_DAYS, "every")
    return _told("keep", level.id, criterion, holds, state, compiled, today, review - 1, "last") if review < NEVER else []


def _reaching(state: MemberState, compiled: Compiled, today: int) -> list[Reason]:
    here = max(place_of(state, compiled), compiled.level_of.get(state.tier, 0))
    following = next((level for level in compiled.program.tiers.levels[here + 1 :] if level.reach is not None), None)
    if following is None or following.reach is None:
        return []
    review = review_after(state, compiled, today)
    by = review - 1 if review < NEVER and compiled.tiers.review != "day" else today + OPEN_END_DAYS
    holds = compile_criterion(following.reach, compiled.program)
    return _told("reach", following.id, following.reach, holds, state, compiled, today, by, "any")


def _told(
    goal: str, tier: str, criterion: Criterion, holds: Holds, state: MemberState, compiled: Compiled, today: int, by: int, when: str
) -> list[Reason]:
    met = holds(state, by if when == "last" else today)
    if by <= today or (met and when != "every"):
        return []
    names = sorted(asked_measures(criterion, compiled.program))
    weeks = past_weeks(state, names, today)
    found: Reason = {"code": f"chance.{goal}", "goal": goal, "tier": tier, "by": iso_day(by), "weeks": len(weeks)}
    if len(weeks) < FEWEST_WEEKS or sum(1 for week in weeks if week) < FEWEST_WITH_SOMETHING or by - today > WEEK * len(weeks):
        return [{**found, "code": "chance.too_early"}]
    share = in_100(weeks, state, holds, names, today, by, when)
    return [{**found, "in_100": min(max((share + 2) // 5 * 5, 0), 100)}]


def past_weeks(state: MemberState, names: list[str], today: int) -> list[Week]:
    """The member's whole weeks up to and including today, the latest first; the one in which they joined is left out where it was not whole."""
    count = min(max(today - state.enrolled_on, 0) // WEEK, MOST_WEEKS)
    weeks: list[Week] = [[] for _ in range(count)]
    for name in names:
        buckets = state.measures.get(name) or Buckets()
        for day, amount in zip(buckets.days, buckets.amounts, strict=True):
            back, rest = divmod(today - day, WEEK)
            if 0 <= back < count:
                weeks[back].append((name, WEEK - rest, amount))
    return weeks


def in_100(weeks: list[Week], state: MemberState, holds: Holds, names: list[str], today: int, by: int, when: str) -> int:
    """In how many of 100 futures it holds by the end of ``by``: at the end of ``any`` week, of ``every`` one, or on the ``last`` day."""
    past = {name: state.measures.get(name) or Buckets() for name in names}
    length, met = by - today, 0
    for draws in _draws():
        measures = {name: Buckets(buckets.days.copy(), buckets.amounts.copy(), buckets.total) for name, buckets in past.items()}
        future = MemberState(measures=measures, aside=state.aside, enrolled_on=state.enrolled_on)
        met += _comes_true(weeks, future, holds, draws, today, length, when)
    return met * 100 // FUTURES


def _comes_true(weeks: list[Week], future: MemberState, holds: Holds, draws: list[int], today: int, length: int, when: str) -> bool:
    urn = list(range(len(weeks)))
    for number in range(-(-length // WEEK)):
        drawn = urn[draws[number] % len(urn)]
        urn.append(drawn)
        start = today + number * WEEK
        end = min(start + WEEK, today + length)
        for name, place, amount in weeks[drawn]:
            if start + place <= end:
                future.measures[name].add(start + place, amount)
        if when == "last" and end < today + length:
            continue
        if holds(future, end) != (when == "every"):
            return when != "every"
    return when == "every"


@lru_cache(maxsize=1)
def _draws() -> list[list[int]]:
    """The same numbers for everybody: splitmix64 from 0 (Steele, Lea, Flood 2014), the upper 32 bits."""
    found, seed, mask = [], 0, (1 << 64) - 1
    for _ in range(FUTURES):
        row = []
        for _ in range(LONGEST_LOOK):
            seed = (seed + 0x9E3779B97F4A7C15) & mask
            mixed = ((seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9) & mask
            mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & mask
            row.append((mixed ^ (mixed >> 31)) >> 32)
        found.append(row)
    return found
