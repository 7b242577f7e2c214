"""Points last to the end of the stated day where the member is, when the programme says so (capabilities C2; promise I27)."""

from datetime import date, timedelta

from engine.pair import at
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.engine.event_names import ORDER_PAID
from regulars.engine.events import Event
from regulars.engine.passing import advance
from regulars.engine.state import decode_state, encode_state
from regulars.kit.periods import calendar_of
from stories.points_story import PointsStory

OWN = "wallets: {points: {expire: {rolling: 30 days, midnight: member}}}"


def told(program: str, text: str, facts: dict | None = None) -> PointsStory:
    """The story with a zone told along with each event."""
    return PointsStory(program).play(text, facts)


LISBON, TOKYO, LOS_ANGELES = ({"zone": zone} for zone in ("Europe/Lisbon", "Asia/Tokyo", "America/Los_Angeles"))  # the shop stands in Shanghai


def test_west_of_the_shop_the_last_day_ends_hours_later():
    alice = told(
        OWN,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
    """,
        LISBON,
    )
    alice.play("""
        2026-02-06 07:59 has 100
        2026-02-06 07:59 lots 100 until 2026-02-05
        2026-02-06 08:00 has 0
    """)


def test_east_of_the_shop_it_ends_an_hour_sooner():
    alice = told(
        OWN,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
    """,
        TOKYO,
    )
    alice.play("""
        2026-02-05 22:59 has 100
        2026-02-05 23:00 has 0
    """)


def test_who_told_no_zone_goes_by_the_shops_clock():
    told(
        OWN,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-02-05 23:59 has 100
        2026-02-06 00:00 has 0
    """,
    )


def test_on_the_last_evening_where_the_member_is_points_still_pay():
    alice = told(
        OWN,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-02-06 15:59 spends 60 as r1
        2026-02-06 16:00 can't spends 40 as r2: points.insufficient
    """,
        LOS_ANGELES,
    )
    lapsed = [passed.outcome.because for passed in alice.journal.passed]
    assert lapsed[-1] == [{"code": "points.expired_own", "wallet": "points", "points": 40, "zone": "America/Los_Angeles"}]


def test_nothing_changes_for_a_programme_that_does_not_say_so():
    told(
        "wallets: {points: {expire: {rolling: 30 days}}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-02-06 00:00 has 0
    """,
        LISBON,
    )


def test_who_moves_lives_by_the_new_clock_from_the_next_event_on():
    alice = told(
        OWN,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
    """,
        LISBON,
    )
    alice.play("2026-02-04 buys o2 10.00", LOS_ANGELES)
    alice.play("""
        2026-02-06 15:59 has 110
        2026-02-06 16:00 has 10
    """)


def test_who_flies_east_over_midnight_loses_what_is_over_there_with_the_event_that_tells_it():
    alice = told(
        OWN,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
    """,
        LISBON,
    )
    alice.play("2026-02-06 07:00 buys o2 10.00", TOKYO)
    alice.play("""
        2026-02-06 07:00 hears points.expired_own points=100
        2026-02-06 07:00 has 10
    """)
    assert "100 points expired: their last day is over where the member is (Asia/Tokyo)" in alice.told()


def test_a_hold_that_ends_on_the_last_evening_gives_back_points_that_still_pay():
    alice = told(
        OWN + "\n",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-02-06 01:00 holds 80 as h1 for 1 hour
        2026-02-06 02:00 has 100, 0 held
        2026-02-06 07:30 holds 80 as h2 for 1 hour
        2026-02-06 08:00 has 0, 80 held
        2026-02-06 08:30 has 0, 0 held
    """,
        LISBON,
    )
    assert alice.journal.state.own_time.zone == "Europe/Lisbon"


def test_what_waits_lapses_at_the_members_midnight_too():
    alice = told(
        "wallets: {points: {activate: {on: order.delivered}, expire: {rolling: 30 days, midnight: member}}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-01-06 buys o2 10.00
    """,
        LISBON,
    )
    alice.play("2026-02-06 07:00 receives o1", LISBON)
    alice.play("""
        2026-02-06 07:00 has 100, 10 pending
        2026-02-06 08:00 has 0, 0 pending
    """)


def test_lapsed_points_may_come_back_from_the_members_own_next_morning_on():
    alice = told(
        "wallets: {points: {expire: {rolling: 30 days, midnight: member, reinstate: {within: 10 days, for: 14 days}}}}",
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-02-05 23:30 buys o2 1.00
    """,
        TOKYO,
    )
    alice.play("2026-02-05 23:30 has 101")


def test_a_return_takes_back_what_lapsed_at_the_members_midnight():
    told(
        OWN,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-02-01 buys o2 50.00
        2026-02-06 09:00 has 50
        2026-02-06 09:00 returns o1
        2026-02-06 09:00 has 50, 0 debt
    """,
        LISBON,
    )


def test_one_step_or_many_end_the_same_and_a_stored_standing_goes_on_alike():
    alice = told(
        OWN,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-01-20 buys o2 7.00
    """,
        LOS_ANGELES,
    )
    versions, start = alice.journal.versions, decode_state(encode_state(alice.journal.state))
    passed, at_once = advance(versions, start, at(alice.program, "2026-03-10 12:00"))
    state, days = start, []
    for hour in range(1, 40 * 24):
        more, state = advance(versions, state, at(alice.program, "2026-01-30 00:00") + hour * 3_600_000_000)
        state, days = decode_state(encode_state(state)), days + more
    assert [(one.at_us, one.transfers) for one in days] == [(one.at_us, one.transfers) for one in passed]
    assert len(passed) == 2
    assert encode_state(state) == encode_state(at_once)


def test_a_refused_event_teaches_no_zone_and_moves_nothing():
    alice = told(
        OWN,
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
    """,
        LISBON,
    )
    alice.play("2026-02-06 07:00 can't spends 5000 as r1: points.insufficient", TOKYO)
    alice.play("2026-02-06 07:00 has 100")
    assert alice.journal.state.own_time.zone == "Europe/Lisbon"


ZONES = ("Pacific/Kiritimati", "Pacific/Pago_Pago", "America/St_Johns", "Asia/Kathmandu", "Europe/Lisbon", "Australia/Lord_Howe", "Asia/Shanghai")


@settings(max_examples=40, deadline=None)
@given(zone=st.sampled_from(ZONES), bought=st.integers(0, 400), minute=st.integers(-3 * 1440, 3 * 1440))
def test_points_are_usable_exactly_while_it_is_not_yet_the_day_after_where_the_member_is(zone, bought, minute):
    """A law: on the local day D of the member the points of last day U are there if and only if D ≤ U; whatever the zone, summer time included."""
    club = PointsStory(OWN)
    noon = at(club.program, (date(2026, 1, 6) + timedelta(bought)).isoformat() + " 12:00")
    club.play("2026-01-05 Alice joins")
    club.journal.take(Event("o1", "till", ORDER_PAID, noon, club._read("buys o1 100.00")[2]), {"zone": zone})
    ((until, _, _),) = club.journal.state.wallets["points"].lots
    moment = club.journal.versions.calendar.start_of(until + 1) + minute * 60_000_000
    _, then = advance(club.journal.versions, club.journal.state, moment)
    assert (then.wallets["points"].active == 100) == (calendar_of(zone).day_of(moment) <= until)
