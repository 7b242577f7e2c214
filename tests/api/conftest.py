"""A real server over a fresh database for each file of tests: what these post, a till could have posted."""

from collections.abc import Iterator
from typing import Any

import pytest

from api.shop import PROGRAMME, Shop, open_shop


@pytest.fixture(scope="module")
def shop(module_database: Any, home: Any, django_db_blocker: Any) -> Iterator[Shop]:
    with open_shop(module_database, home, django_db_blocker, PROGRAMME) as shop:
        yield shop
