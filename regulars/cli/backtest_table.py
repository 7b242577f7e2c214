"""A back-test's figures as a person reads them at a terminal."""

from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.table import Table

from regulars.cli.language import spoken
from regulars.kit.money import text_of
from regulars.kit.phrases import phrases, say
from regulars.program.document import Program

phrases(
    {
        "backtest.table.orders": ("Orders", "订单", "訂單"),
        "backtest.table.sales": ("Sales", "销售额", "銷售額"),
        "backtest.table.members": ("Members", "会员", "會員"),
        "backtest.table.until": ("Until", "截至", "截至"),
        "backtest.table.issued": ("{wallet}: issued", "{wallet}：已发放", "{wallet}：已發放"),
        "backtest.table.by_rule": ("    by {rule}", "    其中 {rule}", "    其中 {rule}"),
        "backtest.table.expired": ("{wallet}: lapsed", "{wallet}：已过期", "{wallet}：已過期"),
        "backtest.table.active": ("{wallet}: usable", "{wallet}：可用", "{wallet}：可用"),
        "backtest.table.pending": ("{wallet}: pending", "{wallet}：待生效", "{wallet}：待生效"),
        "backtest.table.debt": ("{wallet}: owed by members", "{wallet}：会员欠分", "{wallet}：會員欠分"),
        "backtest.table.cost": ("{wallet}: worth of what was issued", "{wallet}：发放总价值", "{wallet}：發放總價值"),
        "backtest.table.share": ("    share of sales", "    占销售额", "    佔銷售額"),
        "backtest.table.outstanding": (
            "{wallet}: still owed to members",
            "{wallet}：未兑付负债",
            "{wallet}：未兌付負債",
        ),
        "backtest.table.tier": ("Members in {tier}", "{tier}", "{tier}"),
        "backtest.table.moves": ("Moves up / down", "升级 / 降级次数", "升級 / 降級次數"),
        "backtest.table.speed": ("Orders a second", "每秒订单数", "每秒訂單數"),
    }
)


def print_report(report: dict[str, Any], program: Program) -> None:
    """The figures on stdout, one under the other."""
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    for label, figure in _rows(report, program):
        table.add_row(label, figure)
    Console().print(table)


def _rows(report: dict[str, Any], program: Program) -> Iterator[tuple[str, str]]:
    language = spoken()

    def label(what: str, **facts: Any) -> str:
        return say(f"backtest.table.{what}", facts, language)

    yield label("until"), report["until"]
    yield label("orders"), f"{report['orders']:,}"
    yield label("sales"), f"{report['sales']} {report['currency']}"
    yield label("members"), f"{report['members']:,}"
    for wallet in program.wallets:
        points, name = report["points"][wallet.id], wallet.name.read(language) or wallet.id
        for account in ("issued", "expired", "active", "pending", "debt"):
            yield label(account, wallet=name), text_of(points[account], wallet.scale)
            if account == "issued":
                for rule, given in points["by_rule"].items():
                    yield label("by_rule", rule=rule), text_of(given, wallet.scale)
        cost = report["cost"].get(wallet.id)
        if cost is not None:
            yield label("cost", wallet=name), f"{cost['issued']} {report['currency']}"
            yield label("share"), f"{float(cost['issued_share_of_sales'] or 0):.3%}"
            yield label("outstanding", wallet=name), f"{cost['outstanding']} {report['currency']}"
    for level in program.tiers.levels:
        count = report["tiers"]["members"][level.id]
        share = count / report["members"] if report["members"] else 0
        yield label("tier", tier=level.name.read(language) or level.id), f"{count:,} ({share:.1%})"
    yield label("moves"), f"{report['tiers']['up']:,} / {report['tiers']['down']:,}"
    yield label("speed"), f"{report['speed']['orders_per_second']:,}"
