"""A back-test's figures, named and in the currency: what the command prints and ``--json`` gives."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from regulars.backtest.running import BackTest
from regulars.kit.money import text_of
from regulars.kit.periods import calendar_of, iso_day
from regulars.program.document_wallets import Wallet


def report_of(test: BackTest) -> dict[str, Any]:
    """One JSON document. Money is decimal text, points are whole numbers of the wallet's unit; only ``speed`` differs from run to run."""
    program, sums = test.program, test.sums
    digits = program.currency.minor_digits
    calendar = calendar_of(program.timezone)
    return {
        "program": program.id,
        "currency": program.currency.code,
        "until": iso_day(calendar.day_of(test.until_us)),
        "orders": sums.orders,
        "refused": sums.refused,
        "lines": sums.lines,
        "members": test.members.num_rows,
        "first_order_on": iso_day(calendar.day_of(sums.first_us)) if sums.orders else None,
        "last_order_on": iso_day(calendar.day_of(sums.last_us)) if sums.orders else None,
        "sales": text_of(sums.sales_minor, digits),
        "qualifying_spend": text_of(sums.spend_minor, digits),
        "points": {wallet.id: _points(test, wallet) for wallet in program.wallets},
        "tiers": _tiers(test),
        "cost": {wallet.id: _cost(test, wallet) for wallet in program.wallets if wallet.point_value is not None},
        "whole": test.is_whole,
        "speed": {
            "seconds": round(test.seconds, 3),
            "orders_per_second": round(sums.orders / test.seconds) if test.seconds else 0,
            "processes": test.processes,
        },
    }


def _points(test: BackTest, wallet: Wallet) -> dict[str, Any]:
    sums, program = test.sums, test.program
    rules = {rule.id: sums.by_rule.get((wallet.id, rule.id), 0) for rule in program.earn if rule.wallet == wallet.id}
    others = {rule: points for (name, rule), points in sorted(sums.by_rule.items()) if name == wallet.id and rule not in rules}
    return {
        "scale": wallet.scale,
        "issued": sums.flow(wallet.id, source="issued"),
        "expired": sums.flow(wallet.id, target="breakage"),
        **{account: sums.balances.get((wallet.id, account), 0) for account in ("active", "pending", "held", "debt")},
        "by_rule": {**rules, **others},
    }


def _tiers(test: BackTest) -> dict[str, Any]:
    place = {level.id: at for at, level in enumerate(test.program.tiers.levels)}
    moves = sorted(test.sums.moves.items(), key=lambda move: (place[move[0][0]], place[move[0][1]]))
    return {
        "members": {level: test.sums.tiers.get(level, 0) for level in place},
        "up": sum(count for (left, reached), count in moves if place[reached] > place[left]),
        "down": sum(count for (left, reached), count in moves if place[reached] < place[left]),
        "moves": [{"from": left, "to": reached, "count": count} for (left, reached), count in moves],
    }


def _cost(test: BackTest, wallet: Wallet) -> dict[str, Any]:
    points = _points(test, wallet)
    outstanding = points["active"] + points["pending"] + points["held"]
    issued = _worth(points["issued"], wallet)
    sales = Decimal(test.sums.sales_minor).scaleb(-test.program.currency.minor_digits)
    digits = test.program.currency.minor_digits
    return {
        "point_value": str(wallet.point_value),
        "issued": _money(issued, digits),
        "expired": _money(_worth(points["expired"], wallet), digits),
        "outstanding": _money(_worth(outstanding, wallet), digits),
        "issued_share_of_sales": str((issued / sales).quantize(Decimal("0.00001"), ROUND_HALF_UP)) if sales else None,
    }


def _worth(points: int, wallet: Wallet) -> Decimal:
    return Decimal(points).scaleb(-wallet.scale) * (wallet.point_value or Decimal(0))


def _money(amount: Decimal, digits: int) -> str:
    return str(amount.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))
