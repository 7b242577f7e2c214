"""``regulars program new``: a first document, ready-made for a kind of shop."""

from typing import Annotated

import typer


def new(
    kind: Annotated[str, typer.Argument(help="shop, hotel, cafe or blank.")],
    name: Annotated[str, typer.Option(help="The programme's name, as members read it.")],
    currency: Annotated[str, typer.Option(help="Three letters, such as CNY.")],
    timezone: Annotated[str, typer.Option(help="Such as Asia/Shanghai: days, months and reviews go by it.")],
    receipt: Annotated[str, typer.Option(help="What somebody usually pays at once, such as 35 or 12.50: levels and thresholds go by it.")],
) -> None:
    """Print a ready-made document to begin with; nothing is applied. Save it, change it, check and back-test it."""
    from regulars.program.starting import first_document

    print(first_document(kind, name=name, currency=currency, timezone=timezone, receipt=receipt), end="")
