"""A wallet's rules compiled once: when points become usable, until which day, and how its lots are told apart."""

from dataclasses import dataclass
from datetime import date

from regulars.kit.periods import NEVER, period_end
from regulars.program.document import Activate, Expire, Wallet


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


def compile_wallet(wallet: Wallet) -> CompiledWallet:
    sliding = wallet.expire.kind == "sliding"
    moves = sliding or (wallet.activate.kind == "on" and wallet.expire.counted_from == "activation")
    merges = wallet.burn == "soonest_expiry" and not moves
    return CompiledWallet(wallet.id, wallet.activate, wallet.expire, wallet.burn, wallet.scale, wallet.kind == "spendable", merges, sliding, moves)


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
