"""``regulars import orders``: a shop's past orders, from a file into the journal."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from regulars.cli.given import Json
from regulars.cli.home import Home, open_home
from regulars.cli.language import spoken
from regulars.cli.order_options import Encoding, Map, Timezone, check_source, finding_document, print_findings, read_map
from regulars.cli.output import print_json, tell, tell_code
from regulars.cli.progress import progress_bar
from regulars.connectors.orders_file import CheckedOrders, OrdersFile, check_orders
from regulars.connectors.scratch import scratch
from regulars.journal.bulk import Posted
from regulars.kit.phrases import phrases, say

MOST_PROBLEMS_TOLD = 50

phrases(
    {
        "import.nothing_done": (
            "Nothing was imported: {rows} rows have findings. Mend the file, or take only the good orders with --skip-bad",
            "没有导入任何订单：有 {rows} 行存在问题。请修正文件，或用 --skip-bad 只导入完好的订单",
            "沒有匯入任何訂單：有 {rows} 行存在問題。請修正檔案，或用 --skip-bad 只匯入完好的訂單",
        ),
        "import.unreadable": (
            "Nothing was imported: the file can't be read to its end",
            "没有导入任何订单：文件无法完整读取",
            "沒有匯入任何訂單：檔案無法完整讀取",
        ),
        "import.would": (
            "{orders} orders in {rows} rows can be imported; {bad} orders have findings. Nothing was imported (--dry-run)",
            "{rows} 行中有 {orders} 张订单可以导入，{bad} 张存在问题。未导入任何内容（--dry-run）",
            "{rows} 行中有 {orders} 張訂單可以匯入，{bad} 張存在問題。未匯入任何內容（--dry-run）",
        ),
        "import.done": (
            "{created} orders imported, {known} were known already, {left_out} left out ({rate} orders/s)",
            "已导入 {created} 张订单，{known} 张此前已有，{left_out} 张未导入（每秒 {rate} 张）",
            "已匯入 {created} 張訂單，{known} 張先前已有，{left_out} 張未匯入（每秒 {rate} 張）",
        ),
        "import.late": (
            "{late} of them were older than what had been decided for their members: they gave {points} points and lifted {lifts} members, as of today; nothing else of the past was played again",
            "其中 {late} 张早于会员已处理的记录：按现状补发 {points} 积分，{lifts} 位会员升级；其余历史不再重算",
            "其中 {late} 張早於會員已處理的記錄：按現狀補發 {points} 積分，{lifts} 位會員升級；其餘歷史不再重算",
        ),
        "import.not_taken": ("order {order}: {code}", "订单 {order}：{code}", "訂單 {order}：{code}"),
        "import.reading": ("Reading {file}…", "正在读取 {file}…", "正在讀取 {file}…"),
        "import.importing": ("Importing orders", "正在导入订单", "正在匯入訂單"),
    }
)


def import_orders(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV, Excel (.xlsx), NDJSON or Parquet: order_id, member, ordered_at, sku, quantity, amount, and optionally discount, category, brand, channel, store."
        ),
    ],
    source: Annotated[
        str, typer.Option(help="Where the orders come from; an order is known by member, source and order_id.")
    ] = "import",
    map_: Map = None,
    timezone: Timezone = "",
    encoding: Encoding = "utf-8",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report every bad row and import nothing.")] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Import the good orders; one with a bad line is left out whole.")
    ] = False,
    no_enrol: Annotated[bool, typer.Option("--no-enrol", help="Refuse orders of members nobody has enrolled.")] = False,
    without_bonuses: Annotated[
        bool, typer.Option("--without-bonuses", help="Members who are enrolled by an order get no bonus for it.")
    ] = False,
    json: Json = False,
) -> None:
    """Import past orders. Any bad row imports nothing (exit 2). Run again after a crash: what is known already is skipped."""
    check_source(source)
    mapping = read_map(map_)
    with open_home() as home, scratch(home.folder / "scratch") as folder:
        program, day_of = _programme(home)
        tell(say("import.reading", {"file": file.name}, spoken()))
        checked = check_orders(
            OrdersFile(
                path=file,
                currency=program.currency.code,
                digits=program.currency.minor_digits,
                timezone=timezone or program.timezone,
                now_us=time.time_ns() // 1_000,
                mapping=mapping,
                encoding=encoding,
                source=source,
            ),
            folder,
        )
        stops = checked.unreadable is not None or (checked.bad_rows > 0 and not skip_bad)
        if not json:
            print_findings(checked, to_stdout=dry_run)
        if dry_run or stops:
            _tell_untouched(checked, dry_run, json)
            raise typer.Exit(2 if checked.unreadable is not None or checked.bad_rows else 0)
        posted, seconds = _post(home, checked, day_of, enrol=not no_enrol, bonuses=not without_bonuses)
        _tell_posted(checked, posted, seconds, json)
    raise typer.Exit(1 if posted.problems else 0)


def _programme(home: Home) -> tuple[Any, Callable[[int], int]]:
    """The newest programme and how it counts days. Raises NoProgram."""
    import psycopg

    from regulars.journal.programs import load_versions

    with psycopg.connect(home.dsn, autocommit=True) as conn:
        versions = load_versions(conn)
    return versions.program, versions.calendar.day_of


def _post(
    home: Home, checked: CheckedOrders, day_of: Callable[[int], int], *, enrol: bool, bonuses: bool
) -> tuple[Posted, float]:
    home.django()
    from regulars.connectors.known_facts import known_facts
    from regulars.connectors.orders_import import import_orders as post_orders

    started = time.perf_counter()
    with progress_bar(say("import.importing", {}, spoken()), checked.orders - checked.bad_orders) as on_progress:
        posted = post_orders(
            home.dsn, checked, enrol=enrol, bonuses=bonuses, on_progress=on_progress, facts_of=known_facts(day_of)
        )
    return posted, time.perf_counter() - started


def _tell_untouched(checked: CheckedOrders, dry_run: bool, json: bool) -> None:
    if json:
        print_json(_document(checked, dry_run=dry_run))
    elif dry_run and checked.unreadable is None:
        facts = {"orders": checked.orders - checked.bad_orders, "rows": checked.rows, "bad": checked.bad_orders}
        print(say("import.would", facts, spoken()))
    elif checked.unreadable is not None:
        tell_code("import.unreadable")
    else:
        tell_code("import.nothing_done", rows=checked.bad_rows)


def _tell_posted(checked: CheckedOrders, posted: Posted, seconds: float, json: bool) -> None:
    if json:
        answers = {
            "created": posted.created,
            "known": posted.duplicate,
            "refused": posted.refused,
            "conflict": posted.conflict,
            "failed": posted.failed,
            "late": {"orders": posted.late, "points": posted.late_points, "lifts": posted.late_lifts},
        }
        problems = [{"order_id": order, "code": code} for order, code in posted.problems]
        print_json(
            {
                **_document(checked),
                **answers,
                "problems": problems,
                "seconds": round(seconds, 3),
                "orders_per_second": round(posted.total / seconds),
            }
        )
        return
    for order, code in posted.problems[:MOST_PROBLEMS_TOLD]:
        tell(say("import.not_taken", {"order": order, "code": code}, spoken()))
    left_out = checked.bad_orders + len(posted.problems)
    facts = {
        "created": posted.created,
        "known": posted.duplicate,
        "left_out": left_out,
        "rate": f"{posted.total / seconds:,.0f}",
    }
    print(say("import.done", facts, spoken()))
    if posted.late:
        print(say("import.late", {"late": posted.late, "points": posted.late_points, "lifts": posted.late_lifts}, spoken()))


def _document(checked: CheckedOrders, *, dry_run: bool = False) -> dict[str, Any]:
    return {
        "file": checked.file.path.name,
        "source": checked.file.source,
        "dry_run": dry_run,
        "rows": checked.rows,
        "orders": checked.orders,
        "bad_rows": checked.bad_rows,
        "bad_orders": checked.bad_orders,
        "findings": [finding_document(finding) for finding in (*checked.warnings, *checked.findings())],
        "created": 0,
        "known": 0,
    }
