"""Check digits over any set of characters: a number typed wrongly is noticed before it is looked up. Pure.

Symbols are places in the character set, 0 … size − 1; the check digit is one more symbol, the last.

``damm`` notices every single wrong symbol and every swap of two neighbours. Two symbols are joined by ``c ∗ x``, folded from the left, and
the whole folds to 0. For ten digits that is Damm's table (H. M. Damm, *Total anti-symmetrische Quasigruppen*, Marburg 2004, p. 111). For
other sizes 2^k · m with m odd and k ≠ 1 it is the product of two linear operations, ``αc + x`` over GF(2^k) and ``2c + x`` modulo m; both
notice a swap because α − 1 and 2 − 1 have inverses. For twice an odd number no linear operation does.
``luhn`` is Luhn modulo the size, as tills know it: every wrong symbol, and every swap but of the first and last character of the set.
``gs1`` is the check digit of an EAN-13: every wrong digit, and swaps of digits that do not differ by five.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Literal

Check = Literal["damm", "luhn", "gs1"]
CHECKS: tuple[Check, ...] = ("damm", "luhn", "gs1")

_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
_FEEDBACK = {2: 0b111, 3: 0b1011, 4: 0b10011, 5: 0b100101}  # irreducible polynomials over GF(2)


def can_check(check: Check, size: int) -> bool:
    """Whether a character set of this size can have the check digit."""
    if check == "gs1":
        return size == 10
    if check == "luhn":
        return size % 2 == 0
    return size == 10 or (size > 2 and size % 4 != 2)


def check_symbol(check: Check, size: int, symbols: Sequence[int]) -> int:
    """The symbol to put behind these. ``can_check`` has been asked."""
    if check == "damm":
        table = _table(size)
        interim = 0
        for symbol in symbols:
            interim = table[interim][symbol]
        return table[interim].index(0)
    weigh = _doubled if check == "luhn" else _tripled
    return -sum(weigh(symbol, size) if place % 2 == 0 else symbol for place, symbol in enumerate(reversed(symbols))) % size


def is_sound(check: Check, size: int, symbols: Sequence[int]) -> bool:
    """Whether the last symbol is the check symbol of those before it."""
    return len(symbols) > 1 and check_symbol(check, size, symbols[:-1]) == symbols[-1]


def _doubled(symbol: int, size: int) -> int:
    return sum(divmod(2 * symbol, size))


def _tripled(symbol: int, _size: int) -> int:
    return 3 * symbol


@lru_cache(maxsize=16)
def _table(size: int) -> tuple[tuple[int, ...], ...]:
    """``table[c][x]`` is c ∗ x."""
    if size == 10:
        return _DAMM
    odd = size
    while odd % 2 == 0:
        odd //= 2
    binary = size // odd
    times: Callable[[int], int] = _times_alpha(binary)

    def joined(c: int, x: int) -> int:
        (c_high, c_low), (x_high, x_low) = divmod(c, odd), divmod(x, odd)
        return (times(c_high) ^ x_high) * odd + (2 * c_low + x_low) % odd

    return tuple(tuple(joined(c, x) for x in range(size)) for c in range(size))


def _times_alpha(binary: int) -> Callable[[int], int]:
    bits = binary.bit_length() - 1
    if bits == 0:
        return lambda element: element

    def times(element: int) -> int:
        element <<= 1
        return element ^ _FEEDBACK[bits] if element & binary else element

    return times
