"""Programmes and a member's years made up by chance: the same code draws from a seeded Random or from Hypothesis."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from engine.pair import at, enrolled
from regulars.engine.compiled import Versions
from regulars.engine.event_names import (
    ADJUSTED,
    MEMBER_FROZEN,
    MEMBER_UNFROZEN,
    MEMBERSHIP_BOUGHT,
    MEMBERSHIP_CANCELLED,
    MEMBERSHIP_REFUNDED,
    MEMBERSHIP_RENEWED,
    ORDER_PAID,
    ORDER_RETURNED,
    REDEEMED,
    TIER_FROZEN,
    TIER_MATCHED,
    TIER_SET,
    TIER_UNFROZEN,
    TRACK_REQUESTED,
)
from regulars.engine.events import (
    Event,
    Line,
    MemberFrozen,
    MemberUnfrozen,
    OrderPaid,
    OrderReturned,
    PointsAdjusted,
    PointsRedeemed,
    ReturnedLine,
    Tender,
)
from regulars.engine.events_tiers import (
    FastTrackRequested,
    MembershipBought,
    MembershipCancelled,
    MembershipRefunded,
    MembershipRenewed,
    TierFrozen,
    TierMatched,
    TierSet,
    TierUnfrozen,
)
from regulars.engine.passing import advance
from regulars.engine.state import MemberState, encode_state
from regulars.kit.periods import Duration, calendar_of
from regulars.program.document import Currency, Exclude, Program, Returns
from regulars.program.document_conditions import AllOf, AnyOf, Between, FieldIs, NotOf, OneOf
from regulars.program.document_rules import EarningRule, Fixed, Limit, Multiply, Rate
from regulars.program.document_tiers import (
    DaysOfYear,
    Down,
    FastTrack,
    Freeze,
    Grace,
    Level,
    Measured,
    Paid,
    SoftLanding,
    Term,
    Tiers,
    TierScore,
    Window,
)
from regulars.program.document_wallets import Activate, Expire, Rounding, Wallet

CATEGORIES = ("coffee", "bread", "wine", "gift_card")
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "UTC")
DAY_US = 24 * 3_600 * 1_000_000


class Chance:
    """Draws from a ``random.Random``; tests/engine/test_agreement.py has one that draws from Hypothesis."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def number(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def one(self, *choices):
        return choices[self.number(0, len(choices) - 1)]

    def maybe(self, percent: int) -> bool:
        return self.number(1, 100) <= percent


def duration(c: Chance) -> Duration:
    return c.one(
        Duration(days=7),
        Duration(days=30),
        Duration(months=1),
        Duration(months=3),
        Duration(months=6),
        Duration(months=12),
    )


# ---- a programme


def programme(c: Chance) -> Program:
    wallets = [_wallet(c, "points", "spendable")]
    if c.maybe(40):
        wallets.append(_wallet(c, "growth", c.one("spendable", "qualifying")))
    tiers = _tiers(c, wallets)
    at_once = "at_review" if tiers.down.grace else c.one("at_review", "at_once")  # READINGS 8
    return Program(
        id="made-up",
        currency=Currency("CNY", c.one(2, 2, 0)),
        timezone=c.one(*ZONES),
        wallets=tuple(wallets),
        exclude=Exclude(category=frozenset({"gift_card"})) if c.maybe(50) else Exclude(),
        tiers=tiers,
        tier_score=_score(c, wallets),
        fast_tracks=_tracks(c, tiers, wallets),
        paid=_plans(c, tiers),
        earn=tuple(_rules(c, wallets, tiers)),
        returns=Returns(policy=c.one("debt", "debt", "within_balance", "only_pending"), tier=at_once),
    )


def _wallet(c: Chance, id: str, kind: str) -> Wallet:
    return Wallet(
        id=id,
        kind=kind,
        scale=c.one(0, 0, 1),
        rounding=Rounding(c.one("down", "half_up", "up"), c.one("order", "line")) if c.maybe(30) else Rounding(),
        activate=c.one(
            Activate(),
            Activate(),
            Activate("after", after=c.one(Duration(days=1), Duration(days=7), Duration(months=1))),
            Activate("on", on=ORDER_PAID),
        ),
        expire=c.one(
            Expire(),
            Expire(
                "rolling",
                c.one(Duration(days=45), Duration(months=3), Duration(months=12)),
                c.one("day", "month", "quarter", "year"),
                c.one("earning", "activation"),
            ),
            Expire(
                "calendar",
                dates=c.one(((12, 31),), ((3, 31), (9, 30)), ((2, 28),)),
                after=c.one(None, Duration(months=3)),
            ),
            Expire(
                "sliding",
                c.one(Duration(days=45), Duration(months=3)),
                on=c.one((ORDER_PAID,), (ORDER_PAID, REDEEMED)),
                at_most=c.one(None, Duration(months=12)),
            ),
        ),
        burn=c.one("soonest_expiry", "oldest", "newest"),
    )


def _tiers(c: Chance, wallets: list[Wallet]) -> Tiers:
    if c.maybe(20):
        return Tiers((Level("member"),))
    levels = [Level("regular", multiplier=c.one(Decimal(1), Decimal(1), Decimal("1.1")))]
    for place, id in enumerate(c.one(("silver",), ("silver", "gold"), ("silver", "gold", "diamond")), start=1):
        reach = _criterion(c, wallets, place)
        levels.append(
            Level(
                id,
                reach=reach,
                keep=_criterion(c, wallets, place) if c.maybe(50) else None,
                multiplier=c.one(Decimal(1), Decimal("1.5"), Decimal(2)),
                floor=c.one(None, None, None, levels[c.number(0, place - 1)].id, id),
            )
        )
    down = Down(
        c.one("one", "full"),
        c.one(None, None, Duration(months=3), Duration(days=40)),
        c.one(None, None, Grace(Duration(days=30)), Grace(Duration(months=2)), Grace(Duration(days=20), c.one("month", "quarter"))),
        c.one(None, None, SoftLanding(Duration(days=30)), SoftLanding(Duration(months=3), ("lounge", "multiplier")), SoftLanding(Duration(days=9), ("lounge",))),
    )
    freeze = Freeze(c.one("extended", "unchanged"), c.one(Duration(months=12), Duration(days=60)))
    review = c.one(None, "month", "quarter", "half_year", "year", "anniversary", "tier_anniversary", "day", "dates")
    dates = DaysOfYear(c.one(((3, 31),), ((2, 28), (8, 31)), ((1, 10), (12, 31)))) if review == "dates" else None
    return Tiers(tuple(levels), review, down, dates, c.one(frozenset({"order.paid"}), frozenset({"order.paid", "points.redeemed"}), frozenset({"points.adjusted"})), freeze)


def _tracks(c: Chance, tiers: Tiers, wallets: list[Wallet]) -> tuple[FastTrack, ...]:
    if len(tiers.levels) == 1 or c.maybe(60):
        return ()
    tracks = []
    for number in range(c.number(1, 2)):
        window = c.one(Window("calendar_year"), Window("rolling", c.one(Duration(days=30), Duration(months=2))))
        part = replace(_measured(c, wallets, 1), within=window)
        reach = c.one(part, AllOf((part, Measured("visits", Decimal(2), Window("rolling", Duration(days=45))))))
        length = c.one(Duration(days=20), Duration(months=3))
        tracks.append(FastTrack(f"track{number}", reach, c.one(*tiers.levels[1:]).id, length, enrol=c.one("automatic", "on_request"), starts=date(2026, 6, 1) if c.maybe(15) else None))
    return tuple(tracks)


def _plans(c: Chance, tiers: Tiers) -> tuple[Paid, ...]:
    if c.maybe(70):
        return ()
    plans = []
    for id in ("plus", "prime"):
        level = c.one(None, None, tiers.levels[-1].id)
        fee, lasts = Decimal(c.one("99", "19", "0", "365")), c.one(Duration(months=12), Duration(months=1), Duration(days=45))
        multiplier = None if level else c.one(Decimal(2), Decimal("1.25"))
        plans.append(Paid(id, fee, lasts, level, multiplier, trial=c.one(None, Duration(days=14)), renew=c.one("manual", "auto"), refund=c.one("none", "pro_rata")))
    return tuple(plans)


def _score(c: Chance, wallets: list[Wallet]) -> TierScore:
    return TierScore(tuple(_term(c, wallets) for _ in range(c.number(1, 3))), _window(c))


def _term(c: Chance, wallets: list[Wallet]) -> Term:
    measure = c.one("spend", "visits", "nights", f"points.{wallets[-1].id}", "events.points.redeemed")
    at_most = c.one(None, None, Decimal(50), Decimal("12.5"))
    return Term(measure, c.one(Decimal(1), Decimal("0.3"), Decimal(10)), c.one(Decimal(1), Decimal(1), Decimal(7)), at_most, c.one(None, None, _window(c)))


def _criterion(c: Chance, wallets: list[Wallet], place: int) -> object:
    if c.maybe(20):
        return c.one(AnyOf, AllOf)((_measured(c, wallets, place), _measured(c, wallets, place)))
    if c.maybe(5):
        return AllOf((_measured(c, wallets, place), NotOf(_measured(c, wallets, place + 2))))
    return _measured(c, wallets, place)


def _measured(c: Chance, wallets: list[Wallet], place: int) -> Measured:
    measure = c.one("spend", "spend", "visits", "nights", "score", "events.order.paid", f"points.{wallets[-1].id}")
    most = {"spend": 200, "visits": 3, "nights": 4, "events.order.paid": 4, "score": 60}.get(measure, 150)
    window = c.one(_window(c), Window("formula")) if measure == "score" else _window(c)
    return Measured(measure, Decimal(most * place * c.number(1, 4) // 2 or 1), window)


def _window(c: Chance) -> Window:
    return c.one(Window(), Window("calendar_year"), Window("rolling", duration(c)), Window("rolling", Duration(months=12)))


def _rules(c: Chance, wallets: list[Wallet], tiers: Tiers) -> list[EarningRule]:
    rules = [EarningRule("base", ORDER_PAID, _rate(c), wallet="points", limits=_limits(c))]
    for place in range(c.number(0, 5)):
        wallet = c.one(*wallets).id
        rule = EarningRule(
            f"rule{place}",
            c.one(ORDER_PAID, ORDER_PAID, ORDER_PAID, ORDER_PAID, ORDER_PAID, "member.enrolled"),
            Fixed(Decimal(0)),
            wallet=wallet,
            limits=_limits(c),
            starts=date(2026, c.number(1, 12), 15) if c.maybe(10) else None,
            ends=date(2027, c.number(1, 12), 15) if c.maybe(10) else None,
        )
        if rule.on != ORDER_PAID:
            rules.append(replace(rule, points=Fixed(Decimal(c.number(1, 300)))))
            continue
        rule = replace(rule, when=_condition(c, tiers) if c.maybe(60) else None)
        kind = c.one("rate", "multiply", "fixed", "fixed")
        if kind == "rate":
            rules.append(replace(rule, points=_rate(c)))
            continue
        points = (
            Multiply(Decimal(c.one("1.5", "2", "3", "1.25", "0.5")))
            if kind == "multiply"
            else Fixed(Decimal(c.number(1, 200)))
        )
        stack = c.one("add", "add", "best_of", "best_of", "exclusive")
        group = f"group{c.number(1, 2)}-{wallet}" if stack != "add" or c.maybe(30) else None
        limits = () if stack == "exclusive" else rule.limits
        rules.append(replace(rule, points=points, stack=stack, group=group, priority=c.number(0, 2), limits=limits))
    return rules


def _rate(c: Chance) -> Rate:
    of = c.one("net_amount", "net_amount", "net_amount", "gross_amount", "quantity", "nights")
    per = Decimal(c.one("1", "3", "10", "0.7")) if of.endswith("amount") else Decimal(1)
    return Rate(per, Decimal(c.one("1", "2", "0.5", "7")), of, whole=c.maybe(25))


def _limits(c: Chance) -> tuple[Limit, ...]:
    if c.maybe(65):
        return ()
    period = lambda: c.one("day", "week", "month", "year", "lifetime")  # noqa: E731
    times, points = (
        Limit("times", Decimal(c.number(1, 3)), period()),
        Limit("points", Decimal(c.number(5, 300)), c.one("event", period())),
    )
    return c.one((times,), (points,), (points,), (times, points))


def _condition(c: Chance, tiers: Tiers) -> object:
    simple = c.one(
        FieldIs("line.category", OneOf(("coffee",))),
        FieldIs("line.category", OneOf(("bread", "wine"))),
        FieldIs("line.category", NotOf(OneOf(("coffee",)))),
        FieldIs("line.quantity", Between(at_least=Decimal(2))),
        FieldIs("line.brand", OneOf(("acme",))),
        FieldIs("order.channel", OneOf(("app",))),
        FieldIs("order.net_amount", Between(at_least=Decimal(c.number(20, 120)))),
        FieldIs("order.net_amount", Between(below=Decimal(60))),
        NotOf(FieldIs("order.channel", OneOf(("app",)))),
        FieldIs("order.weekday", OneOf((Decimal(2), Decimal(6)))),
        FieldIs("order.day_of_month", Between(at_most=Decimal(15))),
        FieldIs("order.hour", Between(at_least=Decimal(9), below=Decimal(17))),
        FieldIs("order.date", Between(at_least=date(2026, 6, 1))),
        FieldIs("member.days_since_enrolment", Between(at_most=Decimal(90))),
        FieldIs("tier", OneOf((tiers.levels[-1].id,))),
        FieldIs("tier", Between(at_least=tiers.levels[-1].id)),
        FieldIs("member.birthday_month", OneOf((True,))),
        FieldIs("member.segment", OneOf(("vip",))),
    )
    if c.maybe(15):
        return c.one(AnyOf, AllOf)((simple, _condition(c, tiers)))
    return simple


# ---- a member's years


def years(c: Chance, program: Program, events: int) -> list:
    """What ``pair.play`` takes: an enrolment, then orders, returns, redemptions, adjustments and quiet stretches; some come late."""
    now = at(program, f"2026-0{c.number(1, 9)}-{c.number(10, 28)} {c.number(10, 23)}:30")
    start = now
    first = Event("enrolled", "test", "member.enrolled", now, enrolled(program, "2026-01-01").data)
    steps: list = [(first, _facts(c))]
    orders: list[OrderPaid] = []
    for number in range(events):
        now += c.one(0, 1, 1, 3, 10, 30, 60, 120) * DAY_US // c.one(1, 1, 2, 7) + c.number(0, 20) * 3_600_000_000
        if c.maybe(12):
            steps.append(now)
            continue
        at_us = max(start, now - c.number(1, 200) * DAY_US) if c.maybe(6) else now
        type, data = _data(c, program, number, orders, at_us)
        steps.append((Event(f"e{number}", "test", type, at_us, data), _facts(c)))
    return [*steps, now + 500 * DAY_US]


def _facts(c: Chance) -> dict:
    return {"birthday_month": c.maybe(20), "segment": ["vip"] if c.maybe(30) else ["new", "other"]}


def _said(c: Chance, program: Program, now_us: int) -> tuple[str, object] | None:
    """A freeze, a match, a level set by hand or a mission asked for."""
    day, level = calendar_of(program.timezone).day_of(now_us), c.one(*program.tiers.levels).id
    if program.paid and c.maybe(60):
        kind = c.one("buy", "buy", "try", "renew", "cancel", "refund")
        plan = c.one(*program.paid).id
        return {
            "buy": (MEMBERSHIP_BOUGHT, MembershipBought(plan, fee=c.one(None, 1234))),
            "try": (MEMBERSHIP_BOUGHT, MembershipBought(plan, trial=True)),
            "renew": (MEMBERSHIP_RENEWED, MembershipRenewed(c.one(None, 0))),
            "cancel": (MEMBERSHIP_CANCELLED, MembershipCancelled()),
            "refund": (MEMBERSHIP_REFUNDED, MembershipRefunded("moved away", "Mei")),
        }[kind]
    kind = c.one("freeze", "freeze", "unfreeze", "match", "match", "set", "set", "ask")
    if kind == "ask":
        asked = [track for track in program.fast_tracks if track.starts is None]
        return (TRACK_REQUESTED, FastTrackRequested(c.one(*asked).id)) if asked else None
    if kind == "freeze":
        return TIER_FROZEN, TierFrozen(day + c.one(-1, 0, 5, 30, 60, 200), "leave", "Mei")
    if kind == "unfreeze":
        return TIER_UNFROZEN, TierUnfrozen("Mei")
    if kind == "match":
        return TIER_MATCHED, TierMatched(level, day + c.one(-1, 0, 10, 60, 200), "file 7", "Mei")
    return TIER_SET, TierSet(level, "goodwill", "Mei", c.one(0, 0, day, day + 40, day + 150))


def _data(c: Chance, program: Program, number: int, orders: list[OrderPaid], now_us: int) -> tuple[str, object]:
    if c.maybe(40 if program.paid else 12):
        said = _said(c, program, now_us)
        if said is not None:
            return said
    kind = c.one(*["order"] * 22, *["return"] * 8, *["redeem"] * 8, "adjust", "adjust", "freeze", "free")
    if kind == "freeze":
        return MEMBER_FROZEN, MemberFrozen("looks wrong", "Mei")
    if kind == "free":
        return MEMBER_UNFROZEN, MemberUnfrozen("Mei")
    wallet = c.one(*program.wallets).id
    if kind == "redeem":
        return REDEEMED, PointsRedeemed(c.number(1, 150), wallet=wallet, up_to=c.maybe(40))
    if kind == "adjust":
        return ADJUSTED, PointsAdjusted(c.one(50, 120, -20, -500), "goodwill", "staff", wallet=wallet)
    if kind == "return" and orders:
        return ORDER_RETURNED, _return(c, c.one(*orders))
    order = _order(c, program, number)
    if c.maybe(4):  # its return comes first
        orders.append(order)
        return ORDER_RETURNED, _return(c, replace_id(order, number + 1))
    orders.append(order)
    return ORDER_PAID, order


def replace_id(order: OrderPaid, number: int) -> OrderPaid:
    return OrderPaid(f"o{number}", order.lines, order.channel, order.store, order.tenders, order.measures)


def _order(c: Chance, program: Program, number: int) -> OrderPaid:
    minor = 10**program.currency.minor_digits
    lines = []
    for place in range(1, c.number(1, 4) + 1):
        quantity = c.one(1, 1, 2, 3)
        amount = c.number(0, 40) * quantity * minor + c.one(0, 0, quantity * c.number(0, minor - 1))
        lines.append(
            Line(
                place,
                f"sku{c.number(1, 5)}",
                quantity * 1000,
                amount,
                discount=quantity * c.number(0, 3) * minor,
                category=c.one("", *CATEGORIES),
                brand=c.one("", "acme"),
                measures={"nights": quantity * c.number(1, 3) * 1000} if c.maybe(20) else None,
            )
        )
    total = sum(line.amount for line in lines)
    tenders: tuple[Tender, ...] = ()
    if total and c.maybe(25):
        part = c.number(0, total)
        more = c.one(0, 0, 0, c.number(0, 500))  # change given, or a part that no tender names
        tenders = (
            Tender("card", max(total - part + more - 200 * c.one(0, 0, 1), 0)),
            Tender(c.one("points", "gift_card", "cash"), part),
        )
    measures = {"nights": c.number(1, 4) * 1000} if c.maybe(15) else None
    return OrderPaid(f"o{number}", tuple(lines), c.one("", "app", "shop"), tenders=tenders, measures=measures)


def _return(c: Chance, order: OrderPaid) -> OrderReturned:
    if c.maybe(40):
        return OrderReturned(order.order_id)
    line = c.one(*order.lines)
    part = c.one(
        ReturnedLine(line.line),
        ReturnedLine(line.line, quantity=c.number(1, line.quantity // 1000) * 1000),
        ReturnedLine(line.line, quantity=c.number(1, line.quantity)),
        ReturnedLine(line.line, amount=c.number(0, line.amount)),
        ReturnedLine(line.line, quantity=c.number(1, line.quantity), amount=c.number(0, line.amount)),
    )
    return OrderReturned(order.order_id, (part,))


# ---- time


def the_same_in_many_steps(versions: Versions, state: MemberState, end_us: int, c: Chance) -> None:
    """Time up to ``end_us`` in one step and in many of days or hours gives the same bytes and the same days."""
    at_once_passed, at_once = advance(versions, state, end_us)
    stepwise_passed, now_us = [], state.advanced_us
    while now_us < end_us:
        now_us = min(now_us + c.number(1, 60) * DAY_US // c.one(1, 5, 7, 24, 500), end_us)
        passed, state = advance(versions, state, now_us)
        stepwise_passed += passed
    assert encode_state(state) == encode_state(at_once)
    assert stepwise_passed == at_once_passed
