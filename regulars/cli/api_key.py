"""``regulars api-key``: keys for tills, shops and everything else that is a program."""

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from regulars.cli.given import Json
from regulars.cli.home import open_home
from regulars.cli.language import spoken
from regulars.cli.output import print_json, tell
from regulars.kit.errors import Invalid
from regulars.kit.phrases import phrases, say

app = typer.Typer(help="Keys for tills and shops.", no_args_is_help=True, rich_markup_mode=None)

phrases(
    {
        "key.created": (
            "Keep this key safe, it is not shown again. It may: {scopes}",
            "请妥善保存，此密钥不会再次显示。权限：{scopes}",
            "請妥善保存，此金鑰不會再次顯示。權限：{scopes}",
        ),
        "key.changed": ("The key {id} may from now on: {scopes}", "密钥 {id} 的权限现为：{scopes}", "金鑰 {id} 的權限現為：{scopes}"),
        "key.nothing_to_change": ("say --scope or --for", "请使用 --scope 或 --for", "請使用 --scope 或 --for"),
        "key.revoked": (
            "The key {id} is refused from now on",
            "密钥 {id} 已吊销，即刻失效",
            "金鑰 {id} 已撤銷，即刻失效",
        ),
    }
)



@app.command()
def create(
    scope: Annotated[
        list[str],
        typer.Option(
            help="What the key may do, once or several times; a till needs events:write (docs/reference/api.md lists them)."
        ),
    ],
    name: Annotated[str, typer.Option(help="What it is for, such as “till 3”.")] = "",
    sandbox: Annotated[str, typer.Option(help="Open this sandbox, and nothing of the shop.")] = "",
    person: Annotated[str, typer.Option("--for", help="The staff member it acts for: needed to adjust, approve and apply over the API.")] = "",
    json: Json = False,
) -> None:
    """Make a key. It is printed once and kept nowhere."""
    with open_home() as home:
        home.django()
        from regulars.api.keys import create_key

        scopes = _split(scope)
        if sandbox:
            _must_exist(home.dsn, sandbox)
        key = create_key(scopes=scopes, name=name, created_by="command line", at=datetime.now(UTC), sandbox=sandbox, person=person)
    if json:
        print_json({"key": key, "id": key.split("_")[1], "name": name, "scopes": scopes, "sandbox": sandbox or None, "for": person or None})
        return
    tell(say("key.created", {"scopes": ", ".join(scopes)}, spoken()))
    print(key)


@app.command("list")
def list_(json: Json = False) -> None:
    """Every key there is or was: what it may do, when it was last used. Never the key itself."""
    with open_home() as home:
        home.django()
        from regulars.api.keys import list_keys

        keys = [_shown(key) for key in list_keys()]
    if json:
        print_json(keys)
        return
    for key in keys:
        state = (
            f"revoked {key['revoked_at'][:10]}" if key["revoked_at"] else f"last used {key['last_used_on'] or 'never'}"
        )
        where = (f"  [{key['sandbox']}]" if key["sandbox"] else "") + (f"  for {key['for']}" if key["for"] else "")
        print(f"{key['id']}  {key['name'] or '-':<20} {state:<22} {', '.join(key['scopes'])}{where}")


@app.command()
def change(
    id: Annotated[str, typer.Argument(help="The key's id (its middle part), or the whole key.")],
    scope: Annotated[list[str] | None, typer.Option(help="What it may do from now on, instead of what it might.")] = None,
    person: Annotated[str | None, typer.Option("--for", help="The staff member it acts for from now on; empty for nobody.")] = None,
    json: Json = False,
) -> None:
    """Give a key other scopes, or another person to act for; the key itself stays."""
    with open_home() as home:
        home.django()
        from regulars.api.keys import change_key

        if scope is None and person is None:
            raise Invalid("key.nothing_to_change")
        shown = _shown(change_key(id, scopes=None if scope is None else _split(scope), person=person))
    if json:
        print_json(shown)
    else:
        tell(say("key.changed", {"id": shown["id"], "scopes": ", ".join(shown["scopes"])}, spoken()))


def _split(scope: list[str]) -> list[str]:
    return sorted({each.strip() for several in scope for each in several.split(",")})


@app.command()
def revoke(
    id: Annotated[str, typer.Argument(help="The key's id (its middle part), or the whole key.")], json: Json = False
) -> None:
    """Kill a key. When this command has ended, every process refuses it."""
    with open_home() as home:
        home.django()
        from regulars.api.keys import revoke_key

        public_id = revoke_key(id, at=datetime.now(UTC))
    if json:
        print_json({"id": public_id, "revoked": True})
    else:
        tell(say("key.revoked", {"id": public_id}, spoken()))


def _must_exist(dsn: str, sandbox: str) -> None:
    import psycopg

    from regulars.journal.sandboxes import sandbox_of

    with psycopg.connect(dsn, autocommit=True) as conn:
        sandbox_of(conn, sandbox)


def _shown(key: Any) -> dict[str, Any]:
    return {
        "id": key.public_id,
        "name": key.name,
        "scopes": list(key.scopes),
        "sandbox": key.sandbox or None,
        "for": key.person or None,
        "created_at": key.created_at.isoformat(timespec="seconds"),
        "created_by": key.created_by,
        "last_used_on": key.last_used_on.isoformat() if key.last_used_on else None,
        "revoked_at": key.revoked_at.isoformat(timespec="seconds") if key.revoked_at else None,
    }
