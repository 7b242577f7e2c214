"""``budget:`` and ``limits:`` — what all members together, and what one member from several rules, may be given in a period."""

from collections.abc import Mapping
from decimal import Decimal
from typing import cast

from regulars.program.document_rules import Budget, MemberLimit, Per
from regulars.program.fields import Fields
from regulars.program.findings import Notes, meant
from regulars.program.names import Names, within_digits
from regulars.program.values import Reader, choice, identifier, listing, number, yes_no
from regulars.program.yaml_lines import Listing, Node

PERIODS = ("event", "day", "week", "month", "year", "lifetime")
BUDGET_PERIODS = PERIODS[1:]  # per event is a limit, not a budget
MOST_LIMITS = 200


def points_of(scale: int) -> Reader[Decimal]:
    """A reader of points of a wallet with ``scale`` decimals, 0 or more."""
    read_number = number()

    def read(node: Node, notes: Notes) -> Decimal | None:
        value = read_number(node, notes)
        return None if value is None else within_digits(value, scale, node, notes)

    return read


def read_budgets(points: Reader[Decimal]) -> Reader[tuple[Budget, ...]]:
    """One budget of a rule, or a list of them."""
    return _several(lambda node, notes: _budget(node, notes, None, points))


def read_programme_budgets(node: Node, notes: Notes, names: Names) -> tuple[Budget, ...]:
    """One budget of the programme, or a list of them; each counts one wallet (default: the first)."""
    return _several(lambda item, notes: _budget(item, notes, names, None))(node, notes) or ()


def _several(one: Reader[Budget]) -> Reader[tuple[Budget, ...]]:
    def read(node: Node, notes: Notes) -> tuple[Budget, ...]:
        items = node.items if isinstance(node, Listing) else [node]
        if not items:
            notes.error("empty_list", node.line, where=node.path)
        budgets: dict[tuple[str, ...], Budget] = {}
        for item in items:
            budget = one(item, notes)
            if budget is None:
                continue
            kind = "points" if budget.points is not None else "share_of_sales"
            if (budget.wallet, kind, budget.per) in budgets:
                notes.error("budget_twice", item.line, where=item.path, kind=kind, per=budget.per)
            budgets[budget.wallet, kind, budget.per] = budget
        return tuple(budgets.values())

    return read


def _budget(node: Node, notes: Notes, names: Names | None, points: Reader[Decimal] | None) -> Budget:
    fields = Fields(node, notes)
    wallet = "" if names is None else fields.take("wallet", names.wallet, names.first_wallet)
    counted = points or points_of(names.scales.get(wallet, 0) if names is not None else 0)
    share = number(above=0, at_most=1)
    fields.one_of("points", "share_of_sales")
    budget = Budget(
        points=fields.take("points", counted),
        share_of_sales=fields.take("share_of_sales", share),
        per=cast(Per, fields.take("per", choice(*BUDGET_PERIODS), "lifetime")),
        warn_at=fields.take("warn_at", share),
        wallet=wallet,
    )
    fields.close()
    return budget


def read_member_limits(node: Node, notes: Notes, names: Names) -> tuple[MemberLimit, ...]:
    """The programme's limits per member in the document's order; ``earn:`` has been read before, since they may name rules."""
    return tuple(listing(lambda item, notes: _member_limit(item, notes, names), at_most=MOST_LIMITS)(node, notes) or ())


def _member_limit(node: Node, notes: Notes, names: Names) -> MemberLimit | None:
    fields = Fields(node, notes)
    if not fields.is_mapping:
        return None
    id = fields.need("id", identifier, "")
    if f"limits.{id}" in names.lines:
        notes.error("duplicate_id", fields.line("id"), where=node.path, text=id, first_line=names.lines[f"limits.{id}"])
    elif id:
        names.lines[f"limits.{id}"] = node.line
    wallet = fields.take("wallet", names.wallet, names.first_wallet)
    fields.one_of("points", "times")
    points = fields.take("points", points_of(names.scales.get(wallet, 0)))
    times = fields.take("times", number(at_least=1, whole=True))
    rules = fields.take("rules", _giving(names.rules, wallet, "rule"), cast(tuple[str, ...], ()))
    challenges = fields.take("challenges", _giving(names.challenges, wallet, "challenge"), cast(tuple[str, ...], ()))
    referral = fields.take("referral", yes_no, False)
    if referral and wallet not in names.referral:
        notes.error("no_referral_of_wallet", fields.line("referral"), where=node.path, wallet=wallet)
    if referral and "referral" in names.rules:
        notes.error("rule_named_referral", names.lines.get("earn.referral", node.line))
    per = cast(Per, fields.need("per", choice(*PERIODS), "event"))
    fields.close()
    return MemberLimit(id, per, wallet, points, times, rules, challenges, referral)


def _giving(known: Mapping[str, str], wallet: str, kind: str) -> Reader[tuple[str, ...]]:
    """Rules or challenges (``kind``) that give points of this wallet, by id. ``known``: the wallet of each; they have been read before."""

    def read(node: Node, notes: Notes) -> tuple[str, ...]:
        found: list[str] = []
        items = node.items if isinstance(node, Listing) else [node]
        if not items:
            notes.error("empty_list", node.line, where=node.path)
        for item in items:
            id = identifier(item, notes)
            if id is None:
                continue
            if id not in known:
                notes.error(f"unknown_{kind}", item.line, where=item.path, text=id[:60], meant=meant(id, known))
            elif known[id] != wallet:
                notes.error(f"{kind}_of_other_wallet", item.line, **{kind: id}, wallet=wallet, where=item.path)
            elif id not in found:
                found.append(id)
        return tuple(found)

    return read
