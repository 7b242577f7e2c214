"""What the programme wants a second person to look at. Pure: the document says it, nobody else does."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

from regulars.kit.errors import Refused
from regulars.program.document import GoodwillInAll, Program


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


class Alone(NamedTuple):
    """Points one person gives one member without a second; ``wallet`` empty: the first."""

    member_id: int
    wallet: str
    points: int


class Over(NamedTuple):
    """A limit over time that would be crossed: ``given`` stands in the journal already, ``points`` would come on top."""

    limit: GoodwillInAll
    points: int
    given: int
    most: int


def over_in_all(program: Program, alone: Sequence[Alone], given: Callable[[GoodwillInAll, str, int], int]) -> Over | None:
    """The first limit of ``goodwill_in_all`` that ``alone``, given together, would cross. given: (limit, wallet, member) -> points given before.

    Each wallet counts by itself; what is taken away neither counts nor makes room.
    """
    for limit in program.approval.goodwill_in_all:
        sums: dict[tuple[str, int], int] = {}
        for one in alone:
            if one.points > 0:
                place = (one.wallet or program.wallets[0].id, one.member_id if limit.of == "member" else 0)
                sums[place] = sums.get(place, 0) + one.points
        for (wallet, member_id), points in sums.items():
            most = int(limit.points * 10 ** program.wallet(wallet).scale)
            before = given(limit, wallet, member_id)
            if before + points > most:
                return Over(limit, points, before, most)
    return None


def refusal_of(over: Over) -> Refused:
    """``approval.needed_in_all``: what a key without a second person is told."""
    return Refused("approval.needed_in_all", points=over.points, given=over.given, limit=over.most, within=str(over.limit.within), of=over.limit.of)
