"""pg_dump and pg_restore: the embedded server's own, else those of this machine."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from regulars.cli.binaries import binaries, run_as
from regulars.cli.database import parts_of
from regulars.kit.errors import Unavailable
from regulars.kit.phrases import phrases

phrases(
    {
        "backup.no_program": (
            "{program} is missing: neither the embedded PostgreSQL nor this machine has it; install PostgreSQL's client programs",
            "缺少 {program}：内置 PostgreSQL 与本机均未提供，请安装 PostgreSQL 客户端程序",
            "缺少 {program}：內建 PostgreSQL 與本機均未提供，請安裝 PostgreSQL 用戶端程式",
        ),
        "backup.program_failed": (
            "{program} says: {why}",
            "{program} 报告：{why}",
            "{program} 回報：{why}",
        ),
    }
)


def dump(dsn: str, file: Path, *, without: str) -> None:
    """One consistent moment of a database into ``file``, which only we may read; whole or not at all. without: all but this schema.

    Raises Unavailable ``backup.no_program | backup.program_failed``.
    """
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    try:
        _run("pg_dump", dsn, "--format=custom", "--no-owner", "--no-privileges", f"--file={draft}", f"--exclude-schema={without}")
        with draft.open("rb+") as written:
            os.fsync(written.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def restore(dsn: str, file: Path) -> None:
    """What ``dump`` wrote, into a database that has none of it; all of it or nothing. Raises as ``dump`` does."""
    _run("pg_restore", dsn, "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(file))


def _run(name: str, dsn: str, *arguments: str) -> None:
    """The address goes in the environment: a password in the arguments could be read by everybody on the machine."""
    parts = parts_of(dsn)
    given = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "options": "PGOPTIONS", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}
    environment = {**os.environ, **{variable: str(parts[word]) for word, variable in given.items() if parts.get(word)}, "LC_ALL": "C"}
    command = [_program(name), f"--dbname={parts['dbname']}", *arguments]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, errors="replace", check=False)
    if ended.returncode != 0:
        lines = [line for line in ended.stderr.splitlines() if "error:" in line or "FATAL" in line] or ended.stderr.splitlines() or [f"exit {ended.returncode}"]
        raise Unavailable("backup.program_failed", program=name, why=re.sub(r"^\S+: error: ", "", lines[0])[:300])


def _program(name: str) -> str:
    try:
        ours = binaries(run_as()) / name
        if ours.exists():
            return str(ours)
    except Unavailable:
        pass
    found = shutil.which(name)
    if found is None:
        raise Unavailable("backup.no_program", program=name)
    return found
