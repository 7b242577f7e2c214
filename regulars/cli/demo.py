"""``regulars demo``: a real grocer's year, to look around in. ``load`` may be killed and run again; it goes on where it was."""

import json as jsons
import os
import secrets
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from regulars.cli.given import Json
from regulars.cli.home import Home, open_home
from regulars.cli.language import spoken
from regulars.cli.output import print_json, tell
from regulars.cli.progress import progress_bar
from regulars.kit.errors import Refused
from regulars.kit.phrases import phrases, say

app = typer.Typer(rich_markup_mode=None, help="A real grocer's year of orders, to look around in.")

PROGRAMME = "corner-grocer"
STAFF = ("owner", "manager", "agent", "analyst")

phrases(
    {
        "demo.other_shop": (
            "This home already runs the programme “{program}”: the demo shop needs a home of its own (REGULARS_HOME)",
            "此数据目录已在运行计划“{program}”：演示商店需要单独的目录（REGULARS_HOME）",
            "此資料目錄已在執行計劃「{program}」：示範商店需要單獨的目錄（REGULARS_HOME）",
        ),
        "demo.loading": ("Loading the demo shop", "正在载入演示商店", "正在載入示範商店"),
        "demo.loaded": (
            "The demo shop is loaded: {members} members, {baskets} baskets ({seconds} s)",
            "演示商店已载入：{members} 位会员，{baskets} 笔购物（{seconds} 秒）",
            "示範商店已載入：{members} 位會員，{baskets} 筆購物（{seconds} 秒）",
        ),
        "demo.there": (
            "The demo shop is there: {members} members, {baskets} baskets",
            "演示商店已就绪：{members} 位会员，{baskets} 笔购物",
            "示範商店已就緒：{members} 位會員，{baskets} 筆購物",
        ),
        "demo.partly": (
            "{members} of {all_members} members and {baskets} of {all_baskets} baskets are loaded; `regulars demo load` goes on",
            "已载入 {members}/{all_members} 位会员、{baskets}/{all_baskets} 笔购物；`regulars demo load` 可继续",
            "已載入 {members}/{all_members} 位會員、{baskets}/{all_baskets} 筆購物；`regulars demo load` 可繼續",
        ),
        "demo.sign_in": (
            "  {role}: {name}  {password}",
            "  {role}：{name}  {password}",
            "  {role}：{name}  {password}",
        ),
        "demo.key": ("  API key: {key}", "  API 密钥：{key}", "  API 金鑰：{key}"),
    }
)


@app.callback(invoke_without_command=True)
def demo(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=0, max=65535)] = 8000,
    host: Annotated[str, typer.Option()] = "127.0.0.1",
) -> None:
    """Without a command: run the shop and load the demo behind it."""
    if context.invoked_subcommand is None:
        from regulars.cli.serve import serve

        serve(port=port, host=host, only="", demo=True)


@app.command()
def load(json: Json = False) -> None:
    """Apply the grocer's programme, make sign-ins, and post the year's baskets. What is there already stays as it is."""
    started = time.perf_counter()
    with open_home() as home:
        home.django()
        sign_ins = _prepare(home)
        before = _how_far(home)
        if not before.is_whole:
            from regulars.demo.loading import EVENTS
            from regulars.demo.loading import load as load_shop

            with progress_bar(say("demo.loading", {}, spoken()), EVENTS) as on_progress:
                load_shop(home.dsn, now=lambda: datetime.now(UTC), on_progress=on_progress)
        loaded = _how_far(home)
    seconds = time.perf_counter() - started
    if json:
        print_json({"members": loaded.members, "baskets": loaded.baskets, "seconds": round(seconds, 3), **sign_ins})
        return
    code = "demo.there" if before.is_whole else "demo.loaded"
    facts = {"members": f"{loaded.members:,}", "baskets": f"{loaded.baskets:,}", "seconds": f"{seconds:.0f}"}
    tell(say(code, facts, spoken()))
    _tell_sign_ins(sign_ins)


@app.command()
def status(json: Json = False) -> None:
    """How much of the demo is loaded, and how to sign in."""
    from regulars.demo.dataset import BASKETS, HOUSEHOLDS

    with open_home() as home:
        home.django()
        loaded, sign_ins = _how_far(home), _kept_sign_ins(home)
    if json:
        print_json({"members": loaded.members, "baskets": loaded.baskets, "complete": loaded.is_whole, **sign_ins})
        return
    facts = {
        "members": f"{loaded.members:,}",
        "baskets": f"{loaded.baskets:,}",
        "all_members": f"{HOUSEHOLDS:,}",
        "all_baskets": f"{BASKETS:,}",
    }
    print(say("demo.there" if loaded.is_whole else "demo.partly", facts, spoken()))
    _tell_sign_ins(sign_ins)


def _how_far(home: Home) -> Any:
    import psycopg

    from regulars.demo.loading import how_far

    with psycopg.connect(home.dsn, autocommit=True) as conn:
        return how_far(conn)


def _prepare(home: Home) -> dict[str, Any]:
    """The programme, and who may sign in. Raises Refused ``demo.other_shop``."""
    import psycopg

    from regulars.journal.programs import apply_version, versions_of

    with psycopg.connect(home.dsn, autocommit=True) as conn:
        versions = versions_of(conn)
        if not versions:
            apply_version(conn, grocer(), by="demo", at=datetime.now(UTC))
        elif versions[-1].program != PROGRAMME:
            raise Refused("demo.other_shop", program=versions[-1].program)
    return _kept_sign_ins(home) or _make_sign_ins(home)


def grocer() -> str:
    """The club's document."""
    return (Path(__file__).parent.parent / "demo" / "programs" / "grocer.yaml").read_text(encoding="utf-8")


def _sign_in_file(home: Home) -> Path:
    return home.folder / "demo-sign-ins"


def _kept_sign_ins(home: Home) -> dict[str, Any]:
    try:
        kept: dict[str, Any] = jsons.loads(_sign_in_file(home).read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return kept


def _make_sign_ins(home: Home) -> dict[str, Any]:
    """One account for each role that has none of this name yet, and a key for the till; kept in a file only we may read."""
    from django.contrib.auth import get_user_model

    from regulars.api.keys import create_key
    from regulars.cli.staffing import create_staff

    made = []
    for role in STAFF:
        if not get_user_model().objects.filter(username=role).exists():
            password = "-".join(secrets.token_hex(2) for _ in range(4))
            create_staff(role, role, password)
            made.append({"role": role, "name": role, "password": password})
    scopes = ("events:write", "quotes:read", "members:read", "programs:read")
    sign_ins = {
        "staff": made,
        "api_key": create_key(scopes=scopes, name="Demo till", created_by="demo", at=datetime.now(UTC)),
    }
    descriptor = os.open(_sign_in_file(home), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        jsons.dump(sign_ins, file)
    return sign_ins


def _tell_sign_ins(sign_ins: dict[str, Any]) -> None:
    for one in sign_ins.get("staff", ()):
        tell(say("demo.sign_in", one, spoken()))
    if sign_ins:
        tell(say("demo.key", {"key": sign_ins["api_key"]}, spoken()))
