"""``regulars ledger``: verify, seal, explain, replay and export what happened."""

import os
from pathlib import Path
from typing import Annotated, Any

import typer

from regulars.cli import ledger_seal
from regulars.cli.given import Json
from regulars.cli.home import Home, connect, open_home
from regulars.cli.ledger_budgets import budgets
from regulars.cli.ledger_explain import explain
from regulars.cli.ledger_export import export
from regulars.cli.output import print_json, tell_code
from regulars.kit.errors import Invalid
from regulars.kit.phrases import phrases

app = typer.Typer(help="Verify, seal, explain, replay and export what happened.", no_args_is_help=True, rich_markup_mode=None)
app.command()(explain)
app.command()(budgets)
app.command()(export)
app.command()(ledger_seal.seal)
app.command()(ledger_seal.heads)

phrases(
    {
        "ledger.sound": (
            "{members} members, {events} events: every promise is kept",
            "共 {members} 位会员、{events} 个事件：所有承诺均得到遵守",
            "共 {members} 位會員、{events} 個事件：所有承諾均得到遵守",
        ),
        "ledger.chain_holds": (
            "the chain holds from seal {first} on",
            "自第 {first} 个封印起，哈希链完好",
            "自第 {first} 個封印起，雜湊鏈完好",
        ),
        "ledger.breached": (
            "{members} members, {events} events: {breaches} breaches",
            "共 {members} 位会员、{events} 个事件：发现 {breaches} 处违背",
            "共 {members} 位會員、{events} 個事件：發現 {breaches} 處違背",
        ),
        "ledger.same": (
            "{members} members, {events} events: the replay gives the same ledger to the last byte",
            "共 {members} 位会员、{events} 个事件：重放后的账本与原账本逐字节一致",
            "共 {members} 位會員、{events} 個事件：重播後的帳本與原帳本逐位元組一致",
        ),
        "ledger.same_head": (
            "{seals} seals: sealed again in the recorded order, the chain ends in the same head {head}",
            "共 {seals} 个封印：按记录顺序重新封存，链头相同：{head}",
            "共 {seals} 個封印：按記錄順序重新封存，鏈頭相同：{head}",
        ),
        "ledger.head_differs": (
            "seal {seq}: the ledger says {logged}, the replay {replayed}",
            "第 {seq} 个封印：账本记录为 {logged}，重放结果为 {replayed}",
            "第 {seq} 個封印：帳本記錄為 {logged}，重播結果為 {replayed}",
        ),
        "ledger.differs": (
            "member {member}, event {seq}, {what}: the ledger says {logged}, the replay {replayed}",
            "会员 {member}，第 {seq} 个事件，{what}：账本记录为 {logged}，重放结果为 {replayed}",
            "會員 {member}，第 {seq} 個事件，{what}：帳本記錄為 {logged}，重播結果為 {replayed}",
        ),
    }
)


@app.command()
def verify(
    quick: Annotated[
        bool, typer.Option("--quick", help="Only what the database can say by itself; decide nothing again.")
    ] = False,
    workers: Annotated[int, typer.Option(help="Processes that decide the log again.", min=1)] = max(
        os.cpu_count() or 1, 1
    ),
    first_seal: Annotated[
        int | None, typer.Option("--from", help="Only follow the chain, from this seal on, taking the ones before on trust.", min=1)
    ] = None,
    head: Annotated[
        list[Path] | None, typer.Option(help="A file of `ledger heads`, kept elsewhere, to compare the chain with (again for more).")
    ] = None,
    json: Json = False,
) -> None:
    """Run every checker of the ledger's promises. Exits 1 when one is broken."""
    from regulars.journal.queries import ref_of
    from regulars.journal.seal.status import seal_status
    from regulars.journal.verify import verify as verify_journal
    from regulars.journal.verify import verify_chain

    with open_home() as home, connect(home.dsn) as conn:
        status = seal_status(conn)
        if first_seal is not None and first_seal > max(status.seals, 1):
            raise Invalid("seal.no_such_seal", seal=first_seal, newest=status.seals)
        files = ledger_seal.check_files(conn, head or [], home.folder)
        if first_seal is not None:
            report = verify_chain(conn, first_seal)
        else:
            report = verify_journal(conn, deep=not quick, workers=workers, dsn=home.dsn)
        checks: list[dict[str, Any]] = [
            {
                "check": checked.name,
                "promise": checked.promise,
                "breaches": checked.breaches,
                "seconds": round(checked.seconds, 3),
                "findings": [
                    {"member": _ref(conn, ref_of, finding.member_id), "what": finding.what}
                    for finding in checked.findings
                ],
            }
            for checked in report.checks
        ]
    is_sound = report.is_sound and all(file["ok"] for file in files)
    breaches = sum(checked.breaches for checked in report.checks) + sum(not file["ok"] for file in files)
    if json:
        print_json(
            {
                "ok": is_sound,
                "members": report.members,
                "events": report.events,
                "breaches": breaches,
                "checks": checks,
                "seal": ledger_seal.shown(status),
                "heads": files,
            }
        )
    else:
        for check in checks:
            print(f"{check['promise']:<4} {check['check']:<22} {'ok' if not check['breaches'] else check['breaches']}")
            for finding in check["findings"]:
                print(f"       {finding['member'] or ''}: {finding['what']}")
        ledger_seal.tell_files(files)
        tell_code("seal.chain", seals=status.seals, rows=status.rows, head=status.head or "-", waiting=status.waiting)
        sound = "ledger.sound" if first_seal is None else "ledger.chain_holds"
        tell_code(
            sound if is_sound else "ledger.breached",
            first=first_seal,
            members=report.members,
            events=report.events,
            breaches=breaches,
        )
    if not is_sound:
        raise typer.Exit(1)


def _ref(conn: Any, ref_of: Any, member_id: int | None) -> str | None:
    from regulars.journal.errors import UnknownMember

    try:
        return None if member_id is None else ref_of(conn, member_id)
    except UnknownMember:
        return f"#{member_id}"


@app.command()
def replay(
    in_memory: Annotated[
        bool, typer.Option("--in-memory", help="Decide again in memory, without a scratch database.")
    ] = False,
    json: Json = False,
) -> None:
    """Feed an empty ledger with the log and compare, to the last byte. Exits 1 at the first difference."""
    from regulars.journal.queries import ref_of
    from regulars.journal.replay import replay_in_memory, replay_into, scratch_database

    with open_home() as home, connect(home.dsn) as conn:
        if in_memory:
            replayed = replay_in_memory(conn)
        else:
            with scratch_database(_admin_of(home)) as empty:
                replayed = replay_into(conn, empty)
        found = replayed.difference
        difference = None if found is None else {**found._asdict(), "member": _ref(conn, ref_of, found.member_id)}
    if json:
        print_json(
            {
                "ok": found is None,
                "members": replayed.members,
                "events": replayed.events,
                "difference": difference,
                **({} if in_memory else {"seals": replayed.seals, "head": replayed.head.hex() if replayed.seals else None}),
            }
        )
    elif difference is None:
        tell_code("ledger.same", members=replayed.members, events=replayed.events)
        if replayed.seals:
            tell_code("ledger.same_head", seals=replayed.seals, head=replayed.head.hex())
    elif difference["what"] == "head":
        tell_code("ledger.head_differs", **difference)
    else:
        tell_code("ledger.differs", **difference)
    if found is not None:
        raise typer.Exit(1)


def _admin_of(home: Home) -> str:
    """Who may make a database beside ours: the embedded server's administrator, else the owner given in DATABASE_URL."""
    return home.owner_dsn if home.server is None else str(home.server.dsn(_database_name(home)))


def _database_name(home: Home) -> str:
    from psycopg.conninfo import conninfo_to_dict

    return str(conninfo_to_dict(home.owner_dsn)["dbname"])
