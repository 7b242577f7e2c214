"""Where a member stands on the ladder: reach after every event, keep at reviews, each window summed up from the list of orders."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor

from oracle.days import anniversary, earlier, later, period_of, starts_period
from regulars.engine.events_tiers import (
    FastTrackRequested,
    MembershipBought,
    MembershipCancelled,
    MembershipRenewed,
    TierFrozen,
    TierMatched,
    TierSet,
    TierUnfrozen,
)
from regulars.program.document_conditions import AllOf, AnyOf, NotOf
from regulars.program.document_tiers import Criterion, Window


@dataclass
class Held:
    """A level held for a time: kind is match, set or the fast track's id."""

    kind: str
    place: int
    until: int


class Ladder:
    def __init__(self, member) -> None:
        self.member = member
        self.tiers = member.program.tiers
        self.own = 0  # the place the ladder alone gives
        self.held: list[Held] = []
        self.frozen: set[int] = set()  # single days
        self.missions: dict[str, tuple[int, int]] = {}  # fast track -> (first day that counts, last day to make it; 0: nobody asked)
        self.membership: dict | None = None  # plan, terms [(first, last, fee)], trial, cancelled
        self.tried: set[str] = set()
        self.refunded = 0
        self.stood = 0  # the place as it was last looked at, for since
        self.grace_until: int | None = None
        self.idle_from = 0
        self.since = 0
        self.soft: tuple[int, int] | None = None  # (place lost, last day on which it still multiplies)

    @property
    def place(self) -> int:
        """Where the member stands: exactly where staff set it, else the best of the own place and what is held."""
        for held in self.held:
            if held.kind == "set":
                return held.place
        return max([self.own, *(held.place for held in self.held)])

    def note_moves(self, day: int) -> None:
        if self.place != self.stood:
            self.stood, self.since = self.place, day

    # ---- what has been done in a window

    def holds(self, criterion: Criterion | None, day: int, first: int = 0) -> bool:
        """first: nothing before this day counts (a fast track's own beginning)."""
        if criterion is None:
            return True
        if isinstance(criterion, AllOf):
            return all(self.holds(part, day, first) for part in criterion.parts)
        if isinstance(criterion, AnyOf):
            return any(self.holds(part, day, first) for part in criterion.parts)
        if isinstance(criterion, NotOf):
            return not self.holds(criterion.part, day, first)
        return self.have(criterion.measure, criterion.within, day, first) >= Fraction(criterion.at_least)

    def have(self, measure: str, within: Window, day: int, first: int = 0) -> Fraction:
        formula = self.member.program.tier_score
        if measure != "score" or formula is None:
            return self.measured(measure, max(self.window_start(within, day), first - 1), day)
        worth = Fraction(0)
        for term in formula.terms:
            window = within if within.kind != "formula" else term.within or formula.within
            part = max(self.have(term.measure, window, day, first), Fraction(0)) * Fraction(term.give) / Fraction(term.per)
            worth += part if term.at_most is None else min(part, Fraction(term.at_most))
        return Fraction(floor(worth))

    def window_start(self, within: Window, day: int) -> int:
        """The last day before the window."""
        if within.kind == "lifetime":
            return -1
        if within.kind == "calendar_year":
            return date(date.fromordinal(day).year, 1, 1).toordinal() - 1
        start = earlier(day, within.period)
        if self.tiers.freeze.windows == "unchanged" or not self.frozen:
            return start
        unfrozen, after = day - start, day
        while unfrozen:
            unfrozen -= after not in self.frozen
            after -= 1
        return after

    def measured(self, measure: str, after: int, until: int) -> Fraction:
        """Over the days after ``after`` up to and including ``until``, in the document's units."""
        program, orders = self.member.program, self.member.orders.values()
        if measure == "visits":
            listed = self.member.program.tiers.visits_on
            return Fraction(len({day for type, day in self.member.happened if type in listed and after < day <= until}))
        if measure.startswith("events."):
            return Fraction(sum(f"events.{type}" == measure and after < day <= until for type, day in self.member.happened))
        if measure.startswith("points."):
            wallet = measure.removeprefix("points.")
            inside = [gift for gift in self.member.gifts + self.member.adjusted if gift.wallet == wallet and after < gift.day <= until]
            of_orders: dict[str, int] = {}
            for gift in inside:
                if gift.order_id is not None:
                    of_orders[gift.order_id] = of_orders.get(gift.order_id, 0) + gift.points
            given = sum(max(points, 0) for points in of_orders.values())  # an order never earns less than nothing
            given += sum(gift.points for gift in inside if gift.order_id is None)
            return Fraction(given, 10 ** program.wallet(wallet).scale)
        inside = [order for order in orders if after < order.setting.day <= until]
        if measure == "spend":
            return Fraction(sum(self.member.net_spend(order) for order in inside)) / 10**program.currency.minor_digits
        return sum((self.member.measure_of(order, measure) for order in inside), Fraction(0)) / 1000

    def keeps(self, place: int, day: int) -> bool:
        level = self.tiers.levels[place]
        return self.holds(level.keep if level.keep is not None else level.reach, day)

    # ---- moves

    def after_event(self, returned: bool) -> None:
        today = self.falls_on = self.member.today
        if returned and self.member.program.returns.tier == "at_once" and self.tiers.review:
            self._look_again(today, today)
        if self.grace_until is not None and self.keeps(self.own, today):
            self.grace_until = None
        for place in range(len(self.tiers.levels) - 1, self.own, -1):
            if self.holds(self.tiers.levels[place].reach, today):
                self._stand(place, today)
                break
        self._missions(today)
        self.note_moves(today)

    def _missions(self, today: int) -> None:
        ids = [level.id for level in self.tiers.levels]
        for track in self.member.program.fast_tracks:
            first, last = self.missions.get(track.id, (0, 0))
            asked = track.enrol == "automatic" or last
            runs = (not track.starts or track.starts.toordinal() <= today) and (not track.ends or today <= track.ends.toordinal())
            if any(held.kind == track.id for held in self.held) or not asked or not runs or ids.index(track.grants) <= self.own:
                continue
            if self.holds(track.reach, today, first):
                self.held.append(Held(track.id, ids.index(track.grants), later(today, track.held_for) - 1))
                self.missions[track.id] = (today + 1, 0)
                self.note_moves(today)

    def start_of(self, day: int) -> None:
        self.falls_on = day
        if self.soft is not None and self.soft[1] < day:
            self.soft = None
        if self.tiers.review is not None:
            self._reviews(day)
        self._membership_ends(day)
        self._ends(day)
        self.note_moves(day)

    def _ends(self, day: int) -> None:
        """What is held for a time ends; whoever meets keep of it, or of a level between, stays there."""
        for held in [held for held in self.held if held.until < day and held.kind != "paid"]:
            self.held.remove(held)
            kept = [place for place in range(self.own + 1, held.place + 1) if self.tiers.review is not None and self.keeps(place, day - 1)]
            if kept:
                self.own, self.grace_until = kept[-1], None
            self.note_moves(day)
        self.missions = {id: (first, last) for id, (first, last) in self.missions.items() if not 0 < last < day}

    def _reviews(self, day: int) -> None:
        inactive_for = self.tiers.down.inactive_for
        if inactive_for is not None:
            last = max(
                [
                    self.member.enrolled_on,
                    self.idle_from,
                    *self.frozen,
                    *(d for type, d in self.member.happened if type == "order.paid" or type in self.tiers.visits_on),
                ]
            )
            if last <= earlier(day - 1, inactive_for) and self._fall(day - 1):
                self.idle_from = day - 1
        if self._is_review(day) and day not in self.frozen:
            self._look_again(day, day - 1)
        if self.grace_until is not None and day >= self.grace_until:
            self.grace_until = None
            self._fall(day - 1)

    def _is_review(self, day: int) -> bool:
        if self.tiers.review in ("anniversary", "tier_anniversary"):
            return anniversary(self.member.enrolled_on if self.tiers.review == "anniversary" else self.since or self.member.enrolled_on, day)
        if self.tiers.review == "dates":
            yesterday = date.fromordinal(day - 1)
            return (yesterday.month, yesterday.day) in self.tiers.review_dates.days
        return self.tiers.review == "day" or starts_period(day, self.tiers.review)

    def _look_again(self, day: int, as_of: int) -> None:
        if self.keeps(self.own, as_of):
            self.grace_until = None
        elif self.tiers.down.grace is None:
            self._fall(as_of)
        elif self.grace_until is None:
            grace = self.tiers.down.grace
            self.grace_until = period_of(later(day, grace.period) - 1, grace.round_to)[1] + 1

    def _fall(self, as_of: int) -> bool:
        levels = self.tiers.levels
        ids = [level.id for level in levels]
        target = self.own - 1
        if self.tiers.down.step == "full":
            while target > 0 and not self.keeps(target, as_of):
                target -= 1
        floor = levels[self.own].floor
        target = max(target, ids.index(floor) if floor else 0, 0)
        if target >= self.own:
            return False
        landing, today, before = self.tiers.down.soft_landing, self.falls_on, self.place
        self._stand(target, today)
        if landing is not None and self.place != before and (self.soft is None or self.soft[1] < today):
            self.soft = (before, later(today, landing.period) - 1)
        return True

    def _stand(self, place: int, day: int) -> None:
        self.own, self.grace_until = place, None
        self.since = self.since if self.held else day
        self.note_moves(day)

    # ---- what is said about the tier

    def said(self, data: object) -> bool:
        """False: refused."""
        today, ids = self.member.today, [level.id for level in self.tiers.levels]
        frozen_on = max((day for day in self.frozen if today in self.frozen), default=0)
        if isinstance(data, TierFrozen):
            if not today <= data.until <= later(today, self.tiers.freeze.at_most):
                return False
            self._freeze(today, data.until, frozen_on or today - 1)
        elif isinstance(data, TierUnfrozen):
            if not frozen_on:
                return False
            self._freeze(today, today - 1, frozen_on)
        elif isinstance(data, TierMatched):
            if data.until < today or ids.index(data.level) <= self.own:
                return False
            self._hold(Held("match", ids.index(data.level), data.until))
        elif isinstance(data, TierSet):
            return self._set(data, ids.index(data.level), today)
        elif isinstance(data, FastTrackRequested):
            return self._ask(data.track, today, ids)
        return True

    def _freeze(self, today: int, until: int, before: int) -> None:
        """``before``: the last day that was frozen up to now."""
        self.frozen = {day for day in self.frozen if day < today} | set(range(today, until + 1))
        if self.grace_until is not None:
            self.grace_until += until - before

    def _hold(self, held: Held) -> None:
        self.held = [one for one in self.held if one.kind != held.kind] + [held]
        self.note_moves(self.member.today)

    def _set(self, data: TierSet, place: int, today: int) -> bool:
        if 0 < data.until < today:
            return False
        if not data.until and any(self.holds(level.reach, today) for level in self.tiers.levels[place + 1 :]):
            return False
        self.held, self.grace_until = [held for held in self.held if held.kind == "paid"], None
        self.note_moves(today)
        if data.until:
            self._hold(Held("set", place, data.until))
        else:
            self.own = place
            self.note_moves(today)
        return True

    # ---- paid memberships

    def _plan(self, id: str):
        return next(plan for plan in self.member.program.paid if plan.id == id)

    @property
    def paid_multiplier(self) -> Fraction:
        if self.membership is None:
            return Fraction(1)
        return Fraction(self._plan(self.membership["plan"]).multiplier or 1)

    def _runs(self, plan, terms: list, trial: bool = False) -> None:
        self.membership = {"plan": plan.id, "terms": terms, "trial": trial, "cancelled": False}
        if plan.level:
            ids = [level.id for level in self.tiers.levels]
            self._hold(Held("paid", ids.index(plan.level), terms[-1][1]))

    def pays(self, data: object) -> bool:
        """False: refused."""
        today, held, minor = self.member.today, self.membership, 10**self.member.program.currency.minor_digits
        if isinstance(data, MembershipBought):
            plan = self._plan(data.plan)
            if held is not None and (not held["trial"] or held["plan"] != plan.id or data.trial):
                return False
            if data.trial:
                if plan.trial is None or plan.id in self.tried:
                    return False
                self.tried.add(plan.id)
                self._runs(plan, [(today, later(today, plan.trial) - 1, 0)], trial=True)
                return True
            fee = int(plan.fee * minor) if data.fee is None else data.fee
            self._runs(plan, [(today, later(today, plan.lasts) - 1, fee)])
            return True
        if held is None:
            return False
        plan, first = self._plan(held["plan"]), held["terms"][-1][1] + 1
        if isinstance(data, MembershipRenewed):
            fee = int(plan.fee * minor) if data.fee is None else data.fee
            self._runs(plan, [*held["terms"], (first, later(first, plan.lasts) - 1, fee)])
        elif isinstance(data, MembershipCancelled):
            if held["cancelled"]:
                return False
            held["cancelled"] = True
        else:
            if plan.refund == "none":
                return False
            unused = Fraction(0)
            for start, end, fee in held["terms"]:
                days = [day for day in range(start, end + 1) if day >= today]
                unused += Fraction(fee) / (end - start + 1) * len(days)
            self.refunded += floor(unused)
            self._without_membership(today)
        return True

    def _membership_ends(self, day: int) -> None:
        held = self.membership
        if held is None or held["terms"][-1][1] >= day:
            return
        plan = self._plan(held["plan"])
        if plan.renew == "auto" and not held["cancelled"]:
            fee = int(plan.fee * 10**self.member.program.currency.minor_digits)
            self._runs(plan, [(day, later(day, plan.lasts) - 1, fee)])
        else:
            self._without_membership(day)

    def _without_membership(self, day: int) -> None:
        self.membership = None
        self.held = [held for held in self.held if held.kind != "paid"]
        self.note_moves(day)

    def _ask(self, id: str, today: int, ids: list[str]) -> bool:
        track = next(track for track in self.member.program.fast_tracks if track.id == id)
        asked = self.missions.get(id, (0, 0))[1] or any(held.kind == id for held in self.held)
        if track.enrol == "automatic" or asked or ids.index(track.grants) <= self.own:
            return False
        lasts = [_last_of(part.within, today) for part in _leaves(track.reach)]
        self.missions[id] = (today, max(lasts))
        return True

    @property
    def multiplies_as(self) -> int:
        """The place whose multiplier counts: the level's own, or the better one of a soft landing."""
        landing = self.tiers.down.soft_landing
        if self.soft is None or self.soft[1] < self.member.today or "multiplier" not in landing.keep:
            return self.place
        return max(self.place, self.soft[0], key=lambda place: (self.tiers.levels[place].multiplier, place == self.place))


def _last_of(window: Window, start: int) -> int:
    return later(start, window.period) - 1 if window.period else date(date.fromordinal(start).year, 12, 31).toordinal()


def _leaves(criterion: Criterion) -> list:
    if isinstance(criterion, NotOf):
        return _leaves(criterion.part)
    return [leaf for part in criterion.parts for leaf in _leaves(part)] if isinstance(criterion, (AllOf, AnyOf)) else [criterion]
