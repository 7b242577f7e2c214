"""``regulars program plan``: what a document would do to the real members, before anybody is promised anything."""

import contextlib
import csv
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from regulars.cli.given import moment_of, text_of_file
from regulars.cli.home import connect, open_home
from regulars.cli.language import spoken
from regulars.cli.output import print_json, tell
from regulars.cli.plan_table import print_plan
from regulars.cli.progress import progress_bar
from regulars.kit.lengths import length_of
from regulars.kit.phrases import phrases, say

phrases(
    {
        "plan.progress": ("Looking at every member", "正在计算每位会员", "正在計算每位會員"),
        "plan.listed": ("{count} members who would move are listed in {file}", "{count} 位将变动的会员已写入 {file}", "{count} 位將變動的會員已寫入 {file}"),
    }
)
_COLUMNS = ("member", "tier", "under_present_rules", "under_new_rules", "when")


def plan(
    file: Annotated[Path, typer.Argument(help="The programme document (YAML).")],
    in_force_from: Annotated[str, typer.Option("--from", help="When it would begin to count (default: now).")] = "",
    replay: Annotated[
        str, typer.Option(help="Decide so much of the past again under both programmes: 1y, 6 months, 90 days.")
    ] = "",
    members: Annotated[Path | None, typer.Option(help="Write who would move to this CSV file.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """What would change in words, who would rise or fall, and with --replay what the last months would have given and cost. Writes nothing."""
    from regulars.backtest.plan_report import report_of
    from regulars.backtest.planning import plan as plan_change
    from regulars.backtest.planning import size_of
    from regulars.program.reading import require

    text = text_of_file(file)
    program = require(text)
    length = length_of(replay) if replay else None
    starts = moment_of(in_force_from, program.timezone) if in_force_from else None
    with contextlib.suppress(OSError):
        os.nice(10)  # the tills come first
    what = say("plan.progress", {}, spoken())
    with (
        open_home() as home,
        connect(home.dsn) as conn,
        _rows(members) as listed,
        progress_bar(what, size_of(conn, replayed=length is not None)) as on_progress,
    ):
        found = plan_change(
            conn,
            text,
            at=datetime.now(UTC),
            starts=starts,
            replay=length,
            facts_of=_facts_of(home),
            on_move=listed,
            on_progress=on_progress,
        )
    report = report_of(found, spoken())
    if json:
        print_json(report)
    else:
        print_plan(report, found.new)
        if members is not None:
            tell(say("plan.listed", {"count": report["up"] + report["down"], "file": str(members)}, spoken()))


@contextlib.contextmanager
def _rows(file: Path | None) -> Iterator[Callable[[Any], object] | None]:
    """Writes each move as a line of CSV, as it is found."""
    if file is None:
        yield None
        return
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(_COLUMNS)
        yield lambda move: rows.writerow(_safe(value) for value in move)


def _safe(value: str) -> str:
    """A reference that a spreadsheet would take for a formula stays text."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t") else value


def _facts_of(home: Any) -> Callable[[Sequence[tuple[int, int]], frozenset[str]], Mapping[tuple[int, int], Mapping[str, Any]]]:
    def asked(pairs: Sequence[tuple[int, int]], fields: frozenset[str]) -> Mapping[tuple[int, int], Mapping[str, Any]]:
        home.django()
        from regulars.members.facts import facts_of

        return facts_of(pairs, fields)

    return asked
