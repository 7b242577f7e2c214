"""``regulars doctor``: look whether everything is as it should be, and say what is not."""

import shutil
from collections.abc import Callable
from typing import Annotated, Any

import typer

from regulars.cli.home import Home, open_home
from regulars.cli.language import spoken
from regulars.cli.output import print_json
from regulars.kit.phrases import phrases, say

app = typer.Typer(rich_markup_mode=None)

LEAST_FREE_MB = 500

phrases(
    {
        "doctor.database": (
            "PostgreSQL {version}, durable settings on",
            "PostgreSQL {version}，持久化设置已开启",
            "PostgreSQL {version}，持久化設定已開啟",
        ),
        "doctor.migrations": (
            "Every migration is applied ({count})",
            "所有数据库升级均已完成（{count}）",
            "所有資料庫升級均已完成（{count}）",
        ),
        "doctor.roles": (
            "The programs' role owns nothing and cannot change what happened",
            "应用角色不拥有任何表，无法改动已发生的流水",
            "應用角色不擁有任何資料表，無法更動已發生的流水",
        ),
        "doctor.roles_shared": (
            "The programs' role may change what happened: give DATABASE_URL a user that may create roles",
            "应用角色可改动已发生的流水：请让 DATABASE_URL 的用户拥有创建角色的权限",
            "應用角色可更動已發生的流水：請讓 DATABASE_URL 的使用者擁有建立角色的權限",
        ),
        "doctor.secrets": (
            "Secret files are readable by their owner alone",
            "密钥文件仅所有者可读",
            "金鑰檔案僅擁有者可讀",
        ),
        "doctor.secrets_open": (
            "Others on this machine may read {files}: chmod 600",
            "本机其他用户可读取 {files}：请执行 chmod 600",
            "本機其他使用者可讀取 {files}：請執行 chmod 600",
        ),
        "doctor.disk": ("{free} MB free in the data folder", "数据目录剩余 {free} MB", "資料目錄剩餘 {free} MB"),
        "doctor.disk_low": (
            "Only {free} MB free in the data folder: make room",
            "数据目录仅剩 {free} MB：请腾出空间",
            "資料目錄僅剩 {free} MB：請騰出空間",
        ),
    }
)

Finding = tuple[bool, str, dict[str, Any]]


@app.command()
def doctor(json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False) -> None:
    """Look whether everything is as it should be. Exits 1 when something is not."""
    checks: list[Callable[[Home], Finding]] = [_database, _migrations, _roles, _secrets, _disk]
    with open_home() as home:
        found = [check(home) for check in checks] + [(False, code, facts) for code, facts in home.notes]
    if json:
        print_json([{"ok": ok, "code": code, "says": say(code, facts, spoken())} for ok, code, facts in found])
    else:
        for ok, code, facts in found:
            print(f"{'✓' if ok else '✗'} {say(code, facts, spoken())}")
    if not all(ok for ok, _, _ in found):
        raise typer.Exit(1)


def _database(home: Home) -> Finding:
    from regulars.cli.database import connect, refuse_unsafe

    with connect(home.owner_dsn) as conn:
        refuse_unsafe(conn)
        return True, "doctor.database", {"version": conn.info.parameter_status("server_version")}


def _migrations(home: Home) -> Finding:
    from regulars.cli.migrating import wanted

    return True, "doctor.migrations", {"count": len(wanted())}  # open_home has just applied what was missing


def _roles(home: Home) -> Finding:
    from regulars.cli.database import connect

    with connect(home.dsn) as conn:
        row = conn.execute(
            "SELECT has_table_privilege('event', 'UPDATE') OR has_table_privilege('event', 'DELETE')"
        ).fetchone()
    return (False, "doctor.roles_shared", {}) if row and row[0] else (True, "doctor.roles", {})


def _secrets(home: Home) -> Finding:
    files = [
        home.folder / "secret-key",
        home.key_file,
        home.folder / "first-sign-in",
        home.folder / "postgres" / "password",
    ]
    open_files = [str(file) for file in files if file.exists() and file.stat().st_mode & 0o077]
    return (
        (False, "doctor.secrets_open", {"files": ", ".join(open_files)}) if open_files else (True, "doctor.secrets", {})
    )


def _disk(home: Home) -> Finding:
    free = shutil.disk_usage(home.folder).free // 2**20
    return (
        (True, "doctor.disk", {"free": free}) if free >= LEAST_FREE_MB else (False, "doctor.disk_low", {"free": free})
    )
