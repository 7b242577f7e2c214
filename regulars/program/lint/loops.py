"""Ways to make points out of nothing: paid with points, given back, cut into pieces, or done again and again."""

from regulars.program.document import Program
from regulars.program.document_rules import EarningRule, Fixed, Multiply
from regulars.program.document_wallets import Wallet
from regulars.program.findings import Notes
from regulars.program.lint.conjunction import demands_of, fields_of
from regulars.program.lint.lines import Lines

ORDER_PAID = "order.paid"
_ONCE = ("member.enrolled", ORDER_PAID)  # the first happens once, the second costs money
_GIFT_CARDS = ("gift card", "giftcard", "gift-card", "gift_card", "voucher", "top-up", "topup", "stored value", "礼品卡", "禮品卡", "储值", "儲值", "购物卡", "購物卡", "代金券")
_WORTH_REPEATING = 10  # a tenth of a currency unit each time (one, where there is no small coin)
_WORTH_SPLITTING = 10  # currency units a bonus must be worth before anybody would cut an order in two for it; a hundred where there is no small coin


def check_loops(program: Program, notes: Notes, lines: Lines) -> None:
    for rule in program.earn:
        _again_and_again(rule, program, notes, lines)
        _gift_cards(rule, program, notes, lines)
        _split(rule, program, notes, lines)
    _refunds(program, notes, lines)


def _again_and_again(rule: EarningRule, program: Program, notes: Notes, lines: Lines) -> None:
    """What costs the member nothing, is worth something and has no limit gives points for ever."""
    value = program.wallet(rule.wallet).point_value
    if rule.on in _ONCE or rule.on in _UNDOING or rule.limits or rule.budgets or value is None or not isinstance(rule.points, Fixed):
        return
    if rule.points.points * value * _WORTH_REPEATING >= (1 if program.currency.minor_digits else 10):
        notes.warning("endless_bonus", lines.of("earn", rule.id), rule=rule.id, event=rule.on)


_UNDOING = ("order.returned", "points.redeemed", "points.adjusted", "time.passed")  # the rules' own check speaks of these


def _gift_cards(rule: EarningRule, program: Program, notes: Notes, lines: Lines) -> None:
    """Bought with money it earns; what it buys earns nothing: but bought with points or given back it is a circle, and usually a slip."""
    if rule.on != ORDER_PAID:
        return
    for name in ("line.category", "line.sku", "line.brand"):
        demand = demands_of(rule).get(name)
        for value in sorted(map(str, demand.values)) if demand is not None and demand.values else ():
            if any(word in value.lower() for word in _GIFT_CARDS):
                notes.warning("gift_cards_earn", lines.of("earn", rule.id, "when"), rule=rule.id, values=value)
                return


def _split(rule: EarningRule, program: Program, notes: Notes, lines: Lines) -> None:
    """A bonus worth something on an order of any size: one order becomes ten."""
    if rule.on != ORDER_PAID or not isinstance(rule.points, Fixed) or rule.limits or rule.budgets:
        return
    value = program.wallet(rule.wallet).point_value
    sized = {"order.net_amount", "line.amount", "line.quantity"} & set(fields_of(rule.when))
    if value is not None and not sized and rule.points.points * value >= _WORTH_SPLITTING * (1 if program.currency.minor_digits else 10):
        worth = f"{(rule.points.points * value).normalize():f} {program.currency.code}"
        notes.warning("order_can_be_split", lines.of("earn", rule.id), rule=rule.id, worth=worth)


def _refunds(program: Program, notes: Notes, lines: Lines) -> None:
    """Bought, spent, given back: under a policy that does not take back spent points, they stay."""
    policy = program.returns.policy
    if policy == "debt":
        return
    for wallet in program.wallets:
        if wallet.kind == "spendable" and _earns_on_orders(program, wallet) and not _waits_long_enough(wallet, program):
            notes.warning("refund_loop", lines.of("returns"), wallet=wallet.id, policy=policy)


def _earns_on_orders(program: Program, wallet: Wallet) -> bool:
    return any(rule.on == ORDER_PAID and rule.wallet == wallet.id and not isinstance(rule.points, Multiply) for rule in program.earn)


def _waits_long_enough(wallet: Wallet, program: Program) -> bool:
    """Points that become usable only when the order counts as kept can't be spent before it is given back."""
    wait, window = wallet.activate.after, program.returns.window
    if wallet.activate.kind == "on":
        return True
    return wait is not None and window is not None and wait.longest_days() >= window.longest_days()
