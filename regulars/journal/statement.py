"""A member's statement in words: each movement with what it changed, the rules that fired, those that did not, and why. Pure."""

from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from regulars.engine.decision import MEMBER_ACCOUNTS, Reason
from regulars.engine.explain import event_name, level_name, sentences
from regulars.engine.moved import moved_sentence
from regulars.journal.queries import Movement
from regulars.kit.errors import Invalid
from regulars.kit.money import scaled_from_text
from regulars.program.document import Program

_MISSED = ("rule.missed_", "challenge.missed_", "referral.missed")


class BoughtLine(NamedTuple):
    sku: str
    quantity: str
    amount: int  # minor units
    category: str
    brand: str
    points: int | None  # the line's share; None where the order's points were not shared among lines


class Entry(NamedTuple):
    """``kind``: order, return, redeem, adjust, enrol, time, sent, received, delivered, undelivered, quest or other. ``change``: points of the wallet, up or down."""

    seq: int
    kind: str
    refused: bool
    late: bool
    order_id: str
    event_id: str
    source: str
    store: str
    at: datetime
    change: int
    active: int  # after it
    pending: int
    tier_used: str
    tier: str  # after it
    lifted: bool
    lowered: bool
    fired: list[str]
    missed: list[str]
    lines: list[BoughtLine]
    paid: int  # minor units
    reason: str  # as a manager or a till gave it
    by: str
    version: int
    transfers: list[Any]
    moved: list[str]  # each transfer in words
    title: str = ""  # of kind other: what the programme calls the event


_KINDS = {
    "order.paid": "order",
    "order.returned": "return",
    "points.redeemed": "redeem",
    "points.adjusted": "adjust",
    "member.enrolled": "enrol",
    "time.passed": "time",
    "challenge.joined": "quest",
    "member.frozen": "frozen",
    "member.unfrozen": "unfrozen",
    "member.merged_into": "merged_into",
    "member.merged": "merged",
    "member.unmerged": "unmerged",
    "member.restored": "restored",
    "points.sent": "sent",
    "points.received": "received",
    "points.delivered": "delivered",
    "points.undelivered": "undelivered",
    "referral.claimed": "referral",
    "referral.qualified": "referral",
    "referral.reversed": "referral",
}


def entry(movement: Movement, program: Program, language: str, wallet: str) -> Entry:
    """One movement in the reader's language. ``program``: the one in force now, whose names are used."""
    outcome = movement.outcome
    body = msgspec.json.decode(movement.body) if movement.body else {}
    lines = (
        _bought(body, outcome.shares.get(wallet), program.currency.minor_digits)
        if movement.type == "order.paid"
        else []
    )
    fired = [reason for reason in outcome.because if not _is_missed(reason)]
    missed = [reason for reason in outcome.because if _is_missed(reason)]
    codes = {reason.get("code") for reason in outcome.because}
    balances = outcome.points.get(wallet, {})
    change = sum(
        one.points * ((one.target in MEMBER_ACCOUNTS) - (one.source in MEMBER_ACCOUNTS))
        for one in movement.transfers
        if one.wallet == wallet
    )
    return Entry(
        seq=movement.seq,
        kind=_KINDS.get(movement.type, "other"),
        refused=outcome.status == "refused",
        late=outcome.late,
        order_id=movement.order_id or "",
        event_id=movement.id,
        source=movement.source,
        store=str(body.get("store") or ""),
        at=movement.occurred_at,
        change=change,
        active=balances.get("active", 0),
        pending=balances.get("pending", 0),
        tier_used=level_name(outcome.tier_used, language, program),
        tier=level_name(outcome.tier, language, program),
        lifted="tier.up" in codes,
        lowered=bool(codes & {"tier.down", "tier.inactive"}),
        fired=sentences(fired, language, program),
        missed=sentences(missed, language, program),
        lines=lines,
        paid=sum(line.amount for line in lines),
        reason=str(body.get("reason") or ""),
        by=str(body.get("by") or ""),
        version=outcome.version,
        transfers=list(movement.transfers),
        moved=[
            moved_sentence(one.source, one.target, one.points, one.lot, one.expires_on, one.rule, language, program, one.wallet)
            for one in movement.transfers
        ],
        title="" if movement.type in _KINDS else event_name(movement.type, language, program),
    )


def _is_missed(reason: Reason) -> bool:
    return str(reason.get("code", "")).startswith(_MISSED)


def _bought(body: dict[str, Any], shares: dict[int, int] | None, digits: int) -> list[BoughtLine]:
    bought = []
    for place, line in enumerate(body.get("lines") or (), 1):
        try:
            amount = scaled_from_text(str(line.get("amount", "0")), digits)
        except Invalid:
            amount = 0  # kept by an older release in another currency's digits: shown without its amount
        bought.append(
            BoughtLine(
                sku=str(line.get("sku", "")),
                quantity=str(line.get("quantity", "1")),
                amount=amount,
                category=str(line.get("category") or ""),
                brand=str(line.get("brand") or ""),
                points=shares.get(line.get("line", place), 0) if shares else None,
            )
        )
    return bought
