"""Where several people are one member, the programme promises to know whose every point and every day is: share by share, by hand."""

from engine.people import HEAD
from regulars.engine.compiling import compile_program
from regulars.engine.decision import Transfer
from regulars.engine.limits import PERIODS_KEPT
from regulars.engine.owning import _add_difference, add_measures, add_periods, lot_key, open_shares, share_out
from regulars.engine.state import MemberState
from regulars.engine.state_moving import Moving, Portion, TakenIn
from regulars.engine.state_parts import Buckets, WalletState
from regulars.kit.periods import NEVER
from regulars.program.reading import require

BEA = 2


def moved(source: str, target: str, points: int, lot: str = "A") -> Transfer:
    return Transfer("points", source, target, points, lot, 1, "x")


def shared(**shares: list[tuple[int, int]]) -> Moving:
    """Shares of active lots by name."""
    return Moving(taken_in={BEA: TakenIn(Portion())}, shares={f"points/active/{lot}": whose for lot, whose in shares.items()})


def test_what_there_was_is_ones_own_lot_by_lot() -> None:
    wallets = compile_program(require(f"{HEAD}wallets: {{points: {{}}, miles: {{}}}}\nearn: [{{id: base, on: order.paid, points: 1}}]\n")).every[0].wallets.values()
    lots = [(700_000, 1, 5), (700_000, 2, 7), (NEVER, 3, 9)]
    state = MemberState(wallets={"points": WalletState(21, 11, 0, 0, lots, [(9, 700_000, 1, 4), (9, NEVER, 2, 6), (10, NEVER, 2, 1)])})
    day = "1917-07-15"
    assert open_shares(state, wallets) == {
        f"points/active/{day}": [(0, 12)], "points/active/never": [(0, 9)], f"points/pending/{day}": [(0, 4)], "points/pending/never": [(0, 7)],
    }  # fmt: skip
    assert lot_key("points", "active", "never") == "points/active/never"


def test_whoevers_points_came_first_leave_first_and_what_comes_in_is_the_owners() -> None:
    both = shared(A=[(0, 10), (BEA, 20)])
    share_out(both, [moved("active", "redeemed", 12)], 0)
    assert both.shares == {"points/active/A": [(BEA, 18)]}
    share_out(both, [moved("issued", "active", 5), moved("issued", "active", 3, "B")], BEA)
    share_out(both, [moved("issued", "active", 1)], 0)
    assert both.shares == {"points/active/A": [(BEA, 23), (0, 1)], "points/active/B": [(BEA, 3)]}


def test_who_takes_their_own_back_goes_before_all_and_nobody_else_loses() -> None:
    both = shared(A=[(0, 10), (BEA, 20)])
    share_out(both, [moved("active", "issued", 15)], BEA, BEA)
    assert both.shares == {"points/active/A": [(BEA, 5), (0, 10)]}
    mine = shared(A=[(BEA, 20), (0, 10)])
    share_out(mine, [moved("active", "issued", 4)], 0, 0)
    assert mine.shares == {"points/active/A": [(0, 6), (BEA, 20)]}


def test_points_keep_their_owner_from_account_to_account() -> None:
    both = shared(A=[(0, 10), (BEA, 20)])
    share_out(both, [moved("active", "held", 15)], 0)
    assert both.shares == {"points/active/A": [(BEA, 15)], "points/held/A": [(0, 10), (BEA, 5)]}
    share_out(both, [moved("held", "active", 15)], 0)
    assert both.shares == {"points/active/A": [(BEA, 20), (0, 10)]}
    share_out(both, [moved("active", "breakage", 30), moved("issued", "pending", 3, "C")], 0)
    assert both.shares == {"points/pending/C": [(0, 3)]}


def test_what_nobody_had_a_share_of_is_the_owners() -> None:
    both = shared(A=[(BEA, 4)])
    share_out(both, [moved("active", "held", 6), moved("active", "held", 2, "B")], 0)
    assert both.shares == {"points/held/A": [(BEA, 4), (0, 2)], "points/held/B": [(0, 2)]}


def test_nothing_is_followed_for_one_person() -> None:
    alone = Moving()
    share_out(alone, [moved("issued", "active", 5)], 0)
    assert alone.shares == {}


def test_what_two_used_of_a_limit_adds_up_by_period_and_never_below_nothing() -> None:
    assert add_periods([(1, 5), (3, 7)], [(2, 4), (3, 1)]) == [(1, 5), (2, 4), (3, 8)]
    assert add_periods([(1, 5)], [(1, -9), (2, -1)]) == [(1, 0), (2, 0)]
    many = [(start, 1) for start in range(PERIODS_KEPT)]
    assert add_periods(many, [(PERIODS_KEPT, 1)]) == [*many[1:], (PERIODS_KEPT, 1)]


def test_measures_add_up_by_day_and_a_day_with_visits_of_both_is_one() -> None:
    own = {"spend": Buckets([5, 7], [100, 50], 190), "visits": Buckets([5, 7], [1, 1], 2)}  # 40 of days that are no longer kept
    other = {"spend": Buckets([6, 7], [10, 20], 33), "visits": Buckets([6, 7], [1, 1], 5), "nights": Buckets([5], [2], 2)}
    sums = add_measures((own, other))
    assert (sums["spend"].days, sums["spend"].amounts, sums["spend"].total) == ([5, 6, 7], [100, 10, 70], 223)
    assert (sums["visits"].days, sums["visits"].amounts, sums["visits"].total) == ([5, 6, 7], [1, 1, 1], 6)
    assert sums["nights"] == Buckets([5], [2], 2)
    assert (own["spend"].total, other["nights"] is sums["nights"]) == (190, False)


def test_what_an_event_counted_is_the_difference_day_by_day() -> None:
    mine: dict[str, Buckets] = {}
    was, now = Buckets([5, 7], [100, 50], 150), Buckets([5, 6, 7], [100, 9, 80], 184)  # 5 less of days that are no longer kept
    _add_difference(mine, "spend", was, now)
    assert mine == {"spend": Buckets([6, 7], [9, 30], 34)}
    _add_difference(mine, "spend", now, Buckets([5, 6, 7], [100, 9, 80], 174))
    assert mine == {"spend": Buckets([6, 7], [9, 30], 24)}
    _add_difference(mine, "nights", was, was.copy())
    assert set(mine) == {"spend"}
