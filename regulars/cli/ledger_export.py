"""``regulars ledger export``: the ledger as Parquet."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from regulars.cli.given import Json, moment_of
from regulars.cli.home import connect, open_home
from regulars.cli.language import spoken
from regulars.cli.output import print_json, tell
from regulars.kit.periods import microseconds
from regulars.kit.phrases import phrases, say

phrases(
    {
        "ledger.exported": (
            "{members} members and {transfers} transfers written to {folder}",
            "已将 {members} 位会员、{transfers} 笔积分变动写入 {folder}",
            "已將 {members} 位會員、{transfers} 筆積分變動寫入 {folder}",
        ),
    }
)


def export(
    out: Annotated[Path, typer.Option(help="The folder to write members.parquet and transfers.parquet into.")],
    at: Annotated[
        str, typer.Option(help="The moment balances are shown for (default: now); without a zone, in the programme's.")
    ] = "",
    json: Json = False,
) -> None:
    """The ledger as Parquet: every member's balances and every transfer."""
    from regulars.journal.export import export as export_ledger
    from regulars.journal.programs import load_versions

    with open_home() as home, connect(home.dsn) as conn:
        versions = load_versions(conn)
        moment = moment_of(at, versions.program.timezone) if at else datetime.now(UTC)
        done = export_ledger(conn, versions, out, microseconds(moment))
    if json:
        print_json(
            {
                "at": moment.isoformat(),
                "members": done.members,
                "transfers": done.transfers,
                "files": [str(out / name) for name in done.files],
            }
        )
    else:
        tell(
            say("ledger.exported", {"members": done.members, "transfers": done.transfers, "folder": str(out)}, spoken())
        )
