"""When a paid membership pays: the spend of one term whose extra points are worth the fee.

Counted by the rules every order earns (no condition, no dates) of wallets that say what a point is worth.
"""

from fractions import Fraction
from math import ceil

from regulars.engine.compiled import Compiled
from regulars.engine.decision import Reason
from regulars.engine.ladder import place_of
from regulars.engine.membership import running
from regulars.engine.state import MemberState
from regulars.kit.money import text_of
from regulars.program.document import Program
from regulars.program.document_rules import Rate


def pay_off(state: MemberState, compiled: Compiled, today: int) -> list[Reason]:
    """For each plan: ``fee``, ``spend`` (rounded up; None where nothing is gained), ``so_far`` in the running term, and whether it has paid."""
    program, digits = compiled.program, compiled.program.currency.minor_digits
    held, value = running(state, today), worth_of_spend(program) if compiled.plans else Fraction(0)
    own = Fraction(program.tiers.levels[place_of(state, compiled)].multiplier)
    found = []
    for plan in compiled.plans.values():
        extra = Fraction(plan.bonus_num, plan.bonus_den) if not plan.level else Fraction(program.level(plan.level).multiplier) - own
        one: Reason = {"plan": plan.id, "fee": text_of(plan.fee, digits), "spend": None}
        need = None
        if extra > 0 and value > 0:
            need = ceil(plan.fee / (value * extra))
            one["spend"] = text_of(need, digits)
        if held is not None and held.plan == plan.id:
            first = next((first for first, last, _ in held.terms if last >= today), held.terms[-1][0])
            spend = state.measures.get("spend")
            so_far = spend.between(first - 1, today) if spend is not None else 0
            one |= {"so_far": text_of(so_far, digits), "paid_off": need is not None and so_far >= need}
        found.append(one)
    return found


def worth_of_spend(program: Program) -> Fraction:
    """What the base points of one unit of currency are worth, in units of currency: 1 point a yuan worth 0.01 gives 1/100."""
    total = Fraction(0)
    for rule in program.earn:
        wallet = program.wallet(rule.wallet)
        always = rule.on == "order.paid" and not (rule.when or rule.starts or rule.ends)
        if always and isinstance(rule.points, Rate) and rule.points.of in ("net_amount", "gross_amount") and wallet.point_value is not None:
            total += Fraction(rule.points.give) / Fraction(rule.points.per) * Fraction(wallet.point_value)
    return total
