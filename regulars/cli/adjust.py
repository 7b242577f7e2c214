"""``regulars adjust``: points given or taken by hand, with a reason; above what one person may give it asks for a second one."""

import csv
import hashlib
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from regulars.cli.approvals import tell_asked
from regulars.cli.given import user
from regulars.cli.home import connect, open_home
from regulars.cli.output import print_json, tell_code
from regulars.kit.errors import Invalid
from regulars.kit.phrases import phrases

app = typer.Typer(rich_markup_mode=None)

phrases(
    {
        "adjust.done": (
            "{created} adjustments made, {duplicate} known already, {refused} refused",
            "已完成 {created} 笔调整，{duplicate} 笔此前已完成，{refused} 笔被拒绝",
            "已完成 {created} 筆調整，{duplicate} 筆此前已完成，{refused} 筆被拒絕",
        ),
        "adjust.which": ("say a member and points, or --file", "请填写会员与积分，或使用 --file", "請填寫會員與積分，或使用 --file"),
        "adjust.row": (
            "{file}, row {row}: write member,points with whole points other than 0",
            "{file} 第 {row} 行：请填写 member,points，积分为非零整数",
            "{file} 第 {row} 列：請填寫 member,points，積分為非零整數",
        ),
    }
)


@app.command()
def adjust(
    reason: Annotated[str, typer.Option(help="Why; members and auditors read it.")],
    member: Annotated[str, typer.Argument(help="The member's reference.")] = "",
    points: Annotated[int, typer.Argument(help="Points, in the wallet's unit; negative takes away (write -- before it).")] = 0,
    file: Annotated[Path | None, typer.Option(help="A CSV file with the columns member and points, and wallet if you like.")] = None,
    wallet: Annotated[str, typer.Option(help="Another wallet than the first.")] = "",
    by: Annotated[str, typer.Option(help="Who does it (default: the user at this terminal).")] = "",
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Give or take points by hand. A file sent again counts once."""
    from regulars.approvals.operations import Adjustment, adjust_or_ask

    if (file is None) == (not member) or (member and not points):
        raise Invalid("adjust.which")
    if file is not None:
        wanted = _rows(file, wallet)
        id = f"adjust-{hashlib.sha256(file.read_bytes() + reason.encode()).hexdigest()[:16]}"
    else:
        wanted, id = [Adjustment(member, points, wallet)], f"adjust-{secrets.token_hex(6)}"
    with open_home() as home, connect(home.dsn) as conn:
        done = adjust_or_ask(conn, home.dsn, wanted, by=by or user(), at=datetime.now(UTC), reason=reason, id=id)
    if not isinstance(done, dict):
        tell_asked(done, json)
    elif json:
        print_json({"ok": True, "waiting": False, **done})
    else:
        tell_code("adjust.done", **{name: done[name] for name in ("created", "duplicate", "refused")})
    if isinstance(done, dict) and done["refused"]:
        raise typer.Exit(1)


def _rows(file: Path, wallet: str) -> list[Any]:
    from regulars.approvals.operations import Adjustment

    found = []
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for row, line in enumerate(csv.DictReader(lines), 2):
            try:
                found.append(Adjustment(line["member"], int(line["points"]), line.get("wallet") or wallet))
                if not found[-1].ref or not found[-1].points:
                    raise ValueError
            except (KeyError, TypeError, ValueError):
                raise Invalid("adjust.row", file=str(file), row=row) from None
    return found
