"""Paid memberships as the engine counts them."""

from dataclasses import dataclass
from fractions import Fraction

from regulars.kit.periods import Duration
from regulars.program.document import Program


@dataclass(slots=True)
class CompiledPlan:
    """``bonus_num / bonus_den``: multiplier - 1, 0 where it gives a level. ``fee``: minor units."""

    id: str
    level: str
    bonus_num: int
    bonus_den: int
    multiplier: str
    fee: int
    lasts: Duration
    trial: Duration | None
    auto: bool
    refundable: bool


def compile_plans(program: Program) -> dict[str, CompiledPlan]:
    found = {}
    for plan in program.paid:
        bonus = Fraction(plan.multiplier) - 1 if plan.multiplier is not None else Fraction(0)
        found[plan.id] = CompiledPlan(
            plan.id,
            plan.level or "",
            bonus.numerator,
            bonus.denominator,
            f"{plan.multiplier.normalize():f}" if plan.multiplier is not None else "",
            int(plan.fee * 10**program.currency.minor_digits),
            plan.lasts,
            plan.trial,
            plan.renew == "auto",
            plan.refund == "pro_rata",
        )
    return found
