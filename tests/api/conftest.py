"""A real server over a fresh database for each file of tests: what these post, a till could have posted."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from conftest import _django_on

from api.shop import PROGRAMME, Shop, served


@pytest.fixture(scope="module")
def shop(module_database: Any, home: Any, django_db_blocker: Any) -> Iterator[Shop]:
    from regulars.api.app import Api
    from regulars.journal.programs import apply_version

    with psycopg.connect(module_database.owner_dsn) as conn:
        apply_version(conn, PROGRAMME, by="test", at=datetime(2020, 1, 1, tzinfo=UTC))
    with django_db_blocker.unblock(), _django_on(module_database, home.key_file), served(Api(module_database.dsn)) as url:
        shop = Shop(url, module_database.dsn)
        yield shop
        shop.client.close()
