"""``regulars ledger budgets``: how far each budget has been used, when it begins anew, and whom budgets and limits have clipped."""

import json as json_
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from regulars.cli.given import Json, moment_of
from regulars.cli.home import connect, open_home
from regulars.cli.language import spoken
from regulars.cli.output import print_json
from regulars.kit.phrases import phrases, say

phrases(
    {
        "budgets.one": (
            "{what}  per {per}: {used} of {allowed} used, {left} left; begins anew {renews}",
            "{what}  每{per}：已用 {used} / {allowed}，剩余 {left}；下次重置 {renews}",
            "{what}  每{per}：已用 {used} / {allowed}，剩餘 {left}；下次重置 {renews}",
        ),
        "budgets.never": ("never", "不重置", "不重置"),
        "budgets.programme": ("the programme", "整个计划", "整個計劃"),
        "budgets.none": ("the programme in force has no budget", "现行会员计划没有预算", "現行會員計劃沒有預算"),
        "budgets.clipped": (
            "{code} {what}: {times} times, {members} members; most often {most}",
            "{code} {what}：{times} 次，{members} 位会员；最多的是 {most}",
            "{code} {what}：{times} 次，{members} 位會員；最多的是 {most}",
        ),
    }
)


def budgets(
    clipped_since: Annotated[str, typer.Option("--clipped-since", metavar="DAY", help="Also count whom budgets and limits have clipped from this day on; reads those events.")] = "",
    json: Json = False,
) -> None:
    """How far each budget has been used in its present period, what is left, and when it begins anew."""
    from regulars.journal.budgets import budget_standings
    from regulars.journal.clipped import clipped_since as clipped
    from regulars.journal.programs import load_versions
    from regulars.kit.money import text_of
    from regulars.kit.periods import microseconds

    with open_home() as home, connect(home.dsn) as conn:
        versions, now = load_versions(conn), datetime.now(UTC)
        found = budget_standings(conn, versions, microseconds(now))
        times = clipped(conn, moment_of(clipped_since, versions.program.timezone)) if clipped_since else []
    digits = versions.program.currency.minor_digits
    told = [
        {
            "rule": one.rule or None, "wallet": one.wallet, "per": one.per, "since": one.since, "renews_on": one.renews_on, "allowed": one.allowed, "used": one.used,
            "left": one.left, "sales": text_of(one.sales, digits) if one.counts_sales else None, "level": one.level,
        }
        for one in found
    ]  # fmt: skip
    if json:
        whom = [{**one._asdict(), "most": json_.loads(one.most)} for one in times] if clipped_since else None
        print_json({"budgets": told, "clipped": whom})
        return
    for one in told:
        print(_in_words(one))
    if not told:
        print(say("budgets.none", {}, spoken()))
    for each in times:
        most = ", ".join(f"{one['member']} {one['times']}×" for one in json_.loads(each.most)[:3])
        print(say("budgets.clipped", {**each._asdict(), "most": most}, spoken()))


def _in_words(one: dict[str, Any]) -> str:
    what = one["rule"] or say("budgets.programme", {}, spoken())
    numbers = {name: f"{one[name]:,}" for name in ("used", "allowed", "left")}
    return say("budgets.one", {"what": f"{what} ({one['wallet']})", "per": one["per"], **numbers, "renews": one["renews_on"] or say("budgets.never", {}, spoken())}, spoken())
