"""Columns by place give what a dictionary of tuples would, as plain Python values."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from regulars.insight.refreshing.placed import Placed, places_of

TYPES = st.sampled_from([np.int8, np.int32, np.int64, np.uint8, np.float32, np.float64, np.bool_])


@given(st.integers(0, 40).flatmap(lambda members: st.tuples(st.just(members), st.permutations(range(members)), st.integers(0, members))), TYPES)
def test_every_row_is_found_by_its_place_and_nobody_else_s(asked: tuple[int, list[int], int], kind: type) -> None:
    members, order, many = asked
    keys = np.array(order[:many], np.int64)
    one, lists, words = np.arange(many).astype(kind), np.arange(3 * many).reshape(many, 3), np.array([f"w{n}" for n in range(many)], object)
    placed, plain = Placed(members, keys, one[::-1], lists, words), dict(zip(keys.tolist(), zip(one[::-1].tolist(), lists.tolist(), words.tolist(), strict=True), strict=True))
    for place in range(members):
        found = placed.get(place, ())
        assert found == plain.get(place, ()) and (place in placed) is (place in plain) and [type(value) for value in found] == [type(value) for value in plain.get(place, ())]
        assert (placed.row(place) < 0) is (place not in plain)


@given(st.sets(st.integers(1, 10**15)), st.lists(st.integers(1, 10**15)))
def test_numbers_are_found_at_their_places_and_strangers_are_told(numbers: set[int], others: list[int]) -> None:
    known = sorted(numbers)
    asked = [*others, *known]
    place, found = places_of(known, asked)
    assert found.tolist() == [one in numbers for one in asked]
    assert [known[at] for at, is_there in zip(place.tolist(), found.tolist(), strict=True) if is_there] == [one for one in asked if one in numbers]
