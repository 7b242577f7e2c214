"""``regulars staff``: who may sign in, and as what."""

import secrets
import sys
from typing import Annotated

import typer

from regulars.cli.given import Json, user
from regulars.cli.home import connect, open_home
from regulars.cli.output import print_json
from regulars.kit.errors import Invalid
from regulars.kit.roles import ROLES

app = typer.Typer(help="Who may sign in, and as what.", no_args_is_help=True, rich_markup_mode=None)

_PasswordStdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="What they type to sign in.")],
    role: Annotated[str, typer.Option(help=f"One of {', '.join(ROLES)}.")],
    password_stdin: _PasswordStdin = False,
    json: Json = False,
) -> None:
    """Add somebody. Without --password-stdin a password is made up and printed once."""
    from regulars.cli.staffing import create_staff

    password = _password(password_stdin)
    with open_home() as home:
        home.django()
        create_staff(name, role, password)
    _print({"name": name, "role": role, **({} if password_stdin else {"password": password})}, json)


@app.command("password")
def password_(
    name: Annotated[str, typer.Argument(help="Whose password.")],
    password_stdin: _PasswordStdin = False,
    json: Json = False,
) -> None:
    """Give somebody a new password (and let them in again). Without --password-stdin one is made up and printed once."""
    from regulars.cli.staffing import change_password

    password = _password(password_stdin)
    with open_home() as home:
        home.django()
        change_password(name, password)
    _print({"name": name, **({} if password_stdin else {"password": password})}, json)


@app.command("list")
def list_(json: Json = False) -> None:
    """Everybody, with their roles."""
    from regulars.cli.staffing import list_staff

    with open_home() as home:
        home.django()
        everybody = list_staff()
    if json:
        print_json(everybody)
        return
    for one in everybody:
        print(f"{one['name']:<24} {', '.join(one['roles']):<12} {'' if one['active'] else 'disabled'}".rstrip())


@app.command()
def disable(name: Annotated[str, typer.Argument(help="Who may no longer sign in.")], json: Json = False) -> None:
    """Take somebody's access away; it holds from their next request."""
    from regulars.cli.staffing import disable_staff

    with open_home() as home:
        home.django()
        disable_staff(name)
    if json:
        print_json({"name": name, "active": False})


@app.command()
def link(
    name: Annotated[str, typer.Argument(help="A staff member.")],
    member: Annotated[str, typer.Argument(help="Their own account in the programme.")],
    json: Json = False,
) -> None:
    """Say which member a staff member is: nobody gives or approves points for themselves."""
    from datetime import UTC, datetime

    from regulars.approvals.operations import link as remember
    from regulars.cli.staffing import check_known

    with open_home() as home, connect(home.dsn) as conn:
        home.django()
        check_known(name)
        remember(conn, name, member, by=user(), at=datetime.now(UTC))
    if json:
        print_json({"name": name, "member": member})


def _password(from_stdin: bool) -> str:
    password = sys.stdin.readline().rstrip("\r\n") if from_stdin else secrets.token_urlsafe(12)
    if not password:
        raise Invalid("staff.no_password")
    return password


def _print(document: dict[str, str], json: bool) -> None:
    if json:
        print_json(document)
    else:
        print("  ".join(f"{key}: {value}" for key, value in document.items()))
