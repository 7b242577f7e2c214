"""Lengths of time as somebody types them: ``13 months``, ``1 year``, ``90 days``, or short ``13m``, ``1y``, ``90d``."""

import re

from regulars.kit.errors import Invalid
from regulars.kit.periods import Duration
from regulars.kit.phrases import phrases

phrases(
    {
        "request.not_a_length": (
            "“{text}” is not a length of time: write 90 days, 13 months or 1 year",
            "“{text}”不是有效的时间长度：请写成 90 days、13 months 或 1 year",
            "「{text}」不是有效的時間長度：請寫成 90 days、13 months 或 1 year",
        ),
    }
)

_LENGTH = re.compile(r"(\d{1,5}) ?(d|w|m|y|days?|weeks?|months?|years?)")
_LONGEST_DAYS = 36_600


def length_of(text: str) -> Duration:
    """At least one day, at most a hundred years. Raises Invalid ``request.not_a_length``."""
    found = _LENGTH.fullmatch(text.strip().lower())
    length = Duration()
    if found:
        count, unit = int(found[1]), found[2][0]
        length = {"d": Duration(days=count), "w": Duration(days=7 * count), "m": Duration(months=count), "y": Duration(months=12 * count)}[unit]
    if not 0 < length.longest_days() <= _LONGEST_DAYS * 31 // 30:
        raise Invalid("request.not_a_length", text=text[:40])
    return length
