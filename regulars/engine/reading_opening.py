"""An opening balance as the wire says it, read strictly."""

import re
from datetime import date

import msgspec

from regulars.engine.events import BalanceOpened, OpenedLot
from regulars.engine.reading_values import LONGEST_TEXT, points, text
from regulars.kit.errors import Invalid
from regulars.kit.periods import NEVER
from regulars.program.document import Program

MOST_LOTS = 1_000
FOR_EVER = "never"
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class _Lot(msgspec.Struct, forbid_unknown_fields=True):
    points: int | float
    earned_on: str
    expires_on: str | None = None


class _Opened(msgspec.Struct, forbid_unknown_fields=True):
    lots: list[_Lot]
    wallet: str | None = None
    tier: str | None = None


_opened = msgspec.json.Decoder(_Opened)


def read_opened(body: bytes | str, program: Program) -> BalanceOpened:
    """Raises Invalid: balance.no_lots, balance.too_many_lots, balance.day, balance.days_reversed, points.*."""
    wire = _opened.decode(body)
    if not wire.lots:
        raise Invalid("balance.no_lots")
    if len(wire.lots) > MOST_LOTS:
        raise Invalid("balance.too_many_lots", most=MOST_LOTS)
    return BalanceOpened(tuple(_lot(one) for one in wire.lots), text(wire.wallet, "wallet"), text(wire.tier, "tier"))


def _lot(wire: _Lot) -> OpenedLot:
    earned_on = day_of(wire.earned_on)
    expires_on = 0 if not wire.expires_on else NEVER if wire.expires_on == FOR_EVER else day_of(wire.expires_on)
    if 0 < expires_on < earned_on:
        raise Invalid("balance.days_reversed", earned_on=wire.earned_on, expires_on=wire.expires_on)
    return OpenedLot(points(wire.points), earned_on, expires_on)


def day_of(given: str) -> int:
    """A day such as ``2024-03-01`` as its number. Raises Invalid ``balance.day``."""
    try:
        if _DAY.fullmatch(given) and 1970 <= int(given[:4]) <= 2999:
            return date.fromisoformat(given).toordinal()
    except ValueError:
        pass  # 30 February: said below
    raise Invalid("balance.day", given=given[:LONGEST_TEXT])
