from datetime import datetime, timedelta

import pytest

from regulars.journal.errors import NoProgram, OtherProgram
from regulars.journal.programs import apply_version, load_versions, versions_of
from regulars.kit.errors import Invalid
from regulars.kit.periods import microseconds

from .conftest import PROGRAMME, ZONE

NOW = datetime(2026, 6, 1, tzinfo=ZONE)


def test_the_first_version_covers_all_time_and_later_ones_count_from_their_date(shop):
    later = apply_version(shop.conn, PROGRAMME + "# two\n", by="lead", at=NOW)
    dated = apply_version(shop.conn, PROGRAMME + "# three\n", by="lead", at=NOW, in_force_from=NOW + timedelta(days=3))
    first = versions_of(shop.conn)[0]
    assert (first.version, first.in_force_from, first.document) == (1, None, PROGRAMME)
    assert (later.in_force_from, dated.in_force_from) == (NOW, NOW + timedelta(days=3))
    versions = load_versions(shop.conn)
    days = [NOW - timedelta(days=900), NOW, NOW + timedelta(days=2), NOW + timedelta(days=3)]
    assert [versions.at(microseconds(day)).number for day in days] == [1, 2, 2, 3]


def test_applying_the_newest_document_again_changes_nothing(shop):
    assert apply_version(shop.conn, PROGRAMME, by="somebody", at=NOW).version == 1
    assert len(versions_of(shop.conn)) == 1


def test_a_document_with_errors_is_not_applied(shop):
    with pytest.raises(Invalid) as refused:
        apply_version(shop.conn, PROGRAMME + "nonsense: 1\n", by="lead", at=NOW)
    assert refused.value.code == "programme.invalid"
    assert len(versions_of(shop.conn)) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [("program: corner", "program: other"), ("code: CNY", "code: USD"), ("kind: spendable,", "kind: spendable, scale: 2,")],
)
def test_a_version_can_t_change_what_points_are(shop, old, new):
    with pytest.raises(OtherProgram):
        apply_version(shop.conn, PROGRAMME.replace(old, new), by="lead", at=NOW)


def test_without_a_programme_there_is_nothing_to_load(database):
    import psycopg

    with psycopg.connect(database.dsn, autocommit=True) as conn, pytest.raises(NoProgram):
        load_versions(conn)
