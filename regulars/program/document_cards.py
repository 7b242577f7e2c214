"""Cards as typed values: how numbers are made, what is drawn, who gets one, and what a phone's wallet is told."""

from dataclasses import dataclass
from typing import Literal

from regulars.kit.check_digits import Check

CHARSETS = {"digits": "0123456789", "letters_and_digits": "0123456789ABCDEFGHJKMNPQRSTVWXYZ"}  # the second: no I, L, O, U
Barcode = Literal["code128", "ean13", "none"]


@dataclass(frozen=True, slots=True)
class CardCode:
    """How card numbers are made. ``pattern`` holds ``#``, and hyphens and blanks to read by; ``charset`` a name of CHARSETS or the characters themselves."""

    prefix: str = "88"
    pattern: str = "### ### ####"
    charset: str = "digits"
    check: Check = "damm"

    @property
    def letters(self) -> str:
        return CHARSETS.get(self.charset, self.charset)

    @property
    def places(self) -> int:
        return self.pattern.count("#")

    @property
    def length(self) -> int:
        """Without hyphens and blanks, with the check character."""
        return len(self.prefix) + self.places + 1

    @property
    def many(self) -> int:
        """How many numbers there are."""
        return int(len(self.letters) ** self.places)

    @property
    def series(self) -> str:
        """What tells one series of numbers from another; hyphens and blanks do not."""
        return f"{self.prefix}|{self.places}|{self.letters}|{self.check}"


@dataclass(frozen=True, slots=True)
class Passes:
    """What Apple and Google know the shop by; "" where it has no account there. ``colour``: ``#rrggbb``."""

    apple_type: str = ""
    apple_team: str = ""
    google_issuer: str = ""
    colour: str = "#1f2937"


@dataclass(frozen=True, slots=True)
class Cards:
    """``at_most``: good cards of one member at once, for people who share their points."""

    code: CardCode = CardCode()
    barcode: Barcode = "code128"
    issue: Literal["on_request", "at_enrolment"] = "on_request"
    at_most: int = 1
    passes: Passes | None = None
