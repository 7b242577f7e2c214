"""What a shop lets the rules watch, from how many on, and how many alerts a day somebody can look at. Off until somebody switches it on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
import psycopg

from regulars.kit.errors import Invalid

Conn = psycopg.Connection[Any]
MOST_STAFF, LONGEST_DAYS = 500, 366


class Kind(NamedTuple):
    """A rule as it is at first. most: what is still fine. span: in ``unit``; 0: it looks at one event. weight: of its alerts, beside the score of an unusual day."""

    most: int
    span: int
    unit: str
    weight: float
    least: int = 1  # of ``most``


KINDS = {
    "orders": Kind(8, 60, "minutes", 3),
    "redemptions": Kind(4, 60, "minutes", 5),
    "loops": Kind(1, 30, "days", 6),
    "refund": Kind(200, 0, "", 4, 0),
    "self_earn": Kind(0, 0, "", 8, 0),
    "by_hand": Kind(20, 1, "days", 4),
    "gift_ring": Kind(0, 7, "days", 5, 0),
    "gathering": Kind(4, 7, "days", 5),
    "shared": Kind(3, 90, "days", 5),
    "referrals": Kind(10, 30, "days", 4),
    "pool_quick": Kind(2, 10, "minutes", 4),
}


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``most``: more than that is an alert. ``freeze``: the member is frozen at once, before anybody has looked."""

    on: bool
    most: int
    span: int
    freeze: bool = False


class Staff(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose own card is whose. ``by``: how the person signs what they do (``by`` of an adjustment). ``cashier``: their number in the order's measure, if tills tell one."""

    by: str
    member: str
    cashier: int | None = None


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``budget``: alerts a day that somebody can look at. ``cashier``: the measure of an order that says who rang it up; "": none does."""

    on: bool = False
    budget: int = 10
    rules: dict[str, Rule] = {}
    staff: tuple[Staff, ...] = ()
    cashier: str = ""

    def rule(self, name: str) -> Rule:
        kind = KINDS[name]
        return self.rules.get(name) or Rule(True, kind.most, kind.span)

    @property
    def longest_days(self) -> int:
        """How far back any rule looks."""
        return max([1, *(self.rule(name).span for name, kind in KINDS.items() if kind.unit == "days" and self.rule(name).on)])


_decode = msgspec.json.Decoder(Settings).decode


def settings_of(conn: Conn) -> Settings:
    row = conn.execute("SELECT settings::text FROM watch_settings ORDER BY id DESC LIMIT 1").fetchone()
    return _decode(row[0]) if row is not None else Settings()


def set_settings(conn: Conn, wanted: Settings, *, by: str, at: datetime) -> Settings:
    """The newest counts, what was set before stays to be read. Raises Invalid ``watch.setting``."""
    check(wanted)
    if wanted != settings_of(conn):
        conn.execute("INSERT INTO watch_settings (settings, set_by, set_at) VALUES (%s, %s, %s)", (msgspec.json.encode(wanted).decode(), by[:200], at))
    return wanted


def read_settings(document: Mapping[str, Any]) -> Settings:
    """Raises Invalid ``watch.setting``, ``watch.setting_unreadable``."""
    try:
        return check(msgspec.convert(dict(document), Settings))
    except msgspec.ValidationError as error:
        raise Invalid("watch.setting_unreadable", why=str(error)[:200]) from None


def check(wanted: Settings) -> Settings:
    _within("budget", wanted.budget, 1, 1_000)
    for name, rule in wanted.rules.items():
        if name not in KINDS:
            raise Invalid("watch.setting_unreadable", why=name[:40])
        kind = KINDS[name]
        _within(f"{name}.most", rule.most, kind.least, 1_000_000)
        _within(f"{name}.span", rule.span, 1 if kind.span else 0, (1_440 if kind.unit == "minutes" else LONGEST_DAYS) if kind.span else 0)
    _within("staff", len(wanted.staff), 0, MOST_STAFF)
    if any(not one.by or not one.member or "\x00" in one.by + one.member + wanted.cashier for one in wanted.staff):
        raise Invalid("watch.setting", name="staff", low=0, high=MOST_STAFF)
    return wanted


def _within(name: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise Invalid("watch.setting", name=name, low=low, high=high)
