"""Points that wait to be confirmed: the programme promises what a return takes of them, on which day they lapse, and how long they are remembered."""

from datetime import date

from msgspec.structs import replace

from engine.people import HEAD
from regulars.engine.awaiting import GONE_KEPT, lapse_due, slide_awaiting, take_awaited
from regulars.engine.compiling import compile_program
from regulars.engine.state import MemberState
from regulars.engine.state_holding import Awaiting
from regulars.engine.state_parts import WalletState
from regulars.engine.tokens import digest
from regulars.program.reading import require

RULES = "earn: [{id: review, on: review.published, points: 30}, {id: deal, on: order.paid, points: 10, pending_until: {on: review.approved}}]\n"
VERSIONS = compile_program(require(f"{HEAD}wallets: {{points: {{expire: {{sliding: 1 year}}}}, miles: {{}}}}\n{RULES}"))
NOW = VERSIONS.every[0]
POINTS, MILES = NOW.wallets["points"], NOW.wallets["miles"]
DAY = date(2026, 3, 10).toordinal()
EARNED = date(2026, 1, 5).toordinal()


def one(rule: str = "deal", points: int = 30, order: str = "o1", wallet: str = "points", lapses_on: int = 0, until: int = DAY + 300, key: str = "", gone: bool = False) -> Awaiting:
    return Awaiting(wallet, rule, 1, key, points, EARNED, until, 0, lapses_on, EARNED, order, gone=gone)


def member(*awaiting: Awaiting) -> MemberState:
    pending = sum(each.points for each in awaiting if each.wallet == "points")
    return MemberState(wallets={"points": WalletState(0, pending, 0, 0, [], [])}, awaiting=list(awaiting), tokens={})


def taken(state: MemberState, gave: dict[str, int], gives: dict[str, int], order: str = "o1") -> tuple[tuple[int, int], list[tuple[str, str, int]], int]:
    posted: list = []
    found = take_awaited(posted, state, POINTS, order, gave, gives)
    assert all((each.rule, each.until, each.lot) == ("return", DAY + 300, "earned 2026-01-05") for each in posted)
    return found, [(each.source, each.target, each.points) for each in posted], state.wallets["points"].pending


def test_a_return_takes_its_part_of_what_waits_of_its_own_order_and_wallet() -> None:
    state = member(one(), one("review", 10), one(order="o2"), one(wallet="miles"))
    assert taken(state, {"deal": 30, "review": 10, "base": 99}, {"deal": 20}) == ((20, 0), [("pending", "issued", 10), ("pending", "issued", 10)], 50)
    assert state.awaiting == [one(points=20), one(order="o2"), one(wallet="miles")]


def test_where_the_rest_earns_more_more_waits() -> None:
    state = member(one())
    assert taken(state, {"deal": 30}, {"deal": 45}) == ((-15, 0), [("issued", "pending", 15)], 45)
    assert state.awaiting == [one(points=45)]


def test_a_streaks_bonus_goes_with_its_rule_and_what_did_not_change_stays() -> None:
    state = member(one(points=35))
    assert taken(state, {"deal": 30, "streak:deal": 5}, {"deal": 30, "streak:deal": 5}) == ((0, 0), [], 35)
    assert taken(state, {"deal": 30, "streak:deal": 5}, {}) == ((35, 0), [("pending", "issued", 35)], 0)
    assert state.awaiting == []


def test_of_what_has_gone_already_nothing_moves() -> None:
    gone = one(points=0, gone=True)
    state = member(gone)
    assert taken(state, {"deal": 30}, {"deal": 20}) == ((0, 10), [], 0)
    assert state.awaiting == [gone]
    assert taken(state, {"deal": 30}, {}, order="o9") == ((0, 0), [], 0)


def lapses(state: MemberState, today: int) -> tuple[list[tuple[str, str, int, str]], list[dict]]:
    posted, because = [], []
    lapse_due(posted, because, state, VERSIONS, NOW, today)
    return [(each.source, each.target, each.points, each.rule) for each in posted], because


def test_what_nobody_confirms_lapses_at_the_start_of_its_day_and_what_outlives_its_last_day_expires() -> None:
    assert lapses(member(one(lapses_on=DAY + 1)), DAY) == ([], [])
    state = member(one(lapses_on=DAY, order="", key="r1"))
    assert lapses(state, DAY) == ([("pending", "forfeited", 30, "deal")], [{"code": "points.unconfirmed", "rule": "deal", "wallet": "points", "points": 30}])
    assert (state.awaiting, state.wallets["points"].pending, state.tokens) == ([], 0, {"settled:deal": [digest("r1")]})
    assert lapses(member(one(until=DAY)), DAY) == ([], [])
    state = member(one(until=DAY - 1, lapses_on=DAY))
    assert lapses(state, DAY) == ([("pending", "breakage", 30, "expiry")], [{"code": "points.expired", "wallet": "points", "points": 30}])
    assert (state.awaiting, state.tokens) == ([], {})
    assert lapses(member(one(points=0, gone=True, lapses_on=DAY, until=DAY - 1)), DAY) == ([], [])


def test_what_lapsed_of_orders_is_remembered_for_their_returns_up_to_a_number() -> None:
    gone = [one(points=0, order=f"g{number}", gone=True) for number in range(GONE_KEPT)]
    waits = [one(order="w", lapses_on=DAY + 9), one(order="x", lapses_on=DAY)]
    state = member(waits[0], *gone, waits[1])
    lapses(state, DAY)
    assert state.awaiting == [waits[0], *gone[1:], replace(waits[1], points=0, gone=True)]
    fewer = member(*gone[1:], waits[1])
    lapses(fewer, DAY)
    assert len(fewer.awaiting) == GONE_KEPT == 200


def test_activity_moves_the_last_day_of_what_waits_in_its_own_wallet() -> None:
    gone, other = one(points=0, gone=True), one(wallet="miles")
    state = member(one(), gone, other)
    slide_awaiting(state, POINTS, DAY)
    assert state.awaiting == [one(until=date(2027, 3, 10).toordinal()), gone, other]
    slide_awaiting(state, MILES, DAY)
    assert state.awaiting[0].until == date(2027, 3, 10).toordinal()
