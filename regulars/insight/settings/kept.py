"""The shop's settings as they are kept: the newest text of each counts; what was told before stays to be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg

from regulars.insight.settings.terms import NAMES, read_settings

Conn = psycopg.Connection[Any]


@dataclass(frozen=True, slots=True)
class Kept:
    text: str
    by: str
    at: datetime


def settings_of(conn: Conn) -> dict[str, Kept]:
    """By name; whatever was taken back, or a later release no longer knows, is left out."""
    rows = conn.execute("SELECT DISTINCT ON (name) name, value, set_by, set_at FROM insight_setting ORDER BY name, id DESC")
    return {name: Kept(value, by, at) for name, value, by, at in rows if value and name in NAMES}


def texts_of(conn: Conn) -> dict[str, str]:
    return {name: one.text for name, one in settings_of(conn).items()}


def set_settings(conn: Conn, wanted: Mapping[str, str], digits: int, *, by: str, at: datetime) -> int:
    """Keep what differs from what counts now, all of it or nothing; "" takes one back. Gives how many. Raises as ``read_settings``."""
    now = texts_of(conn)
    read_settings({**now, **wanted}, digits)
    changed = [(name, text.strip(), by, at) for name, text in wanted.items() if now.get(name, "") != text.strip()]
    with conn.transaction(), conn.cursor() as cursor:
        cursor.executemany("INSERT INTO insight_setting (name, value, set_by, set_at) VALUES (%s, %s, %s, %s)", changed)
    return len(changed)
