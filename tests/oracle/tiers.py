"""Where a member stands on the ladder: reach after every event, keep at reviews, each window summed up from the list of orders."""

from datetime import date
from fractions import Fraction
from math import floor

from oracle.days import anniversary, earlier, later, period_of, starts_period
from regulars.program.document import AllOf, AnyOf, Criterion, NotOf, Window


class Ladder:
    def __init__(self, member) -> None:
        self.member = member
        self.tiers = member.program.tiers
        self.place = 0
        self.grace_until: int | None = None
        self.idle_from = 0
        self.since = 0
        self.soft: tuple[int, int] | None = None  # (place lost, last day on which it still multiplies)

    # ---- what has been done in a window

    def holds(self, criterion: Criterion | None, day: int) -> bool:
        if criterion is None:
            return True
        if isinstance(criterion, AllOf):
            return all(self.holds(part, day) for part in criterion.parts)
        if isinstance(criterion, AnyOf):
            return any(self.holds(part, day) for part in criterion.parts)
        if isinstance(criterion, NotOf):
            return not self.holds(criterion.part, day)
        return self.have(criterion.measure, criterion.within, day) >= Fraction(criterion.at_least)

    def have(self, measure: str, within: Window, day: int) -> Fraction:
        formula = self.member.program.tier_score
        if measure != "score" or formula is None:
            return self.measured(measure, self.window_start(within, day), day)
        worth = Fraction(0)
        for term in formula.terms:
            window = within if within.kind != "formula" else term.within or formula.within
            part = max(self.have(term.measure, window, day), Fraction(0)) * Fraction(term.give) / Fraction(term.per)
            worth += part if term.at_most is None else min(part, Fraction(term.at_most))
        return Fraction(floor(worth))

    def window_start(self, within: Window, day: int) -> int:
        """The last day before the window."""
        if within.kind == "lifetime":
            return -1
        if within.kind == "calendar_year":
            return date(date.fromordinal(day).year, 1, 1).toordinal() - 1
        return earlier(day, within.period)

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
            given = sum(
                gift.points
                for gift in self.member.gifts + self.member.adjusted
                if gift.wallet == wallet and after < gift.day <= until
            )
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
        if self.grace_until is not None and self.keeps(self.place, today):
            self.grace_until = None
        for place in range(len(self.tiers.levels) - 1, self.place, -1):
            if self.holds(self.tiers.levels[place].reach, today):
                self._stand(place, today)
                break

    def start_of(self, day: int) -> None:
        self.falls_on = day
        if self.soft is not None and self.soft[1] < day:
            self.soft = None
        if self.tiers.review is None:
            return
        inactive_for = self.tiers.down.inactive_for
        if inactive_for is not None:
            last = max(
                [
                    self.member.enrolled_on,
                    self.idle_from,
                    *(d for type, d in self.member.happened if type == "order.paid" or type in self.tiers.visits_on),
                ]
            )
            if last <= earlier(day - 1, inactive_for) and self._fall(day - 1):
                self.idle_from = day - 1
        if self._is_review(day):
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
        if self.keeps(self.place, as_of):
            self.grace_until = None
        elif self.tiers.down.grace is None:
            self._fall(as_of)
        elif self.grace_until is None:
            grace = self.tiers.down.grace
            self.grace_until = period_of(later(day, grace.period) - 1, grace.round_to)[1] + 1

    def _fall(self, as_of: int) -> bool:
        levels = self.tiers.levels
        ids = [level.id for level in levels]
        target = self.place - 1
        if self.tiers.down.step == "full":
            while target > 0 and not self.keeps(target, as_of):
                target -= 1
        floor = levels[self.place].floor
        target = max(target, ids.index(floor) if floor else 0, 0)
        if target >= self.place:
            return False
        landing, today = self.tiers.down.soft_landing, self.falls_on
        if landing is not None and (self.soft is None or self.soft[1] < today):
            self.soft = (self.place, later(today, landing.period) - 1)
        self._stand(target, today)
        return True

    def _stand(self, place: int, day: int) -> None:
        self.place, self.grace_until, self.since = place, None, day

    @property
    def multiplies_as(self) -> int:
        """The place whose multiplier counts: the level's own, or the better one of a soft landing."""
        landing = self.tiers.down.soft_landing
        if self.soft is None or self.soft[1] < self.member.today or "multiplier" not in landing.keep:
            return self.place
        return max(self.place, self.soft[0], key=lambda place: (self.tiers.levels[place].multiplier, place == self.place))
