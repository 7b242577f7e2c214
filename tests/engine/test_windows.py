"""Happy hours, festivals and partners: which orders fall into them."""

import pytest

from engine.club import Club

HOURS = "earn: [{id: happy, on: order.paid, when: {order.time: %s}, points: 10}]"


@pytest.mark.parametrize(
    ("hours", "inside", "outside"),
    [
        ('"18:00-20:00"', ["2026-01-06 18:00", "2026-01-06 19:59"], ["2026-01-06 17:59", "2026-01-06 20:00"]),
        ('"22:00-02:00"', ["2026-01-06 22:00", "2026-01-07 00:00", "2026-01-07 01:59"], ["2026-01-06 21:59", "2026-01-07 02:00"]),
        ('"friday 22:00-02:00"', ["2026-01-09 22:00", "2026-01-10 01:59"], ["2026-01-09 01:59", "2026-01-10 22:00", "2026-01-08 23:00"]),
        ('["12:00-13:30", "mon 20:00-24:00"]', ["2026-01-06 13:29", "2026-01-05 23:59"], ["2026-01-06 13:30", "2026-01-06 20:00"]),
        ('{not: "00:00-12:00"}', ["2026-01-06 12:00"], ["2026-01-06 11:59"]),
    ],
)
def test_happy_hours_begin_on_the_minute_and_may_cross_midnight(hours, inside, outside):
    for moments, points in ((inside, 10), (outside, 0)):
        for moment in moments:
            Club(HOURS % hours).play(f"2026-01-01 joins\n{moment} pays o1 5.00\n2026-01-20 has {points}")


def test_happy_hours_hold_for_every_event():
    Club("earn: [{id: late, on: checkin, when: {order.time: 22:00-02:00}, points: 10}]").play("""
        2026-01-05 joins
        2026-01-06 23:00 checkin
        2026-01-07 21:00 checkin
        2026-01-07 has 10
    """)


FEAST = """
festivals:
  spring: {name: {en: Spring Festival, zh-Hans: 春节, zh-Hant: 春節}, lunar: 01-01, days: 7, before: 1}
  moon: {lunar: 08-15}
  eve: {lunar: 12-30}
  singles: {solar: 11-11}
  ours: {dates: [2026-05-01, 2026-07-02]}
earn:
  - {id: spring, on: order.paid, when: {order.festival: spring}, points: 1}
  - {id: moon, on: order.paid, when: {order.festival: [moon, ours]}, points: 2}
  - {id: eve, on: order.paid, when: {order.festival: eve}, points: 4}
  - {id: singles, on: order.paid, when: {order.festival: singles}, points: 8}
"""


@pytest.mark.parametrize(
    ("day", "points"),
    [
        ("2026-02-15", 0), ("2026-02-16", 5), ("2026-02-17", 1), ("2026-02-23", 1), ("2026-02-24", 0),  # New Year 2026: 17 February; the eve is the 29th of a short month
        ("2025-01-28", 5), ("2025-01-29", 1), ("2027-02-05", 5), ("2027-02-06", 1),
        ("2026-09-25", 2), ("2026-09-24", 0), ("2025-10-06", 2), ("2026-11-11", 8), ("2026-05-01", 2), ("2027-05-01", 0), ("2026-07-02", 2),
    ],
)  # fmt: skip
def test_festivals_fall_on_their_day_of_every_year(day, points):
    Club(FEAST).play(f"2024-01-01 joins\n{day} pays o1 5.00\n{day} 13:00 has {points}")


def test_a_return_in_the_evening_keeps_the_hour_of_its_order():
    Club(HOURS % '"18:00-20:00"' + "\n").play("""
        2026-01-01 joins
        2026-01-06 18:30 pays o1 5.00 + 6.00
        2026-01-06 23:30 returns o1 line 1
        2026-01-07 has 10
        2026-01-08 returns o1
        2026-01-08 has 0
    """)


def test_an_order_at_a_partners_earns_by_the_partner_and_keeps_it_when_a_part_goes_back():
    Club("earn: [{id: cinema, on: order.paid, when: {order.partner: [cinema, theatre]}, points: {per: 1, give: 2}}]").play("""
        2026-01-01 joins
        2026-01-06 pays o1 50.00
        2026-01-07 pays o2 50.00 + 10.00 with cinema
        2026-01-07 has 120
        2026-01-08 returns o2 line 2
        2026-01-08 has 100
    """)
