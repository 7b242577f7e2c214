"""The programme promises that a visit counts however its seconds and pages are written, and once."""

import duckdb

from regulars.insight.snapshot.profiling import profiling_sql

BODIES = ['{"seconds": 40, "pages": 3}', '{"seconds": "120", "pages": "2.0"}', '{"seconds": "long", "pages": 2}', '{"seconds": "-5", "pages": "1"}', '{"page": "home"}', '{"seconds": true, "pages": null}']


def test_numbers_told_as_text_are_a_visit_and_other_texts_a_behaviour() -> None:
    with duckdb.connect() as store:
        store.execute("CREATE TABLE told (member INTEGER, seq INTEGER, type VARCHAR, at_us BIGINT, body JSON, refused BOOLEAN); CREATE TABLE refused (member INTEGER)")
        store.executemany("INSERT INTO told VALUES (1, $1, 'site.visited', 0, $2, false)", list(enumerate(BODIES)))
        assert [row[1:] for row in store.execute(profiling_sql("visits", 2)).fetchall()] == [(0, "site.visited", 0, 40, 3), (1, "site.visited", 0, 120, 2)]
        assert [row[1] for row in store.execute(profiling_sql("behaviours", 2)).fetchall()] == [2, 3, 4, 5]
