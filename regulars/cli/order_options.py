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
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


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
