"""``/v1/cards``: give a member a card, block a lost one, find a member by the card at the till. Numbers travel in bodies, never in an address."""

from typing import Any

import msgspec
from django.conf import settings
from fastapi import APIRouter, Depends, Request, Response

from regulars.api.messages import Message, Plain, Ref, read_message, read_plain
from regulars.api.problems import encode
from regulars.api.references import Reference
from regulars.api.services import in_thread
from regulars.api.signing_in import NOBODY_REAL, Needs
from regulars.journal.queries import member_of, ref_of
from regulars.kit.periods import instant
from regulars.members.cards.apple import MEDIA_TYPE, pkpass, signer_from
from regulars.members.cards.errors import NotOffered, reason_of
from regulars.members.cards.face import Face, face_of
from regulars.members.cards.google import account_from, loyalty, save_link
from regulars.members.cards.issuing import block, issue, replace, unblock
from regulars.members.cards.numbers import written
from regulars.members.cards.queries import Card, card_of, cards_of
from regulars.program.document_cards import Cards

router = APIRouter(tags=["cards"], include_in_schema=False, dependencies=[Depends(NOBODY_REAL)])  # described in openapi_cards.py

_READ, _WRITE = Needs("cards:read", "cards:write"), Needs("cards:write")


class IssueMessage(Message):
    """``replaces``: the lost card a new one is for, with ``reason``."""

    member: Ref
    replaces: str = ""
    reason: str = "lost"


class BlockMessage(Message):
    member: Ref
    card: str
    reason: str


class UnblockMessage(Message):
    member: Ref
    card: str


class FindMessage(Plain):
    card: str


@router.post("/v1/cards", dependencies=[_WRITE])
async def issue_card(request: Request) -> Response:
    """201 with the card; 200 when this id has been given one."""
    asked = await read_message(request, IssueMessage)
    cards, reason = _cards(request), reason_of(asked.reason)
    member_id = await _member(request, asked.member)
    once = msgspec.json.encode([asked.source, asked.id]).decode()
    at = instant(request.app.state.now_us())

    def work() -> tuple[Card, bool]:
        if asked.replaces:
            return replace(member_id, asked.replaces, cards.code, reason=reason, asked=once, by=asked.source, at=at)
        return issue(member_id, cards.code, at_most=cards.at_most, asked=once, by=asked.source, at=at)

    card, made = await in_thread(work)
    return _answer(card_shown(asked.member, card, cards), 201 if made else 200)


@router.post("/v1/cards/block", dependencies=[_WRITE])
async def block_card(request: Request) -> Response:
    asked = await read_message(request, BlockMessage)
    reason, member_id = reason_of(asked.reason), await _member(request, asked.member)
    at = instant(request.app.state.now_us())
    card = await in_thread(lambda: block(member_id, asked.card, reason=reason, by=asked.source, at=at))
    return _answer(card_shown(asked.member, card, request.app.state.services.program.cards))


@router.post("/v1/cards/unblock", dependencies=[_WRITE])
async def unblock_card(request: Request) -> Response:
    asked = await read_message(request, UnblockMessage)
    cards, member_id = _cards(request), await _member(request, asked.member)
    card = await in_thread(lambda: unblock(member_id, asked.card, at_most=cards.at_most))
    return _answer(card_shown(asked.member, card, cards))


@router.post("/v1/cards/find", dependencies=[_READ])
async def find_card(request: Request) -> Response:
    """Whose card this is. 409 ``card.blocked``, 422 ``card.mistyped``, 404 ``card.unknown``."""
    asked = await read_plain(request, FindMessage)
    services = request.app.state.services
    cards = services.program.cards
    card = await in_thread(card_of, asked.card, cards.code if cards is not None else None)
    ref = await services.reading(lambda conn: ref_of(conn, card.member_id))
    return _answer(card_shown(ref, card, cards))


@router.get("/v1/members/{ref:path}/cards", dependencies=[_READ])
async def list_cards(request: Request, ref: Reference) -> Response:
    """All of the member's cards, blocked ones too, newest first."""
    cards = request.app.state.services.program.cards
    found = await in_thread(cards_of, await _member(request, ref))
    return _answer({"member": ref, "cards": [card_shown(ref, card, cards) for card in found]})


@router.get("/v1/members/{ref:path}/passes/apple", dependencies=[_READ])
async def apple_pass(request: Request, ref: Reference) -> Response:
    """The pass for Apple Wallet: signed where the shop has a certificate (``X-Pass-Signed``), whole but for the signature where it has none."""
    signer = signer_from(settings.APPLE_PASS_CERTIFICATE, settings.APPLE_WWDR_CERTIFICATE)
    content = await in_thread(pkpass, await _face(request, ref), signer)
    headers = {"content-disposition": 'attachment; filename="card.pkpass"', "x-pass-signed": "no" if signer is None else "yes"}
    return Response(content, media_type=MEDIA_TYPE, headers=headers)


@router.get("/v1/members/{ref:path}/passes/google", dependencies=[_READ])
async def google_pass(request: Request, ref: Reference) -> Response:
    """What Google Wallet is told, and the signed link where the shop has a service account."""
    payload, account = loyalty(await _face(request, ref), public_url=settings.PUBLIC_URL), account_from(settings.GOOGLE_WALLET_KEY)
    link = save_link(payload, account, at_s=request.app.state.now_us() // 1_000_000) if account is not None else None
    return _answer({**payload, "signed": account is not None, "link": link})


async def _face(request: Request, ref: str) -> Face:
    services, now_us, member_id = request.app.state.services, request.app.state.now_us(), await _member(request, ref)
    found: Face = await services.reading(lambda conn: face_of(conn, services.versions, member_id, now_us))
    return found


def _cards(request: Request) -> Cards:
    cards: Cards | None = request.app.state.services.program.cards
    if cards is None:
        raise NotOffered()
    return cards


async def _member(request: Request, ref: str) -> int:
    """The member a reference stands for, the survivor of a merge."""
    found: int = await request.app.state.services.reading(lambda conn: member_of(conn, ref)[0])
    return found


def card_shown(ref: str, card: Card, cards: Cards | None) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "member": ref,
        "card": card.number,
        "written": written(cards.code, card.number) if cards is not None else card.number,
        "status": "blocked" if card.is_blocked else "good",
        "issued_at": card.issued_at.isoformat(),
    }
    if card.blocked_at is not None:
        shown |= {"blocked_at": card.blocked_at.isoformat(), "reason": card.reason}
    return shown


def _answer(document: dict[str, Any], status: int = 200) -> Response:
    return Response(encode(document), status, media_type="application/json")
