import pytest

from regulars.kit.errors import Invalid
from regulars.members.enrolment import refuse_taken, split_personal, store
from regulars.members.errors import IdentityTaken
from regulars.members.identity import Identity
from regulars.members.operations import add_identities, save_profile
from regulars.members.queries import find, identities_of, profile_of

from .conftest import ALICE, AT, BEA

pytestmark = pytest.mark.django_db
DATA = {
    "profile": {"name": "Alice", "birthday": "1990-05-17"},
    "identities": [{"kind": "card", "value": "a-1"}, {"kind": "card", "value": "A-1"}],
}


def _split(data):
    return split_personal(data, today=AT.date())


def test_nothing_personal_reaches_the_journal():
    body, personal = _split(DATA)
    assert body == b"{}"
    assert personal.profile["name"] == "Alice"
    assert personal.identities == (Identity("card", "A-1"),)
    assert "Alice" not in repr(personal)


@pytest.mark.parametrize("data", [None, {}, b"{}", {"profile": {}}, {"profile": None, "identities": []}])
def test_an_enrolment_may_say_nothing(data):
    body, personal = _split(data)
    assert body == b"{}" and not personal


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ([], "enrolment.unreadable"),
        (b"{", "enrolment.unreadable"),
        ({"name": "A"}, "enrolment.unknown_field"),
        ({"profile": []}, "profile.unreadable"),
        ({"profile": "x"}, "profile.unreadable"),
        ({"profile": {"age": 1}}, "profile.unknown_field"),
        ({"identities": {}}, "identity.unreadable"),
        ({"identities": ["x"]}, "identity.unreadable"),
        ({"identities": [{"kind": "card"}]}, "identity.unreadable"),
        ({"identities": [{"kind": "card", "value": "1", "more": 1}]}, "identity.unreadable"),
        ({"identities": [{"kind": "Card!", "value": "1"}]}, "identity.kind_unreadable"),
        ({"identities": [{"kind": "card", "value": 1}]}, "profile.not_text"),
        ({"identities": [{"kind": "card", "value": str(n)} for n in range(21)]}, "identity.unreadable"),
    ],
)
def test_an_enrolment_that_cannot_be_read_is_refused_by_name(data, code):
    with pytest.raises(Invalid) as refused:
        _split(data)
    assert refused.value.code == code


def test_a_card_of_another_member_is_refused_before_anything_is_posted(known_members):
    add_identities(ALICE, [("card", "a-1")], at=AT)
    refuse_taken("C-ALICE", _split(DATA)[1])
    for other in ("C-BEA", "not-a-member-yet"):
        with pytest.raises(IdentityTaken):
            refuse_taken(other, _split(DATA)[1])


def test_sending_it_again_changes_nothing_even_after_the_member_has_moved_on(known_members):
    personal = _split(DATA)[1]
    assert store(ALICE, personal, at=AT) == []
    save_profile(ALICE, {"name": "Alice Married"}, at=AT)
    assert store(ALICE, personal, at=AT, again=True) == []
    assert profile_of(ALICE).name == "Alice Married"
    assert len(identities_of(ALICE)) == 1


def test_a_sending_cut_off_before_it_was_kept_is_made_good_by_the_next(known_members):
    store(ALICE, _split(DATA)[1], at=AT, again=True)
    assert [hit.member_id for hit in find("alice")] == [ALICE]


def test_a_card_lost_to_somebody_else_in_between_is_told(known_members):
    personal = _split(DATA)[1]
    add_identities(BEA, [("card", "a-1")], at=AT)
    assert store(ALICE, personal, at=AT) == [Identity("card", "A-1")]
    assert profile_of(ALICE).name == "Alice"
