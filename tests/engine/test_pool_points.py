"""The programme promises whose points a pool takes, gives and keeps, in which order, and what a return finds there: each case to the point, by hand."""

import pytest

from engine.pooled import POOL, Family
from engine.test_pool_refusals import ALL, HAND, family, today
from regulars.engine import pool_events as pool
from regulars.engine.compiled import CompiledLimit
from regulars.engine.event_names import ADJUSTED
from regulars.engine.events import PointsAdjusted
from regulars.engine.pool_asking import ask, forget
from regulars.engine.pool_back import _last_of
from regulars.engine.pool_spending import limit_of
from regulars.engine.pool_state import Demand, Pooled
from regulars.engine.state import MemberState
from regulars.kit.periods import iso_day

WORTH = "wallets: {points: {point_value: 0.01, expire: {rolling: 1 year}}}\nearn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]\n"
OWN_FIRST = "{members: 3, contribute: all, spend: {first: own}}"


def of(made: Family) -> dict[str, list[tuple[int, int]]]:
    """Whose points lie in which lot."""
    return {lot.removeprefix("points/"): whose for lot, whose in made.states[POOL].pool.shares.items()}


def two_lots(terms: str) -> tuple[Family, str, str]:
    """Lot A: 20 of member 1, 30 of member 2; a day later lot B: 40 and 50."""
    made = family(terms, 2)
    names = []
    for number, (mine, others) in enumerate(((20, 30), (40, 50))):
        made.days(number)
        made.buys(1, f"M{number}", mine)
        made.buys(2, f"O{number}", others)
        made.carry()
        names.append(iso_day(today(made) + 365))
    return made, names[0], names[1]


def test_a_pool_says_that_it_was_founded() -> None:
    made = Family(HAND)
    opened = made.decide(POOL, pool.OPENED, pool.PoolOpened("family", 1))
    assert (opened.outcome.because, opened.outcome.moved) == ([{"code": "pool.opened", "pool": "family"}], {"what": "opening", "member": 1})
    early = made.decide(POOL, pool.MEMBER_JOINED, pool.PoolMemberJoined(2))  # nobody but the owner is the first
    assert early.outcome.because == [{"code": "pool.not_invited"}]
    assert made.decide(POOL, pool.MEMBER_JOINED, pool.PoolMemberJoined(1)).outcome.status == "created"


def test_ones_own_go_first_lot_by_lot_and_then_whoevers_lapse_first() -> None:
    made, a, b = two_lots(OWN_FIRST)
    assert of(made) == {a: [(1, 20), (2, 30)], b: [(1, 40), (2, 50)]}
    spent = made.spends(2, 70)
    assert spent.outcome.pooled == {"by": 2, "first": "own", "whose": [(2, 30), (2, 40)]}
    assert [points for _, _, points in spent.outcome.took["points"]] == [30, 40]
    assert of(made) == {a: [(1, 20)], b: [(1, 40), (2, 10)]}
    spent = made.spends(2, 35)
    assert spent.outcome.pooled["whose"] == [(2, 10), (1, 20), (1, 5)]
    assert spent.outcome.because == [{"code": "pool.redeemed", "wallet": "points", "points": 35, "own": 10, "others": 25}]
    assert (of(made), spent.state.pool.seats[2].spent) == ({b: [(1, 35)]}, {"points": 105})
    made.look()


def test_ones_own_of_the_first_lot_may_be_enough() -> None:
    made, a, b = two_lots(OWN_FIRST)
    assert made.spends(2, 30).outcome.pooled["whose"] == [(2, 30)]
    assert of(made) == {a: [(1, 20)], b: [(1, 40), (2, 50)]}


def test_what_a_redemption_is_worth_is_told_where_it_pays_an_order() -> None:
    made = family(ALL, more=WORTH)
    made.buys(1, "A1", 500)
    made.carry()
    worth = {"code": "points.worth", "wallet": "points", "points": 100, "amount": "1.00", "currency": "CNY"}
    assert worth not in made.spends(1, 100).outcome.because
    assert worth in made.spends(1, 100, order_amount=100_00).outcome.because
    assert worth in made.spends(1, 100, order_amount=0).outcome.because


def test_the_limit_of_a_member_keeps_its_name_whatever_becomes_of_the_wallet() -> None:
    tenths = WORTH.replace("point_value: 0.01", "scale: 1")
    made = family("{members: 3, spend: {per_member: {points: 60, per: month}}}", more=tenths)
    now = made.versions.every[0]
    assert limit_of(now, now.pools["family"], 7) == CompiledLimit("pool/7/points/month", True, 600, "month")
    assert limit_of(family(HAND).versions.every[0], family(HAND).versions.every[0].pools["family"], 7) is None
    del now.wallets["points"]
    assert limit_of(now, now.pools["family"], 7).count == 60


@pytest.mark.parametrize(
    ("skip", "points", "expected"),
    [(0, 5, [(2, 5)]), (0, 20, [(2, 20)]), (0, 25, [(2, 20), (1, 5)]), (5, 5, [(2, 5)]), (15, 10, [(2, 5), (1, 5)]), (20, 30, [(1, 30)]), (25, 10, [(1, 10)]), (0, 50, [(2, 20), (1, 30)])],
)
def test_what_was_taken_last_comes_back_first(skip: int, points: int, expected: list[tuple[int, int]]) -> None:
    assert _last_of([(1, 30), (2, 20)], skip, points) == expected


def test_a_redemption_may_be_cancelled_bit_by_bit() -> None:
    made, a, _ = two_lots("{members: 3, contribute: all, spend: {per_member: {points: 60, per: lifetime}}}")
    made.spends(2, 45, "r1")  # 20 of member 1, 25 of member 2
    assert of(made)[a] == [(2, 5)]
    made.cancels("r1", 10)
    assert (of(made)[a], made.states[POOL].pool.seats[2].spent) == ([(2, 15)], {"points": 35})
    made.cancels("r1", 20)
    assert of(made)[a] == [(2, 30), (1, 5)]
    made.cancels("r1")
    assert (sorted(of(made)[a]), made.states[POOL].pool.seats[2].spent) == ([(1, 20), (2, 30)], {"points": 0})
    assert made.spends(2, 60).outcome.status == "created"  # the limit has it back, too
    made.look()


def test_a_redemption_of_who_has_left_can_be_cancelled() -> None:
    made, a, _ = two_lots(ALL)
    made.spends(2, 20, "r1")
    made.leaves(2)
    made.carry()
    made.cancels("r1")
    assert of(made)[a] == [(1, 20)]
    assert list(made.states[POOL].pool.seats) == [1]


# ---- going in


def test_gifts_of_the_shop_stay_and_what_is_earned_goes_in() -> None:
    made = family(ALL)
    given = made.decide(1, ADJUSTED, PointsAdjusted(40, "goodwill", "Mei"))
    assert (given.outcome.moved, made.has(1)) == ({}, 40)
    assert {"code": "pool.gave", "wallet": "points", "points": 100} in made.buys(1, "A1", 100).outcome.because
    assert made.has(1) == 40


def test_a_share_is_taken_of_the_lot_that_lapses_first_and_not_again_of_the_next() -> None:
    """10 and 11 points become usable together: half of 21 is 10, all of the first lot."""
    waits = "wallets: {points: {activate: {from: 2026-01-20}, expire: {rolling: 1 year}}}\nearn: [{id: base, on: order.paid, points: {per: 1, give: 1}}]\n"
    made = family("{members: 3, contribute: all, share: 0.5}", more=waits)
    made.buys(1, "A1", 10)
    made.days(1)
    made.buys(1, "A2", 11)
    made.days(30)
    made.carry()
    assert (made.has(POOL), made.has(1)) == (10, 11)
    assert made.states[1].wallets["points"].lots[0][2] == 11


def test_what_was_put_in_is_remembered_by_lot_for_four_hundred_days_after_it_lapsed() -> None:
    for days, remembered in ((765, True), (766, False)):
        made = family(HAND)
        first = today(made)
        made.buys(1, "A1", 100)
        made.contributes(1, 30)
        made.contributes(1, 20)
        made.carry()
        lot = (first + 365, first, 50)
        assert made.states[1].pooled.gave == {"points": [lot]}
        made.days(days)
        made.buys(1, "A2", 5)
        made.contributes(1, 5)
        assert (lot in made.states[1].pooled.gave["points"]) is remembered


def test_the_steps_say_what_they_did() -> None:
    made = family(HAND)
    made.buys(1, "A1", 100)
    sent = made.contributes(1, 60)
    assert sent.outcome.moved["pool"] == POOL
    made.open.clear()
    delivered = made.decide(1, pool.DELIVERED, pool.PoolDelivered(sent.state.seq))
    assert delivered.outcome.because == [{"code": "pool.delivered", "wallet": "points", "points": 60}]
    sent = made.contributes(1, 40)
    made.open.clear()
    assert made.states[1].pooled.gave["points"][0][2] == 100
    back = made.decide(1, pool.UNDELIVERED, pool.PoolUndelivered(sent.state.seq, "pool.not_in_it"))
    assert back.outcome.because == [{"code": "pool.undelivered", "wallet": "points", "points": 40, "why": "pool.not_in_it"}]
    assert (back.state.pooled.gave["points"][0][2], back.state.pooled.sent) == (60, {})
    assert (back.state.wallets["points"].active, back.state.wallets["points"].held) == (40, 0)


# ---- what a return asks, and gets


def member(*lots: tuple[int, int, int], pool: int = POOL) -> MemberState:
    return MemberState(pooled=Pooled(pool, "family", 5, 0, {"points": list(lots)}))


def test_what_was_put_in_of_a_lot_is_forgotten_as_it_is_asked_for() -> None:
    wallet = family(HAND).versions.every[0].wallets["points"]
    for points, forgotten, left in ((10, 10, [(900, 500, 20), (901, 501, 7)]), (30, 30, [(901, 501, 7)]), (31, 30, [(901, 501, 7)]), (0, 0, [(900, 500, 30), (901, 501, 7)])):
        state = member((900, 500, 30), (901, 501, 7))
        assert forget(state, wallet, 900, 500, points) == forgotten
        assert state.pooled.gave["points"] == left
    assert forget(MemberState(), wallet, 900, 500, 5) == 0
    untouched = member((900, 500, 30))
    assert (forget(untouched, wallet, 902, 500, 5), untouched.pooled.gave) == (0, {"points": [(900, 500, 30)]})
    twice = member((900, 499, 4), (900, 500, 30))  # one lot by its last day, put in on two
    assert (forget(twice, wallet, 900, 500, 10), twice.pooled.gave) == (10, {"points": [(900, 500, 24)]})


def test_a_return_asks_for_no_more_than_was_put_in_and_only_of_a_pool_one_is_in() -> None:
    wallet = family(HAND).versions.every[0].wallets["points"]
    demand = Demand("points", 900, 500, 50, "debt", 3, "A1")
    state, because = member((900, 500, 30)), []
    state.seq = 8
    assert ask(state, because, wallet, demand) == 30
    assert (state.pooled.asked, because) == ({9: [Demand("points", 900, 500, 30, "debt", 3, "A1")]}, [{"code": "pool.asked", "wallet": "points", "points": 30}])
    for nobody in (MemberState(), member((900, 500, 30), pool=0), member()):
        assert ask(nobody, because, wallet, demand) == 0
        assert nobody.pooled is None or nobody.pooled.asked == {}
    assert len(because) == 1


def returned(policy: str, *, put: int, spent: int = 0, lapses: bool = False) -> Family:
    """Member 2 buys for 100 and puts a part in; member 1 spends some of it; the order goes back, maybe after its points have lapsed."""
    more = f"wallets: {{points: {{expire: {{rolling: 1 year}}}}}}\nearn: [{{id: base, on: order.paid, points: {{per: 1, give: 1}}}}]\nreturns: {{policy: {policy}}}\n"
    made = family(HAND, 2, more=more)
    made.buys(2, "B1", 100)
    made.contributes(2, put)
    made.carry()
    if spent:
        made.spends(1, spent)
    if lapses:
        made.days(366)
    made.returns("B1")
    return made


def codes(made: Family) -> list[tuple[str, int]]:
    """What the answer of the pool made of it, for member 2."""
    ((log, seq, begun),) = made.open
    made.open.clear()
    gave = made.decide(POOL, pool.RECLAIMED, pool.PoolReclaimed(log, tuple(map(tuple, begun["wants"]))))
    moved = gave.outcome.moved
    lots = {wallet: tuple(lots) for wallet, lots in moved["lots"].items()}
    told = made.decide(2, pool.SETTLED, pool.PoolSettled(seq, lots, tuple(moved["lapsed"])))
    assert told.state.pooled.asked == {}
    return [(one["code"], one["points"]) for one in (*gave.outcome.because, *told.outcome.because)]


def test_a_return_takes_back_what_the_pool_still_has_and_the_rest_as_the_programme_says() -> None:
    made = returned("debt", put=70, spent=25)
    assert made.has(2) == 0  # the 30 that were never put in are gone at once
    assert codes(made) == [("pool.reclaimed", 45), ("pool.took_back", 45), ("return.debt", 25)]
    assert (made.owes(2), made.left(2), made.has(POOL)) == (25, 0, 0)
    made.look()
    made = returned("within_balance", put=70, spent=25)
    assert codes(made) == [("pool.reclaimed", 45), ("pool.took_back", 45), ("return.forgiven", 25)]
    assert made.owes(2) == 0
    made = returned("debt", put=70)
    assert codes(made) == [("pool.reclaimed", 70), ("pool.took_back", 70)]


def test_what_lapsed_in_the_pool_is_taken_from_there_and_not_owed() -> None:
    made = returned("debt", put=70, spent=25, lapses=True)
    assert codes(made) == [("pool.reclaimed", 0), ("return.debt", 25)]
    assert (made.owes(2), made.states[POOL].pool.lapsed) == (25, {})
    assert [(one.source, one.target, one.points) for log, one in made.moved if log == POOL][-1] == ("breakage", "issued", 45)
    made.look()


def test_other_points_of_the_member_pay_what_others_have_spent() -> None:
    made = returned("debt", put=70, spent=25)
    made.decide(2, ADJUSTED, PointsAdjusted(20, "goodwill", "Mei"))
    assert codes(made) == [("pool.reclaimed", 45), ("pool.took_back", 45), ("return.debt", 5)]
    assert (made.has(2), made.owes(2)) == (0, 5)
    made.look()


def test_what_was_put_in_meanwhile_is_not_asked_for_again() -> None:
    made = returned("debt", put=70, spent=25)
    made.buys(2, "B2", 60)  # of the same last day
    made.contributes(2, 60)
    asked = [one for one in made.open if "wants" in one[2]]
    made.open = [one for one in made.open if "wants" not in one[2]]
    made.carry()
    made.open = asked
    assert codes(made) == [("pool.reclaimed", 70), ("pool.took_back", 70)]  # of this lot, whichever order it was of
    assert (made.left(2), made.owes(2)) == (35, 0)
    short = returned("debt", put=70, spent=70)
    asked, short.open = short.open, []
    short.buys(2, "B2", 60)
    short.contributes(2, 60)
    on_its_way, short.open = short.open, asked
    assert codes(short) == [("pool.reclaimed", 0), ("return.debt", 70)]
    short.open = on_its_way
    short.carry()
    assert (short.left(2), short.owes(2)) == (60, 70)


def test_what_comes_back_from_the_pool_too_late_lapses_and_is_not_owed() -> None:
    made = returned("debt", put=70)
    ((log, seq, begun),) = made.open
    made.open.clear()
    gave = made.decide(POOL, pool.RECLAIMED, pool.PoolReclaimed(log, tuple(map(tuple, begun["wants"])))).outcome.moved
    made.days(366)
    made.decide(2, pool.SETTLED, pool.PoolSettled(seq, {"points": tuple(gave["lots"]["points"])}, ()))
    assert (made.has(2), made.owes(2)) == (0, 0)
    assert [(one.source, one.target, one.points) for log, one in made.moved if log == 2][-3:] == [("transit", "active", 70), ("active", "breakage", 70), ("breakage", "issued", 70)]


def test_nobody_elses_of_the_lot_is_given_back() -> None:
    made, a, _ = two_lots(ALL)
    made.spends(1, 45)  # all 20 of member 1, 25 of member 2
    made.returns("O0")
    assert codes(made) == [("pool.reclaimed", 5), ("pool.took_back", 5), ("return.debt", 25)]
    assert a not in of(made)


def test_who_has_left_stands_where_they_stood_before() -> None:
    made = family(HAND, 2)
    made.leaves(2)
    made.carry()
    pooled = made.states[2].pooled
    assert (pooled.pool, pooled.kind, pooled.since, pooled.left_on, pooled.gave) == (0, "", 0, today(made), {})
