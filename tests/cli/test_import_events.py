"""Events as a shop types them, on a home of its own: looked through, brought in once, resumed after a crash."""

import json
import os
import subprocess
import sys

import pytest

PROGRAM = """
program: corner-grocer
currency: {code: CNY, minor_digits: 2}
timezone: Asia/Shanghai
enrol: on_first_event
wallets: {points: {kind: spendable}}
earn:
  - {id: checkin, on: checkin, points: 2}
"""
GOOD = "nr,member,wann,place\n1,alice,2026-01-02 09:00,till\n2,alice,2026-01-03 09:00,till\n3,bea,2026-01-02 10:00,\n"
MAP = ("--map", "nr=id,wann=time,place=data.place", "--type", "checkin")


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """Run ``regulars …`` in a fresh home; gives (exit code, stdout, stderr)."""
    folder = tmp_path_factory.mktemp("shop")
    kept = ("DATABASE_URL", "REGULARS_", "DJANGO_SETTINGS_MODULE")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(kept)}

    def run(*arguments):
        done = subprocess.run(
            [sys.executable, "-m", "regulars.cli.main", *arguments],
            cwd=folder,
            env={**environment, "REGULARS_HOME": str(folder / "home"), "LANG": "C.UTF-8"},
            capture_output=True,
            text=True,
            timeout=200,
        )
        return done.returncode, done.stdout, done.stderr

    run.folder = folder
    (folder / "club.yaml").write_text(PROGRAM)
    assert run("program", "apply", "club.yaml")[0] == 0
    return run


def test_a_file_of_check_ins_is_brought_in_once(shop):
    (shop.folder / "good.csv").write_text(GOOD)
    (shop.folder / "bad.csv").write_text(GOOD + "4,bea,soon,\n1,alice,2026-01-04,\n")
    code, out, _ = shop("import", "events", "bad.csv", *MAP, "--dry-run")
    assert code == 2 and "line 5" in out and "line 6" in out and "3 of 5" in out
    code, _, err = shop("import", "events", "bad.csv", *MAP)
    assert code == 2 and "Nothing was imported" in err
    code, out, _ = shop("import", "events", "good.csv", *MAP, "--json")
    assert (code, json.loads(out)["created"], json.loads(out)["known"]) == (0, 3, 0)
    code, out, _ = shop("import", "events", "bad.csv", *MAP, "--skip-bad", "--json")
    assert (code, json.loads(out)["created"], json.loads(out)["known"], json.loads(out)["bad_rows"]) == (0, 0, 3, 2)
    story = json.loads(shop("ledger", "explain", "alice", "--json")[1])
    assert [one["type"] for one in story["events"]].count("checkin") == 2
    assert shop("ledger", "verify")[0] == 0
