"""``tiers:`` — the ladder, when it is looked at, and how members come down."""

from decimal import Decimal
from itertools import count

from regulars.kit.text import Text
from regulars.program.criteria import criterion
from regulars.program.document_tiers import DaysOfYear, Down, Freeze, Grace, Level, SoftLanding, Tiers
from regulars.program.fields import Fields
from regulars.program.findings import Notes, meant
from regulars.program.names import Names
from regulars.program.values import choice, day_of_year, duration, event_type, identifier, listing, number, words
from regulars.program.yaml_lines import Mapping, Node, under

MOST_LEVELS = 50


def read_tiers(node: Node, notes: Notes, names: Names) -> Tiers:
    """The ladder, lowest level first; the level ids are entered into ``names``."""
    fields = Fields(node, notes)
    review, dates = fields.take("review", _review, (None, None))
    tiers = Tiers(
        review=review,  # type: ignore[arg-type]
        review_dates=dates,
        down=fields.take("down", _down, Down()),
        levels=fields.need("levels", lambda levels, notes: _levels(levels, notes, names), ()),
        visits_on=frozenset(fields.take("visits_on", listing(event_type, at_least=1), ["order.paid"])),
        freeze=fields.take("freeze", _freeze, Freeze()),
    )
    for key in ("down", "visits_on"):
        names.lines[f"tiers.{key}"] = fields.line(key)
    fields.close()
    return tiers


def _review(node: Node, notes: Notes) -> tuple[str | None, DaysOfYear | None]:
    """``{every: a period}``, or ``{on: [MM-DD, …]}``."""
    fields = Fields(node, notes)
    fields.one_of("every", "on")
    every = fields.take("every", choice("month", "quarter", "half_year", "year", "anniversary", "tier_anniversary", "day"))
    dates = fields.take("on", listing(day_of_year, at_least=1))
    fields.close()
    return (every, None) if dates is None else ("dates", DaysOfYear(tuple(sorted(set(dates)))))


def _down(node: Node, notes: Notes) -> Down:
    fields = Fields(node, notes)
    down = Down(
        step=fields.take("step", choice("one", "full"), "one"),  # type: ignore[arg-type]
        inactive_for=fields.take("inactive_for", duration),
        grace=fields.take("grace", _grace),
        soft_landing=fields.take("soft_landing", _soft_landing),
    )
    fields.close()
    return down


def _grace(node: Node, notes: Notes) -> Grace | None:
    """``30 days``, or ``{for: 30 days, round_to: month}``."""
    if not isinstance(node, Mapping):
        period = duration(node, notes)
        return None if period is None else Grace(period)
    fields = Fields(node, notes)
    period = fields.need("for", duration, None)
    round_to = fields.take("round_to", choice("day", "month", "quarter", "year"), "day")
    fields.close()
    return None if period is None else Grace(period, round_to)  # type: ignore[arg-type]


def _soft_landing(node: Node, notes: Notes) -> SoftLanding | None:
    fields = Fields(node, notes)
    period = fields.need("for", duration, None)
    keep = fields.take("keep", listing(identifier, at_least=1), ["multiplier"])
    fields.close()
    return None if period is None else SoftLanding(period, tuple(keep))


def _freeze(node: Node, notes: Notes) -> Freeze:
    fields = Fields(node, notes)
    freeze = Freeze(
        windows=fields.take("windows", choice("extended", "unchanged"), "extended"),  # type: ignore[arg-type]
        at_most=fields.take("at_most", duration, Freeze().at_most),
    )
    fields.close()
    return freeze


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
    for key in ("reach", "keep", "multiplier"):
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
