"""Holds, captures, releases and cancelled redemptions as the wire says them, read strictly."""

from collections.abc import Callable

import msgspec

from regulars.engine import event_names
from regulars.engine.events import Data, OrderDelivered, PointsCaptured, PointsHeld, PointsReleased, RedemptionCancelled
from regulars.engine.reading_values import LONGEST_TEXT, identifier, instant_of, order_amount, points, text
from regulars.kit.errors import Invalid
from regulars.kit.periods import span_of
from regulars.program.document import Program


class _Held(msgspec.Struct, forbid_unknown_fields=True):
    points: int | float
    wallet: str | None = None
    up_to: bool = False
    lasts: str | None = msgspec.field(name="for", default=None)
    until: str | None = None
    reference: str | None = None
    order_id: str | None = None
    order_amount: str | None = None


class _Captured(msgspec.Struct, forbid_unknown_fields=True):
    hold: str
    source: str | None = None
    points: int | float | None = None
    reason: str | None = None
    order_id: str | None = None


class _Delivered(msgspec.Struct, forbid_unknown_fields=True):
    order_id: str


class _Released(msgspec.Struct, forbid_unknown_fields=True):
    hold: str
    source: str | None = None
    reason: str | None = None


class _Cancelled(msgspec.Struct, forbid_unknown_fields=True):
    redemption: str
    source: str | None = None
    points: int | float | None = None
    reason: str | None = None


_held = msgspec.json.Decoder(_Held)
_captured = msgspec.json.Decoder(_Captured)
_released = msgspec.json.Decoder(_Released)
_delivered = msgspec.json.Decoder(_Delivered)
_cancelled = msgspec.json.Decoder(_Cancelled)


def how_long(lasts: str | None, until: str | None) -> tuple[int, int]:
    """``for`` and ``until`` of a hold: (seconds, microseconds since 1970), 0 where it was not said. Raises Invalid ``hold.*``."""
    if lasts is not None and until is not None:
        raise Invalid("hold.for_and_until")
    span = span_of(lasts) if lasts is not None else None
    if lasts is not None and span is None:
        raise Invalid("hold.not_a_span", given=lasts[:LONGEST_TEXT])
    return span.seconds if span else 0, instant_of(until) if until is not None else 0


def _read_held(body: bytes | str, program: Program) -> PointsHeld:
    wire = _held.decode(body)
    lasts_s, until_us = how_long(wire.lasts, wire.until)
    return PointsHeld(
        points=points(wire.points),
        wallet=text(wire.wallet, "wallet"),
        up_to=wire.up_to,
        lasts_s=lasts_s,
        until_us=until_us,
        reference=text(wire.reference, "reference"),
        order_id=text(wire.order_id, "order_id"),
        order_amount=order_amount(wire.order_amount, program),
    )


def _read_captured(body: bytes | str, program: Program) -> PointsCaptured:
    wire = _captured.decode(body)
    return PointsCaptured(
        identifier(wire.hold, "hold"), text(wire.source, "source"), points(wire.points) if wire.points is not None else 0,
        text(wire.reason, "reason"), text(wire.order_id, "order_id"),
    )  # fmt: skip


def _read_released(body: bytes | str, program: Program) -> PointsReleased:
    wire = _released.decode(body)
    return PointsReleased(identifier(wire.hold, "hold"), text(wire.source, "source"), text(wire.reason, "reason"))


def _read_cancelled(body: bytes | str, program: Program) -> RedemptionCancelled:
    wire = _cancelled.decode(body)
    part = points(wire.points) if wire.points is not None else 0
    return RedemptionCancelled(identifier(wire.redemption, "redemption"), text(wire.source, "source"), part, text(wire.reason, "reason"))


def _read_delivered(body: bytes | str, program: Program) -> OrderDelivered:
    return OrderDelivered(identifier(_delivered.decode(body).order_id, "order_id"))


HOLDING_READERS: dict[str, Callable[[bytes | str, Program], Data]] = {
    event_names.HELD: _read_held,
    event_names.CAPTURED: _read_captured,
    event_names.RELEASED: _read_released,
    event_names.CANCELLED: _read_cancelled,
    event_names.ORDER_DELIVERED: _read_delivered,
}
