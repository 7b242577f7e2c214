"""What a sandbox tells at a terminal."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from regulars.cli.language import spoken
from regulars.engine.explain import level_name, wallet_name
from regulars.kit.phrases import phrases, say
from regulars.program.document import Program

phrases(
    {
        "sandbox.now": ("The clock stands at {now}", "时钟停在 {now}", "時鐘停在 {now}"),
        "sandbox.happened": ("{events} members' days on which something changed", "共 {events} 个会员日发生变动", "共 {events} 個會員日發生變動"),
        "sandbox.expired": ("{points} {wallet} lapsed", "{wallet}过期 {points}", "{wallet}過期 {points}"),
        "sandbox.activated": ("{points} {wallet} became usable", "{wallet}生效 {points}", "{wallet}生效 {points}"),
        "sandbox.moved": ("{count} from {from} to {to}", "{count} 人由{from}变为{to}", "{count} 人由{from}變為{to}"),
        "sandbox.stands": ("{member} is {tier}", "{member}：{tier}", "{member}：{tier}"),
        "sandbox.has": (
            "{wallet}: {active} usable, {pending} pending",
            "{wallet}：可用 {active}，待生效 {pending}",
            "{wallet}：可用 {active}，待生效 {pending}",
        ),
        "sandbox.lot": ("  {points} until the end of {until}", "  {points}，有效期至 {until}", "  {points}，有效期至 {until}"),
        "sandbox.people": ("{members} members: {active} points usable, {pending} pending", "会员 {members} 人：可用 {active} 分，待生效 {pending} 分", "會員 {members} 人：可用 {active} 分，待生效 {pending} 分"),
    }
)


def print_aged(aged: Any, now: datetime, program: Program) -> None:
    language = spoken()
    _say("now", now=_time(now, program))
    _say("happened", events=f"{aged.events:,}")
    for what, points in (("expired", aged.expired), ("activated", aged.activated)):
        for wallet, count in points.items():
            _say(what, points=f"{count:,}", wallet=wallet_name(wallet, language, program))
    for (left, reached), count in aged.moves.items():
        _say("moved", **{"count": f"{count:,}", "from": level_name(left, language, program), "to": level_name(reached, language, program)})


def print_sandbox(found: dict[str, Any], program: Program) -> None:
    _say("now", now=_time(datetime.fromisoformat(found["now"]), program))
    _say("people", members=f"{found['members']:,}", active=f"{found['active']:,}", pending=f"{found['pending']:,}")
    for tier, count in found["tiers"].items():
        print(f"  {level_name(tier, spoken(), program)}: {count:,}")


def print_member(found: dict[str, Any], program: Program) -> None:
    language = spoken()
    for one in found["events"]:
        print(f"{_time(datetime.fromisoformat(one['at']), program)}  {one['type']}  {one['status']}  [{level_name(one['tier'], language, program)}]")
        for moved in one["moved"]:
            print(f"    {moved}")
        for sentence in one["because"]:
            print(f"    · {sentence}")
    _say("stands", member=found["member"], tier=level_name(found["tier"], language, program))
    for id, wallet in found["wallets"].items():
        _say("has", wallet=wallet_name(id, language, program), active=f"{wallet['active']:,}", pending=f"{wallet['pending']:,}")
        for lot in wallet["lots"]:
            _say("lot", points=f"{lot['points']:,}", until=lot["until"] or "–")


def _say(what: str, **facts: Any) -> None:
    print(say(f"sandbox.{what}", facts, spoken()))


def _time(at: datetime, program: Program) -> str:
    return at.astimezone(ZoneInfo(program.timezone)).strftime("%Y-%m-%d %H:%M")
