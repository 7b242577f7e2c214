"""``regulars alerts``: what looks wrong, what somebody found out, and what the rules watch."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from regulars.cli.given import Json, user
from regulars.cli.home import connect, open_home
from regulars.cli.language import spoken
from regulars.cli.output import print_json, tell, tell_code
from regulars.kit.errors import Invalid
from regulars.kit.phrases import phrases, say

app = typer.Typer(help="What looks wrong, and what the rules watch.", no_args_is_help=True, rich_markup_mode=None)

phrases(
    {
        "alerts.looked": ("{events} events looked at, {alerts} new alerts", "已检查 {events} 个事件，新增预警 {alerts} 条", "已檢查 {events} 個事件，新增預警 {alerts} 則"),
        "alerts.none": ("no alerts", "没有预警", "沒有預警"),
        "alerts.line": ("{id}  {day}  {who}  {rule} ({status})", "{id}  {day}  {who}  {rule}（{status}）", "{id}  {day}  {who}  {rule}（{status}）"),
        "alerts.rules.on": ("the rules watch; {budget} alerts a day at most", "规则监控已启用；每天最多 {budget} 条预警", "規則監控已啟用；每天最多 {budget} 則預警"),
        "alerts.rules.off": ("the rules are switched off: `regulars alerts rules --on`", "规则监控未启用：`regulars alerts rules --on`", "規則監控未啟用：`regulars alerts rules --on`"),
        "alerts.rule": ("{name}: {state}, more than {most} within {span} {unit}", "{name}：{state}，{span} {unit}内超过 {most}", "{name}：{state}，{span} {unit}內超過 {most}"),
        "alerts.state.on": ("on", "启用", "啟用"),
        "alerts.state.off": ("off", "停用", "停用"),
        "alerts.state.freeze": ("on, freezes at once", "启用，立即冻结", "啟用，立即凍結"),
    }
)


@app.command("list")
def list_(
    status: Annotated[str, typer.Option(help="open, looked_into, frozen or harmless; by default all.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=1_000, help="How many at most.")] = 100,
    json: Json = False,
) -> None:
    """The newest day first, in a day the most at risk first, each with what speaks for it; and how right they were."""
    from regulars.insight import watch  # noqa: F401
    from regulars.insight.watch.alerts import alerts, realised

    with open_home() as home, connect(home.dsn) as conn:
        found, right = alerts(conn, status=status, limit=limit), realised(conn)
    if json:
        print_json({"alerts": [document(one) for one in found], "realised": [one._asdict() for one in right]})
        return
    for one in found:
        named = {"rule": say(f"watch.rule.{one.rule}", {}, spoken()), "status": say(f"watch.status.{one.status}", {}, spoken())}
        print(say("alerts.line", {"id": one.id, "day": one.day.isoformat(), "who": one.ref or one.person, **named}, spoken()))
        for text in one.words(spoken()):
            print(f"    {text}")
    if not found:
        tell_code("alerts.none")


@app.command()
def answer(
    id: Annotated[int, typer.Argument(metavar="ID", help="As `regulars alerts list` shows it.")],
    status: Annotated[str, typer.Argument(metavar="STATUS", help="frozen (freezes the member), looked_into (something was wrong), harmless or open.")],
    json: Json = False,
) -> None:
    """What somebody found out; `frozen` freezes the member's points first."""
    from regulars.insight.watch.acting import answered

    with open_home() as home, connect(home.dsn) as conn:
        found = answered(conn, home.dsn, id, status, by=user(), at=datetime.now(UTC))
    if json:
        print_json(document(found))
    else:
        named = {"rule": say(f"watch.rule.{found.rule}", {}, spoken()), "status": say(f"watch.status.{found.status}", {}, spoken())}
        tell(say("alerts.line", {"id": found.id, "day": found.day.isoformat(), "who": found.ref or found.person, **named}, spoken()))


@app.command()
def rules(
    on: Annotated[bool | None, typer.Option("--on/--off", help="Switch the watch on or off; without either: only look.")] = None,
    file: Annotated[Path | None, typer.Option("--file", help="Settings as JSON, as --json prints them; what is left out stays as it is at first.")] = None,
    budget: Annotated[int | None, typer.Option(help="Alerts a day that somebody can look at.")] = None,
    json: Json = False,
) -> None:
    """What the rules watch and from how many on; the same settings as on the page."""
    from regulars.insight import watch  # noqa: F401
    from regulars.insight.watch.settings import KINDS, read_settings, set_settings, settings_of

    with open_home() as home, connect(home.dsn) as conn:
        wanted = read_settings(_document(file)) if file is not None else settings_of(conn)
        wanted = msgspec.structs.replace(wanted, on=wanted.on if on is None else on, budget=wanted.budget if budget is None else budget)
        found = set_settings(conn, wanted, by=user(), at=datetime.now(UTC))
    if json:
        print_json(msgspec.to_builtins(found) | {"rules": {name: msgspec.to_builtins(found.rule(name)) for name in KINDS}})
        return
    tell_code("alerts.rules.on" if found.on else "alerts.rules.off", budget=found.budget)
    for name, kind in KINDS.items():
        rule = found.rule(name)
        state = "freeze" if rule.on and rule.freeze else "on" if rule.on else "off"
        facts = {"name": say(f"watch.rule.{name}", {}, spoken()), "state": say(f"alerts.state.{state}", {}, spoken()), "most": rule.most}
        unit = say(f"watch.unit.{kind.unit}", {}, spoken()) if kind.unit else ""
        tell(say("alerts.rule", {**facts, "span": rule.span, "unit": unit}, spoken()) if kind.span else f"{facts['name']}: {facts['state']}")


@app.command()
def look(json: Json = False) -> None:
    """Look at what nobody has looked at yet; the worker does the same every second while the rules are on."""
    from regulars.insight.watch.acting import freeze_found
    from regulars.insight.watch.following import look as look_once
    from regulars.insight.watch.settings import settings_of

    events, made = 0, 0
    with open_home() as home, connect(home.dsn) as conn:
        conn.autocommit = True
        while (looked := look_once(conn, at=datetime.now(UTC))) is not None:
            events, made = events + looked.events, made + len(looked.alerts)
            freeze_found(conn, home.dsn, looked.alerts, settings_of(conn), at=datetime.now(UTC))
            if not looked.behind:
                break
    if json:
        print_json({"events": events, "alerts": made})
    else:
        tell_code("alerts.looked", events=events, alerts=made)


def document(one: Any) -> dict[str, Any]:
    """An alert as `/v1/insight/alerts` tells it."""
    return {
        "id": one.id,
        "rule": one.rule,
        "member": one.ref or None,
        "person": one.person or None,
        "day": one.day.isoformat(),
        "found_at": one.found_at.isoformat(),
        "points": one.points,
        "risk": one.risk,
        "because": [{"code": reason.code, "facts": reason.facts, "text": text} for reason, text in zip(one.sentences, one.words(spoken()), strict=True)],
        "events": [{"member": ref, "seq": seq, "type": type, "occurred_at": when.isoformat()} for ref, seq, type, when in one.events],
        "status": one.status,
        "answers": [{"status": status, "by": by, "at": at.isoformat()} for status, by, at in one.history],
    }


def _document(file: Path) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(file.read_bytes())
    except (OSError, msgspec.DecodeError) as error:
        raise Invalid("watch.setting_unreadable", why=str(error)[:200]) from None
    if not isinstance(found, dict):
        raise Invalid("watch.setting_unreadable", why="{}")
    return found
