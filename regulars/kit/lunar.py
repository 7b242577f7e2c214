"""The Chinese calendar, 1900 to 2100: which day a lunar date falls on. A table of whole numbers, so that a date never changes under a journal.

Computed once with lunar-python 1.4.8 and compared with it on every one of the 73,412 days.
"""

from bisect import bisect_right
from datetime import date
from typing import NamedTuple

FIRST_YEAR = 1900

# Of each year: bits 0…11 its long months (30 days), 12…15 the month that comes twice (0: none), 16 whether the second is long,
# 17…22 how many days after 1 January the year begins.
_YEARS = (
    0x3c8bd2, 0x620752, 0x4c0ea5, 0x385b2a, 0x5c064b, 0x440a9b, 0x314aa6, 0x56056a, 0x400b59, 0x2a2baa, 0x500752, 0x3a6da5,
    0x600b25, 0x480a4b, 0x335a4b, 0x5802ad, 0x42056b, 0x2c25b5, 0x520da9, 0x3f7e92, 0x640e92, 0x4c0d25, 0x365d2d, 0x5c0a56,
    0x4602b6, 0x2f4ad5, 0x5606d4, 0x400ea9, 0x2c2f4a, 0x500e92, 0x3a66a6, 0x5e052b, 0x480a57, 0x335956, 0x580b5a, 0x4406d4,
    0x2f3761, 0x520749, 0x3d7b13, 0x620a93, 0x4c052b, 0x35651b, 0x5a0aad, 0x46056a, 0x314da5, 0x560ba4, 0x400b49, 0x2a2d4b,
    0x500a95, 0x387aad, 0x5e0536, 0x480aad, 0x355aca, 0x5805b2, 0x420da5, 0x2f3ea2, 0x540d4a, 0x3c8595, 0x600a97, 0x4c0556,
    0x366575, 0x5a0ad5, 0x4606d2, 0x304755, 0x560ea5, 0x40064a, 0x28364f, 0x4e0a9b, 0x3a7ada, 0x5e056a, 0x480b69, 0x345bb2,
    0x5a0b52, 0x420b25, 0x2c4b2b, 0x520a4b, 0x3c8aab, 0x6002ad, 0x4a056d, 0x3765a9, 0x5c0da9, 0x460d92, 0x304e95, 0x560d25,
    0x40ae4d, 0x640a56, 0x4e02b6, 0x3862f5, 0x5e06d5, 0x480ea9, 0x345f52, 0x5a0e92, 0x440d26, 0x2c352e, 0x500a57, 0x3c8ad6,
    0x62035a, 0x4a06d5, 0x365b69, 0x5c0749, 0x460693, 0x2e4a9b, 0x54052b, 0x3e0a5b, 0x2a2aae, 0x4e056a, 0x387dd5, 0x600ba4,
    0x4a0b49, 0x325d53, 0x580a95, 0x42052d, 0x2c455d, 0x500ab5, 0x3c9baa, 0x6205d2, 0x4c0da5, 0x376e8a, 0x5c0d4a, 0x460c95,
    0x304a9e, 0x540556, 0x3e0ab5, 0x2a2ada, 0x5006d2, 0x386765, 0x5e0725, 0x48064b, 0x325657, 0x560cab, 0x42055a, 0x2c356e,
    0x520b69, 0x3cbf52, 0x620b52, 0x4c0b25, 0x376d0b, 0x5a0a4b, 0x4404ab, 0x2e52bb, 0x5405ad, 0x3e0b6a, 0x2a2daa, 0x500d92,
    0x3a7ea5, 0x5e0d25, 0x480a55, 0x335a4d, 0x5804b6, 0x4005b5, 0x2d36d2, 0x520ec9, 0x3e8f92, 0x620e92, 0x4c0d26, 0x376516,
    0x5a0a57, 0x4404d6, 0x2f4365, 0x540755, 0x400749, 0x28374b, 0x4e0693, 0x387aab, 0x5e052b, 0x460a5b, 0x325aba, 0x58056a,
    0x420b65, 0x2c4baa, 0x520b4a, 0x3c8d95, 0x620a95, 0x4a052d, 0x34656d, 0x5a0ab5, 0x4605aa, 0x2e45d5, 0x540da5, 0x400d4a,
    0x2a3e4d, 0x4e0c96, 0x387cce, 0x5e0556, 0x480ab5, 0x335ad2, 0x5806d2, 0x420ea5, 0x2e472a, 0x50068b, 0x3a8697, 0x6004ab,
    0x4a055b, 0x356556, 0x5a0b6a, 0x460752, 0x304b95, 0x540b45, 0x3e0a8b, 0x282a4f, 0x4e04ab,
)
LAST_YEAR = FIRST_YEAR + len(_YEARS) - 1


class LunarDay(NamedTuple):
    """``is_leap``: in the second of two months with one number."""

    year: int
    month: int
    day: int
    is_leap: bool = False


def lunar_of(day: int) -> LunarDay | None:
    """The lunar date of a day (an ordinal); None outside the table."""
    place = bisect_right(_STARTS, day) - 1
    if place < 0 or day >= _END:
        return None
    left = day - _STARTS[place]
    for month, is_leap, length in _months(_YEARS[place]):
        if left < length:
            return LunarDay(FIRST_YEAR + place, month, left + 1, is_leap)
        left -= length
    return None


def day_of_lunar(year: int, month: int, day: int) -> int | None:
    """The ordinal of a lunar date, in the first of two months with one number; the 30th of a short month is its 29th. None outside the table."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    at = _STARTS[year - FIRST_YEAR]
    for number, _, length in _months(_YEARS[year - FIRST_YEAR]):
        if number == month:
            return at + min(day, length) - 1
        at += length
    return None


def _months(bits: int) -> list[tuple[int, bool, int]]:
    """(number, whether it is the second of its number, days) of a year's months in order."""
    twice, months = bits >> 12 & 15, []
    for number in range(1, 13):
        months.append((number, False, 29 + (bits >> number - 1 & 1)))
        if number == twice:
            months.append((number, True, 29 + (bits >> 16 & 1)))
    return months


_STARTS = [date(FIRST_YEAR + place, 1, 1).toordinal() + (bits >> 17) for place, bits in enumerate(_YEARS)]
_END = _STARTS[-1] + sum(length for _, _, length in _months(_YEARS[-1]))
