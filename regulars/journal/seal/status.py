"""Where the chain stands, for a page or a figure."""

from datetime import datetime
from typing import Any, NamedTuple

import psycopg

from regulars.journal.seal.chain import known_cluster, last_seal, unsealed

MOST_COUNTED = 10_000


class SealStatus(NamedTuple):
    """``head``: hex, empty while nothing is sealed. ``waiting``: events not sealed yet, counted up to one more than ``MOST_COUNTED``."""

    seals: int
    rows: int
    head: str
    sealed_at: datetime | None
    waiting: int


def seal_status(conn: psycopg.Connection[Any]) -> SealStatus:
    last = last_seal(conn)
    waiting = unsealed(conn, last, known_cluster(conn), MOST_COUNTED + 1)
    return SealStatus(last.id, last.total, bytes(last.head).hex() if last.id else "", last.sealed_at, waiting)
