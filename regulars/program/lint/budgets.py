"""Budgets and shared limits that nothing uses up, or that one event uses up."""

from decimal import Decimal

from regulars.program.document import Program
from regulars.program.document_challenges import Reward
from regulars.program.document_rules import Budget, EarningRule, Fixed, MemberLimit, Rate
from regulars.program.document_wallets import Wallet
from regulars.program.findings import Notes
from regulars.program.lint.limits import INSIDE, most_points
from regulars.program.lint.lines import Lines


def check_budgets(program: Program, notes: Notes, lines: Lines) -> None:
    for rule in program.earn:
        for budget in rule.budgets:
            _rule_budget(program, rule, budget, notes, lines.of("earn", rule.id, "budget"))
    rewards = [(one.budgets, one.reward, lines.of("challenges", one.id, "budget")) for one in program.challenges]
    if program.referral is not None:
        rewards += [(program.referral.budgets, one, lines.of("referral")) for one in (program.referral.advocate, program.referral.friend) if one.points]
    for budgets, reward, line in rewards:
        for budget in budgets:
            _reward_budget(program, budget, reward, notes, line)
    for budget in program.budgets:
        giving = [rule for rule in program.earn if rule.wallet == budget.wallet]
        if not giving and not _rewarded(program, budget.wallet):
            notes.warning("budget_of_nothing", lines.of("budget"), wallet=budget.wallet)
        for rule in giving:
            _too_small(budget, rule, notes, lines.of("budget"))
    _left_out(program, notes, lines)
    for place, limit in enumerate(program.limits):
        _member_limit(program, place, limit, notes, lines)


def _rule_budget(program: Program, rule: EarningRule, budget: Budget, notes: Notes, line: int) -> None:
    _too_small(budget, rule, notes, line)
    value = program.wallet(rule.wallet).point_value
    if budget.share_of_sales is None:
        return
    if value is None:
        notes.warning("point_value_missing", line, wallet=rule.wallet)
    elif isinstance(rule.points, Rate) and rule.points.of in ("net_amount", "gross_amount") and not (rule.when or rule.starts or rule.ends):
        share = rule.points.give / rule.points.per * value
        if share > budget.share_of_sales:
            notes.warning("rule_over_budget", line, rule=rule.id, share=percent(share), budget=percent(budget.share_of_sales))


def _reward_budget(program: Program, budget: Budget, reward: Reward, notes: Notes, line: int) -> None:
    if budget.share_of_sales is not None and program.wallet(reward.wallet).point_value is None:
        notes.warning("point_value_missing", line, wallet=reward.wallet)
    if budget.points is not None and budget.points < reward.points:
        notes.warning("budget_under_reward", line, budget=plain(budget.points), points=plain(reward.points))


def _too_small(budget: Budget, rule: EarningRule, notes: Notes, line: int) -> None:
    if budget.points is not None and isinstance(rule.points, Fixed) and budget.points < rule.points.points:
        notes.warning("budget_under_bonus", line, budget=plain(budget.points), rule=rule.id, points=plain(rule.points.points))


def _left_out(program: Program, notes: Notes, lines: Lines) -> None:
    """A share of sales counts one wallet; the cost of another one goes on unseen."""
    counted = {budget.wallet for budget in program.budgets if budget.share_of_sales is not None}
    for wallet in program.wallets if counted else ():
        if wallet.id not in counted and _costs(program, wallet):
            notes.warning("budget_leaves_out", lines.of("budget"), wallet=wallet.id)


def _costs(program: Program, wallet: Wallet) -> bool:
    return wallet.kind == "spendable" and wallet.point_value is not None and (
        any(rule.wallet == wallet.id for rule in program.earn) or _rewarded(program, wallet.id)
    )


def _rewarded(program: Program, wallet: str) -> bool:
    """Whether a challenge or a referral gives points of this wallet."""
    rewards = [one.reward for one in program.challenges] + ([program.referral.advocate, program.referral.friend] if program.referral else [])
    return any(reward.wallet == wallet and reward.points for reward in rewards)


def _member_limit(program: Program, place: int, limit: MemberLimit, notes: Notes, lines: Lines) -> None:
    rules = rules_of(program, limit)
    facts = {"limit": limit.id}
    line = lines.of("limits", limit.id)
    if limit.points == 0:
        notes.warning("shared_limit_allows_nothing", line, **facts)
    elif (_never_fires(rules, limit) and not _rewards_of(program, limit)) or any(
        _stops_earlier(program, other, limit, earlier=at < place) for at, other in enumerate(program.limits) if at != place
    ):
        notes.warning("shared_limit_never_fires", line, **facts)


def _rewards_of(program: Program, limit: MemberLimit) -> bool:
    """Whether rewards count under it: how often they come nobody knows."""
    return bool(limit.challenges or limit.referral) or (not limit.names and _rewarded(program, limit.wallet))


def rules_of(program: Program, limit: MemberLimit) -> list[EarningRule]:
    return [rule for rule in program.earn if rule.wallet == limit.wallet and (not limit.names or rule.id in limit.rules)]


def _never_fires(rules: list[EarningRule], limit: MemberLimit) -> bool:
    """All its rules together stop earlier: by their own limits, or because an event holds each of them once."""
    most = [_most_times(rule, limit) if limit.times is not None else most_points(rule, limit.per) for rule in rules]
    return None not in most and sum(one for one in most if one is not None) <= _count(limit)


def _most_times(rule: EarningRule, limit: MemberLimit) -> Decimal | None:
    if limit.per == "event":
        return Decimal(1)
    times = [own.count for own in rule.limits if own.kind == "times" and own.per in INSIDE[limit.per]]
    return min(times) if times else None


def _stops_earlier(program: Program, other: MemberLimit, limit: MemberLimit, *, earlier: bool) -> bool:
    """``other`` counts at least the same rules over at least the same period and stops at no more. Of two equal ones the later is idle."""
    if other.wallet != limit.wallet or (other.times is None) != (limit.times is None):
        return False
    if _count(other) > _count(limit) or other.per not in INSIDE[limit.per]:
        return False
    if other.names and (not limit.names or not set(limit.names) <= set(other.names)):
        return False
    same = (_count(other), other.per, set(other.names)) == (_count(limit), limit.per, set(limit.names))
    return earlier or not same


def _count(limit: MemberLimit) -> Decimal:
    return next((count for count in (limit.points, limit.times) if count is not None), Decimal(0))


def percent(share: Decimal) -> str:
    return f"{plain((share * 100).quantize(Decimal('0.01')))}%"


def plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
