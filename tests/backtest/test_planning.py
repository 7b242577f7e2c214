"""The programme promises that a plan shows, before anybody is promised anything, who would move and what it would cost; and that nothing is written."""

from datetime import datetime, timedelta

import pytest
from journal.conftest import PROGRAMME, ZONE, shop  # noqa: F401

from regulars.backtest.plan_report import report_of
from regulars.backtest.planning import plan, size_of
from regulars.journal.errors import OtherProgram
from regulars.journal.programs import apply_version
from regulars.kit.errors import Invalid
from regulars.kit.periods import Duration

NOW = datetime(2026, 12, 1, 12, tzinfo=ZONE)
YEAR = Duration(months=12)
EASIER = PROGRAMME.replace("spend: 1000", "spend: 500")
HARDER = PROGRAMME.replace("spend: 1000", "spend: 2000")
DOUBLE = PROGRAMME.replace("{per: 1, give: 1, of: net_amount}", "{per: 1, give: 2, of: net_amount}")


@pytest.fixture
def year(shop):  # noqa: F811
    """Alice spent 600, Bea 1,500 (gold since June), Carl 100 and took it back."""
    shop.post_many([shop.joins(ref, "2026-01-10") for ref in ("alice", "bea", "carl")])
    shop.post(
        shop.order("alice", "A1", "2026-02-01", "600"),
        shop.order("bea", "B1", "2026-06-01", "1500"),
        shop.order("bea", "B2", "2026-06-02", "100"),
        shop.order("carl", "C1", "2026-03-01", "100"),
        shop.returns("carl", "C1", "2026-03-05"),
        shop.redeems("bea", "R1", "2026-07-01", 200),
    )
    return shop


def planned(shop, document, **more):  # noqa: F811
    moves = []
    found = plan(shop.conn, document, at=NOW, on_move=moves.append, **more)
    return report_of(found), moves


def test_the_same_programme_moves_nobody(year):
    report, moves = planned(year, PROGRAMME, replay=YEAR)
    assert (report["up"], report["down"], moves, report["changes"]) == (0, 0, [], [])
    points = report["replay"]["wallets"]["points"]
    assert points["issued"]["difference"] == 0
    # A 600, B 1500 + 2 x 100, C 100 - 100, three times 50 for joining: as it was recorded
    assert points["issued"]["old"] == points["recorded"]["issued"] == 600 + 1500 + 200 + 150
    assert points["outstanding"]["old"] == 600 + 1700 + 150 - 200


def test_an_easier_level_lifts_with_the_next_event(year):
    report, moves = planned(year, EASIER)
    assert (report["up"], report["down"], report["members"]) == (1, 0, 3)
    assert [tuple(move) for move in moves] == [("alice", "regular", "regular", "gold", "next_event")]
    assert report["tiers"] == [
        {"level": "regular", "now": 2, "old": 2, "new": 1},
        {"level": "gold", "now": 1, "old": 1, "new": 2},
    ]


def test_a_harder_level_is_lost_at_the_review(year):
    report, moves = planned(year, HARDER)
    assert (report["up"], report["down"]) == (0, 1)
    assert [tuple(move) for move in moves] == [("bea", "gold", "gold", "regular", "review")]


def test_the_last_year_is_decided_again_by_hand(year):
    """Under a double rate with gold from 500: A1 600 x 2; B1 1500 x 2, B2 at gold 100 x 2 x 2; C nothing; joining 3 x 50."""
    report, _ = planned(year, DOUBLE.replace("spend: 1000", "spend: 500"), replay=YEAR)
    points = report["replay"]["wallets"]["points"]
    assert points["issued"] == {"old": 2450, "new": 1200 + 3000 + 400 + 150, "difference": 2300}
    # the tier's part is the base again: 200 for B2
    assert {row["rule"]: row["new"] for row in points["by_rule"]} == {"base": 4400 + 200, "tier:gold": 200, "welcome": 150}
    assert points["outstanding"]["new"] == 4750 - 200
    assert (report["replay"]["orders"], report["replay"]["sales"]) == (4, "2300.00")


def test_a_redemption_that_would_have_failed_is_counted(year):
    stingy = PROGRAMME.replace("{per: 1, give: 1, of: net_amount}", "{per: 100, give: 1, of: net_amount}")
    report, _ = planned(year, stingy, replay=YEAR)
    assert report["replay"]["refused_only_under_new"] == 1
    assert report["replay"]["wallets"]["points"]["issued"]["new"] == 6 + 15 + 2 + 150


def test_only_the_time_asked_for_is_played_and_returns_find_older_orders(year):
    year.post(year.returns("alice", "A1", "2026-11-20"))
    report, _ = planned(year, DOUBLE, replay=Duration(months=1))
    points = report["replay"]["wallets"]["points"]
    assert report["replay"]["from"] == "2026-11-02"
    assert points["recorded"]["issued"] == points["issued"]["old"] == points["issued"]["new"] == -600  # priced when it was bought


def test_the_value_of_a_point_changes_the_liability_at_once(year):
    worth = PROGRAMME.replace("points: {kind: spendable,", "points: {kind: spendable, point_value: 0.02,")
    report, _ = planned(year, worth)
    held = report["wallets"]["points"]
    assert held["active"] == 2250
    assert held["liability"] == {"old": "0.00", "new": "45.00", "difference": "45.00"}


def test_nothing_is_written_and_a_scheduled_start_looks_ahead(year):
    before = year.rows("SELECT member_id, version, next_due_on, state::text FROM member_state ORDER BY 1"), year.rows("SELECT count(*) FROM event")
    report, moves = planned(year, HARDER, starts=NOW + timedelta(days=400), replay=YEAR)
    assert report["starts"].startswith("2028-01-05")
    assert [move.tier for move in moves] == []  # by then Bea's year is over under either programme
    assert (before[0], before[1]) == (
        year.rows("SELECT member_id, version, next_due_on, state::text FROM member_state ORDER BY 1"),
        year.rows("SELECT count(*) FROM event"),
    )
    assert len(year.rows("SELECT 1 FROM program_version")) == 1


def test_a_plan_over_several_versions_compares_with_the_one_in_force(year):
    apply_version(year.conn, DOUBLE, by="lead", at=NOW - timedelta(days=30))
    report, _ = planned(year, PROGRAMME, replay=YEAR)
    points = report["replay"]["wallets"]["points"]
    assert points["recorded"]["issued"] == 2450  # the past was priced under the first
    assert (points["issued"]["old"], points["issued"]["new"]) == (1200 + 3000 + 400 + 150, 2450)


def test_a_document_that_cannot_be_applied_is_not_planned(year):
    with pytest.raises(Invalid):
        plan(year.conn, PROGRAMME + "nonsense: 1\n", at=NOW)
    with pytest.raises(OtherProgram):
        plan(year.conn, PROGRAMME.replace("program: corner", "program: other"), at=NOW)


def test_progress_ends_at_the_size(year):
    seen = []
    plan(year.conn, EASIER, at=NOW, replay=YEAR, on_progress=seen.append)
    assert seen[-1] == size_of(year.conn, replayed=True)
