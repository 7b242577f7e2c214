"""``regulars insight-members``: the members behind any cell of a figure, as a list to take along. References, never a name."""

import csv
import sys
from typing import Annotated

import typer

from regulars.cli.given import Json
from regulars.cli.home import connect, open_home
from regulars.cli.output import print_json

app = typer.Typer(rich_markup_mode=None)

MOST = 100_000
COLUMNS = ("member", "class", "stage", "buys", "margin_year", "clv", "days_since_purchase", "purchase_days", "reasons")


@app.command()
def insight_members(
    group: Annotated[str, typer.Argument(metavar="GROUP", help="class:high, stage:active, grade:A, persona:1, visitor:keen, rfm:543, rf:54, reason:price, price:mostly, cohort:2026-03, or of it cohort:2026-03:2, who came back in the second month after.")],
    limit: Annotated[int, typer.Option("--limit", min=1, max=MOST, help="At most so many, those expected to bring most first.")] = MOST,
    json: Json = False,
) -> None:
    """The members of a group as the last refresh saw them, as CSV; who refused profiling is not among them."""
    from regulars.insight.store.groups import MOST_LISTED, check_group, page_of
    from regulars.journal.tier_preview import safe_cell
    from regulars.kit.money import text_of

    check_group(group)
    rows: list[list[object]] = []
    with open_home() as home, connect(home.dsn) as conn:
        place = None
        while True:
            page = page_of(conn, group, place=place, limit=min(limit - len(rows), MOST_LISTED))
            digits = page.refreshed.exponent
            for one in page.members:
                told = one.told
                money = [None if sum is None else text_of(sum, digits) for sum in (told.margin, told.clv)]
                rows.append([one.ref, one.class_ or None, one.stage or None, told.buys, *money, told.recency, told.frequency, told.reasons])
            place = page.following
            if place is None or len(rows) >= limit:
                break
    if json:
        print_json({"group": group, "as_of": page.refreshed.as_of.isoformat(), "members": [dict(zip(COLUMNS, row, strict=True)) for row in rows]})
        return
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(COLUMNS)
    out.writerows([safe_cell(str(ref)), *told, "; ".join(reasons)] for ref, *told, reasons in rows)  # type: ignore[arg-type]
