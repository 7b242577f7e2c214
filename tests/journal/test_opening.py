"""Opening balances in the journal: posted from ``opening`` once, with their lots, and every promise holds."""

from regulars.connectors.balances_file import BalancesFile, check_balances, postings_of
from regulars.journal.bulk import post_all
from regulars.journal.programs import load_versions

from .conftest import Shop, at

FILE = """member,points,wallet,earned_on,expires_on,tier
alice,100,,2025-03-01,2026-03-01,gold
alice,50,,2025-06-01,never,
bea,30,growth,,,
bea,9,,2024-01-01,,
"""


def bring(shop: Shop, tmp_path, text: str = FILE):
    path = tmp_path / "balances.csv"
    path.write_text(text)
    versions = load_versions(shop.conn)
    checked = check_balances(BalancesFile(path, versions.calendar.day_of(at("2026-01-01"))), versions)
    assert checked.findings == []
    return checked, post_all(shop.dsn, postings_of(checked, versions, "old-club", shop.received_us))


def test_balances_come_once_with_their_lots_and_the_sums_agree(shop: Shop, tmp_path) -> None:
    checked, posted = bring(shop, tmp_path)
    assert (posted.created, posted.duplicate, posted.problems) == (3, 0, [])
    _, again = bring(shop, tmp_path)
    assert (again.created, again.duplicate) == (0, 3)
    opened = dict(shop.rows("SELECT wallet, sum(points)::int FROM transfer WHERE source = 'opening' GROUP BY wallet"))
    assert opened == {wallet: points for wallet, (points, _) in checked.sums().items()}
    assert shop.balance("alice") == (150, 0, 0, 0, "gold")
    assert shop.balance("bea")[0] == 0, "what was over by then lapsed at once"
    lots = shop.rows("SELECT lot, points::int FROM transfer WHERE source = 'opening' AND target = 'active' AND wallet = 'points' ORDER BY points DESC")
    assert lots == [("2026-03-01", 100), ("never", 50), ("2025-01-01", 9)]


def test_another_balance_under_the_same_name_is_a_conflict(shop: Shop, tmp_path) -> None:
    bring(shop, tmp_path)
    _, posted = bring(shop, tmp_path, FILE.replace("alice,100", "alice,1000"))
    assert (posted.created, posted.conflict, posted.duplicate) == (0, 1, 2)
    assert shop.balance("alice")[0] == 150


def test_brought_points_are_spent_lapse_and_settle_a_debt_like_any_others(shop: Shop, tmp_path) -> None:
    shop.post(shop.joins("alice", "2025-12-01"), shop.order("alice", "A1", "2025-12-02", "80.00"))
    shop.post(shop.redeems("alice", "R1", "2025-12-03", 130), shop.returns("alice", "A1", "2025-12-04"))
    assert shop.balance("alice")[:4] == (0, 0, 0, 80)
    bring(shop, tmp_path)
    assert shop.balance("alice")[:4] == (70, 0, 0, 0)
    shop.post(shop.redeems("alice", "R2", "2026-02-01", 30))
    assert shop.balance("alice")[0] == 40
