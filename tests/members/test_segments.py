"""The room promises that a segment is exactly the list that was handed in, whole or not at all."""

import pytest

from regulars.kit.errors import Invalid, NotFound
from regulars.members.completeness import percent_told, percents_told
from regulars.members.facts import facts_of
from regulars.members.operations import save_profile
from regulars.members.profile import FIELDS, Profile
from regulars.members.segments import drop_segment, put_segment, segments, segments_of
from regulars.program.profile_terms import PROFILE_FIELDS

from .conftest import ALICE, AT, BEA, CARL


def test_a_new_list_takes_the_place_of_the_old_one(known_members):
    assert put_segment("vip", ["C-ALICE", "C-BEA", "C-ALICE"], at=AT) == (2, [])
    put_segment("new", ["C-BEA"], at=AT)
    assert segments_of([ALICE, BEA, CARL]) == {ALICE: ["vip"], BEA: ["new", "vip"]}
    assert put_segment("vip", ["C-CARL"], at=AT) == (1, [])
    assert segments_of([ALICE, BEA, CARL]) == {BEA: ["new"], CARL: ["vip"]}
    assert [(one.name, one.members) for one in segments()] == [("new", 1), ("vip", 1)]


def test_a_reference_nobody_has_changes_nothing(known_members):
    put_segment("vip", ["C-ALICE"], at=AT)
    with pytest.raises(NotFound, match="C-NOBODY"):
        put_segment("vip", ["C-BEA", "C-NOBODY"], at=AT)
    assert segments_of([ALICE, BEA]) == {ALICE: ["vip"]}
    assert put_segment("vip", ["C-BEA", "C-NOBODY"], at=AT, skip_unknown=True) == (1, ["C-NOBODY"])


def test_a_segment_that_is_gone_holds_nobody(known_members):
    put_segment("vip", ["C-ALICE"], at=AT)
    drop_segment("vip")
    assert segments_of([ALICE]) == {} and segments() == []
    with pytest.raises(NotFound):
        drop_segment("vip")


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 129])
def test_a_name_is_a_name(known_members, name):
    with pytest.raises(Invalid):
        put_segment(name, [], at=AT)


def test_rules_learn_the_segments_and_the_zone(known_members):
    put_segment("vip", ["C-ALICE"], at=AT)
    save_profile(ALICE, {"timezone": "Europe/Lisbon"}, at=AT)
    facts = facts_of([(ALICE, 739000), (BEA, 739000)], frozenset({"segment", "zone"}))
    assert facts == {(ALICE, 739000): {"zone": "Europe/Lisbon", "segment": ["vip"]}, (BEA, 739000): {"segment": []}}


def test_the_share_of_a_profile_is_rounded_down():
    fields = ("name", "phone", "attributes.household")
    assert [percent_told(profile, fields) for profile in (Profile(), Profile(name="A"), Profile(name="A", attributes={"household": 0}))] == [0, 33, 66]


def test_only_the_fields_asked_for_are_looked_at(known_members):
    save_profile(ALICE, {"name": "Alice", "attributes": {"household": 3}}, at=AT)
    assert percents_told([ALICE, BEA], ("name", "attributes.household", "city")) == {ALICE: 66, BEA: 0}


def test_a_programme_may_ask_for_every_field_there_is():
    assert set(PROFILE_FIELDS) == set(FIELDS) - {"attributes"}
