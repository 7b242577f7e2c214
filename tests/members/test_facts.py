from datetime import date

import pytest
from django.db import connection

from regulars.members.errors import Tampered
from regulars.members.facts import LATE_LEAP_DAY, facts_of, facts_on
from regulars.members.operations import save_profile

from .conftest import ALICE, AT, BEA

ASKED = frozenset({"birthday", "birthday_month", "segment"})
MOON = frozenset({"lunar_birthday", "lunar_birthday_month"})


@pytest.mark.parametrize(
    ("born", "day", "birthday", "month"),
    [
        (date(1990, 5, 17), date(2026, 5, 17), True, True),
        (date(1990, 5, 17), date(2026, 5, 18), False, True),
        (date(1990, 5, 17), date(2026, 6, 17), False, False),
        (date(2000, 2, 29), date(2024, 2, 29), True, True),
        (date(2000, 2, 29), date(2024, 2, 28), False, True),
        (date(2000, 2, 29), date(2026, 2, 28), True, True),
        (date(2000, 2, 29), date(2100, 2, 28), True, True),
        (date(2000, 2, 29), date(2026, 3, 1), False, False),
        (date(1999, 12, 31), date(2026, 12, 31), True, True),
    ],
)
def test_a_birthday_is_celebrated_on_its_day(born, day, birthday, month):
    facts = facts_on(born, day.toordinal(), ASKED)
    assert (facts["birthday"], facts["birthday_month"]) == (birthday, month)


def test_each_event_is_asked_about_its_own_day(db):
    save_profile(ALICE, {"birthday": "1990-05-17"}, at=AT)
    on, off = date(2026, 5, 17).toordinal(), date(2026, 7, 1).toordinal()
    facts = facts_of([(ALICE, on), (ALICE, off), (BEA, on)], ASKED)
    assert facts[ALICE, on] == {"birthday": True, "birthday_month": True, "segment": []}
    assert facts[ALICE, off] == facts[BEA, on] == {"birthday": False, "birthday_month": False, "segment": []}


def test_a_corrected_birthday_counts_at_once_and_a_moved_one_is_noticed(db):
    on = date(2026, 5, 17).toordinal()
    save_profile(ALICE, {"birthday": "1990-05-17"}, at=AT)
    assert facts_of([(ALICE, on)], ASKED)[ALICE, on]["birthday"]
    save_profile(ALICE, {"birthday": "1990-05-18"}, at=AT)
    assert not facts_of([(ALICE, on)], ASKED)[ALICE, on]["birthday"]
    save_profile(BEA, {"birthday": "1991-01-01"}, at=AT)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE member_profile SET birthday = (SELECT birthday FROM member_profile WHERE member_id = %s)", (ALICE,)
        )
    with pytest.raises(Tampered):
        facts_of([(ALICE, on), (BEA, on)], ASKED)
    save_profile(BEA, {"birthday": None}, at=AT)
    assert not facts_of([(BEA, on)], ASKED)[BEA, on]["birthday_month"]


def test_the_birth_date_itself_is_never_handed_out(db):
    save_profile(ALICE, {"birthday": "1990-05-17"}, at=AT)
    assert "1990" not in repr(facts_of([(ALICE, date(2026, 5, 17).toordinal())], ASKED))


@pytest.mark.parametrize(
    ("born", "day", "birthday", "month"),
    [
        (date(1990, 10, 3), date(2026, 9, 25), True, True),  # the 15th of the 8th month: Mid-Autumn
        (date(1990, 10, 3), date(2026, 10, 3), False, True),
        (date(1990, 10, 3), date(2026, 10, 11), False, False),
        (date(1990, 10, 3), date(2026, 9, 11), False, True),
        (date(2020, 5, 23), date(2026, 5, 17), True, True),  # born on the 1st of the second 4th month of 2020: celebrated in the only one
        (date(2020, 5, 23), date(2020, 4, 23), True, True),
        (date(2020, 5, 23), date(2020, 5, 23), False, False),
        (date(2024, 2, 9), date(2026, 2, 16), True, True),  # born on 12-30: the 29th of a short 12th month
    ],
)
def test_a_birthday_by_the_moon_falls_on_its_lunar_day(born, day, birthday, month):
    assert facts_on(born, day.toordinal(), MOON) == {"lunar_birthday": birthday, "lunar_birthday_month": month}


def test_a_shop_may_move_the_29th_of_february_to_march():
    born, late = date(2000, 2, 29), ASKED | {LATE_LEAP_DAY}
    assert [facts_on(born, date(2026, *day).toordinal(), late)["birthday"] for day in ((2, 28), (3, 1))] == [False, True]
    assert facts_on(born, date(2024, 2, 29).toordinal(), late)["birthday"]


def test_nobody_is_asked_more_than_the_rules_ask():
    assert facts_on(None, 738000, frozenset({"birthday_month"})) == {"birthday_month": False}
