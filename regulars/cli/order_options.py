"""The options that say how an order file is to be read, and how its findings are told."""

import sys
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from regulars.cli.language import spoken
from regulars.connectors.orders_file import CheckedOrders
from regulars.kit.errors import Invalid
from regulars.kit.phrases import phrases
from regulars.program.findings import Finding

phrases(
    {
        "import.map_unreadable": (
            "--map wants THEIRS=ours, such as --map invoice_no=order_id, not “{text}”",
            "--map 应写成 文件列名=标准列名，例如 --map invoice_no=order_id，而不是“{text}”",
            "--map 應寫成 檔案欄名=標準欄名，例如 --map invoice_no=order_id，而不是「{text}」",
        ),
        "import.source_reserved": (
            "The source “{source}” is the journal's own: choose another --source",
            "来源“{source}”由系统保留：请换一个 --source",
            "來源「{source}」由系統保留：請換一個 --source",
        ),
        "import.source_unreadable": (
            "--source is a name of 1 to {most} characters",
            "--source 应为 1 至 {most} 个字符的名称",
            "--source 應為 1 至 {most} 個字元的名稱",
        ),
        "import.line": (
            "line {line}: {sentence} [{code}]",
            "第 {line} 行：{sentence} [{code}]",
            "第 {line} 行：{sentence} [{code}]",
        ),
    }
)

Map = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="THEIRS=OURS", help="A column of the file by our name; say it again for more."),
]
Timezone = Annotated[
    str, typer.Option(help="For times without a zone, such as Asia/Shanghai; default: the programme's.")
]
Encoding = Annotated[str, typer.Option(help="Of a CSV: utf-8, gb18030, big5 …")]


def read_map(given: list[str] | None) -> dict[str, str]:
    """``--map a=b``, again for each, or several with commas between. Raises Invalid ``import.map_unreadable``."""
    mapping: dict[str, str] = {}
    for text in given or []:
        parts = text.split(",") if all("=" in part for part in text.split(",")) else [text]
        for part in parts:
            theirs, equals, ours = part.rpartition("=")
            if not equals or not theirs.strip() or not ours.strip():
                raise Invalid("import.map_unreadable", text=part[:80])
            mapping[theirs.strip()] = ours.strip()
    return mapping


def check_source(source: str) -> None:
    """Raises Invalid ``import.source_unreadable | import.source_reserved``."""
    from regulars.journal.posting import CLOCK, HOUSE, LONGEST_ID

    if not 0 < len(source) <= LONGEST_ID or any("\ud800" <= letter <= "\udfff" for letter in source):
        raise Invalid("import.source_unreadable", most=LONGEST_ID)
    if source in (CLOCK, HOUSE):
        raise Invalid("import.source_reserved", source=source)


def finding_document(finding: Finding) -> dict[str, Any]:
    return {
        "line": finding.line,
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.sentence(spoken()),
    }


def finding_lines(checked: CheckedOrders) -> Iterator[str]:
    """Every finding as a line of the report, warnings first."""
    from regulars.kit.phrases import say

    for finding in (*checked.warnings, *checked.findings()):
        facts = {"line": finding.line, "sentence": finding.sentence(spoken()), "code": finding.code}
        yield say("import.line", facts, spoken())


def print_findings(checked: CheckedOrders, *, to_stdout: bool) -> None:
    for line in finding_lines(checked):
        print(line, file=sys.stdout if to_stdout else sys.stderr)
