from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.kit.errors import Invalid
from regulars.members import normal

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("kind", "region", "typed", "kept"),
    [
        ("phone", "CN", "138 0013 8000", "+8613800138000"),
        ("phone", "CN", "138-0013-8000", "+8613800138000"),
        ("phone", "", "+86 138 0013 8000", "+8613800138000"),
        ("phone", "US", "0086 13800138000", None),  # a foreign prefix is no code
        ("phone", "CN", "１３８００１３８０００", "+8613800138000"),
        ("phone", "TW", "0912-345-678", "+886912345678"),
        ("phone", "HK", "5123 4567", "+85251234567"),
        ("phone", "US", "(212) 555-0123", "+12125550123"),
        ("phone", "CN", "+1 212 555 0123", "+12125550123"),
        ("phone", "", "13800138000", None),
        ("phone", "CN", "13800", None),
        ("phone", "CN", "not a phone", None),
        ("phone", "CN", "+86 138 0013 8000 ext. 12", None),
        ("email", "", "  Ann@Example.COM ", "ann@example.com"),
        ("email", "", "ａｎｎ＠example.com", "ann@example.com"),
        ("email", "", "王@例子.中国", "王@例子.中国"),
        ("email", "", "ann", None),
        ("email", "", "ann@example", None),
        ("email", "", "a b@example.com", None),
        ("email", "", "ann@@example.com", None),
        ("email", "", "ann@.example.com", None),
        ("card", "", " ab-12 ", "AB-12"),
        ("card", "", "ＡＢ１２", "AB12"),
        ("card", "", "   ", None),
        ("wechat", "", "oABC_x", "oABC_x"),
        ("wechat", "", "ｏＡＢＣ", "oABC"),
        ("wechat", "", "a\0b", None),
        ("wechat", "", "\ud800", None),
    ],
)
def test_a_value_is_found_however_it_was_typed(kind, region, typed, kept):
    if kept is None:
        with pytest.raises(Invalid):
            normal.identity(kind, typed, region)
    else:
        assert normal.identity(kind, typed, region) == kept


@given(st.sampled_from(["card", "email", "wechat"]), st.text(max_size=140))
def test_normalising_twice_changes_nothing_more(kind, typed):
    try:
        once = normal.identity(kind, typed, "CN")
    except Invalid:
        return
    assert normal.identity(kind, once, "CN") == once


@pytest.mark.parametrize("kind", ["", "Card", "a b", "卡", "x" * 33, None, 7])
def test_a_kind_is_a_short_plain_word(kind):
    with pytest.raises(Invalid, match="small letters"):
        normal.kind(kind)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1990-02-30", "profile.birthday_unreadable"),
        ("17/05/1990", "profile.birthday_unreadable"),
        ("1899-12-31", "profile.birthday_unreadable"),
        ("1990-5-7", "profile.birthday_unreadable"),
        ("１９９０-05-17", "profile.birthday_unreadable"),
        (19900517, "profile.not_text"),
        ("2026-03-02", "profile.birthday_in_future"),
    ],
)
def test_an_impossible_birthday_is_refused_by_name(typed, code):
    with pytest.raises(Invalid) as refused:
        normal.birthday(typed, TODAY)
    assert refused.value.code == code


def test_somebody_born_today_is_welcome():
    assert normal.birthday("2026-03-01", TODAY) == "2026-03-01"


def test_no_refusal_repeats_the_value():
    for read in (lambda: normal.phone("secret-value"), lambda: normal.email("secret-value")):
        with pytest.raises(Invalid) as refused:
            read()
        assert "secret" not in refused.value.sentence("en") + repr(refused.value.facts)
