"""``regulars import balances``: points of an older scheme, lot by lot, and whether the sums agree afterwards."""

import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from regulars.cli.given import Json
from regulars.cli.home import open_home
from regulars.cli.language import spoken
from regulars.cli.order_options import Encoding, Map, check_source, finding_document, read_map
from regulars.cli.output import print_json, tell, tell_code
from regulars.kit.money import text_of
from regulars.kit.phrases import phrases, say

phrases(
    {
        "import.balances_sum": (
            "{wallet}: {points} points in {lots} lots; {lapsed} of them are over by then and lapse",
            "{wallet}：{points} 积分，{lots} 个批次；其中 {lapsed} 届时已过期",
            "{wallet}：{points} 積分，{lots} 個批次；其中 {lapsed} 屆時已過期",
        ),
        "import.balances_would": (
            "{members} members, {good} of {rows} rows can be imported. Nothing was imported (--dry-run)",
            "{members} 位会员，{rows} 行中有 {good} 行可以导入。未导入任何内容（--dry-run）",
            "{members} 位會員，{rows} 行中有 {good} 行可以匯入。未匯入任何內容（--dry-run）",
        ),
        "import.balances_nothing_done": (
            "Nothing was imported: {rows} rows have findings. Mend the file, or take only the good rows with --skip-bad",
            "没有导入任何内容：有 {rows} 行存在问题。请修正文件，或用 --skip-bad 只导入完好的行",
            "沒有匯入任何內容：有 {rows} 行存在問題。請修正檔案，或用 --skip-bad 只匯入完好的行",
        ),
        "import.balances_done": (
            "{created} balances opened, {duplicate} known already, {problems} not taken",
            "已转入 {created} 笔余额，{duplicate} 笔此前已转入，{problems} 笔未转入",
            "已轉入 {created} 筆餘額，{duplicate} 筆此前已轉入，{problems} 筆未轉入",
        ),
        "import.balances_agree": (
            "{wallet}: the file says {file}, the journal has {journal}: they agree",
            "{wallet}：文件 {file}，账本 {journal}：一致",
            "{wallet}：檔案 {file}，帳本 {journal}：一致",
        ),
        "import.balances_differ": (
            "{wallet}: the file says {file}, the journal has {journal} from source “{source}”: they differ by {difference}",
            "{wallet}：文件 {file}，账本（来源“{source}”）{journal}：相差 {difference}",
            "{wallet}：檔案 {file}，帳本（來源「{source}」）{journal}：相差 {difference}",
        ),
        "import.balances_day": ("--as-of wants a day that is not in the future, such as 2026-01-01", "--as-of 应为不晚于今天的日期，例如 2026-01-01", "--as-of 應為不晚於今天的日期，例如 2026-01-01"),
    }
)

_OPENED = """
SELECT t.wallet, sum(t.points)::bigint FROM event e JOIN transfer t USING (member_id, seq)
 WHERE e.type = 'balance.opened' AND e.source = %s AND t.source = 'opening' GROUP BY t.wallet
"""


def import_balances(
    file: Annotated[Path, typer.Argument(help="CSV, Excel (.xlsx), NDJSON or Parquet, one lot a row: member, points, and optionally wallet, earned_on, expires_on (or never), tier.")],
    as_of: Annotated[str, typer.Option("--as-of", metavar="DAY", help="The day the older scheme was closed; the balances are opened at its start.")],
    source: Annotated[str, typer.Option(help="Where the balances come from; the same file from the same source counts once.")] = "opening",
    map_: Map = None,
    encoding: Encoding = "utf-8",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report every bad row and the sums, and import nothing.")] = False,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Import the good rows.")] = False,
    json: Json = False,
) -> None:
    """Import opening balances with their lots. Any bad row imports nothing (exit 2). Afterwards the sums of file and journal are compared (exit 1 when they differ)."""
    import psycopg

    from regulars.connectors.balances_file import BalancesFile, check_balances, postings_of
    from regulars.engine.reading_opening import day_of
    from regulars.journal.bulk import post_all
    from regulars.journal.programs import load_versions
    from regulars.kit.errors import Invalid

    check_source(source)
    mapping = read_map(map_)
    with open_home() as home:
        home.django()
        with psycopg.connect(home.dsn, autocommit=True) as conn:
            versions = load_versions(conn)
        now_us = time.time_ns() // 1_000
        try:
            day = day_of(as_of)
        except Invalid:
            day = 0
        if not 0 < day <= versions.calendar.day_of(now_us):
            raise Invalid("import.balances_day")
        checked = check_balances(BalancesFile(file, day, mapping, encoding), versions)
        report = _report(checked, versions, source, dry_run)
        if not json:
            _print_report(checked, report, to_stdout=dry_run)
        if dry_run or checked.stopped or (checked.bad_rows and not skip_bad):
            if json:
                print_json(report)
            elif dry_run:
                facts = {"members": checked.members, "good": checked.rows - checked.bad_rows, "rows": checked.rows}
                print(say("import.balances_would", facts, spoken()))
            else:
                tell_code("import.balances_nothing_done", rows=checked.bad_rows)
            raise typer.Exit(2 if checked.findings else 0)
        posted = post_all(home.dsn, postings_of(checked, versions, source, now_us))
        with psycopg.connect(home.dsn, autocommit=True) as conn:
            journal = dict(conn.execute(_OPENED, (source,)).fetchall())
    agree = _reconcile(report, journal, versions, source, json)
    problems = [{"event": id, "code": code} for id, code in posted.problems]
    if json:
        print_json(report | {"created": posted.created, "duplicate": posted.duplicate, "problems": problems})
    else:
        for problem in problems[:50]:
            tell(f"{problem['event']}: {problem['code']}")
        print(say("import.balances_done", {"created": posted.created, "duplicate": posted.duplicate, "problems": len(problems)}, spoken()))
    raise typer.Exit(0 if agree and not problems else 1)


def _report(checked: Any, versions: Any, source: str, dry_run: bool) -> dict[str, Any]:
    wallets = []
    for wallet, (points, lots) in checked.sums().items():
        scale = versions.program.wallet(wallet).scale
        wallets.append({"wallet": wallet, "points": text_of(points, scale), "lots": lots, "lapsed": text_of(checked.lapsed.get(wallet, 0), scale)})
    return {
        "file": checked.file.path.name,
        "source": source,
        "dry_run": dry_run,
        "rows": checked.rows,
        "bad_rows": checked.bad_rows,
        "members": checked.members,
        "findings": [finding_document(finding) for finding in checked.findings],
        "wallets": wallets,
    }


def _print_report(checked: Any, report: dict[str, Any], *, to_stdout: bool) -> None:
    stream = sys.stdout if to_stdout else sys.stderr
    for finding in checked.findings:
        facts = {"line": finding.line, "sentence": finding.sentence(spoken()), "code": finding.code}
        print(say("import.line", facts, spoken()), file=stream)
    for wallet in report["wallets"]:
        print(say("import.balances_sum", wallet, spoken()), file=stream)


def _reconcile(report: dict[str, Any], journal: dict[str, int], versions: Any, source: str, json: bool) -> bool:
    """Compare the file's sums with what the journal has from this source; the report gets both. True when they agree."""
    agree = True
    for wallet in report["wallets"]:
        scale = versions.program.wallet(wallet["wallet"]).scale
        has = text_of(journal.get(wallet["wallet"], 0), scale)
        wallet["journal"] = has
        same = has == wallet["points"]
        agree = agree and same
        if not json:
            difference = text_of(journal.get(wallet["wallet"], 0) - int(wallet["points"].replace(".", "")), scale)
            facts = {"wallet": wallet["wallet"], "file": wallet["points"], "journal": has, "source": source, "difference": difference}
            print(say("import.balances_agree" if same else "import.balances_differ", facts, spoken()))
    return agree
