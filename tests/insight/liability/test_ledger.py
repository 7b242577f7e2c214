"""From the ledger's own export: what was owed, to the point, and which earning each redeemed point came from."""

from datetime import date

import numpy as np
import pyarrow.parquet as pq
import pytest
from journal.conftest import at, shop  # noqa: F401

from regulars.insight.liability.entries import Accounts, Entry, as_csv, recognition, sale
from regulars.insight.liability.lots import counted, earned_and_redeemed, first_in_first_out, moves
from regulars.insight.liability.revenue import Allocation, allocate, schedule
from regulars.insight.liability.roll_forward import roll_forward, tie
from regulars.journal.export import export
from regulars.kit.errors import Refused


def exported(shop, folder, when):  # noqa: F811
    export(shop.conn, shop.versions, folder, at(when))
    rows = [row for row in pq.read_table(folder / "transfers.parquet").to_pylist() if row["wallet"] == "points"]
    months = [row["occurred_at"].year * 12 + row["occurred_at"].month for row in rows]
    held = sum(row["active"] + row["pending"] + row["held"] for row in pq.read_table(folder / "members.parquet").to_pylist())
    columns = {name: [row[name] for row in rows] for name in ("member", "lot", "source", "target", "points")}
    return moves(period=np.array(months) - 2026 * 12 - 1, **columns), held


def test_the_roll_forward_ties_to_the_ledger_to_the_point(shop, tmp_path):  # noqa: F811
    """Alice earns 1,000 in January and 100 in February, spends 1,050 in March; Carl earns 10, spends 8 and returns the order; in 2027 what is left lapses."""
    shop.post_many(
        [
            shop.order("alice", "A1", "2026-01-10", "1000.00", enrol=True, bonuses=False),
            shop.order("alice", "A2", "2026-02-10", "100.00", bonuses=False),
            shop.redeems("alice", "A3", "2026-03-10", 1050),
            shop.order("carl", "C1", "2026-03-02", "10.00", enrol=True, bonuses=False),
            shop.redeems("carl", "C2", "2026-03-03", 8),
            shop.returns("carl", "C1", "2026-03-04"),
        ]
    )
    of, held = exported(shop, tmp_path, "2026-03-20")
    rolled = roll_forward(of, periods=3)
    assert rolled.moves["redeemed"].tolist()[2] == -1058 and rolled.closing[-1] == held > 0
    assert (rolled.opening + sum(rolled.moves.values())).tolist() == rolled.closing.tolist()
    tie(rolled, held)
    with pytest.raises(Refused, match="1 apart"):
        tie(rolled, held - 1)
    later, held = exported(shop, tmp_path, "2027-12-01")
    lapsed = roll_forward(later, periods=24)
    tie(lapsed, held)
    assert held == 0 and lapsed.moves["breakage"].sum() < 0
    triangle = earned_and_redeemed(later, now=11)
    assert triangle.latest.sum() == 1058
    assert triangle.cells[0, 2] == triangle.issued[0] and triangle.cells[1, 1] == 1050 - triangle.issued[0]  # January's points are spent first


def test_the_first_points_in_are_the_first_out():
    """One lot: 100, then 50 come in; 30, 90 and 20 leave. Another: 5 in, 5 out."""
    ins, outs, points = first_in_first_out(np.array([0, 1, 0]), np.array([100, 5, 50]), np.array([0, 0, 1, 0]), np.array([30, 90, 5, 20]))
    assert list(zip(ins.tolist(), outs.tolist(), points.tolist(), strict=True)) == [(0, 0, 30), (0, 1, 70), (2, 1, 20), (2, 3, 20), (1, 2, 5)]


def test_slices_are_those_of_a_queue():
    rng = np.random.default_rng(8)
    for _ in range(20):
        lot_in, points_in = rng.integers(0, 5, 40), rng.integers(1, 30, 40)
        lot_out, points_out, left = [], [], np.bincount(lot_in, points_in, minlength=5)
        for lot in rng.integers(0, 5, 60):
            if left[lot] >= 1:
                lot_out.append(lot)
                points_out.append(int(rng.integers(1, left[lot] + 1)))
                left[lot] -= points_out[-1]
        queues = {lot: [[n, int(p)] for n, p in enumerate(points_in) if lot_in[n] == lot] for lot in range(5)}
        plain = []
        for number, (lot, want) in enumerate(zip(lot_out, points_out, strict=True)):
            while want:
                head = queues[lot][0]
                taken = min(want, head[1])
                plain.append((head[0], number, taken))
                want, head[1] = want - taken, head[1] - taken
                if not head[1]:
                    queues[lot].pop(0)
        ins, outs, points = first_in_first_out(lot_in, points_in, np.array(lot_out), np.array(points_out))
        assert sorted(zip(ins.tolist(), outs.tolist(), points.tolist(), strict=True)) == sorted(plain)


def test_a_cancelled_redemption_counts_less_from_then_on():
    of = moves(["a"] * 3, ["x"] * 3, [0, 1, 2], ["issued", "active", "redeemed"], ["active", "redeemed", "active"], [100, 60, 25])
    assert earned_and_redeemed(of, now=2).cells[0].tolist() == [0, 60, 35]


def test_more_can_not_leave_a_lot_than_came_in():
    with pytest.raises(Refused, match="40 more points left a lot"):
        earned_and_redeemed(moves(["a"] * 2, ["x", "x"], [0, 1], ["issued", "active"], ["active", "redeemed"], [60, 100]), now=3)


def test_a_ledger_without_transfers_owes_nothing():
    rolled = roll_forward(moves([], [], [], [], [], []), periods=2)
    assert rolled.closing.tolist() == [0, 0]
    tie(rolled, 0)


def test_entries_balance_and_no_accountant_s_spreadsheet_runs_them():
    accounts = Accounts(cash="1000", revenue="=4000", points_revenue="4010", liability="2300")
    steps = schedule(8_676, [(4_500, 9_500), (8_500, 9_700)])
    entries = [sale(date(2026, 1, 1), Allocation(91_324, 8_676), accounts), *(recognition(date(2026 + n, 12, 31), step, accounts) for n, step in enumerate(steps))]
    assert as_csv(entries, 2).splitlines() == [
        "entry,date,account,debit,credit,text",
        "1,2026-01-01,1000,1000.00,,sale with points",
        "1,2026-01-01,'=4000,,913.24,sale with points",
        "1,2026-01-01,2300,,86.76,sale with points",
        "2,2026-12-31,2300,41.10,,points redeemed",
        "2,2026-12-31,4010,,41.10,points redeemed",
        "3,2027-12-31,2300,34.93,,points redeemed",
        "3,2027-12-31,4010,,34.93,points redeemed",
    ]
    with pytest.raises(Refused, match="entry 1 does not add up"):
        as_csv([Entry(date(2026, 1, 1), "wrong", (("1000", 5), ("2300", -4)))], 0)


def test_an_expectation_that_rises_takes_revenue_back():
    (_, second) = schedule(1_000, [(500, 500), (500, 1_000)])
    assert (second.revenue, second.liability) == (-500, 500)
    assert recognition(date(2026, 1, 1), second, Accounts()).lines == (("contract liability points", -500), ("revenue from points", 500))


@pytest.mark.parametrize("ends", [[(10, 9)], [(-1, 5)]])
def test_an_expectation_below_what_is_redeemed_is_refused(ends):
    with pytest.raises(Refused) as refused:
        schedule(100, ends)
    assert refused.value.code == "insight.liability.expectation"


def test_nothing_to_split_by_is_refused():
    with pytest.raises(Refused) as refused:
        allocate(100, goods_price=0, points=0, point_value=1, share_redeemed=1)
    assert refused.value.code == "insight.liability.allocation"


def test_what_is_left_of_a_lot_goes_on_where_it_was():
    """The worked table of the page: 100 earned and 30 redeemed in January; then 50 earned and 80 redeemed in February."""
    january = moves([1, 1], ["a", "a"], [0, 0], ["issued", "active"], ["active", "redeemed"], [100, 30])
    before, left = counted(january, now=1)
    assert (left.cohort.tolist(), left.left.tolist(), left.first.tolist()) == ([0], [70], [0])
    february = moves([1, 1], ["a", "a"], [1, 1], ["issued", "active"], ["active", "redeemed"], [50, 80])
    after, left = counted(february, now=1, left=left)
    assert after.cells.tolist() == [[0, 70], [10, 0]] and (left.cohort.tolist(), left.left.tolist()) == ([1], [40])
    assert (before + after).cells.tolist() == [[30, 70], [10, 0]] and (before + after).issued.tolist() == [100, 50]
