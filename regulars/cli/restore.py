"""``regulars restore``: a backup into a shop that is still empty, and then the ledger proves that it is the one that was saved."""

import json as jsons
import os
from pathlib import Path
from typing import Annotated, Any

import typer

from regulars.cli.backup import ABOUT, HEADS, KEY_COLUMNS, KEYS, SHOP, copy_private, digest, secret_files
from regulars.cli.given import Json
from regulars.cli.home import Home, connect, folder_in_use, open_home
from regulars.cli.output import print_json, tell_code
from regulars.kit.errors import Invalid, Refused
from regulars.kit.phrases import phrases

app = typer.Typer(help="A backup into a shop that is still empty.", rich_markup_mode=None)

_LONGEST_WAIT = "5s"

phrases(
    {
        "restore.no_backup": (
            "{folder} holds no whole backup: {file} is missing or unreadable",
            "{folder} 中没有完整的备份：{file} 缺失或无法读取",
            "{folder} 中沒有完整的備份：{file} 缺少或無法讀取",
        ),
        "restore.changed": (
            "{file} is not the file that was saved: its checksum differs",
            "{file} 与备份时的文件不一致：校验值不同",
            "{file} 與備份時的檔案不一致：校驗值不同",
        ),
        "restore.newer": (
            "this backup comes from a newer release: install that one first",
            "此备份来自更新的版本：请先安装该版本",
            "此備份來自較新的版本：請先安裝該版本",
        ),
        "restore.not_empty": (
            "this shop is not empty ({what}): a restore goes into an empty one, so that nothing is lost",
            "此商店不为空（{what}）：只能恢复到空的商店，以免丢失数据",
            "此商店不是空的（{what}）：只能還原到空的商店，以免遺失資料",
        ),
        "restore.other_secret": (
            "{file} is there already and is another one: move it away first",
            "{file} 已存在且内容不同：请先移走",
            "{file} 已存在且內容不同：請先移走",
        ),
        "restore.in_use": (
            "somebody still works with this database: stop the shop first",
            "数据库仍在使用中：请先停止商店",
            "資料庫仍在使用中：請先停止商店",
        ),
        "restore.done": (
            "{members} members and {events} events are back, as of {at}; every promise is kept",
            "已恢复 {members} 位会员、{events} 个事件（截至 {at}）；所有承诺均成立",
            "已還原 {members} 位會員、{events} 個事件（截至 {at}）；所有承諾均成立",
        ),
        "restore.breached": (
            "{members} members and {events} events are back, and {breaches} breaches were found: `regulars ledger verify` names them",
            "已恢复 {members} 位会员、{events} 个事件，发现 {breaches} 处异常：请运行 `regulars ledger verify` 查看",
            "已還原 {members} 位會員、{events} 個事件，發現 {breaches} 處異常：請執行 `regulars ledger verify` 查看",
        ),
        "restore.without_keys": (
            "members' keys were not restored (--keys FOLDER): names and phones can't be read",
            "未恢复会员密钥（--keys 目录）：无法读取姓名与电话",
            "未還原會員金鑰（--keys 目錄）：無法讀取姓名與電話",
        ),
    }
)


@app.command()
def restore(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The shop, as `regulars backup` wrote it.")],
    keys: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Its members' keys.")] = None,
    secrets: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Its secret files.")] = None,
    json: Json = False,
) -> None:
    """Bring a backup back into an empty shop (REGULARS_HOME or DATABASE_URL), bring it up to this release, and have the ledger prove itself. Exits 1 when it can't."""
    about = _whole(folder)
    if keys is not None and not (keys / KEYS).is_file():
        raise Invalid("restore.no_backup", folder=str(keys), file=KEYS)
    if secrets is not None:
        _bring_secrets(secrets)
    with open_home() as home:
        _refuse_full(home)
        with connect(home.keys_dsn) as kept, kept.transaction():  # the keys count once the shop is there
            if keys is not None:
                _bring_keys(kept, keys)
            _bring_shop(home, folder)
    with open_home() as home:  # once more: this release's migrations, and the programs' rights
        report, heads_agree = _proved(home, folder)
    breaches = sum(checked.breaches for checked in report.checks) + (not heads_agree)
    if json:
        print_json({"ok": not breaches, "members": report.members, "events": report.events, "breaches": breaches, "as_of": about["at"], "keys": keys is not None, "head_agrees": heads_agree})
    else:
        tell_code("restore.breached" if breaches else "restore.done", members=report.members, events=report.events, breaches=breaches, at=about["at"])
        if keys is None:
            tell_code("restore.without_keys")
    if breaches:
        raise typer.Exit(1)


def _whole(folder: Path) -> dict[str, Any]:
    """What the backup says of itself, once the dump is the one it speaks of. Raises Invalid ``restore.*``."""
    from regulars.cli.migrating import wanted

    try:
        about: dict[str, Any] = jsons.loads((folder / ABOUT).read_text(encoding="utf-8"))
        told, migrations = about["sha256"], int(about["migrations"])
        str(about["at"])
    except (OSError, ValueError, KeyError, TypeError):
        raise Invalid("restore.no_backup", folder=str(folder), file=ABOUT) from None
    if not (folder / SHOP).is_file():
        raise Invalid("restore.no_backup", folder=str(folder), file=SHOP)
    if digest(folder / SHOP) != told:
        raise Invalid("restore.changed", file=str(folder / SHOP))
    if migrations > len(wanted()):
        raise Invalid("restore.newer")
    return about


def _bring_secrets(folder: Path) -> None:
    """Before the shop is opened, which would make new ones."""
    home = folder_in_use()
    places = secret_files(home, Path(os.environ.get("REGULARS_KEY_FILE") or home / "member-keys"))
    if not (folder / "secret-key").is_file():
        raise Invalid("restore.no_backup", folder=str(folder), file="secret-key")
    for name, file in places.items():
        if (folder / name).exists() and file.exists() and file.read_bytes() != (folder / name).read_bytes():
            raise Refused("restore.other_secret", file=str(file))
    home.mkdir(parents=True, exist_ok=True)
    for name, file in places.items():
        if (folder / name).exists() and not file.exists():
            copy_private(folder / name, file)


def _refuse_full(home: Home) -> None:
    """Raises Refused ``restore.not_empty``."""
    with connect(home.owner_dsn) as conn:
        for table in ("event", "program_version", "member_ref", "member_profile", "auth_user", "api_key"):
            if conn.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone():  # our own tables' names
                raise Refused("restore.not_empty", what=table)
    with connect(home.keys_dsn) as conn:
        if conn.execute("SELECT 1 FROM data_key LIMIT 1").fetchone():
            raise Refused("restore.not_empty", what="data_key")


def _bring_shop(home: Home, folder: Path) -> None:
    """The empty tables make way for the saved ones. Broken off in between, the next start makes them anew and the restore can be run again."""
    import psycopg

    from regulars.cli import dumping

    with connect(home.owner_dsn) as owner:
        owner.execute(f"SET lock_timeout = '{_LONGEST_WAIT}'")
        try:
            with owner.transaction():
                owner.execute("DROP SCHEMA public CASCADE")
                owner.execute("CREATE SCHEMA public")
        except psycopg.errors.LockNotAvailable:
            raise Refused("restore.in_use") from None
    dumping.restore(home.owner_dsn, folder / SHOP)


def _bring_keys(conn: Any, folder: Path) -> None:
    import psycopg

    try:
        with conn.cursor().copy(f"COPY data_key ({KEY_COLUMNS}) FROM STDIN (FORMAT binary)") as rows, (folder / KEYS).open("rb") as saved:
            while part := saved.read(1 << 20):
                rows.write(part)
    except psycopg.Error:
        raise Invalid("restore.no_backup", folder=str(folder), file=KEYS) from None


def _proved(home: Home, folder: Path) -> tuple[Any, bool]:
    """Every checker of the ledger; and whether the chain runs through the head that was saved with it."""
    from regulars.cli.ledger_seal import check_files
    from regulars.journal.verify import verify

    with connect(home.dsn) as conn:
        heads = [folder / HEADS] if (folder / HEADS).exists() else []
        agree = all(file["ok"] for file in check_files(conn, heads, home.folder))
        return verify(conn, deep=True, workers=1, dsn=home.dsn), agree
