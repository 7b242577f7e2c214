"""The command promises: a bad file replays nothing and exits 2, a good one exits 0, and --json is exactly one document."""

import json
from pathlib import Path

import pyarrow.parquet
import pytest

from regulars.cli.main import _run
from tests.connectors.order_files import GOOD, HEADER

CLUB = """
program: corner
currency: {code: USD, minor_digits: 2}
timezone: UTC
wallets:
  points: {kind: spendable, point_value: 0.01}
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1, of: net_amount}}
  - {id: welcome, on: member.enrolled, points: 10}
"""


@pytest.fixture
def programme(tmp_path) -> Path:
    (file := tmp_path / "club.yaml").write_text(CLUB)
    return file


def write(folder: Path, text: str) -> str:
    (file := folder / "orders.csv").write_text(text)
    return str(file)


def test_a_back_test_prints_one_document_and_writes_where_members_end(tmp_path, programme, capsys):
    file, out = write(tmp_path, HEADER + GOOD + "2,bea,2017-01-02,tea,1,3\n"), tmp_path / "members.parquet"
    assert _run(["--lang", "en", "backtest", str(programme), file, "--json", "--members", str(out), "--processes", "1"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["orders"], report["until"], report["points"]["points"]["issued"]) == (2, "2017-01-02", 33)
    assert pyarrow.parquet.read_table(out).to_pylist() == [
        {"member": "alice", "tier": "member", "active": 20, "pending": 0, "held": 0, "debt": 0},
        {"member": "bea", "tier": "member", "active": 13, "pending": 0, "held": 0, "debt": 0},
    ]


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_a_back_test_is_told_in_the_readers_language(tmp_path, programme, capsys, language):
    assert _run(["--lang", language, "backtest", str(programme), write(tmp_path, HEADER + GOOD), "--processes", "1"]) == 0
    out = capsys.readouterr().out
    assert {"en": "Members", "zh-Hans": "会员", "zh-Hant": "會員"}[language] in out
    assert "{" not in out


def test_a_back_test_of_a_bad_file_replays_nothing_and_exits_2(tmp_path, programme, capsys):
    file = write(tmp_path, HEADER + GOOD + "2,bea,2017-01-02,tea,1,-3\n")
    assert _run(["--lang", "en", "backtest", str(programme), file]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "line 3" in told.err
    assert _run(["--lang", "en", "backtest", str(programme), file, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["findings"][0]["code"] == "orders.amount_negative"
    assert _run(["--lang", "en", "backtest", str(programme), file, "--json", "--skip-bad", "--processes", "1"]) == 0
    assert json.loads(capsys.readouterr().out)["orders"] == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--until", "yesterday"], "backtest.bad_until"),
        (["--map", "nonsense"], "import.map_unreadable"),
        (["--timezone", "Mars"], "orders.unknown_timezone"),
    ],
)
def test_a_bad_option_is_said_and_exits_2(tmp_path, programme, capsys, arguments, code):
    assert _run(["--lang", "en", "backtest", str(programme), write(tmp_path, HEADER + GOOD), *arguments]) == 2
    assert code in capsys.readouterr().err


def test_files_that_are_not_there_exit_2(tmp_path, programme, capsys):
    assert _run(["--lang", "en", "backtest", str(programme), str(tmp_path / "nowhere.csv")]) == 2
    assert _run(["--lang", "en", "backtest", str(tmp_path / "nowhere.yaml"), write(tmp_path, HEADER + GOOD)]) == 2
    assert "nowhere" in capsys.readouterr().err
    assert _run(["--lang", "en", "backtest", str(programme), write(tmp_path, HEADER + GOOD), "--members", str(tmp_path)]) == 2
    assert "cli.unreadable_file" in capsys.readouterr().err


@pytest.mark.parametrize("source", ["clock", "regulars"])
def test_the_journals_own_sources_are_not_lent(tmp_path, capsys, source):
    assert _run(["--lang", "en", "import", "orders", write(tmp_path, HEADER + GOOD), "--source", source]) == 2
    assert "import.source_reserved" in capsys.readouterr().err
