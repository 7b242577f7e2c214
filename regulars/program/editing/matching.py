"""Which item of a changed list was which before, so that it keeps its text and its comments."""

from collections.abc import Sequence

from regulars.program.editing.values import Leaf, Value, same


def match(old: Sequence[Value], new: Sequence[Value]) -> list[tuple[int | None, Value]]:
    """For each new item its place among the old ones: what is the same, then what has the same id, then what stands at the same place. None: it is new."""
    free = set(range(len(old)))
    found: list[int | None] = [None] * len(new)
    for rule in (same, _same_id):
        for number, value in enumerate(new):
            if found[number] is None:
                near = [place for place in (number, *sorted(free)) if place in free and rule(old[place], value)]
                if near:
                    found[number] = near[0]
                    free.discard(near[0])
    if len(old) == len(new):
        for number in free:
            if found[number] is None:
                found[number] = number
    return list(zip(found, new, strict=True))


def _id(value: Value) -> str:
    given = value.get("id") if isinstance(value, dict) else None
    return given.text if isinstance(given, Leaf) else ""


def _same_id(one: Value, other: Value) -> bool:
    return bool(_id(one)) and _id(one) == _id(other)
