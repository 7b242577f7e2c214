"""Where a member stands on the ladder: reach after every event, keep at reviews, each window summed up from the list of orders."""

from datetime import date
from fractions import Fraction

from oracle.days import anniversary, earlier, later, starts_period
from regulars.program.document import AllOf, AnyOf, Criterion, NotOf


class Ladder:
    def __init__(self, member) -> None:
        self.member = member
        self.tiers = member.program.tiers
        self.place = 0
        self.grace_until: int | None = None
        self.idle_from = 0

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
        within = criterion.within
        after = {"lifetime": -1, "calendar_year": date(date.fromordinal(day).year, 1, 1).toordinal() - 1}.get(
            within.kind
        )
        if after is None:
            after = earlier(day, within.period)
        return self.measured(criterion.measure, after, day) >= Fraction(criterion.at_least)

    def measured(self, measure: str, after: int, until: int) -> Fraction:
        """Over the days after ``after`` up to and including ``until``, in the document's units."""
        program, orders = self.member.program, self.member.orders.values()
        if measure == "visits":
            return Fraction(len({order.setting.day for order in orders if after < order.setting.day <= until}))
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
        today = self.member.today
        if returned and self.member.program.returns.tier == "at_once" and self.tiers.review:
            self._look_again(today, today)
        if self.grace_until is not None and self.keeps(self.place, today):
            self.grace_until = None
        for place in range(len(self.tiers.levels) - 1, self.place, -1):
            if self.holds(self.tiers.levels[place].reach, today):
                self.place, self.grace_until = place, None
                break

    def start_of(self, day: int) -> None:
        if self.tiers.review is None:
            return
        inactive_for = self.tiers.down.inactive_for
        if inactive_for is not None:
            last = max(
                [
                    self.member.enrolled_on,
                    self.idle_from,
                    *(d for type, d in self.member.happened if type == "order.paid"),
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
        if self.tiers.review == "anniversary":
            return anniversary(self.member.enrolled_on, day)
        return self.tiers.review == "day" or starts_period(day, self.tiers.review)

    def _look_again(self, day: int, as_of: int) -> None:
        if self.keeps(self.place, as_of):
            self.grace_until = None
        elif self.tiers.down.grace is None:
            self._fall(as_of)
        elif self.grace_until is None:
            self.grace_until = later(day, self.tiers.down.grace)

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
        self.place, self.grace_until = target, None
        return True
