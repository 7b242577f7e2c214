"""The programme promises that every place of a document is read strictly: what each of them says to a value that does not belong there.

Every value of `documents/everything.yaml` (and of a few more) is exchanged for the same wrong or extreme one at once, each on a line of its
own; `documents/told/probes.txt` keeps what each place said: code, and to which of the values. Rewritten like the other texts (test_told.py).
"""

import json
import os
from collections.abc import Callable
from functools import cache

import pytest

from regulars.program.editing.values import Leaf, Value
from regulars.program.findings import Finding
from regulars.program.reading import parse

from .corners import PARTS
from .samples import EVERYTHING, HEAD
from .telling import TOLD
from .test_editing import values

MORE = ("limits of every period", "a limit of both", "a referral of badges", "a pool of every kind", "approval of everything", "festivals of every kind", "a rule with its own activation", "reviewed every half-year with a grace")
TREES = {"everything": values(EVERYTHING)} | {name: values(HEAD + PARTS[name]) for name in MORE}
KEPT = {"id", "on", "currency", "timezone", "code", "minor_digits"}  # by these a place is known, or what the others are read with
NUMBERS = ("-1", "0", "0.5", "1.0005", "1", "2", "3", "4", "5", "12", "13", "19", "20", "21", "23", "24", "28", "31", "32", "50", "51", "60", "61", "100", "101", "366", "367", "1000", "1001", "1000000", "1000001", "1000000000001", "9007199254740993")
TEXTS = {"a text": "surprise", "a date": "2018-01-01", "a day": "12-31", "a time": "3 weeks", "a long time": "101 years", "never": "never", "true": "true", **{f"{n} letters": "x" * n for n in (20, 21, 60, 61, 64, 65, 100, 101, 200, 201, 500, 501)}}


def written(value: Value, lines: list[str], places: dict[int, str], place: str, odd: Callable[[str, Leaf], str]) -> None:
    """As YAML in the manner of JSON, each value and each key on its own line; ``places``: line -> where that is."""
    if isinstance(value, Leaf):
        places[len(lines) + 1] = place
        lines.append(odd(place, value))
    elif isinstance(value, dict):
        places[len(lines) + 1] = place
        lines.append("{")
        for key, inner in value.items():
            lines.append(f"{json.dumps(key, ensure_ascii=False)}:")
            places[len(lines)] = f"{place}.{key}".strip(".")
            written(inner, lines, places, f"{place}.{key}".strip("."), odd)
            lines.append(",")
        lines.append("}")
    else:
        places[len(lines) + 1] = place
        lines.append("[")
        for number, inner in enumerate(value, 1):
            written(inner, lines, places, f"{place}[{number}]", odd)
            lines.append(",")
        lines.append("]")


def plain(place: str, leaf: Leaf) -> str:
    return json.dumps(leaf.text, ensure_ascii=False) if leaf.quoted or not leaf.text.isascii() or leaf.text.startswith("#") else leaf.text


def found(tree: Value, odd: Callable[[str, Leaf], str]) -> list[tuple[str, Finding]]:
    lines: list[str] = []
    places: dict[int, str] = {}
    written(tree, lines, places, "", odd)
    return [(places.get(one.line, "?"), one) for one in parse("\n".join(lines) + "\n").findings]


def exchanged(text: str) -> Callable[[str, Leaf], str]:
    return lambda place, leaf: plain(place, leaf) if KEPT & set(place.replace("[", ".").replace("]", "").split(".")) else text


def with_key(value: Value) -> Value:
    if isinstance(value, dict):
        return {**{key: with_key(inner) for key, inner in value.items()}, "surprise": Leaf("1")}
    return [with_key(inner) for inner in value] if isinstance(value, list) else value


def test_written_so_it_is_the_same_document() -> None:
    assert all(found(tree, plain) == [] for tree in TREES.values())


PROBES = {number: number for number in NUMBERS} | {"none": '""', "quoted": '"5"', "a list": "[a, b]", "a list of nothing": "[]", "keys": "{a: 1}", "no keys": "{}"} | TEXTS
ORDER = list(PROBES)
PAGE = TOLD / "probes.txt"


def says(probe: str) -> dict[tuple[str, str], None]:
    """(document and place, what is said there) of one probe, in the order it is found."""
    said: dict[tuple[str, str], None] = {}
    for name, tree in TREES.items():
        for place, one in found(tree, exchanged(PROBES[probe])):
            facts = ", ".join(f"{key} {one.facts[key]}" for key in ("limit", "most", "least", "choices") if key in one.facts)
            said[f"{name}: {place}", one.code.removeprefix("programme.") + (f" ({facts})" if facts else "")] = None
    return said


def page() -> str:
    """Everything every place says: place, then code and probes, neighbours of ORDER as ``first … last``."""
    table: dict[str, dict[str, list[int]]] = {}
    for number, probe in enumerate(ORDER):
        for place, code in says(probe):
            table.setdefault(place, {}).setdefault(code, []).append(number)
    return "".join(f"# {place}\n" + "".join(f"{code}: {' | '.join(_runs(numbers))}\n" for code, numbers in codes.items()) for place, codes in table.items())


def _runs(numbers: list[int]) -> list[str]:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [ORDER[run[0]] if len(run) == 1 else f"{ORDER[run[0]]} … {ORDER[run[-1]]}" for run in runs]


@cache
def kept() -> dict[str, set[tuple[str, str]]]:
    """Probe -> what is said of it, as the page has it."""
    if "REWRITE_TOLD" in os.environ:
        PAGE.write_text(page(), encoding="utf-8")
    told: dict[str, set[tuple[str, str]]] = {probe: set() for probe in ORDER}
    for part in PAGE.read_text(encoding="utf-8").removeprefix("# ").split("\n# "):
        place, *lines = part.strip("\n").split("\n")
        for line in lines:
            code, _, runs = line.rpartition(": ")
            for run in runs.split(" | "):
                first, _, last = run.partition(" … ")
                for number in range(ORDER.index(first), ORDER.index(last or first) + 1):
                    told[ORDER[number]].add((place, code))
    return told


@pytest.mark.parametrize("probe", PROBES)
def test_every_place_says_what_does_not_belong_there(probe: str) -> None:
    assert set(says(probe)) == kept()[probe]


@pytest.mark.parametrize("name", TREES)
def test_a_key_nobody_knows_is_found_wherever_it_stands(name: str) -> None:
    """But where keys are names: of events, fields, festivals and the like."""
    assert _surprised(name) == _surprises()[name]


@cache
def _surprises() -> dict[str, list[str]]:
    file = TOLD / "surprises.txt"
    if "REWRITE_TOLD" in os.environ:
        file.write_text("".join(f"{line}\n" for name in TREES for line in _surprised(name)), encoding="utf-8")
    told: dict[str, list[str]] = {name: [] for name in TREES}
    for line in file.read_text(encoding="utf-8").splitlines():
        told[line.partition(": ")[0]].append(line)
    return told


def _surprised(name: str) -> list[str]:
    said = {place.removesuffix(".surprise"): one.code for place, one in found(with_key(TREES[name]), plain) if place.endswith("surprise") or one.facts.get("key") == "surprise"}
    return [f"{name}: {place or 'the document'} → {code.removeprefix('programme.')}" for place, code in said.items()]
