"""Money as whole minor units, read exactly from text."""

import re

from regulars.kit.errors import Invalid
from regulars.kit.phrases import phrases

LARGEST_MINOR = 2**53 - 1

_DECIMAL = re.compile(r"[0-9]{1,18}(?:\.[0-9]{1,9})?", re.ASCII)

phrases(
    {
        "money.unreadable": (
            "“{text}” is not an amount: write digits and a point, such as 12.30",
            "“{text}”不是金额：请用数字和小数点书写，例如 12.30",
            "「{text}」不是金額：請用數字和小數點書寫，例如 12.30",
        ),
        "money.too_many_digits": (
            "“{text}” has more decimals than the currency allows ({digits})",
            "“{text}”的小数位超过该货币允许的 {digits} 位",
            "「{text}」的小數位超過該貨幣允許的 {digits} 位",
        ),
        "money.too_large": ("“{text}” is too large", "“{text}”过大", "「{text}」過大"),
    }
)


def scaled_from_text(text: str, digits: int) -> int:
    """Read a non-negative decimal text as an integer of 10^-digits: ``("12.3", 2) -> 1230``.

    Only ASCII digits and one point are read: no sign, exponent, blank or other script's digits.
    Trailing zeros beyond ``digits`` are fine. Raises Invalid ``money.unreadable | money.too_many_digits | money.too_large``.
    """
    if not _DECIMAL.fullmatch(text):
        raise Invalid("money.unreadable", text=text[:40])
    whole, _, part = text.partition(".")
    part = part.rstrip("0") if len(part) > digits else part
    if len(part) > digits:
        raise Invalid("money.too_many_digits", text=text[:40], digits=digits)
    scaled = int(whole + part.ljust(digits, "0"))
    if scaled > LARGEST_MINOR:
        raise Invalid("money.too_large", text=text[:40])
    return scaled


def text_of(scaled: int, digits: int) -> str:
    """Write an integer of 10^-digits as a decimal text: ``(1230, 2) -> "12.30"``."""
    if digits == 0:
        return str(scaled)
    sign, size = ("-", -scaled) if scaled < 0 else ("", scaled)
    return f"{sign}{size // 10**digits}.{size % 10**digits:0{digits}d}"
