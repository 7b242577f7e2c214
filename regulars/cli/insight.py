"""``regulars insight``: one figure with its formula, window, denominator and SQL."""

import csv
import sys
from pathlib import Path
from typing import Annotated

import typer

from regulars.cli.given import Json
from regulars.cli.home import snapshot_folder
from regulars.cli.language import spoken
from regulars.cli.order_options import Encoding, Map
from regulars.cli.output import print_json, tell
from regulars.cli.study_options import AsOf, Currency, Digits, HowToRead, Zone, opened, opened_snapshot
from regulars.insight.facts.sentences import sentence_of

app = typer.Typer(rich_markup_mode=None)


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
    digits: Digits = 2,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print the rows as CSV.")] = False,
    json: Json = False,
) -> None:
    """One figure of the running shop (its last snapshot) or of an order history, with how it is counted."""
    from regulars.insight.asking.answers import answer, check_name
    from regulars.insight.asking.models import Models

    check_name(name)
    how = HowToRead(map_, timezone, encoding, currency, digits, as_of)
    with opened(orders, how) if orders else opened_snapshot(snapshot or snapshot_folder(), as_of) as facts:
        for finding in facts.findings:
            tell(sentence_of(finding, spoken()))
        found = answer(Models(facts), name)
    language = spoken()
    if json:
        print_json(found.document(language))
        return
    for line in found.sentences(language):
        tell(line)
    if not as_csv:
        for line in (found.title(language), found.formula(language), found.window(language), found.denominator(language)):
            tell(line)
    rows = csv.writer(sys.stdout, lineterminator="\n")
    rows.writerow(found.columns)
    rows.writerows(list(record.values()) for record in found.records(language))
