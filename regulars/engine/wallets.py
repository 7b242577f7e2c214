"""A wallet compiled: when its points become usable, their last day, how they are spent and reserved."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from regulars.engine.conditions import LineTest, compile_condition
from regulars.engine.event_names import ORDER_DELIVERED
from regulars.kit.periods import NEVER, Duration, period_end
from regulars.program.document import Program
from regulars.program.document_conditions import Condition
from regulars.program.document_wallets import Activate, ByLevel, Expire, Wallet


@dataclass(frozen=True, slots=True)
class Paying:
    """What points may pay of an order, in the wallet's unit; 0: no limit. ``worth``: minor units of the currency one unit is worth."""

    least: int
    most: int
    step: int
    share: Fraction
    worth: Fraction


@dataclass(slots=True)
class CompiledWallet:
    id: str
    activate: Activate
    expire: Expire
    burn: str
    scale: int
    spendable: bool
    merges_by_expiry: bool
    sliding: bool
    named_by_earning: bool  # its lots' last days move, so they go by the day they were earned on
    paying: Paying
    hold_s: int  # how long a hold lasts that does not say
    longest_hold_s: int
    grace: Duration | None  # what a cancelled redemption gives points that have lapsed meanwhile
    is_plain: bool  # all of an event's points become usable together, at once, after a while or at any event of one type
    choices: tuple[tuple[LineTest, Activate], ...] = ()  # by line: the first that holds
    by_rule: dict[str, Activate] = field(default_factory=dict)
    extends: tuple[Duration | None, ...] = ()  # by place of the level the points are earned on
    within: tuple[Duration | None, ...] = ()  # by place of the level: how soon after lapsing points may come back
    slides_on: frozenset[str] = frozenset()
    own_midnight: bool = False  # its last days end at the member's own midnight

    def active_on(self, earned_on: int) -> int:
        """The day on which points earned on this day become usable; 0: at once; NEVER: by an event."""
        return first_day(self.activate, earned_on)

    def activation(self, key: str) -> Activate:
        """``""``: the wallet's own; ``0``, ``1``, …: by line; ``rule:<id>``: a rule's."""
        if key.startswith("rule:"):
            return self.by_rule[key.removeprefix("rule:")]
        return self.choices[int(key)][1] if key else self.activate

    @property
    def keys(self) -> tuple[str, ...]:
        """Every activation its points may go by, as ``activation`` knows them."""
        return ("", *(str(number) for number in range(len(self.choices))), *(f"rule:{rule}" for rule in self.by_rule))

    def until(self, earned_on: int, active_on: int, last_activity: int, level: int = 0) -> int:
        """The last day on which points earned (and activated) on these days are usable; ``level``: the place of the one they were earned on."""
        day = self._until(earned_on, active_on, last_activity, self.extends[level] if self.extends else None)
        if self.expire.activity is None:
            return day
        return self.slid(day, earned_on, last_activity)

    def lot_of(self, key: str, day: int, last_activity: int, level: int) -> tuple[int, int]:
        """(usable until, active on) of points earned on ``day`` that go by the activation ``key``."""
        active_on = first_day(self.activation(key), day)
        return self.until(day, active_on or day, last_activity, level), active_on

    def slid(self, until: int, earned_on: int, activity_on: int) -> int:
        """Where activity moves last days: the day a lot that lasted to ``until`` lasts to now; by the shorter terms of a later version it may be over already."""
        rule = self.expire
        if rule.kind == "sliding":
            day = self._until(earned_on, earned_on, activity_on, None)
            return max(until, day) if self.extends or self.within else day
        if rule.activity is None or activity_on <= 0:
            return until
        kept = period_end(rule.activity.keeps.after(activity_on), rule.round_to)
        return max(until, min(kept, rule.activity.at_most.after(earned_on)))

    def _until(self, earned_on: int, active_on: int, last_activity: int, more: Duration | None) -> int:
        rule = self.expire
        if rule.kind == "never":
            return NEVER
        if rule.kind == "calendar":
            named = _next_named_date(rule, earned_on)
            return named if more is None else more.after(named)
        assert rule.period is not None
        if rule.kind == "sliding":
            slid = rule.period.after(max(last_activity, earned_on))
            slid = slid if rule.at_most is None else min(slid, rule.at_most.after(earned_on))
            return slid if more is None else more.after(slid)
        start = active_on if rule.counted_from == "activation" else earned_on
        day = NEVER if start >= NEVER else rule.period.after(start)
        day = day if more is None or day >= NEVER else more.after(day)
        return day if rule.round_to == "day" or day >= NEVER else period_end(day, rule.round_to)


ORDER_EVENTS = frozenset({ORDER_DELIVERED})  # events about one order: only what that order earned becomes usable


def compile_wallet(wallet: Wallet, program: Program) -> CompiledWallet:
    expire, own = wallet.expire, wallet.activate
    by_rule = {rule.id: rule.activate for rule in program.earn if rule.wallet == wallet.id and rule.activate is not None}
    every = [own, *(choice.activate for choice in own.choices), *by_rule.values()]
    sliding = expire.kind == "sliding" or expire.activity is not None
    moves = sliding or (any(one.kind == "on" for one in every) and expire.counted_from == "activation")
    places = [level.id for level in program.tiers.levels]
    slides_on = expire.activity.on if expire.activity is not None else expire.on if sliding else ()
    return CompiledWallet(
        id=wallet.id,
        activate=own,
        expire=expire,
        burn=wallet.burn,
        scale=wallet.scale,
        spendable=wallet.kind == "spendable",
        merges_by_expiry=wallet.burn == "soonest_expiry" and not moves,
        sliding=sliding,
        named_by_earning=moves,
        paying=_paying(wallet, program),
        hold_s=wallet.hold.lasts.seconds,
        longest_hold_s=wallet.hold.at_most.seconds,
        grace=wallet.redeem.grace,
        is_plain=len(every) == 1 and own.kind != "from" and not (own.kind == "on" and (own.after or own.at_most or own.on in ORDER_EVENTS)),
        choices=tuple((_of_line(choice.when, program), choice.activate) for choice in own.choices),
        by_rule=by_rule,
        extends=_by_place(expire.extend, places),
        within=_by_place(expire.reinstate.within, places) if expire.reinstate is not None else (),
        slides_on=frozenset(slides_on),
        own_midnight=expire.midnight == "member",
    )


def first_day(activation: Activate, day: int) -> int:
    """The day on which points earned on ``day`` become usable; 0: at once; NEVER: only by an event."""
    if activation.kind == "immediately":
        return 0
    if activation.kind == "from":
        starts = activation.starts.toordinal() if activation.starts is not None else 0
        return starts if starts > day else 0
    length = activation.after if activation.kind == "after" else activation.at_most
    return NEVER if length is None else length.after(day)


def _of_line(when: Condition, program: Program) -> LineTest:
    test = compile_condition(when, program, "order.paid").of_line
    assert test is not None
    return test


def _by_place(by_level: ByLevel, places: list[str]) -> tuple[Duration | None, ...]:
    if not by_level:
        return ()
    lengths = dict(by_level)
    return tuple(lengths.get(id, lengths.get("")) for id in places)


def _paying(wallet: Wallet, program: Program) -> Paying:
    unit, redeem = 10**wallet.scale, wallet.redeem
    worth = Fraction(wallet.point_value or 0) * 10**program.currency.minor_digits / unit
    least, most, step = (int((points or 0) * unit) for points in (redeem.least, redeem.most, redeem.step))
    return Paying(least, most, step, Fraction(redeem.share_of_order or 0), worth)


def _next_named_date(rule: Expire, earned_on: int) -> int:
    """The first of the rule's dates that is not too early; every one of them comes every year (29 February is none)."""
    earliest = rule.after.after(earned_on) if rule.after is not None else earned_on
    year = date.fromordinal(earliest).year
    return min(named for y in (year, year + 1) for month, day in rule.dates if (named := date(y, month, day).toordinal()) >= earliest)
