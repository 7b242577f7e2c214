"""Card numbers somebody might guess, and check digits that miss a swap."""

from regulars.program.document import Program
from regulars.program.findings import Notes
from regulars.program.lint.lines import Lines

FEW = 1_000_000


def check_cards(program: Program, notes: Notes, lines: Lines) -> None:
    if program.cards is None:
        return
    code = program.cards.code
    if code.many < FEW:
        notes.warning("card_guessable", lines.of("cards", "code", "pattern"), many=code.many)
    if code.check == "luhn":
        notes.warning("card_check_weak", lines.of("cards", "code", "check"))
