"""A criterion of a level: ``{spend: 2000, within: 1 year}``, or several under any, all and not."""

import re
from collections.abc import Callable
from typing import cast

from regulars.program.document_conditions import AllOf, AnyOf, NotOf
from regulars.program.document_tiers import Criterion, Measured, Window
from regulars.program.fields import Fields
from regulars.program.findings import Notes
from regulars.program.names import MEASURE_DIGITS, Names, within_digits
from regulars.program.values import duration, event_type, listing, number
from regulars.program.yaml_lines import Mapping, Node, Scalar

MEASURE = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
_COMBINE = ("any", "all", "not")


def criterion(names: Names) -> Callable[[Node, Notes], Criterion | None]:
    """A reader of criteria whose wallets are known to ``names``."""

    def read(node: Node, notes: Notes) -> Criterion | None:
        if isinstance(node, Mapping) and any(key in node.entries for key in _COMBINE):
            return _combined(node, notes)
        return _measured(node, notes, names)

    def _combined(node: Node, notes: Notes) -> Criterion | None:
        fields = Fields(node, notes)
        kind = fields.one_of(*_COMBINE)
        parts = {key: fields.take(key, listing(read, at_least=1)) for key in ("any", "all")}
        inner = fields.take("not", read)
        fields.close()
        if kind == "not":
            return None if inner is None else NotOf(cast(Criterion, inner))
        given = parts[kind or "all"]
        if given is None:
            return None
        inside = cast(tuple[Criterion, ...], tuple(given))
        return AnyOf(inside) if kind == "any" else AllOf(inside)

    return read


def _measured(node: Node, notes: Notes, names: Names) -> Criterion | None:
    fields = Fields(node, notes)
    if not isinstance(node, Mapping):
        return None
    window = fields.take("within", window_of)
    measures = [key for key in node.entries if key != "within"]
    if len(measures) != 1:
        line = node.entries[measures[1]].line if measures else node.line
        notes.error("one_measure", line, where=node.path, text=", ".join(measures)[:80])
        return None
    (measure,) = measures
    at_least = fields.take(measure, number())
    target = node.entries[measure].value
    named = Scalar(node.entries[measure].line, target.path, measure, quoted=True)
    digits = digits_of(measure, named, notes, names)
    if at_least is None or digits is None:
        return None
    if window is None:
        window = Window("formula") if measure == "score" and names.scored else Window()
    return Measured(measure, within_digits(at_least, digits, target, notes), window)


def digits_of(measure: str, node: Scalar, notes: Notes, names: Names) -> int | None:
    """How many decimals a measure has; None (and a finding) when it is no measure."""
    if measure == "spend":
        return names.minor_digits
    if measure == "visits" or (measure == "score" and names.scored):
        return 0
    if measure.startswith("events."):
        counted = Scalar(node.line, node.path, measure.removeprefix("events."), quoted=True)
        return None if event_type(counted, notes) is None else 0
    if measure.startswith("points."):
        wallet = names.known_wallet(measure.removeprefix("points."), node, notes)
        return None if wallet is None else names.scales[wallet]
    if MEASURE.fullmatch(measure):
        return MEASURE_DIGITS
    notes.error("not_a_measure", node.line, where=node.path, text=measure[:60])
    return None


def window_of(node: Node, notes: Notes) -> Window | None:
    """A duration, ``calendar_year`` or ``lifetime``."""
    if isinstance(node, Scalar) and node.text == "calendar_year":
        return Window("calendar_year")
    if isinstance(node, Scalar) and node.text == "lifetime":
        return Window("lifetime")
    period = duration(node, notes)
    return None if period is None else Window("rolling", period)
