import pytest

from regulars.members.operations import add_identities, save_profile
from regulars.members.queries import Hit, find, members_by_ref, names_of, profiles_of

from .conftest import ALICE, AT, BEA, CARL, DANA

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def told(known_members):
    save_profile(ALICE, {"name": "Alice Liddell", "phone": "+8613800138000", "email": "alice@example.com"}, at=AT)
    save_profile(BEA, {"name": "王小明", "phone": "+8613900138000"}, at=AT)
    save_profile(CARL, {"given_name": "明", "family_name": "欧阳"}, at=AT)
    add_identities(ALICE, [("card", "A-100"), ("wechat", "oWxAlice")], at=AT)
    add_identities(BEA, [("email", "bea@example.com"), ("phone", "+886912345678")], at=AT)


def _found(text, **words):
    return [hit.member_id for hit in find(text, **words)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("C-ALICE", [ALICE]),
        ("C-", [ALICE, BEA, CARL]),
        ("alice", [ALICE]),
        ("LIDD ali", [ALICE]),
        ("王", [BEA]),
        ("小明", [BEA]),
        ("明", [BEA, CARL]),
        ("欧阳明", [CARL]),  # told in two fields, searched as it is written
        ("王明", []),
        ("+86 138 0013 8000", [ALICE]),
        ("8000", [ALICE, BEA]),
        ("138 0013 8000", [ALICE]),
        ("0138-0013-8000", [ALICE]),
        ("13 8000", [ALICE, BEA]),
        ("913 8000", []),
        ("000", []),
        ("+886 912 345 678", [BEA]),
        ("ALICE@example.com ", [ALICE]),
        ("bea@example.com", [BEA]),
        ("a-100", [ALICE]),
        ("oWxAlice", [ALICE]),
        ("a", []),
        ("", []),
        ("%", []),
        ("C_ALICE", []),
        ("x" * 200, []),
        ("a\0b", []),
        ("nobody", []),
    ],
)
def test_a_member_is_found_by_what_people_say(text, found):
    assert _found(text) == found


def test_an_identity_phone_is_found_the_way_the_country_dials_it():
    assert _found("0912 345 678") == []
    assert _found("0912 345 678", region="TW") == [BEA]


def test_a_hit_says_who_and_how():
    assert find("a-100") == [Hit(ALICE, "C-ALICE", "Alice Liddell", "card")]
    assert find("欧阳明") == [Hit(CARL, "C-CARL", "欧阳明", "name")]


def test_the_exact_reference_comes_first():
    save_profile(DANA, {"name": "C-BEA Fan"}, at=AT)
    assert _found("C-BEA") == [BEA, DANA]


def test_no_more_are_shown_than_asked_for():
    assert len(find("C-", most=2)) == 2


def test_a_list_opens_only_the_names(django_assert_num_queries):
    assert profiles_of([ALICE], ("name",))[ALICE].email == ""
    with django_assert_num_queries(1):
        assert names_of([ALICE, BEA, CARL, DANA]) == {ALICE: "Alice Liddell", BEA: "王小明", CARL: "欧阳明", DANA: ""}


def test_references_lead_to_members():
    assert members_by_ref(["C-BEA", "unheard-of"]) == {"C-BEA": BEA}
