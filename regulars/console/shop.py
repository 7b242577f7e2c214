"""The programme a page is about, and how its reader sees numbers. The console's only clock is here."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import psycopg
from django.db import connection

from regulars.console.chrome import reader_language
from regulars.engine.compiled import Versions
from regulars.engine.compiling import compile_versions
from regulars.journal.programs import Version, compile_known, versions_of
from regulars.kit.formats import Wording, local_day
from regulars.kit.periods import microseconds
from regulars.program.document import Program
from regulars.program.document_wallets import Wallet
from regulars.program.reading import require
from regulars.program.starting import starter


def now() -> datetime:
    return datetime.now(UTC)


def database() -> psycopg.Connection[Any]:
    """The request's own connection, as the rooms below take it."""
    connection.ensure_connection()
    return connection.connection


@dataclass(frozen=True, slots=True)
class Shop:
    """``program``: the version in force now. ``w``: how this reader reads it."""

    versions: Versions
    number: int
    program: Program
    at: datetime
    today: date
    w: Wording

    @property
    def name(self) -> str:
        return self.program.name.read(self.w.language) or self.program.id

    @property
    def wallet(self) -> Wallet:
        """The wallet the pages speak of: the first that can be spent, else the first."""
        return next((wallet for wallet in self.program.wallets if wallet.kind == "spendable"), self.program.wallets[0])

    def tier_name(self, id: str) -> str:
        level = next((level for level in self.program.tiers.levels if level.id == id), None)
        return (level.name.read(self.w.language) or id) if level is not None else id

    def tier_place(self, id: str) -> int:
        """1 for the lowest, at most 5: the colour a tier has on every page."""
        ids = [level.id for level in self.program.tiers.levels]
        if id not in ids:
            return 1
        return 1 + (ids.index(id) * 4 // max(len(ids) - 1, 4) if len(ids) > 5 else ids.index(id))

    def rule_name(self, id: str) -> str:
        rule = next((rule for rule in self.program.earn if rule.id == id), None)
        return (rule.name.read(self.w.language) or id) if rule is not None else id

    def worth_minor(self, points: int) -> int | None:
        """What points are worth to members, in minor units; None where the programme gives no point value."""
        value = self.wallet.point_value
        if value is None:
            return None
        return int(points * value * 10**self.program.currency.minor_digits / 10**self.wallet.scale)


def shop(at: datetime | None = None) -> Shop | None:
    """The shop at this moment, for this reader; None while no programme has been applied."""
    at = at or now()
    documents = tuple(versions_of(database()))
    if not documents:
        return None
    return _shop(_compiled(documents), at)


def provisional(program: Program | None) -> Shop:
    """The shop a first programme would make, before anything is applied: its number is 0. None (it can't be read yet): as a blank one has it."""
    return _shop(compile_versions([(None, 0, program or require(starter("blank").document))]), now())


def _shop(versions: Versions, at: datetime) -> Shop:
    compiled = versions.at(microseconds(at))
    program = compiled.program
    today = local_day(at, program.timezone)
    spendable = next((wallet for wallet in program.wallets if wallet.kind == "spendable"), program.wallets[0])
    currency = program.currency
    w = Wording(reader_language(), currency.code, currency.minor_digits, spendable.scale, program.timezone, today)
    return Shop(versions, compiled.number, program, at, today, w)


@lru_cache(maxsize=4)
def _compiled(documents: tuple[Version, ...]) -> Versions:
    return compile_known(documents)
