"""From the programme document to what `compiled.py` holds, once a version."""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from regulars.engine.basket import Looks
from regulars.engine.budgets import caps_of
from regulars.engine.compiled import (
    Compiled,
    CompiledChallenge,
    CompiledLevel,
    CompiledLimit,
    CompiledReferral,
    CompiledReward,
    CompiledRule,
    Versions,
    WalletRules,
)
from regulars.engine.conditions import LineTest, compile_condition, fields_of
from regulars.engine.criteria import Progress, asked_measures, compile_criterion, longest_window_days
from regulars.engine.events import QUANTITY_DIGITS
from regulars.engine.facts import facts_by_type
from regulars.engine.guests import guest_wallets
from regulars.engine.plans import compile_plans
from regulars.engine.tracks import compile_tracks
from regulars.engine.wallets import CompiledWallet, compile_wallet
from regulars.kit.periods import NEVER, calendar_of
from regulars.program.document import Program
from regulars.program.document_challenges import Challenge, Reward
from regulars.program.document_conditions import Condition
from regulars.program.document_rules import EarningRule, Fixed, Limit, Multiply, Rate

SHORTEST_MEMORY_DAYS = 400
GOODS_FIELDS = frozenset({"line.category", "line.brand", "line.sku"})
REMEMBERS_FROM = 6  # rules that day, store or channel may rule out, before it pays to remember which


def compile_program(program: Program) -> Versions:
    """One version, number 1, covering all time."""
    return compile_versions([(None, 1, program)])


def compile_versions(programs: Sequence[tuple[int | None, int, Program]]) -> Versions:
    """programs: (in force from, µs; None: always), number, programme. Of two that begin at one moment the higher number counts. Raises ValueError when empty."""
    if not programs:
        raise ValueError("no programme has been applied")
    ordered = sorted(programs, key=lambda item: (item[0] or 0, item[1]))
    compiled = [_compile(program, number, from_us or 0) for from_us, number, program in ordered]
    kept: dict[str, CompiledWallet] = {}
    waited_for: dict[str, str] = {}  # a wallet's event stays the one of an earlier version when a later one has none
    for version in compiled:
        waited_for |= {wallet.id: wallet.activate.on or "" for wallet in version.wallets.values() if wallet.is_plain and wallet.activate.kind == "on"}
        for id, on in waited_for.items():
            version.activating[on] = (*version.activating.get(on, ()), id)
        version.lasting = kept = version.wallets if kept.keys() <= version.wallets.keys() else {**version.wallets, **{id: kept[id] for id in kept if id not in version.wallets}}
        version.own_midnights = frozenset(wallet.id for wallet in kept.values() if wallet.own_midnight)
    criteria = [(c, program) for _, _, program in ordered for level in program.tiers.levels for c in (level.reach, level.keep) if c is not None]
    criteria += [(track.reach, program) for _, _, program in ordered for track in program.fast_tracks]
    measures = {measure for criterion, program in criteria for measure in asked_measures(criterion, program)}
    return Versions(
        every=compiled,
        calendar=calendar_of(ordered[-1][2].timezone),
        memory_days=max([SHORTEST_MEMORY_DAYS, *(longest_window_days(criterion, program) + 35 for criterion, program in criteria)]),
        facts_by_type=facts_by_type([program for _, _, program in ordered]),
        earned_measures=frozenset(
            wallet.id for _, _, program in ordered for wallet in program.wallets if wallet.kind == "qualifying" or f"points.{wallet.id}" in measures
        ),
        starts=[version.from_us for version in compiled],
        counted_events=frozenset(measure.removeprefix("events.") for measure in measures if measure.startswith("events.")),
        has_budgets=any(caps.budgets for version in compiled for caps in version.caps.values()),
        own_midnights=any(version.own_midnights for version in compiled),
    )


def _conditions(program: Program) -> list[Condition | None]:
    """Everything that may ask something of the member."""
    friends = [program.referral.qualifies.when] if program.referral is not None else []
    return [*(rule.when for rule in program.earn), *(challenge.when for challenge in program.challenges), *friends]


def _compile(program: Program, number: int, from_us: int) -> Compiled:
    bits = {rule.id: 1 << place for place, rule in enumerate(rule for rule in program.earn if any(name.startswith("line.") for name in fields_of(rule.when)))}
    rules = [_compile_rule(rule, place, bits.get(rule.id, 0), program) for place, rule in enumerate(program.earn)]
    ordered: dict[str, list[CompiledRule]] = {}
    for document_rule, rule in zip(program.earn, rules, strict=True):
        ordered.setdefault(document_rule.on, []).append(rule)
    places = {level.id: place for place, level in enumerate(program.tiers.levels)}
    return Compiled(
        number=number,
        program=program,
        from_us=from_us,
        rules={on: _by_wallet(those, program) for on, those in ordered.items()},
        ordered=ordered,
        wallets={wallet.id: compile_wallet(wallet, program) for wallet in program.wallets},
        levels=[_compile_level(place, program, places) for place in range(len(places))],
        level_of=places,
        tiers=program.tiers,
        looks=_looks(program, rules),
        can_fall=program.tiers.review is not None,  # without reviews nobody goes down
        visits_on=program.tiers.visits_on,
        guest_wallets=guest_wallets(program),
        caps=caps_of(program),
        challenges=_challenges(program),
        badging=_badging(program),
        tracks=compile_tracks(program),
        referral=_referral(program),
        plans=compile_plans(program),
        pools={pool.id: pool for pool in program.pools},
        limited={on: [rule for rule in those if rule.limits and not rule.counts_own_days] for on, those in ordered.items()},
        streaked={on: [rule for rule in those if rule.streak is not None] for on, those in ordered.items() if any(rule.streak is not None for rule in those)},
        awaits={rule.id: rule for rule in rules if rule.awaits is not None},
        asks_minutes=any("order.time" in fields_of(when) for when in _conditions(program)),
        early=frozenset(
            type for rule in program.earn if rule.pending_until and rule.pending_until.matching for type in (rule.pending_until.on, rule.pending_until.withdraw_on) if type
        ),
    )


def _looks(program: Program, rules: list[CompiledRule]) -> Looks:
    """Line rules whose line part asks only for category, brand and sku are asked once for goods that look alike; the others are asked each time."""
    of_goods: list[tuple[int, LineTest]] = []
    open_: list[tuple[int, LineTest]] = []
    with_sku = False
    for rule in rules:
        if rule.asked.of_line is not None:
            (of_goods if rule.asked.line_fields <= GOODS_FIELDS else open_).append((rule.bit, rule.asked.of_line))
            with_sku = with_sku or "line.sku" in rule.asked.line_fields
    return Looks(of_goods, open_, program.exclude, with_sku)


def _compile_level(place: int, program: Program, places: dict[str, int]) -> CompiledLevel:
    level = program.tiers.levels[place]
    reach = compile_criterion(level.reach, program) if level.reach is not None else None
    keep = compile_criterion(level.keep, program) if level.keep is not None else reach
    bonus, asked = Fraction(level.multiplier) - 1, level.keep if level.keep is not None else level.reach
    return CompiledLevel(
        level.id, reach, keep, bonus.numerator, bonus.denominator, places[level.floor] if level.floor else 0,
        f"{level.multiplier.normalize():f}",
        Progress(level.reach, program) if level.reach is not None else None,
        Progress(asked, program) if asked is not None else None,
    )


def _by_wallet(rules: list[CompiledRule], program: Program) -> list[WalletRules]:
    tier_dens = [Fraction(level.multiplier).denominator for level in program.tiers.levels]
    tier_dens += [Fraction(plan.multiplier).denominator for plan in program.paid if plan.multiplier is not None]
    found = []
    for wallet in program.wallets:
        mine = [rule for rule in rules if rule.wallet == wallet.id]
        if mine:
            kinds = ("accrual", "multiplier", "fixed")
            in_order = sorted(mine, key=lambda rule: (kinds.index(rule.kind), rule.place))
            base_den = lcm(1, *(rule.den for rule in mine if rule.kind == "accrual"))
            times_den = lcm(1, *tier_dens, *(rule.den for rule in mine if rule.kind == "multiplier"))
            has_whole, has_groups = any(rule.whole for rule in mine), any(rule.group is not None for rule in mine)
            often_out = [rule for rule in mine if rule.asked.common or rule.starts or rule.ends < NEVER]
            found.append(WalletRules(wallet.id, base_den, times_den, in_order, has_whole, has_groups, wallet.rounding.mode, wallet.rounding.scope == "line", len(often_out) >= REMEMBERS_FROM))
    return found


def _compile_rule(rule: EarningRule, place: int, bit: int, program: Program) -> CompiledRule:
    unit = 10 ** program.wallet(rule.wallet).scale
    kind, of, whole, per_units = "fixed", "", False, Fraction(0)
    asked = compile_condition(rule.when, program, rule.on)
    if isinstance(rule.points, Fixed):
        ratio = Fraction(rule.points.points) * unit
        ratio = Fraction(int(ratio))  # a fixed bonus is whole in the wallet's unit
    elif isinstance(rule.points, Multiply):
        kind, ratio = "multiplier", Fraction(rule.points.by) - 1
    else:
        kind, of, whole = "accrual", rule.points.of, rule.points.whole
        per_units = Fraction(rule.points.per) * 10 ** _measured_digits(rule.points, rule.on, program)
        ratio = Fraction(rule.points.give) * unit if whole else Fraction(rule.points.give) * unit / per_units
    return CompiledRule(
        id=rule.id,
        place=place,
        wallet=rule.wallet,
        kind=kind,
        num=ratio.numerator,
        den=ratio.denominator,
        of=of,
        per_units=per_units,
        whole=whole,
        asked=asked,
        starts=rule.starts.toordinal() if rule.starts else 0,
        ends=rule.ends.toordinal() if rule.ends else NEVER,
        group=rule.group,
        stack=rule.stack,
        priority=rule.priority,
        limits=tuple(_compile_limit(rule.id, limit, unit) for limit in rule.limits),
        bit=bit,
        streak=rule.streak,
        awaits=rule.pending_until,
        no_line={"code": "rule.missed_condition", "rule": rule.id, "detail": asked.line_field},
        counts_own_days=rule.streak is not None and rule.on != "order.paid",
    )


def _challenges(program: Program) -> dict[str, list[CompiledChallenge]]:
    found: dict[str, list[CompiledChallenge]] = {}
    for challenge in program.challenges:
        found.setdefault(challenge.on, []).append(_compile_challenge(challenge, program))
    return found


def _compile_challenge(challenge: Challenge, program: Program) -> CompiledChallenge:
    target, run, reward = challenge.target, challenge.period, challenge.reward
    digits = {"spend": program.currency.minor_digits, "quantity": QUANTITY_DIGITS}.get(target.kind, 0)
    unit = 10 ** program.wallet(reward.wallet).scale
    return CompiledChallenge(
        id=challenge.id,
        asked=compile_condition(challenge.when, program, challenge.on),
        kind=target.kind,
        of=target.of,
        need=int(target.need * 10**digits),
        run=run,
        starts=run.starts.toordinal() if run.starts else 0,
        ends=run.ends.toordinal() if run.ends else NEVER,
        recurrence=challenge.recurrence,
        on_request=challenge.join == "on_request",
        wallet=reward.wallet,
        points=int(reward.points * unit),
        badge=reward.badge,
        takes_back=challenge.returns == "take_back",
        limits=tuple(_compile_limit(f"challenge:{challenge.id}", limit, unit) for limit in challenge.limits),
    )


def _referral(program: Program) -> CompiledReferral | None:
    terms = program.referral
    if terms is None:
        return None
    asked = terms.qualifies
    return CompiledReferral(
        id="referral",
        advocate=_reward(terms.advocate, program),
        friend=_reward(terms.friend, program),
        order_at_least=int((asked.order_at_least or 0) * 10**program.currency.minor_digits),
        asked=compile_condition(asked.when, program, "order.paid"),
        within=asked.within,
        after=terms.after or program.returns.window,
        limits=tuple(_compile_limit("referral", limit, 10 ** program.wallet(terms.advocate.wallet).scale) for limit in terms.limits),
        takes_back=terms.returns == "take_back",
    )


def _reward(reward: Reward, program: Program) -> CompiledReward:
    wallet = program.wallet(reward.wallet)
    return CompiledReward(wallet.id, int(reward.points * 10**wallet.scale), reward.badge)


def _badging(program: Program) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for rule in program.earn:
        if rule.badge is not None:
            found.setdefault(rule.on, {})[rule.id] = rule.badge
    return found


def _compile_limit(rule: str, limit: Limit, unit: int) -> CompiledLimit:
    count = int(limit.count * unit) if limit.kind == "points" else int(limit.count)
    return CompiledLimit(f"{rule}/{limit.kind}/{limit.per}", limit.kind == "points", count, limit.per)


def _measured_digits(rate: Rate, on: str, program: Program) -> int:
    type = program.event_type(on)
    field = type.field(rate.of) if type is not None else None
    is_money = field.kind == "money" if field is not None else rate.of in ("net_amount", "gross_amount")
    return program.currency.minor_digits if is_money else QUANTITY_DIGITS
