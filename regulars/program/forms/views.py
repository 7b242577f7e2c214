"""A form as a page shows it: labels, help, choices and findings in the reader's language. Pure: the page only writes it down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from regulars.program.editing.writing import on_one_line
from regulars.program.forms.boxes import Box
from regulars.program.forms.known import Known, Options
from regulars.program.forms.labels import LABELS as _LABELS
from regulars.program.forms.labels import help_of, label, said_of
from regulars.program.forms.posted import names_of
from regulars.program.forms.shapes import Choice, Field, Group, Keyed, Lines, OneOf, Rows, whole
from regulars.program.forms.units import UNITS, parted

_NUMBERS = {"number", "positive", "share", "whole"}
_REFERENCES = {"wallet": "wallet", "badge": "badge", "level": "level", "grants": "level", "floor": "level"}
_SUGGESTED = {"group": "group", "timezone": "timezone"}
_LISTED = {"order.weekday": "weekday", "tier": "level", "order.festival": "festival", "only_to": "level", "rules": "rule", "challenges": "challenge"}
_YES_NO = {"member.birthday", "member.birthday_month", "member.lunar_birthday", "member.lunar_birthday_month"}
_LONG_LINES = 8


@dataclass
class Option:
    value: str
    label: str
    chosen: bool = False


@dataclass
class View:
    """``kind``: input, area, select, length, checks, group, rows, choice or raw. ``key``: what the document calls it; ``row``: it can be moved and taken away.

    hidden: what is posted beside it. named: the name under which the row's own key is posted. addable: what else may be added here.
    """

    kind: str
    name: str
    label: str
    help: str = ""
    key: str = ""
    value: str = ""
    type: str = "text"
    mode: str = ""
    options: list[Option] = field(default_factory=list)
    unit_name: str = ""
    suggest: str = ""
    hidden: list[tuple[str, str]] = field(default_factory=list)
    findings: list[tuple[str, str]] = field(default_factory=list)
    parts: list["View"] = field(default_factory=list)
    addable: list[Option] = field(default_factory=list)
    named: str = ""
    named_suggest: str = ""
    named_label: str = ""
    row: str = ""  # row, named, further
    number: int = 0
    is_open: bool = True
    is_given: bool = True
    is_required: bool = False
    lines: int = 2
    may_drop: bool = False
    drop_name: str = ""  # what is dropped, where that is not the field itself

    @property
    def id(self) -> str:
        return self.name.replace("/", "-").replace("?", "x").replace("@", "_").replace(".", "_")

    @property
    def is_bad(self) -> bool:
        return any(severity == "error" for severity, _ in self.findings)

    @property
    def is_simple(self) -> bool:
        return self.kind in ("input", "select", "length")


@dataclass(frozen=True)
class Reader:
    """``findings``: by the name of the box they belong to, each as (severity, sentence)."""

    language: str
    known: Known
    findings: Mapping[str, Sequence[tuple[str, str]]]

    def view(self, box: Box, address: str, key: str = "", required: bool = False) -> View:
        shown = self._of_kind(box, address, key, required)
        shown.findings = list(self.findings.get(box.name, ()))
        shown.key, shown.is_required = key, required
        shown.label = shown.label or self._label(address, key)
        shown.help = shown.help or help_of(address, self.language)
        if shown.kind in ("group", "rows") and not shown.is_open:
            shown.is_open = self._has_findings(box)
        return shown

    def _label(self, address: str, key: str) -> str:
        return label(address, self.language) if said_of(_LABELS, address) or not key else key

    def _has_findings(self, box: Box) -> bool:
        return box.name in self.findings or any(self._has_findings(part) for _, part in [*box.parts, *box.further])

    def _of_kind(self, box: Box, address: str, key: str, required: bool) -> View:
        shape = box.shape
        if box.raw is not None:
            return View("raw", box.name, "", value=on_one_line(box.raw), hidden=list(names_of(box).items()), may_drop=True)
        if isinstance(shape, Field):
            return self._field(box, shape, key)
        if isinstance(shape, Choice):
            return self._select(box, [(word, label(f"{shape.address}={word}", self.language)) for word in shape.options])
        if isinstance(shape, Lines):
            return self._lines(box, shape, key)
        if isinstance(shape, Rows | Keyed):
            return self._rows(box, shape)
        if isinstance(shape, Group):
            return self._group(box, shape, required)
        assert isinstance(shape, OneOf)
        return self._one_of(box, shape, key)

    def _field(self, box: Box, shape: Field, key: str) -> View:
        if shape.kind in UNITS and (pair := parted(shape.kind, box.text)) is not None:
            units = [Option(unit, label(f"=unit.{unit}", self.language), unit == pair[1]) for unit in UNITS[shape.kind]]
            if pair[1].startswith("="):
                units.append(Option(pair[1], label(f"=unit.{pair[1][1:].removesuffix('s')}", self.language), True))
            return View("length", box.name, "", value=pair[0], mode="numeric", options=units, unit_name=f"{box.name}@u")
        if shape.kind == "yes_no":
            return self._select(box, self.known.of("yes_no"))
        if key in _REFERENCES and shape.kind == "id":
            return self._select(box, [(id, id if name == id else f"{name} ({id})") for id, name in self.known.of(_REFERENCES[key])])
        if shape.kind == "words" and ("\n" in box.text or len(box.text) > 80):
            return View("area", box.name, "", value=box.text, lines=min(_LONG_LINES, 2 + box.text.count("\n")))
        is_date = shape.kind == "date" and (not box.text or _is_date(box.text))
        suggest = "event" if shape.kind == "event_type" else _SUGGESTED.get(key, "")
        mode = "decimal" if shape.kind in _NUMBERS else ""
        return View("input", box.name, "", value=box.text, type="date" if is_date else "text", mode=mode, suggest=suggest)

    def _select(self, box: Box, options: Options) -> View:
        known = [Option(value, said, value == box.text) for value, said in options]
        if box.text and not any(option.chosen for option in known):
            known.append(Option(box.text, box.text, True))
        return View("select", box.name, "", value=box.text, options=known)

    def _lines(self, box: Box, shape: Lines, key: str) -> View:
        hidden = [(name, text) for name, text in names_of(box).items() if name != box.name]
        given = [line for line in box.text.splitlines() if line.strip()]
        if isinstance(shape.item, Choice):
            return self._checks(box, [(word, label(f"{shape.item.address}={word}", self.language)) for word in shape.item.options], given, hidden)
        if key in _YES_NO and len(given) < 2:
            shown = self._select(box, self.known.of("yes_no"))
            shown.hidden = hidden
            return shown
        if key in _LISTED:
            options = self.known.of(_LISTED[key])
            if options and set(given) <= {value for value, _ in options}:
                return self._checks(box, options, given, hidden)
        return View("area", box.name, "", value=box.text, hidden=hidden, lines=min(_LONG_LINES, max(2, len(given) + 1)), type="lines")

    def _checks(self, box: Box, options: Options, given: list[str], hidden: list[tuple[str, str]]) -> View:
        """What is chosen stands first, in its own order, which the document keeps."""
        said = dict(options)
        first = [Option(value, said.get(value) or value, True) for value in given]
        return View("checks", box.name, "", options=first + [Option(value, name or value) for value, name in options if value not in given], hidden=hidden)

    def _rows(self, box: Box, shape: Rows | Keyed) -> View:
        is_named = isinstance(shape, Keyed)
        hidden = [(name, text) for name, text in names_of(box).items() if name.startswith(f"{box.name}@")]
        item = whole(shape.item)
        address = getattr(item, "address", shape.address)
        parts = []
        for number, (key, part) in enumerate(box.parts, 1):
            shown = self.view(part, address)
            shown.row, shown.number = ("named" if is_named else "row"), number
            shown.label = str(number)
            shown.help, shown.is_open = "", True
            if is_named:
                shown.named, shown.key = f"{part.name}@k", key
                shown.named_suggest = "level" if shape.address.startswith("wallet.expire") else ""
                shown.named_label = label("condition.tier" if shown.named_suggest else "*.id", self.language)
            parts.append(shown)
        return View("rows", box.name, "", parts=parts, hidden=hidden, is_given=bool(parts) or box.keeps, is_open=bool(parts) or box.keeps)

    def _group(self, box: Box, shape: Group, required: bool) -> View:
        hidden = [(name, text) for name, text in names_of(box).items() if name.startswith(f"{box.name}@")]
        parts: list[View] = []
        addable: list[Option] = []
        if shape.sparse and not box.parts:
            addable += [Option(key, self._label(f"{shape.address}.{key}", key)) for key, _ in shape.parts]
        for key, part in box.parts:
            address = f"{shape.address}.{key}" if shape.address else key
            if shape.sparse and not _is_given(part):
                addable.append(Option(key, self._label(address, key)))
                continue
            shown = self.view(part, address, key, key in shape.required)
            shown.may_drop = shown.may_drop or shape.sparse
            parts.append(shown)
        for key, part in box.further:
            shown = self.view(part, shape.open.address if shape.open else "", key)
            shown.row, shown.named, shown.key = "further", f"{part.name}@k", key
            shown.named_suggest = "measure" if shape.open is not None and not shape.sparse else ""
            shown.label = shown.named_label = label(shape.open.address, self.language) if shape.open else key
            parts.append(shown)
        if shape.open is not None:
            start = "event." if shape.sparse else "spend"
            if shape.sparse or not box.further:
                addable.append(Option(start, label(shape.open.address, self.language)))
        is_given = box.is_open or _is_given(box)
        return View("group", box.name, "", parts=parts, hidden=hidden, addable=addable, is_given=is_given, is_open=is_given or required)

    def _one_of(self, box: Box, shape: OneOf, key: str) -> View:
        if shape.address == "test" and key in _YES_NO and box.alternative in (None, 0) and box.parts:
            shown = self._of_kind(box.parts[0][1], shape.address, key, False)
            shown.hidden.append((f"{box.name}@a", "0"))
            shown.drop_name = box.name
            return shown
        options = [
            Option(str(place), label(f"{shape.address}|{each.name}", self.language), place == box.alternative) for place, each in enumerate(shape.alternatives)
        ]
        parts = []
        for _, part in box.parts:
            inner = self.view(part, shape.address, key, required=True)
            inner.label, inner.help, inner.is_open = "", "", True
            parts.append(inner)
        return View("choice", box.name, "", options=options, parts=parts, is_given=box.alternative is not None)


def _is_given(box: Box) -> bool:
    return (
        box.raw is not None
        or bool(box.text)
        or box.keeps
        or (isinstance(box.shape, Group) and box.is_open)
        or (isinstance(box.shape, OneOf) and box.alternative is not None)
        or (isinstance(box.shape, Rows | Keyed) and bool(box.parts))
    )


def _is_date(text: str) -> bool:
    return len(text) == 10 and text[4] == text[7] == "-" and text.replace("-", "").isdecimal() and text.isascii()
