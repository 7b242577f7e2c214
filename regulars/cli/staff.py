"""``regulars staff``: who may sign in, and as what."""

import secrets
import sys
from typing import Annotated

import typer

from regulars.cli.home import open_home
from regulars.cli.output import print_json, tell
from regulars.kit.errors import Invalid
from regulars.kit.roles import ROLES

app = typer.Typer(help="Who may sign in, and as what.", no_args_is_help=True, rich_markup_mode=None)

_Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="What they type to sign in.")],
    role: Annotated[str, typer.Option(help=f"One of {', '.join(ROLES)}.")],
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
    json: _Json = False,
) -> None:
    """Add somebody. Without --password-stdin a password is made up and printed once."""
    from regulars.cli.staffing import create_staff

    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else secrets.token_urlsafe(12)
    if not password:
        raise Invalid("staff.no_password")
    with open_home() as home:
        home.django()
        create_staff(name, role, password)
    made = {"name": name, "role": role, **({} if password_stdin else {"password": password})}
    if json:
        print_json(made)
    else:
        tell("  ".join(f"{key}: {value}" for key, value in made.items()))


@app.command("list")
def list_(json: _Json = False) -> None:
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
def disable(name: Annotated[str, typer.Argument(help="Who may no longer sign in.")], json: _Json = False) -> None:
    """Take somebody's access away; it holds from their next request."""
    from regulars.cli.staffing import disable_staff

    with open_home() as home:
        home.django()
        disable_staff(name)
    if json:
        print_json({"name": name, "active": False})
