"""``regulars pool``: families, teams and clubs at a terminal."""

import secrets
from typing import Annotated, Any

import typer

from regulars.cli.home import open_home
from regulars.cli.language import spoken
from regulars.cli.member import SOURCE, now_us, show
from regulars.cli.output import print_json, tell_code
from regulars.kit.periods import NEVER, instant, iso_day
from regulars.kit.phrases import phrases

app = typer.Typer(help="Families, teams, clubs: members who put points together.", no_args_is_help=True, rich_markup_mode=None)

phrases(
    {
        "pool.shown": (
            "{name} “{ref}” of {owner}: {members} of {most} members, {points} points",
            "{name}“{ref}”（创建者 {owner}）：成员 {members}/{most}，共 {points} 积分",
            "{name}「{ref}」（建立者 {owner}）：成員 {members}/{most}，共 {points} 積分",
        ),
        "pool.shown_member": (
            "{ref} since {since}: put in {gave}, {left} left, spent {spent}",
            "{ref}（{since} 加入）：转入 {gave}，剩余 {left}，使用 {spent}",
            "{ref}（{since} 加入）：轉入 {gave}，剩餘 {left}，使用 {spent}",
        ),
        "pool.shown_lot": ("{points} usable until {until}", "{points} 有效期至 {until}", "{points} 有效期至 {until}"),
        "pool.shown_lasting": ("{points} without an end", "{points} 永久有效", "{points} 永久有效"),
        "pool.shown_nobodys": ("{points} are the pool's own", "{points} 归积分池所有", "{points} 歸積分池所有"),
        "pool.shown_invited": ("{ref} is invited until {until}", "{ref} 已受邀，有效期至 {until}", "{ref} 已受邀，有效期至 {until}"),
        "pool.shown_held": ("{points} reserved by {by} until {until} (hold {hold})", "{by} 已冻结 {points}，至 {until}（冻结编号 {hold}）", "{by} 已凍結 {points}，至 {until}（凍結編號 {hold}）"),
        "pool.shown_on_its_way": ("{count} contributions are on their way", "{count} 笔转入正在途中", "{count} 筆轉入正在途中"),
    }
)

_Pool = Annotated[str, typer.Argument(metavar="POOL", help="The pool: the shop's own reference for it.")]
_Member = Annotated[str, typer.Argument(metavar="MEMBER", help="The shop's own reference.")]
_Points = Annotated[int, typer.Argument(metavar="POINTS", help="How many, in the wallet's unit.", min=1)]
_By = Annotated[str, typer.Option(help="The member who says so (default: the shop itself).")]
_Wallet = Annotated[str, typer.Option(help="By default the first wallet of this kind of pool.")]
_Id = Annotated[str, typer.Option("--id", help="The same id again counts once (default: a new one).")]
_Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@app.command()
def found(pool: _Pool, owner: Annotated[str, typer.Argument(metavar="OWNER")], kind: Annotated[str, typer.Argument(metavar="KIND", help="One of the programme's pools.")], id: _Id = "", json: _Json = False) -> None:
    """Found a pool; its owner takes the first place."""
    _do("found", id, json, pool=pool, member=owner, kind=kind)


@app.command()
def invite(pool: _Pool, member: _Member, by: _By = "", id: _Id = "", json: _Json = False) -> None:
    """Invite a member."""
    _do("invite", id, json, pool=pool, member=member, by=by)


@app.command()
def withdraw(pool: _Pool, member: _Member, by: _By = "", id: _Id = "", json: _Json = False) -> None:
    """An invitation does not stand any more."""
    _do("withdraw", id, json, pool=pool, member=member, by=by)


@app.command()
def join(pool: _Pool, member: _Member, id: _Id = "", json: _Json = False) -> None:
    """A member with an invitation takes a place."""
    _do("join", id, json, pool=pool, member=member)


@app.command()
def give(member: _Member, points: _Points, wallet: _Wallet = "", id: _Id = "", json: _Json = False) -> None:
    """A member puts points into their pool."""
    _do("contribute", id, json, member=member, points=points, wallet=wallet)


@app.command()
def spend(member: _Member, points: _Points, wallet: _Wallet = "", reason: Annotated[str, typer.Option(help="What for.")] = "", id: _Id = "", json: _Json = False) -> None:
    """A member spends from their pool."""
    _do("redeem", id, json, member=member, points=points, wallet=wallet, reason=reason)


_Hold = Annotated[str, typer.Argument(metavar="HOLD", help="The id it was reserved under.")]
_Source = Annotated[str, typer.Option("--source", help="Who reserved it (default: this terminal).")]


@app.command()
def hold(member: _Member, points: _Points, wallet: _Wallet = "", lasts: Annotated[str, typer.Option("--for", help="How long, such as “15 minutes” (default: as the programme says).")] = "", reference: Annotated[str, typer.Option(help="What for.")] = "", id: _Id = "", json: _Json = False) -> None:
    """A member reserves points of their pool: captured or released, or free again by itself."""
    from regulars.engine.reading_holding import how_long

    _do("hold", id, json, member=member, points=points, wallet=wallet, reference=reference, lasts_s=how_long(lasts or None, None)[0])


@app.command()
def capture(pool: _Pool, hold: _Hold, points: Annotated[int, typer.Option(help="How many of them (default: all).", min=0)] = 0, source: _Source = "", id: _Id = "", json: _Json = False) -> None:
    """Spend what was reserved."""
    _do("capture", id, json, pool=pool, hold=hold, hold_source=source, points=points)


@app.command()
def release(pool: _Pool, hold: _Hold, source: _Source = "", id: _Id = "", json: _Json = False) -> None:
    """What was reserved is free again."""
    _do("release", id, json, pool=pool, hold=hold, hold_source=source)


@app.command()
def cancel(pool: _Pool, redemption: Annotated[str, typer.Argument(metavar="REDEMPTION", help="The id it was spent under at this terminal.")], id: _Id = "", json: _Json = False) -> None:
    """Give back what was spent, to whoever it was of."""
    _do("cancel", id, json, pool=pool, redemption=redemption)


@app.command()
def leave(member: _Member, by: _By = "", id: _Id = "", json: _Json = False) -> None:
    """A member leaves with what is left of their own (--by MEMBER), or is made to leave."""
    _do("leave", id, json, member=member, by=by)


@app.command("hand-over")
def hand_over(pool: _Pool, to: Annotated[str, typer.Argument(metavar="TO", help="The new owner, a member of it.")], by: _By = "", id: _Id = "", json: _Json = False) -> None:
    """Another member owns it from now on."""
    _do("hand_over", id, json, pool=pool, member=to, by=by)


@app.command()
def dissolve(pool: _Pool, by: _By = "", id: _Id = "", json: _Json = False) -> None:
    """Everybody takes back what is left of their own."""
    _do("dissolve", id, json, pool=pool, by=by)


@app.command("show")
def show_pool(pool: _Pool, json: _Json = False) -> None:
    """Who is in it, what each put in, and what is left of it."""
    import psycopg

    from regulars.journal.pool_view import pool_view
    from regulars.journal.programs import load_versions

    with open_home() as home, psycopg.connect(home.dsn, autocommit=True) as conn:
        view = pool_view(conn, load_versions(conn), pool, now_us(), spoken())
    if json:
        members = [{**one._asdict(), "since": iso_day(one.since)} for one in view.members]
        wallets = {one.id: one.active for one in view.wallets}
        print_json({"ok": True, "pool": view.ref, "kind": view.kind, "owner": view.owner, "dissolved": view.dissolved, "wallets": wallets, "members": members, "nobodys": view.nobodys, "on_its_way": view.on_its_way, "holds": [{**one._asdict(), "until": instant(one.until_us).isoformat()} for one in view.held]})
        return
    points = sum(one.active for one in view.wallets)
    tell_code("pool.shown", name=view.name, ref=view.ref, owner=view.owner, members=len(view.members), most=view.most, points=points)
    for one in view.members:
        tell_code("pool.shown_member", ref=one.ref, since=iso_day(one.since), gave=sum(one.gave.values()), left=sum(one.left.values()), spent=sum(one.spent.values()))
    for lot in [lot for wallet in view.wallets for lot in wallet.lots]:
        tell_code("pool.shown_lot" if lot.until < NEVER else "pool.shown_lasting", points=lot.points, until=iso_day(lot.until))
    if view.nobodys:
        tell_code("pool.shown_nobodys", points=sum(view.nobodys.values()))
    for ref, until in view.invited:
        tell_code("pool.shown_invited", ref=ref, until=iso_day(until))
    for hold in view.held:
        tell_code("pool.shown_held", points=hold.points, by=hold.by, hold=hold.id, until=instant(hold.until_us).isoformat(sep=" ", timespec="minutes"))
    if view.on_its_way:
        tell_code("pool.shown_on_its_way", count=view.on_its_way)


def _do(verb: str, id: str, json: bool, **asked: Any) -> None:
    from regulars.journal.moving import Moved, Mover, run_mover
    from regulars.journal.pools import Ask, Pools

    at = now_us()
    ask = Ask(SOURCE, id or secrets.token_hex(8), at, **asked)

    async def work(mover: Mover) -> Moved:
        moved: Moved = await getattr(Pools(mover), verb)(ask, at)
        return moved

    with open_home() as home:
        show(home.dsn, run_mover(home.dsn, work), json)
