"""While a history is brought in, the clock stands still.

The nightly work lets every member catch up with today. A member whose orders are half imported would be advanced past the rest of them,
and those would count as late. So an import holds the clock's own lock, shared with other imports; the clock finds it taken and leaves.
"""

import contextlib
from collections.abc import Iterator

import psycopg

CLOCK_LOCK = 0x636C6F63  # "cloc": one round of the clock holds it alone


@contextlib.contextmanager
def standstill(dsn: str) -> Iterator[None]:
    """Wait for a round that is running, then keep the clock from starting another. A killed import's lock goes with its connection."""
    with psycopg.connect(dsn, autocommit=True) as conn:
        conn.execute("SELECT pg_advisory_lock_shared(%s)", (CLOCK_LOCK,))
        yield
