from datetime import date

import pytest
from django.db import connection

from regulars.members.errors import Tampered
from regulars.members.facts import facts_of, facts_on
from regulars.members.operations import save_profile

from .conftest import ALICE, AT, BEA


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
    facts = facts_on(born, day.toordinal())
    assert (facts["birthday"], facts["birthday_month"]) == (birthday, month)


def test_each_event_is_asked_about_its_own_day(db):
    save_profile(ALICE, {"birthday": "1990-05-17"}, at=AT)
    on, off = date(2026, 5, 17).toordinal(), date(2026, 7, 1).toordinal()
    facts = facts_of([(ALICE, on), (ALICE, off), (BEA, on)])
    assert facts[ALICE, on] == {"birthday": True, "birthday_month": True, "segment": []}
    assert facts[ALICE, off] == facts[BEA, on] == {"birthday": False, "birthday_month": False, "segment": []}


def test_a_corrected_birthday_counts_at_once_and_a_moved_one_is_noticed(db):
    on = date(2026, 5, 17).toordinal()
    save_profile(ALICE, {"birthday": "1990-05-17"}, at=AT)
    assert facts_of([(ALICE, on)])[ALICE, on]["birthday"]
    save_profile(ALICE, {"birthday": "1990-05-18"}, at=AT)
    assert not facts_of([(ALICE, on)])[ALICE, on]["birthday"]
    save_profile(BEA, {"birthday": "1991-01-01"}, at=AT)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE member_profile SET birthday = (SELECT birthday FROM member_profile WHERE member_id = %s)", (ALICE,)
        )
    with pytest.raises(Tampered):
        facts_of([(ALICE, on), (BEA, on)])
    save_profile(BEA, {"birthday": None}, at=AT)
    assert not facts_of([(BEA, on)])[BEA, on]["birthday_month"]


def test_the_birth_date_itself_is_never_handed_out(db):
    save_profile(ALICE, {"birthday": "1990-05-17"}, at=AT)
    assert "1990" not in repr(facts_of([(ALICE, date(2026, 5, 17).toordinal())]))
