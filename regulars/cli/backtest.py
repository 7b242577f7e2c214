"""``regulars backtest``: a programme over a shop's own orders, before anybody is promised a point. Needs no database."""

import os
import tempfile
import time
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from regulars.cli.given import Json
from regulars.cli.language import spoken
from regulars.cli.order_options import Encoding, Map, Timezone, finding_document, print_findings, read_map
from regulars.cli.output import print_json, tell, tell_code
from regulars.connectors.orders_file import CheckedOrders, OrdersFile, check_orders
from regulars.connectors.scratch import scratch
from regulars.kit.errors import Invalid
from regulars.kit.phrases import phrases, say
from regulars.program.document import Program

app = typer.Typer(rich_markup_mode=None)

phrases(
    {
        "backtest.bad_until": (
            "“{text}” is not a day: write --until 2017-12-31",
            "“{text}”不是日期：请写成 --until 2017-12-31",
            "「{text}」不是日期：請寫成 --until 2017-12-31",
        ),
        "backtest.findings": (
            "Nothing was replayed: {rows} rows of the file have findings. Mend it, or leave those orders out with --skip-bad",
            "没有回测：文件有 {rows} 行存在问题。请修正文件，或用 --skip-bad 略过这些订单",
            "沒有回測：檔案有 {rows} 行存在問題。請修正檔案，或用 --skip-bad 略過這些訂單",
        ),
        "backtest.no_orders": ("The file holds no orders", "文件中没有订单", "檔案中沒有訂單"),
        "backtest.whole": (
            "The programme has a budget that members share, so the orders were replayed in one piece",
            "计划含有会员共享的预算，因此订单没有拆分，而是整体回测",
            "計劃含有會員共享的預算，因此訂單沒有拆分，而是整體回測",
        ),
    }
)


@app.command()
def backtest(
    program: Annotated[Path, typer.Argument(metavar="PROGRAM.yaml", help="The programme to try.")],
    orders: Annotated[Path, typer.Argument(metavar="ORDERS", help="CSV, Excel (.xlsx), NDJSON or Parquet, as for `regulars import orders`.")],
    map_: Map = None,
    timezone: Timezone = "",
    encoding: Encoding = "utf-8",
    until: Annotated[str, typer.Option(metavar="DATE", help="The last day; default: that of the last order.")] = "",
    members: Annotated[
        Path | None,
        typer.Option(metavar="OUT.parquet", help="Write where every member ends, in the shape of `ledger export`."),
    ] = None,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Leave out orders with a bad row.")] = False,
    without_bonuses: Annotated[
        bool, typer.Option("--without-bonuses", help="Joining by an order gives no bonus, as when importing so.")
    ] = False,
    processes: Annotated[int | None, typer.Option(min=1, max=64, help="Default: one per core.")] = None,
    json: Json = False,
) -> None:
    """Replay an order file in memory through the same decisions as the live shop, and add up what it would have cost."""
    from regulars.backtest.report import report_of
    from regulars.backtest.running import run_backtest
    from regulars.connectors.orders_read import open_share
    from regulars.program.reading import require

    document = program.read_text(encoding="utf-8")
    read = require(document)
    last_day = _day(until)
    if members is not None:
        _try_to_write(members)
    with scratch(Path(tempfile.gettempdir()) / f"regulars-{os.getuid()}") as folder:
        checked = check_orders(
            OrdersFile(
                path=orders,
                currency=read.currency.code,
                digits=read.currency.minor_digits,
                timezone=timezone or read.timezone,
                now_us=time.time_ns() // 1_000,
                mapping=read_map(map_),
                encoding=encoding,
            ),
            folder,
        )
        _stop_at_findings(checked, skip_bad, json)
        until_us = _end_of(read, last_day, checked)
        test = run_backtest(document, partial(open_share, checked, until_us), until_us=until_us, processes=processes, bonuses=not without_bonuses)
    if members is not None:
        import pyarrow.parquet

        with members.open("wb") as out:
            pyarrow.parquet.write_table(test.members, out, compression="zstd")
    report = {
        **report_of(test),
        "left_out": checked.bad_orders,
        "warnings": [finding_document(finding) for finding in checked.warnings],
    }
    if json:
        print_json(report)
        return
    from regulars.cli.backtest_table import print_report

    print_report(report, read)
    if test.is_whole:
        tell(say("backtest.whole", {}, spoken()))


def _try_to_write(file: Path) -> None:
    """Whoever can't write there hears it before the work, not after it. Raises OSError."""
    was_there = file.exists()
    file.open("ab").close()
    if not was_there:
        file.unlink()


def _stop_at_findings(checked: CheckedOrders, skip_bad: bool, json: bool) -> None:
    """Exits 2 when the file can't be used as it is."""
    if not json:
        print_findings(checked, to_stdout=False)
    if checked.unreadable is None and (skip_bad or not checked.bad_rows):
        return
    if json:
        print_json(
            {
                "findings": [finding_document(finding) for finding in (*checked.warnings, *checked.findings())],
                "bad_rows": checked.bad_rows,
            }
        )
    elif checked.unreadable is None:
        tell_code("backtest.findings", rows=checked.bad_rows)
    raise typer.Exit(2)


def _day(text: str) -> int | None:
    try:
        return date.fromisoformat(text).toordinal() if text else None
    except ValueError:
        raise Invalid("backtest.bad_until", text=text[:40]) from None


def _end_of(program: Program, last_day: int | None, checked: CheckedOrders) -> int:
    """The last moment of the last day, in the programme's time zone."""
    from regulars.kit.periods import calendar_of

    calendar = calendar_of(program.timezone)
    if last_day is None:
        if not checked.last_us:
            raise Invalid("backtest.no_orders")
        last_day = calendar.day_of(checked.last_us)
    return calendar.start_of(last_day + 1) - 1
