"""``regulars audit``: who read what is kept of people."""

import csv
import sys
from contextlib import nullcontext
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from regulars.cli.given import Json
from regulars.cli.home import Home, open_home
from regulars.cli.output import print_json, tell_code
from regulars.kit.errors import Invalid
from regulars.kit.phrases import phrases

app = typer.Typer(help="Who read what is kept of people.", rich_markup_mode=None)

COLUMNS = ("read_at", "reader", "kind", "member", "fields", "place", "address")

phrases(
    {
        "audit.day": ("“{day}” is not a day: write 2026-03-04", "“{day}”不是有效日期：请写作 2026-03-04", "「{day}」不是有效日期：請寫作 2026-03-04"),
        "audit.nobody": ("nobody read that", "没有符合条件的查阅记录", "沒有符合條件的查閱紀錄"),
        "audit.written": ("{count} readings are in {file}", "{count} 条查阅记录已写入 {file}", "{count} 筆查閱紀錄已寫入 {file}"),
    }
)


@app.command()
def audit(
    member: Annotated[str, typer.Option(metavar="MEMBER", help="Of this member only: the shop's own reference.")] = "",
    reader: Annotated[str, typer.Option(help="By this reader only: a staff name, an API key, an account at a terminal.")] = "",
    since: Annotated[str, typer.Option(metavar="DAY", help="From this day on, in the programme's time zone.")] = "",
    until: Annotated[str, typer.Option(metavar="DAY", help="Up to this day, the day included.")] = "",
    most: Annotated[int, typer.Option(min=1, help="So many, the newest first; a file holds all of them.")] = 50,
    csv_file: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write all of them as CSV; - for stdout.")] = None,
    json: Json = False,
) -> None:
    """Who opened names, phones, cards and other details: when, of whom, which fields, where. The values are not in it, and nobody can change it."""
    if json and str(csv_file) == "-":
        raise typer.BadParameter("--json and --csv - both write to stdout: name a file")
    with open_home() as home:
        home.django()
        from regulars.members.readings import Asked, every_reading

        zone = _zone(home)
        asked = Asked(_member_id(member), reader, _midnight(since, zone), _midnight(until, zone, days=1))
        written = _write(csv_file, every_reading(asked)) if csv_file is not None else 0
        shown = [] if csv_file is not None else list(islice(every_reading(asked), most))
    if json:
        print_json({"ok": True, "written": written} if csv_file is not None else {"readings": [dict(zip(COLUMNS, _cells(one), strict=True)) | {"fields": list(one.fields)} for one in shown]})
    elif csv_file is None:
        for one in shown:
            print(f"{one.at.astimezone(zone):%Y-%m-%d %H:%M:%S}  {one.reader:<16} {one.ref or one.member_id:<16} {' '.join(one.fields)}  ({one.place}{' ' + one.address if one.address else ''})")
        if not shown:
            tell_code("audit.nobody")
    elif str(csv_file) != "-":
        tell_code("audit.written", count=written, file=csv_file)


def _member_id(ref: str) -> int | None:
    from regulars.journal.errors import UnknownMember
    from regulars.members.queries import members_by_ref

    if not ref:
        return None
    found = members_by_ref([ref]).get(ref)
    if found is None:
        raise UnknownMember(ref=ref)
    return found


def _zone(home: Home) -> ZoneInfo:
    import psycopg

    from regulars.journal.programs import load_versions

    with psycopg.connect(home.dsn, autocommit=True) as conn:
        return ZoneInfo(load_versions(conn).latest.program.timezone)


def _midnight(day: str, zone: ZoneInfo, days: int = 0) -> datetime | None:
    if not day:
        return None
    try:
        return datetime.combine(date.fromisoformat(day) + timedelta(days=days), time.min, zone).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Invalid("audit.day", day=day) from None


def _cells(one: Any) -> tuple[str, ...]:
    return (one.at.astimezone(UTC).isoformat(timespec="seconds"), one.reader, one.kind, one.ref or str(one.member_id), " ".join(one.fields), one.place, one.address)


def _write(file: Path, rows: Any) -> int:
    from regulars.journal.tier_preview import safe_cell

    count = 0
    with nullcontext(sys.stdout) if str(file) == "-" else file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for one in rows:
            writer.writerow([safe_cell(cell) for cell in _cells(one)])
            count += 1
    return count
