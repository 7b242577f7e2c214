"""The programme promises that a person's cards and profile follow a merge, stay readable, and come back when it is undone."""

from datetime import date

import pytest
from django.db import connection

from regulars.members import merging
from regulars.members.identity import read_identity
from regulars.members.operations import add_identities, save_profile
from regulars.members.queries import find, identities_of, owners_of, profile_of

from .conftest import ALICE, AT, BEA

pytestmark = pytest.mark.django_db


@pytest.fixture
def one_person(known_members: dict[str, int]) -> None:
    """Alice told name, birthday and phone; Bea, who is she, another birthday, an e-mail and a card."""
    save_profile(ALICE, {"name": "Alice Li", "birthday": "1990-05-17", "phone": "+86 138 0013 8000"}, at=AT)
    add_identities(ALICE, [("card", "C-1")], at=AT)
    save_profile(BEA, {"name": "Alice Li", "birthday": "1991-05-17", "email": "li@example.com"}, at=AT)
    add_identities(BEA, [("card", "C-2"), ("nfc", "04AB")], at=AT)


def known(member_id: int) -> list[tuple[str, str]]:
    return sorted((one.kind, one.value) for one in identities_of(member_id))


def test_what_the_two_told_differently_is_named(one_person: None) -> None:
    assert merging.conflicts(ALICE, BEA) == [("birthday", "1990-05-17", "1991-05-17")]


def test_cards_and_what_the_survivor_lacked_come_along(one_person: None) -> None:
    merging.bring_along(BEA, ALICE, at=AT)
    assert known(ALICE) == [("card", "C-1"), ("card", "C-2"), ("nfc", "04AB")]
    assert known(BEA) == []
    told = profile_of(ALICE)
    assert (told.email, told.birthday) == ("li@example.com", date(1990, 5, 17))
    assert owners_of([read_identity("card", "C-2", region="")])[read_identity("card", "C-2", region="")] == ALICE
    for asked in ("C-BEA", "C-2", "li@example.com", "Li"):
        assert [hit.member_id for hit in find(asked)] == [ALICE], asked


def test_the_undoing_gives_each_what_was_theirs(one_person: None) -> None:
    before = [(known(one), profile_of(one)) for one in (ALICE, BEA)]
    merging.bring_along(BEA, ALICE, at=AT)
    merging.bring_along(BEA, ALICE, at=AT)  # twice is once
    merging.give_back(BEA, at=AT)
    merging.give_back(BEA, at=AT)
    assert [(known(one), profile_of(one)) for one in (ALICE, BEA)] == before
    assert [hit.member_id for hit in find("C-2")] == [BEA]
    merging.bring_along(BEA, ALICE, at=AT.replace(year=2027))  # and once more
    assert known(ALICE) == [("card", "C-1"), ("card", "C-2"), ("nfc", "04AB")]


def test_what_was_changed_or_added_since_stays_with_the_survivor(one_person: None) -> None:
    merging.bring_along(BEA, ALICE, at=AT)
    save_profile(ALICE, {"email": "alice@example.com"}, at=AT)
    add_identities(ALICE, [("card", "C-3")], at=AT)
    merging.give_back(BEA, at=AT)
    assert known(ALICE) == [("card", "C-1"), ("card", "C-3")]
    assert (profile_of(ALICE).email, profile_of(BEA).email) == ("alice@example.com", "li@example.com")


def test_nothing_of_a_person_stands_in_the_note_of_a_merge(one_person: None) -> None:
    merging.bring_along(BEA, ALICE, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(m)::text FROM member_merge m")
        ((text,),) = cursor.fetchall()
    assert "example" not in text and "C-2" not in text and "1991" not in text
