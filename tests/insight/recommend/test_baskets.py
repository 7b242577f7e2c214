"""Order lines become baskets; the future stays out of sight."""

import numpy as np
import pytest

from regulars.insight.recommend.baskets import code, global_cut, leave_last
from regulars.kit.errors import Refused

LINES = {  # Alice: tea, then tea and cake, then milk. Bea: cake.
    "member": ["alice", "alice", "alice", "alice", "bea"],
    "order": ["o1", "o2", "o2", "o3", "o4"],
    "at": [1, 2, 2, 9, 3],
    "item": ["tea", "tea", "cake", "milk", "cake"],
}


def test_an_order_is_one_basket_and_an_item_counts_once_in_it():
    twice = {name: column * 2 for name, column in LINES.items()}
    for coded in (code(**LINES), code(**twice)):
        assert coded.members.tolist() == ["alice", "bea"] and coded.items.tolist() == ["cake", "milk", "tea"]
        assert coded.baskets.owner.tolist() == [0, 0, 0, 1]
        assert coded.baskets.at.tolist() == [1, 2, 9, 3]
        assert coded.baskets.bought().toarray().tolist() == [[1, 1, 2], [1, 0, 0]]
        assert coded.baskets.ages().tolist() == [2, 1, 0, 0]


def test_the_same_order_number_of_two_members_is_two_baskets():
    assert len(code(["a", "b"], [1, 1], [5, 5], ["tea", "tea"]).baskets.owner) == 2


def test_what_came_back_is_not_in_a_basket():
    baskets = code(["a", "a"], [1, 2], [5, 6], ["tea", "tea"], [100, -100]).baskets
    assert baskets.popularity().tolist() == [1]


@pytest.mark.parametrize("amount", [[-1] * 5, [0] * 5])
def test_only_returns_are_nothing_to_recommend_from(amount):
    with pytest.raises(Refused) as refused:
        code(**LINES, amount=amount)
    assert refused.value.code == "insight.recommend.no_baskets"


def test_columns_of_different_length_are_refused_by_name():
    with pytest.raises(Refused, match="differ in length"):
        code(["a"], [1, 2], [1], ["tea"])


def test_a_global_cut_foresees_the_first_basket_after_it_and_knows_none_of_the_later_ones():
    held = global_cut(code(**LINES).baskets, 2)
    assert held.who.tolist() == [0]  # Bea had no basket before the cut
    assert held.history.popularity().tolist() == [0, 0, 1]
    assert held.truth.toarray().tolist() == [[1, 0, 1]]


def test_leaving_the_last_basket_out_keeps_the_rest_and_whoever_has_one_only():
    held = leave_last(code(**LINES).baskets)
    assert held.who.tolist() == [0]
    assert held.history.popularity().tolist() == [2, 0, 2]
    assert held.truth.toarray().tolist() == [[0, 1, 0]]


def test_the_order_of_the_rows_does_not_matter():
    turned = {name: column[::-1] for name, column in LINES.items()}
    one, other = code(**LINES).baskets, code(**turned).baskets
    assert all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ("owner", "at", "basket", "item"))
