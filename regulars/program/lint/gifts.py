"""Gifts nobody could ever make."""

from regulars.program.document import Program
from regulars.program.findings import Notes
from regulars.program.lint.lines import Lines


def check_gifts(program: Program, notes: Notes, lines: Lines) -> None:
    gifts = program.gifts
    if gifts is None or gifts.least is None:
        return
    for key, most in (("per_day", gifts.per_day), ("per_month", gifts.per_month)):
        if most is not None and gifts.least > most:
            notes.warning("gifts_never", lines.of("gifts", "min"), min=gifts.least, key=key, most=most)
