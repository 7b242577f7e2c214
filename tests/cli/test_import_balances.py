"""Opening balances as a shop types them, on a home of its own: looked through, brought in once, and the sums agree."""

import json

import pytest

PROGRAM = """
program: corner-grocer
currency: {code: CNY, minor_digits: 2}
timezone: Asia/Shanghai
wallets:
  points: {kind: spendable, expire: {rolling: 1 year}}
earn:
  - {id: welcome, on: member.enrolled, points: 200}
"""
GOOD = "会员号,points,earned_on,expires_on\nA1,100,2025-03-01,2026-03-01\nA1,50,2025-06-01,never\nA2,9,2023-01-01,\n"


@pytest.fixture(scope="module")
def shop(tmp_path_factory, in_a_home):
    folder = tmp_path_factory.mktemp("shop")
    (folder / "club.yaml").write_text(PROGRAM)
    (folder / "good.csv").write_text(GOOD)
    (folder / "bad.csv").write_text(GOOD + "A3,-1,,\n")
    return in_a_home(folder)


def test_balances_are_looked_through_brought_in_once_and_compared(shop):
    what = ("import", "balances", "good.csv", "--map", "会员号=member")
    assert shop("program", "apply", "club.yaml")[0] == 0
    code, told, _ = shop(*what, "--as-of", "2026-01-01", "--dry-run")
    assert (code, "points: 159 points in 3 lots; 9 of them are over by then and lapse" in told) == (0, True)
    code, told, _ = shop("import", "balances", "bad.csv", "--map", "会员号=member", "--as-of", "2026-01-01")
    assert code == 2
    code, told, _ = shop(*what, "--as-of", "2026-01-01", "--json")
    done = json.loads(told)
    assert (code, done["created"], done["wallets"][0]["points"], done["wallets"][0]["journal"]) == (0, 2, "159", "159")
    code, told, _ = shop(*what, "--as-of", "2026-01-01")
    assert (code, "the file says 159, the journal has 159: they agree" in told, "2 known already" in told) == (0, True, True)
    assert shop("ledger", "verify")[0] == 0
    assert shop(*what, "--as-of", "2099-01-01")[0] != 0
