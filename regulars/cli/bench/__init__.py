"""``regulars bench live|bulk|clock|next|watch|insight``: this machine's speed as a ratio to pgbench, both measured in one run on a server of its own."""

import os
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer

from regulars.cli.given import Json
from regulars.cli.language import spoken
from regulars.cli.output import print_json, tell
from regulars.kit.phrases import phrases, say

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Measure this machine beside pgbench.")

Seconds = Annotated[float, typer.Option(min=1, help="How long each measurement takes.")]
Rounds = Annotated[int, typer.Option(min=1, help="How often both are measured, in turn; the median counts.")]
Members = Annotated[int, typer.Option(min=100)]
Rules = Annotated[int, typer.Option(min=0, max=200, help="Fill the programme up to so many rules; 0: the grocer's own.")]

phrases(
    {
        "bench.preparing": ("Preparing a server of its own…", "正在准备独立的测试服务器…", "正在準備獨立的測試伺服器…"),
        "bench.round": ("{what}: {per_second}/s", "{what}：{per_second}/秒", "{what}：{per_second}/秒"),
        "bench.live": (
            "live {per_second} orders/s at {connections} connections, p50 {p50_ms} ms, p99 {p99_ms} ms; pgbench {yardstick_per_second}/s: {ratio} ×",
            "在线 {per_second} 单/秒（{connections} 个连接），p50 {p50_ms} 毫秒，p99 {p99_ms} 毫秒；pgbench {yardstick_per_second}/秒：{ratio} 倍",
            "線上 {per_second} 單/秒（{connections} 個連線），p50 {p50_ms} 毫秒，p99 {p99_ms} 毫秒；pgbench {yardstick_per_second}/秒：{ratio} 倍",
        ),
        "bench.bulk": (
            "import {per_second} orders/s; pgbench {yardstick_per_second}/s: {ratio} ×",
            "导入 {per_second} 单/秒；pgbench {yardstick_per_second}/秒：{ratio} 倍",
            "匯入 {per_second} 單/秒；pgbench {yardstick_per_second}/秒：{ratio} 倍",
        ),
        "bench.clock": (
            "clock {per_second} due members/s; pgbench {yardstick_per_second}/s: {ratio} ×; a million due members take {million_minutes} minutes",
            "时钟 {per_second} 位到期会员/秒；pgbench {yardstick_per_second}/秒：{ratio} 倍；一百万位到期会员需 {million_minutes} 分钟",
            "時鐘 {per_second} 位到期會員/秒；pgbench {yardstick_per_second}/秒：{ratio} 倍；一百萬位到期會員需 {million_minutes} 分鐘",
        ),
        "bench.next": (
            "{per_second} members/s asked what to show next at {connections} connections: p50 {p50_ms} ms, p99 {p99_ms} ms",
            "每秒 {per_second} 次推荐查询（{connections} 个连接）：p50 {p50_ms} 毫秒，p99 {p99_ms} 毫秒",
            "每秒 {per_second} 次推薦查詢（{connections} 個連線）：p50 {p50_ms} 毫秒，p99 {p99_ms} 毫秒",
        ),
        "bench.watch": (
            "{per_second} orders/s with the watch on, {off_per_second} with it off: {ratio} ×, p99 {p99_ms} ms; then at most {behind_events} events behind, caught up within {behind_s} s; alone the rules look at {looked_per_second} events/s",
            "开启监控时 {per_second} 单/秒，关闭时 {off_per_second} 单/秒：{ratio} 倍，p99 {p99_ms} 毫秒；之后最多落后 {behind_events} 个事件，{behind_s} 秒内追上；空闲时规则每秒查看 {looked_per_second} 个事件",
            "開啟監控時 {per_second} 單/秒，關閉時 {off_per_second} 單/秒：{ratio} 倍，p99 {p99_ms} 毫秒；之後最多落後 {behind_events} 個事件，{behind_s} 秒內追上；閒置時規則每秒查看 {looked_per_second} 個事件",
        ),
        "bench.never_looked_at": (
            "the watch had not looked at everything within {seconds} s",
            "监控在 {seconds} 秒内未查看完所有事件",
            "監控在 {seconds} 秒內未查看完所有事件",
        ),
        "bench.not_all_answered": (
            "only {good} of {sent} answers were 200; the first other one: {first}",
            "{sent} 个应答中只有 {good} 个为 200；首个异常应答：{first}",
            "{sent} 個應答中只有 {good} 個為 200；首個異常應答：{first}",
        ),
        "bench.part": ("{part}: {seconds} s; at most {peak_mb} MB", "{part}：{seconds} 秒；最多 {peak_mb} MB", "{part}：{seconds} 秒；最多 {peak_mb} MB"),
        "bench.part_failed": ("{part} failed: {why}", "{part} 运行失败：{why}", "{part} 執行失敗：{why}"),
        "bench.insight": (
            "{members} members, {orders} orders; seconds: {told}; at most {peak_mb} MB",
            "{members} 位会员，{orders} 单；耗时（秒）：{told}；内存最多 {peak_mb} MB",
            "{members} 位會員，{orders} 單；耗時（秒）：{told}；記憶體最多 {peak_mb} MB",
        ),
        "bench.insight_sql": (
            "a figure takes at most {most_times_bare} × its bare query",
            "每个指标的耗时最多为其裸查询的 {most_times_bare} 倍",
            "每個指標的耗時最多為其裸查詢的 {most_times_bare} 倍",
        ),
        "bench.no_pgbench": ("pgbench failed: {why}", "pgbench 运行失败：{why}", "pgbench 執行失敗：{why}"),
        "bench.not_all_written": (
            "only {good} of {sent} answers were 201; the first other one: {first}",
            "{sent} 个应答中只有 {good} 个为 201；首个异常应答：{first}",
            "{sent} 個應答中只有 {good} 個為 201；首個異常應答：{first}",
        ),
    }
)


@app.command()
def live(seconds: Seconds = 4, rounds: Rounds = 7, members: Members = 10_000, connections: int = 64, rules: Rules = 0, json: Json = False) -> None:
    """Orders over HTTP against the real server, beside one transaction per order in pgbench."""
    from regulars.cli.bench.live import measure

    _report("live", measure, json, seconds=seconds, rounds=rounds, members=members, connections=connections, rules=rules)


@app.command()
def bulk(orders: Annotated[int, typer.Option(min=1_000)] = 40_000, seconds: Seconds = 8, rounds: Rounds = 3, json: Json = False) -> None:
    """An order file through ``import orders``, beside pgbench."""
    from regulars.cli.bench.bulk import measure

    _report("bulk", measure, json, orders=orders, seconds=seconds, rounds=rounds)


@app.command()
def clock(seconds: Seconds = 8, rounds: Rounds = 3, members: Members = 10_000, json: Json = False) -> None:
    """A night on which every member's points lapse, beside pgbench."""
    from regulars.cli.bench.clock import measure

    _report("clock", measure, json, seconds=seconds, rounds=rounds, members=members)


@app.command()
def next(seconds: Seconds = 4, rounds: Rounds = 5, members: Members = 10_000, connections: int = 4, json: Json = False) -> None:
    """What to show a member next, asked over HTTP of the real server."""
    from regulars.cli.bench.next import measure

    _report("next", measure, json, seconds=seconds, rounds=rounds, members=members, connections=connections)


@app.command()
def watch(seconds: Seconds = 10, rounds: Rounds = 3, members: Members = 10_000, connections: int = 64, json: Json = False) -> None:
    """How far the rules against misuse fall behind the orders, and what they cost the tills."""
    from regulars.cli.bench.watch import measure

    _report("watch", measure, json, seconds=seconds, rounds=rounds, members=members, connections=connections)


@app.command()
def insight(
    members: Members = 20_000,
    orders: Annotated[int, typer.Option(min=1_000)] = 600_000,
    parts: Annotated[str, typer.Option(help="Only these, with commas between: base, sql, journal_sql, clv, churn, buy_again, recommend, liability, anomalies, groups, visits, review, refresh, keep.")] = "",
    shop: Annotated[Path | None, typer.Option("--shop", metavar="DIR", help="Keep the made-up shop here, and use the one that is here already.")] = None,
    json: Json = False,
) -> None:
    """Every figure and model on a made-up shop; the goals are for --members 1000000 --orders 30000000."""
    from regulars.cli.bench.insight import PARTS, measure

    asked = [part.strip() for part in parts.split(",")] if parts else list(PARTS)
    if wrong := [part for part in asked if part not in PARTS]:
        raise typer.BadParameter(", ".join(wrong))
    with tempfile.TemporaryDirectory(prefix="regulars-bench-") as folder:
        if shop is not None:
            shop.mkdir(parents=True, exist_ok=True)
        found = measure(shop or Path(folder), members=members, orders=orders, parts=asked)
    if json:
        print_json(found)
    else:
        told = ", ".join(f"{name} {seconds:g}" for name, seconds in found["seconds"].items())
        tell(say("bench.insight", {**found, "told": told or "–"}, spoken()))
        if found["most_times_bare"] is not None:
            tell(say("bench.insight_sql", found, spoken()))


def _report(what: str, measure: Any, json: bool, **options: Any) -> None:
    for elsewhere in ("DATABASE_URL", "REGULARS_KEYS_URL"):
        os.environ.pop(elsewhere, None)  # nobody's real journal is ever measured with made-up orders
    with tempfile.TemporaryDirectory(prefix="regulars-bench-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL runs as a user of its own and must reach its data
        tell(say("bench.preparing", {}, spoken()))
        found = measure(Path(folder), **options)
    if json:
        print_json(found)
    else:
        tell(say(f"bench.{what}", found, spoken()))
