"""The programme promises that a wallet a later version leaves out is no dead end: its points live on by their last terms."""

from engine.pair import at
from engine.story import ONE_POINT_A_YUAN
from engine.tale import Tale
from regulars.engine.compiling import compile_versions
from regulars.engine.events import Event, Happened

STARS = ONE_POINT_A_YUAN.replace("]", ", {id: star, on: order.paid, points: 5, wallet: stars}]")


def left_out_from(tale: Tale, day: str) -> Tale:
    """From this day on the programme has points only."""
    tale.journal.versions = compile_versions([(None, 1, tale.program), (at(tale.program, f"{day} 00:00"), 2, Tale("").program)])
    return tale


def stars(tale: Tale) -> int:
    return tale.journal.state.wallets["stars"].active


def test_its_points_become_usable_and_lapse():
    """5 stars of 10 January last to 9 February; those of 18 January become usable on the 21st."""
    tale = left_out_from(Tale("wallets: {points: {}, stars: {expire: {rolling: 1 month}, activate: {after: 3 days}}}\n" + STARS), "2026-01-20")
    tale.play("2026-01-05 Alice joins\n2026-01-10 buys o1 50.00\n2026-01-18 buys o2 50.00\n2026-01-22 buys o3 50.00")
    assert (stars(tale), tale.journal.state.wallets["points"].active) == (10, 150)
    tale.play("2026-02-11 buys o4 1.00")
    assert stars(tale) == 5
    tale.play("2026-03-01 buys o5 1.00")
    assert (stars(tale), tale.journal.state.next_due_us) == (0, 0)


def test_an_activity_keeps_them():
    tale = left_out_from(Tale("wallets: {points: {}, stars: {expire: {sliding: 1 month}}}\n" + STARS), "2026-01-20")
    tale.play("2026-01-05 Alice joins\n2026-01-10 buys o1 50.00\n2026-02-05 buys o2 1.00\n2026-03-04 buys o3 1.00")
    assert stars(tale) == 5


def test_what_an_activity_ends_by_shorter_terms_lapses_at_once():
    """50 points of 10 January last three months at most by a later version: its first activity ends them, and nothing of them can be spent until midnight."""
    tale = Tale("wallets: {points: {expire: {sliding: 2 years}}}\n" + ONE_POINT_A_YUAN)
    shorter = Tale("wallets: {points: {expire: {sliding: 1 month, at_most: 3 months}}}\n" + ONE_POINT_A_YUAN)
    tale.journal.versions = compile_versions([(None, 1, tale.program), (at(tale.program, "2026-08-01 00:00"), 2, shorter.program)])
    tale.play("2026-01-05 Alice joins\n2026-01-10 buys o1 50.00\n2026-08-31 has 50\n2026-09-01 buys o2 1.00\n2026-09-01 has 1")
    assert {"code": "points.expired", "wallet": "points", "points": 50} in tale.last.because


def test_a_newcomer_never_has_it():
    tale = left_out_from(Tale("wallets: {points: {}, stars: {expire: {sliding: 1 month}}}\n" + STARS), "2026-01-20")
    tale.play("2026-02-05 Alice joins\n2026-02-06 buys o1 1.00")
    assert "stars" not in tale.journal.state.wallets


def test_what_waits_for_an_event_becomes_usable_by_it():
    tale = left_out_from(Tale("wallets: {points: {}, stars: {activate: {on: checkin}}}\n" + STARS), "2026-01-20")
    tale.play("2026-01-05 Alice joins\n2026-01-10 buys o1 50.00\n2026-01-21 has 50")
    assert stars(tale) == 0
    tale.journal.take(Event("c1", "app", "checkin", at(tale.program, "2026-02-01 12:00"), Happened({})))
    assert stars(tale) == 5


def test_a_referrals_reward_is_taken_back_out_of_it():
    tale = left_out_from(Tale("wallets: {points: {}, stars: {}}\nreferral: {friend: {points: 200, wallet: stars}, after: 14 days}"), "2026-02-01")
    tale.play("2026-01-05 Alice joins brought by ADA", {"referral": {"advocate": 7}})
    tale.play("2026-01-10 buys o1 60.00\n2026-01-25 buys o2 1.00")
    assert stars(tale) == 200
    tale.play("2026-02-10 returns o1")
    assert stars(tale) == 0
