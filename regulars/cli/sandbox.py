"""``regulars sandbox``: a programme to play with, on members of its own and a clock you move."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from regulars.cli.given import Json, moment_of, text_of_file, user
from regulars.cli.home import Home, connect, open_home
from regulars.cli.output import print_json, tell_code
from regulars.cli.sandbox_event import event
from regulars.cli.sandbox_story import Name, member_story, opened, told, versions_in
from regulars.cli.sandbox_tables import print_aged, print_member, print_sandbox
from regulars.kit.errors import Invalid
from regulars.kit.lengths import length_of
from regulars.kit.periods import microseconds
from regulars.kit.phrases import phrases

app = typer.Typer(help="A programme to play with, on a clock you move.", no_args_is_help=True, rich_markup_mode=None)

phrases(
    {
        "sandbox.created": (
            "the sandbox “{name}” is ready; its clock stands at {now}",
            "沙盒“{name}”已就绪，时钟停在 {now}",
            "沙盒「{name}」已就緒，時鐘停在 {now}",
        ),
        "sandbox.dropped": ("the sandbox “{name}” is gone", "沙盒“{name}”已删除", "沙盒「{name}」已刪除"),
        "sandbox.which": (
            "name a programme document, or say --from-live",
            "请指定会员计划文档，或使用 --from-live",
            "請指定會員計劃文件，或使用 --from-live",
        ),
        "sandbox.whom": ("say --member REF or --all", "请使用 --member REF 或 --all", "請使用 --member REF 或 --all"),
    }
)


@app.command()
def create(
    name: Name,
    file: Annotated[Path | None, typer.Argument(metavar="[PROGRAM.yaml]", help="The programme to play with.")] = None,
    from_live: Annotated[bool, typer.Option("--from-live", help="Take the shop's programme, every version of it.")] = False,
    member: Annotated[list[str] | None, typer.Option(help="With --from-live: copy this member of the shop with all their log; again for more.")] = None,
    at: Annotated[str, typer.Option(help="Where its clock stands (default: now).")] = "",
    json: Json = False,
) -> None:
    """Make a sandbox. Nothing of it is ever in the shop's figures."""

    if (file is None) == (not from_live):
        raise Invalid("sandbox.which")
    with open_home() as home, connect(home.dsn) as live:
        now = datetime.now(UTC)
        versions, members = _programme(live, file, member or [], now)
        if at:

            now = moment_of(at, versions[-1].read().timezone)
        made = _make(home, name, versions, now, user(), "live" if file is None else file.name, members)
    if json:
        print_json(told(made))
    else:
        tell_code("sandbox.created", name=name, now=sandboxes_time(made.now, versions[-1].read().timezone))


@app.command()
def age(
    name: Name,
    length: Annotated[list[str], typer.Argument(help="How far: 13 months, 1 year, 90 days.")],
    member: Annotated[str, typer.Option(help="Tell what happens to this member.")] = "",
    all_: Annotated[bool, typer.Option("--all", help="Tell what happens to everybody, in sum.")] = False,
    json: Json = False,
) -> None:
    """Move the clock on: for every member each due day happens in its order, as it would have. The sandbox has one clock for all its members."""
    from regulars.journal import sandboxes

    far = length_of(" ".join(length))
    if bool(member) == all_:
        raise Invalid("sandbox.whom")
    with opened(name) as (_, conn):
        if member:
            _known(conn, member)
        before = sandboxes.clock_of(conn)
        versions = versions_in(conn)
        to = sandboxes.later(before, far, versions.program.timezone)
        sandboxes.move_clock(conn, to)
        aged = sandboxes.what_passed(conn, before, to)
        found = member_story(conn, member, to, since=before) if member else None
    if json:
        moves = [{"from": left, "to": reached, "count": count} for (left, reached), count in aged.moves.items()]
        print_json({"now": to.isoformat(), "events": aged.events, "expired": aged.expired, "activated": aged.activated, "moves": moves, "member": found})
    else:
        print_aged(aged, to, versions.program)
        if found is not None:
            print_member(found, versions.program)


app.command()(event)


@app.command()
def show(name: Name, member: Annotated[str, typer.Option(help="One member, with every movement explained.")] = "", json: Json = False) -> None:
    """Where the clock stands, who is in it, and what a member has and why."""
    from regulars.journal import sandboxes

    with opened(name) as (home, conn):
        with connect(home.dsn) as live:
            sandbox = sandboxes.sandbox_of(live, name)
        program = versions_in(conn).at(microseconds(sandbox.now)).program
        if member:
            found = member_story(conn, member, sandbox.now)
        else:
            tiers = dict(conn.execute("SELECT tier, count(*) FROM member_state GROUP BY 1 ORDER BY 1").fetchall())
            sums = conn.execute("SELECT coalesce(sum(active), 0)::bigint, coalesce(sum(pending), 0)::bigint FROM member_state").fetchone() or (0, 0)
            found = {**told(sandbox), "members": sum(tiers.values()), "tiers": tiers, "active": sums[0], "pending": sums[1]}
    if json:
        print_json(found)
    elif member:
        print_member(found, program)
    else:
        print_sandbox(found, program)


@app.command("list")
def list_(json: Json = False) -> None:
    """Every sandbox with its clock."""
    from regulars.journal import sandboxes

    with open_home() as home, connect(home.dsn) as live:
        every = [told(sandboxes.sandbox_of(live, name)) for name in sandboxes.names(live)]
    if json:
        print_json({"sandboxes": every})
    for one in () if json else every:
        print(f"{one['name']:<24}  {one['now']}  {one['origin']}  {one['created_by']}")


@app.command()
def reset(name: Name, json: Json = False) -> None:
    """Begin again: the same programme, no members, the clock at the present. Its keys stay."""
    from regulars.journal import sandboxes
    from regulars.journal.programs import versions_of

    with opened(name) as (home, conn), connect(home.dsn) as live:
        versions, before = versions_of(conn), sandboxes.sandbox_of(live, name)
        with connect(home.owner_dsn) as owner:
            sandboxes.drop(owner, name)
        made = _make(home, name, versions, datetime.now(UTC), user(), before.origin, [])
    if json:
        print_json(told(made))
    else:
        tell_code("sandbox.created", name=name, now=sandboxes_time(made.now, versions[-1].read().timezone))


@app.command("drop")
def drop_(name: Name, json: Json = False) -> None:
    """The sandbox and everything in it goes; its keys open nothing any more."""
    from regulars.journal import sandboxes

    with open_home() as home, connect(home.owner_dsn) as owner:
        sandboxes.drop(owner, name)
    if json:
        print_json({"ok": True, "name": name})
    else:
        tell_code("sandbox.dropped", name=name)


def sandboxes_time(now: datetime, timezone: str) -> str:
    from zoneinfo import ZoneInfo

    return now.astimezone(ZoneInfo(timezone)).isoformat(timespec="minutes")


def _programme(live: Any, file: Path | None, members: list[str], now: datetime) -> tuple[list[Any], list[int]]:
    """The versions a sandbox begins with, and the shop's members it takes along."""
    from regulars.journal.errors import NoProgram
    from regulars.journal.programs import Version, versions_of
    from regulars.journal.queries import member_id_of
    from regulars.program.reading import require

    if file is not None:
        text = text_of_file(file)
        return [Version(1, require(text).id, text, None, now, user())], []
    versions = versions_of(live)
    if not versions:
        raise NoProgram()
    return versions, [member_id_of(live, ref) for ref in members]


def _make(home: Home, name: str, versions: list[Any], now: datetime, by: str, origin: str, members: list[int]) -> Any:
    from regulars.cli.database import grant, parts_of
    from regulars.journal import sandboxes

    with connect(home.owner_dsn) as owner:
        made = sandboxes.create(owner, name, versions, now=now, by=by, origin=origin, members=members)
        if home.dsn != home.owner_dsn:
            grant(owner, parts_of(home.dsn)["user"], sandboxes.schema_of(name))
    return made


def _known(conn: Any, ref: str) -> None:
    from regulars.journal.queries import member_id_of

    member_id_of(conn, ref)
