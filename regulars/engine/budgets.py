"""Limits over several rules and budgets of all members, compiled once; the names of their counters.

A limit is counted in the member's state. A budget is counted outside, by everybody: how far its counter stood is handed to ``decide``
as ``shared`` and recorded with the event, and what the event took is in ``Outcome.taken``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from regulars.kit.periods import iso_day, period_start
from regulars.program.document import Program
from regulars.program.document_rules import Budget, MemberLimit

SALES = "#sales"  # of a budget that is a share of sales: the net sales its counter has seen, minor units


@dataclass(slots=True)
class CompiledMemberLimit:
    """``key``: its counter in the member's state. ``name``: its place in ``Outcome.left``. ``rules`` (rewards by their names too) None: every rule and reward of the wallet, and the tier's part."""

    id: str
    key: str
    name: str
    wallet: str
    counts_points: bool
    count: int
    per: str
    rules: frozenset[str] | None


@dataclass(slots=True)
class CompiledBudget:
    """What it allows: ``most`` points and num / den points for each minor unit of net sales (one of the two is 0), in the wallet's unit."""

    key: str
    wallet: str
    rule: str  # "": the programme's; of a reward ``challenge:<id>`` or ``referral``
    per: str
    most: int
    num: int
    den: int
    warn_at: Fraction | None
    parts: tuple[str, ...]  # of a rule's budget: the rule, and the bonus of its streak

    @property
    def counts_sales(self) -> bool:
        return self.num > 0

    def allows(self, sales: int) -> int:
        """The points it allows in all at these net sales, rounded down."""
        return self.most + sales * self.num // self.den

    def left(self, shared: dict[str, int], counter: str, sales: int) -> int:
        """What it still allows once ``sales`` (of the event itself) have come in; 0 where returns left it overdrawn."""
        if not self.num:
            return max(self.most - shared[counter], 0)
        return max(self.allows(shared.get(counter + SALES, 0) + sales) - shared[counter], 0)


Cap = CompiledMemberLimit | CompiledBudget


MOST_DAYS = 1_000  # whose names are remembered before starting afresh


class Caps:
    """What may clip one type of event; ``every`` in the order it clips: limits, then budgets of rules, then the programme's.

    rewards: whether such an event may bring one, of a challenge or a referral.
    """

    __slots__ = ("_names", "budgets", "every", "limits", "of_rules", "of_times", "rewards")

    def __init__(self, limits: tuple[CompiledMemberLimit, ...], budgets: tuple[CompiledBudget, ...], rewards: bool = False) -> None:
        self.rewards = rewards
        self.limits, self.budgets = limits, budgets
        self.every: tuple[Cap, ...] = (*limits, *budgets)
        self.of_rules = any(budget.rule for budget in budgets)
        self.of_times = any(not limit.counts_points for limit in limits)
        self._names: dict[int, tuple[str, ...]] = {}

    def names(self, day: int) -> tuple[str, ...]:
        """Beside ``every``: the limits' names and the budgets' counters of that day."""
        names = self._names.get(day)
        if names is None:
            if len(self._names) >= MOST_DAYS:
                self._names.clear()
            names = self._names[day] = (*(limit.name for limit in self.limits), *(counter_of(budget, day) for budget in self.budgets))
        return names


def caps_of(program: Program) -> dict[str, Caps]:
    """By event type, only where something can clip; an order has the budgets that count its sales, whatever it earns."""
    if not program.limits and not has_budgets(program):
        return {}
    limits = [_limit(limit, program) for limit in program.limits]
    budgets = [*_rule_budgets(program), *_reward_budgets(program), *_programme_budgets(program)]
    found = {}
    rewards = _rewards(program)
    for on in {rule.on for rule in program.earn} | {"order.paid"} | {on for on, _, _ in rewards}:
        given = [(rule.id, rule.wallet) for rule in program.earn if rule.on == on]
        brought = [(name, wallet) for type, name, wallet in rewards if type == on]
        own = tuple(limit for limit in limits if any(wallet == limit.wallet and (limit.rules is None or id in limit.rules) for id, wallet in (*given, *brought)))
        shared = tuple(budget for budget in budgets if (on == "order.paid" and budget.counts_sales) or _gives(budget, given, brought))
        if own or shared:
            found[on] = Caps(own, shared, bool(brought))
    return found


def _rewards(program: Program) -> list[tuple[str, str, str]]:
    """(event type, name, wallet) of everything that gives points and is no rule. A friend's reward is set aside with the purchase that qualifies."""
    found = [(one.on, f"challenge:{one.id}", one.reward.wallet) for one in program.challenges if one.reward.points]
    if program.referral is not None:
        found += [("order.paid", "referral", program.referral.friend.wallet)] if program.referral.friend.points else []
        found += [("referral.qualified", "referral", program.referral.advocate.wallet)] if program.referral.advocate.points else []
    return found


def has_budgets(program: Program) -> bool:
    """Whether members use up something together, so that the order of events across members matters."""
    own = any(rule.budgets for rule in program.earn) or any(one.budgets for one in program.challenges)
    return own or bool(program.budgets) or bool(program.referral and program.referral.budgets)


def _gives(budget: CompiledBudget, given: Sequence[tuple[str, str]], brought: Sequence[tuple[str, str]]) -> bool:
    """given, brought: (name, wallet) of rules, of rewards."""
    return any(id == budget.rule for id, _ in (*given, *brought)) if budget.rule else any(wallet == budget.wallet for _, wallet in (*given, *brought))


def _limit(limit: MemberLimit, program: Program) -> CompiledMemberLimit:
    counts_points = limit.points is not None
    count = int(limit.times or 0) if limit.points is None else int(limit.points * 10 ** program.wallet(limit.wallet).scale)
    kind = "points" if counts_points else "times"
    rules = frozenset(limit.names) if limit.names else None
    if rules is not None and counts_points:
        rules |= {f"streak:{rule}" for rule in limit.rules}
    if rules is None and not counts_points:  # what a tier adds is no rule that could count times
        rules = frozenset((*(rule.id for rule in program.earn if rule.wallet == limit.wallet), *(name for _, name, wallet in _rewards(program) if wallet == limit.wallet)))
    return CompiledMemberLimit(limit.id, f"limits/{limit.id}/{kind}/{limit.per}", f"limit:{limit.id}", limit.wallet, counts_points, count, limit.per, rules)


def _rule_budgets(program: Program) -> list[CompiledBudget]:
    found = [_budget(budget, program, rule.wallet, rule.id) for rule in program.earn for budget in rule.budgets]
    return [budget for budget in found if budget is not None]


def _reward_budgets(program: Program) -> list[CompiledBudget]:
    """Of challenges and of the referral, whose advocate and friend share one."""
    found = [_budget(budget, program, one.reward.wallet, f"challenge:{one.id}") for one in program.challenges for budget in one.budgets]
    if program.referral is not None and program.referral.budgets:
        wallet = (program.referral.advocate if program.referral.advocate.points else program.referral.friend).wallet
        found += [_budget(budget, program, wallet, "referral") for budget in program.referral.budgets]
    return [budget for budget in found if budget is not None]


def _programme_budgets(program: Program) -> list[CompiledBudget]:
    found = [_budget(budget, program, budget.wallet, "") for budget in program.budgets]
    return [budget for budget in found if budget is not None]


def _budget(budget: Budget, program: Program, wallet_id: str, rule: str) -> CompiledBudget | None:
    """None: a share of sales of a wallet that does not say what a point is worth (the linter says so)."""
    wallet = program.wallet(wallet_id)
    is_reward = rule == "referral" or rule.startswith("challenge:")
    key = f"reward/{rule}" if is_reward else f"rule/{rule}" if rule else f"programme/{wallet_id}"
    parts = (rule,) if is_reward else (rule, f"streak:{rule}") if rule else ()
    warn_at = Fraction(budget.warn_at) if budget.warn_at is not None else None
    if budget.share_of_sales is None:
        assert budget.points is not None
        most = int(budget.points * 10**wallet.scale)
        return CompiledBudget(f"{key}/points/{budget.per}", wallet_id, rule, budget.per, most, 0, 1, warn_at, parts)
    if wallet.point_value is None:
        return None
    minor_a_point = Fraction(wallet.point_value) * 10**program.currency.minor_digits / 10**wallet.scale
    points = Fraction(budget.share_of_sales) / minor_a_point
    return CompiledBudget(f"{key}/sales/{budget.per}", wallet_id, rule, budget.per, 0, points.numerator, points.denominator, warn_at, parts)


def counter_of(budget: CompiledBudget, day: int) -> str:
    """The counter of the period holding ``day``: ``rule/welcome/points/month/2026-01-01``; ``programme/points/sales/lifetime``."""
    return budget.key if budget.per == "lifetime" else f"{budget.key}/{iso_day(period_start(day, budget.per))}"




def counters_of(caps: Caps, day: int) -> list[str]:
    """The counters an event of that day is decided on, those of sales too: what ``shared`` has to hold."""
    names = []
    for budget, counter in zip(caps.budgets, caps.names(day)[len(caps.limits) :], strict=True):
        names.append(counter)
        if budget.counts_sales:
            names.append(counter + SALES)
    return names


def budgets_allowed(programs: Sequence[Program]) -> list[dict[str, str]]:
    """What each budget of each version allows, as text: ``most`` + sales × ``num`` / ``den``."""
    every = [budget for program in programs for budget in (*_rule_budgets(program), *_reward_budgets(program), *_programme_budgets(program))]
    return [{"key": one.key, "most": str(one.most), "num": str(one.num), "den": str(one.den)} for one in every]
