"""A file of opening balances, one lot a row: checked row by row, then gathered as one event a member and wallet."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from regulars.connectors import balances_sentences  # noqa: F401  (registers the sentences of the findings)
from regulars.connectors.table_file import ROW, TableFile
from regulars.connectors.text_file import Unreadable
from regulars.engine.compiled import Versions
from regulars.engine.event_names import BALANCE_OPENED
from regulars.engine.events import Event
from regulars.engine.reading import read_data
from regulars.engine.reading_opening import FOR_EVER, MOST_LOTS, day_of
from regulars.journal.posting import LONGEST_REF, UNREACHABLE_REFS, Posting
from regulars.kit.errors import Invalid
from regulars.kit.money import scaled_from_text
from regulars.kit.periods import NEVER, iso_day
from regulars.program.findings import Finding

NEEDED, OPTIONAL = ("member", "points"), ("wallet", "earned_on", "expires_on", "tier")


@dataclass(frozen=True)
class BalancesFile:
    """``as_of``: the local day on which the balances are opened; what has no ``earned_on`` counts as earned then. ``mapping``: theirs -> ours."""

    path: Path
    as_of: int
    mapping: Mapping[str, str] = field(default_factory=dict)
    encoding: str = "utf-8"


class Lot(NamedTuple):
    points: int  # in the wallet's unit
    earned_on: int
    expires_on: int  # 0: as the wallet says


@dataclass
class Opening:
    """What one member brings into one wallet."""

    lots: list[Lot]
    tier: str = ""


@dataclass
class CheckedBalances:
    """``openings``: (member, wallet) -> lots, in the order of the file; rows with findings are left out. ``lapsed``: points whose last day is over on ``as_of``, by wallet."""

    file: BalancesFile
    rows: int = 0
    bad_rows: int = 0
    openings: dict[tuple[str, str], Opening] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    lapsed: dict[str, int] = field(default_factory=dict)
    stopped: bool = False

    @property
    def members(self) -> int:
        return len({ref for ref, _ in self.openings})

    def sums(self) -> dict[str, tuple[int, int]]:
        """wallet -> (points, lots)."""
        found: dict[str, tuple[int, int]] = {}
        for (_, wallet), opening in self.openings.items():
            points, lots = found.get(wallet, (0, 0))
            found[wallet] = (points + sum(lot.points for lot in opening.lots), lots + len(opening.lots))
        return found


def check_balances(file: BalancesFile, versions: Versions) -> CheckedBalances:
    """Read the file and check every row against the programme in force on the day the balances are opened."""
    checked = CheckedBalances(file)
    compiled = versions.at(versions.calendar.start_of(file.as_of))
    try:
        table = TableFile(file.path, needed=NEEDED, optional=OPTIONAL, mapping=file.mapping, encoding=file.encoding)
        found: list[tuple[int, str, dict[str, Any]]] = []
        for row, cells in _cells(table):
            checked.rows += 1
            try:
                ref, wallet, lot, tier = _read(cells, file, compiled)
                _add(checked, ref, wallet, lot, tier)
            except Invalid as wrong:
                found.append((row, wrong.code, wrong.facts))
                continue
            until = lot.expires_on or compiled.wallets[wallet].until(lot.earned_on, lot.earned_on, lot.earned_on)
            if until < file.as_of:
                checked.lapsed[wallet] = checked.lapsed.get(wallet, 0) + lot.points
        found += [(each.row, each.code, each.facts) for each in table.ragged]
        found.sort(key=lambda each: each[0])
        lines = table.lines_of([row for row, _, _ in found])
        checked.findings = [Finding(code, line, facts=facts) for line, (_, code, facts) in zip(lines, found, strict=True)]
        checked.rows += len(table.ragged)
        checked.bad_rows = len({row for row, _, _ in found})
    except Unreadable as stop:
        checked.findings.append(stop.finding)
        checked.stopped = True
    return checked


def postings_of(checked: CheckedBalances, versions: Versions, source: str, received_us: int) -> Iterator[Posting]:
    """One event a member and wallet, dated at the start of the day; the same file gives the same events, so it may be sent again."""
    at_us = versions.calendar.start_of(checked.file.as_of)
    program = versions.at(at_us).program
    for (ref, wallet), opening in sorted(checked.openings.items()):
        lots = [
            {"points": lot.points, "earned_on": iso_day(lot.earned_on)} | ({"expires_on": iso_day(lot.expires_on) or FOR_EVER} if lot.expires_on else {})
            for lot in opening.lots
        ]
        body = json.dumps({"lots": lots, "wallet": wallet} | ({"tier": opening.tier} if opening.tier else {})).encode()
        event = Event(f"opening-{wallet}", source, BALANCE_OPENED, at_us, read_data(BALANCE_OPENED, body, program))
        yield Posting(ref, event, body, received_us, enrol=True, bonuses=False)


def _read(cells: Mapping[str, Any], file: BalancesFile, compiled: Any) -> tuple[str, str, Lot, str]:
    ref = _text(cells["member"])
    if not ref or len(ref) > LONGEST_REF or ref in UNREACHABLE_REFS or not ref.isprintable():
        raise Invalid("balances.member", member=ref[:40])
    wallet = _text(cells.get("wallet")) or compiled.program.wallets[0].id
    if wallet not in compiled.wallets:
        raise Invalid("balances.unknown_wallet", wallet=wallet[:40])
    tier = _text(cells.get("tier"))
    if tier and tier not in compiled.level_of:
        raise Invalid("balances.unknown_tier", tier=tier[:40])
    try:
        points = scaled_from_text(_text(cells["points"]), compiled.wallets[wallet].scale)
    except Invalid:
        points = 0
    if points <= 0:
        raise Invalid("balances.points", points=_text(cells["points"])[:40])
    earned = _text(cells.get("earned_on"))
    earned_on = day_of(earned) if earned else file.as_of
    if earned_on > file.as_of:
        raise Invalid("balances.earned_ahead", day=earned, as_of=iso_day(file.as_of))
    ends = _text(cells.get("expires_on"))
    expires_on = 0 if not ends else NEVER if ends.lower() == FOR_EVER else day_of(ends)
    if 0 < expires_on < earned_on:
        raise Invalid("balance.days_reversed", earned_on=iso_day(earned_on), expires_on=ends)
    return ref, wallet, Lot(points, earned_on, expires_on), tier


def _add(checked: CheckedBalances, ref: str, wallet: str, lot: Lot, tier: str) -> None:
    opening = checked.openings.setdefault((ref, wallet), Opening([]))
    if tier and opening.tier and tier != opening.tier:
        raise Invalid("balances.two_tiers", tier=tier[:40], other=opening.tier)
    if len(opening.lots) >= MOST_LOTS:
        raise Invalid("balance.too_many_lots", most=MOST_LOTS)
    opening.tier = tier or opening.tier
    opening.lots.append(lot)


def _cells(table: TableFile) -> Iterator[tuple[int, dict[str, Any]]]:
    for batch in table.batches():
        names = batch.schema.names
        for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            cells = dict(zip(names, values, strict=True))
            yield cells.pop(ROW), cells


def _text(value: Any) -> str:
    """A cell as text, trimmed; whole floats lose their point, days are written the ISO way."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, date) else str(value).strip()
