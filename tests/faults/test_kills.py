"""The programme promises that no answered order is lost and none counts twice, whatever dies and whichever reply goes missing."""

import asyncio
import random
from collections import Counter

import pytest

from faults.conftest import times
from faults.house import House
from faults.tills import POINTS, Intent, Load

pytestmark = pytest.mark.faults

TILLS, MEMBERS = 16, 12


def test_killed_under_load_nothing_is_lost_and_nothing_doubled(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    kills = times(3, 30)
    load = Load(house.port, house.key, MEMBERS, drop_share=0.05)
    asyncio.run(_kill_under_load(house, load, kills))
    _nothing_lost_nothing_doubled(house, load.intents)
    told = {kill for intent in load.intents for kill in intent.cut_off_by if ("duplicate" in _said(intent))}
    report = {
        "kills": kills,
        "orders": len(load.intents),
        "cut_off_by_a_kill": sum(bool(intent.cut_off_by) for intent in load.intents),
        "replies_dropped_on_purpose": sum(intent.dropped for intent in load.intents),
        "answered_duplicate": sum("duplicate" in _said(intent) for intent in load.intents),
        "kills_ending_in_a_duplicate": len(told),
    }
    with capsys.disabled():
        print("\n", report)
    assert report["answered_duplicate"] > 0, "no reply was lost after its order was written: this run has tried nothing"
    if kills >= 30:
        assert len(told) >= kills // 10


def _said(intent: Intent) -> list[str]:
    return [status for _, status in intent.answers]


async def _kill_under_load(house: House, load: Load, kills: int) -> None:
    tills = [asyncio.create_task(load.till()) for _ in range(TILLS)]
    moments = random.Random(11)
    for _ in range(kills):
        await asyncio.sleep(0.5 + moments.random())
        await asyncio.to_thread(house.kill)
        await asyncio.to_thread(house.start)
        load.kills += 1
    await asyncio.sleep(0.5)
    load.stopping = True
    await asyncio.gather(*tills)


def _nothing_lost_nothing_doubled(house: House, intents: list[Intent]) -> None:
    for intent in intents:
        assert intent.answers[-1] in ((201, "created"), (200, "duplicate")), intent
        assert _said(intent).count("created") <= 1, intent
    wanted: dict[str, Counter[str]] = {}
    for intent in intents:
        wanted.setdefault(intent.ref, Counter())[intent.id] += 1
    for ref, ids in wanted.items():
        assert Counter(house.events_of(ref)) == ids, f"{ref}: what was written is not what was said"
        assert house.get(f"/v1/members/{ref}")["points"]["active"] == POINTS * len(ids)
    assert house.command("ledger", "verify", "--json")["breaches"] == 0
