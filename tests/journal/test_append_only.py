import psycopg
import pytest

CHANGES = [
    "UPDATE {} SET {} = {}",
    "DELETE FROM {}",
    "TRUNCATE {} CASCADE",
]
TABLES = {"event": "type", "transfer": "rule", "program_version": "document", "seal": "head", "seal_cluster": "began_at"}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("role", ["dsn", "owner_dsn"])
def test_what_happened_is_never_changed_not_even_by_the_owner(shop, table, change, role):
    shop.post(shop.joins("alice"))
    shop.seal()
    statement = change.format(table, TABLES[table], TABLES[table])
    with psycopg.connect(getattr(shop, role), autocommit=True) as conn, pytest.raises(psycopg.Error) as refused:
        conn.execute(statement)
    if role == "owner_dsn":
        assert "append-only" in str(refused.value)
    assert shop.rows(f"SELECT count(*) > 0 FROM {table}") == [(True,)]


@pytest.mark.parametrize("points", [0, -1, 2**53])
def test_the_database_itself_refuses_points_that_are_no_points(shop, points):
    shop.post(shop.joins("alice"))
    with pytest.raises(psycopg.errors.CheckViolation):
        shop.conn.execute("INSERT INTO transfer SELECT member_id, seq, 99, wallet, source, target, %s, lot, expires_on, rule, program_version FROM transfer", [points])
