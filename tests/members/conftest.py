from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
ALICE, BEA, CARL, DANA = 11, 12, 13, 14
REFS = {"C-ALICE": ALICE, "C-BEA": BEA, "C-CARL": CARL, "D-DANA": DANA}


@pytest.fixture(autouse=True)
def _reader(the_test_reads: None) -> None:
    """Whoever opens a field says who reads; here it is the test."""


@pytest.fixture
def known_members(db: None) -> dict[str, int]:
    """Alice, Bea, Carl and Dana are known to the journal by the shop's references."""
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO member_ref (ref, member_id) VALUES (%s, %s)", list(REFS.items()))
    return REFS


@pytest.fixture
def in_region(settings: object) -> Callable[[str], None]:
    """Put the shop in a country, for phone numbers without a country code."""
    from regulars.members.vault import close_vaults

    def choose(region: str) -> None:
        close_vaults()
        settings.REGION = region

    yield choose
    close_vaults()
