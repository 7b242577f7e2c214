"""The programme promises that whoever refuses profiling is nowhere from the next question on: every page a manager can reach and every answer of the API is read, before and after."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import duckdb
import httpx
import psycopg
import pytest

from regulars.api.app import OPENAPI_PATH, Api
from regulars.insight.refreshing import refresh
from regulars.insight.snapshot.profiling import PROFILING
from regulars.insight.snapshot.taking import take
from regulars.insight.store.names import CLASSES, GRADES, MOST_PERSONAS, STAGES, VISITORS
from regulars.kit.roles import ROLES
from tests.insight.refreshing.conftest import AT, Ready

SHE = "m10"  # at risk, often at the till, told of by the alerts: on as many pages as anybody
MOST_PAGES = 1_500
_LINK = re.compile(r'(?:href|hx-get)="([^"#]+)')
_PICTURES = ("chart.png", "sheet.pdf")


@dataclass
class Door:
    """The console as an owner sees it, and the API with every scope that reads."""

    dsn: str
    pages: Any
    api: httpx.Client

    def said(self) -> dict[str, str]:
        """By address: every page, list and file under ``insight/`` that links lead to, and every answer of ``/v1/insight`` that names no member."""
        return {**self._console(), **self.answers()}

    def refuse(self, ref: str, refuses: bool) -> bool:
        """Gives whether they may be profiled then."""
        answer = self.api.put(f"/v1/members/{ref}/profiling", json={"allowed": not refuses})
        assert answer.status_code == 200, answer.text
        return bool(answer.json()["allowed"])

    def member(self, ref: str) -> Any:
        return self.api.get(f"/v1/insight/members/{ref}").json()

    def next_of(self, ref: str) -> Any:
        return self.api.get(f"/v1/insight/members/{ref}/next").json()

    def _groups(self) -> list[str]:
        """Every group a member of this shop counts in."""
        with psycopg.connect(self.dsn) as conn:
            found = conn.execute("SELECT DISTINCT unnest(marks) FROM insight_marked WHERE refresh = (SELECT max(refresh) FROM insight_refresh)")
            return [mark for (mark,) in found]

    def _console(self) -> dict[str, str]:
        waiting, read = ["/console/insight/"], {}
        while waiting:
            address = waiting.pop()
            if address in read:
                continue
            assert len(read) < MOST_PAGES
            answer = self.pages.get(address)
            assert answer.status_code in (200, 302), (address, answer.status_code)
            told = b"".join(answer.streaming_content) if answer.streaming else answer.content
            read[address] = told.decode("utf-8-sig")
            links = (urljoin(address, unescape(link)) for link in _LINK.findall(read[address]))
            waiting += [link for link in links if link.startswith("/console/insight/") and not link.split("?")[0].endswith(_PICTURES)]
        return read

    def answers(self) -> dict[str, str]:
        paths = [path for path, verbs in self.api.get(OPENAPI_PATH).json()["paths"].items() if path.startswith("/v1/insight") and "get" in verbs and "{ref}" not in path]
        names = {
            "figures": self.api.get("/v1/insight").json()["figures"], "classes": CLASSES, "stages": STAGES, "grades": GRADES, "visitors": VISITORS, "personas": [str(n + 1) for n in range(MOST_PERSONAS)],
            "groups": self._groups(),
        }  # fmt: skip
        asked = [path.replace("{name}", name) for path in paths for name in (names[path.split("/")[3]] if "{name}" in path else [""])]
        return {path: self.api.get(path, params={"limit": 500} if path.endswith("/members") else {}).text for path in asked}


@pytest.fixture(scope="module")
def door(ready: Ready, module_database: Any, home: Any, django_db_blocker: Any) -> Iterator[Door]:
    from api.shop import Shop, served
    from conftest import _django_on
    from console.people import signed_in

    with django_db_blocker.unblock(), _django_on(module_database, home.key_file), served(Api(module_database.dsn)) as url:
        shop = Shop(url, module_database.dsn)
        yield Door(module_database.dsn, signed_in(ROLES[0]), shop.client)
        shop.client.close()


def _where(said: dict[str, str], number: int) -> set[str]:
    """Where she is named: by her reference, or by the number that stands for her in the snapshot and in figures made from it."""
    named = re.compile(rf"\b{SHE}\b")
    return {address for address, text in said.items() if named.search(text) or ("anomalies" in address and re.search(rf'(?m)(^[\d-]+,|"ref": ?"|>){number}("|,|<)', text))}


def test_whoever_refuses_is_named_nowhere_at_once_and_stands_in_no_snapshot_taken_later(ready: Ready, door: Door, tmp_path: Path) -> None:
    number, again = ready.shop.number(SHE), tmp_path / "snapshot"
    before = _where(door.said(), number)
    assert {address.split("/")[-1].split("?")[0] for address in before} == {"", "rows.csv", "list.csv", "members", "anomalies"} and len(before) >= 15, sorted(before)
    assert door.next_of(SHE)["buy_again"] and door.member(SHE)["class"]

    assert door.refuse(SHE, True) is False
    assert _where(door.said(), number) == set()
    assert door.member(SHE) == {**door.member(SHE), "profiled": False, "class": None, "stage": None, "reasons": []}
    assert {one["code"] for one in door.next_of(SHE)["buy_again"]} <= {"insight.recommend.popular"}
    assert number in _profiled_in(ready.folder)
    take(ready.conn, again, at=AT)
    assert number not in _profiled_in(again)
    refresh(ready.conn, again, at=AT)
    assert _where(door.answers(), number) == set()

    assert door.refuse(SHE, False) is True
    assert _where(door.answers(), number) == set()  # nothing had been worked out of her
    take(ready.conn, again, at=AT)
    refresh(ready.conn, again, at=AT)
    assert len(_where(door.answers(), number)) >= 5


def _profiled_in(folder: Path) -> set[int]:
    """The members of all tables that say more than the ledger's sums need."""
    with duckdb.connect() as db:
        return {member for name in PROFILING for file in (folder / name).glob("*.parquet") for (member,) in db.execute("SELECT DISTINCT member FROM read_parquet(?)", [str(file)]).fetchall()}
