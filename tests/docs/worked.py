"""Worked tables of docs/algorithms: a programme in a yaml block, and below it rows of what happens and what the member has then.

A table is worked when its header begins ``| when | what happens |``. ``working`` is for the reader; every other column is looked at in each row:
``earned`` (by this event), ``usable``, ``pending``, ``debt`` (of the first wallet), ``tier``, or another wallet's id. An empty cell is not looked at.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

FIRST_TWO = ["when", "what happens"]
NOT_LOOKED_AT = {*FIRST_TWO, "working"}
SAID = {"usable": "{}", "tier": "{}"}  # how a column is said in a story's ``has``; the others as “10 pending”


@dataclass
class Worked:
    """One table of a page, with the programme it is about. Rows are column -> cell."""

    page: str
    line: int
    programme: str
    rows: list[dict[str, str]] = field(default_factory=list)


def worked_tables(page: Path) -> Iterator[Worked]:
    """The page's worked tables in order; each is about the last yaml block above it."""
    programme: list[str] = []
    in_yaml, columns, table = False, [], None
    for number, line in enumerate([*page.read_text(encoding="utf-8").splitlines(), ""], start=1):
        if line.startswith("```"):
            in_yaml = line == "```yaml"
            programme = [] if in_yaml else programme
        elif in_yaml:
            programme.append(line)
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []
        if cells[:2] == FIRST_TWO:
            columns, table = cells, Worked(page.name, number, "\n".join(programme))
        elif table and not cells:
            yield table
            table = None
        elif table and set(cells[0]) > set(" :-"):
            table.rows.append(dict(zip(columns, cells, strict=True)))


def has(row: dict[str, str]) -> str:
    """The row's figures as a story's ``has``."""
    figures = {column: cell for column, cell in row.items() if column not in NOT_LOOKED_AT | {"earned"} and cell}
    return ", ".join(SAID.get(column, f"{{}} {column}").format(cell) for column, cell in figures.items())
