"""The programme promises that a balance pays once, however many want it at the same moment."""

import asyncio
import itertools
import json
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest

from faults.conftest import times
from faults.house import House
from faults.tills import _answer

pytestmark = pytest.mark.faults

REDEEMERS, BALANCE, COST = 50, 1_000, 70
_numbers = itertools.count(1)


def test_fifty_redeemers_on_one_balance_get_what_it_covers_and_no_more(house: House) -> None:
    for turn in range(times(2, 30)):
        ref = f"alice-{turn}"
        line = {"sku": "bread", "quantity": 1, "amount": f"{BALANCE}.00"}
        paid = _event("order.paid", ref, {"order_id": f"o{turn}", "currency": "EUR", "lines": [line]})
        assert asyncio.run(_all_at_once(house, [paid]))[0][0] == 201
        wishes = [_event("points.redeemed", ref, {"points": COST}) for _ in range(REDEEMERS)]
        answers = asyncio.run(_all_at_once(house, wishes))
        statuses = Counter((status, document.get("code")) for status, document in answers)
        paid_out = BALANCE // COST
        assert statuses == {(201, None): paid_out, (409, "points.insufficient"): REDEEMERS - paid_out}
        assert house.get(f"/v1/members/{ref}")["points"]["active"] == BALANCE - paid_out * COST


def _event(type: str, ref: str, data: dict[str, Any]) -> dict[str, Any]:
    now = datetime.now(UTC).isoformat()
    return {"specversion": "1.0", "id": f"e{next(_numbers)}", "source": "till", "type": type, "subject": ref, "time": now, "data": data}


async def _all_at_once(house: House, events: list[dict[str, Any]]) -> list[tuple[int, dict[str, object]]]:
    """Every event on a connection of its own, sent only when all connections stand."""
    connections = [await asyncio.open_connection("127.0.0.1", house.port) for _ in events]
    for event, (_, writer) in zip(events, connections, strict=True):
        body = json.dumps(event).encode()
        head = (
            f"POST /v1/events HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {house.key}\r\n"
            f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
    answers = await asyncio.gather(*(_answer(reader) for reader, _ in connections))
    for _, writer in connections:
        writer.close()
        await writer.wait_closed()
    return answers
