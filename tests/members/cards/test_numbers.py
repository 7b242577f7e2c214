"""Card numbers: no two are equal, nobody can guess the next, and what is typed wrongly is known as wrong."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.members.cards.numbers import Numbers, as_meant, is_mistyped, is_ours, written
from regulars.program.document_cards import CardCode as Layout

KEY = b"k" * 32
CLUB = Layout(prefix="88", pattern="### ### ####")
LETTERS = Layout(prefix="GOLD", pattern="####-####", charset="letters_and_digits")
layouts = st.sampled_from([CLUB, LETTERS, Layout("", "######", "digits", "luhn"), Layout("21", "##########", check="gs1"), Layout("A", "#####", "ABCDEFGHKMNPRSTU")])


def test_a_million_numbers_without_two_alike():
    series = Numbers(CLUB, KEY)
    seen = {series.number(n) for n in range(1_000_000)}
    assert len(seen) == 1_000_000


@pytest.mark.parametrize("layout", [Layout("9", "#####"), Layout("", "###", "ABCDEFGHKMNPRSTU"), Layout("", "####", "0123456")])
def test_a_whole_series_holds_each_number_once(layout):
    """Every number of the pattern comes up, exactly once: no draw could say that."""
    series = Numbers(layout, KEY)
    assert len({series.number(n) for n in range(layout.many)}) == layout.many
    with pytest.raises(ValueError, match="numbers"):
        series.number(layout.many)


@given(layouts, st.data())
def test_a_number_is_ours_however_it_is_written(layout, data):
    number = Numbers(layout, KEY).number(data.draw(st.integers(0, layout.many - 1)))
    shown = written(layout, number)
    assert is_ours(layout, number)
    assert shown.count("#") == 0
    assert as_meant(layout, shown) == as_meant(layout, shown.lower().replace("-", " – ")) == number


@given(st.sampled_from([CLUB, LETTERS]), st.data())
def test_a_wrong_character_or_a_swap_is_always_known_as_mistyped(layout, data):
    number = Numbers(layout, KEY).number(data.draw(st.integers(0, layout.many - 1)))
    if data.draw(st.booleans()):
        place = data.draw(st.integers(0, len(number) - 1))
        wrong = data.draw(st.sampled_from(layout.letters).filter(lambda letter: letter != number[place]))
        typed = number[:place] + wrong + number[place + 1 :]
    else:
        place = data.draw(st.integers(0, len(number) - 2))
        typed = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        if typed == number:
            return
    assert not is_ours(layout, as_meant(layout, typed))
    assert is_mistyped(layout, as_meant(layout, typed))


def test_letters_that_look_like_digits_are_read_as_those():
    number = next(number for n in range(100) if "0" in (number := Numbers(LETTERS, KEY).number(n)) and "1" in number)
    assert as_meant(LETTERS, "GOLD" + number[4:].replace("0", "o").replace("1", "l")) == number


def test_something_else_is_not_called_mistyped():
    assert not is_mistyped(CLUB, "4006381333931000")
    assert not is_mistyped(CLUB, "ANN@EXAMPLE.COM")


def test_another_key_gives_other_numbers():
    ours, theirs = Numbers(CLUB, KEY), Numbers(CLUB, b"x" * 32)
    assert [ours.number(n) for n in range(5)] != [theirs.number(n) for n in range(5)]


def test_the_next_number_is_not_the_one_after():
    ours = [int(Numbers(CLUB, KEY).number(n)[2:-1]) for n in range(200)]
    assert sum(abs(one - other) < 10**7 for one, other in pairwise(ours)) < 5  # of 10^10: by chance hardly one
