import threading
from datetime import datetime

import psycopg

from regulars.engine.state import encode_state
from regulars.journal.clock import advance_due
from regulars.journal.programs import apply_version
from regulars.journal.queries import standing_of, state_of

from .conftest import PROGRAMME, ZONE, at


def snapshot(shop):
    return shop.rows("SELECT member_id, seq, n, source, target, points, lot FROM transfer ORDER BY 1, 2, 3"), shop.rows(
        "SELECT member_id, version, active, tier, state::text, next_due_on FROM member_state ORDER BY 1"
    )


def grow(shop, members=40):
    postings = []
    for n in range(members):
        postings += [shop.order(f"m{n}", f"a{n}", "2024-01-10", "900.00", enrol=True), shop.order(f"m{n}", f"b{n}", "2024-03-05", "200.00")]
    shop.post_many(postings)


def test_points_are_usable_to_the_end_of_their_last_day(shop):
    shop.post(shop.joins("carl", when="2025-03-04 12:00"))
    assert advance_due(shop.conn, shop.versions, at("2026-03-04 23:59")).events == 0
    assert shop.balance("carl")[0] == 50
    assert advance_due(shop.conn, shop.versions, at("2026-03-05")).events == 1
    assert shop.balance("carl")[0] == 0
    assert shop.rows("SELECT source, type, external_id FROM event ORDER BY seq DESC LIMIT 1") == [("clock", "time.passed", "2")]


def test_late_twice_or_every_night_gives_the_same(shop):
    grow(shop)
    for night in ("2024-04-01", "2025-01-11", "2025-01-12", "2025-03-06", "2025-03-06", "2025-04-01", "2025-09-01"):
        advance_due(shop.conn, shop.versions, at(night))
    often = snapshot(shop)
    grow_again = [posting for n in range(40) for posting in (shop.order(f"z{n:02d}", f"a{n}", "2024-01-10", "900.00", enrol=True),)]
    shop.post_many(grow_again)
    shop.post_many([shop.order(f"z{n:02d}", f"b{n}", "2024-03-05", "200.00") for n in range(40)])
    advance_due(shop.conn, shop.versions, at("2025-09-01"))
    members = "SELECT right(ref, -1)::int, {} FROM {} JOIN member_ref USING (member_id) WHERE ref LIKE '{}%' ORDER BY 1, 2, 3"
    for table, columns in (("transfer", "seq, n, source, target, points, lot"), ("member_state", "version, active, tier, state::text, next_due_on")):
        every, once = (shop.conn.execute(members.format(columns, table, letter)).fetchall() for letter in "mz")
        assert every == once
    assert often == tuple([row for row in rows if row[0] <= 40] for rows in snapshot(shop))


def test_several_workers_at_once_are_one(shop):
    grow(shop, 60)
    errors, results = [], []

    def work():
        try:
            with psycopg.connect(shop.dsn, autocommit=True) as conn:
                results.append(advance_due(conn, shop_versions, at("2025-09-01"), at_once=7))
        except Exception as error:
            errors.append(error)

    shop_versions = shop.versions
    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert errors == []
    advance_due(shop.conn, shop_versions, at("2025-09-01"))
    assert shop.rows("SELECT count(*), sum(points) FROM transfer WHERE target = 'breakage'") == [(120, 60 * (50 + 900 + 200))]


def test_a_reader_sees_what_the_clock_will_write(shop):
    shop.post(shop.joins("carl", when="2025-03-04"))
    seen = standing_of(shop.conn, shop.versions, "carl", at("2026-03-05"))
    assert seen.points.active == 0
    advance_due(shop.conn, shop.versions, at("2026-03-05"))
    assert [transfer.points for passed in seen.passed for transfer in passed.transfers] == [50]
    assert state_of(shop.conn, "carl").wallets["points"].active == 0


def test_a_kept_tier_is_no_event_and_leaves_the_state_the_fold_of_the_events(shop):
    shop.post(shop.joins("bea", when="2026-01-05"))
    shop.conn.execute("UPDATE member_state SET next_due_on = '2026-02-01'")  # as an earlier version's review may have left it
    before = encode_state(state_of(shop.conn, "bea"))
    done = advance_due(shop.conn, shop.versions, at("2026-02-01"))
    assert (done.members, done.events) == (1, 0)
    assert encode_state(state_of(shop.conn, "bea")) == before
    assert advance_due(shop.conn, shop.versions, at("2026-02-01")).members == 0


def test_days_are_those_of_the_programme_with_its_summer_time(shop):
    zoned = PROGRAMME.replace("Asia/Shanghai", "America/New_York")
    apply_version(shop.conn, zoned, by="lead", at=datetime(2026, 1, 1, tzinfo=ZONE), in_force_from=datetime(2020, 1, 1, tzinfo=ZONE))
    from datetime import UTC

    from regulars.kit.periods import microseconds

    shop.post(shop.joins("carl", when="2025-03-09 12:00"))  # 23:00 on the 8th in New York, the night the clocks change
    midnight = microseconds(datetime(2026, 3, 9, 4, 0, tzinfo=UTC))
    assert advance_due(shop.conn, shop.versions, midnight - 3_600_000_000 * 23).events == 0
    assert advance_due(shop.conn, shop.versions, midnight).events == 1
