"""``regulars import``: members and orders from files. Orders live in ``import_orders.py``, members here."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from regulars.cli.given import Json
from regulars.cli.home import Home, open_home
from regulars.cli.import_balances import import_balances
from regulars.cli.import_events import import_events
from regulars.cli.import_orders import import_orders
from regulars.cli.import_segment import import_segment
from regulars.cli.language import spoken
from regulars.cli.order_options import Encoding, Map, Timezone, check_source, finding_document, read_map
from regulars.cli.output import print_json, tell, tell_code
from regulars.cli.progress import progress_bar
from regulars.kit.phrases import phrases, say

app = typer.Typer(help="Bring in members, orders, other events, opening balances and segments from files.", no_args_is_help=True, rich_markup_mode=None)
app.command("orders")(import_orders)
app.command("balances")(import_balances)
app.command("events")(import_events)
app.command("segment")(import_segment)

MOST_PROBLEMS_TOLD = 50

phrases(
    {
        "import.members_nothing_done": (
            "Nothing was imported: {rows} rows have findings. Mend the file, or take only the good rows with --skip-bad",
            "没有导入任何会员：有 {rows} 行存在问题。请修正文件，或用 --skip-bad 只导入完好的行",
            "沒有匯入任何會員：有 {rows} 行存在問題。請修正檔案，或用 --skip-bad 只匯入完好的行",
        ),
        "import.members_unreadable": (
            "Nothing was imported: the file can't be read to its end",
            "没有导入任何会员：文件无法完整读取",
            "沒有匯入任何會員：檔案無法完整讀取",
        ),
        "import.members_would": (
            "{good} of {rows} rows can be imported. Nothing was imported (--dry-run)",
            "{rows} 行中有 {good} 行可以导入。未导入任何内容（--dry-run）",
            "{rows} 行中有 {good} 行可以匯入。未匯入任何內容（--dry-run）",
        ),
        "import.members_undated": (
            "{count} rows have no enrolled_at: people who are new count as enrolled now, and orders from before as late. Import the orders first, or give the dates",
            "有 {count} 行没有 enrolled_at：新会员按现在入会，此前的订单会算作补录。请先导入订单，或在文件中写明入会日期",
            "有 {count} 行沒有 enrolled_at：新會員按現在入會，此前的訂單會算作補錄。請先匯入訂單，或在檔案中寫明入會日期",
        ),
        "import.members_done": (
            "{enrolled} members enrolled, {updated} known ones brought up to date, {left_out} left out",
            "新入会 {enrolled} 人，更新已有会员 {updated} 人，未导入 {left_out} 人",
            "新入會 {enrolled} 人，更新已有會員 {updated} 人，未匯入 {left_out} 人",
        ),
        "import.members_not_taken": ("member {ref}: {code}", "会员 {ref}：{code}", "會員 {ref}：{code}"),
        "import.members_importing": ("Importing members", "正在导入会员", "正在匯入會員"),
    }
)


@app.command("members")
def members(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV, Excel (.xlsx), NDJSON or Parquet: member, and optionally enrolled_at, name, given_name, family_name, phone, email, card, birthday,"
            " gender, language, address, postcode, city, timezone, attributes.NAME, identity.KIND."
        ),
    ],
    source: Annotated[str, typer.Option(help="Where the members come from; kept with their enrolment.")] = "import",
    map_: Map = None,
    timezone: Timezone = "",
    region: Annotated[
        str, typer.Option(help="The country of phone numbers without a code, such as CN; default: REGULARS_REGION.")
    ] = "",
    encoding: Encoding = "utf-8",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report every bad row and import nothing.")] = False,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Import the good rows.")] = False,
    without_bonuses: Annotated[
        bool, typer.Option("--without-bonuses", help="Nobody gets a bonus for being enrolled by this file.")
    ] = False,
    json: Json = False,
) -> None:
    """Import members. Any bad row imports nothing (exit 2). Who is known already gets what the file tells; run it as often as you like."""
    check_source(source)
    mapping = read_map(map_)
    with open_home() as home:
        home.django()
        from django.conf import settings

        from regulars.connectors.members_file import MembersFile, check_members
        from regulars.connectors.members_import import taken_by_others

        versions = _versions(home)
        program_zone, day_of = versions.program.timezone, versions.calendar.day_of
        asked = MembersFile(
            path=file,
            timezone=timezone or program_zone,
            now_us=time.time_ns() // 1_000,
            region=(region or settings.REGION).upper(),
            mapping=mapping,
            encoding=encoding,
        )
        checked = check_members(asked, taken_by_others)
        if not json:
            _print_findings(checked, to_stdout=dry_run)
        if dry_run or checked.stopped or (checked.bad_rows and not skip_bad):
            _tell_untouched(checked, source, dry_run, json)
            raise typer.Exit(0 if checked.is_clean else 2)
        if checked.undated:
            tell_code("import.members_undated", count=checked.undated)
        brought = _bring_in(home, checked, source, day_of, bonuses=not without_bonuses, profile=versions.program.profile)
        _tell_done(checked, brought, source, json)
    raise typer.Exit(1 if brought.problems else 0)


def _versions(home: Home) -> Any:
    """The programme's versions. Raises NoProgram."""
    import psycopg

    from regulars.journal.programs import load_versions

    with psycopg.connect(home.dsn, autocommit=True) as conn:
        return load_versions(conn)


def _bring_in(home: Home, checked: Any, source: str, day_of: Callable[[int], int], *, bonuses: bool, profile: Any) -> Any:
    from regulars.connectors.known_facts import known_facts
    from regulars.connectors.members_import import bring_in

    with progress_bar(say("import.members_importing", {}, spoken()), checked.good) as on_progress:
        return bring_in(
            checked,
            dsn=home.dsn,
            source=source,
            bonuses=bonuses,
            facts_of=known_facts(day_of),
            on_progress=on_progress,
            profile=profile,
        )


def _print_findings(checked: Any, *, to_stdout: bool) -> None:
    for finding in checked.findings:
        facts = {"line": finding.line, "sentence": finding.sentence(spoken()), "code": finding.code}
        print(say("import.line", facts, spoken()), file=sys.stdout if to_stdout else sys.stderr)


def _tell_untouched(checked: Any, source: str, dry_run: bool, json: bool) -> None:
    if json:
        print_json(_document(checked, source, dry_run))
    elif checked.stopped:
        tell_code("import.members_unreadable")
    elif dry_run:
        print(say("import.members_would", {"good": checked.good, "rows": checked.rows}, spoken()))
    else:
        tell_code("import.members_nothing_done", rows=len(checked.bad_rows))


def _tell_done(checked: Any, brought: Any, source: str, json: bool) -> None:
    if json:
        problems = [{"member": ref, "code": code} for ref, code in brought.problems]
        done = {"enrolled": brought.enrolled, "updated": brought.updated, "problems": problems}
        print_json(_document(checked, source, False) | done)
        return
    for ref, code in brought.problems[:MOST_PROBLEMS_TOLD]:
        tell(say("import.members_not_taken", {"ref": ref, "code": code}, spoken()))
    left_out = len(checked.bad_rows) + len(brought.problems)
    facts = {"enrolled": brought.enrolled, "updated": brought.updated, "left_out": left_out}
    print(say("import.members_done", facts, spoken()))


def _document(checked: Any, source: str, dry_run: bool) -> dict[str, Any]:
    return {
        "file": checked.file.path.name,
        "source": source,
        "dry_run": dry_run,
        "rows": checked.rows,
        "bad_rows": len(checked.bad_rows),
        "undated": checked.undated,
        "findings": [
            finding_document(finding) | ({"column": finding.facts["column"]} if "column" in finding.facts else {})
            for finding in checked.findings
        ],
        "enrolled": 0,
        "updated": 0,
    }
