"""The wire's JSON of what is said about a member's tier."""

import re
from collections.abc import Callable
from datetime import date

import msgspec

from regulars.engine import events
from regulars.engine.events import Data, FastTrackRequested, TierFrozen, TierMatched, TierSet, TierUnfrozen
from regulars.engine.reading_values import identifier, text
from regulars.kit.errors import Invalid
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


class _TrackRequested(msgspec.Struct, forbid_unknown_fields=True):
    track: str


_frozen = msgspec.json.Decoder(_Frozen)
_unfrozen = msgspec.json.Decoder(_Unfrozen)
_matched = msgspec.json.Decoder(_Matched)
_set = msgspec.json.Decoder(_Set)
_track_requested = msgspec.json.Decoder(_TrackRequested)
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


def _day(value: str, field: str) -> int:
    """A local day such as ``2026-03-31``. Raises Invalid ``data.not_a_day``."""
    try:
        if _ISO_DAY.fullmatch(value):
            return date.fromisoformat(value).toordinal()
    except ValueError:
        pass  # 2026-02-30: said below
    raise Invalid("data.not_a_day", field=field, given=value[:40])


TIER_READERS: dict[str, Callable[[bytes | str, Program], Data]] = {
    events.TIER_FROZEN: _read_frozen,
    events.TIER_UNFROZEN: _read_unfrozen,
    events.TIER_MATCHED: _read_matched,
    events.TIER_SET: _read_set,
    events.TRACK_REQUESTED: _read_track_requested,
}
