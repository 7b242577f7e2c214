"""``regulars portal``: links to members' own pages."""

from typing import Annotated

import typer

from regulars.cli.home import open_home
from regulars.cli.output import print_json, tell_code
from regulars.kit.phrases import phrases

app = typer.Typer(help="Links to members' own pages.", no_args_is_help=True, rich_markup_mode=None)

phrases(
    {
        "portal.link_made": (
            "{link}\nIt opens this member's page for {days} days: give it to the member only",
            "{link}\n链接在 {days} 天内可打开该会员的页面，请只交给会员本人",
            "{link}\n連結在 {days} 天內可開啟該會員的頁面，請只交給會員本人",
        ),
    }
)


@app.callback()
def portal() -> None:
    """Links to members' own pages."""


@app.command()
def link(
    ref: Annotated[str, typer.Argument(help="The member's reference.")],
    address: Annotated[str, typer.Option(help="Where members reach the shop.")] = "http://localhost:8000",
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Print a link that opens one member's page for a week."""
    with open_home() as home:
        home.django()
        import psycopg
        from django.conf import settings

        from regulars.journal.queries import member_id_of
        from regulars.portal.link import address as path_of
        from regulars.portal.links import DAYS, token_of

        with psycopg.connect(home.dsn) as conn:
            path = path_of(token_of(member_id_of(conn, ref)))
        whole = path if settings.PUBLIC_URL else address.rstrip("/") + path
    if json:
        print_json({"link": whole, "days": DAYS})
    else:
        tell_code("portal.link_made", link=whole, days=DAYS)
