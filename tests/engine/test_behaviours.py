"""Events beside orders, each promise one short story worked out by hand (docs/reference/programme.md, "Events beside orders")."""

import pytest

from engine.club import Club
from regulars.engine.reading import read_data
from regulars.kit.errors import Invalid

GYM = """
events:
  gym.visited:
    name: {en: a gym visit, zh-Hans: 到馆锻炼, zh-Hant: 到館鍛鍊}
    fields: {minutes: {type: number, required: true}, class: {type: text, one_of: [yoga, swim]}, fee: money, first: bool, on: date}
    measures: [minutes]
tiers:
  visits_on: [gym.visited]
  levels:
    - {id: guest}
    - {id: sporty, reach: {minutes: 100, within: 1 year}}
    - {id: regular, reach: {visits: 4, within: 1 year}}
earn:
  - {id: half-hour, on: gym.visited, points: {per: 30, give: 1, of: minutes, whole: true}}
  - {id: swim, on: gym.visited, when: {event.class: swim, event.minutes: {at_least: 45}}, points: {multiply: 2}}
  - {id: fee, on: gym.visited, points: {per: 1, give: 1, of: fee}}
  - {id: first, on: gym.visited, when: {event.first: true, event.on: {below: 2026-02-01}}, points: 50}
"""


def test_an_event_of_the_shops_own_earns_by_its_fields_and_is_counted_by_levels():
    """61 minutes are two full half-hours, 12.50 of fee 12.5 points; swimming doubles both; 50 for the first one before February: 79."""
    club = Club(GYM).play("""
        2026-01-05 joins
        2026-01-06 gym.visited minutes=61 class=swim fee=12.50 first=true on=2026-01-06
        2026-01-06 has 79, guest
        2026-01-07 gym.visited minutes=44.5 class=swim first=true on=2026-02-01
        2026-01-07 has 80, sporty
        2026-01-08 gym.visited minutes=1
        2026-01-09 gym.visited minutes=1
        2026-01-09 has 80, regular
    """)
    assert club.codes[0] == "rule.fired_accrual"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ('{"minutes": 5, "hours": 1}', "event.field_unknown"),
        ('{"class": "yoga"}', "event.field_missing"),
        ('{"minutes": null}', "event.field_missing"),
        ('{"minutes": true}', "event.field_kind"),
        ('{"minutes": -1}', "quantity.unreadable"),
        ('{"minutes": "1.2345"}', "quantity.unreadable"),
        ('{"minutes": 1e40}', "quantity.unreadable"),
        ('{"minutes": 5, "class": 7}', "event.field_kind"),
        ('{"minutes": 5, "class": "box"}', "event.field_choice"),
        ('{"minutes": 5, "class": ""}', "event.text_empty"),
        ('{"minutes": 5, "fee": 12}', "event.field_kind"),
        ('{"minutes": 5, "fee": "12.345"}', "money.too_many_digits"),
        ('{"minutes": 5, "first": "yes"}', "event.field_kind"),
        ('{"minutes": 5, "on": "2026-02-30"}', "event.field_kind"),
        ('["minutes"]', "data.not_object"),
    ],
)
def test_what_is_not_declared_is_refused_by_name(fields, code):
    with pytest.raises(Invalid) as refused:
        read_data("gym.visited", fields, Club(GYM).program)
    assert refused.value.code == code
    assert all("{" not in refused.value.sentence(language) for language in ("en", "zh-Hans", "zh-Hant"))


def test_a_type_nobody_declares_is_no_event():
    with pytest.raises(Invalid, match="pool"):
        read_data("pool.visited", "{}", Club(GYM).program)


def test_a_type_that_a_shop_declared_before_it_was_built_in_reads_and_decides_as_it_did():
    """``site.visited`` with fields of the shop's own: our ``seconds`` and ``pages`` are not asked for, and theirs of the same name is theirs."""
    club = Club("""
events:
  site.visited: {fields: {page: {type: text, required: true}, seconds: {type: text, one_of: [short, long]}}, once_per: page}
earn:
  - {id: look, on: site.visited, when: {event.seconds: long}, points: 5}
""").play("""
        2026-01-05 joins
        2026-01-06 09:00 site.visited page=home seconds=long
        2026-01-06 09:01 site.visited page=home seconds=long
        2026-01-06 09:02 site.visited page=sale seconds=short
        2026-01-06 09:03 site.visited page=new
        2026-01-06 has 5
    """)
    for fields, code in (('{"page": "home", "seconds": 61}', "event.field_kind"), ('{"seconds": "long"}', "event.field_missing")):
        with pytest.raises(Invalid) as refused:
            read_data("site.visited", fields, club.program)
        assert refused.value.code == code
    with pytest.raises(Invalid) as refused:
        read_data("site.visited", "{}", Club("earn: []").program)
    assert refused.value.code == "event.field_missing"  # nobody's own: seconds and pages are asked for


# ---- what counts once


def test_a_check_in_counts_once_a_day_of_the_members_own():
    club = Club("earn: [{id: hello, on: checkin, points: 2}]").play("""
        2026-01-05 joins
        2026-01-06 09:00 checkin
        2026-01-06 23:59 checkin
        2026-01-06 has 2
    """)
    assert club.said() == ["Nothing was earned: a check-in counts once a day"]
    club.play("""
        2026-01-07 00:00 checkin
        2026-01-08 has 4
    """)


def test_the_shop_may_say_how_often_an_event_counts():
    Club("events: {checkin: {once_per: event}}\nearn: [{id: hello, on: checkin, points: 2}]").play("""
        2026-01-05 joins
        2026-01-06 09:00 checkin
        2026-01-06 09:01 checkin
        2026-01-06 has 4
    """)


def test_a_survey_and_a_meeting_count_once_each_and_the_profile_once_for_ever():
    club = Club("""earn:
  - {id: survey, on: survey.answered, points: {per: 1, give: 5, of: score}}
  - {id: meeting, on: event.attended, points: 30}
  - {id: profile, on: profile.completed, points: 50}""").play("""
        2026-01-05 joins
        2026-01-06 survey.answered survey_id=s1 score=3
        2026-01-07 survey.answered survey_id=s1 score=4
        2026-01-07 has 15
        2026-01-08 survey.answered survey_id=s2 score=1
        2026-01-08 has 20
        2026-01-09 event.attended event_id=tasting
        2026-01-10 event.attended event_id=tasting
        2026-01-10 has 50
        2026-01-11 profile.completed percent=100
        2026-06-11 profile.completed percent=100
        2026-06-11 has 100
    """)
    assert club.codes == ["event.counted_before"]


def test_a_visit_that_is_listed_keeps_a_member_from_falling():
    tiers = """tiers:
  review: {every: month}
  down: {inactive_for: 1 month}
  levels: [{id: low}, {id: high, reach: {visits: 2}}]
"""
    story = """
        2026-01-05 joins
        2026-01-06 checkin
        2026-01-07 checkin
        2026-01-07 has 0, high
        2026-02-01 checkin
        2026-02-20 has 0, high
        2026-03-05 has 0, low
    """
    Club(tiers.replace("tiers:\n", "tiers:\n  visits_on: [order.paid, checkin]\n")).play(story)
    with pytest.raises(AssertionError, match="2026-01-07 has 0, high"):
        Club(tiers).play(story)


# ---- streaks

STREAK = "earn: [{id: hello, on: checkin, points: 2, streak: {days: 3, bonus: 10%s}}]"


def test_three_days_in_a_row_earn_the_bonus_and_the_count_begins_again():
    club = Club(STREAK % "").play("""
        2026-01-05 joins
        2026-01-06 checkin
        2026-01-07 checkin
        2026-01-07 has 4
        2026-01-08 checkin
        2026-01-08 has 16
    """)
    assert club.said()[:2] == ["“hello” gave a bonus of 2 points", "“hello” gave 10 more points for days in a row"]
    assert "“hello”: day 3 in a row, of 3" in club.said()
    club.play("""
        2026-01-09 checkin
        2026-01-10 checkin
        2026-01-10 has 20
        2026-01-11 checkin
        2026-01-11 has 32
    """)


def test_a_missed_day_begins_the_count_again():
    Club(STREAK % "").play("""
        2026-01-05 joins
        2026-01-06 checkin
        2026-01-07 checkin
        2026-01-09 checkin
        2026-01-10 checkin
        2026-01-10 has 8
        2026-01-11 checkin
        2026-01-11 has 20
    """)


def test_at_gap_pays_once_for_each_unbroken_run():
    Club(STREAK % ", reset: at_gap").play("""
        2026-01-05 joins
        2026-01-06 checkin
        2026-01-07 checkin
        2026-01-08 checkin
        2026-01-09 checkin
        2026-01-10 checkin
        2026-01-11 checkin
        2026-01-11 has 22
        2026-01-13 checkin
        2026-01-14 checkin
        2026-01-15 checkin
        2026-01-15 has 38
    """)


def test_a_month_counts_by_itself():
    """30 and 31 January are two days; 1 and 2 February begin again; 3 February is the third."""
    Club(STREAK % ", reset: month").play("""
        2026-01-05 joins
        2026-01-30 checkin
        2026-01-31 checkin
        2026-02-01 checkin
        2026-02-02 checkin
        2026-02-02 has 8
        2026-02-03 checkin
        2026-02-03 has 20
    """)


def test_a_check_in_that_comes_late_fills_its_gap():
    """The app was offline on the 7th: its check-in arrives on the 8th, after that day's own."""
    club = Club(STREAK % "").play("""
        2026-01-05 joins
        2026-01-06 checkin
        2026-01-08 08:00 checkin
        2026-01-08 has 4
        2026-01-07 23:00 checkin
        2026-01-08 has 16
    """)
    assert club.last.late


def test_days_are_the_members_own_across_the_change_of_the_clocks():
    """In New York the clocks go forward on 2026-03-08. Breakfast at 07:00 there is 20:00 in Shanghai, then 19:00: one a day, three in a row.

    Late evening of the 8th in New York is the 9th in Shanghai, and still the same day there.
    """
    Club(STREAK % "").play("""
        2026-03-01 joins
        2026-03-07 07:00-05:00 in America/New_York: checkin
        2026-03-08 07:00-04:00 in America/New_York: checkin
        2026-03-08 23:30-04:00 in America/New_York: checkin
        2026-03-09 has 4
        2026-03-09 07:00-04:00 in America/New_York: checkin
        2026-03-10 has 16
    """)


def test_two_days_there_may_be_one_day_here():
    """Los Angeles, 09:00 on the 10th and 07:00 on the 11th are both the 11th in Shanghai: each counts, and a limit per day goes by the member's days too."""
    Club("earn: [{id: hello, on: checkin, points: 2, limit: {times: 1, per: day}, streak: {days: 2, bonus: 10}}]").play("""
        2026-06-01 joins
        2026-06-10 09:00-07:00 in America/Los_Angeles: checkin
        2026-06-11 07:00-07:00 in America/Los_Angeles: checkin
        2026-06-12 has 14
    """)


def test_whoever_flies_over_the_date_line_loses_no_streak():
    """From Los Angeles on the evening of the 10th to Auckland: the 11th does not exist for her; the morning of the 12th there is the 11th in Los Angeles."""
    club = Club(STREAK % "").play("""
        2026-06-01 joins
        2026-06-09 20:00-07:00 in America/Los_Angeles: checkin
        2026-06-10 20:00-07:00 in America/Los_Angeles: checkin
        2026-06-12 09:00+12:00 in Pacific/Auckland: checkin
        2026-06-12 has 16
    """)
    assert club.last.facts == {"zone": "Pacific/Auckland"}


def test_flying_home_the_same_day_counts_once():
    Club(STREAK % "").play("""
        2026-06-01 joins
        2026-06-10 09:00+12:00 in Pacific/Auckland: checkin
        2026-06-10 08:00-07:00 in America/Los_Angeles: checkin
        2026-06-11 has 2
    """)


def test_the_rules_limit_holds_for_the_bonus_too():
    club = Club("earn: [{id: hello, on: checkin, points: 2, streak: {days: 2, bonus: 10}, limit: {points: 9, per: week}}]").play("""
        2026-01-04 joins
        2026-01-05 checkin
        2026-01-06 checkin
        2026-01-06 has 9
    """)
    assert "limit.clipped" in club.codes


def test_a_streak_of_orders_keeps_its_bonus_while_anything_of_its_order_is_kept():
    Club("earn: [{id: daily, on: order.paid, points: 1, streak: {days: 2, bonus: 10}}]").play("""
        2026-01-04 joins
        2026-01-05 pays o1 10.00
        2026-01-06 pays o2 10.00 + 5.00
        2026-01-06 has 12
        2026-01-07 returns o2 line 1
        2026-01-07 has 12
        2026-01-08 returns o2
        2026-01-08 has 1
    """)


def test_a_limit_over_several_rules_holds_for_the_bonus_of_a_streak():
    Club("""limits: [{id: week, points: 9, per: week, rules: [hello]}, {id: often, times: 2, per: week, rules: [hello]}]
earn: [{id: hello, on: checkin, points: 2, streak: {days: 2, bonus: 10}}]""").play("""
        2026-01-04 joins
        2026-01-05 checkin
        2026-01-06 checkin
        2026-01-06 has 9
    """)


def test_a_streaks_bonus_becomes_usable_as_the_rest_of_its_rule():
    """The wallet waits a week; the rule says at once, for everything it gives."""
    Club("""
wallets: {points: {activate: {after: 7 days}}}
earn: [{id: hello, on: checkin, points: 2, streak: {days: 2, bonus: 20}, activate: immediately}, {id: base, on: order.paid, points: {per: 1, give: 1}}]
""").play("""
        2026-01-05 joins
        2026-01-06 checkin
        2026-01-07 checkin
        2026-01-07 has 24, 0 pending
        2026-01-08 pays o1 5.00
        2026-01-08 has 24, 5 pending
    """)


def test_a_streaks_bonus_of_an_order_stays_with_its_rule_when_a_part_comes_back():
    Club("""
wallets: {points: {activate: {after: 7 days}}}
earn: [{id: base, on: order.paid, points: {per: 1, give: 1}, streak: {days: 2, bonus: 20}, activate: {after: 2 days}}]
""").play("""
        2026-01-05 joins
        2026-01-06 pays o1 10.00
        2026-01-07 pays o2 10.00
        2026-01-07 has 0, 40 pending
        2026-01-08 has 10, 30 pending
        2026-01-09 has 40, 0 pending
        2026-01-10 returns o2
        2026-01-10 has 10, 0 pending
    """)
