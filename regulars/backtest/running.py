"""A back-test from end to end: share the members out over processes, replay, put the sums together."""

import os
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Literal

import pyarrow as pa

from regulars.backtest.replaying import replay_days, replay_members
from regulars.backtest.sums import MemberEnd, Sums
from regulars.engine.budgets import has_budgets
from regulars.engine.compiling import compile_program
from regulars.engine.events import Event
from regulars.program.document import Program
from regulars.program.reading import require

Sorting = Literal["member", "time"]
# Opens one share of the orders: (sorting, part, parts) -> (member, event)s in that order. Picklable, since other processes call it.
OpenOrders = Callable[[Sorting, int, int], Iterable[tuple[str, Event]]]

MEMBERS_SCHEMA = pa.schema(
    [
        pa.field("member", pa.string(), nullable=False),
        pa.field("tier", pa.string(), nullable=False),
        *(pa.field(account, pa.int64(), nullable=False) for account in ("active", "pending", "held", "debt")),
    ]
)


@dataclass(frozen=True)
class BackTest:
    """``members`` has the shape of the export's members file, sorted by member. ``seconds`` is the wall time of the replay, reading included."""

    program: Program
    sums: Sums
    members: pa.Table
    until_us: int
    processes: int
    seconds: float
    is_whole: bool  # could not be cut up by member


def shares_a_budget(program: Program) -> bool:
    """Whether members use up something together, so that the order of events across members matters."""
    return has_budgets(program)


def run_backtest(document: str, open_orders: OpenOrders, *, until_us: int, processes: int | None = None, bonuses: bool = True) -> BackTest:
    """Replay all orders up to the end of ``until_us`` under the programme document.

    processes: default one per core, two at most on small machines; a programme with a shared budget is replayed whole, in one.
    The result does not depend on their number. bonuses=False: joining gives nothing, as ``import orders --without-bonuses``. Raises Invalid ``programme.invalid``.
    """
    program = require(document)
    is_whole = shares_a_budget(program)
    parts = 1 if is_whole else max(processes or min(os.cpu_count() or 1, 8), 1)
    started = time.perf_counter()
    if parts == 1:
        shares = [_replay(document, open_orders, until_us, "time" if is_whole else "member", 0, 1, bonuses)]
    else:
        with ProcessPoolExecutor(parts, mp_context=get_context("spawn")) as pool:
            running = [pool.submit(_replay, document, open_orders, until_us, "member", part, parts, bonuses) for part in range(parts)]
            shares = [share.result() for share in running]
    sums = Sums()
    for share, _ in shares:
        sums.add(share)
    members = pa.concat_tables([table for _, table in shares]).sort_by("member").combine_chunks()
    return BackTest(program, sums, members, until_us, parts, time.perf_counter() - started, is_whole)


def _replay(
    document: str, open_orders: OpenOrders, until_us: int, sorting: Sorting, part: int, parts: int, bonuses: bool
) -> tuple[Sums, pa.Table]:
    sums = Sums()
    versions = compile_program(require(document))
    replay = replay_days if sorting == "time" else replay_members
    return sums, _table(list(replay(versions, open_orders(sorting, part, parts), until_us, sums, bonuses=bonuses)))


def _table(ends: list[MemberEnd]) -> pa.Table:
    columns = list(zip(*ends, strict=True)) or [()] * len(MEMBERS_SCHEMA)
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, MEMBERS_SCHEMA, strict=True)], schema=MEMBERS_SCHEMA)
