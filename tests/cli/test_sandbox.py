"""The programme promises that a sandbox ages as the shop would, explains itself, and leaves no trace in the shop."""


import psycopg
import pytest

from regulars.journal.sandboxes import dsn_of
from regulars.journal.verify import verify

PROGRAMME = """program: corner
currency: {code: CNY, minor_digits: 2}
timezone: Asia/Shanghai
wallets:
  points: {kind: spendable, expire: {rolling: 1 year, midnight: member}}
tiers:
  review: {every: month}
  levels:
    - {id: regular}
    - {id: gold, reach: {spend: 1000, within: 1 year}}
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1, of: net_amount}}
  - {id: month, on: order.paid, when: {member.birthday_month: true}, points: 7}
"""


@pytest.fixture
def run(on_this_database, tmp_path):
    """Run a command; FILE stands for the programme's."""
    file, typed = tmp_path / "corner.yaml", on_this_database("sandbox", "ledger", "program")
    file.write_text(PROGRAMME)
    return lambda *arguments: typed(*(str(file) if one == "FILE" else one for one in arguments))


@pytest.fixture
def play(run, database):
    """A sandbox whose clock stands at New Year 2026; its journal keeps every promise in the end."""
    assert run("sandbox", "create", "play", "FILE", "--at", "2026-01-01T12:00")[0] == 0
    yield run
    with psycopg.connect(dsn_of(database.dsn, "play"), autocommit=True) as conn:
        report = verify(conn)
        broken = [one for one in report.checks if one.breaches and one.name != "guards"]
        assert broken == []


def test_members_age_thirteen_months_in_one_command(play):
    assert play("sandbox", "event", "play", "alice", "--amount", "1200.00", "--json")[1]["tier"] == "gold"
    code, aged = play("sandbox", "age", "play", "13", "months", "--all", "--json")
    assert (code, aged["now"]) == (0, "2027-02-01T04:00:00+00:00")
    assert aged["expired"] == {"points": 1200}
    assert aged["moves"] == [{"from": "gold", "to": "regular", "count": 1}]
    story = play("sandbox", "show", "play", "--member", "alice", "--json")[1]
    assert (story["tier"], story["wallets"]["points"]["active"]) == ("regular", 0)
    passed = [(one["at"][:10], one["because"]) for one in story["events"] if one["type"] == "time.passed"]
    # usable to the end of 1 January 2027: lapsed at the start of the 2nd; the spend has left the year by the review of 1 February
    assert ("2027-01-01", ["1,200 points expired"]) in passed
    assert passed[-1][0] == "2027-01-31" and passed[-1][1][0].startswith("The review moved gold to regular")
    assert len([day for day, _ in passed]) == 14  # twelve reviews that kept gold, the expiry, the fall


def test_ageing_in_one_step_or_in_many_is_the_same(play):
    for name in ("once", "often"):
        play("sandbox", "create", name, "FILE", "--at", "2026-01-01T12:00")
        play("sandbox", "event", name, "alice", "--amount", "1200.00", "--id", "A1")
    play("sandbox", "age", "once", "13 months", "--all")
    for _ in range(13):
        play("sandbox", "age", "often", "1m", "--all")
    once, often = (play("sandbox", "show", name, "--member", "alice", "--json")[1] for name in ("once", "often"))
    assert once == often


def test_ageing_tells_a_members_story_in_words(play):
    play("sandbox", "event", "play", "alice", "--amount", "10")
    code, said = play("sandbox", "age", "play", "2 years", "--member", "alice")
    assert code == 0 and "10 points expired" in said and "alice is regular" in said
    assert play("sandbox", "age", "play", "2 years", "--member", "dana")[0] == 1
    assert play("sandbox", "age", "play", "2 years")[0] == 2


def test_nothing_of_a_sandbox_reaches_the_shop(play, run, database):
    assert run("program", "apply", "FILE")[0] == 0
    play("sandbox", "event", "play", "alice", "--amount", "10")
    with psycopg.connect(database.dsn, autocommit=True) as conn:
        for table in ("event", "transfer", "member_state", "member_ref", "outbox"):
            assert conn.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
    assert run("ledger", "explain", "alice")[0] == 1


def test_a_sandbox_from_the_shop_takes_a_member_along(run, database):
    from cli.test_ledger import post

    run("program", "apply", "FILE")
    post(database, "alice", "A1", "2026-01-02T12:00:00+08:00", "1500.00")
    assert run("sandbox", "create", "copy", "--from-live", "--member", "alice")[0] == 0
    story = run("sandbox", "show", "copy", "--member", "alice", "--json")[1]
    assert [one["type"] for one in story["events"]][:2] == ["member.enrolled", "order.paid"]
    assert run("sandbox", "event", "copy", "bea", "--amount", "5")[0] == 0  # a new member beside her
    assert run("sandbox", "event", "copy", "alice", "--type", "order.returned", "--data", '{"order_id": "A1", "all": true}')[0] == 0
    assert run("ledger", "explain", "alice", "--json")[1]["events"][-1]["type"] == "order.paid"
    assert run("sandbox", "create", "copy", "--from-live")[0] == 1
    assert run("sandbox", "create", "Not a name", "--from-live")[0] == 2
    assert run("sandbox", "create", "x")[0] == 2


def test_birthdays_count_by_the_sandbox_s_clock(play):
    play("sandbox", "event", "play", "carl", "--type", "member.enrolled", "--data", '{"profile": {"birthday": "1990-02-10"}}')
    assert play("sandbox", "event", "play", "carl", "--amount", "10", "--json")[1]["wallets"]["points"]["active"] == 10
    play("sandbox", "age", "play", "1 month", "--all")
    assert play("sandbox", "event", "play", "carl", "--amount", "10", "--json")[1]["wallets"]["points"]["active"] == 27


def test_last_days_end_where_a_member_of_the_sandbox_lives(play):
    """366 days after New Year 2026 it is noon of 2 January in Shanghai, and still the evening of the 1st in Los Angeles."""
    play("sandbox", "event", "play", "dan", "--type", "member.enrolled", "--data", '{"profile": {"timezone": "America/Los_Angeles"}}')
    for member in ("dan", "alice"):
        play("sandbox", "event", "play", member, "--amount", "10")

    def has(member: str) -> int:
        return play("sandbox", "show", "play", "--member", member, "--json")[1]["wallets"]["points"]["active"]

    play("sandbox", "age", "play", "366 days", "--all")
    assert (has("dan"), has("alice")) == (10, 0)
    play("sandbox", "age", "play", "1 day", "--all")
    assert has("dan") == 0


def test_a_sandbox_is_listed_reset_and_dropped(play):
    play("sandbox", "event", "play", "alice", "--amount", "10")
    assert [one["name"] for one in play("sandbox", "list", "--json")[1]["sandboxes"]] == ["play"]
    assert play("sandbox", "show", "play", "--json")[1]["members"] == 1
    assert play("sandbox", "reset", "play")[0] == 0
    assert play("sandbox", "show", "play", "--json")[1]["members"] == 0
    play("sandbox", "create", "other", "FILE")
    assert play("sandbox", "drop", "other")[0] == 0
    assert play("sandbox", "show", "other")[0] == 1
    assert play("sandbox", "drop", "other")[0] == 1
