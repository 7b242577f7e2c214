"""The programme promises that a database that goes away is waited for: 503 meanwhile, no wrong answer, and back by itself."""

import asyncio
import os
import signal
import time

import pytest

from faults.conftest import times
from faults.house import House
from faults.test_kills import _nothing_lost_nothing_doubled
from faults.tills import Load

pytestmark = pytest.mark.faults

BACK_WITHIN_S = 10


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL], ids=["restarted", "killed"])
def test_the_database_goes_away_under_load_and_comes_back(house: House, sign: signal.Signals, capsys: pytest.CaptureFixture[str]) -> None:
    load = Load(house.port, house.key, members=12)
    outages = asyncio.run(_without_database(house, load, sign, times(1, 10)))
    _nothing_lost_nothing_doubled(house, load.intents)
    unavailable = sum(status == 503 for _, status in load.answered_at)
    with capsys.disabled():
        longest, orders = round(max(outages), 1), len(load.intents)
        print("\n", {"signal": sign.name, "outages": len(outages), "longest_s": longest, "answers_503": unavailable, "orders": orders})
    assert unavailable > 0, "nobody noticed: this run has tried nothing"
    assert max(outages) < BACK_WITHIN_S
    assert {status for _, status in load.answered_at} <= {200, 201, 503}


async def _without_database(house: House, load: Load, sign: signal.Signals, count: int) -> list[float]:
    """Take the database away ``count`` times; the seconds from each signal to the first order written after it was gone."""
    tills = [asyncio.create_task(load.till()) for _ in range(8)]
    outages = []
    for _ in range(count):
        await asyncio.sleep(1.5)
        gone_at = time.monotonic()
        os.kill(house.postmaster(), sign)
        outages.append(await _seconds_until_written_again(load, gone_at))
    await asyncio.sleep(0.5)
    load.stopping = True
    await asyncio.gather(*tills)
    return outages


async def _seconds_until_written_again(load: Load, gone_at: float) -> float:
    """From the signal to the first order written after the last 503; a second without any says it is over."""
    while time.monotonic() < gone_at + 60:
        await asyncio.sleep(0.1)
        missed = [at for at, status in load.answered_at if at > gone_at and status == 503]
        written = [at for at, status in load.answered_at if missed and at > missed[-1] and status == 201]
        if written and time.monotonic() > missed[-1] + 1:
            return written[0] - gone_at
    raise AssertionError("the database did not come back within a minute")
