"""The programme promises to tell a sound detail from one typed to get past a form."""

from datetime import date

import pytest

from regulars.members.profile import Profile
from regulars.members.quality.alike import keys_of, letter_box
from regulars.members.quality.problems import problems_of

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("field", "value", "problems"),
    [
        ("name", "Alice Tanager", []),
        ("name", "王小明", []),
        ("name", "Ng", []),
        ("name", "Guest Smith", []),  # somebody is called that
        ("name", "", ["missing"]),
        ("name", "Test", ["placeholder"]),
        ("name", "xxx", ["placeholder"]),
        ("name", "aaaa", ["placeholder"]),
        ("name", "顾客", ["placeholder"]),
        ("name", "匿名", ["placeholder"]),
        ("name", "—", ["placeholder"]),
        ("name", "13800138000", ["placeholder"]),
        ("name", "Alice 2", ["malformed"]),
        ("name", "ann@example.com", ["malformed"]),
        ("phone", "+8613912345670", []),
        ("phone", "+8613800000000", ["placeholder"]),
        ("phone", "+351912345678", ["placeholder"]),  # 12345678
        ("phone", "+8612312312312", ["unlikely"]),
        ("phone", "12345", ["malformed"]),
        ("email", "ann@shop.example", []),
        ("email", "test@shop.com", ["placeholder"]),
        ("email", "ann@example.com", ["placeholder"]),
        ("email", "ann@shop", ["malformed"]),
        ("email", "ann..b@shop.com", ["malformed"]),
        ("birthday", date(1990, 5, 17), []),
        ("birthday", date(1912, 1, 1), []),
        ("birthday", date(1905, 1, 1), ["impossible"]),
        ("birthday", date(2027, 1, 1), ["impossible"]),
        ("birthday", date(1970, 1, 1), ["placeholder"]),
        ("city", "", ["missing"]),
        ("city", "Lisbon", []),
    ],
)
def test_each_problem_has_its_name(field, value, problems):
    assert problems_of(Profile(**{field: value}), field, today=TODAY) == problems


def test_an_attribute_can_be_missing_only_and_nought_is_told():
    assert problems_of(Profile(attributes={"household": 0}), "attributes.household", today=TODAY) == []
    assert problems_of(Profile(), "attributes.household", today=TODAY) == ["missing"]


def test_one_letter_box_has_one_name():
    assert letter_box("Ann+shop@Gmail.com") == letter_box("a.nn@googlemail.com") == "ann@gmail.com"
    assert letter_box("a.nn@shop.com") != letter_box("ann@shop.com")


def test_members_are_compared_by_phone_mail_card_and_name_with_birthday():
    ann = Profile(name="王小明", phone="+8613912345670", email="ann+x@gmail.com", birthday=date(1990, 5, 17))
    assert keys_of(ann, [("card", "88-123 456"), ("phone", "+8613912345671"), ("barcode", "88123456"), ("wechat", "w1")]) == {
        ("phone", "+8613912345670"), ("phone", "+8613912345671"), ("email", "ann@gmail.com"), ("card", "88123456"), ("name_birthday", "小明王|1990-05-17"),
    }  # fmt: skip
    assert keys_of(Profile(family_name="王", given_name="小明", birthday=date(1990, 5, 17)), ()) == {("name_birthday", "小明王|1990-05-17")}
    assert keys_of(Profile(name="王小明"), ()) == set()
