"""The programme promises that numbers, money and dates read as the reader writes them."""

from datetime import UTC, date, datetime

import pytest

from regulars.kit import formats
from regulars.kit.periods import NEVER
from regulars.kit.roles import ABILITIES, ROLES, may

DAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("minor", "currency", "digits", "words"),
    [
        (123450, "CNY", 2, "¥1,234.50"),
        (-5, "USD", 2, "−$0.05"),
        (1234, "JPY", 0, "¥1,234"),
        (123456, "CHF", 2, "CHF\u00a01,234.56"),
        (1234567, "KWD", 3, "KWD\u00a01,234.567"),
        (0, "TWD", 2, "NT$0.00"),
    ],
)
def test_money_keeps_its_digits_and_its_sign(minor: int, currency: str, digits: int, words: str) -> None:
    assert formats.money(minor, currency, digits) == words


def test_points_carry_their_unit_in_chinese() -> None:
    assert formats.points(1234, "en") == "1,234"
    assert formats.points(1234, "zh-Hans") == formats.points(1234, "zh-Hant") == "1,234 分"
    assert formats.points(1234, "en", scale=2) == "12.34"
    assert formats.points(-7, "en", signed=True) == "−7" and formats.points(7, "en", signed=True) == "+7"


def test_headlines_are_short_only_when_amounts_are_long() -> None:
    assert formats.compact_money(123450, "USD", 2, "en") == "$1,235" and formats.compact_money(-25241, "USD", 2, "en") == "−$252" and formats.compact_money(2943, "USD", 2, "en") == "$29.43"
    assert formats.compact_money(1234500, "USD", 2, "en") == "$12,345"
    assert formats.compact_money(123456789000, "USD", 2, "en") == "$1.23\u00a0bn"
    assert formats.compact_money(123456789, "USD", 2, "en") == "$1.23\u00a0m"
    assert formats.compact_money(123456789000, "CNY", 2, "zh-Hans") == "¥12.35\u00a0亿"
    assert formats.compact_money(1234567890, "CNY", 2, "zh-Hant") == "¥1,234.57\u00a0萬"


def test_days_and_moments_are_in_the_programmes_time_zone() -> None:
    assert formats.day(DAY, "en") == "4 Mar 2026"
    assert formats.day(DAY.toordinal(), "zh-Hans") == "2026年3月4日"
    assert formats.day(NEVER, "en") == "never" and formats.day(None, "zh-Hant") == "永久有效"
    late = datetime(2026, 3, 3, 16, 30, tzinfo=UTC)
    assert formats.moment(late, "Asia/Shanghai", "en") == "4 Mar 2026, 00:30"
    assert formats.moment(late, "UTC", "zh-Hans") == "2026年3月3日 16:30"
    assert formats.local_day(late, "Asia/Shanghai") == DAY


@pytest.mark.parametrize(
    ("days", "english", "chinese"),
    [
        (0, "today", "今天"),
        (-1, "yesterday", "昨天"),
        (1, "tomorrow", "明天"),
        (-3, "3 days ago", "3 天前"),
        (40, "in 6 weeks", "6 周后"),
        (-90, "3 months ago", "3 个月前"),
        (1100, "in 3 years", "3 年后"),
    ],
)
def test_distances_read_as_people_say_them(days: int, english: str, chinese: str) -> None:
    assert formats.distance(days, "en") == english
    assert formats.distance(days, "zh-Hans") == chinese


def test_a_change_is_beside_something_or_not_shown() -> None:
    assert formats.change(112, 100) == "+12%" and formats.change(97, 100) == "−3.0%"
    assert formats.change(100, 100) == "±0%" and formats.change(5, 0) is None


def test_a_role_may_do_what_is_declared_and_nothing_else() -> None:
    assert may(["analyst"], "see_members") and not may(["analyst"], "see_personal")
    assert not may([], "see_figures") and not may(["stranger"], "see_figures")
    assert all(may(["owner"], ability) for ability in ABILITIES) and len(ROLES) == 4
    with pytest.raises(KeyError):
        may(["owner"], "fly")
