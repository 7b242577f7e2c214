"""What the commands that read order files without a programme have in common."""

import contextlib
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from regulars.cli.language import spoken
from regulars.cli.order_options import read_map
from regulars.connectors.scratch import scratch
from regulars.insight.facts import Facts, Reading, facts_of_files
from regulars.kit.errors import Invalid
from regulars.program.places import default_digits, is_currency_code

Orders = Annotated[list[Path], typer.Argument(metavar="ORDERS...", help="CSV, Excel (.xlsx), NDJSON or Parquet, as for `regulars import orders`; lines below 0 are returns.")]
AsOf = Annotated[str, typer.Option("--as-of", metavar="DATE", help="The evening to look from; default: the last order's day.")]
Currency = Annotated[str, typer.Option(help="Shown with amounts, such as CNY; default: none.")]
Digits = Annotated[int | None, typer.Option(min=0, max=4, help="Decimals of the currency; default: what --currency has, else 2.")]
Visits = Annotated[
    list[Path] | None,
    typer.Option("--visits", metavar="FILE", help="Web visits beside order files: member, visited_at, seconds, pages; say it again for more."),
]
Zone = Annotated[str, typer.Option("--timezone", help="The shop's own days, such as Asia/Shanghai.")]


@dataclass(frozen=True)
class HowToRead:
    map_: list[str] | None
    timezone: str
    encoding: str
    currency: str
    digits: int | None
    as_of: str
    visits: list[Path] | None = None


@contextlib.contextmanager
def opened(orders: list[Path], how: HowToRead) -> Iterator[Facts]:
    """The facts of the files, put aside in a scratch folder that goes afterwards. Raises Invalid ``insight.bad_currency``, ``insight.bad_day``, and as ``facts_of_files``."""
    currency = how.currency.upper()
    if currency and not is_currency_code(currency):
        raise Invalid("insight.bad_currency", text=how.currency[:40])
    known = default_digits(currency)
    reading = Reading(
        currency=currency,
        digits=how.digits if how.digits is not None else 2 if known is None else known,
        timezone=how.timezone,
        now_us=time.time_ns() // 1_000,
        mapping=read_map(how.map_),
        encoding=how.encoding,
        as_of=day_of(how.as_of, "--as-of"),
        visits=how.visits or (),
    )
    with scratch(Path(tempfile.gettempdir()) / f"regulars-{os.getuid()}") as folder:
        place = folder / "facts"
        place.mkdir()
        with facts_of_files(orders, reading, place, spoken()) as facts:
            yield facts


@contextlib.contextmanager
def opened_snapshot(folder: Path, as_of: str) -> Iterator[Facts]:
    """The facts of a snapshot. Raises NoSnapshot, and as ``facts_of_snapshot``."""
    from regulars.insight.facts.of_snapshot import facts_of_snapshot

    day = day_of(as_of, "--as-of")
    with scratch(Path(tempfile.gettempdir()) / f"regulars-{os.getuid()}") as outer:
        place = outer / "facts"
        place.mkdir()
        with facts_of_snapshot(folder.absolute(), place, as_of=day) as facts:
            yield facts


def day_of(text: str, option: str) -> date | None:
    """None for "". Raises Invalid ``insight.bad_day``."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid("insight.bad_day", text=text[:40], option=option) from None
