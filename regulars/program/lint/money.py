"""What the programme gives away, measured against what it says it may give."""

from decimal import Decimal

from regulars.program.document import Program
from regulars.program.document_rules import Multiply, Rate
from regulars.program.document_wallets import Wallet
from regulars.program.findings import Notes
from regulars.program.lint.budgets import percent
from regulars.program.lint.lines import Lines


def check_money(program: Program, notes: Notes, lines: Lines) -> None:
    for wallet in program.wallets:
        rules = [rule for rule in program.earn if rule.wallet == wallet.id]
        if wallet.kind != "spendable" or not rules:
            continue
        if wallet.point_value is None:
            if _budget(program, wallet) is not None:
                notes.warning("point_value_missing", lines.of("wallets", wallet.id), wallet=wallet.id)
            continue
        _against_sales(program, wallet, notes, lines)


def _against_sales(program: Program, wallet: Wallet, notes: Notes, lines: Lines) -> None:
    """Shares of sales, exact: points per currency unit × what a point is worth."""
    assert wallet.point_value is not None
    base = sum((rate.give / rate.per for rate in _base_rates(program, wallet.id)), Decimal(0)) * wallet.point_value
    budget = _budget(program, wallet)
    if budget is not None and base > budget:
        notes.warning(
            "base_over_budget", lines.of("budget"), wallet=wallet.id, share=percent(base), budget=percent(budget)
        )
    best = base * (1 + _most_added(program, wallet.id))
    if best >= 1:
        notes.warning("gives_back_everything", lines.of("wallets", wallet.id), wallet=wallet.id, share=percent(best))


def _budget(program: Program, wallet: Wallet) -> Decimal | None:
    """The smallest share of sales that a budget of the programme allows this wallet."""
    return min([one.share_of_sales for one in program.budgets if one.share_of_sales is not None and one.wallet == wallet.id], default=None)


def _base_rates(program: Program, wallet: str) -> list[Rate]:
    """The rates every order earns: no condition, no dates."""
    unconditional = [
        rule
        for rule in program.earn
        if rule.on == "order.paid" and rule.wallet == wallet and not (rule.when or rule.starts or rule.ends)
    ]
    return [
        rule.points
        for rule in unconditional
        if isinstance(rule.points, Rate) and rule.points.of in ("net_amount", "gross_amount")
    ]


def _most_added(program: Program, wallet: str) -> Decimal:
    """What multipliers add to the base at most: m adds m − 1, they add up; the best level's likewise."""
    rules = [
        rule
        for rule in program.earn
        if rule.on == "order.paid" and rule.wallet == wallet and isinstance(rule.points, Multiply)
    ]
    grouped: dict[str, list[Decimal]] = {}
    for rule in rules:
        assert isinstance(rule.points, Multiply)
        key = f"group {rule.group}" if rule.group and rule.stack != "add" else f"rule {rule.id}"
        grouped.setdefault(key, []).append(max(rule.points.by - 1, Decimal(0)))
    tier = max(level.multiplier for level in program.tiers.levels) - 1
    return sum((max(added) for added in grouped.values()), Decimal(0)) + max(tier, Decimal(0))
