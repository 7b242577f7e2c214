"""A file of opening balances: every bad row is named, lots keep their days, and the same file makes the same events."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regulars.connectors.balances_file import BalancesFile, check_balances, postings_of
from regulars.engine.compiling import compile_program
from regulars.kit.periods import NEVER
from regulars.kit.phrases import LANGUAGES, known_codes
from regulars.program.reading import require

PROGRAM = """
program: club
currency: {code: CNY, minor_digits: 2}
timezone: Asia/Shanghai
wallets: {points: {expire: {rolling: 1 year}}, stars: {scale: 1}}
tiers: {review: {every: year}, levels: [{id: blue}, {id: gold, reach: {spend: 1000}}]}
"""
VERSIONS = compile_program(require(PROGRAM))
AS_OF = 739617  # 2026-01-01
HEADER = "member,points,wallet,earned_on,expires_on,tier\n"


def checked(tmp_path, rows: str):
    path = tmp_path / "balances.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    return check_balances(BalancesFile(path, AS_OF), VERSIONS)


def test_lots_are_gathered_by_member_and_wallet_with_their_days(tmp_path):
    found = checked(tmp_path, "a,100,,2025-03-01,2026-03-01,gold\na,50,points,2025-06-01,never,\na,2.5,stars,,,\nb,7,,2024-01-01,,\n")
    assert found.findings == []
    assert found.openings["a", "points"].lots == [(100, 739311, 739676), (50, 739403, NEVER)]
    assert found.openings["a", "stars"].lots == [(25, AS_OF, 0)]
    assert found.sums() == {"points": (157, 3), "stars": (25, 1)}
    assert found.lapsed == {"points": 7}, "earned on 1 January 2024 and valid a year: over by then"
    first, *_ = postings_of(found, VERSIONS, "old", 1)
    again, *_ = postings_of(found, VERSIONS, "old", 2)
    assert (first.ref, first.event.id, first.event.data.tier) == ("a", "opening-points", "gold")
    assert (again.event, again.body) == (first.event, first.body)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (",100,,,,", "balances.member"),
        ("a,0,,,,", "balances.points"),
        ("a,-5,,,,", "balances.points"),
        ("a,1.5,,,,", "balances.points"),
        ("a,many,,,,", "balances.points"),
        ("a,5,gems,,,", "balances.unknown_wallet"),
        ("a,5,,,,platinum", "balances.unknown_tier"),
        ("a,5,,2026-02-30,,", "balance.day"),
        ("a,5,,2026-01-02,,", "balances.earned_ahead"),
        ("a,5,,2025-06-01,2025-05-01,", "balance.days_reversed"),
        ("a,5", "file.ragged"),
    ],
)
def test_a_bad_row_is_named_on_its_line_and_left_out(tmp_path, row, code):
    found = checked(tmp_path, f"z,1,,,,\n{row}\n")
    assert [(one.code, one.line) for one in found.findings] == [(code, 3)]
    assert (found.rows, found.bad_rows, list(found.openings)) == (2, 1, [("z", "points")])
    assert all("{" not in found.findings[0].sentence(language) for language in LANGUAGES)


def test_one_member_stands_on_one_level(tmp_path):
    assert [one.code for one in checked(tmp_path, "a,5,,,,gold\na,6,,,,blue\n").findings] == ["balances.two_tiers"]


def test_parquet_keeps_its_types(tmp_path):
    from datetime import date

    path = tmp_path / "balances.parquet"
    pq.write_table(pa.table({"member": ["a"], "points": [100.0], "earned_on": [date(2025, 3, 1)]}), path)
    assert check_balances(BalancesFile(path, AS_OF), VERSIONS).openings["a", "points"].lots == [(100, 739311, 0)]


def test_every_finding_has_its_sentence():
    assert {"balances.member", "balances.points", "balances.two_tiers"} <= known_codes()
