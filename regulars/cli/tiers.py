"""``regulars tiers``: who would move at the next review, before anybody is told."""

import contextlib
import csv
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from regulars.cli.home import connect, open_home
from regulars.cli.language import spoken
from regulars.cli.output import print_json, tell
from regulars.kit.errors import Invalid
from regulars.kit.periods import iso_day, microseconds
from regulars.kit.phrases import phrases, say

app = typer.Typer(help="Who stands where on the ladder, and who would move.", no_args_is_help=True, rich_markup_mode=None)

MOST_SHOWN = 50

phrases(
    {
        "tiers.day": (
            "“{at}” is not a day after today: write 2026-03-31",
            "“{at}”不是今天之后的日期：请写作 2026-03-31",
            "「{at}」不是今天之後的日期：請寫作 2026-03-31",
        ),
        "tiers.preview": (
            "By the start of {at}, if nothing more happens: {up} up, {down} down, {grace} into their grace, {up_next_event} up with their next event, of {members} members",
            "到 {at} 开始时，若无其他变动：{members} 位会员中，升级 {up} 位，降级 {down} 位，进入宽限期 {grace} 位，下次消费即升级 {up_next_event} 位",
            "到 {at} 開始時，若無其他變動：{members} 位會員中，升級 {up} 位，降級 {down} 位，進入寬限期 {grace} 位，下次消費即升級 {up_next_event} 位",
        ),
        "tiers.move": ("{on}  {member}: {before} → {after}", "{on}  {member}：{before} → {after}", "{on}  {member}：{before} → {after}"),
        "tiers.move_grace": ("{on}  {member}: {before}, grace to {until}", "{on}  {member}：{before}，宽限期至 {until}", "{on}  {member}：{before}，寬限期至 {until}"),
        "tiers.more": ("… and {count} more (--csv lists all of them)", "……另有 {count} 位（--csv 可列出全部）", "……另有 {count} 位（--csv 可列出全部）"),
        "tiers.listed": ("{count} members are listed in {file}", "{count} 位会员已写入 {file}", "{count} 位會員已寫入 {file}"),
    }
)


@app.callback()
def tiers() -> None:
    """A group of commands."""


@app.command()
def preview(
    at: Annotated[str, typer.Option("--at", help="A day after today (default: the next review).")] = "",
    file: Annotated[Path | None, typer.Option("--csv", help="Write everybody who would move to this CSV file.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Who would go up or down by then, and why. Computed on the real members, nothing is written."""
    from regulars.journal.programs import load_versions
    from regulars.journal.tier_preview import TierMove, next_review_day
    from regulars.journal.tier_preview import preview as look_ahead

    with open_home() as home, connect(home.dsn) as conn, _rows(file) as write:
        versions, now_us = load_versions(conn), microseconds(datetime.now(UTC))
        day = day_of(at) if at else next_review_day(versions, now_us)
        if day <= versions.calendar.day_of(now_us):
            raise Invalid("tiers.day", at=at[:40])
        program, moves, count = versions.at(versions.calendar.start_of(day)).program, [], 0

        def on_move(move: TierMove) -> None:
            nonlocal count
            count += 1
            if json or len(moves) < MOST_SHOWN:
                moves.append(move)
            write(row_of(move, program, spoken()))

        found = look_ahead(conn, versions, now_us, day, on_move)
    if json:
        print_json(
            {
                "at": found.at,
                "members": found.all_members,
                **{how: found.moved[how] for how in ("up", "down", "grace", "up_next_event")},
                "before": dict(found.before),
                "after": dict(found.after),
                "between": [{"from": before, "to": after, "members": members} for (before, after), members in sorted(found.pairs.items())],
                "moves": [{**move._asdict(), "why": [{**reason, "text": text} for reason, text in zip(move.why, words_of(move, program, spoken()), strict=True)]} for move in moves],
            }
        )
        return
    tell(say("tiers.preview", {"at": found.at, "members": found.all_members, **{how: found.moved[how] for how in ("up", "down", "grace", "up_next_event")}}, spoken()))
    for move in moves:
        print(say("tiers.move_grace" if move.how == "grace" else "tiers.move", move._asdict(), spoken()))
        for text in words_of(move, program, spoken()):
            print(f"    {text}")
    if count > len(moves):
        tell(say("tiers.more", {"count": count - len(moves)}, spoken()))
    if file is not None:
        tell(say("tiers.listed", {"count": count, "file": str(file)}, spoken()))


def day_of(text: str) -> int:
    """``2026-03-31``. Raises Invalid ``tiers.day``."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Invalid("tiers.day", at=text[:40]) from None
    if iso_day(day.toordinal()) != text:
        raise Invalid("tiers.day", at=text[:40])
    return day.toordinal()


def words_of(move: Any, program: Any, language: str) -> list[str]:
    from regulars.engine.explain import sentences

    return sentences(move.why, language, program)


def row_of(move: Any, program: Any, language: str) -> list[str]:
    return [move.member, move.before, move.after, move.how, move.on, move.until or "", "; ".join(words_of(move, program, language))]


@contextlib.contextmanager
def _rows(file: Path | None) -> Iterator[Callable[[list[str]], object]]:
    """Writes each move as a line of CSV, as it is found."""
    if file is None:
        yield lambda row: None
        return
    from regulars.journal.tier_preview import COLUMNS, safe_cell

    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(COLUMNS)
        yield lambda row: rows.writerow([safe_cell(value) for value in row])
