"""``regulars member``: what an agent does for members at a terminal."""

import secrets
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from regulars.cli.home import open_home
from regulars.cli.language import spoken
from regulars.cli.output import print_json, tell, tell_code
from regulars.kit.errors import Refused
from regulars.kit.periods import microseconds
from regulars.kit.phrases import phrases

app = typer.Typer(help="Gifts between members.", no_args_is_help=True, rich_markup_mode=None)

_Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
_Id = Annotated[str, typer.Option("--id", help="The same id again counts once (default: a new one).")]
SOURCE = "cli"

phrases(
    {
        "moving.arrived": ("done", "已完成", "已完成"),
        "moving.on_its_way": (
            "begun; the rest is done within a minute",
            "已开始处理，其余步骤将在一分钟内完成",
            "已開始處理，其餘步驟將在一分鐘內完成",
        ),
        "moving.finished": ("{count} begun moves were carried to their end", "已完成 {count} 笔在途处理", "已完成 {count} 筆在途處理"),
    }
)


def now_us() -> int:
    return microseconds(datetime.now(UTC))


@app.command()
def gift(
    giver: Annotated[str, typer.Argument(metavar="FROM", help="Who gives: the shop's own reference.")],
    receiver: Annotated[str, typer.Argument(metavar="TO", help="Who receives.")],
    points: Annotated[int, typer.Argument(metavar="POINTS", help="How many, in the wallet's unit.", min=1)],
    wallet: Annotated[str, typer.Option(help="By default the programme's wallet for gifts.")] = "",
    id: _Id = "",
    json: _Json = False,
) -> None:
    """Give points to another member: once, whatever breaks in between."""
    from regulars.journal.moving import Gift, run_mover

    at = now_us()
    asked = Gift(giver, receiver, points, wallet, SOURCE, id or secrets.token_hex(8), at)
    with open_home() as home:
        show(home.dsn, run_mover(home.dsn, lambda mover: mover.give(asked, at)), json)


@app.command()
def finish(json: _Json = False) -> None:
    """Carry what broke off half way to its end; the clock does the same every minute."""
    from regulars.journal.moving import run_mover

    with open_home() as home:
        count = run_mover(home.dsn, lambda mover: mover.finish_open(0, now_us()))
    if json:
        print_json({"ok": True, "finished": count})
    else:
        tell_code("moving.finished", count=count)


def show(dsn: str, moved: Any, json: bool) -> None:
    """What became of it, in words. Raises Refused when it was refused, here or at the other member's."""
    import psycopg

    from regulars.engine.explain import sentences
    from regulars.journal.programs import load_versions

    if moved.state in ("refused", "came_back"):
        reason = (*moved.because, *moved.answer.because)[0]
        raise Refused(moved.why, **{name: value for name, value in reason.items() if name != "code"})
    answer = moved.answer
    if json:
        print_json({"ok": True, "id": answer.id, "status": answer.status, "state": moved.state, "because": answer.because})
        return
    with psycopg.connect(dsn, autocommit=True) as conn:
        for sentence in sentences(answer.because, spoken(), load_versions(conn).program):
            tell(f"· {sentence}")
    tell_code(f"moving.{moved.state}")
