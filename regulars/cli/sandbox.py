"""``regulars sandbox``: a programme to play with, on members of its own and a clock you move."""

import asyncio
import json as json_
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from regulars.cli.home import Home, open_home
from regulars.cli.language import spoken
from regulars.cli.output import print_json, tell_code
from regulars.cli.sandbox_tables import print_aged, print_member, print_sandbox
from regulars.kit.errors import Invalid
from regulars.kit.lengths import length_of
from regulars.kit.periods import microseconds
from regulars.kit.phrases import phrases

app = typer.Typer(help="A programme to play with, on a clock you move.", no_args_is_help=True, rich_markup_mode=None)

_Name = Annotated[str, typer.Argument(help="The sandbox.")]
_Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]

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
        "sandbox.what": (
            "say what happens: --amount 100, or --type and --data",
            "请说明事件内容：--amount 100，或 --type 与 --data",
            "請說明事件內容：--amount 100，或 --type 與 --data",
        ),
        "sandbox.data": ("--data is not a JSON object", "--data 不是 JSON 对象", "--data 不是 JSON 物件"),
    }
)


@app.command()
def create(
    name: _Name,
    file: Annotated[Path | None, typer.Argument(metavar="[PROGRAM.yaml]", help="The programme to play with.")] = None,
    from_live: Annotated[bool, typer.Option("--from-live", help="Take the shop's programme, every version of it.")] = False,
    member: Annotated[list[str] | None, typer.Option(help="With --from-live: copy this member of the shop with all their log; again for more.")] = None,
    at: Annotated[str, typer.Option(help="Where its clock stands (default: now).")] = "",
    json: _Json = False,
) -> None:
    """Make a sandbox. Nothing of it is ever in the shop's figures."""
    from regulars.cli.program import user

    if (file is None) == (not from_live):
        raise Invalid("sandbox.which")
    with open_home() as home, _connect(home.dsn) as live:
        now = datetime.now(UTC)
        versions, members = _programme(live, file, member or [], now)
        if at:
            from regulars.cli.ledger import moment_of

            now = moment_of(at, versions[-1].read().timezone)
        made = _make(home, name, versions, now, user(), "live" if file is None else file.name, members)
    if json:
        print_json(_told(made))
    else:
        tell_code("sandbox.created", name=name, now=sandboxes_time(made.now, versions[-1].read().timezone))


@app.command()
def age(
    name: _Name,
    length: Annotated[list[str], typer.Argument(help="How far: 13 months, 1 year, 90 days.")],
    member: Annotated[str, typer.Option(help="Tell what happens to this member.")] = "",
    all_: Annotated[bool, typer.Option("--all", help="Tell what happens to everybody, in sum.")] = False,
    json: _Json = False,
) -> None:
    """Move the clock on: for every member each due day happens in its order, as it would have. The sandbox has one clock for all its members."""
    from regulars.journal import sandboxes

    far = length_of(" ".join(length))
    if bool(member) == all_:
        raise Invalid("sandbox.whom")
    with _opened(name) as (_, conn):
        if member:
            _known(conn, member)
        before = sandboxes.clock_of(conn)
        versions = _versions(conn)
        to = sandboxes.later(before, far, versions.program.timezone)
        sandboxes.move_clock(conn, to)
        aged = sandboxes.what_passed(conn, before, to)
        found = _member_story(conn, member, to, since=before) if member else None
    if json:
        moves = [{"from": left, "to": reached, "count": count} for (left, reached), count in aged.moves.items()]
        print_json({"now": to.isoformat(), "events": aged.events, "expired": aged.expired, "activated": aged.activated, "moves": moves, "member": found})
    else:
        print_aged(aged, to, versions.program)
        if found is not None:
            print_member(found, versions.program)


@app.command()
def event(
    name: _Name,
    member: Annotated[str, typer.Argument(help="Whose event; an unknown member joins with it.")],
    amount: Annotated[str, typer.Option(help="An order of this amount.")] = "",
    category: Annotated[str, typer.Option(help="What was bought.")] = "",
    type_: Annotated[str, typer.Option("--type", help="Another kind of event.")] = "",
    data: Annotated[str, typer.Option(help="Its data, as the API takes it (JSON).")] = "",
    id_: Annotated[str, typer.Option("--id", help="The event's id (default: made up).")] = "",
    json: _Json = False,
) -> None:
    """Something happens to a member, at the sandbox's own time; answers as the API does, with the reasons."""
    from regulars.journal import sandboxes

    if bool(amount) == bool(type_):
        raise Invalid("sandbox.what")
    with _opened(name) as (home, conn):
        now = sandboxes.clock_of(conn)
        program = _versions(conn).at(microseconds(now)).program
        id = id_ or f"sandbox-{secrets.token_hex(4)}"
        body = _order(id, amount, category, program.currency.code) if amount else _object(data)
        envelope = {
            "specversion": "1.0", "id": id, "source": "sandbox", "type": type_ or "order.paid", "subject": member, "time": now.isoformat(), "data": body,
        }  # fmt: skip
        answer = asyncio.run(_post(home.dsn, name, json_.dumps(envelope).encode(), microseconds(now)))
        found = _member_story(conn, member, now, last=1)
    if json:
        print_json({"status": answer.status, "code": answer.code, **found})
    else:
        print_member(found, program)


@app.command()
def show(name: _Name, member: Annotated[str, typer.Option(help="One member, with every movement explained.")] = "", json: _Json = False) -> None:
    """Where the clock stands, who is in it, and what a member has and why."""
    from regulars.journal import sandboxes

    with _opened(name) as (home, conn):
        with _connect(home.dsn) as live:
            sandbox = sandboxes.sandbox_of(live, name)
        program = _versions(conn).at(microseconds(sandbox.now)).program
        if member:
            found = _member_story(conn, member, sandbox.now)
        else:
            tiers = dict(conn.execute("SELECT tier, count(*) FROM member_state GROUP BY 1 ORDER BY 1").fetchall())
            sums = conn.execute("SELECT coalesce(sum(active), 0)::bigint, coalesce(sum(pending), 0)::bigint FROM member_state").fetchone() or (0, 0)
            found = {**_told(sandbox), "members": sum(tiers.values()), "tiers": tiers, "active": sums[0], "pending": sums[1]}
    if json:
        print_json(found)
    elif member:
        print_member(found, program)
    else:
        print_sandbox(found, program)


@app.command("list")
def list_(json: _Json = False) -> None:
    """Every sandbox with its clock."""
    from regulars.journal import sandboxes

    with open_home() as home, _connect(home.dsn) as live:
        every = [_told(sandboxes.sandbox_of(live, name)) for name in sandboxes.names(live)]
    if json:
        print_json({"sandboxes": every})
    for one in () if json else every:
        print(f"{one['name']:<24}  {one['now']}  {one['origin']}  {one['created_by']}")


@app.command()
def reset(name: _Name, json: _Json = False) -> None:
    """Begin again: the same programme, no members, the clock at the present. Its keys stay."""
    from regulars.cli.program import user
    from regulars.journal import sandboxes
    from regulars.journal.programs import versions_of

    with _opened(name) as (home, conn), _connect(home.dsn) as live:
        versions, before = versions_of(conn), sandboxes.sandbox_of(live, name)
        with _connect(home.owner_dsn) as owner:
            sandboxes.drop(owner, name)
        made = _make(home, name, versions, datetime.now(UTC), user(), before.origin, [])
    if json:
        print_json(_told(made))
    else:
        tell_code("sandbox.created", name=name, now=sandboxes_time(made.now, versions[-1].read().timezone))


@app.command("drop")
def drop_(name: _Name, json: _Json = False) -> None:
    """The sandbox and everything in it goes; its keys open nothing any more."""
    from regulars.journal import sandboxes

    with open_home() as home, _connect(home.owner_dsn) as owner:
        sandboxes.drop(owner, name)
    if json:
        print_json({"ok": True, "name": name})
    else:
        tell_code("sandbox.dropped", name=name)


def sandboxes_time(now: datetime, timezone: str) -> str:
    from zoneinfo import ZoneInfo

    return now.astimezone(ZoneInfo(timezone)).isoformat(timespec="minutes")


def _connect(dsn: str) -> Any:
    import psycopg

    return psycopg.connect(dsn, autocommit=True)


@contextmanager
def _opened(name: str) -> Iterator[tuple[Home, Any]]:
    """The home, and a connection that sees the sandbox only."""
    from regulars.journal import sandboxes

    with open_home() as home:
        with _connect(home.dsn) as live:
            sandboxes.sandbox_of(live, name)
        with _connect(sandboxes.dsn_of(home.dsn, name)) as conn:
            yield home, conn


def _programme(live: Any, file: Path | None, members: list[str], now: datetime) -> tuple[list[Any], list[int]]:
    """The versions a sandbox begins with, and the shop's members it takes along."""
    from regulars.cli.program import text_of_file, user
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

    with _connect(home.owner_dsn) as owner:
        made = sandboxes.create(owner, name, versions, now=now, by=by, origin=origin, members=members)
        if home.dsn != home.owner_dsn:
            grant(owner, parts_of(home.dsn)["user"], sandboxes.schema_of(name))
    return made


def _versions(conn: Any) -> Any:
    from regulars.journal.programs import load_versions

    return load_versions(conn)


def _known(conn: Any, ref: str) -> None:
    from regulars.journal.queries import member_id_of

    member_id_of(conn, ref)


def _order(id: str, amount: str, category: str, currency: str) -> dict[str, Any]:
    line = {"sku": category or "something", "quantity": "1", "amount": amount, **({"category": category} if category else {})}
    return {"order_id": id, "currency": currency, "lines": [line]}


def _object(data: str) -> dict[str, Any]:
    try:
        found = json_.loads(data or "{}")
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Invalid("sandbox.data")
    return found


async def _post(dsn: str, name: str, envelope: bytes, now_us: int) -> Any:
    """Through the API's own reading and intake, so that what works here works there. Raises Problem."""
    from regulars.api.envelopes import read_envelope
    from regulars.api.sandboxes import SandboxServices

    async with SandboxServices(dsn, name).running() as services:
        waiting = services.read(read_envelope(envelope), now_us)
        posting = waiting.posting
        enrolling = type(posting)(posting.ref, posting.event, posting.body, posting.received_us, enrol=True)
        return await services.post(waiting._replace(posting=enrolling))


def _member_story(conn: Any, ref: str, now: datetime, *, since: datetime | None = None, last: int = 0) -> dict[str, Any]:
    """Where a member stands and what happened, explained: all of it, what came after ``since``, or the ``last`` ones."""
    from regulars.engine.explain import sentences
    from regulars.journal.queries import movements_of, standing_of
    from regulars.kit.periods import NEVER, iso_day

    versions = _versions(conn)
    stands = standing_of(conn, versions, ref, microseconds(now))
    movements = movements_of(conn, ref, limit=last or 1_000).movements
    told = [one for one in reversed(movements) if since is None or one.occurred_at > since]
    return {
        "member": ref,
        "now": now.isoformat(),
        "tier": stands.tier,
        "wallets": {
            wallet.id: {
                "active": wallet.active, "pending": wallet.pending, "debt": wallet.debt,
                "lots": [{"points": lot.points, "until": iso_day(lot.until) if lot.until < NEVER else None} for lot in wallet.lots],
            }
            for wallet in stands.wallets
        },
        "events": [
            {
                "at": one.occurred_at.isoformat(), "type": one.type, "id": one.id, "status": one.outcome.status, "tier": one.outcome.tier,
                "moved": [f"{moved.points} {moved.wallet}: {moved.source} → {moved.target}" for moved in one.transfers],
                "because": sentences(one.outcome.because, spoken(), versions.number(one.outcome.version).program),
            }
            for one in told
        ],
    }  # fmt: skip


def _told(sandbox: Any) -> dict[str, Any]:
    return {
        "name": sandbox.name,
        "now": sandbox.now.isoformat(),
        "origin": sandbox.origin,
        "created_at": sandbox.created_at.isoformat(),
        "created_by": sandbox.created_by,
    }
