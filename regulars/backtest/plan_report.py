"""A plan's figures, named and in the currency: what the command prints, ``--json`` gives and the console shows."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from regulars.backtest.planning import Plan
from regulars.backtest.retelling import Replayed
from regulars.backtest.sums import HELD_BY_MEMBERS, Sums
from regulars.kit.money import text_of
from regulars.kit.periods import calendar_of, iso_day
from regulars.program.difference import diff
from regulars.program.document import Program
from regulars.program.document_wallets import Wallet


def report_of(plan: Plan, language: str = "en") -> dict[str, Any]:
    """One JSON document. Money is decimal text, points are whole numbers of the wallet's unit; ``changes`` are sentences."""
    effect = plan.effect
    return {
        "version": plan.number,
        "starts": plan.starts.isoformat(),
        "currency": plan.new.currency.code,
        "changes": [change.sentence(language) for change in diff(plan.old, plan.new)],
        "members": effect.members,
        "up": effect.up,
        "down": effect.down,
        "moves": [
            {"from": left, "to": reached, "when": when, "count": count}
            for (left, reached, when), count in sorted(effect.moves.items(), key=lambda move: (-move[1], move[0]))
        ],
        "tiers": _tiers(plan),
        "wallets": {wallet.id: _held(plan, wallet) for wallet in _wallets(plan)},
        "replay": _replay(plan, plan.replayed) if plan.replayed is not None else None,
        "shared_budget": plan.is_whole,
    }


def _wallets(plan: Plan) -> list[Wallet]:
    known = {wallet.id for wallet in plan.new.wallets}
    return [*plan.new.wallets, *(wallet for wallet in plan.old.wallets if wallet.id not in known)]


def _tiers(plan: Plan) -> list[dict[str, Any]]:
    """Every level of both programmes: how many stand there, and how many the rules lead there before and after."""
    ids = [level.id for level in plan.new.tiers.levels]
    ids += [level.id for level in plan.old.tiers.levels if level.id not in ids]
    effect = plan.effect
    return [{"level": id, "now": effect.now[id], "old": effect.under_old[id], "new": effect.under_new[id]} for id in ids]


def _held(plan: Plan, wallet: Wallet) -> dict[str, Any]:
    """What members hold, and what it is worth under each programme's point value: the liability."""
    held = {account: plan.effect.held[wallet.id, account] for account in HELD_BY_MEMBERS}
    owed = held["active"] + held["pending"] + held["held"]
    old, new = _worth(owed, wallet.id, plan.old), _worth(owed, wallet.id, plan.new)
    return {**held, "liability": _pair(old, new, plan.new)}


def _replay(plan: Plan, done: Replayed) -> dict[str, Any]:
    calendar = calendar_of(plan.new.timezone)
    digits = plan.new.currency.minor_digits
    return {
        "from": iso_day(calendar.day_of(done.from_us)),
        "until": iso_day(calendar.day_of(done.until_us)),
        "events": done.events,
        "orders": done.new.orders,
        "sales": text_of(done.new.sales_minor, digits),
        "refused_only_under_new": done.refused_only_new,
        "unread": done.unread,
        "wallets": {wallet.id: _points(plan, done, wallet.id) for wallet in _wallets(plan)},
        "tiers": [
            {"level": level.id, "old": done.old.tiers[level.id], "new": done.new.tiers[level.id]} for level in plan.new.tiers.levels
        ],
    }


def _points(plan: Plan, done: Replayed, wallet: str) -> dict[str, Any]:
    old, new, digits = done.old, done.new, plan.new.currency.minor_digits
    issued_old, issued_new = _issued(old, wallet), _issued(new, wallet)
    rules = sorted({rule for sums in (old, new) for (name, rule) in sums.by_rule if name == wallet})
    cost_old, cost_new = _worth(issued_old, wallet, plan.old), _worth(issued_new, wallet, plan.new)
    owed_old, owed_new = _owed(old, wallet), _owed(new, wallet)
    return {
        "recorded": {"issued": _issued(done.recorded, wallet), "expired": done.recorded.flow(wallet, target="breakage")},
        "issued": {"old": issued_old, "new": issued_new, "difference": issued_new - issued_old},
        "expired": {"old": old.flow(wallet, target="breakage"), "new": new.flow(wallet, target="breakage")},
        "outstanding": {"old": owed_old, "new": owed_new, "difference": owed_new - owed_old},
        "cost": _pair(cost_old, cost_new, plan.new),
        "share_of_sales": {"old": _share(cost_old, done, digits), "new": _share(cost_new, done, digits)},
        "liability": _pair(_worth(owed_old, wallet, plan.old), _worth(owed_new, wallet, plan.new), plan.new),
        "by_rule": [{"rule": rule, "old": old.by_rule[wallet, rule], "new": new.by_rule[wallet, rule]} for rule in rules],
    }


def _issued(sums: Sums, wallet: str) -> int:
    """Given, less what returns took back before it was spent."""
    return sums.flow(wallet, source="issued") - sums.flow(wallet, target="issued")


def _owed(sums: Sums, wallet: str) -> int:
    return sum(sums.balances[wallet, account] for account in ("active", "pending", "held"))


def _worth(points: int, wallet: str, program: Program) -> Decimal | None:
    found = next((one for one in program.wallets if one.id == wallet), None)
    return None if found is None or found.point_value is None else Decimal(points).scaleb(-found.scale) * found.point_value


def _pair(old: Decimal | None, new: Decimal | None, program: Program) -> dict[str, str] | None:
    """Money before and after; None where neither programme says what a point is worth."""
    if old is None and new is None:
        return None
    unit = Decimal(1).scaleb(-program.currency.minor_digits)
    before, after = ((amount or Decimal(0)).quantize(unit, ROUND_HALF_UP) for amount in (old, new))
    return {"old": str(before), "new": str(after), "difference": str(after - before)}


def _share(cost: Decimal | None, done: Replayed, digits: int) -> str | None:
    if cost is None or not done.new.sales_minor:
        return None
    return str((cost / (Decimal(done.new.sales_minor).scaleb(-digits))).quantize(Decimal("0.00001"), ROUND_HALF_UP))
