"""What the programme's rules ask about members, answered for an import as the API answers it."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connections

from regulars.journal.reading import FactsOf
from regulars.members.facts import facts_of

_Facts = dict[tuple[int, int], dict[str, Any]]


def known_facts(day_of: Callable[[int], int]) -> FactsOf:
    """The intake's way to ``members.facts``. ``day_of``: an instant's local day in the programme's time zone. Needs Django set up."""

    async def ask(_conn: Any, asked: Sequence[tuple[int, int]], fields: frozenset[str]) -> list[dict[str, Any]]:
        pairs = [(member_id, day_of(at_us)) for member_id, at_us in asked]
        found = await asyncio.to_thread(_and_close, pairs, fields)
        return [found[pair] for pair in pairs]

    return ask


def _and_close(pairs: list[tuple[int, int]], fields: frozenset[str]) -> _Facts:
    try:
        return facts_of(pairs, fields)
    finally:
        connections.close_all()
