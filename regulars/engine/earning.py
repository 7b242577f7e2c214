"""What an event earns, before limits: exact fractions first, one floor per wallet at the end.

Order of work (docs/reference/programme.md, "Earning"): accruals make the base of each line -> multipliers add (m - 1) x base of the
lines they match -> the tier multiplier likewise -> fixed bonuses -> one floor per wallet and event. Everything is a whole number over one
common denominator, so nothing is rounded on the way.
"""

from dataclasses import dataclass, field
from fractions import Fraction

from regulars.engine.compiled import Compiled, CompiledRule, WalletRules
from regulars.engine.conditions import Scene
from regulars.engine.events import Line, OrderPaid
from regulars.kit.points import share_by_largest_remainder


@dataclass(slots=True)
class Basket:
    """The eligible lines of an order and the share of it that was paid with money: ``share_num / share_den``."""

    lines: list[Line]
    excluded: list[int]
    share_num: int
    share_den: int
    measures: dict[str, int] | None
    paid: int  # sum of the eligible amounts, minor units, before the share

    @property
    def net(self) -> int | Fraction:
        if self.share_num == self.share_den:
            return self.paid
        return Fraction(self.paid * self.share_num, self.share_den)

    @property
    def spend(self) -> int:
        """What counts as tier spend: net amount in whole minor units, rounded down."""
        return self.paid * self.share_num // self.share_den

    @property
    def earns_nothing(self) -> bool:
        return self.share_num == 0


NO_BASKET = Basket([], [], 1, 1, None, 0)


def basket_of(order: OrderPaid, compiled: Compiled, share: tuple[int, int] | None = None) -> Basket:
    """share: the money share of the whole order as it was bought, when ``order`` holds only what is left of it."""
    lines, excluded = list(order.lines), []
    if compiled.excludes:
        out = compiled.program.exclude
        lines = [line for line in order.lines if not (line.category in out.category or line.sku in out.sku or line.brand in out.brand)]
        excluded = [line.line for line in order.lines if line not in lines]
    num, den = share or money_share(order, compiled)
    return Basket(lines, excluded, num, den, order.measures, sum([line.amount for line in lines]))


def money_share(order: OrderPaid, compiled: Compiled) -> tuple[int, int]:
    """The part of an order that earns: 1 less what tenders such as points and gift cards paid of it."""
    if not order.tenders:
        return 1, 1
    not_earning = sum(tender.amount for tender in order.tenders if tender.kind in compiled.program.not_earning)
    if not_earning == 0:
        return 1, 1
    whole = max(sum(line.amount for line in order.lines), sum(tender.amount for tender in order.tenders))
    return (max(whole - not_earning, 0), whole) if whole else (0, 1)


@dataclass(slots=True)
class Missed:
    """Why a rule gave nothing: condition (``detail``: the field), dates, limit (the period), group (the rule that counted), unpaid."""

    rule: CompiledRule
    why: str
    detail: str = ""


@dataclass(slots=True)
class Earned:
    """One wallet's part: exact ``parts`` by rule over ``den`` (the tier's part under ``tier:<level>``), floored ``total``."""

    wallet: str
    den: int
    parts: list[tuple[str, CompiledRule | None, int]]
    total: int
    exact: int
    lines: list[int]  # numerators per eligible line, fixed bonuses left out
    fixed: int
    given: dict[str, int] = field(default_factory=dict)  # by rule, adding up to total


def earn(
    compiled: Compiled, on: str, scene: Scene, basket: Basket, tier: int, exhausted: dict[str, str], left: dict[str, int], missed: list[Missed]
) -> list[Earned]:
    """Every wallet's earnings from one event.

    exhausted: rule -> period, of rules whose ``times`` are used up; left: rule -> points its limits still allow (absent: no limit).
    ``missed`` is filled with the rules that gave nothing. Nothing is clipped here: ``limits.clip`` does that.
    """
    found = []
    for rules in compiled.rules.get(on, ()):
        candidates = _matching(rules, scene, basket, exhausted, missed)
        if candidates:
            found.append(_earn_in(rules, candidates, scene, basket, compiled, tier, left, missed))
    return found


Match = tuple[CompiledRule, list[int] | None]  # the eligible lines it holds for (places); None: all of them


def _matching(rules: WalletRules, scene: Scene, basket: Basket, exhausted: dict[str, str], missed: list[Missed]) -> list[Match]:
    matched: list[Match] = []
    for those in (rules.accruals, rules.multipliers, rules.fixed):
        for rule in those:
            asked = rule.asked
            if not rule.starts <= scene.day <= rule.ends:
                missed.append(Missed(rule, "dates"))
                continue
            for name, holds in asked.of_event:
                if not holds(scene):
                    missed.append(Missed(rule, "condition", name))
                    break
            else:
                places: list[int] | None = None
                if asked.of_line is not None:
                    of_line = asked.of_line
                    places = [place for place, line in enumerate(basket.lines) if of_line(scene, line)]
                    if not places:
                        missed.append(Missed(rule, "condition", asked.line_field))
                        continue
                if rule.id in exhausted:
                    missed.append(Missed(rule, "limit", exhausted[rule.id]))
                elif basket.earns_nothing:
                    missed.append(Missed(rule, "unpaid"))
                else:
                    matched.append((rule, places))
    return matched


def _earn_in(
    rules: WalletRules, matches: list[Match], scene: Scene, basket: Basket, compiled: Compiled, tier: int, left: dict[str, int], missed: list[Missed]
) -> Earned:
    lines, share_num, share_den = basket.lines, basket.share_num, basket.share_den
    wholes = [(rule, places, sum(_measured(rule, basket, places))) for rule, places in matches if rule.whole]
    extra = share_den
    for _, _, whole in wholes:
        extra *= whole or 1
    # ---- the base of each line, over base_den * extra; the last place is the order itself (its own measures)
    base = [0] * (len(lines) + 1)
    parts: list[tuple[CompiledRule, int]] = []
    for rule, places in matches:
        if rule.kind != "accrual":
            continue
        amounts = _measured(rule, basket, places)
        if rule.whole:
            whole = sum(amounts)
            steps = int(Fraction(whole * share_num, share_den) / rule.per_units)
            each = steps * rule.num * (rules.base_den // rule.den) * (extra // whole) if whole else 0
        else:
            each = rule.num * (rules.base_den // rule.den) * share_num * (extra // share_den)
        if len(parts) == 0:
            base = [amount * each for amount in amounts]
            parts.append((rule, sum(base)))
        else:
            own = [amount * each for amount in amounts]
            base = [so_far + more for so_far, more in zip(base, own, strict=True)]
            parts.append((rule, sum(own)))
    # ---- multipliers, over base_den * times_den * extra
    times, den = rules.times_den, rules.base_den * rules.times_den * extra
    by_line = [amount * times for amount in base]
    exact_parts: list[tuple[str, CompiledRule | None, int]] = [(rule.id, rule, part * times) for rule, part in parts]
    bonus: list[tuple[CompiledRule, list[int] | None, int]] = []
    for rule, places in matches:
        if rule.kind == "multiplier":
            on = sum(base) if places is None else sum([base[place] for place in places])
            bonus.append((rule, places, on * rule.num * (times // rule.den)))
        elif rule.kind == "fixed":
            bonus.append((rule, places, rule.num * den))
    fixed = 0
    for rule, places, part in _counting(bonus, den, left, missed):
        exact_parts.append((rule.id, rule, part))
        if rule.kind == "fixed":
            fixed += part
        else:
            each = rule.num * (times // rule.den)
            for place in range(len(base)) if places is None else places:
                by_line[place] += base[place] * each
    level = compiled.levels[tier]
    if level.bonus_num and parts:
        each = level.bonus_num * (times // level.bonus_den)
        exact_parts.append((f"tier:{level.id}", None, sum(base) * each))
        by_line = [so_far + amount * each for so_far, amount in zip(by_line, base, strict=True)]
    exact = sum([part for _, _, part in exact_parts])
    earned = Earned(rules.wallet, den, exact_parts, max(exact // den, 0), exact, by_line, fixed)
    _give(earned)
    return earned


def _measured(rule: CompiledRule, basket: Basket, places: list[int] | None) -> list[int]:
    """What an accrual counts on each eligible line, and last on the order itself."""
    lines, of = basket.lines, rule.of
    if of == "net_amount":
        amounts = [line.amount for line in lines]
    elif of == "gross_amount":
        amounts = [line.amount + line.discount for line in lines]
    elif of == "quantity":
        amounts = [line.quantity for line in lines]
    else:
        amounts = [line.measures.get(of, 0) if line.measures else 0 for line in lines]
    own = (basket.measures or {}).get(of, 0) if places is None else 0
    if places is not None:
        held = set(places)
        amounts = [amount if place in held else 0 for place, amount in enumerate(amounts)]
    amounts.append(own)
    return amounts


Bonus = tuple[CompiledRule, list[int] | None, int]


def _counting(bonuses: list[Bonus], den: int, left: dict[str, int], missed: list[Missed]) -> list[Bonus]:
    """Which bonuses count together, by ``stack`` and ``group``; in document order."""
    groups: dict[str, list[Bonus]] = {}
    for bonus in bonuses:
        if bonus[0].group is not None:
            groups.setdefault(bonus[0].group, []).append(bonus)
    if not groups:
        return bonuses
    out: dict[str, str] = {}  # rule -> the rule that counted instead
    for group in groups.values():
        exclusive = [bonus for bonus in group if bonus[0].stack == "exclusive"]
        if exclusive:
            chosen = min(exclusive, key=lambda bonus: (-bonus[0].priority, bonus[0].place))[0]
            out.update({rule.id: chosen.id for rule, _, _ in group if rule is not chosen})
            continue
        rivals = [bonus for bonus in group if bonus[0].stack == "best_of"]
        if len(rivals) > 1:
            chosen = min(rivals, key=lambda bonus: (-_reachable(bonus, den, left), -bonus[0].priority, bonus[0].place))[0]
            out.update({rule.id: chosen.id for rule, _, _ in rivals if rule is not chosen})
    missed.extend(Missed(rule, "group", out[rule.id]) for rule, _, _ in bonuses if rule.id in out)
    return [bonus for bonus in bonuses if bonus[0].id not in out]


def _reachable(bonus: Bonus, den: int, left: dict[str, int]) -> int:
    """What a bonus would really give: what it asks, no more than its limits still allow."""
    rule, _, asked = bonus
    return min(asked, left[rule.id] * den) if rule.id in left else asked


def _give(earned: Earned) -> None:
    """Share the floored total among the rules: each its own floor, what is left to the largest remainders, ties in document order."""
    floors = [part // earned.den for _, _, part in earned.parts]
    over = earned.total - sum(floors)
    if over > 0:
        remainders = [part % earned.den for _, _, part in earned.parts]
        for place in sorted(range(len(floors)), key=lambda i: (-remainders[i], i))[:over]:
            floors[place] += 1
    earned.given = {name: points for (name, _, _), points in zip(earned.parts, floors, strict=True)}


def shares_by_line(earned: Earned, points: int, basket: Basket) -> dict[int, int]:
    """Share an order's points among its eligible lines by largest remainder; 0 stands for the order itself, where it earned by its own measures.

    Fixed bonuses belong to no line: they are spread by what was paid.
    """
    numbers = [line.line for line in basket.lines]
    weights = [max(weight, 0) for weight in earned.lines]
    if earned.fixed and basket.paid:
        weights = [weight * basket.paid + earned.fixed * amount for weight, amount in zip(weights, [*(line.amount for line in basket.lines), 0], strict=True)]
    if not weights[-1]:
        weights.pop()
    else:
        numbers.append(0)
    return dict(zip(numbers, share_by_largest_remainder(points, weights), strict=True))
