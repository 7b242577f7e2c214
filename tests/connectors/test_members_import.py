import datetime as dt

import psycopg
import pytest

from regulars.connectors.members_file import MembersFile, check_members
from regulars.connectors.members_import import bring_in, taken_by_others
from regulars.engine.events import Event
from regulars.engine.reading import read_data
from regulars.journal.bulk import post_all
from regulars.journal.posting import Posting
from regulars.journal.programs import apply_version
from regulars.journal.queries import state_of
from regulars.kit.periods import microseconds
from regulars.members import enrolment
from regulars.members.queries import find, identities_of, members_by_ref, profile_of
from regulars.program.reading import require

pytestmark = pytest.mark.usefixtures("the_test_reads")

NOW = dt.datetime(2026, 3, 1, 9, 0, tzinfo=dt.UTC)
PROGRAM = """
program: corner-grocer
currency: {code: CNY, minor_digits: 2}
timezone: Asia/Shanghai
wallets:
  points: {kind: spendable}
earn:
  - {id: welcome, on: member.enrolled, points: 200}
"""


@pytest.fixture
def shop(django_database):
    with psycopg.connect(django_database.owner_dsn, autocommit=True) as conn:
        apply_version(conn, PROGRAM, by="Ann", at=NOW, in_force_from=None)
    return django_database


@pytest.fixture
def checked(tmp_path):
    def check(content):
        path = tmp_path / "members.csv"
        path.write_text(content)
        return check_members(MembersFile(path, "Asia/Shanghai", microseconds(NOW), "CN"), taken_by_others)

    return check


def _journal(shop):
    with psycopg.connect(shop.dsn) as conn:
        return conn.execute(
            "SELECT ref, source, external_id, type, occurred_at, body::text, active FROM event"
            " JOIN member_ref USING (member_id) JOIN member_state USING (member_id) ORDER BY ref"
        ).fetchall()


FILE = "member,enrolled_at,name,card\nA1,2024-01-02,Ann Li,c-1\nA2,,王小明,c-2\n"


def test_members_are_enrolled_once_and_nothing_personal_is_in_the_journal(shop, checked):
    brought = bring_in(checked(FILE), dsn=shop.dsn)
    assert (brought.enrolled, brought.updated, brought.problems) == (2, 0, [])
    assert _journal(shop) == [
        ("A1", "import", "enrolled", "member.enrolled", dt.datetime(2024, 1, 1, 16, tzinfo=dt.UTC), "{}", 200),
        ("A2", "import", "enrolled", "member.enrolled", NOW, "{}", 200),
    ]
    assert [hit.ref for hit in find("小明")] == ["A2"]


def test_a_second_import_doubles_nothing_and_tells_us_what_is_new(shop, checked):
    bring_in(checked(FILE), dsn=shop.dsn)
    before = _journal(shop)
    brought = bring_in(checked("member,name,card,city\nA1,,c-9,上海\nA2,王大明,c-2,\n"), dsn=shop.dsn)
    assert (brought.enrolled, brought.updated) == (0, 2)
    assert _journal(shop) == before
    ids = members_by_ref(["A1", "A2"])
    assert (profile_of(ids["A1"]).name, profile_of(ids["A1"]).city) == (
        "Ann Li",
        "上海",
    )  # an empty cell takes nothing back
    assert profile_of(ids["A2"]).name == "王大明"
    assert {known.value for known in identities_of(ids["A1"])} == {"C-1", "C-9"}


def test_without_bonuses_nobody_is_given_points_for_joining(shop, checked):
    bring_in(checked(FILE), dsn=shop.dsn, bonuses=False, source="old-till")
    assert [(row[1], row[-1]) for row in _journal(shop)] == [("old-till", 0), ("old-till", 0)]


def test_an_import_killed_between_the_journal_and_the_profile_is_made_good_by_the_next(shop, checked, monkeypatch):
    from regulars.connectors import members_import

    def killed(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(members_import, "store_many", killed)
    with pytest.raises(KeyboardInterrupt):
        bring_in(checked(FILE), dsn=shop.dsn)
    before = _journal(shop)
    assert len(before) == 2 and find("小明") == []
    monkeypatch.setattr(members_import, "store_many", enrolment.store_many)
    assert bring_in(checked(FILE), dsn=shop.dsn).updated == 2
    assert _journal(shop) == before
    assert [hit.ref for hit in find("小明")] == ["A2"]


def test_a_card_of_another_member_is_found_before_anything_is_imported(shop, checked):
    bring_in(checked(FILE), dsn=shop.dsn)
    again = checked("member,card\nA1,c-1\nA3,c-2\n")
    assert [(finding.line, finding.code) for finding in again.findings] == [(3, "identity.taken")]
    assert bring_in(again, dsn=shop.dsn).updated == 1
    assert members_by_ref(["A3"]) == {}


def test_a_guest_joins_by_the_file_on_the_day_it_says(shop, checked):
    """Bought for 100 as a guest in January, joined (says the file) on 5 February: 100 points become usable, the welcome comes, once."""
    with psycopg.connect(shop.owner_dsn, autocommit=True) as conn:
        january = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        guests = PROGRAM.replace("wallets:", "enrol: on_request\nwallets:") + "  - {id: base, on: order.paid, points: {per: 1, give: 1}}\n"
        apply_version(conn, guests, by="Ann", at=NOW, in_force_from=january)
    body = b'{"order_id": "o1", "currency": "CNY", "lines": [{"sku": "tea", "quantity": 1, "amount": "100.00"}]}'
    event = Event("o1", "till", "order.paid", microseconds(dt.datetime(2026, 1, 20, 4, tzinfo=dt.UTC)), read_data("order.paid", body, require(guests)))
    assert post_all(shop.dsn, [Posting("G1", event, body, microseconds(NOW))]).created == 1
    for enrolled, updated in ((1, 0), (0, 1)):
        brought = bring_in(checked("member,enrolled_at,name\nG1,2026-02-05,Gil\n"), dsn=shop.dsn)
        assert (brought.enrolled, brought.updated, brought.problems) == (enrolled, updated, [])
    with psycopg.connect(shop.dsn) as conn:
        state = state_of(conn, "G1")
    assert (state.wallets["points"].active, state.joined_on) == (300, dt.date(2026, 2, 5).toordinal())
