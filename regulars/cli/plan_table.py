"""A plan's figures as a person reads them at a terminal."""

from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.table import Table

from regulars.cli.language import spoken
from regulars.engine.explain import level_name, rule_name, wallet_name
from regulars.kit.money import text_of
from regulars.kit.phrases import phrases, say
from regulars.program.document import Program

phrases(
    {
        "plan.changes": ("What changes", "变动内容", "變動內容"),
        "plan.no_changes": ("Nothing changes", "没有变动", "沒有變動"),
        "plan.members": ("Members", "会员", "會員"),
        "plan.up": ("Would rise", "将升级", "將升級"),
        "plan.down": ("Would fall", "将降级", "將降級"),
        "plan.move": ("{count} from {from} to {to}, {when}", "{count} 人由{from}变为{to}，{when}", "{count} 人由{from}變為{to}，{when}"),
        "plan.when.next_event": ("with their next event", "下次消费时", "下次消費時"),
        "plan.when.review": ("at the next review", "下次复评时", "下次複評時"),
        "plan.tiers": ("Members by level", "各等级人数", "各等級人數"),
        "plan.now": ("now", "目前", "目前"),
        "plan.old": ("present rules", "现行规则", "現行規則"),
        "plan.new": ("new rules", "新规则", "新規則"),
        "plan.difference": ("difference", "差额", "差額"),
        "plan.liability": ("{wallet}: owed to members now", "{wallet}：目前负债", "{wallet}：目前負債"),
        "plan.replay": ("{from} to {until}, decided again", "{from} 至 {until}，重新计算", "{from} 至 {until}，重新計算"),
        "plan.issued": ("{wallet}: issued", "{wallet}：发放", "{wallet}：發放"),
        "plan.by_rule": ("    by {rule}", "    其中 {rule}", "    其中 {rule}"),
        "plan.expired": ("{wallet}: lapsed", "{wallet}：过期", "{wallet}：過期"),
        "plan.outstanding": ("{wallet}: outstanding at the end", "{wallet}：期末未用", "{wallet}：期末未用"),
        "plan.cost": ("{wallet}: worth of what was issued", "{wallet}：发放价值", "{wallet}：發放價值"),
        "plan.share": ("    share of sales", "    占销售额", "    佔銷售額"),
        "plan.refused": (
            "{count} redemptions that went through would have been refused",
            "{count} 次已成功的兑换在新规则下会被拒绝",
            "{count} 次已成功的兌換在新規則下會被拒絕",
        ),
        "plan.unread": (
            "{count} events are of a kind one of the programmes does not know, and were left out",
            "{count} 个事件的类型不在其中一个计划内，未计入",
            "{count} 個事件的類型不在其中一個計劃內，未計入",
        ),
        "plan.shared_budget": (
            "Members share a budget: decided member by member, it is only estimated here",
            "会员共享预算：此处逐个会员计算，仅为估计",
            "會員共享預算：此處逐個會員計算，僅為估計",
        ),
    }
)


def print_plan(report: dict[str, Any], program: Program) -> None:
    """Words and figures on stdout, one under the other."""
    out = Console(highlight=False, soft_wrap=True)
    for line in plan_sentences(report, program, spoken()):
        out.print(line, markup=False)
    out.print()
    for table in (_tier_table(report, program), _replay_table(report, program)):
        if table is not None:
            out.print(table)


def plan_sentences(report: dict[str, Any], program: Program, language: str) -> Iterator[str]:
    """What changes and who moves, in words."""
    yield say("plan.changes" if report["changes"] else "plan.no_changes", {}, language)
    for change in report["changes"]:
        yield f"  · {change}"
    for key in ("members", "up", "down"):
        yield f"{say(f'plan.{key}', {}, language)}: {report[key]:,}"
    for move in report["moves"]:
        facts = {
            "count": f"{move['count']:,}",
            "from": level_name(move["from"], language, program),
            "to": level_name(move["to"], language, program),
            "when": say(f"plan.when.{move['when']}", {}, language),
        }
        yield f"  · {say('plan.move', facts, language)}"
    replay = report["replay"]
    if replay and replay["refused_only_under_new"]:
        yield say("plan.refused", {"count": replay["refused_only_under_new"]}, language)
    if replay and replay["unread"]:
        yield say("plan.unread", {"count": replay["unread"]}, language)
    if replay and report["shared_budget"]:
        yield say("plan.shared_budget", {}, language)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    table.add_column("")
    for column in columns:
        table.add_column(column, justify="right")
    return table


def _tier_table(report: dict[str, Any], program: Program) -> Table:
    language = spoken()
    table = _table(*(say(f"plan.{key}", {}, language) for key in ("tiers", "now", "old", "new")))
    for row in report["tiers"]:
        table.add_row(level_name(row["level"], language, program), *(f"{row[key]:,}" for key in ("now", "old", "new")))
    for wallet, held in report["wallets"].items():
        if held["liability"]:
            name = wallet_name(wallet, language, program)
            table.add_row(say("plan.liability", {"wallet": name}, language), "", held["liability"]["old"], held["liability"]["new"])
    return table


def _replay_table(report: dict[str, Any], program: Program) -> Table | None:
    replay, language = report["replay"], spoken()
    if replay is None:
        return None
    title = say("plan.replay", {"from": replay["from"], "until": replay["until"]}, language)
    table = _table(title, *(say(f"plan.{key}", {}, language) for key in ("old", "new", "difference")))
    scales = {wallet.id: wallet.scale for wallet in program.wallets}
    for wallet, points in replay["wallets"].items():
        name, scale = wallet_name(wallet, language, program), scales.get(wallet, 0)
        for key in ("issued", "expired", "outstanding"):
            old, new = points[key]["old"], points[key]["new"]
            table.add_row(say(f"plan.{key}", {"wallet": name}, language), text_of(old, scale), text_of(new, scale), text_of(new - old, scale))
            for row in points["by_rule"] if key == "issued" else ():
                label = say("plan.by_rule", {"rule": rule_name(row["rule"], language, program)}, language)
                table.add_row(label, *(text_of(figure, scale) for figure in (row["old"], row["new"], row["new"] - row["old"])))
        if points["cost"]:
            table.add_row(say("plan.cost", {"wallet": name}, language), *(points["cost"][key] for key in ("old", "new", "difference")))
            shares = [points["share_of_sales"][key] for key in ("old", "new")]
            table.add_row(say("plan.share", {}, language), *(f"{float(share):.3%}" if share else "" for share in shares), "")
    return table
