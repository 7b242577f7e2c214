"""What one event gives, worked out with fractions straight from the sentences of programme.md. Slow and obvious on purpose.

An order is read as a list of ``Bought`` lines, so that "as if the returned parts had never been bought" is a shorter or smaller list.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from regulars.program.document import Program
from regulars.program.document_conditions import AllOf, AnyOf, Between, FieldIs, NotOf, OneOf
from regulars.program.document_rules import Multiply, Rate

PAID = "(paid)"  # what a paid membership multiplies
TIER = "(tier)"  # the tier multiplier's part beside the rules' parts


@dataclass
class Bought:
    """What is left of one line of an order; amounts in minor units, quantity and measures in thousandths."""

    line: int
    sku: str
    category: str
    brand: str
    quantity: Fraction
    amount: Fraction
    discount: Fraction
    measures: dict[str, Fraction]


@dataclass
class Purchase:
    lines: list[Bought]
    measures: dict[str, int] = field(default_factory=dict)
    channel: str = ""
    store: str = ""
    money_share: Fraction = Fraction(1)  # the part of the order not paid with what earns nothing


@dataclass
class Setting:
    """Everything around the event a condition may ask about; none of it changes when a part comes back."""

    type: str
    day: int
    hour: int
    tier: int
    enrolled_on: int
    facts: dict
    paid_multiplier: Fraction = Fraction(1)  # of a paid membership, beside the tier's
    multiplies_as: int | None = None  # the level whose multiplier counts, where it is another than the tier's


def eligible(program: Program, purchase: Purchase) -> list[Bought]:
    out = program.exclude
    return [
        one
        for one in purchase.lines
        if not (one.category in out.category or one.sku in out.sku or one.brand in out.brand)
    ]


def net_amount(program: Program, purchase: Purchase) -> Fraction:
    """In minor units, after exclusions and what was not paid with money."""
    return sum((one.amount for one in eligible(program, purchase)), Fraction(0)) * purchase.money_share


def mentions_lines(condition: object) -> bool:
    if isinstance(condition, FieldIs):
        return condition.field.startswith("line.")
    if isinstance(condition, NotOf):
        return mentions_lines(condition.part)
    return any(mentions_lines(part) for part in condition.parts) if isinstance(condition, (AllOf, AnyOf)) else False


class Worth:
    """``worth.gave``: wallet -> rule (or TIER) -> whole points, limits applied."""

    def __init__(
        self,
        program: Program,
        setting: Setting,
        purchase: Purchase | None,
        left: dict[str, Fraction],
        used_up: set[str],
    ) -> None:
        self.program, self.setting, self.purchase, self.left, self.used_up = program, setting, purchase, left, used_up
        self.minor = 10**program.currency.minor_digits
        self.lines = eligible(program, purchase) if purchase else []
        self.gave = {wallet.id: self._in(wallet) for wallet in program.wallets}

    # ---- which rules count

    def _in(self, wallet) -> dict[str, int]:
        if self.purchase is not None and (not self.lines or self.purchase.money_share == 0):
            return {}  # READINGS 3: nothing eligible, or nothing paid with money, earns nothing at all
        rules = [rule for rule in self.program.earn if rule.wallet == wallet.id and self._applies(rule)]
        scale = 10**wallet.scale
        base = {rule.id: self._base(rule, scale) for rule in rules if isinstance(rule.points, Rate)}
        parts = {}
        for rule in rules:
            if isinstance(rule.points, Rate):
                parts[rule.id] = sum(base[rule.id].values(), Fraction(0))
            elif isinstance(rule.points, Multiply):
                places = self._places(rule)
                matched = sum(
                    (part for one in base.values() for place, part in one.items() if place in places), Fraction(0)
                )
                parts[rule.id] = (Fraction(rule.points.by) - 1) * matched
            else:
                parts[rule.id] = Fraction(rule.points.points) * scale
        counting = self._stacked(rules, parts)
        exact = {id: part for id, part in parts.items() if id in counting}
        if self.purchase is not None:
            place = self.setting.tier if self.setting.multiplies_as is None else self.setting.multiplies_as
            multiplier = Fraction(self.program.tiers.levels[place].multiplier)
            exact[TIER] = (multiplier - 1) * sum((sum(one.values()) for one in base.values()), Fraction(0))
            exact[PAID] = (self.setting.paid_multiplier - 1) * sum((sum(one.values()) for one in base.values()), Fraction(0))
        whole = self._by_line(wallet, rules, counting, base, exact) if wallet.rounding.scope == "line" else share_out(exact, wallet.rounding.mode)
        return {id: min(points, floor(self.left[id])) if id in self.left else points for id, points in whole.items()}

    def _by_line(self, wallet, rules, counting, base, exact) -> dict[str, int]:
        """Every line (0: the order itself) is rounded for itself; fixed bonuses as they are; the sum is shared among the rules by what each gave."""
        fixed = {id for id in exact if any(rule.id == id and not isinstance(rule.points, Rate | Multiply) for rule in rules)}
        total = 0
        for place in {place for one in base.values() for place in one}:
            here = sum((one.get(place, Fraction(0)) for one in base.values()), Fraction(0))
            times = Fraction(1) + sum((Fraction(rule.points.by) - 1 for rule in rules if isinstance(rule.points, Multiply) and rule.id in counting and place in self._places(rule)), Fraction(0))
            if self.purchase is not None:
                level = self.setting.tier if self.setting.multiplies_as is None else self.setting.multiplies_as
                times += Fraction(self.program.tiers.levels[level].multiplier) - 1 + self.setting.paid_multiplier - 1
            total += rounded(max(here * times, Fraction(0)), wallet.rounding.mode)
        whole = {id: floor(exact[id]) for id in fixed}
        others = {id: max(part, Fraction(0)) for id, part in exact.items() if id not in fixed}
        worth = sum(others.values(), Fraction(0))
        shares = share_out({id: part * total / worth for id, part in others.items()} if worth else others, "down")
        return whole | shares

    def _applies(self, rule) -> bool:
        day = date.fromordinal(self.setting.day)
        if rule.on != self.setting.type or rule.id in self.used_up:
            return False
        if (rule.starts and day < rule.starts) or (rule.ends and day > rule.ends):
            return False
        if rule.when is None:
            return True
        if mentions_lines(rule.when):
            return any(self._holds(rule.when, one) for one in self.lines)
        return self._holds(rule.when, None)

    def _stacked(self, rules: list, parts: dict[str, Fraction]) -> set[str]:
        order = {rule.id: place for place, rule in enumerate(self.program.earn)}
        counting = {rule.id for rule in rules}
        for group in {rule.group for rule in rules if rule.group and not isinstance(rule.points, Rate)}:
            members = [rule for rule in rules if rule.group == group]
            alone = sorted(
                (rule for rule in members if rule.stack == "exclusive"),
                key=lambda rule: (-rule.priority, order[rule.id]),
            )
            if alone:
                counting -= {rule.id for rule in members} - {alone[0].id}
                continue
            rivals = [rule for rule in members if rule.stack == "best_of"]
            reach = {rule.id: min(parts[rule.id], self.left.get(rule.id, parts[rule.id])) for rule in rivals}
            rivals.sort(key=lambda rule: (-reach[rule.id], -rule.priority, order[rule.id]))
            counting -= {rule.id for rule in rivals[1:]}
        return counting

    # ---- what a rate rule gives, by place (line number; 0: the order itself)

    def _places(self, rule) -> list[int]:
        if rule.when is not None and mentions_lines(rule.when):
            return [one.line for one in self.lines if self._holds(rule.when, one)]
        return [0, *(one.line for one in self.lines)]

    def _base(self, rule, scale: int) -> dict[int, Fraction]:
        places = self._places(rule)
        measured = {one.line: self._measure(rule.points.of, one) for one in self.lines if one.line in places}
        if 0 in places and rule.points.of not in ("net_amount", "gross_amount", "quantity"):
            measured[0] = Fraction(self.purchase.measures.get(rule.points.of, 0), 1000) * self.purchase.money_share
        per, give = Fraction(rule.points.per), Fraction(rule.points.give) * scale
        if not rule.points.whole:
            return {place: value / per * give for place, value in measured.items()}
        total = sum(measured.values(), Fraction(0))
        points = floor(total / per) * give
        return {place: points * value / total if total else Fraction(0) for place, value in measured.items()}

    def _measure(self, of: str, one: Bought) -> Fraction:
        share = self.purchase.money_share
        if of == "net_amount":
            return one.amount / self.minor * share
        if of == "gross_amount":
            return (one.amount + one.discount) / self.minor * share
        return (one.quantity if of == "quantity" else one.measures.get(of, Fraction(0))) / 1000 * share

    # ---- conditions

    def _holds(self, condition, line: Bought | None) -> bool:
        if isinstance(condition, AllOf):
            return all(self._holds(part, line) for part in condition.parts)
        if isinstance(condition, AnyOf):
            return any(self._holds(part, line) for part in condition.parts)
        if isinstance(condition, NotOf):
            return not self._holds(condition.part, line)
        return self._test(condition.test, self._value(condition.field, line), condition.field)

    def _value(self, name: str, line: Bought | None) -> object:
        day, purchase = self.setting.day, self.purchase
        if name.startswith("line."):
            if line is None:
                return None
            return {
                "line.category": line.category,
                "line.sku": line.sku,
                "line.brand": line.brand,
                "line.quantity": line.quantity / 1000,
                "line.amount": line.amount / self.minor,
            }[name]
        if name in ("order.channel", "order.store", "order.net_amount") and purchase is None:
            return None
        match name:
            case "order.channel":
                return purchase.channel
            case "order.store":
                return purchase.store
            case "order.net_amount":
                return net_amount(self.program, purchase) / self.minor
            case "order.weekday":
                return date.fromordinal(day).isoweekday()
            case "order.day_of_month":
                return date.fromordinal(day).day
            case "order.hour":
                return self.setting.hour
            case "order.date":
                return date.fromordinal(day)
            case "tier":
                return self.program.tiers.levels[self.setting.tier].id
            case "member.days_since_enrolment":
                return day - self.setting.enrolled_on
        return self.setting.facts.get(name.removeprefix("member."))

    def _test(self, test, value: object, name: str) -> bool:
        if isinstance(test, AllOf):
            return all(self._test(part, value, name) for part in test.parts)
        if isinstance(test, NotOf):
            return not self._test(test.part, value, name)
        if value is None:
            return False
        if isinstance(test, OneOf):
            return any(one in value if isinstance(value, list) else exact(one) == value for one in test.values)
        assert isinstance(test, Between)
        ladder = [level.id for level in self.program.tiers.levels]
        rank = ladder.index if name == "tier" else exact
        return all(
            bound is None or holds(rank(value), rank(bound))
            for bound, holds in (
                (test.at_least, lambda have, want: have >= want),
                (test.at_most, lambda have, want: have <= want),
                (test.above, lambda have, want: have > want),
                (test.below, lambda have, want: have < want),
            )
        )


def exact(value: object) -> object:
    return Fraction(value) if isinstance(value, (Decimal, int)) and not isinstance(value, bool) else value


def rounded(exact: Fraction, mode: str) -> int:
    return {"down": floor(exact), "up": ceil(exact), "half_up": floor(exact + Fraction(1, 2))}[mode]


def share_out(parts: dict[str, Fraction], mode: str) -> dict[str, int]:
    """One rounding of the sum; floors of each part, what is left to the largest remainders, ties to the earlier; the tier's part stands last."""
    total = rounded(sum(parts.values(), Fraction(0)), mode)
    whole = {id: floor(part) for id, part in parts.items()}
    by_remainder = sorted(parts, key=lambda id: floor(parts[id]) - parts[id])  # stable: document order
    for id in by_remainder[: total - sum(whole.values())]:
        whole[id] += 1
    return whole
