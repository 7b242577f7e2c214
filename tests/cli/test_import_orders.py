"""The command as a shop types it, on a home of its own."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

CLUB = """
program: corner
currency: {code: USD, minor_digits: 2}
timezone: UTC
wallets:
  points: {kind: spendable}
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1, of: net_amount}}
  - {id: welcome, on: member.enrolled, points: 10}
"""
HEADER = "order_id,member,ordered_at,sku,quantity,amount\n"
GOOD = HEADER + "1,alice,2017-01-01 11:53:26,milk,1,10.50\n2,bea,2017-01-02,tea,1,3\n"


class Shop:
    """Runs ``regulars …`` in a fresh home."""

    def __init__(self, folder):
        self.folder = folder
        kept = ("DATABASE_URL", "REGULARS_", "DJANGO_SETTINGS_MODULE")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(kept)}
        self._environment = {**environment, "REGULARS_HOME": str(folder / "home"), "LANG": "C.UTF-8"}

    def start(self, *arguments):
        command = [sys.executable, "-m", "regulars.cli.main", *arguments]
        return subprocess.Popen(command, cwd=self.folder, env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def __call__(self, *arguments):
        """(exit code, stdout, stderr)"""
        process = self.start(*arguments)
        out, told = process.communicate(timeout=120)
        return process.returncode, out, told

    def write(self, text, name="orders.csv"):
        (self.folder / name).write_text(text)
        return name


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    shop = Shop(tmp_path_factory.mktemp("shop"))
    shop.write(CLUB, "club.yaml")
    code, out, told = shop("import", "orders", shop.write(GOOD))
    assert code != 0 and out == "" and "[journal.no_program]" in told
    assert shop("program", "apply", "club.yaml")[0] == 0
    return shop


def test_a_bad_file_is_reported_line_by_line_and_imports_nothing(shop):
    bad = shop.write(HEADER + "7,alice,2017-01-01,milk,1,1\n7,alice,2017-01-01,tea,0,3\n8,bea,2017-01-02,tea,1,3\n")
    code, report, _ = shop("import", "orders", bad, "--dry-run")
    assert code == 2 and "line 3" in report and "[orders.quantity_none]" in report and "1 order in 3 rows" in report
    code, out, told = shop("import", "orders", bad, "--lang", "zh-Hans")
    assert (code, out) == (2, "") and "第 3 行" in told and "[import.nothing_done]" in told
    code, out, _ = shop("import", "orders", bad, "--skip-bad", "--json")
    document = json.loads(out)
    assert code == 0 and (document["created"], document["known"], document["bad_orders"]) == (1, 0, 1)


def test_a_good_file_is_imported_once(shop):
    good = shop.write(GOOD)
    code, report, _ = shop("import", "orders", good, "--dry-run", "--json")
    assert code == 0 and json.loads(report)["findings"] == [] and json.loads(report)["created"] == 0
    code, out, _ = shop("import", "orders", good, "--json")
    assert code == 0 and (json.loads(out)["created"], json.loads(out)["known"]) == (2, 0)
    code, out, _ = shop("import", "orders", good, "--json")
    assert code == 0 and (json.loads(out)["created"], json.loads(out)["known"]) == (0, 2)


@pytest.mark.parametrize(("source", "code"), [("", "import.source_unreadable"), ("s" * 256, "import.source_unreadable"), ("regulars", "import.source_reserved")])
def test_a_source_nothing_can_be_kept_under_is_refused_before_anything_is_read(shop, source, code):
    ended, out, told = shop("import", "orders", shop.write(GOOD), "--source", source)
    assert (ended, out) == (2, "") and f"[{code}]" in told


def test_the_same_id_with_other_content_is_a_conflict_and_listed(shop):
    shop("import", "orders", shop.write(GOOD), "--source", "other")
    code, out, _ = shop("import", "orders", shop.write(GOOD.replace("10.50", "99.00")), "--source", "other", "--json")
    document = json.loads(out)
    assert code == 1 and (document["conflict"], document["known"]) == (1, 1)
    assert [problem["order_id"] for problem in document["problems"]] == ["1"]


def test_an_import_killed_on_the_way_is_run_again_and_doubles_nothing(shop):
    rows = (f"k{n},member-{n % 500},2017-0{1 + n % 9}-01 10:{n % 60:02d}:00,milk,1,1.00\n" for n in range(20_000))
    many = shop.write(HEADER + "".join(rows), "many.csv")
    process = shop.start("import", "orders", many, "--json")
    for line in process.stderr:
        if "%" in line and " 0%" not in line:  # some of it is in the journal
            break
    process.send_signal(signal.SIGKILL)
    process.communicate()
    time.sleep(0.2)
    code, out, _ = shop("import", "orders", many, "--json")
    document = json.loads(out)
    assert code == 0 and document["created"] + document["known"] == 20_000 and document["known"] > 0
    code, out, _ = shop("ledger", "verify", "--json")
    assert code == 0
    assert list((shop.folder / "home" / "scratch").iterdir()) == []  # the killed run's scratch went with the next


def test_the_demo_is_not_poured_into_a_shop_that_has_its_own_programme(shop):
    code, out, told = shop("demo", "load")
    assert code != 0 and out == "" and "[demo.other_shop]" in told
