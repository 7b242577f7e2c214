"""The rows of a page: what each is called, what it says, and a row taken away, moved, copied or written anew."""

from itertools import count

from regulars.program.challenge_words import challenge_sentence
from regulars.program.criteria_words import criterion_words
from regulars.program.document import Program
from regulars.program.editing.values import Leaf, Value, value_at, with_value
from regulars.program.editing.writing import on_one_line
from regulars.program.forms.known import title_of
from regulars.program.forms.sections import Section, in_order, like, name_of
from regulars.program.rule_words import rule_sentence
from regulars.program.wording import Words

Document = dict[str, Value]
_LONGEST = 200
STARTS: dict[str, Value] = {"earn": {"on": Leaf("order.paid")}, "challenges": {"on": Leaf("order.paid")}}


def rows_of(section: Section, document: Document) -> list[tuple[str, Value]]:
    """(key, value) of each; rows without keys have their id."""
    value = value_at(document, section.path)
    if isinstance(value, dict):
        return list(value.items())
    return [(name_of(each), each) for each in value] if isinstance(value, list) else []


def titles(section: Section, document: Document, language: str) -> list[str]:
    return [title_of(value, language) or key for key, value in rows_of(section, document)]


def told(section: Section, document: Document, program: Program | None, language: str) -> list[str]:
    """What each row says: in words where the document reads well, else as it is written."""
    rows = rows_of(section, document)
    written = [_short(value) for _, value in rows]
    if program is None:
        return written
    words = Words(program, language)
    if section.id == "earn" and len(program.earn) == len(rows):
        return [words.tidy(rule_sentence(rule, words)) for rule in program.earn]
    if section.id == "challenges" and len(program.challenges) == len(rows):
        return [words.tidy(challenge_sentence(challenge, words)) for challenge in program.challenges]
    if section.id == "levels" and len(program.tiers.levels) == len(rows):
        return [words.tidy(criterion_words(level.reach, words)) if level.reach else "" for level in program.tiers.levels]
    return written


def _short(value: Value) -> str:
    text = on_one_line(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def with_row(section: Section, document: Document, place: int | None, key: str, value: Value) -> Document:
    """A row written anew; ``place`` None: behind the others. key: of rows with names."""
    rows = rows_of(section, document)
    if place is None:
        rows.append((key, value))
    else:
        rows[place] = (key, like(rows[place][1], value))
    return _put(section, document, rows)


def moved(section: Section, document: Document, do: str, place: int) -> Document | None:
    """After drop, up, down or copy; None where there is no such row."""
    rows = rows_of(section, document)
    if not 0 <= place < len(rows):
        return None
    other = {"up": place - 1, "down": place + 1}.get(do, place)
    if do == "drop":
        del rows[place]
    elif do == "copy":
        rows.insert(place + 1, _copied(rows, place, section.kind == "named"))
    elif 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
    return _put(section, document, rows)


def _copied(rows: list[tuple[str, Value]], place: int, is_named: bool) -> tuple[str, Value]:
    key, value = rows[place]
    taken = {each for each, _ in rows}
    fresh = next(id for number in count(2) if (id := f"{key or 'copy'}-{number}") not in taken)
    if is_named or not isinstance(value, dict):
        return fresh, value
    return fresh, {**value, "id": Leaf(fresh)}


def _put(section: Section, document: Document, rows: list[tuple[str, Value]]) -> Document:
    value: Value = dict(rows) if section.kind == "named" else [each for _, each in rows]
    if not rows and len(section.path) == 1:
        made = with_value(document, section.path, None)
    else:
        made = with_value(document, section.path, value)
    assert isinstance(made, dict)
    return in_order(document, made)
