"""``regulars import events``: what members did, of any type, from a file."""

import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from regulars.cli.given import Json
from regulars.cli.home import open_home
from regulars.cli.language import spoken
from regulars.cli.order_options import Encoding, Map, Timezone, check_source, finding_document, read_map
from regulars.cli.output import print_json, tell, tell_code
from regulars.cli.progress import progress_bar
from regulars.kit.phrases import phrases, say

MOST_TOLD = 50

phrases(
    {
        "import.events_would": (
            "{good} of {rows} events can be imported. Nothing was imported (--dry-run)",
            "{rows} 个事件中有 {good} 个可以导入。未导入任何内容（--dry-run）",
            "{rows} 個事件中有 {good} 個可以匯入。未匯入任何內容（--dry-run）",
        ),
        "import.events_nothing_done": (
            "Nothing was imported: {rows} rows have findings. Mend the file, or take only the good rows with --skip-bad",
            "没有导入任何内容：有 {rows} 行存在问题。请修正文件，或用 --skip-bad 只导入完好的行",
            "沒有匯入任何內容：有 {rows} 行存在問題。請修正檔案，或用 --skip-bad 只匯入完好的行",
        ),
        "import.events_done": (
            "{created} events imported, {known} known already, {left_out} left out",
            "已导入 {created} 个事件，{known} 个此前已导入，{left_out} 个未导入",
            "已匯入 {created} 個事件，{known} 個此前已匯入，{left_out} 個未匯入",
        ),
        "import.events_importing": ("Importing events", "正在导入事件", "正在匯入事件"),
    }
)


def import_events(
    file: Annotated[Path, typer.Argument(help="CSV, Excel (.xlsx) or Parquet: id, member, time, and optionally type, data (JSON) and data.FIELD; or .ndjson, one event a line as the API takes them.")],
    source: Annotated[str, typer.Option(help="Where the events come from; an event is known by member, source and id.")] = "import",
    type_: Annotated[str, typer.Option("--type", help="What happened, in rows that do not say so: points.redeemed, checkin …")] = "",
    map_: Map = None,
    timezone: Timezone = "",
    encoding: Encoding = "utf-8",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report every bad row and import nothing.")] = False,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Import the good rows.")] = False,
    enrol: Annotated[bool, typer.Option("--enrol", help="A member nobody has enrolled joins with their first event (default: as the programme says).")] = False,
    without_bonuses: Annotated[bool, typer.Option("--without-bonuses", help="Members who are enrolled by an event get no bonus for it.")] = False,
    json: Json = False,
) -> None:
    """Import past events. Any bad row imports nothing (exit 2). Run again after a crash: what is known already is skipped."""
    import psycopg

    from regulars.connectors.events_file import EventsFile, check_events
    from regulars.journal.bulk import post_all
    from regulars.journal.programs import load_versions
    from regulars.journal.standstill import standstill

    check_source(source)
    mapping = read_map(map_)
    with open_home() as home:
        with psycopg.connect(home.dsn, autocommit=True) as conn:
            versions = load_versions(conn)
        now_us = time.time_ns() // 1_000
        checked = check_events(EventsFile(file, source, timezone or versions.program.timezone, now_us, type_, mapping, encoding), versions)
        if not json:
            for finding in checked.findings:
                facts = {"line": finding.line, "sentence": finding.sentence(spoken()), "code": finding.code}
                print(say("import.line", facts, spoken()), file=sys.stdout if dry_run else sys.stderr)
        if dry_run or checked.stopped or (checked.findings and not skip_bad):
            _tell_untouched(checked, dry_run, json)
            raise typer.Exit(2 if checked.findings else 0)
        home.django()
        from regulars.connectors.known_facts import known_facts

        with standstill(home.dsn), progress_bar(say("import.events_importing", {}, spoken()), len(checked.rows)) as on_progress:
            postings = checked.postings(enrol=True if enrol else None, bonuses=not without_bonuses)
            posted = post_all(home.dsn, postings, on_progress, facts_of=known_facts(versions.calendar.day_of))
    problems = [{"event": id, "code": code} for id, code in posted.problems]
    if json:
        print_json(_report(checked, False) | {"created": posted.created, "known": posted.duplicate, "problems": problems})
    else:
        for problem in problems[:MOST_TOLD]:
            tell(f"{problem['event']}: {problem['code']}")
        facts = {"created": posted.created, "known": posted.duplicate, "left_out": checked.bad_rows + len(problems)}
        print(say("import.events_done", facts, spoken()))
    raise typer.Exit(1 if problems else 0)


def _tell_untouched(checked: Any, dry_run: bool, json: bool) -> None:
    if json:
        print_json(_report(checked, dry_run))
    elif dry_run and not checked.stopped:
        print(say("import.events_would", {"good": len(checked.rows), "rows": checked.count}, spoken()))
    else:
        tell_code("import.events_nothing_done", rows=checked.bad_rows)


def _report(checked: Any, dry_run: bool) -> dict[str, Any]:
    return {
        "file": checked.file.path.name,
        "source": checked.file.source,
        "dry_run": dry_run,
        "rows": checked.count,
        "good_rows": len(checked.rows),
        "bad_rows": checked.bad_rows,
        "findings": [finding_document(finding) for finding in checked.findings],
        "created": 0,
        "known": 0,
        "problems": [],
    }
