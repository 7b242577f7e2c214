"""What to show a member next, for a till that waits: one small row, nothing of the refresh but its day."""

from datetime import date
from typing import Any

import msgspec

from regulars.insight.store.shapes import Item, Slot

NEXT = """
SELECT f.as_of, m.told::text
  FROM insight_refresh f JOIN insight_member m ON m.refresh = f.refresh JOIN member_ref r ON r.member_id = m.member_id
 WHERE f.refresh = (SELECT max(refresh) FROM insight_refresh) AND r.ref = %s
   AND NOT EXISTS (SELECT 1 FROM profiling_refusal p WHERE p.member_id = m.member_id)
"""  # parameters: the reference, without a NUL


class Lists(msgspec.Struct, frozen=True):
    """The two lists and the slot of ``Told``, the rest left unread."""

    again: list[Item] = []
    new: list[Item] = []
    slot: Slot | None = None


_lists = msgspec.json.Decoder(Lists).decode


def lists_of(row: tuple[Any, ...] | None) -> tuple[date, Lists] | None:
    """(the evening it looks from, the member's own lists) of a row of ``NEXT``; None where ``member`` has more to say: refused, merged, nothing bought, unknown."""
    if row is None:
        return None
    found = _lists(row[1])
    return (row[0], found) if found.again else None
