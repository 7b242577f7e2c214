"""What holds whatever is held, waits, lapses, comes back or is cancelled (design §5, promises I3, I4, I14, I17, I23, I26).

The programmes and years of ``engine.making``, with every way of activating, expiring and reserving put into them.
"""

from dataclasses import replace
from random import Random

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from stories.points_story import Kept

from engine.making import DAY_US, Chance, programme, the_same_in_many_steps, years
from engine.pair import at, enrolled
from engine.test_properties import any_member
from regulars.engine import event_names, events
from regulars.engine.compiling import compile_program
from regulars.engine.deciding import decide
from regulars.engine.decision import Outcome
from regulars.engine.events import Event, Line, OrderPaid, OrderReturned, ReturnedLine
from regulars.engine.passing import advance
from regulars.engine.state import decode_state, encode_state
from regulars.kit.periods import Duration
from regulars.program.document import Program, Returns
from regulars.program.document_conditions import FieldIs, OneOf
from regulars.program.document_wallets import Activate, Activity, Redeem, Reinstate, WaitsFor

seeds = given(st.integers(0, 2**32))
WEEK, MONTH, YEAR = Duration(days=7), Duration(months=1), Duration(months=12)


def enriched(c: Chance, program: Program) -> Program:
    """The same programme with more ways to wait, to last and to spend."""
    wallets = tuple(replace(wallet, **_more(c, program, wallet)) for wallet in program.wallets)
    rules = tuple(replace(rule, activate=_form(c)) if c.maybe(25) else rule for rule in program.earn)
    return replace(program, wallets=wallets, earn=rules)


def _form(c: Chance) -> Activate:
    return c.one(
        Activate(),
        Activate("after", c.one(WEEK, MONTH)),
        Activate("on", on=event_names.ORDER_DELIVERED),
        Activate("on", WEEK, event_names.ORDER_DELIVERED, at_most=c.one(None, MONTH)),
        Activate("on", None, event_names.REDEEMED, at_most=c.one(None, MONTH)),
    )


def _more(c: Chance, program: Program, wallet) -> dict:
    more: dict = {}
    if c.maybe(50):
        choices = (WaitsFor(FieldIs("line.category", OneOf(("coffee",))), _form(c)), WaitsFor(FieldIs("line.brand", OneOf(("acme",))), _form(c)))
        more["activate"] = replace(_form(c), choices=choices[: c.number(0, 2)])
    expire = wallet.expire
    if expire.kind != "never":
        if expire.kind == "rolling" and c.maybe(40):
            expire = replace(expire, counted_from="earning", activity=Activity(c.one(WEEK, MONTH), (event_names.ORDER_PAID,), c.one(MONTH, YEAR)))
        if c.maybe(40):
            expire = replace(expire, extend=((c.one(*program.tiers.levels).id, c.one(WEEK, MONTH)),))
        if c.maybe(50):
            within = c.one((("", MONTH),), ((program.tiers.levels[-1].id, YEAR),))
            expire = replace(expire, reinstate=Reinstate(within, (event_names.ORDER_PAID,), c.one(WEEK, MONTH)))
        more["expire"] = expire
    if c.maybe(40):
        more["redeem"] = Redeem(grace=c.one(None, WEEK))
    return more


def busier(c: Chance, program: Program, steps: list) -> list:
    """The same years with holds, captures, releases, cancellations and deliveries between the other events."""
    found, holds, spent, orders = [], [], [], []
    for number, step in enumerate(steps):
        found.append(step)
        if isinstance(step, int) or number == 0:
            continue
        event = step[0]
        if isinstance(event.data, OrderPaid):
            orders.append(event.data.order_id)
        if event.type == event_names.REDEEMED:
            spent.append(event.id)
        for part in range(c.number(0, 2)):
            wallet = c.one(*program.wallets).id
            type, data = c.one(
                (event_names.HELD, events.PointsHeld(c.number(1, 200), wallet, c.maybe(70), lasts_s=c.one(600, 3_600, 86_400 * 3))),
                (event_names.CAPTURED, events.PointsCaptured(c.one(*holds, "none"), points=c.one(0, 1, c.number(1, 60)))),
                (event_names.RELEASED, events.PointsReleased(c.one(*holds, "none"))),
                (event_names.CANCELLED, events.RedemptionCancelled(c.one(*spent, "none"), points=c.one(0, 0, c.number(1, 40)))),
                (event_names.ORDER_DELIVERED, events.OrderDelivered(c.one(*orders, "o0", f"o{c.number(0, 30)}"))),
            )
            id = f"x{number}-{part}"
            if type == event_names.HELD:
                holds.append(id)
            if type == event_names.CAPTURED:
                spent.append(id)
            found.append((Event(id, "till", type, event.at_us + (part + 1) * 60_000_000, data), {}))
    return [(replace_source(step[0]), step[1]) if isinstance(step, tuple) else step for step in found]


def replace_source(event: Event) -> Event:
    return msgspec.structs.replace(event, source="till")


def lived(seed: int, look=None, events_: int = 16) -> Kept:
    c = Chance(Random(seed))
    program = enriched(c, programme(c))
    journal = Kept(program)  # looks after every event that accounts, lots and holds add up
    for step in busier(c, program, years(c, program, events_)):
        if isinstance(step, int):
            journal.until(step)
            continue
        before, past = journal.state, journal.past_of(step[0].data)
        done = journal.take(*step)
        if look is not None:
            look(journal, before, past, step, done)
    return journal


@any_member
@seeds
def test_time_in_many_steps_is_time_in_one_whatever_is_held_or_waits(seed):
    journal, c = lived(seed), Chance(Random(seed + 1))
    end_us = journal.state.advanced_us + c.number(1, 500) * DAY_US
    the_same_in_many_steps(journal.versions, journal.state, end_us, c)


@any_member
@seeds
def test_what_was_stored_is_enough_to_decide_the_same_bytes_again(seed):
    def look(journal, before, past, step, done):
        event, stored = step[0], done.decision.outcome
        kept = before and encode_state(before)
        if past is not None:
            past = past._replace(outcome=msgspec.json.decode(msgspec.json.encode(past.outcome), type=Outcome))
        again = decide(
            compile_program(journal.program), before and decode_state(encode_state(before)), event, past=past, facts=stored.facts, shared=stored.shared
        )
        assert msgspec.json.encode(again.decision.outcome) == msgspec.json.encode(stored)
        assert encode_state(again.decision.state) == encode_state(done.decision.state)
        assert again.decision.transfers == done.decision.transfers
        assert again.passed == done.passed
        assert (before and encode_state(before)) == kept

    lived(seed, look)


@any_member
@seeds
def test_a_clock_that_replays_each_day_writes_the_same(seed):
    """Every time.passed event, advanced to by itself, gives exactly that one day or minute again."""
    journal = lived(seed)
    passed, _ = advance(journal.versions, journal.state, journal.state.advanced_us + 400 * DAY_US)
    state = journal.state
    for one in passed:
        days, state = advance(journal.versions, state, one.at_us)
        assert days == [one]


@any_member
@seeds
def test_no_usable_point_is_ever_stranded(seed):
    """C3: whatever the burn order, everything that is shown as usable can be spent, all at once or one by one, and nothing more."""
    journal, c = lived(seed), Chance(Random(seed + 2))
    at_us = journal.state.advanced_us + c.number(0, 90) * DAY_US
    _, state = advance(journal.versions, journal.state.copy(), at_us)
    state.frozen_us = 0  # whoever is frozen spends nothing, and everything once they are free
    for wallet in journal.program.wallets:
        usable = state.wallets[wallet.id].active if wallet.id in state.wallets else 0
        if wallet.kind != "spendable" or not usable:
            continue
        left, now = usable, state
        while left:
            part = min(left, c.one(1, 7, left))
            left -= part
            spent = Event(f"s{left}-{wallet.id}", "till", event_names.REDEEMED, max(at_us, now.advanced_us), events.PointsRedeemed(part, wallet.id))
            decision = decide(journal.versions, now, spent).decision
            assert decision.outcome.status == "created"
            now = decision.state
        if now.wallets[wallet.id].pending < state.wallets[wallet.id].pending:
            continue  # the redemptions made waiting points usable
        assert now.wallets[wallet.id].active == 0
        more = Event("more", "till", event_names.REDEEMED, max(at_us, now.advanced_us), events.PointsRedeemed(1, wallet.id))
        assert decide(journal.versions, now, more).decision.outcome.status == "refused"


@any_member
@seeds
def test_a_full_return_in_any_parts_leaves_nothing_whatever_waits_where(seed):
    """I14: by line, by rule, before or after the delivery."""
    c = Chance(Random(seed))
    program = replace(enriched(c, programme(c)), returns=Returns("debt"))
    journal = Kept(program)
    journal.take(enrolled(program, "2026-01-05 12:00"), {})
    now = at(program, "2026-02-03 12:00")
    before = _worth(journal)
    lines = tuple(
        Line(place, "sku", c.number(1, 4) * 1000, c.number(0, 9_999), c.number(0, 500), c.one("coffee", "bread"), c.one("", "acme"))
        for place in range(1, c.number(2, 5))
    )
    journal.take(Event("o1", "till", event_names.ORDER_PAID, now, OrderPaid("o1", lines)), {})
    for number in range(c.number(0, 6)):
        line = c.one(*lines)
        part = c.one(ReturnedLine(line.line), ReturnedLine(line.line, quantity=c.number(1, line.quantity)), ReturnedLine(line.line, amount=c.number(0, line.amount)))
        type, data = c.one((event_names.ORDER_RETURNED, OrderReturned("o1", (part,))), (event_names.ORDER_DELIVERED, events.OrderDelivered("o1")))
        journal.take(Event(f"r{number}", "till", type, now + number * c.one(1, DAY_US), data), {})
    for number in range(2):
        journal.take(Event(f"all{number}", "till", event_names.ORDER_RETURNED, now + 10 * DAY_US + number, OrderReturned("o1")), {})
        assert _worth(journal) == before
    aside = journal.state.holding
    assert aside is None or not [wait for wait in aside.waits if wait.order]


def _worth(journal: Kept) -> dict[str, int]:
    return {id: active + pending - debt for id, (active, pending, debt) in journal.standing()["wallets"].items()}


@any_member
@seeds
def test_a_redemption_cancelled_in_any_parts_leaves_the_lots_as_they_were(seed):
    """I17."""
    journal, c = lived(seed), Chance(Random(seed + 3))
    now_us = journal.state.advanced_us + DAY_US
    journal.until(now_us)
    for wallet in journal.program.wallets:
        own = journal.state.wallets.get(wallet.id)
        if wallet.kind != "spendable" or own is None or not own.active:
            continue
        lots, part = list(own.lots), c.number(1, own.active)
        spent = Event(f"spent-{wallet.id}", "till", event_names.REDEEMED, now_us, events.PointsRedeemed(part, wallet.id))
        journal.take(spent, {})
        left = part
        while left:
            back = c.number(1, left)
            left -= back
            journal.take(Event(f"back-{wallet.id}-{left}", "till", event_names.CANCELLED, now_us, events.RedemptionCancelled(spent.id, points=back)), {})
        same = journal.state.wallets[wallet.id].lots
        if own.pending != journal.state.wallets[wallet.id].pending or event_names.REDEEMED in wallet.expire.on:
            continue  # redeeming made waiting points usable, or moved last days
        assert _by_day(same) == _by_day(lots)
        journal.take(Event(f"again-{wallet.id}", "till", event_names.CANCELLED, now_us, events.RedemptionCancelled(spent.id)), {})
        assert journal.state.wallets[wallet.id].lots == same


def _by_day(lots: list) -> dict[int, int]:
    found: dict[int, int] = {}
    for until, _, points in lots:
        found[until] = found.get(until, 0) + points
    return found
