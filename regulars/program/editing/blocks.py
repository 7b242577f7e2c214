"""Mappings and lists in lines. Comment lines above an entry belong to it and go where it goes."""

from collections.abc import Callable, Sequence

from regulars.program.editing.matching import match
from regulars.program.editing.source import Unsuitable, Written
from regulars.program.editing.values import Leaf, Value
from regulars.program.editing.writing import entry as new_entry
from regulars.program.editing.writing import in_lines

Render = Callable[[Written, Value], str]


def block_mapping(text: str, old: Written, new: dict[str, Value], render: Render) -> str:
    entries = old.entries
    column = _column(text, old.start)
    cuts = _cuts(text, old, [entry.start for entry in entries])
    places = {entry.key: place for place, entry in enumerate(entries)}
    pieces: list[tuple[int | None, str]] = []
    for key, value in new.items():
        place = places.get(key)
        if place is None:
            pieces.append((None, new_entry(key, value, column)))
            continue
        entry = entries[place]
        said = render(entry.value, value)
        if said == text[entry.value.start : entry.value.end]:
            pieces.append((place, text[cuts[place] : cuts[place + 1]]))
            continue
        head = text[cuts[place] : entry.value.start]
        is_block = entry.value.leaf is None and not entry.value.is_flow
        if is_block and "\n" not in said and (isinstance(value, Leaf) or said[:1] in "[{"):  # a block that is written on one line now
            said = new_entry(key, value, column).removeprefix(text[entry.start : entry.colon])
            head = text[cuts[place] : entry.colon]
        elif said.startswith("\n"):
            head = text[cuts[place] : entry.colon]
        elif isinstance(entry.value.leaf, Leaf) and not isinstance(value, Leaf) and value:
            said = new_entry(key, value, column).removeprefix(text[entry.start : entry.colon])
            head = text[cuts[place] : entry.colon]
        elif head.endswith(":"):
            head += " "
        pieces.append((place, head + said + text[entry.value.end : cuts[place + 1]]))
    return _joined(pieces, column)


def block_list(text: str, old: Written, new: list[Value], render: Render) -> str:
    items = old.items or []
    column = _column(text, old.start)
    dashes = [_dash(text, item) for item in items]
    cuts = _cuts(text, old, dashes)
    pieces: list[tuple[int | None, str]] = []
    for place, value in match([item.value for item in items], new):
        if place is None:
            pieces.append((None, "- " + in_lines(value, column + 2)))
        else:
            item = items[place]
            pieces.append((place, text[cuts[place] : item.start] + render(item, value) + text[item.end : cuts[place + 1]]))
    return _joined(pieces, column)


def _cuts(text: str, old: Written, starts: Sequence[int]) -> list[int]:
    """Where each entry's own lines begin, and the end: comment and empty lines above an entry are its own; the first begins where the block does."""
    cuts = [old.start]
    for start in starts[1:]:
        line = text.rfind("\n", 0, start) + 1
        if text[line:start].strip():
            raise Unsuitable  # two entries on one line
        while line > cuts[-1]:
            above = text.rfind("\n", 0, line - 1) + 1
            words = text[above : line - 1].strip()
            if above <= cuts[-1] or (words and not words.startswith("#")):
                break
            line = above
        cuts.append(line)
    return [*cuts, old.end]


def _joined(pieces: Sequence[tuple[int | None, str]], column: int) -> str:
    """One under the other; the first begins where the block began, so it leaves its indentation there."""
    if not pieces:
        raise Unsuitable
    pad = " " * column
    lines = []
    for number, (place, piece) in enumerate(pieces):
        piece = piece.rstrip("\n ")
        indented = place is not None and place > 0
        if number == 0:
            lines.append(piece.lstrip("\n ") if indented else piece)
        else:
            lines.append(piece if indented else pad + piece)
    return "\n".join(lines)


def _column(text: str, start: int) -> int:
    return start - (text.rfind("\n", 0, start) + 1)


def _dash(text: str, item: Written) -> int:
    before = text[: item.start].rstrip()
    if not before.endswith("-"):
        raise Unsuitable
    return len(before) - 1
