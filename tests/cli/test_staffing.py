"""The programme promises that only named people sign in, each as what they are."""

import pytest

from regulars.cli.staffing import change_password, create_staff, disable_staff, list_staff
from regulars.kit.errors import Invalid, NotFound, Refused

pytestmark = pytest.mark.django_db
GOOD = "tea-and-plum-cake"


def test_somebody_new_has_one_role_and_a_slow_hash():
    from django.contrib.auth import get_user_model

    create_staff("bea", "manager", GOOD)
    assert list_staff() == [{"name": "bea", "roles": ["manager"], "active": True, "last_sign_in": None}]
    assert get_user_model().objects.get(username="bea").password.startswith("argon2")


@pytest.mark.parametrize(
    ("name", "role", "password", "code"),
    [
        ("bea", "king", GOOD, "staff.unknown_role"),
        ("bea bea", "agent", GOOD, "staff.bad_name"),
        ("", "agent", GOOD, "staff.bad_name"),
        ("bea", "agent", "short", "staff.weak_password"),
        ("bea", "agent", "password123", "staff.weak_password"),
        ("beatrice.may", "agent", "beatrice.may1", "staff.weak_password"),
    ],
)
def test_what_cannot_be_is_refused_by_name(name, role, password, code):
    with pytest.raises(Invalid) as refused:
        create_staff(name, role, password)
    assert refused.value.code == code
    assert list_staff() == []


def test_a_name_is_given_once():
    create_staff("bea", "agent", GOOD)
    with pytest.raises(Refused) as refused:
        create_staff("bea", "owner", GOOD)
    assert refused.value.code == "staff.taken"


def test_the_last_owner_cannot_be_locked_out():
    create_staff("alice", "owner", GOOD)
    create_staff("bea", "owner", GOOD)
    disable_staff("alice")
    with pytest.raises(Refused) as refused:
        disable_staff("bea")
    assert refused.value.code == "staff.last_owner"
    assert [one["active"] for one in list_staff()] == [False, True]


def test_nobody_can_be_disabled_who_is_not_there():
    with pytest.raises(NotFound):
        disable_staff("dana")


def test_a_new_password_lets_somebody_back_and_ends_what_was_signed_in():
    from django.contrib.auth import get_user_model

    users = get_user_model().objects
    create_staff("bea", "agent", GOOD)
    signed_in_with = users.get(username="bea").get_session_auth_hash()
    disable_staff("bea")
    change_password("bea", "plum-cake-and-tea")
    bea = users.get(username="bea")
    assert bea.is_active
    assert bea.check_password("plum-cake-and-tea")
    assert bea.get_session_auth_hash() != signed_in_with
    with pytest.raises(NotFound):
        change_password("dana", GOOD)
