"""The programme promises that a version to come can be taken back, that the one before can be had again, and that orders keep theirs."""

from datetime import datetime, timedelta

import pytest

from regulars.journal.programs import apply_version, load_versions, versions_of
from regulars.journal.versioning import in_force, line_of, roll_back, withdraw
from regulars.kit.errors import Invalid, NotFound, Refused
from regulars.kit.periods import microseconds

from .conftest import PROGRAMME, ZONE

NOW = datetime(2026, 6, 1, tzinfo=ZONE)
DAY = timedelta(days=1)
DOUBLE = PROGRAMME.replace("{per: 1, give: 1, of: net_amount}", "{per: 1, give: 2, of: net_amount}")
TRIPLE = PROGRAMME.replace("{per: 1, give: 1, of: net_amount}", "{per: 1, give: 3, of: net_amount}")


def statuses(shop, at=NOW):
    return [(placed.version.version, placed.status) for placed in line_of(versions_of(shop.conn), at)]


def test_a_version_to_come_is_listed_and_counts_from_its_date(shop):
    apply_version(shop.conn, DOUBLE, by="lead", at=NOW, in_force_from=NOW + 3 * DAY)
    assert statuses(shop) == [(1, "in_force"), (2, "scheduled")]
    assert statuses(shop, NOW + 3 * DAY) == [(1, "past"), (2, "in_force")]
    assert line_of(versions_of(shop.conn), NOW)[0].until == NOW + 3 * DAY
    assert in_force(versions_of(shop.conn), NOW + 3 * DAY - timedelta(microseconds=1)).version == 1


def test_a_withdrawn_version_never_counts(shop):
    apply_version(shop.conn, DOUBLE, by="lead", at=NOW, in_force_from=NOW + 3 * DAY)
    instead = withdraw(shop.conn, 2, by="owner", at=NOW + DAY, reason="too dear")
    assert (instead.version, instead.kind, instead.about, instead.reason) == (3, "withdrawal", 2, "too dear")
    assert statuses(shop, NOW + 4 * DAY) == [(1, "past"), (2, "withdrawn"), (3, "in_force")]
    versions = load_versions(shop.conn)
    assert versions.at(microseconds(NOW + 4 * DAY)).program.earn[0].points.give == 1
    shop.post(shop.joins("alice"), shop.order("alice", "A1", "2026-06-06 12:00", "100"))
    assert shop.balance("alice")[0] == 150


def test_of_two_versions_to_come_the_first_can_be_withdrawn_and_the_second_stays(shop):
    apply_version(shop.conn, DOUBLE, by="lead", at=NOW, in_force_from=NOW + 3 * DAY)
    apply_version(shop.conn, TRIPLE, by="lead", at=NOW, in_force_from=NOW + 9 * DAY)
    withdraw(shop.conn, 2, by="owner", at=NOW, reason="later")
    gives = [load_versions(shop.conn).at(microseconds(NOW + days * DAY)).program.earn[0].points.give for days in (2, 4, 10)]
    assert gives == [1, 1, 3]
    withdraw(shop.conn, 3, by="owner", at=NOW, reason="not at all")
    assert load_versions(shop.conn).at(microseconds(NOW + 10 * DAY)).program.earn[0].points.give == 1


def test_what_counts_already_or_never_will_is_not_withdrawn(shop):
    apply_version(shop.conn, DOUBLE, by="lead", at=NOW, in_force_from=NOW + 3 * DAY)
    withdraw(shop.conn, 2, by="owner", at=NOW, reason="no")
    for number, code in ((1, "program.counts_already"), (2, "program.never_counts"), (3, "program.never_counts")):
        with pytest.raises(Refused) as refused:
            withdraw(shop.conn, number, by="owner", at=NOW, reason="no")
        assert refused.value.code == code
    with pytest.raises(NotFound):
        withdraw(shop.conn, 9, by="owner", at=NOW, reason="no")
    with pytest.raises(Invalid) as unsaid:
        withdraw(shop.conn, 2, by="owner", at=NOW, reason=" ")
    assert unsaid.value.code == "program.reason_needed"


def test_a_rollback_makes_the_document_before_the_next_version(shop):
    apply_version(shop.conn, DOUBLE, by="lead", at=NOW)
    back = roll_back(shop.conn, by="owner", at=NOW + 5 * DAY, reason="customers were confused")
    assert (back.version, back.document, back.kind, back.about) == (3, PROGRAMME, "rollback", 1)
    assert back.in_force_from == NOW + 5 * DAY
    again = roll_back(shop.conn, by="owner", at=NOW + 6 * DAY, reason="they were not")
    assert (again.version, again.document, again.about) == (4, DOUBLE, 2)
    assert versions_of(shop.conn)[2].reason == "customers were confused"


def test_a_rollback_needs_something_before_and_comes_within_thirty_days(shop):
    with pytest.raises(Refused) as first:
        roll_back(shop.conn, by="owner", at=NOW, reason="why not")
    assert first.value.code == "program.nothing_before"
    apply_version(shop.conn, DOUBLE, by="lead", at=NOW)
    with pytest.raises(Refused) as late:
        roll_back(shop.conn, by="owner", at=NOW + 31 * DAY, reason="late")
    assert late.value.code == "program.rollback_too_late"
    assert roll_back(shop.conn, by="owner", at=NOW + 30 * DAY, reason="just in time").version == 3


def test_an_order_keeps_its_version_when_it_is_returned_after_a_rollback(shop):
    apply_version(shop.conn, TRIPLE, by="lead", at=NOW)
    shop.post(shop.joins("alice"), shop.order("alice", "A1", "2026-06-02 12:00", "100"))
    assert shop.balance("alice")[0] == 350
    roll_back(shop.conn, by="owner", at=NOW + 5 * DAY, reason="too dear")
    shop.post(shop.order("alice", "A2", "2026-06-07 12:00", "100"))
    assert shop.balance("alice")[0] == 450
    shop.post(shop.returns("alice", "A1", "2026-06-08 12:00"))
    assert shop.balance("alice")[0] == 150  # all 300 of A1 are taken back, and nothing of A2


def test_the_log_replays_to_the_same_through_a_withdrawal_and_a_rollback(shop):
    import psycopg

    from regulars.journal.replay import replay_into, scratch_database

    shop.post(shop.joins("alice"), shop.order("alice", "A1", "2026-05-30 12:00", "100"))
    apply_version(shop.conn, TRIPLE, by="lead", at=NOW, in_force_from=NOW + 3 * DAY)
    shop.post(shop.order("alice", "A2", "2026-06-02 12:00", "950"))
    withdraw(shop.conn, 2, by="owner", at=NOW + 2 * DAY, reason="no")
    shop.post(shop.order("alice", "A3", "2026-06-07 12:00", "100"))
    apply_version(shop.conn, DOUBLE, by="lead", at=NOW + 7 * DAY)
    shop.post(shop.order("alice", "A4", "2026-06-09 12:00", "100"))
    roll_back(shop.conn, by="owner", at=NOW + 9 * DAY, reason="no")
    shop.post(shop.order("alice", "A5", "2026-07-09 12:00", "100"))
    with psycopg.connect(shop.dsn, autocommit=True) as conn, scratch_database(shop.admin_dsn) as empty:
        replayed = replay_into(conn, empty)
        assert replayed.difference is None
        assert versions_of(empty) == versions_of(conn)
