"""Mappings and lists in brackets: ``{a: 1, b: [x, y]}``."""

from collections.abc import Callable, Sequence

from regulars.program.editing.matching import match
from regulars.program.editing.source import Written
from regulars.program.editing.values import Value
from regulars.program.editing.writing import key_text, on_one_line

Render = Callable[[Written, Value], str]


def flow_mapping(text: str, old: Written, new: dict[str, Value], render: Render) -> str:
    places = {entry.key: place for place, entry in enumerate(old.entries)}
    pieces: list[tuple[int | None, str]] = []
    for key, value in new.items():
        place = places.get(key)
        if place is None:
            pieces.append((None, f"{key_text(key)}: {on_one_line(value)}"))
        else:
            entry = old.entries[place]
            between = text[entry.start : entry.value.start]
            said = render(entry.value, value)
            pieces.append((place, between + (" " if between.endswith(":") and said else "") + said))
    return _joined(text, old, [(entry.start, entry.value.end) for entry in old.entries], pieces)


def flow_list(text: str, old: Written, new: list[Value], render: Render) -> str:
    assert old.items is not None
    pieces: list[tuple[int | None, str]] = []
    for place, value in match([item.value for item in old.items], new):
        pieces.append((place, on_one_line(value) if place is None else render(old.items[place], value)))
    return _joined(text, old, [(item.start, item.end) for item in old.items], pieces)


def _joined(text: str, old: Written, spans: Sequence[tuple[int, int]], pieces: Sequence[tuple[int | None, str]]) -> str:
    """What stands between two neighbours stays between them; a comma elsewhere."""
    opening, closing = text[old.start], text[old.end - 1]
    if not pieces:
        return opening + closing
    said = opening + (text[old.start + 1 : spans[0][0]] if pieces[0][0] == 0 else "")
    before: int | None = None
    for number, (place, piece) in enumerate(pieces):
        if number:
            neighbours = before is not None and place == before + 1
            said += text[spans[before][1] : spans[place][0]] if neighbours and before is not None and place is not None else ", "
        said += piece
        before = place
    return said + (text[spans[-1][1] : old.end] if before == len(spans) - 1 and before is not None else closing)
