"""``regulars approvals``: what waits for a second person, and saying yes or no to it."""

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from regulars.cli.given import Json
from regulars.cli.home import connect, open_home
from regulars.cli.language import spoken
from regulars.cli.output import print_json, tell_code
from regulars.kit.phrases import phrases, say

app = typer.Typer(help="What waits for a second person.", no_args_is_help=True, rich_markup_mode=None)

_Id = Annotated[int, typer.Argument(help="The request's number.")]
_By = Annotated[str, typer.Option(help="Who answers: a staff member's name.")]
_Why = Annotated[str, typer.Option(help="Why; it is kept.")]

phrases(
    {
        "approval.asked": (
            "request {id} waits for a second person, until {until}",
            "申请 {id} 等待第二人审批，有效期至 {until}",
            "申請 {id} 等待第二人審批，有效期至 {until}",
        ),
        "approval.status.waiting": ("waiting", "待审批", "待審批"),
        "approval.status.expired": ("expired", "已过期", "已過期"),
        "approval.status.approved": ("approved", "已批准", "已批准"),
        "approval.status.refused": ("refused", "已拒绝", "已拒絕"),
        "approval.status.withdrawn": ("withdrawn", "已撤回", "已撤回"),
    }
)


@app.command("list")
def list_(json: Json = False) -> None:
    """Every request, newest first."""
    from regulars.approvals.queries import requests

    now = datetime.now(UTC)
    with open_home() as home, connect(home.dsn) as conn:
        every = requests(conn)
    if json:
        print_json({"requests": [one.told(now) for one in every]})
    for one in () if json else every:
        status = say(f"approval.status.{one.status(now)}", {}, spoken())
        print(f"{one.id:>5}  {one.kind:<10} {status:<10} {one.asked_by:<16} {one.asked_at:%Y-%m-%d %H:%M}  {one.answered_by or '-':<16} {one.reason}")


@app.command()
def show(id: _Id, json: Json = False) -> None:
    """One request with everything it asks for: the document, or each adjustment."""
    from regulars.approvals.queries import request_of

    now = datetime.now(UTC)
    with open_home() as home, connect(home.dsn) as conn:
        found = request_of(conn, id).told(now)
    if json:
        print_json(found)
        return
    for name, value in found.items():
        if name != "asks":
            print(f"{name}: {value}")
    print(found["asks"].get("document") or "\n".join(f"  {one['ref']}  {one['points']:+,}" for one in found["asks"]["adjustments"]))


@app.command()
def approve(id: _Id, by: _By, why: _Why = "", json: Json = False) -> None:
    """Say yes; it is carried out at once. Never the author, never for an account of one's own."""
    _answer(id, "approved", by, why, json)


@app.command()
def refuse(id: _Id, by: _By, why: _Why, json: Json = False) -> None:
    """Say no, and why."""
    _answer(id, "refused", by, why, json)


@app.command()
def withdraw(id: _Id, by: _By, why: _Why = "", json: Json = False) -> None:
    """The author takes it back."""
    _answer(id, "withdrawn", by, why, json)


@app.command("carry-out")
def carry_out_(id: _Id, json: Json = False) -> None:
    """Carry out an approved request again, where a crash came between; it counts once."""
    from regulars.approvals.operations import carry_out
    from regulars.approvals.queries import request_of

    now = datetime.now(UTC)
    with open_home() as home, connect(home.dsn) as conn:
        carry_out(conn, home.dsn, id, at=now)
        _say(request_of(conn, id).told(now), json)


def tell_asked(request: Any, json: bool) -> None:
    """What a command says that had to ask instead of doing."""
    if json:
        print_json({"ok": True, "waiting": True, "request": request.told(request.asked_at)})
    else:
        tell_code("approval.asked", id=request.id, until=request.expires_at.isoformat(timespec="minutes"))


def _answer(id: int, answer: str, by: str, why: str, json: bool) -> None:
    from regulars.approvals.operations import answer as give

    now = datetime.now(UTC)
    with open_home() as home, connect(home.dsn) as conn:
        _say(give(conn, home.dsn, id, answer, by=by, at=now, why=why).told(now), json)


def _say(found: dict[str, Any], json: bool) -> None:
    if json:
        print_json(found)
    else:
        status = say(f"approval.status.{found['status']}", {}, spoken())
        print(f"{found['id']}  {status}  {found['result'] or ''}".rstrip())
