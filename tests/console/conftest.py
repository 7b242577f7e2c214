"""A shop whose pages may be opened: see people.py."""

from collections.abc import Iterator
from typing import Any

import pytest
from journal.conftest import Shop

from console.people import open_shop, tell_who_they_are


@pytest.fixture
def people_shop(django_database: Any) -> Iterator[Shop]:
    with open_shop(django_database.dsn, django_database.owner_dsn) as shop:
        tell_who_they_are(shop)
        yield shop
