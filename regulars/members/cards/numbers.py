"""A card's number: its prefix, as many characters as its pattern has ``#``, and a check character. Pure.

Numbers are counted, not drawn: the n-th of a series is n under the shop's own key, a permutation of all numbers the pattern allows. So no
two are equal, however many there are, and nobody who holds one can guess another.
"""

import unicodedata
from functools import lru_cache
from hashlib import blake2b

from regulars.kit.check_digits import check_symbol, is_sound
from regulars.program.document_cards import CardCode as Layout

BETWEEN = "- "
_BLANKS = dict.fromkeys(map(ord, "-‐‑‒–—−_. \u3000\u00a0"))
_LOOKS_LIKE = {"O": "0", "I": "1", "L": "1"}
_ROUNDS = 8


class Numbers:
    """The series of a layout under the shop's key."""

    def __init__(self, layout: Layout, key: bytes) -> None:
        self.layout = layout
        size = len(layout.letters)
        self._sizes = size ** (layout.places - layout.places // 2), size ** (layout.places // 2)
        series = blake2b(layout.series.encode(), digest_size=32, key=key[:64], person=b"card numbers").digest()
        self._rounds = [blake2b(digest_size=8, key=series, salt=turn.to_bytes(2, "big")) for turn in range(_ROUNDS)]

    def number(self, n: int) -> str:
        """The n-th number, without hyphens and blanks. n: 0 … ``layout.many`` − 1."""
        layout = self.layout
        if not 0 <= n < layout.many:
            raise ValueError(f"the series has {layout.many} numbers, not {n + 1}")
        left, right = divmod(n, self._sizes[1])
        for turn, mixer in enumerate(self._rounds):
            if turn % 2 == 0:
                left = (left + _mixed(mixer, right)) % self._sizes[0]
            else:
                right = (right + _mixed(mixer, left)) % self._sizes[1]
        rest, size, body = left * self._sizes[1] + right, len(layout.letters), ""
        for _ in range(layout.places):
            rest, place = divmod(rest, size)
            body += layout.letters[place]
        return layout.prefix + body + layout.letters[check_symbol(layout.check, size, _symbols(layout, layout.prefix + body))]


def _mixed(mixer: blake2b, half: int) -> int:
    one = mixer.copy()
    one.update(half.to_bytes(16, "big"))
    return int.from_bytes(one.digest(), "big")


def plain(text: str) -> str:
    """A number without what stands in it to read by: full width, small letters, hyphens and blanks are taken off."""
    return unicodedata.normalize("NFKC", text).upper().translate(_BLANKS)


def written(layout: Layout, number: str) -> str:
    """As it stands on the card: ``88`` and ``### ###`` give ``88 123 456 7``."""
    if len(number) != layout.length or not number.startswith(layout.prefix):
        return number
    rest = iter(number[len(layout.prefix) :])
    body = "".join(next(rest) if letter == "#" else letter for letter in layout.pattern)
    gap = next((letter for letter in BETWEEN if letter in layout.pattern), "")
    return gap.join(part for part in (layout.prefix, body, next(rest)) if part)


def as_meant(layout: Layout, text: str) -> str:
    """What was typed, plain, with letters that look like digits read as those where the series has no such letters."""
    number = plain(text)
    if not number.startswith(layout.prefix):
        return number
    body = number[len(layout.prefix) :]
    for letter, digit in _LOOKS_LIKE.items():
        if letter not in layout.letters and digit in layout.letters:
            body = body.replace(letter, digit)
    return layout.prefix + body


def is_ours(layout: Layout, number: str) -> bool:
    """Whether the series could have this number: prefix, length, characters and check character are right."""
    if len(number) != layout.length or not number.startswith(layout.prefix):
        return False
    return all(letter in layout.letters for letter in number[len(layout.prefix) :]) and is_sound(layout.check, len(layout.letters), _symbols(layout, number))


def is_mistyped(layout: Layout, number: str) -> bool:
    """Whether it looks like one of ours and is none: as long, with our prefix or nearly so, and something in it is wrong."""
    if len(number) != layout.length or is_ours(layout, number):
        return False
    head, ours = number[: len(layout.prefix)], layout.prefix
    others = sum(one != other for one, other in zip(head, ours, strict=True))
    near = others < 2 or (others == 2 and sorted(head) == sorted(ours))
    return near and (bool(ours) or all(letter in layout.letters for letter in number))


@lru_cache(maxsize=8)
def _places(charset: str) -> dict[str, int]:
    return {letter: place for place, letter in enumerate(charset)}


def _symbols(layout: Layout, number: str) -> list[int]:
    """Places in the set; letters of the prefix that are not in it don't count."""
    places = _places(layout.letters)
    return [places[letter] for letter in number if letter in places]
