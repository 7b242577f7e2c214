"""``regulars insight``: one figure with its formula, window, denominator and SQL."""

import csv
import sys
from typing import Annotated

import typer

from regulars.cli.given import Json
from regulars.cli.language import spoken
from regulars.cli.order_options import Encoding, Map
from regulars.cli.output import print_json, tell
from regulars.cli.study_options import AsOf, Currency, Digits, HowToRead, Orders, Zone, opened
from regulars.insight.facts.sentences import sentence_of

app = typer.Typer(rich_markup_mode=None)


@app.command()
def insight(
    name: Annotated[str, typer.Argument(metavar="NAME", help="kpi, cohorts, rfm …; a wrong one lists them all.")],
    orders: Orders,
    as_of: AsOf = "",
    map_: Map = None,
    timezone: Zone = "UTC",
    encoding: Encoding = "utf-8",
    currency: Currency = "",
    digits: Digits = 2,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print the rows as CSV.")] = False,
    json: Json = False,
) -> None:
    """One figure of an order history, with how it is counted."""
    from regulars.insight.figures import figure
    from regulars.insight.figures.figure import sql_of

    sql_of(name)
    with opened(orders, HowToRead(map_, timezone, encoding, currency, digits, as_of)) as facts:
        for finding in facts.findings:
            tell(sentence_of(finding, spoken()))
        found = figure(facts, name)
    language = spoken()
    if json:
        print_json(found.document(language))
        return
    if not as_csv:
        for line in (found.title(language), found.formula(language), found.window(language), found.denominator(language)):
            tell(line)
    rows = csv.writer(sys.stdout, lineterminator="\n")
    rows.writerow(found.columns)
    rows.writerows(list(record.values()) for record in found.records())
