"""CloudEvents as they come over the wire: read strictly, or refused by name.

One pass decodes the envelope, a second proves what the first cannot see: no name twice, no U+0000, no half characters.
"""

import json
import re
from datetime import datetime
from typing import Annotated, Any, NamedTuple, NoReturn

import msgspec
from msgspec import UNSET, Meta, Raw, UnsetType

from regulars.journal.hashing import canonical
from regulars.journal.posting import CLOCK, HOUSE, LONGEST_ID, LONGEST_REF
from regulars.kit.errors import Invalid, Problem
from regulars.kit.periods import microseconds

LONGEST_TYPE = 128
RESERVED_SOURCES = frozenset({CLOCK, HOUSE})  # time.passed and enrolment on first event are ours

_LIMITS = {"id": LONGEST_ID, "source": LONGEST_ID, "type": LONGEST_TYPE, "subject": LONGEST_REF}


class Envelope(msgspec.Struct, gc=False):
    """``data`` is the JSON as sent, byte for byte. Extension attributes are allowed and ignored."""

    specversion: str
    id: Annotated[str, Meta(min_length=1, max_length=LONGEST_ID)]
    source: Annotated[str, Meta(min_length=1, max_length=LONGEST_ID)]
    type: Annotated[str, Meta(min_length=1, max_length=LONGEST_TYPE)]
    subject: Annotated[str, Meta(min_length=1, max_length=LONGEST_REF)]
    time: Annotated[datetime, Meta(tz=True)]
    data: Raw
    datacontenttype: str | None = None
    data_base64: Any | UnsetType = UNSET

    @property
    def at_us(self) -> int:
        """The moment in microseconds since 1970; finer fractions were rounded."""
        return microseconds(self.time)


_HALF_CHARACTER = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])")

_envelope = msgspec.json.Decoder(Envelope)
_anything = msgspec.json.Decoder()
_array = msgspec.json.Decoder(list[Raw])
_encode = msgspec.json.Encoder().encode


class Sent(NamedTuple):
    """An event as it was sent; ``canonical`` is its data as the journal compares it, where that is known already."""

    envelope: Envelope
    data: bytes
    canonical: bytes


def read_envelope(raw: bytes) -> Sent:
    """Read one event. Raises Invalid ``json.*`` or ``event.*`` naming what is wrong."""
    try:
        envelope = _envelope.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        _explain_envelope(raw)
    data = bytes(envelope.data)
    written = _plain(raw, envelope, data)
    if not written:
        value = check_json(raw)
        if b"\\u0000" in raw and any(_holds_null(value.get(name)) for name in Envelope.__struct_fields__):
            raise Invalid("json.null_character")
    if envelope.specversion != "1.0":
        raise Invalid("event.specversion")
    if envelope.source in RESERVED_SOURCES:
        raise Invalid("event.reserved_source", source=envelope.source)
    if envelope.data_base64 is not UNSET or not data.startswith(b"{"):
        raise Invalid("event.data_kind")
    kind = envelope.datacontenttype
    if kind is not None and kind.partition(";")[0].strip().lower() != "application/json":
        raise Invalid("event.data_kind")
    if envelope.time.year < 1970:
        raise Invalid("event.time_too_early", given=envelope.time.isoformat())
    return Sent(envelope, data, written)


def _plain(raw: bytes, envelope: Envelope, data: bytes) -> bytes:
    """The canonical data when counting quotes proves that no name stands twice; empty when it takes a closer look.

    Seven names and six texts make 26 quotes around the data; one more of each comes with ``datacontenttype``.
    """
    start = len(raw) - len(data) - 1  # data usually stands last
    if not raw.startswith(data, start):
        start = raw.find(data)
    around = raw.count(b'"', 0, start) + raw.count(b'"', start + len(data))
    if around != (26 if envelope.datacontenttype is None else 30) or b"\\" in raw:
        return b""
    try:
        written = canonical(data)
    except Problem:
        return b""
    return written if written.count(b'"') == data.count(b'"') else b""


def split_array(body: bytes) -> list[Raw]:
    """The elements of a JSON array, each still unread. Raises Invalid when the whole is no array."""
    try:
        return _array.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        if isinstance(check_json(body), list):
            raise
        raise Invalid("json.unreadable", reason="a batch is a JSON array of events") from None


def split_lines(body: bytes) -> list[bytes]:
    """The lines of NDJSON; blank ones are passed over."""
    return [line for line in body.split(b"\n") if line.strip()]


def check_json(raw: bytes) -> Any:
    """Decode any JSON, refusing what the next reader might read differently. Raises Invalid ``json.*``."""
    try:
        value = _anything.decode(raw)
        written = _encode(value)
    except RecursionError:
        raise Invalid("json.too_deep") from None
    except UnicodeEncodeError:
        raise Invalid("json.lone_surrogate") from None
    except UnicodeDecodeError:
        raise Invalid("json.not_utf8") from None
    except (msgspec.DecodeError, ValueError) as error:
        _explain_json(raw, str(error))
    # Every key and text brings two quotes: fewer when written again means a name stood twice. Only an escaped quote spoils the count.
    if written.count(b'"') != raw.count(b'"') or b"\\u0022" in raw:
        _refuse_duplicates(raw)
    return value


def _explain_json(raw: bytes, reason: str) -> NoReturn:
    if not raw.strip():
        raise Invalid("json.empty")
    if raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        raise Invalid("json.not_utf8")
    if "out of range" in reason:
        raise Invalid("json.number_out_of_range")
    if "surrogate" in reason or _HALF_CHARACTER.search(raw):
        raise Invalid("json.lone_surrogate")
    raise Invalid("json.unreadable", reason=reason.removeprefix("JSON is malformed: "))


def _refuse_duplicates(raw: bytes) -> None:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        seen = dict(pairs)
        if len(seen) != len(pairs):
            names = [name for name, _ in pairs]
            raise Invalid("json.duplicate_key", name=next(name for name in names if names.count(name) > 1)[:80])
        return seen

    try:
        json.loads(raw, object_pairs_hook=once, parse_int=str, parse_float=str)
    except RecursionError:
        raise Invalid("json.too_deep") from None


def _holds_null(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any("\0" in name or _holds_null(part) for name, part in value.items())
    return isinstance(value, list) and any(map(_holds_null, value))


def _explain_envelope(raw: bytes) -> NoReturn:
    """Say which attribute is wrong. Slow is fine: only bad events come here."""
    value = check_json(raw)
    if not isinstance(value, dict):
        raise Invalid("event.not_an_object")
    for field in ("specversion", *_LIMITS, "time", "data"):
        if field not in value:
            raise Invalid("event.missing", field=field)
    if value["specversion"] != "1.0":
        raise Invalid("event.specversion")
    for field, limit in _LIMITS.items():
        if not isinstance(value[field], str) or not 1 <= len(value[field]) <= limit:
            raise Invalid("event.not_text", field=field, limit=limit)
    if not isinstance(value.get("datacontenttype"), str | None):
        raise Invalid("event.data_kind")
    raise Invalid("event.time", given=str(value["time"])[:60])
