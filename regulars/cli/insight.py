"""``regulars insight``: one figure with its formula, window, denominator and SQL."""

import csv
import sys
from enum import StrEnum
from json import dumps as as_json
from pathlib import Path
from typing import Annotated

import typer

from regulars.cli.given import Json
from regulars.cli.home import snapshot_folder
from regulars.cli.insight_settings import read_pairs
from regulars.cli.language import spoken
from regulars.cli.order_options import Encoding, Map
from regulars.cli.output import print_json, tell
from regulars.cli.study_options import AsOf, Currency, Digits, HowToRead, Visits, Zone, opened, opened_snapshot
from regulars.insight.facts import Facts
from regulars.insight.facts.sentences import sentence_of
from regulars.insight.figures import Figure
from regulars.kit.errors import Invalid
from regulars.kit.phrases import phrases

app = typer.Typer(rich_markup_mode=None)

phrases(
    {
        "insight.tables_for_spark": (
            "`--tables` says where Spark finds the tables: it goes with `--engine spark`",
            "`--tables` 指明 Spark 读取表的位置，须与 `--engine spark` 同用",
            "`--tables` 指明 Spark 讀取表的位置，須與 `--engine spark` 同用",
        ),
    }
)


class Engine(StrEnum):
    duckdb = "duckdb"
    spark = "spark"


@app.command()
def insight(
    name: Annotated[str, typer.Argument(metavar="NAME", help="kpi, cohorts, classes, liability …; a wrong one lists them all.")],
    orders: Annotated[list[Path] | None, typer.Argument(metavar="[ORDERS...]", help="Order files, as for `regulars study`; none: the shop's own snapshot.")] = None,
    snapshot: Annotated[Path | None, typer.Option("--snapshot", metavar="DIR", help="Another snapshot than the one in the data folder.")] = None,
    as_of: AsOf = "",
    map_: Map = None,
    timezone: Zone = "UTC",
    encoding: Encoding = "utf-8",
    currency: Currency = "",
    digits: Digits = None,
    engine: Annotated[Engine, typer.Option(help="spark: figures that are one SQL file, on Apache Spark (`pip install 'regulars[spark]'`, Java 17).")] = Engine.duckdb,
    tables: Annotated[str, typer.Option("--tables", metavar="DIR", help="With spark: the tables as Parquet, wherever Spark reads; default: those of the orders or the snapshot.")] = "",
    master: Annotated[str, typer.Option("--master", metavar="URL", help="With spark: the cluster; default: this machine.")] = "local[*]",
    month: Annotated[str, typer.Option("--month", metavar="YYYY-MM", help="Of `review`: another month than the last that is over.")] = "",
    visits: Visits = None,
    margin: Annotated[str, typer.Option(help="What share of what is paid is margin, such as 35%.")] = "",
    method: Annotated[str, typer.Option(help="How RFM is cut: quantiles, fixed or k_means.")] = "",
    window: Annotated[str, typer.Option(metavar="DAYS", help="RFM looks back so many days.")] = "",
    set_: Annotated[list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Any other setting of `regulars insight-settings`, for this answer alone.")] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print the rows as CSV.")] = False,
    json: Json = False,
) -> None:
    """One figure of the running shop (its last snapshot) or of an order history, with how it is counted."""
    from regulars.insight.asking.answers import answer, check_name
    from regulars.insight.asking.models import Models, told_by

    check_name(name)
    asked = {**read_pairs(set_ or []), **{key: text for key, text in (("margin", margin), ("rfm_method", method), ("rfm_days", window)) if text}}
    if tables and engine is not Engine.spark:
        raise Invalid("insight.tables_for_spark")
    how = HowToRead(map_, timezone, encoding, currency, digits, as_of, visits)
    if tables:
        found = _on_spark(tables, name, master)
    else:
        with opened(orders, how) if orders else opened_snapshot(snapshot or snapshot_folder(), as_of) as facts:
            for finding in facts.findings:
                tell(sentence_of(finding, spoken()))
            found = _written_for_spark(facts, name, master) if engine is Engine.spark else answer(Models(facts, settings=told_by(facts, asked)), name)
    language = spoken()
    if json:
        print_json(found.document(language))
        return
    for line in found.sentences(language):
        tell(line)
    if not as_csv:
        for line in (found.title(language), found.formula(language), found.window(language), found.denominator(language), *found.notes(language)):
            tell(line)
    rows = csv.writer(sys.stdout, lineterminator="\n")
    rows.writerow(found.columns)
    rows.writerows([as_json(cell, ensure_ascii=False) if isinstance(cell, dict) else cell for cell in record.values()] for record in found.records(language))


def _written_for_spark(facts: Facts, name: str, master: str) -> Figure:
    from regulars.insight.spark import write_tables

    folder = facts.store.parent / "tables"
    write_tables(facts, folder)
    return _on_spark(str(folder), name, master)


def _on_spark(tables: str, name: str, master: str) -> Figure:
    from regulars.insight.spark import figure_on_spark

    return figure_on_spark(tables, name, master=master)
