"""What one event adds to a challenge: a number, or names of days and things that count once each."""

from typing import NamedTuple

from regulars.engine.basket import Basket
from regulars.engine.compiled import CompiledChallenge
from regulars.engine.conditions import Asked, Scene


class Added(NamedTuple):
    """``amount`` for count, quantity and spend; ``names`` for days and distinct. ``missed``: the field that did not match, where nothing counts."""

    amount: int = 0
    names: tuple[str, ...] = ()
    missed: str = ""


def added_by(challenge: CompiledChallenge, scene: Scene, basket: Basket, is_order: bool) -> Added:
    """What the event of ``scene`` adds. An order counts by its eligible lines; one paid with nothing that earns counts for nothing."""
    if is_order and basket.earns_nothing:
        return Added(missed="order.net_amount")
    missed = unmatched(challenge.asked, scene, basket)
    if missed:
        return Added(missed=missed)
    of_line = challenge.asked.of_line
    lines = basket.lines if of_line is None else [line for line in basket.lines if of_line(scene, line)]
    match challenge.kind:
        case "count":
            return Added(1)
        case "quantity":
            return Added(sum(line.quantity for line in lines))
        case "spend":
            return Added(sum(line.amount for line in lines) * basket.share_num // basket.share_den)
        case "days":
            return Added(names=(str(scene.day),))
    if challenge.of in ("store", "channel"):
        value = getattr(scene.data, challenge.of, "")
        return Added(names=(value,)) if value else Added(missed=f"order.{challenge.of}")
    return Added(names=tuple(sorted({value for line in lines if (value := getattr(line, challenge.of))})))


def unmatched(asked: Asked, scene: Scene, basket: Basket) -> str:
    """The first field that does not match; "" when everything does."""
    for name, holds in asked.of_event:
        if not holds(scene):
            return name
    if asked.of_line is not None and not any(asked.of_line(scene, line) for line in basket.lines):
        return asked.line_field
    return ""
