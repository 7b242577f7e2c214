"""``regulars backup``: the shop into a folder, while it is open. Members' keys and the secret files go to folders of their own, or nowhere."""

import contextlib
import hashlib
import json as jsons
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from regulars.cli.given import Json
from regulars.cli.home import Home, connect, open_home
from regulars.cli.output import print_json, tell_code
from regulars.kit.errors import Invalid, Refused
from regulars.kit.phrases import phrases

app = typer.Typer(help="The shop into a folder, while it is open.", rich_markup_mode=None)

SHOP, KEYS, HEADS, ABOUT = "shop.dump", "keys.copy", "heads", "backup.json"
KEY_COLUMNS = "member_id, version, key_id, wrapped"

phrases(
    {
        "backup.not_empty": (
            "{folder} is not empty: name a new folder, so that no older backup is lost",
            "{folder} 不是空目录：请指定新目录，以免覆盖旧备份",
            "{folder} 不是空目錄：請指定新目錄，以免覆蓋舊備份",
        ),
        "backup.not_apart": (
            "the shop, the keys and the secret files belong in three different folders: together they can be read by whoever finds them",
            "商店数据、会员密钥与密钥文件须放在三个不同目录：放在一起，谁拿到都能读取",
            "商店資料、會員金鑰與金鑰檔案須放在三個不同目錄：放在一起，誰拿到都能讀取",
        ),
        "backup.done": (
            "{members} members and {events} events are in {folder}",
            "{members} 位会员、{events} 个事件已备份到 {folder}",
            "{members} 位會員、{events} 個事件已備份到 {folder}",
        ),
        "backup.keys_done": (
            "members' keys are in {folder}: throw it away after 30 days, or who was forgotten can be read again",
            "会员密钥已备份到 {folder}：请在 30 天后销毁，否则已删除的会员仍可被读取",
            "會員金鑰已備份到 {folder}：請在 30 天後銷毀，否則已刪除的會員仍可被讀取",
        ),
        "backup.secrets_done": (
            "the secret files are in {folder}: keep it where neither of the dumps is",
            "密钥文件已备份到 {folder}：请与两份备份分开保存",
            "金鑰檔案已備份到 {folder}：請與兩份備份分開保存",
        ),
        "backup.without_keys": (
            "without members' keys (--keys FOLDER) no name or phone can be read after a restore; points and levels can",
            "未备份会员密钥（--keys 目录）：恢复后无法读取姓名与电话，积分与等级不受影响",
            "未備份會員金鑰（--keys 目錄）：還原後無法讀取姓名與電話，積分與等級不受影響",
        ),
        "backup.without_secrets": (
            "without the secret files (--secrets FOLDER) neither; once kept elsewhere they need not be copied every time",
            "未备份密钥文件（--secrets 目录）：同样无法读取；已另行保存则不必每次备份",
            "未備份金鑰檔案（--secrets 目錄）：同樣無法讀取；已另行保存則不必每次備份",
        ),
    }
)


@app.command()
def backup(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A new folder for the shop: programme, ledger, sealed profiles, staff.")],
    keys: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Another one for members' keys.")] = None,
    secrets: Annotated[Path | None, typer.Option(metavar="FOLDER", help="A third one for the secret files.")] = None,
    json: Json = False,
) -> None:
    """Write a backup while the shop is open. Members' keys and the secret files go to folders of their own, or nowhere: see docs/how-to/back-up-and-restore.md."""
    named = [place.absolute() for place in (folder, keys, secrets) if place is not None]
    if len(set(named)) < len(named):
        raise Invalid("backup.not_apart")
    for place in named:
        if place.exists() and (not place.is_dir() or any(place.iterdir())):
            raise Invalid("backup.not_empty", folder=str(place))
    for place in named:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open_home() as home:
        about = _shop(home, folder)
        if keys is not None:
            _keys(home, keys)  # the second one: who joins in between has a key too many, never one too few
        if secrets is not None:
            _secrets(home, secrets)
    _write(folder / ABOUT, jsons.dumps(about, indent=1) + "\n")  # the last file: with it the backup is whole
    if json:
        print_json({"ok": True, "folder": str(folder), "keys": str(keys) if keys else None, "secrets": str(secrets) if secrets else None, **about})
        return
    tell_code("backup.done", members=about["members"], events=about["events"], folder=folder)
    tell_code("backup.keys_done", folder=keys) if keys is not None else tell_code("backup.without_keys")
    tell_code("backup.secrets_done", folder=secrets) if secrets is not None else tell_code("backup.without_secrets")


def _shop(home: Home, folder: Path) -> dict[str, Any]:
    from regulars.cli.dumping import dump
    from regulars.cli.migrating import wanted
    from regulars.cli.seal_key import seal_key
    from regulars.journal.errors import NoProgram
    from regulars.journal.seal.heads import write_heads

    with connect(home.dsn) as conn:
        with contextlib.suppress(Refused, NoProgram):  # nothing is sealed yet, or there is nothing to seal
            _write(folder / HEADS, write_heads(conn, seal_key(home.folder)))  # before the dump, which then holds them
        members, events = conn.execute("SELECT (SELECT count(*) FROM member_state), (SELECT count(*) FROM event)").fetchone()
    at = datetime.now(UTC).isoformat(timespec="seconds")
    dump(home.owner_dsn, folder / SHOP, without="keys")
    return {"at": at, "members": members, "events": events, "migrations": len(wanted()), "sha256": digest(folder / SHOP)}


def _keys(home: Home, folder: Path) -> None:
    """The one table as rows: wherever it lies, a database of its own or a schema, they fit into any other."""
    draft = folder / f".{KEYS}.{os.getpid()}"
    with connect(home.keys_dsn) as conn, os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        with conn.cursor().copy(f"COPY (SELECT {KEY_COLUMNS} FROM data_key) TO STDOUT (FORMAT binary)") as rows:
            for part in rows:
                out.write(part)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(folder / KEYS)


def secret_files(home_folder: Path, key_file: Path) -> dict[str, Path]:
    """Name in the backup -> where it lies."""
    return {"member-keys": key_file, "secret-key": home_folder / "secret-key", "seal-key": home_folder / "seal-key"}


def _secrets(home: Home, folder: Path) -> None:
    for name, file in secret_files(home.folder, home.key_file).items():
        if file.exists():
            copy_private(file, folder / name)


def copy_private(source: Path, target: Path) -> None:
    """A copy that only we may read, whole or not at all."""
    _write(target, source.read_bytes())


def _write(file: Path, content: str | bytes) -> None:
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(content.encode() if isinstance(content, str) else content)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)


def digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
