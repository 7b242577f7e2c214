"""One member's standing, worked out a second time from programme.md alone: single lots, plain lists, every day walked one by one.

member = Calculator(program)
member.take(event)            # in the order they are recorded
member.until(at_us)           # time alone
member.standing()             # {"tier": …, "wallets": {id: (active, pending, debt)}}
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from math import floor
from zoneinfo import ZoneInfo

from oracle.days import later, period_of
from oracle.tiers import Ladder
from oracle.worth import Bought, Purchase, Setting, Worth, eligible, net_amount
from regulars.engine.events import (
    Event,
    MemberEnrolled,
    MemberFrozen,
    MemberUnfrozen,
    OrderPaid,
    OrderReturned,
    PointsAdjusted,
    PointsRedeemed,
)
from regulars.engine.events_tiers import (
    FastTrackRequested,
    MembershipBought,
    MembershipCancelled,
    MembershipRefunded,
    MembershipRenewed,
    TierFrozen,
    TierMatched,
    TierSet,
    TierUnfrozen,
)
from regulars.program.document import Program

FOREVER = date.max.toordinal()


@dataclass
class Lot:
    wallet: str
    earned: int
    starts: int  # usable from this day; FOREVER: when an event of the wallet's type comes
    left: int
    pending: bool
    order_id: str | None
    number: int
    lapsed: int = 0
    ended: bool = False


@dataclass
class Order:
    """An order as it was decided: what a return has to leave untouched, and what is left of it."""

    data: OrderPaid
    setting: Setting
    purchase: Purchase
    left: dict[str, Fraction]
    used_up: set[str]
    gave: dict[str, dict[str, int]]
    returned: dict[int, tuple[int, int]] = field(default_factory=dict)


@dataclass
class Gift:
    """What a rule gave at an event: limits are counted over these."""

    rule: str
    day: int
    wallet: str
    points: int
    order_id: str | None = None


class Calculator:
    def __init__(self, program: Program) -> None:
        self.program = program
        self.zone = ZoneInfo(program.timezone)
        self.advanced_us: int | None = None
        self.enrolled_on = 0
        self.lots: list[Lot] = []
        self.debt = {wallet.id: 0 for wallet in program.wallets}
        self.orders: dict[str, Order] = {}
        self.gifts: list[Gift] = []
        self.adjusted: list[Gift] = []
        self.parked: list[OrderReturned] = []
        self.frozen = False  # nothing leaves the points by the member's own hand
        self.happened: list[tuple[str, int]] = []  # (type, own day) of everything that was not refused
        self.ladder = Ladder(self)

    # ---- time

    def day_of(self, at_us: int) -> int:
        return self._local(at_us).toordinal()

    def _local(self, at_us: int) -> datetime:
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at_us)).astimezone(self.zone)

    def until(self, at_us: int) -> None:
        """READINGS 9: the member's last advance is the last day on which something changed; a day that changed nothing leaves no trace."""
        if self.advanced_us is None or at_us <= self.advanced_us:
            return
        for day in range(self.day_of(self.advanced_us) + 1, self.day_of(at_us) + 1):
            before = self._trace(day - 1)
            self._start_of(day)
            if self._trace(day) != before:
                self.advanced_us = self.start_of(day)

    def start_of(self, day: int) -> int:
        at = date.fromordinal(day)
        first = datetime(at.year, at.month, at.day, tzinfo=self.zone).astimezone(UTC)
        return (first - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)

    def _trace(self, day: int) -> tuple:
        return (
            self.ladder.place,
            self.ladder.grace_until,
            self.ladder.soft,
            self.ladder.own,
            [(held.kind, held.until) for held in self.ladder.held],
            self.ladder.missions.copy(),
            self.ladder.membership and self.ladder.membership["terms"][-1],
            day - 1 in self.ladder.frozen and day not in self.ladder.frozen,
            [(lot.left, lot.left and lot.pending) for lot in self.lots],
            self.debt.copy(),
        )

    def _start_of(self, day: int) -> None:
        for lot in self.lots:
            if lot.pending and lot.starts <= day:
                self._activate(lot)
        self._expire(day)
        self.ladder.start_of(day)

    def _expire(self, day: int) -> None:
        for lot in self.lots:
            if lot.left and self.last_day(lot) < day:
                lot.lapsed, lot.left, lot.ended = lot.lapsed + lot.left, 0, True

    def _activate(self, lot: Lot) -> None:
        lot.pending = False
        lot.left -= self._into_debt(lot.wallet, lot.left)

    def _into_debt(self, wallet: str, points: int) -> int:
        paid = min(points, self.debt[wallet])
        self.debt[wallet] -= paid
        return paid

    # ---- lives of lots

    def last_day(self, lot: Lot) -> int:
        """The last day on which the lot's points are usable, as things stand now."""
        expire = self.program.wallet(lot.wallet).expire
        if expire.kind == "rolling":
            start = lot.starts if expire.counted_from == "activation" else lot.earned
            return FOREVER if start == FOREVER else period_of(later(start, expire.period), expire.round_to)[1]
        if expire.kind == "calendar":
            earliest = later(lot.earned, expire.after) if expire.after else lot.earned
            year = date.fromordinal(earliest).year
            ends = (
                later(date(y, m, 1).toordinal(), None) + min(d, _length(y, m)) - 1
                for y in (year, year + 1)
                for m, d in expire.dates
            )
            return min(end for end in ends if end >= earliest)
        if expire.kind == "sliding":
            active = [day for type, day in self.happened if type in expire.on]
            end = later(max([lot.earned, *active]), expire.period)
            return min(end, later(lot.earned, expire.at_most)) if expire.at_most else end
        return FOREVER

    def _usable(self, wallet: str) -> list[Lot]:
        """In burn order."""
        lots = [lot for lot in self.lots if lot.wallet == wallet and not lot.pending and lot.left]
        burn = self.program.wallet(wallet).burn
        if burn == "soonest_expiry":
            return sorted(lots, key=lambda lot: (self.last_day(lot), lot.earned, lot.number))
        return sorted(
            lots, key=lambda lot: (lot.earned if burn == "oldest" else -lot.earned, self.last_day(lot), lot.number)
        )

    def _credit(
        self, wallet: str, points: int, own_day: int, order_id: str | None = None, at_once: bool = False
    ) -> None:
        if points <= 0:
            return
        activate, today = self.program.wallet(wallet).activate, self.today
        starts = own_day
        if not at_once and activate.kind == "after":
            starts = later(own_day, activate.after)
        if not at_once and activate.kind == "on":
            starts = FOREVER
        lot = Lot(wallet, own_day, starts, points, starts > today, order_id, len(self.lots))
        self.lots.append(lot)
        lot.left -= self._into_debt(wallet, points)  # READINGS 5: earning pays the debt at once, pending or lapsed
        self._expire(today)

    @property
    def today(self) -> int:
        return self.day_of(self.advanced_us)

    # ---- events

    def take(self, event: Event, facts: dict | None = None) -> None:
        data, own_day = event.data, self.day_of(event.at_us)
        if isinstance(data, MemberEnrolled) and self.enrolled_on:
            self.until(event.at_us)
            self.advanced_us = max(event.at_us, self.advanced_us)
            return  # refused
        if isinstance(data, MemberEnrolled):
            self.advanced_us, self.enrolled_on = event.at_us, own_day
        self.until(event.at_us)
        self.advanced_us = max(event.at_us, self.advanced_us)
        setting = Setting(
            event.type,
            own_day,
            self._local(event.at_us).hour,
            self.ladder.place,
            self.enrolled_on,
            facts or {},
            self.ladder.paid_multiplier,
            self.ladder.multiplies_as,
        )
        if isinstance(data, (MemberFrozen, MemberUnfrozen)):
            if self.frozen == isinstance(data, MemberFrozen):
                return None
            self.frozen = not self.frozen
        elif isinstance(data, OrderReturned):
            if not self._return_or_park(data):
                return None
        elif isinstance(data, PointsRedeemed):
            if self.frozen or not self._redeem(data):
                return None
        elif isinstance(data, (MembershipBought, MembershipRenewed, MembershipCancelled, MembershipRefunded)):
            if not self.ladder.pays(data):
                return None
        elif isinstance(data, (TierFrozen, TierUnfrozen, TierMatched, TierSet, FastTrackRequested)):
            if not self.ladder.said(data):
                return None
        elif isinstance(data, PointsAdjusted) and not self._adjust(data, own_day):
            return None
        self._activate_by(event.type)
        self.happened.append((event.type, own_day))
        if isinstance(data, OrderPaid):
            self._order(data, setting)
        else:
            self._give(Worth(self.program, setting, None, *self._limits(event.type, own_day)).gave, own_day)
        self.ladder.after_event(returned=isinstance(data, OrderReturned) and data.order_id in self.orders)

    def _activate_by(self, type: str) -> None:
        for lot in self.lots:
            if lot.pending and lot.starts == FOREVER and self.program.wallet(lot.wallet).activate.on == type:
                lot.starts = self.today
                self._activate(lot)

    def _give(self, gave: dict[str, dict[str, int]], own_day: int, order_id: str | None = None) -> None:
        for wallet, rules in gave.items():
            self.gifts += [Gift(rule, own_day, wallet, points, order_id) for rule, points in rules.items()]
            self._credit(wallet, sum(rules.values()), own_day, order_id)

    def _limits(self, type: str, own_day: int) -> tuple[dict[str, Fraction], set[str]]:
        """What points limits still allow, and the rules whose times are used up, on the event's own day."""
        left: dict[str, Fraction] = {}
        used_up = set()
        for rule in self.program.earn:
            for limit in rule.limits if rule.on == type else ():
                before = [
                    gift for gift in self.gifts if gift.rule == rule.id and _same_period(gift.day, own_day, limit.per)
                ]
                if limit.kind == "times" and sum(gift.points > 0 for gift in before) >= limit.count:
                    used_up.add(rule.id)
                if limit.kind == "points":
                    allowed = Fraction(limit.count) * 10 ** self.program.wallet(rule.wallet).scale - sum(
                        gift.points for gift in before
                    )
                    left[rule.id] = min(left.get(rule.id, allowed), max(Fraction(0), allowed))
        return left, used_up

    def _redeem(self, data: PointsRedeemed) -> bool:
        wallet = data.wallet or self.program.wallets[0].id
        if self.program.wallet(wallet).kind != "spendable":
            return False
        active = sum(lot.left for lot in self._usable(wallet))
        points = min(data.points, active) if data.up_to else data.points
        if points > active or points == 0:
            return False
        self._spend(wallet, points)
        return True

    def _spend(self, wallet: str, points: int) -> int:
        """Take up to ``points`` in burn order; what could not be taken."""
        for lot in self._usable(wallet):
            taken = min(lot.left, points)
            lot.left, points = lot.left - taken, points - taken
        return points

    def _adjust(self, data: PointsAdjusted, own_day: int) -> bool:
        wallet = data.wallet or self.program.wallets[0].id
        if data.points > 0:
            self._credit(wallet, data.points, own_day, at_once=True)
            self.adjusted.append(Gift("", own_day, wallet, data.points))
            return True
        if -data.points > sum(lot.left for lot in self._usable(wallet)):
            return False
        self._spend(wallet, -data.points)
        self.adjusted.append(Gift("", own_day, wallet, data.points))
        return True

    # ---- orders and returns

    def _order(self, data: OrderPaid, setting: Setting) -> None:
        left, used_up = self._limits(setting.type, setting.day)
        total = max(sum(line.amount for line in data.lines), sum(tender.amount for tender in data.tenders))
        not_money = sum(tender.amount for tender in data.tenders if tender.kind in self.program.not_earning)
        share = 1 - Fraction(not_money, total) if total else Fraction(1)
        order = Order(data, setting, Purchase([], money_share=share), left, used_up, {})
        order.purchase = _what_is_left(order)
        order.gave = Worth(self.program, setting, order.purchase, left, used_up).gave
        self.orders[data.order_id] = order
        self._give(order.gave, setting.day, data.order_id)
        for data in [one for one in self.parked if one.order_id == data.order_id]:
            self.parked.remove(data)
            self._take_back(order, data)

    def _return_or_park(self, data: OrderReturned) -> bool:
        if data.order_id in self.orders:
            return self._take_back(self.orders[data.order_id], data)
        self.parked.append(data)
        return True

    def _take_back(self, order: Order, data: OrderReturned) -> bool:
        after = _returned_after(order, data)
        if after is None:
            return False  # asks for more than is left: refused
        order.returned = after
        order.purchase = _what_is_left(order)
        if order.purchase.lines:
            gives = Worth(self.program, order.setting, order.purchase, order.left, order.used_up).gave
        else:
            gives = {wallet: dict.fromkeys(rules, 0) for wallet, rules in order.gave.items()}
        for wallet, rules in order.gave.items():
            now = {rule: gives[wallet].get(rule, 0) for rule in {**rules, **gives[wallet]}}
            difference = max(sum(now.values()), 0) - max(sum(rules.values()), 0)
            if difference < 0:
                self._reclaim(order, wallet, -difference)
            elif difference > 0:
                self._give_more(order, wallet, difference)
            self.gifts = [gift for gift in self.gifts if (gift.order_id, gift.wallet) != (data.order_id, wallet)]
            self.gifts += [Gift(rule, order.setting.day, wallet, points, data.order_id) for rule, points in now.items()]
            order.gave[wallet] = now
        return True

    def _reclaim(self, order: Order, wallet: str, points: int) -> None:
        """First the order's own lot, then its expired part, then other lots in burn order, then debt, as far as the policy goes."""
        policy = self.program.returns.policy
        own = self._own_lots(order, wallet)
        for lot in own:
            if lot.pending or policy != "only_pending":
                taken = min(lot.left, points)
                lot.left, points = lot.left - taken, points - taken
        for lot in own:
            taken = min(lot.lapsed, points)
            lot.lapsed, points = lot.lapsed - taken, points - taken
        if policy != "only_pending":
            points = self._spend(wallet, points)
        if policy == "debt":
            self.debt[wallet] += points

    def _give_more(self, order: Order, wallet: str, points: int) -> None:
        """READINGS 7: what the rest now earns more shares the fate of the order's own lot."""
        own = next((lot for lot in self.lots if lot.wallet == wallet and lot.order_id == order.data.order_id), None)
        waits_again = own is not None and not own.ended and self.program.wallet(wallet).activate.kind == "on"
        if own is None or waits_again:
            self._credit(wallet, points, order.setting.day, order.data.order_id)
        elif own.ended:
            own.lapsed += points - self._into_debt(wallet, points)
        else:
            own.left += points - self._into_debt(wallet, points)
            self._expire(self.today)

    def _own_lots(self, order: Order, wallet: str) -> list[Lot]:
        """READINGS 6: the order's own lot is all points of the wallet with the same last day (the same earning day where last days move)."""
        expire, activate = self.program.wallet(wallet).expire, self.program.wallet(wallet).activate
        moves = expire.kind == "sliding" or (
            activate.kind == "on" and expire.counted_from == "activation" and expire.kind == "rolling"
        )
        name = (lambda lot: lot.earned) if moves else self.last_day
        lots = [lot for lot in self.lots if lot.wallet == wallet]
        first = [lot for lot in lots if lot.order_id == order.data.order_id]
        begins = (lambda lot: lot.earned) if activate.kind == "on" else (lambda lot: lot.starts)
        names, starts = {name(lot) for lot in first}, {begins(lot) for lot in first}
        same = [lot for lot in lots if lot not in first and name(lot) in names]
        own = first + [lot for lot in same if not (lot.pending and lot.left) or begins(lot) in starts]
        return sorted(own, key=lambda lot: (not lot.pending, self.last_day(lot)))

    # ---- what it comes to

    def net_spend(self, order: Order) -> int:
        """In whole minor units, rounded down."""
        return floor(net_amount(self.program, order.purchase))

    def measure_of(self, order: Order, measure: str) -> Fraction:
        """In thousandths: on the eligible lines and on the order itself, as long as something of it is left."""
        lines = eligible(self.program, order.purchase)
        own = order.purchase.measures.get(measure, 0) if order.purchase.lines else 0
        return own + sum((one.measures.get(measure, Fraction(0)) for one in lines), Fraction(0))

    def standing(self) -> dict:
        wallets = {}
        for wallet in self.debt:
            own = [lot for lot in self.lots if lot.wallet == wallet]
            wallets[wallet] = (
                sum(lot.left for lot in own if not lot.pending),
                sum(lot.left for lot in own if lot.pending),
                self.debt[wallet],
            )
        return {"refunded": self.ladder.refunded, "tier": self.program.tiers.levels[self.ladder.place].id, "wallets": wallets}


def _length(year: int, month: int) -> int:
    return (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days


def _same_period(one: int, other: int, per: str) -> bool:
    if per == "event":
        return False
    return per == "lifetime" or period_of(one, per) == period_of(other, per)


def _what_is_left(order: Order) -> Purchase:
    """The order as if the returned parts had never been bought."""
    lines = []
    for line in order.data.lines:
        quantity, amount = order.returned.get(line.line, (0, 0))
        if quantity >= line.quantity or 0 < line.amount <= amount:
            continue  # all its units or all its money came back
        part = 1 - Fraction(quantity, line.quantity)
        measures = {name: value * part for name, value in (line.measures or {}).items()}
        left = Fraction(line.amount - amount)
        discount = Fraction(line.discount - floor(line.discount * (1 - part)))
        lines.append(
            Bought(
                line.line,
                line.sku,
                line.category,
                line.brand,
                line.quantity * part,
                left,
                discount,
                measures,
            )
        )
    data = order.data
    return Purchase(lines, data.measures or {}, data.channel, data.store, order.purchase.money_share)


def _returned_after(order: Order, data: OrderReturned) -> dict[int, tuple[int, int]] | None:
    """line -> (quantity, amount) returned in all; None when more is asked for than is left."""
    after = dict(order.returned)
    lines = {line.line: line for line in order.data.lines}
    if not data.lines:
        return {line.line: (line.quantity, line.amount) for line in order.data.lines}
    for part in data.lines:
        if part.line not in lines:
            return None
        line = lines[part.line]
        quantity, amount = after.get(part.line, (0, 0))
        if part.quantity is None and part.amount is None:
            after[part.line] = (line.quantity, line.amount)
            continue
        if part.quantity is not None:
            quantity += part.quantity
        if part.amount is not None:
            amount += part.amount
        else:
            amount = max(amount, floor(Fraction(line.amount * quantity, line.quantity)))
        if quantity > line.quantity or amount > line.amount:
            return None
        after[part.line] = (quantity, amount)
    return after
