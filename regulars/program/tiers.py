"""``tiers:`` — the ladder, when it is looked at, and how members come down."""

from decimal import Decimal
from itertools import count

from regulars.kit.text import Text
from regulars.program.criteria import criterion
from regulars.program.document import Down, Level, ReviewEvery, Tiers
from regulars.program.fields import Fields
from regulars.program.findings import Notes, meant
from regulars.program.names import Names
from regulars.program.values import choice, duration, identifier, listing, number, words
from regulars.program.yaml_lines import Node, under

MOST_LEVELS = 50


def read_tiers(node: Node, notes: Notes, names: Names) -> Tiers:
    """The ladder, lowest level first; the level ids are entered into ``names``."""
    fields = Fields(node, notes)
    tiers = Tiers(
        review=fields.take("review", _review),
        down=fields.take("down", _down, Down()),
        levels=fields.need("levels", lambda levels, notes: _levels(levels, notes, names), ()),
    )
    names.lines["tiers"] = node.line
    names.lines["tiers.down"] = fields.line("down")
    fields.close()
    return tiers


def _review(node: Node, notes: Notes) -> ReviewEvery | None:
    fields = Fields(node, notes)
    every = fields.need("every", choice("month", "quarter", "half_year", "year", "anniversary", "day"), None)
    fields.close()
    return every  # type: ignore[return-value]


def _down(node: Node, notes: Notes) -> Down:
    fields = Fields(node, notes)
    down = Down(
        step=fields.take("step", choice("one", "full"), "one"),  # type: ignore[arg-type]
        inactive_for=fields.take("inactive_for", duration),
        grace=fields.take("grace", duration),
    )
    fields.close()
    return down


def _levels(node: Node, notes: Notes, names: Names) -> tuple[Level, ...] | None:
    place = count()
    levels = listing(lambda item, notes: _level(next(place), item, notes, names), at_least=1, at_most=MOST_LEVELS)(
        node, notes
    )
    return None if levels is None else tuple(levels)


def _level(place: int, node: Node, notes: Notes, names: Names) -> Level:
    fields = Fields(node, notes)
    id = fields.need("id", identifier, "")
    if id in names.levels:
        notes.error("duplicate_id", fields.line("id"), where=node.path, text=id, first_line=names.lines[f"tiers.{id}"])
    elif id:
        names.levels.append(id)
        names.lines[f"tiers.{id}"] = node.line
    level = Level(
        id=id,
        name=fields.take("name", words, Text()),
        reach=fields.take("reach", criterion(names)),
        keep=fields.take("keep", criterion(names)),
        multiplier=fields.take("multiplier", number(above=0), Decimal(1)),
        floor=fields.take("floor", identifier),
    )
    for key in ("reach", "keep", "multiplier", "floor"):
        names.lines[f"tiers.{id}.{key}"] = fields.line(key)
    if place > 0 and "reach" not in fields and fields.is_mapping:
        notes.error("missing_key", node.line, where=under(node.path, "reach"))
    if (
        level.floor is not None and level.floor not in names.levels
    ):  # levels above are not known yet: a floor lies at or below its level
        notes.error(
            "floor_not_below",
            fields.line("floor"),
            where=node.path,
            text=level.floor,
            meant=meant(level.floor, names.levels),
        )
    fields.close()
    return level
