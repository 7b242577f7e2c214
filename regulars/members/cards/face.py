"""What stands on a member's card now: number, balance, level, name. Read once, for the page, Apple's and Google's wallets alike."""

from dataclasses import dataclass
from typing import Any

import psycopg

from regulars.engine.compiled import Versions
from regulars.engine.standing import standing
from regulars.journal.queries import own_state_of
from regulars.kit.errors import Refused
from regulars.kit.money import text_of
from regulars.kit.text import Text
from regulars.members.cards.errors import NotOffered
from regulars.members.cards.numbers import written
from regulars.members.cards.queries import good_cards_of
from regulars.members.profile import NAMES
from regulars.members.queries import profiles_of
from regulars.members.vault import vault
from regulars.program.document_cards import Cards


class NoCard(Refused):
    code = "card.none"


@dataclass(frozen=True, slots=True, repr=False)
class Face:
    """``serial`` names the card to a wallet: neither the member's number nor the card's. ``points``: a decimal text."""

    cards: Cards
    program_id: str
    shop: Text
    number: str
    written: str
    serial: str
    points: str
    wallet: Text
    tier: str
    level: Text
    holder: str


def face_of(conn: psycopg.Connection[Any], versions: Versions, member_id: int, at_us: int) -> Face:
    """Raises NotOffered, NoCard (Refused ``card.none``)."""
    program = versions.at(at_us).program
    if program.cards is None:
        raise NotOffered()
    good = good_cards_of(member_id)
    if not good:
        raise NoCard()
    card = good[0]
    stands = standing(versions, own_state_of(conn, member_id), at_us)
    wallet = next((wallet for wallet in program.wallets if wallet.kind == "spendable"), program.wallets[0])
    points = next(each for each in stands.wallets if each.id == wallet.id)
    return Face(
        cards=program.cards,
        program_id=program.id,
        shop=program.name,
        number=card.number,
        written=written(program.cards.code, card.number),
        serial=vault().blind_index("pass", card.number).hex()[:32],
        points=text_of(points.active, wallet.scale),
        wallet=wallet.name,
        tier=stands.tier,
        level=program.level(stands.tier).name,
        holder=profiles_of([member_id], NAMES)[member_id].display_name,
    )
