"""The targets as they are kept: the newest of each figure counts; what was set before stays to be read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import psycopg

from regulars.insight.targets.kpis import BY_ID
from regulars.insight.targets.lights import Target, checked

Conn = psycopg.Connection[Any]
Wanted = Mapping[str, tuple[float, float] | None]  # kpi -> (aim, near), or None for no target


def targets(conn: Conn) -> dict[str, Target]:
    """By figure; figures without a target are left out, and so are names a later release no longer knows."""
    rows = conn.execute("SELECT DISTINCT ON (kpi) kpi, aim, near, set_by, set_at FROM kpi_target ORDER BY kpi, id DESC")
    return {kpi: Target(kpi, aim, near, by, at) for kpi, aim, near, by, at in rows if aim is not None and kpi in BY_ID}


def set_targets(conn: Conn, wanted: Wanted, *, by: str, at: datetime) -> int:
    """Keep what differs from what counts now, all of it or nothing. Gives how many rows. Raises Invalid ``insight.target.*``."""
    now = targets(conn)
    changed = []
    for kpi, value in wanted.items():
        before = now.get(kpi)
        aim, near = checked(kpi, *value)[1:] if value is not None else (None, before.near if before else 0.0)
        if (before.aim if before else None) != aim or (before is not None and before.near != near):
            changed.append((kpi, aim, near, by, at))
    with conn.transaction(), conn.cursor() as cursor:
        cursor.executemany("INSERT INTO kpi_target (kpi, aim, near, set_by, set_at) VALUES (%s, %s, %s, %s, %s)", changed)
    return len(changed)
