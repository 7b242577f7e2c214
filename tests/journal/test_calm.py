"""The cycle collector runs while nobody waits, or when much has piled up; and by itself again at the end."""

import asyncio
import gc
from contextlib import contextmanager

import pytest

from regulars.journal import calm
from regulars.journal.calm import Calm


@contextmanager
def collections():
    """How often it ran over everything."""
    seen = []
    note = lambda phase, info: seen.append(info["generation"]) if phase == "start" else None  # noqa: E731
    gc.callbacks.append(note)
    try:
        yield seen
    finally:
        gc.callbacks.remove(note)


@pytest.mark.parametrize(("rest", "growth", "busy", "runs"), [(0.0, 10**9, False, True), (0.0, 10**9, True, False), (60.0, -1, True, True)])
def test_it_runs_when_nobody_waits_or_when_much_has_piled_up(monkeypatch, rest, growth, busy, runs):
    monkeypatch.setattr(calm, "LOOK_EVERY_S", 0.01)
    monkeypatch.setattr(calm, "REST_S", rest)
    monkeypatch.setattr(calm, "MOST_GROWTH", growth)
    decided = [0]

    async def a_while():
        kept = Calm(lambda: decided[0])
        kept.begin()
        assert not gc.isenabled()
        with collections() as seen:
            for n in range(20):
                decided[0] += busy or n == 0
                await asyncio.sleep(0.01)
        kept.end()
        assert gc.isenabled()
        return seen

    assert bool(asyncio.run(a_while())) is runs


def test_ending_what_never_began_changes_nothing():
    gc.disable()
    try:
        Calm(int).end()
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_sandbox_that_closes_does_not_wake_the_collector_for_the_shop():
    async def a_while():
        shop, sandbox = Calm(int), Calm(int)
        shop.begin()
        sandbox.begin()
        sandbox.end()
        sandbox.end()
        assert not gc.isenabled()
        shop.end()
        assert gc.isenabled()

    asyncio.run(a_while())
