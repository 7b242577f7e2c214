"""What an answer is made of."""

from typing import Any, NamedTuple


class Rows(NamedTuple):
    """cannot_say: what the rows lack, and why. sql: what they were read with, where that is one query.

    told: what has to be known beside them; nothing is missing.
    """

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    cannot_say: tuple[Any, ...] = ()
    sql: str = ""
    told: tuple[Any, ...] = ()
