"""The programme promises that what needs two people gets two, that nobody is both, and that what was approved happens once."""

import threading
from datetime import datetime, timedelta

import psycopg
import pytest
from journal.conftest import PROGRAMME, ZONE, Shop

from regulars.approvals.operations import Adjustment, adjust_or_ask, answer, carry_out, link
from regulars.approvals.queries import Request, request_of, requests, waiting_count
from regulars.approvals.versions import apply_or_ask, roll_back_or_ask, withdraw_or_ask
from regulars.journal.programs import Version, apply_version, versions_of
from regulars.journal.verify import verify
from regulars.kit.errors import Invalid, NotAllowed, NotFound, Problem, Refused

GUARDED = PROGRAMME + "approval: {programme: true, goodwill_above: 500, bulk_above: 1000}\n"
NOW = datetime(2026, 6, 1, 12, tzinfo=ZONE)
DAY = timedelta(days=1)


@pytest.fixture
def shop(django_database):
    """Olga owns the shop, Max manages it, Ann is an agent; Alice, Bea and Carl are members."""
    from regulars.cli.staffing import create_staff

    for name, role in (("olga", "owner"), ("max", "manager"), ("ann", "agent")):
        create_staff(name, role, "nineteen-blue-teapots")
    with psycopg.connect(django_database.dsn, autocommit=True) as conn:
        apply_version(conn, GUARDED, by="olga", at=datetime(2026, 1, 1, tzinfo=ZONE))
        shop = Shop(django_database.dsn, django_database.owner_dsn, conn)
        shop.post_many([shop.joins(ref) for ref in ("alice", "bea", "carl")])
        yield shop
        assert verify(conn).is_sound


def ask(shop, *adjustments, by="ann", id="a"):
    return adjust_or_ask(shop.conn, shop.dsn, [Adjustment(*one) for one in adjustments], by=by, at=NOW, reason="broken cup", id=id)


def say(shop, request, what, by, at=NOW + DAY, why="looked at it"):
    return answer(shop.conn, shop.dsn, request.id, what, by=by, at=at, why=why)


def points(shop, ref):
    return shop.balance(ref)[0] - 50  # less what joining gave


def test_up_to_the_limit_goodwill_goes_at_once_and_above_it_waits(shop):
    assert ask(shop, ("alice", 500))["created"] == 1
    request = ask(shop, ("alice", 501), id="b")
    assert isinstance(request, Request) and request.kind == "goodwill"
    assert (points(shop, "alice"), waiting_count(shop.conn, NOW)) == (500, 1)
    done = say(shop, request, "approved", "max")
    assert (done.answer, done.answered_by, done.result["created"]) == ("approved", "max", 1)
    assert (points(shop, "alice"), waiting_count(shop.conn, NOW)) == (1001, 0)
    ((body,),) = shop.rows("SELECT body::text FROM event WHERE external_id = %s", f"approval-{request.id}-1")
    assert '"by": "ann"' in body and "approved by max" in body


def test_a_batch_waits_by_what_it_moves_in_sum(shop):
    assert ask(shop, ("alice", 400), ("bea", 400), ("carl", -200))["created"] == 2  # Carl has 50: refused, but together 1,000
    request = ask(shop, ("alice", 400), ("bea", 400), ("carl", 201), id="b")
    assert request.kind == "bulk"
    say(shop, request, "approved", "olga")
    assert [points(shop, ref) for ref in ("alice", "bea", "carl")] == [800, 800, 201]


def test_the_author_never_approves_and_only_owners_and_managers_do(shop):
    request = ask(shop, ("alice", 600), by="max")
    for name, code in (("max", "approval.own"), ("MAX", "approval.not_staff"), ("ann", "approval.not_staff"), ("nobody", "approval.not_staff")):
        with pytest.raises(NotAllowed) as refused:
            say(shop, request, "approved", name)
        assert refused.value.code == code
    assert points(shop, "alice") == 0
    with pytest.raises(NotAllowed):
        say(shop, request, "withdrawn", "olga")
    assert say(shop, request, "withdrawn", "max").answer == "withdrawn"


def test_nobody_asks_for_or_approves_points_for_themselves(shop):
    link(shop.conn, "ann", "alice", by="olga", at=NOW)
    link(shop.conn, "max", "bea", by="olga", at=NOW)
    with pytest.raises(NotAllowed) as refused:
        ask(shop, ("carl", 1), ("alice", 1))
    assert refused.value.code == "approval.own_account"
    request = ask(shop, ("bea", 600))
    with pytest.raises(NotAllowed) as approving:
        say(shop, request, "approved", "max")
    assert approving.value.code == "approval.own_account"
    assert say(shop, request, "approved", "olga").answer == "approved"


def test_a_dismissed_approver_approves_nothing_from_that_moment(shop):
    from regulars.cli.staffing import disable_staff

    request = ask(shop, ("alice", 600))
    disable_staff("max")
    with pytest.raises(NotAllowed) as refused:
        say(shop, request, "approved", "max")
    assert refused.value.code == "approval.not_staff"


def test_a_request_is_answered_once_and_expires(shop):
    request = ask(shop, ("alice", 600))
    with pytest.raises(Invalid):
        say(shop, request, "refused", "olga", why=" ")
    assert say(shop, request, "refused", "olga", why="not ours").why == "not ours"
    with pytest.raises(Refused) as again:
        say(shop, request, "approved", "max")
    assert (again.value.code, again.value.facts["who"]) == ("approval.answered", "olga")
    old = ask(shop, ("alice", 600), id="b")
    assert [one.status(NOW + 15 * DAY) for one in requests(shop.conn)] == ["expired", "refused"]
    with pytest.raises(Refused) as late:
        say(shop, old, "approved", "max", at=NOW + 15 * DAY)
    assert late.value.code == "approval.expired"
    with pytest.raises(NotFound):
        answer(shop.conn, shop.dsn, 999, "approved", by="max", at=NOW)
    assert points(shop, "alice") == 0


def test_of_two_who_approve_at_once_one_does(shop):
    request = ask(shop, ("alice", 600))
    said: list[object] = []

    def approve(name):
        with psycopg.connect(shop.dsn, autocommit=True) as conn:
            try:
                said.append(answer(conn, shop.dsn, request.id, "approved", by=name, at=NOW + DAY).answer)
            except Problem as problem:
                said.append(problem.code)

    both = [threading.Thread(target=approve, args=(name,)) for name in ("olga", "max")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(map(str, said)) == ["approval.answered", "approved"]
    assert points(shop, "alice") == 600


def test_what_was_approved_is_carried_out_once_after_a_crash_too(shop):
    request = ask(shop, ("alice", 600))
    shop.conn.execute(
        "INSERT INTO approval_answer (request_id, answer, answered_by, answered_at, why) VALUES (%s, 'approved', 'max', %s, '')", (request.id, NOW)
    )  # and then the power went
    for _ in range(3):
        carry_out(shop.conn, shop.dsn, request.id, at=NOW + DAY)
    assert points(shop, "alice") == 600 and request_of(shop.conn, request.id).done_at is not None


def test_a_new_version_waits_for_a_second_person(shop):
    looser = GUARDED.replace("programme: true", "programme: false")
    request = apply_or_ask(shop.conn, looser, by="max", at=NOW, reason="quicker")
    assert isinstance(request, Request) and len(versions_of(shop.conn)) == 1
    with pytest.raises(NotAllowed):
        say(shop, request, "approved", "max")
    done = say(shop, request, "approved", "olga")
    version = versions_of(shop.conn)[-1]
    assert (done.result, version.document, version.applied_by) == ({"version": 2}, looser, "max, olga")
    assert isinstance(apply_or_ask(shop.conn, GUARDED, by="max", at=NOW + 2 * DAY), Version)  # nobody asks any more


def test_a_version_that_another_overtook_is_asked_for_again(shop):
    first = apply_or_ask(shop.conn, GUARDED + "# a\n", by="max", at=NOW, in_force_from=NOW + 9 * DAY)
    second = apply_or_ask(shop.conn, GUARDED + "# b\n", by="max", at=NOW)
    say(shop, second, "approved", "olga")
    with pytest.raises(Refused) as overtaken:
        say(shop, first, "approved", "olga")
    assert overtaken.value.code == "approval.outdated"
    assert (request_of(shop.conn, first.id).answer, len(versions_of(shop.conn))) == (None, 2)


def test_who_asked_and_who_answered_can_never_be_changed(shop):
    request = ask(shop, ("alice", 600))
    say(shop, request, "approved", "max")
    for table in ("approval_request", "approval_answer", "approval_done"):
        for dsn in (shop.dsn, shop.owner_dsn):
            for statement in (f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE", f"UPDATE {table} SET {'id' if table == 'approval_request' else 'request_id'} = 1"):
                with psycopg.connect(dsn, autocommit=True) as conn, pytest.raises(psycopg.Error):
                    conn.execute(statement)


def test_a_reason_and_something_to_adjust_are_needed(shop):
    with pytest.raises(Invalid):
        adjust_or_ask(shop.conn, shop.dsn, [Adjustment("alice", 5)], by="ann", at=NOW, reason=" ", id="x")
    with pytest.raises(Invalid):
        ask(shop)
    with pytest.raises(NotFound):
        ask(shop, ("dana", 5))


def test_going_back_and_taking_back_need_the_second_person_too(shop):
    """What counts changes by a rollback as by a new version; and what two agreed to for a day to come, one alone does not undo."""
    looser = GUARDED.replace("goodwill_above: 500", "goodwill_above: 400")
    say(shop, apply_or_ask(shop.conn, looser, by="max", at=NOW), "approved", "olga", at=NOW + DAY)
    back = roll_back_or_ask(shop.conn, by="max", at=NOW + 2 * DAY, reason="a mistake")
    assert isinstance(back, Request) and (back.kind, back.body["do"], back.body["document"]) == ("programme", "rollback", GUARDED)
    with pytest.raises(NotAllowed):
        say(shop, back, "approved", "max", at=NOW + 3 * DAY)
    say(shop, back, "approved", "olga", at=NOW + 3 * DAY)
    assert [(one.kind, one.about, one.applied_by) for one in versions_of(shop.conn)][2] == ("rollback", 1, "max, olga")
    later = say(shop, apply_or_ask(shop.conn, looser, by="max", at=NOW + 4 * DAY, in_force_from=NOW + 30 * DAY), "approved", "olga", at=NOW + 4 * DAY)
    taken = withdraw_or_ask(shop.conn, later.result["version"], by="olga", at=NOW + 5 * DAY, reason="not now")
    assert isinstance(taken, Request) and len(versions_of(shop.conn)) == 4
    say(shop, taken, "approved", "max", at=NOW + 6 * DAY)
    assert [(one.kind, one.about) for one in versions_of(shop.conn)][4] == ("withdrawal", 4)


def test_a_rollback_that_would_go_elsewhere_by_now_is_asked_for_again(shop):
    looser, other = GUARDED.replace("500", "400"), GUARDED.replace("500", "300")
    say(shop, apply_or_ask(shop.conn, looser, by="max", at=NOW), "approved", "olga", at=NOW)
    say(shop, apply_or_ask(shop.conn, other, by="max", at=NOW, in_force_from=NOW + 5 * DAY), "approved", "olga", at=NOW)
    back = roll_back_or_ask(shop.conn, by="max", at=NOW + DAY, reason="a mistake")
    with pytest.raises(Refused) as refused:
        say(shop, back, "approved", "olga", at=NOW + 6 * DAY)  # another version counts since yesterday
    assert (refused.value.code, request_of(shop.conn, back.id).answer) == ("approval.outdated", None)
    with pytest.raises(Invalid):
        roll_back_or_ask(shop.conn, by="max", at=NOW + DAY, reason=" ")


def test_where_one_person_is_enough_going_back_waits_for_nobody(shop):
    alone = GUARDED.replace("programme: true", "programme: false")
    say(shop, apply_or_ask(shop.conn, alone, by="max", at=NOW), "approved", "olga", at=NOW)
    coming = apply_or_ask(shop.conn, GUARDED, by="max", at=NOW, in_force_from=NOW + 5 * DAY)
    assert withdraw_or_ask(shop.conn, coming.version, by="max", at=NOW, reason="not now").kind == "withdrawal"
    assert roll_back_or_ask(shop.conn, by="max", at=NOW + DAY, reason="a mistake").kind == "rollback"
