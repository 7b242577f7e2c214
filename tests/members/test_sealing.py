import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.members.errors import Tampered
from regulars.members.sealing import new_key, seal, unseal, unwrap, wrap

PLACE = {"table": "member_profile", "column": "phone", "member_id": 11, "version": 1}
KEY = new_key()


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_what_is_sealed_opens_as_it_was(value):
    assert unseal(KEY, seal(KEY, value, **PLACE), **PLACE) == value


def test_equal_values_look_different_every_time():
    assert len({seal(KEY, "+8613800138000", **PLACE) for _ in range(100)}) == 100


@given(st.data())
def test_one_changed_bit_is_noticed(data):
    sealed = bytearray(seal(KEY, "Alice", **PLACE))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Tampered):
        unseal(KEY, bytes(sealed), **PLACE)


@pytest.mark.parametrize("size", range(0, 40))
def test_a_cut_field_is_noticed(size):
    sealed = seal(KEY, "Alice", **PLACE)
    with pytest.raises(Tampered):
        unseal(KEY, sealed[:size] if size < len(sealed) else sealed[:-1], **PLACE)


@pytest.mark.parametrize(
    "elsewhere", [{"table": "member_identity"}, {"column": "email"}, {"member_id": 12}, {"version": 2}]
)
def test_a_field_copied_to_another_place_does_not_open(elsewhere):
    with pytest.raises(Tampered):
        unseal(KEY, seal(KEY, "Alice", **PLACE), **{**PLACE, **elsewhere})


def test_a_wrapped_key_opens_for_its_own_member_only():
    data_key = new_key()
    wrapped = wrap(KEY, data_key, key_id="w1", member_id=11, version=1)
    assert unwrap(KEY, wrapped, key_id="w1", member_id=11, version=1) == data_key
    assert data_key not in wrapped
    for wrong in ({"member_id": 12}, {"key_id": "w2"}, {"version": 2}):
        with pytest.raises(Tampered):
            unwrap(KEY, wrapped, **{"key_id": "w1", "member_id": 11, "version": 1, **wrong})
