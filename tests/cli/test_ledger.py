"""``regulars ledger`` and ``regulars program`` on a shop of their own."""

import json
import stat
import time
from datetime import UTC, datetime
from types import SimpleNamespace

import psycopg
import pyarrow.parquet as pq
import pytest

from regulars.cli.given import moment_of
from regulars.engine.events import Event
from regulars.engine.reading import read_data
from regulars.journal.bulk import post_all
from regulars.journal.posting import Posting
from regulars.journal.programs import load_versions
from regulars.kit.periods import microseconds

PROGRAMME = """program: corner
currency: {code: CNY, minor_digits: 2}
timezone: Asia/Shanghai
wallets:
  points: {kind: spendable, expire: {rolling: 1 year}}
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1, of: net_amount}}
"""


@pytest.fixture
def run(on_this_database, home, tmp_path):
    """Run a command on the test's own database; gives (exit code, what was printed)."""
    server = None if home.server is None else SimpleNamespace(dsn=home.server.dsn)
    return on_this_database("ledger", "program", "adjust", "approvals", folder=tmp_path, server=server)


@pytest.fixture
def shop(run, database, tmp_path):
    """With a programme, and an order of Alice's."""
    file = tmp_path / "corner.yaml"
    file.write_text(PROGRAMME)
    assert run("program", "apply", str(file))[0] == 0
    post(database, "alice", "A1", "2026-01-02T12:00:00+08:00", "100.50")
    return file


def post(database, ref, id, when, amount):
    body = json.dumps({"order_id": id, "currency": "CNY", "lines": [{"sku": "tea", "quantity": 1, "amount": amount}]}).encode()
    at_us = microseconds(datetime.fromisoformat(when))
    with psycopg.connect(database.dsn) as conn:
        event = Event(id, "till", "order.paid", at_us, read_data("order.paid", body, load_versions(conn).program))
    assert post_all(database.dsn, [Posting(ref, event, body, at_us, enrol=True)]).created == 1


def test_a_sound_ledger_is_verified_and_replayed(run, shop):
    code, report = run("ledger", "verify", "--json")
    assert (code, report["ok"], report["members"], report["events"]) == (0, True, 1, 2)
    assert all(check["breaches"] == 0 for check in report["checks"])
    same = {"ok": True, "members": 1, "events": 2, "difference": None}
    assert run("ledger", "replay", "--json", "--in-memory") == (0, same)
    assert run("ledger", "replay", "--json") == (0, {**same, "seals": 0, "head": None})


def sealed(run, database):
    """Everything sealed, once transactions of other tests on the server have ended."""
    for _ in range(200):
        done = run("ledger", "seal", "--json")[1]
        if done["sealed"] and not done["waiting"]:
            return done
        time.sleep(0.05)
    raise AssertionError("something stays unsealed")


def test_a_ledger_is_sealed_and_its_replay_ends_in_the_same_head(run, shop, database):
    done = sealed(run, database)
    assert (done["seals"], done["sealed"]) == (1, 3)  # the programme, joining, the order
    code, report = run("ledger", "verify", "--json")
    assert (code, report["seal"]["head"]) == (0, done["head"])
    assert run("ledger", "replay", "--json")[1]["head"] == done["head"]
    assert done["head"] in run("ledger", "replay")[1]


def test_an_exported_head_shows_a_chain_that_was_written_anew(run, shop, database, tmp_path):
    sealed(run, database)
    heads = tmp_path / "heads.txt"
    assert run("ledger", "heads", "--out", str(heads), "--json")[1]["seal"] == 1
    assert stat.S_IMODE((tmp_path / "seal-key").stat().st_mode) == 0o600
    code, report = run("ledger", "verify", "--head", str(heads), "--json")
    assert (code, report["heads"][0]["ok"], report["heads"][0]["key_is_ours"]) == (0, True, True)
    with psycopg.connect(database.owner_dsn, autocommit=True) as owner:
        owner.execute("ALTER TABLE seal DISABLE TRIGGER USER")
        owner.execute("DELETE FROM seal")
        owner.execute("ALTER TABLE seal ENABLE TRIGGER USER")
    sealed(run, database)
    assert run("ledger", "verify", "--json")[0] == 0
    code, report = run("ledger", "verify", "--head", str(heads), "--json")
    assert (code, report["ok"], report["heads"][0]["ok"]) == (1, False, False)
    code, said = run("ledger", "verify", "--head", str(heads))
    assert (code, "seal 1" in said) == (1, True)
    (tmp_path / "seal-key").unlink()
    assert "seal.other_key" in run("ledger", "verify", "--head", str(heads))[1]
    heads.write_text(heads.read_text().replace("corner", "corned"))
    code, said = run("ledger", "verify", "--head", str(heads))
    assert (code, "seal.heads_forged" in said) == (2, True)


def test_a_sealed_row_that_was_changed_is_named_with_its_member(run, shop, database):
    sealed(run, database)
    assert "ledger.chain_holds" in run("ledger", "verify", "--from", "1")[1]
    with psycopg.connect(database.owner_dsn, autocommit=True) as owner:
        owner.execute("ALTER TABLE transfer DISABLE TRIGGER USER")
        owner.execute("UPDATE transfer SET rule = 'mine'")
        owner.execute("ALTER TABLE transfer ENABLE TRIGGER USER")
    code, report = run("ledger", "verify", "--from", "1", "--json")
    (check,) = report["checks"]
    assert (code, check["check"], check["findings"]) == (1, "sealed", [{"member": "alice", "what": "event 2 was changed after seal 1"}])
    code, said = run("ledger", "verify", "--from", "7")
    assert (code, "seal.no_such_seal" in said) == (2, True)


def test_a_seal_key_that_is_none_is_said_plainly(run, shop, database, tmp_path):
    sealed(run, database)
    (tmp_path / "seal-key").write_text("not a key")
    code, said = run("ledger", "heads", "--out", str(tmp_path / "heads.txt"))
    assert (code, "seal.key_unreadable" in said) == (2, True)


def test_a_breach_is_shown_with_its_member_and_the_exit_code_says_so(run, shop, database):
    with psycopg.connect(database.owner_dsn, autocommit=True) as owner:
        owner.execute("UPDATE member_state SET active = 7")
    code, report = run("ledger", "verify", "--json", "--quick")
    assert (code, report["ok"], report["breaches"]) == (1, False, 1)
    (breach,) = [check for check in report["checks"] if check["breaches"]]
    assert (breach["check"], breach["findings"][0]["member"]) == ("balances", "alice")
    assert "kept 7" in run("ledger", "verify")[1]


def test_a_member_is_explained_movement_by_movement(run, shop):
    code, told = run("ledger", "explain", "alice", "--json")
    assert code == 0
    assert [event["type"] for event in told["events"]] == ["member.enrolled", "order.paid"]
    assert told["events"][1]["transfers"][0]["points"] == 100
    assert all(event["because"] for event in told["events"])
    said = run("ledger", "explain", "alice")[1]
    assert "issued → active" in said
    assert "2026-01-02 12:00  order.paid" in said  # noon in Shanghai, where the programme lives


def test_one_event_and_the_level_are_explained_alone(run, shop):
    code, told = run("ledger", "explain", "alice", "--event", "A1", "--json")
    assert code == 0 and [event["id"] for event in told["events"]] == ["A1"] and told["events"][0]["moved"]
    assert "points came in" in run("ledger", "explain", "alice", "--event", "A1")[1]
    code, level = run("ledger", "explain", "alice", "--tier", "--json")
    assert code == 0 and level["because"] and level["next"]
    code, said = run("ledger", "explain", "alice", "--event", "A2")
    assert code == 1 and "event.not_known" in said


def test_an_unknown_member_is_a_sentence_and_a_code(run, shop):
    code, said = run("ledger", "explain", "dana")
    assert code == 1
    assert "member.unknown" in said


def test_an_export_shows_the_moment_asked_for(run, shop, tmp_path):
    out = tmp_path / "out"
    code, done = run("ledger", "export", "--out", str(out), "--at", "2027-01-02", "--json")
    assert (code, done["members"]) == (0, 1)
    assert pq.read_table(out / "members.parquet").to_pylist()[0]["active"] == 100
    run("ledger", "export", "--out", str(out), "--at", "2027-01-03T00:00:00+08:00")
    assert pq.read_table(out / "members.parquet").to_pylist()[0]["active"] == 0
    assert run("ledger", "export", "--out", str(out), "--at", "tomorrow")[0] == 2


def test_errors_stop_a_programme_and_name_the_line_warnings_do_not(run, shop):
    shop.write_text(PROGRAMME.replace("per: 1,", "per: none,"))
    code, report = run("program", "check", str(shop), "--json")
    assert (code, report["ok"]) == (2, False)
    assert report["findings"][0]["line"] == 7
    assert run("program", "apply", str(shop))[0] == 2
    shop.write_text(PROGRAMME + "  - {id: never, on: order.paid, from: 2030-01-02, points: 5, limit: {points: 0, per: day}}\n")
    code, report = run("program", "check", str(shop), "--json")
    assert len(report["findings"]) > 0
    assert run("program", "show", "--json")[1]["version"] == 1


def test_versions_are_shown_and_compared(run, shop):
    double = PROGRAMME.replace("give: 1", "give: 2")
    shop.write_text(double)
    code, compared = run("program", "diff", str(shop), "--json")
    assert (code, compared["same"]) == (0, False)
    assert any(line.startswith("+") and "give: 2" in line for line in compared["lines"])
    for command in ("apply", "plan"):
        code, said = run("program", command, str(shop), "--from", "2026-05-01")
        assert (code, "program.starts_in_the_past" in said) == (2, True), command
    assert len(run("program", "show", "--versions", "--json")[1]["versions"]) == 1
    code, applied = run("program", "apply", str(shop), "--from", "2099-05-01", "--by", "lead", "--json")
    assert (code, applied["version"], applied["in_force_from"], applied["applied_by"]) == (0, 2, "2099-05-01T00:00:00+08:00", "lead")
    assert run("program", "show")[1] == double
    assert run("program", "show", "--version", "1")[1] == PROGRAMME
    assert [one["version"] for one in run("program", "show", "--versions", "--json")[1]["versions"]] == [1, 2]
    assert run("program", "show", "--version", "3")[0] == 1
    assert run("program", "diff", "2", "2", "--json")[1]["same"] is True


def test_a_document_with_errors_is_not_compared_as_if_it_had_none(run, shop):
    shop.write_text(PROGRAMME.replace("per: 1,", "per: none,"))
    code, compared = run("program", "diff", str(shop), "--json")
    assert (code, compared["same"], compared["changes"]) == (2, False, [])
    assert [(finding["file"], finding["line"]) for finding in compared["findings"]] == [(str(shop), 7)]
    code, said = run("program", "diff", str(shop))
    assert (code, f"{shop}:7: error" in said) == (2, True)


def test_the_schema_is_one_json_document(run):
    code, schema = run("program", "schema")
    assert code == 0
    assert json.loads(schema)["title"] == "Regulars programme"


def test_a_file_that_is_no_text_is_named(run, tmp_path):
    file = tmp_path / "photo.yaml"
    file.write_bytes(b"\xff\xd8\xff")
    code, said = run("program", "check", str(file))
    assert (code, "program.not_text" in said) == (2, True)


def test_a_moment_without_a_zone_is_the_programmes(run):
    assert moment_of("2026-03-04", "Asia/Shanghai").astimezone(UTC) == datetime(2026, 3, 3, 16, tzinfo=UTC)


def test_a_plan_says_who_would_move_and_what_it_would_have_cost(run, shop, database, tmp_path):
    tiers = "tiers: {review: {every: year}, levels: [{id: low}, {id: high, reach: {spend: 100}}]}\n"
    shop.write_text(PROGRAMME.replace("give: 1", "give: 3") + tiers)
    out = tmp_path / "moves.csv"
    code, report = run("program", "plan", str(shop), "--replay", "5 years", "--members", str(out), "--json")
    assert (code, report["up"], report["down"]) == (0, 1, 0)
    assert report["replay"]["wallets"]["points"]["issued"] == {"old": 100, "new": 301, "difference": 201}
    assert out.read_text().splitlines() == ["member,tier,under_present_rules,under_new_rules,when", "alice,member,member,high,next_event"]
    said = run("program", "plan", str(shop), "--replay", "5y")[1]
    assert "Would rise: 1" in said and "301" in said
    assert len(run("program", "show", "--versions", "--json")[1]["versions"]) == 1
    assert run("program", "plan", str(shop), "--replay", "a while")[0] == 2


def test_a_version_is_scheduled_withdrawn_and_rolled_back(run, shop):
    shop.write_text(PROGRAMME.replace("give: 1", "give: 3"))
    assert run("program", "apply", str(shop), "--from", "2099-01-01", "--json")[1]["version"] == 2
    every = run("program", "show", "--versions", "--json")[1]["versions"]
    assert [(one["version"], one["status"]) for one in every] == [(1, "in_force"), (2, "scheduled")]
    code, withdrawn = run("program", "withdraw", "2", "--reason", "too dear", "--by", "lead", "--json")
    assert (code, withdrawn["version"], withdrawn["kind"], withdrawn["about"], withdrawn["reason"]) == (0, 3, "withdrawal", 2, "too dear")
    assert run("program", "rollback", "--reason", "none")[0] == 1  # nothing before
    assert run("program", "apply", str(shop), "--json")[1]["version"] == 4
    code, back = run("program", "rollback", "--reason", "a mistake", "--json")
    assert (code, back["version"], back["about"]) == (0, 5, 1)
    assert "give: 1" in run("program", "show", "--version", "5")[1]
    said = run("program", "show", "--versions")[1]
    assert "withdrawn" in said and "a mistake" in said


def test_the_members_guide_is_written_from_the_rules_in_force(run, shop, tmp_path):
    out = tmp_path / "guide.html"
    assert run("program", "guide", "--out", str(out))[0] == 0
    assert "An order of ¥100.00" in out.read_text() and "<strong>100 points</strong>" in out.read_text()
    assert "100 points" in run("program", "guide", "--version", "1")[1]
    shop.write_text(PROGRAMME.replace("give: 1", "give: 3"))
    assert "300 points" in run("program", "guide", str(shop))[1]
    assert run("program", "guide", "--out", "guide.pdf")[0] == 2


def test_a_check_lists_the_rules_that_can_meet(run, shop):
    shop.write_text(PROGRAMME + "  - {id: tea, on: order.paid, when: {line.category: tea}, points: {multiply: 2}}\n")
    code, report = run("program", "check", str(shop), "--collisions", "--json")
    assert (code, [(one["first"], one["second"], one["how"]) for one in report["collisions"]]) == (0, [("base", "tea", "multiplies")])
    assert "“tea” multiplies what “base” gives (on one line)" in run("program", "check", str(shop), "--collisions")[1]


def test_what_needs_two_people_waits_at_the_terminal_too(run, shop, database, monkeypatch, tmp_path):
    guarded = PROGRAMME + "approval: {programme: true, goodwill_above: 100}\n"
    shop.write_text(guarded)
    assert run("program", "apply", str(shop), "--json")[1]["version"] == 2
    shop.write_text(guarded + "# later\n")
    code, asked = run("program", "apply", str(shop), "--by", "max", "--json")
    assert (code, asked["waiting"], asked["request"]["kind"]) == (0, True, "programme")
    assert run("adjust", "alice", "50", "--reason", "late", "--json")[1]["created"] == 1
    code, asked = run("adjust", "alice", "150", "--reason", "late", "--by", "max", "--json")
    assert (code, asked["waiting"]) == (0, True)
    rows = tmp_path / "goodwill.csv"
    rows.write_text("member,points\nalice,20\nalice,-10\n")
    assert run("adjust", "--file", str(rows), "--reason", "storm", "--json")[1]["created"] == 2
    assert run("adjust", "--file", str(rows), "--reason", "storm", "--json")[1]["duplicate"] == 2
    rows.write_text("member,points\nalice,many\n")
    assert run("adjust", "--file", str(rows), "--reason", "storm")[0] == 2
    assert [one["status"] for one in run("approvals", "list", "--json")[1]["requests"]] == ["waiting", "waiting"]
    assert run("approvals", "approve", "2", "--by", "nobody")[0] == 1
    assert run("approvals", "withdraw", "2", "--by", "max", "--json")[1]["status"] == "withdrawn"
    assert "late" in run("approvals", "show", "2")[1] and "withdrawn" in run("approvals", "list")[1]
    assert len(run("program", "show", "--versions", "--json")[1]["versions"]) == 2
