"""``regulars member``: what an agent does for members at a terminal."""

import secrets
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from regulars.cli.given import Json
from regulars.cli.home import open_home
from regulars.cli.language import spoken
from regulars.cli.member_freeze import freeze, unfreeze
from regulars.cli.member_profiling import profiling
from regulars.cli.member_quality import apart, conflicts, duplicates, quality
from regulars.cli.output import print_json, tell, tell_code
from regulars.kit.errors import Refused
from regulars.kit.periods import microseconds
from regulars.kit.phrases import phrases

app = typer.Typer(help="Gifts, merges, and how good what we know of people is.", no_args_is_help=True, rich_markup_mode=None)
for _command in (quality, duplicates, apart, conflicts, profiling, freeze, unfreeze):
    app.command()(_command)

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
        "merge.differ": (
            "both have told, differently: {fields}; what the one that stays has told counts",
            "两份资料不一致：{fields}；以保留方的资料为准",
            "兩份資料不一致：{fields}；以保留方的資料為準",
        ),
        "merge.would": (
            "they would have {active} points and stand on {tier}; nothing was written",
            "合并后将有 {active} 积分，等级为{tier}；未写入任何内容",
            "合併後將有 {active} 積分，等級為{tier}；未寫入任何內容",
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
    json: Json = False,
) -> None:
    """Give points to another member: once, whatever breaks in between."""
    from regulars.journal.moving import Gift, run_mover

    at = now_us()
    asked = Gift(giver, receiver, points, wallet, SOURCE, id or secrets.token_hex(8), at)
    with open_home() as home:
        show(home.dsn, run_mover(home.dsn, lambda mover: mover.give(asked, at)), json)


_Stays = Annotated[str, typer.Argument(metavar="STAYS", help="Who goes on: the shop's own reference.")]
_Goes = Annotated[str, typer.Argument(metavar="GOES", help="Who becomes part of the other.")]


@app.command()
def merge(
    stays: _Stays,
    goes: _Goes,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what it would do.")] = False,
    id: _Id = "",
    json: Json = False,
) -> None:
    """Two references are one person: points, level, cards and profile come together. It can be undone."""
    if dry_run:
        _preview(stays, goes, json)
    else:
        _merge("merge", stays, goes, id, json)


@app.command()
def unmerge(stays: _Stays, goes: _Goes, id: _Id = "", json: Json = False) -> None:
    """They are two after all: each has again what is left of their own."""
    _merge("unmerge", stays, goes, id, json)


def _merge(verb: str, stays: str, goes: str, id: str, json: bool) -> None:
    from regulars.journal.moving import Merge, run_mover

    at = now_us()
    asked = Merge(stays, goes, SOURCE, id or secrets.token_hex(8), at)
    with open_home() as home:
        home.django()
        from regulars.members.merging import catch_up
        from regulars.members.queries import members_by_ref

        moved = run_mover(home.dsn, lambda mover: getattr(mover, verb)(asked, at))
        catch_up(members_by_ref([goes]).values(), at=datetime.now(UTC))
        show(home.dsn, moved, json)


def _preview(stays: str, goes: str, json: bool) -> None:
    import psycopg

    from regulars.engine.explain import sentences
    from regulars.journal.merge_preview import preview_merge
    from regulars.journal.programs import load_versions

    with open_home() as home:
        home.django()
        from regulars.members.merging import conflicts
        from regulars.members.queries import members_by_ref
        from regulars.members.reading import unseen

        with psycopg.connect(home.dsn, autocommit=True) as conn:
            versions = load_versions(conn)
            seen = preview_merge(conn, versions, stays, goes, now_us())
        known = members_by_ref([stays, goes])
        with unseen("differences"):
            told = [one.field for one in conflicts(known[stays], known[goes])]
    if json:
        after = None if seen.after is None else {"tier": seen.after.tier, "active": seen.after.points.active, "pending": seen.after.points.pending}
        print_json({"ok": seen.after is not None, "after": after, "because": seen.because, "differ": told})
        return
    for sentence in sentences(seen.because, spoken(), versions.program):
        tell(f"· {sentence}")
    if told:
        tell_code("merge.differ", fields=", ".join(told))
    if seen.after is not None:
        tell_code("merge.would", tier=seen.after.tier, active=seen.after.points.active)


@app.command()
def finish(json: Json = False) -> None:
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
