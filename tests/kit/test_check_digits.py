"""A wrong character and two swapped neighbours are noticed, whatever the characters are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.kit.check_digits import can_check, check_symbol, is_sound

SIZES = [size for size in range(3, 41) if can_check("damm", size)]


@st.composite
def sound_numbers(draw):
    size = draw(st.sampled_from(SIZES))
    symbols = draw(st.lists(st.integers(0, size - 1), min_size=1, max_size=18))
    return size, [*symbols, check_symbol("damm", size, symbols)]


@given(sound_numbers(), st.data())
def test_a_single_wrong_character_is_always_noticed(number, data):
    size, symbols = number
    assert is_sound("damm", size, symbols)
    place = data.draw(st.integers(0, len(symbols) - 1))
    wrong = data.draw(st.integers(0, size - 1).filter(lambda symbol: symbol != symbols[place]))
    assert not is_sound("damm", size, [*symbols[:place], wrong, *symbols[place + 1 :]])


@given(sound_numbers(), st.data())
def test_two_swapped_neighbours_are_always_noticed(number, data):
    size, symbols = number
    place = data.draw(st.integers(0, len(symbols) - 2))
    swapped = symbols.copy()
    swapped[place], swapped[place + 1] = symbols[place + 1], symbols[place]
    assert is_sound("damm", size, swapped) == (swapped == symbols)


@pytest.mark.parametrize("size", SIZES)
def test_every_size_joins_two_symbols_without_losing_one(size):
    """Every pair, not a sample: each row holds each symbol once, and no two neighbours may be swapped."""
    for before in range(size):
        folded = [next(z for z in range(size) if is_sound("damm", size, [before, one, z])) for one in range(size)]
        assert sorted(folded) == list(range(size))
        for one in range(size):
            for other in range(one):
                check = check_symbol("damm", size, [before, one, other])
                assert not is_sound("damm", size, [before, other, one, check])


def test_damms_own_example():
    """572 has the check digit 4 (Damm 2004, p. 112)."""
    assert check_symbol("damm", 10, [5, 7, 2]) == 4


def test_twice_an_odd_number_has_no_such_digit_but_ten():
    assert [size for size in range(2, 40) if not can_check("damm", size)] == [2, 6, 14, 18, 22, 26, 30, 34, 38]


def test_luhn_and_gs1_give_what_others_print():
    assert check_symbol("luhn", 10, [7, 9, 9, 2, 7, 3, 9, 8, 7, 1]) == 3  # the patent's own number, 79927398713
    assert check_symbol("gs1", 10, [4, 0, 0, 6, 3, 8, 1, 3, 3, 3, 9, 3]) == 1  # GS1's 4006381333931
    letters = "abcdef"
    assert letters[check_symbol("luhn", 6, [letters.index(letter) for letter in "abcdef"])] == "e"  # Wikipedia, Luhn mod N


@given(st.sampled_from([("luhn", 10), ("luhn", 36), ("gs1", 10)]), st.data())
def test_luhn_and_gs1_notice_a_single_wrong_character(kind, data):
    check, size = kind
    symbols = data.draw(st.lists(st.integers(0, size - 1), min_size=1, max_size=15))
    symbols.append(check_symbol(check, size, symbols))
    place = data.draw(st.integers(0, len(symbols) - 1))
    wrong = data.draw(st.integers(0, size - 1).filter(lambda symbol: symbol != symbols[place]))
    assert not is_sound(check, size, [*symbols[:place], wrong, *symbols[place + 1 :]])
