"""The wire's JSON of what is said about a member's tier."""

import re
from collections.abc import Callable
from datetime import date

import msgspec

from regulars.engine import event_names
from regulars.engine.events import Data
from regulars.engine.events_tiers import (
    FastTrackRequested,
    MembershipBought,
    MembershipCancelled,
    MembershipRefunded,
    MembershipRenewed,
    TierFrozen,
    TierMatched,
    TierSet,
    TierUnfrozen,
)
from regulars.engine.reading_values import identifier, text
from regulars.kit.errors import Invalid
from regulars.kit.money import scaled_from_text
from regulars.program.document import Program


class _Frozen(msgspec.Struct, forbid_unknown_fields=True):
    until: str
    reason: str
    by: str


class _Unfrozen(msgspec.Struct, forbid_unknown_fields=True):
    by: str
    reason: str | None = None


class _Matched(msgspec.Struct, forbid_unknown_fields=True):
    level: str
    until: str
    evidence: str
    by: str


class _Set(msgspec.Struct, forbid_unknown_fields=True):
    level: str
    reason: str
    by: str
    until: str | None = None


class _Bought(msgspec.Struct, forbid_unknown_fields=True):
    plan: str
    trial: bool = False
    fee: str | None = None


class _Renewed(msgspec.Struct, forbid_unknown_fields=True):
    fee: str | None = None


class _Cancelled(msgspec.Struct, forbid_unknown_fields=True):
    reason: str | None = None


class _Refunded(msgspec.Struct, forbid_unknown_fields=True):
    reason: str
    by: str


class _TrackRequested(msgspec.Struct, forbid_unknown_fields=True):
    track: str


_frozen = msgspec.json.Decoder(_Frozen)
_unfrozen = msgspec.json.Decoder(_Unfrozen)
_matched = msgspec.json.Decoder(_Matched)
_set = msgspec.json.Decoder(_Set)
_track_requested = msgspec.json.Decoder(_TrackRequested)
_bought = msgspec.json.Decoder(_Bought)
_renewed = msgspec.json.Decoder(_Renewed)
_cancelled = msgspec.json.Decoder(_Cancelled)
_refunded = msgspec.json.Decoder(_Refunded)
_ISO_DAY = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}", re.ASCII)


def _read_frozen(body: bytes | str, program: Program) -> TierFrozen:
    wire = _frozen.decode(body)
    return TierFrozen(_day(wire.until, "until"), identifier(wire.reason, "reason"), identifier(wire.by, "by"))


def _read_unfrozen(body: bytes | str, program: Program) -> TierUnfrozen:
    wire = _unfrozen.decode(body)
    return TierUnfrozen(identifier(wire.by, "by"), text(wire.reason, "reason"))


def _read_matched(body: bytes | str, program: Program) -> TierMatched:
    wire = _matched.decode(body)
    return TierMatched(identifier(wire.level, "level"), _day(wire.until, "until"), identifier(wire.evidence, "evidence"), identifier(wire.by, "by"))


def _read_set(body: bytes | str, program: Program) -> TierSet:
    wire = _set.decode(body)
    until = 0 if wire.until is None else _day(wire.until, "until")
    return TierSet(identifier(wire.level, "level"), identifier(wire.reason, "reason"), identifier(wire.by, "by"), until)


def _read_track_requested(body: bytes | str, program: Program) -> FastTrackRequested:
    return FastTrackRequested(identifier(_track_requested.decode(body).track, "track"))


def _read_bought(body: bytes | str, program: Program) -> MembershipBought:
    wire = _bought.decode(body)
    if wire.trial and wire.fee is not None:
        raise Invalid("membership.trial_is_free")
    return MembershipBought(identifier(wire.plan, "plan"), wire.trial, _fee(wire.fee, program))


def _read_renewed(body: bytes | str, program: Program) -> MembershipRenewed:
    return MembershipRenewed(_fee(_renewed.decode(body).fee, program))


def _read_cancelled(body: bytes | str, program: Program) -> MembershipCancelled:
    return MembershipCancelled(text(_cancelled.decode(body).reason, "reason"))


def _read_refunded(body: bytes | str, program: Program) -> MembershipRefunded:
    wire = _refunded.decode(body)
    return MembershipRefunded(identifier(wire.reason, "reason"), identifier(wire.by, "by"))


def _fee(value: str | None, program: Program) -> int | None:
    return None if value is None else scaled_from_text(value, program.currency.minor_digits)


def _day(value: str, field: str) -> int:
    """A local day such as ``2026-03-31``. Raises Invalid ``data.not_a_day``."""
    try:
        if _ISO_DAY.fullmatch(value):
            return date.fromisoformat(value).toordinal()
    except ValueError:
        pass  # 2026-02-30: said below
    raise Invalid("data.not_a_day", field=field, given=value[:40])


TIER_READERS: dict[str, Callable[[bytes | str, Program], Data]] = {
    event_names.TIER_FROZEN: _read_frozen,
    event_names.TIER_UNFROZEN: _read_unfrozen,
    event_names.TIER_MATCHED: _read_matched,
    event_names.TIER_SET: _read_set,
    event_names.TRACK_REQUESTED: _read_track_requested,
    event_names.MEMBERSHIP_BOUGHT: _read_bought,
    event_names.MEMBERSHIP_RENEWED: _read_renewed,
    event_names.MEMBERSHIP_CANCELLED: _read_cancelled,
    event_names.MEMBERSHIP_REFUNDED: _read_refunded,
}
