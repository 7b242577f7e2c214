"""What an event earns, before limits: exact fractions first, one floor per wallet at the end.

Order of work (docs/reference/programme.md, "Earning"): accruals make the base of each line -> multipliers add (m - 1) x base of the
lines they match -> the tier multiplier likewise -> fixed bonuses -> one floor per wallet and event. Everything is a whole number over one
common denominator, so nothing is rounded on the way. Lines that the rules can not tell apart are counted together (a *cell*).
"""

from dataclasses import dataclass, field
from fractions import Fraction

from regulars.engine.basket import Basket
from regulars.engine.compiled import Compiled, CompiledRule, WalletRules
from regulars.engine.conditions import Scene
from regulars.engine.decision import Reason
from regulars.engine.events import Line
from regulars.engine.plans import CompiledPlan
from regulars.kit.points import share_by_largest_remainder


@dataclass(slots=True)
class Cells:
    """The eligible lines grouped by which line rules hold; the last place of every ``measured`` list is the order itself."""

    of_line: list[int]  # the mask of each eligible line
    masks: list[int]
    any: int
    measured: dict[str, list[int]] = field(default_factory=dict)


@dataclass(slots=True)
class Earned:
    """One wallet's part: exact ``parts`` by rule over ``den`` (the tier's part under ``tier:<level>``), floored ``total``.

    each: accrual -> numerator per measured unit; factor: cell mask -> what a base numerator is worth with every multiplier: what line shares need.
    """

    wallet: str
    den: int
    parts: list[tuple[str, CompiledRule | None, int]]
    total: int
    exact: int
    fixed: int
    each: list[tuple[CompiledRule, int]]
    factor: dict[int, int]
    of_line: list[int]  # the mask of each eligible line
    given: dict[str, int] = field(default_factory=dict)  # by rule, adding up to total
    by_line: dict[int, int] | None = None  # where lines are rounded for themselves: line (0: the order itself) -> points


def earn(
    compiled: Compiled, on: str, scene: Scene, basket: Basket, tier: int, exhausted: dict[str, str], left: dict[str, int], missed: list[Reason] | None, paid: CompiledPlan | None = None
) -> list[Earned]:
    """Every wallet's earnings from one event. paid: a membership whose multiplier counts like the tier's.

    exhausted: rule -> period, of rules whose ``times`` are used up; left: rule -> points its limits still allow (absent: no limit).
    ``missed`` (None: nobody asks) is filled with the rules that gave nothing and why. Nothing is clipped here.
    """
    found: list[Earned] = []
    every = compiled.rules.get(on)
    if every is None:
        return found
    cells = _cells(compiled, scene, basket)
    for rules in every:
        matches = _matching(rules, scene, basket, cells, exhausted, missed)
        if matches:
            found.append(_earn_in(rules, matches, basket, cells, compiled, tier, left, missed, paid))
    return found


def _cells(compiled: Compiled, scene: Scene, basket: Basket) -> Cells:
    masks = basket.masks
    if compiled.looks.open:
        masks = [mask | sum([bit for bit, holds in compiled.looks.open if holds(scene, line)]) for line, mask in zip(basket.lines, masks, strict=True)]
    distinct = list(dict.fromkeys(masks))
    together = 0
    for mask in distinct:
        together |= mask
    return Cells(masks, distinct, together)


_NOTHING_OUT: dict[str, Reason] = {}


def _matching(
    rules: WalletRules, scene: Scene, basket: Basket, cells: Cells, exhausted: dict[str, str], missed: list[Reason] | None
) -> list[CompiledRule]:
    """The rules that hold, accruals first, then multipliers, then fixed bonuses."""
    matched: list[CompiledRule] = []
    day, any_line = scene.day, cells.any
    asked, out = rules.all, _NOTHING_OUT
    if rules.remembers:
        known = rules.sorted_by(scene)
        asked, out = (known.likely, out) if missed is None else (asked, known.out)
    for rule in asked:
        if out and rule.id in out:
            why = out[rule.id]
        elif rule.bit and not rule.bit & any_line:
            why = rule.no_line
        elif not rule.starts <= day <= rule.ends:
            why = {"code": "rule.missed_dates", "rule": rule.id}
        else:
            for name, holds in rule.asked.of_event:
                if not holds(scene):
                    why = {"code": "rule.missed_condition", "rule": rule.id, "detail": name}
                    break
            else:
                if rule.id in exhausted:
                    why = {"code": "rule.missed_limit", "rule": rule.id, "detail": exhausted[rule.id]}
                elif basket.earns_nothing:
                    why = {"code": "rule.missed_unpaid", "rule": rule.id}
                else:
                    matched.append(rule)
                    continue
        if missed is not None:
            missed.append(why)
    return matched


def _earn_in(
    rules: WalletRules, matches: list[CompiledRule], basket: Basket, cells: Cells, compiled: Compiled, tier: int, left: dict[str, int], missed: list[Reason] | None, paid: CompiledPlan | None
) -> Earned:
    share_num, share_den, masks = basket.share_num, basket.share_den, cells.masks
    extra = share_den
    if rules.has_whole:
        for rule in matches:
            if rule.whole:
                extra *= sum(_measured(rule, basket, cells)) or 1
    # ---- the base of each cell, over base_den * extra
    base = [0] * (len(masks) + 1)
    each_of: list[tuple[CompiledRule, int]] = []
    times = rules.times_den
    den = rules.base_den * times * extra
    parts: list[tuple[str, CompiledRule | None, int]] = []
    bonuses: list[Bonus] = []
    for rule in matches:
        if rule.kind == "accrual":
            amounts = _measured(rule, basket, cells)
            each = rule.num * (rules.base_den // rule.den)
            if rule.whole:
                whole = sum(amounts)
                steps = int(Fraction(whole * share_num, share_den) / rule.per_units)
                each = each * steps * (extra // whole) if whole else 0
            else:
                each *= share_num * (extra // share_den)
            own = 0
            for place, amount in enumerate(amounts):
                if amount:
                    base[place] += amount * each
                    own += amount
            each_of.append((rule, each))
            parts.append((rule.id, rule, own * each * times))
        elif rule.kind == "multiplier":
            on = 0
            if rule.bit:
                for place, mask in enumerate(masks):
                    if mask & rule.bit:
                        on += base[place]
            else:
                on = sum(base)
            bonuses.append((rule, on * rule.num * (times // rule.den)))
        else:
            bonuses.append((rule, rule.num * den))
    fixed = 0
    counting = _counting(bonuses, den, left, missed) if rules.has_groups else bonuses
    for rule, part in counting:
        parts.append((rule.id, rule, part))
        if rule.kind == "fixed":
            fixed += part
    level = compiled.levels[tier]
    tier_each = level.bonus_num * (times // level.bonus_den) if level.bonus_num else 0
    if tier_each and each_of:
        parts.append((f"tier:{level.id}", None, sum(base) * tier_each))
    if paid is not None and paid.bonus_num and each_of:
        paid_each = paid.bonus_num * (times // paid.bonus_den)
        parts.append((f"paid:{paid.id}", None, sum(base) * paid_each))
        tier_each += paid_each
    exact = 0
    for _, _, part in parts:
        exact += part
    factor = {}
    if missed is not None or rules.by_line:
        for mask in (*masks, 0):
            factor[mask] = times + tier_each + sum([rule.num * (times // rule.den) for rule, _ in counting if rule.kind == "multiplier" and (not rule.bit or mask & rule.bit)])
    earned = Earned(rules.wallet, den, parts, max(exact // den if rules.rounding == "down" else rounded(exact, den, rules.rounding), 0), exact, fixed, each_of, factor, cells.of_line)
    if rules.by_line:
        round_by_line(earned, basket, rules.rounding)
        give_by_line(earned)
    else:
        _give(earned)
    return earned


def _measured(rule: CompiledRule, basket: Basket, cells: Cells) -> list[int]:
    """What an accrual counts in each cell, and last on the order itself."""
    whole = cells.measured.get(rule.of)
    if whole is None:
        sums: dict[int, int] = dict.fromkeys(cells.masks, 0)
        of = rule.of
        if of == "net_amount" and len(sums) == 1:
            sums[cells.masks[0]] = basket.paid
        elif of == "net_amount":
            for line, mask in zip(basket.lines, cells.of_line, strict=True):
                sums[mask] += line.amount
        else:
            for line, mask in zip(basket.lines, cells.of_line, strict=True):
                sums[mask] += counted(line, of)
        whole = cells.measured[of] = [*sums.values(), (basket.measures or {}).get(of, 0)]
    if not rule.bit:
        return whole
    return [amount if mask & rule.bit else 0 for mask, amount in zip(cells.masks, whole, strict=False)]


def counted(line: Line, of: str) -> int:
    """What a line carries of a measure, in its smallest unit."""
    if of == "net_amount":
        return line.amount
    if of == "gross_amount":
        return line.amount + line.discount
    if of == "quantity":
        return line.quantity
    return line.measures.get(of, 0) if line.measures else 0


Bonus = tuple[CompiledRule, int]


def _counting(bonuses: list[Bonus], den: int, left: dict[str, int], missed: list[Reason] | None) -> list[Bonus]:
    """Which bonuses count together, by ``stack`` and ``group``; in document order."""
    groups: dict[str, list[Bonus]] = {}
    for bonus in bonuses:
        if bonus[0].group is not None:
            groups.setdefault(bonus[0].group, []).append(bonus)
    out: dict[str, str] = {}  # rule -> the rule that counted instead
    for group in groups.values():
        if len(group) == 1:
            continue
        exclusive = [bonus for bonus in group if bonus[0].stack == "exclusive"]
        if exclusive:
            chosen = min(exclusive, key=lambda bonus: (-bonus[0].priority, bonus[0].place))[0]
            out.update({rule.id: chosen.id for rule, _ in group if rule is not chosen})
            continue
        rivals = [bonus for bonus in group if bonus[0].stack == "best_of"]
        if len(rivals) > 1:
            chosen = min(rivals, key=lambda bonus: (-_reachable(bonus, den, left), -bonus[0].priority, bonus[0].place))[0]
            out.update({rule.id: chosen.id for rule, _ in rivals if rule is not chosen})
    if not out:
        return bonuses
    if missed is not None:
        missed.extend({"code": "rule.missed_group", "rule": rule.id, "detail": out[rule.id]} for rule, _ in bonuses if rule.id in out)
    return [bonus for bonus in bonuses if bonus[0].id not in out]


def _reachable(bonus: Bonus, den: int, left: dict[str, int]) -> int:
    """What a bonus would really give: what it asks, no more than its limits still allow."""
    rule, asked = bonus
    return min(asked, left[rule.id] * den) if rule.id in left else asked


def _give(earned: Earned) -> None:
    """Share the rounded total among the rules: each its own floor, what is left to the largest remainders, ties in document order."""
    parts, den = earned.parts, earned.den
    if len(parts) == 1:
        earned.given = {parts[0][0]: earned.total}
        return
    floors = [part // den for _, _, part in parts]
    over = earned.total - sum(floors)
    if over > 0:
        remainders = [part % den for _, _, part in parts]
        last = len(parts) + max(rule.place for _, rule, _ in parts if rule is not None)  # the tier's part comes after every rule
        order = [last if rule is None else rule.place for _, rule, _ in parts]
        for place in sorted(range(len(floors)), key=lambda i: (-remainders[i], order[i]))[:over]:
            floors[place] += 1
    earned.given = {part[0]: points for part, points in zip(parts, floors, strict=True)}


def rounded(num: int, den: int, mode: str) -> int:
    """num / den as a whole number: ``down``, ``half_up`` (halves away from below) or ``up``."""
    if mode == "down":
        return num // den
    return -(-num // den) if mode == "up" else (2 * num + den) // (2 * den)


def round_by_line(earned: Earned, basket: Basket, mode: str) -> None:
    """Each line for itself, then what the order's own measures earned; a fixed bonus is whole and belongs to no line."""
    parts = {line.line: rounded(max(worth, 0), earned.den, mode) for line, worth in zip(basket.lines, _worth_by_line(earned, basket), strict=True)}
    own = sum([basket.measures.get(rule.of, 0) * each for rule, each in earned.each if not rule.bit]) if basket.measures else 0
    if own:
        parts[0] = rounded(max(own * earned.factor[0], 0), earned.den, mode)
    earned.by_line = parts
    earned.total = max(sum(parts.values()) + earned.fixed // earned.den, 0)


def give_by_line(earned: Earned) -> None:
    """Fixed bonuses as they are; what the lines came to among the other rules, by what each gave exactly (largest remainder)."""
    last = 1 + max([rule.place for _, rule, _ in earned.parts if rule is not None], default=0)  # the tier's part comes after every rule
    others = sorted([(rule.place if rule is not None else last, name, part) for name, rule, part in earned.parts if rule is None or rule.kind != "fixed"], key=lambda one: one[0])
    rest = earned.total - sum([part // earned.den for _, rule, part in earned.parts if rule is not None and rule.kind == "fixed"])
    shares = share_by_largest_remainder(max(rest, 0), [max(part, 0) for _, _, part in others])
    shared = {name: points for (_, name, _), points in zip(others, shares, strict=True)}
    earned.given = {name: shared[name] if name in shared else part // earned.den for name, _, part in earned.parts}


def _rounded_shares(earned: Earned, basket: Basket) -> dict[int, int]:
    shares = dict(earned.by_line or {})
    fixed = earned.total - sum(shares.values())
    for line, part in zip(basket.lines, share_by_largest_remainder(fixed, [line.amount for line in basket.lines]) if fixed else (), strict=False):
        shares[line.line] += part
    return shares


def _worth_by_line(earned: Earned, basket: Basket) -> list[int]:
    """What each eligible line earns exactly, over ``den``, without fixed bonuses."""
    weights = [0] * len(basket.lines)
    for of in {rule.of for rule, _ in earned.each}:
        worth = {mask: factor * sum([each for rule, each in earned.each if rule.of == of and (not rule.bit or mask & rule.bit)]) for mask, factor in earned.factor.items()}
        if of == "net_amount":
            weights = [so_far + line.amount * worth[mask] for so_far, line, mask in zip(weights, basket.lines, earned.of_line, strict=True)]
        else:
            weights = [so_far + counted(line, of) * worth[mask] for so_far, line, mask in zip(weights, basket.lines, earned.of_line, strict=True)]
    return weights


def shares_by_line(earned: Earned, points: int, basket: Basket) -> dict[int, int]:
    """Share an order's points among its eligible lines by largest remainder; 0 stands for the order itself, where it earned by its own measures.

    Fixed bonuses belong to no line: they are spread by what was paid. Where each line was rounded for itself and nothing was clipped, these are its points.
    """
    numbers = [line.line for line in basket.lines]
    if earned.by_line is not None and points == earned.total:
        return _rounded_shares(earned, basket)
    weights = _worth_by_line(earned, basket)
    if earned.fixed and basket.paid:
        weights = [max(weight, 0) * basket.paid + earned.fixed * line.amount for weight, line in zip(weights, basket.lines, strict=True)]
    elif weights and min(weights) < 0:
        weights = [max(weight, 0) for weight in weights]
    own = sum([basket.measures.get(rule.of, 0) * each for rule, each in earned.each if not rule.bit]) if basket.measures else 0
    if own:
        numbers.append(0)
        weights.append(max(own * earned.factor[0], 0) * (basket.paid if earned.fixed and basket.paid else 1))
    return dict(zip(numbers, share_by_largest_remainder(points, weights), strict=True))
