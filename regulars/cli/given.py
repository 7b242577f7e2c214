"""What a person at the terminal gives a command: a file, a moment, their own name."""

import getpass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from regulars.kit.errors import Invalid
from regulars.kit.phrases import phrases

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]

phrases(
    {
        "program.not_text": ("{file} is not UTF-8 text", "{file} 不是 UTF-8 文本", "{file} 不是 UTF-8 文字"),
        "ledger.at": (
            "“{at}” is not a moment: write 2026-03-04 or 2026-03-04T12:00+08:00",
            "“{at}”不是有效时间：请写作 2026-03-04 或 2026-03-04T12:00+08:00",
            "「{at}」不是有效時間：請寫作 2026-03-04 或 2026-03-04T12:00+08:00",
        ),
    }
)


def text_of_file(file: Path) -> str:
    """Raises Invalid ``program.not_text``."""
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid("program.not_text", file=str(file)) from None


def user() -> str:
    """Who is signed in at this terminal."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "terminal"


def moment_of(text: str, timezone: str) -> datetime:
    """An ISO date or instant; without an offset it is local to ``timezone``. Raises Invalid ``ledger.at``."""
    from zoneinfo import ZoneInfo

    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Invalid("ledger.at", at=text) from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=ZoneInfo(timezone))
