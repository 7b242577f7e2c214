"""Why a member has the points they have: every event with what it moved and its reasons in words, oldest first."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

import psycopg

from regulars.engine.compiled import Versions
from regulars.engine.explain import sentences
from regulars.journal.queries import Moved, Movement, movements_of

PAGE = 200


class Explained(NamedTuple):
    """``points``: wallet -> balances after the event; ``because``: sentences in the reader's language."""

    seq: int
    occurred_at: datetime
    type: str
    source: str
    id: str
    status: str
    version: int
    tier: str
    points: dict[str, dict[str, int]]
    transfers: list[Moved]
    because: list[str]


def explain(conn: psycopg.Connection[Any], versions: Versions, ref: str, language: str = "en") -> Iterator[Explained]:
    """Everything that ever happened to the member, in the order it was decided. Raises UnknownMember."""
    pages = []
    before: int | None = None
    while True:
        page = movements_of(conn, ref, before=before, limit=PAGE)
        pages.append(page.movements)
        before = page.before
        if before is None:
            break
    for movements in reversed(pages):
        for movement in reversed(movements):
            yield explained(versions, movement, language)


def explained(versions: Versions, movement: Movement, language: str) -> Explained:
    """One movement in words: those of the programme version that decided it."""
    outcome = movement.outcome
    return Explained(
        movement.seq,
        movement.occurred_at,
        movement.type,
        movement.source,
        movement.id,
        outcome.status,
        outcome.version,
        outcome.tier,
        outcome.points,
        list(movement.transfers),
        sentences(outcome.because, language, versions.number(outcome.version).program),
    )
