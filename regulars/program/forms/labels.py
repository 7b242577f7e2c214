"""What a form calls each thing, in three languages. The words are in ``words_*.py``, keyed by address (``shapes.py``); a test looks for what has none.

``rule.stack`` names a property, ``rule.stack=best_of`` one of its words, ``wallet.expire|rolling`` one way among several, ``section.earn`` a page.
A word that means the same everywhere stands once, as ``=day``; so does a property that does, as ``*.id``.
"""

from collections.abc import Iterator

from regulars.kit.phrases import LANGUAGES
from regulars.program.forms import words_basics, words_earning, words_extras, words_holding, words_sharing, words_tiers
from regulars.program.forms.shapes import (
    Again,
    Choice,
    Field,
    Group,
    Keyed,
    Lines,
    OneOf,
    Rows,
    Shape,
    definition,
    definitions,
    programme_shape,
)

Said = tuple[str, str, str]
_ROOMS = (words_basics, words_holding, words_earning, words_tiers, words_extras, words_sharing)
LABELS: dict[str, Said] = {address: said for room in _ROOMS for address, said in room.LABELS.items()}
HELP: dict[str, Said] = {address: said for room in _ROOMS for address, said in room.HELP.items()}


def label(address: str, language: str) -> str:
    """The name of a property, a word or a way. One without a name reads as it is written in the document."""
    said = said_of(LABELS, address)
    return said[_place(language)] if said else address.rpartition("=")[2].rpartition("|")[2].rpartition(".")[2]


def help_of(address: str, language: str) -> str:
    """What to know before filling it in; "" where the name says enough."""
    said = said_of(HELP, address)
    return said[_place(language)] if said else ""


def said_of(book: dict[str, Said], address: str) -> Said | None:
    if address in book:
        return book[address]
    for mark in "=|":
        if mark in address:
            return book.get(mark + address.rpartition(mark)[2])
    return book.get("*." + address.rpartition(".")[2])


def _place(language: str) -> int:
    return LANGUAGES.index(language) if language in LANGUAGES else 0


def addresses() -> Iterator[str]:
    """Every address a form may show."""
    yield from _below(programme_shape())
    for name in definitions():
        yield from _below(definition(name))


def _below(shape: Shape) -> Iterator[str]:
    if isinstance(shape, Choice):
        yield from (f"{shape.address}={option}" for option in shape.options)
    elif isinstance(shape, Rows | Keyed | Lines):
        yield from _below(shape.item)
    elif isinstance(shape, Group):
        for key, part in shape.parts:
            yield f"{shape.address}.{key}" if shape.address else key
            yield from _below(part)
        if shape.open is not None:
            yield shape.open.address
            yield from _below(shape.open.item)
    elif isinstance(shape, OneOf):
        for each in shape.alternatives:
            yield f"{shape.address}|{each.name}"
            if each.shape is not None:
                yield from _below(each.shape)
    else:
        assert isinstance(shape, Field | Again)
