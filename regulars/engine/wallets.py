"""A wallet compiled: when its points become usable, their last day, how they are spent and reserved."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from regulars.kit.periods import NEVER, Duration, period_end
from regulars.program.document import Activate, Expire, Program, Wallet


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

    def active_on(self, earned_on: int) -> int:
        """The day on which points earned on this day become usable; 0: at once; NEVER: by an event."""
        if self.activate.kind == "immediately":
            return 0
        if self.activate.kind == "after":
            return self.activate.after.after(earned_on) if self.activate.after is not None else 0
        return NEVER

    def until(self, earned_on: int, active_on: int, last_activity: int) -> int:
        """The last day on which points earned (and activated) on these days are usable."""
        rule = self.expire
        if rule.kind == "never":
            return NEVER
        if rule.kind == "calendar":
            return _next_named_date(rule, earned_on)
        if rule.period is None:
            raise ValueError("an expiry by duration needs its duration")
        if rule.kind == "sliding":
            slid = rule.period.after(max(last_activity, earned_on))
            return slid if rule.at_most is None else min(slid, rule.at_most.after(earned_on))
        start = active_on if rule.counted_from == "activation" else earned_on
        day = NEVER if start >= NEVER else rule.period.after(start)
        return day if rule.round_to == "day" or day >= NEVER else period_end(day, rule.round_to)


def compile_wallet(wallet: Wallet, program: Program) -> CompiledWallet:
    sliding = wallet.expire.kind == "sliding"
    moves = sliding or (wallet.activate.kind == "on" and wallet.expire.counted_from == "activation")
    return CompiledWallet(
        id=wallet.id,
        activate=wallet.activate,
        expire=wallet.expire,
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
    )


def _paying(wallet: Wallet, program: Program) -> Paying:
    unit, redeem = 10**wallet.scale, wallet.redeem
    worth = Fraction(wallet.point_value or 0) * 10**program.currency.minor_digits / unit
    least, most, step = (int((points or 0) * unit) for points in (redeem.least, redeem.most, redeem.step))
    return Paying(least, most, step, Fraction(redeem.share_of_order or 0), worth)


def _next_named_date(rule: Expire, earned_on: int) -> int:
    earliest = rule.after.after(earned_on) if rule.after is not None else earned_on
    year = date.fromordinal(earliest).year
    for candidate in (year, year + 1, year + 2):
        for month, day in rule.dates:
            named = date(candidate, month, min(day, 28) if month == 2 and day == 29 and not _leap(candidate) else day).toordinal()
            if named >= earliest:
                return named
    raise ValueError("an expiry by calendar needs its dates")


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
