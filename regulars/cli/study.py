"""``regulars study``: what a shop's order files say, before anything of ours runs. Needs no database and no programme."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from regulars.cli.given import Json
from regulars.cli.language import spoken
from regulars.cli.order_options import Encoding, Map
from regulars.cli.output import print_json, tell, tell_code
from regulars.cli.study_options import AsOf, Currency, Digits, HowToRead, Orders, Visits, Zone, day_of, opened
from regulars.kit.errors import Invalid
from regulars.kit.phrases import phrases, say

app = typer.Typer(rich_markup_mode=None)

phrases(
    {
        "study.nothing_asked": (
            "Say where the study goes: --out FOLDER, or --json",
            "请说明结果放在哪里：--out 文件夹，或 --json",
            "請說明結果放在哪裡：--out 資料夾，或 --json",
        ),
        "study.reading": ("Reading the orders (files: {files})…", "正在读取 {files} 个订单文件…", "正在讀取 {files} 個訂單檔案…"),
        "study.written": ("The study is in {page}", "分析结果在 {page}", "分析結果在 {page}"),
    }
)


class Period(StrEnum):
    week = "week"
    day = "day"


@app.command()
def study(
    orders: Orders,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Write study.html, study.json and the figures as Parquet there.")] = None,
    as_of: AsOf = "",
    calibrate_until: Annotated[
        str, typer.Option("--calibrate-until", metavar="DATE", help="The last day the lifetime models may see; the days after judge them.")
    ] = "",
    period: Annotated[Period, typer.Option(help="The unit of time of the lifetime models.")] = Period.week,
    map_: Map = None,
    timezone: Zone = "UTC",
    encoding: Encoding = "utf-8",
    currency: Currency = "",
    digits: Digits = None,
    visits: Visits = None,
    json: Json = False,
) -> None:
    """Who is loyal, who is leaving, what they are worth: the whole study of an order history, on one page and in one document."""
    from regulars.insight.study import study as study_of

    if out is None and not json:
        raise Invalid("study.nothing_asked")
    until = day_of(calibrate_until, "--calibrate-until")
    tell(say("study.reading", {"files": len(orders)}, spoken()))
    with opened(orders, HowToRead(map_, timezone, encoding, currency, digits, as_of, visits)) as facts:
        made = study_of(facts, calibrate_until=until, period_days=7 if period is Period.week else 1)
        if out is not None:
            from regulars.insight.study.files import write_study

            written = write_study(made, out, spoken())
            tell_code("study.written", page=written[0])
        if json:
            print_json(made.document(spoken()))
            return
        for sentence in made.sentences(spoken()):
            tell(sentence)
