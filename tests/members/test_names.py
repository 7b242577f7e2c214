import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.members import names

SOME_NAMES = [
    "王小明",
    "欧阳修",
    "Ann Li",
    "José García",
    "Zoë van der Berg",
    "山田 はなこ",
    "김철수",
    "O'Brien",
    "ANN",
    "李 Ann",
]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("王", ["王小明"]),
        ("小明", ["王小明"]),
        ("王明", []),
        ("王小明明", []),
        ("ann", ["Ann Li", "ANN", "李 Ann"]),
        ("An", ["Ann Li", "ANN", "李 Ann"]),
        ("jose", ["José García"]),
        ("GARCIA jo", ["José García"]),
        ("rcia", []),
        ("ｂｅｒｇ", ["Zoë van der Berg"]),
        ("はな", ["山田 はなこ"]),
        ("철수", ["김철수"]),
        ("brien", ["O'Brien"]),
        ("李 ann", ["李 Ann"]),
        ("li", ["Ann Li"]),
    ],
)
def test_a_name_answers_to_the_beginnings_of_its_words_and_to_its_characters(search, found):
    assert [name for name in SOME_NAMES if names.answers(name, search)] == found


@given(st.text(max_size=30), st.text(min_size=1, max_size=12))
def test_whatever_answers_has_every_piece_that_is_asked_for(name, search):
    if names.answers(name, search):
        assert names.asked(search) <= names.pieces(name)


def test_one_latin_letter_asks_for_nothing():
    assert names.asked("a") == set()


def test_long_words_keep_only_their_beginning():
    assert max(map(len, names.pieces("Wolfeschlegelstein"))) == names.LONGEST_PREFIX
    assert names.asked("wolfeschlegel") == {"wolfesch"}
