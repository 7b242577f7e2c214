"""What the programme wants a second person to look at. Pure: the document says it, nobody else does."""

from collections.abc import Sequence
from fractions import Fraction

from regulars.kit.errors import Refused
from regulars.program.document import Program


def goodwill_limit(program: Program, wallet: str = "") -> int | None:
    """The most points one person may give at once, in the wallet's unit; None: no limit."""
    above = program.approval.goodwill_above
    return None if above is None else int(above * 10 ** program.wallet(wallet or program.wallets[0].id).scale)


def needs_second_for(program: Program, adjustments: Sequence[tuple[str, int]]) -> bool:
    """adjustments: (wallet, points) given together. One above ``goodwill_above``, or together above ``bulk_above``; what is taken away counts there as well."""
    if any((limit := goodwill_limit(program, wallet)) is not None and points > limit for wallet, points in adjustments):
        return True
    above = program.approval.bulk_above
    if above is None or len(adjustments) < 2:
        return False
    return sum(Fraction(abs(points), 10 ** program.wallet(wallet or program.wallets[0].id).scale) for wallet, points in adjustments) > Fraction(above)


def check_goodwill(program: Program, wallet: str, points: int) -> None:
    """One adjustment by one person. Raises Refused ``approval.needed``."""
    limit = goodwill_limit(program, wallet)
    if limit is not None and points > limit:
        raise Refused("approval.needed", points=points, limit=limit)
