"""A member's referral code: the member's number under the shop's own key, nine letters and digits that are easy to read out. Pure.

Nothing is stored: a code is worked out from the number and read back. Nobody can guess the next one, and one wrong letter is noticed.
"""

import hmac

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
_LOOKS_LIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
_DIGITS, _HALF = 8, 20  # 40 bits in two halves
_MASK = (1 << _HALF) - 1
_ROUNDS = 6


def code_of(key: bytes, member_id: int) -> str:
    """``K7QM-3XPD-V``. member_id: 0 … 2^40 − 1."""
    left, right = member_id >> _HALF, member_id & _MASK
    for turn in range(_ROUNDS):
        left, right = right, left ^ _mixed(key, turn, right)
    number = left << _HALF | right
    digits = [number >> 5 * place & 31 for place in reversed(range(_DIGITS))]
    text = "".join(ALPHABET[digit] for digit in (*digits, _check(digits)))
    return f"{text[:4]}-{text[4:8]}-{text[8:]}"


def member_of(key: bytes, text: str) -> int | None:
    """The member whose code this would be, however it was typed; None when it is no code. Whether there is such a member is another question."""
    plain = "".join(text.upper().translate(_LOOKS_LIKE).replace("-", " ").split())
    if len(plain) != _DIGITS + 1 or any(letter not in ALPHABET for letter in plain):
        return None
    *digits, check = (ALPHABET.index(letter) for letter in plain)
    if _check(digits) != check:
        return None
    number = 0
    for digit in digits:
        number = number << 5 | digit
    left, right = number >> _HALF, number & _MASK
    for turn in reversed(range(_ROUNDS)):
        left, right = right ^ _mixed(key, turn, left), left
    return left << _HALF | right


def _check(digits: list[int]) -> int:
    return sum((2 * place + 1) * digit for place, digit in enumerate(digits)) % len(ALPHABET)  # odd weights: any one wrong letter changes it


def _mixed(key: bytes, turn: int, half: int) -> int:
    mac = hmac.digest(key, b"referral code\0" + bytes([turn]) + half.to_bytes(3, "big"), "sha256")
    return int.from_bytes(mac[:4], "big") & _MASK
