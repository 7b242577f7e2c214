"""``regulars study`` promises one document that can be read by a program, one page a shop's owner can read, and a sentence for everything it can't say."""

import json
import random
import re
import sys
from datetime import date, timedelta

import pyarrow.parquet
import pytest

from regulars.cli.main import _run
from regulars.insight.study.parts import Sayable, leaving_of
from regulars.kit.phrases import LANGUAGES
from tests.insight.order_files import HEADER

KEYS = ["kpi", "pareto", "cohorts", "rfm", "classes", "clv", "churn", "buy_again", "cannot_say"]
CLASSES = {"high", "mid", "potential", "churn_risk", "dormant"}


def shop_of(members: int, days: int) -> str:
    """A made-up shop: each member keeps a rhythm of their own until they drop out."""
    draw, rows, first = random.Random(7), [], date(2018, 1, 1)
    for member in range(members):
        at, gap, favourite = draw.randrange(days // 2), draw.gammavariate(2, 12), draw.randrange(30)
        while at < days:
            for _ in range(draw.randrange(1, 4)):
                sku = favourite if draw.random() < 0.6 else draw.randrange(30)
                rows.append((first + timedelta(days=at), len(rows), member, sku, draw.randrange(100, 4000)))
            at += 1 + int(draw.expovariate(1 / gap))
            if draw.random() < 0.08:
                break
    lines = (f"m{member}-{day},m{member:03},{day},s{sku},1,{cents / 100:.2f},{'web' if member % 3 else 'shop'}\n" for day, _, member, sku, cents in sorted(rows))
    return HEADER.strip() + ",channel\n" + "".join(lines)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("study")
    (folder / "orders.csv").write_text(shop_of(260, 500))
    code = _run(["--lang", "zh-Hans", "study", str(folder / "orders.csv"), "--out", str(folder / "out"), "--currency", "cny"])
    assert code == 0
    return folder / "out"


def test_a_room_that_is_not_installed_is_told(monkeypatch):
    told: list[Sayable] = []
    monkeypatch.setitem(sys.modules, "regulars.insight.churn.study_part", None)
    assert leaving_of(None, None, told) is None  # type: ignore[arg-type]
    assert "“churn” is not part of this installation" in told[0].sentence("en")


def test_the_document_has_the_keys_of_its_contract(made):
    document = json.loads((made / "study.json").read_text(), parse_constant=pytest.fail)
    assert list(document) == KEYS
    assert document["kpi"]["members"] == 260 and re.fullmatch(r"\d+\.\d\d", document["kpi"]["revenue"])
    assert set(document["rfm"]["cuts"]) == {"recency", "frequency", "monetary"}
    assert all(isinstance(sentence, str) and not sentence.startswith("insight.") for sentence in document["cannot_say"])


def test_the_models_parts_are_in_the_document(made):
    document = json.loads((made / "study.json").read_text())
    assert set(document["classes"]) == CLASSES and sum(each["members"] for each in document["classes"].values()) == 260
    assert {"bg_nbd", "mbg_nbd", "pareto_nbd", "gamma_gamma"} <= set(document["clv"])
    assert document["clv"]["pareto_nbd"]["holdout"]["mae"] > 0 and document["clv"]["bg_nbd"]["log_likelihood"] < 0
    assert 0.5 < document["churn"]["auc"] <= 1 and 0 < document["buy_again"]["recall_at_10"] <= 1


def test_the_page_is_whole_speaks_three_languages_and_loads_nothing(made):
    page = (made / "study.html").read_text(encoding="utf-8")
    assert [f'<article lang="{language}">' in page for language in LANGUAGES] == [True] * 3
    assert "<script" not in page and not re.search(r'(?:src|href)="(?!#)|url\(|@import', page.replace("xlink:href", ""))
    assert "NaN" not in page and "insight.page." not in page and "insight.figure." not in page
    chinese = page.split('<article lang="zh-Hans">')[1].split("</article>")[0]
    assert "订单会说话" in chinese and "净收入" in chinese and "SELECT" in chinese and chinese.count("<svg") >= 5


def test_the_figures_and_the_members_are_parquet(made):
    members = pyarrow.parquet.read_table(made / "members.parquet").to_pylist()
    assert len(members) == 260 and members[0]["ref"] == "m000" and {1, 5} <= {member["r"] for member in members}
    assert pyarrow.parquet.read_table(made / "figures" / "channels.parquet").column("name").to_pylist() == ["web", "shop"]


BAD = {
    "no orders": ("", "There is no order up to"),
    "one member": ("1,a,2020-01-01,x,1,5\n", "one member's"),
    "one day": ("".join(f"{n},m{n % 40},2020-01-01,x,1,5\n" for n in range(60)), "one day (1 Jan 2020)"),
    "only returns": ("".join(f"{n},m{n % 5},2020-01-{n + 1:02},x,-1,-5\n" for n in range(20)), "is a return (20 of them)"),
    "below zero": ("".join(f"{n},m{n % 5},2020-01-{n + 1:02},x,1,{'-50' if n % 2 else '5'}\n" for n in range(20)), "Returns outweigh purchases (-450.00"),
    "too young": ("".join(f"{n},m{n % 40},2020-01-{n % 20 + 1:02},x,1,5\n" for n in range(80)), "watched for 20 days"),
    "gifts": ("".join(f"{n},m{n % 5},2020-01-{n + 1:02},x,1,0\n" for n in range(20)), "Nothing was paid"),
    "future clocks": ("1,a,2099-01-01,x,1,5\n2,a,2020-01-01,x,1,5\n3,b,2020-01-05,x,1,6\n", "lies in the future"),
    "feed twice": ("".join(f"{n},m{n % 4},2020-01-{n + 1:02},x,1,5\n" for n in range(20)) * 2, "2 times over"),
    "wholesaler": (
        "".join(f"w{n},big,2020-01-{n % 28 + 1:02},x,1,500\n" for n in range(500)) + "".join(f"{n},m{n},2020-01-{n % 28 + 1:02},y,1,5\n" for n in range(40)),
        "One member stands far above the others: 500 orders",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_a_sentence_never_a_nan_and_never_a_crash(tmp_path, capsys, case):
    text, said = BAD[case]
    (tmp_path / "orders.csv").write_text(HEADER + text)
    drawn = ["--out", str(tmp_path / "out")] if case in ("no orders", "one member", "wholesaler") else []
    assert _run(["--lang", "en", "study", str(tmp_path / "orders.csv"), "--json", *drawn]) == 0
    document = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    assert list(document) == KEYS
    assert any(said in sentence for sentence in document["cannot_say"])
    if drawn:
        page = (tmp_path / "out" / "study.html").read_text(encoding="utf-8")
        assert said.split("(")[0] in page.replace("&#x27;", "'") and "NaN" not in page


ABSENT = {
    "no orders": "kpi.aov, kpi.frequency, kpi.repeat_rate, kpi.repurchase_90d, kpi.median_days_to_second, pareto, rfm, churn, buy_again, cohorts, classes, clv",
    "one member": "kpi.repeat_rate, kpi.repurchase_90d, kpi.median_days_to_second, pareto, rfm.cuts, churn, buy_again, classes, clv",
    "one day": "kpi.repeat_rate, kpi.repurchase_90d, kpi.median_days_to_second, rfm.cuts, churn, buy_again, classes, clv",
}


@pytest.mark.parametrize("case", ABSENT)
def test_every_value_that_is_missing_is_named(tmp_path, capsys, case):
    assert study_of(tmp_path, capsys, BAD[case][0])["cannot_say"][-1].endswith(f": {ABSENT[case]}")


def test_a_class_of_nobody_and_alike_members_leave_named_gaps(made):
    document = json.loads((made / "study.json").read_text())
    empty = {f"classes.{name}.buy_probability" for name, one in document["classes"].items() if one["buy_probability"] is None}
    assert empty and empty <= set(document["cannot_say"][-1].rpartition("：")[2].split(", "))


def study_of(folder, capsys, text, *options):
    """The document of one order file."""
    (folder / "orders.csv").write_text(HEADER + text)
    assert _run(["--lang", "en", "study", str(folder / "orders.csv"), "--json", *options]) == 0
    return json.loads(capsys.readouterr().out, parse_constant=pytest.fail)


def test_a_currency_brings_its_own_decimals(tmp_path, capsys):
    assert study_of(tmp_path, capsys, "1,a,2020-01-01,x,1,500\n", "--currency", "jpy")["kpi"]["revenue"] == "500"
    assert study_of(tmp_path, capsys, "1,a,2020-01-01,x,1,0.125\n", "--currency", "KWD")["kpi"]["revenue"] == "0.125"
    assert study_of(tmp_path, capsys, "1,a,2020-01-01,x,1,0.125\n", "--digits", "3")["kpi"]["revenue"] == "0.125"


@pytest.mark.parametrize("currency", ["XXXX", "¥", "12", "人民币"])
def test_what_is_no_currency_is_refused_before_anything_is_written(tmp_path, capsys, currency):
    (tmp_path / "orders.csv").write_text(HEADER + "1,a,2020-01-01,x,1,5.00\n")
    assert _run(["--lang", "en", "study", str(tmp_path / "orders.csv"), "--out", str(tmp_path / "out"), "--currency", currency]) == 2
    assert f"“{currency}” is no currency: write its three letters, such as CNY" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()



def test_orders_that_name_no_member_are_told_with_what_they_brought(tmp_path, capsys):
    told = study_of(tmp_path, capsys, "1,,2020-01-01,x,1,30\n1,,2020-01-01,y,1,10\n2,a,2020-01-02,x,1,60\n")
    assert told["kpi"]["orders"] == 1
    assert any("1 order name" in one or "1 orders name" in one for one in told["cannot_say"]) and any("2 lines, 40% of what was paid" in one for one in told["cannot_say"])


def test_a_day_long_after_the_last_order_is_told(tmp_path, capsys):
    text = "1,a,2020-01-01,x,1,5\n2,b,2020-01-20,x,1,5\n"
    assert any("40 days before 29 Feb 2020" in one for one in study_of(tmp_path, capsys, text, "--as-of", "2020-02-29")["cannot_say"])
    assert not any("days before" in one for one in study_of(tmp_path, capsys, text, "--as-of", "2020-02-16")["cannot_say"])


def test_a_workbook_is_told_from_a_text(tmp_path, capsys):
    (tmp_path / "orders.xlsx").write_bytes(b"PK\x03\x04 and so on")
    assert _run(["--lang", "en", "study", str(tmp_path / "orders.xlsx"), "--json"]) == 2
    assert "workbook is damaged" in json.loads(capsys.readouterr().out)["sentence"]


def test_a_keen_member_among_thousands_is_no_wholesaler(tmp_path, capsys):
    text = "".join(f"k{n},keen,2020-01-{n % 28 + 1:02},x,1,1\n" for n in range(120)) + "".join(f"{n},m{n},2020-01-{n % 28 + 1:02},y,1,50\n" for n in range(400))
    (tmp_path / "orders.csv").write_text(HEADER + text)
    assert _run(["--lang", "en", "study", str(tmp_path / "orders.csv"), "--json"]) == 0
    assert not any("far above" in sentence for sentence in json.loads(capsys.readouterr().out)["cannot_say"])


def test_what_is_no_order_file_ends_with_its_sentence(tmp_path, capsys):
    (tmp_path / "orders.csv").write_text("who,what\n1,2\n")
    assert _run(["--lang", "en", "study", str(tmp_path / "orders.csv"), "--json"]) == 2
    assert "order_id" in json.loads(capsys.readouterr().out)["sentence"]
    assert _run(["--lang", "en", "study", str(tmp_path / "orders.csv")]) == 2
    assert "--out FOLDER" in capsys.readouterr().err
    assert _run(["--lang", "en", "study", str(tmp_path / "orders.csv"), "--json", "--as-of", "soon"]) == 2


def test_a_cut_outside_the_history_is_refused(tmp_path, capsys):
    (tmp_path / "orders.csv").write_text(HEADER + "1,a,2020-01-01,x,1,5\n2,a,2020-03-01,x,1,5\n")
    assert _run(["--lang", "en", "study", str(tmp_path / "orders.csv"), "--json", "--calibrate-until", "2020-03-01"]) == 2
    assert "must lie after the first order (2020-01-01)" in json.loads(capsys.readouterr().out)["sentence"]


def test_one_figure_alone(tmp_path, capsys):
    (tmp_path / "orders.csv").write_text(HEADER + "1,a,2020-01-01,x,1,5\n2,b,2020-03-01,x,1,7.5\n")
    assert _run(["--lang", "en", "insight", "kpi", str(tmp_path / "orders.csv"), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["rows"][0]["revenue"], document["window"]) == ("12.50", "from 1 Jan 2020 to 1 Mar 2020")
    assert _run(["--lang", "en", "insight", "rfm", str(tmp_path / "orders.csv"), "--csv"]) == 0
    assert capsys.readouterr().out == "member,ref,recency,frequency,monetary\n0,a,60,1,5.00\n1,b,0,1,7.50\n"
    assert _run(["--lang", "en", "insight", "luck", str(tmp_path / "orders.csv"), "--json"]) == 2
    assert "kpi" in json.loads(capsys.readouterr().out)["sentence"]


def test_orders_without_articles_are_studied_and_what_that_leaves_open_is_told(tmp_path, capsys):
    """A till's list of receipts: who, when, how much; below 0 went back."""
    rows = "".join(f"{n},m{n % 40},2020-{n % 12 + 1:02}-{n % 27 + 1:02},{n % 9 + 1}.50\n" for n in range(400)) + "r,m1,2020-12-30,-4.50\n"
    (tmp_path / "orders.csv").write_text("order_id,member,ordered_at,amount\n" + rows)
    assert _run(["--lang", "en", "study", str(tmp_path / "orders.csv"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    assert (told["kpi"]["members"], told["kpi"]["orders"]) == (40, 400)
    assert told["kpi"]["revenue"] == f"{sum(n % 9 + 1.5 for n in range(400)) - 4.5:.2f}"
    assert "buy_again" not in told or not any(told["buy_again"].values())
    assert any("tells no articles" in one for one in told["cannot_say"]) and any("of one article" in one for one in told["cannot_say"])
    assert _run(["--lang", "en", "study", str(tmp_path / "orders.csv"), "--out", str(tmp_path / "report")]) == 0
    assert "one article" in next((tmp_path / "report").glob("*.html")).read_text()


def test_amounts_of_two_currencies_are_never_added_up(tmp_path, capsys):
    """Without --currency, what most rows say counts; what is in another is left out and told."""
    rows = "".join(f"{n},m{n % 3},2020-01-{n:02},x,1,10.00,{'JPY' if n > 7 else 'EUR'}\n" for n in range(1, 11))
    for options, revenue in (((), "70.00"), (("--currency", "EUR"), "70.00"), (("--currency", "JPY"), "30")):
        (tmp_path / "orders.csv").write_text("order_id,member,ordered_at,sku,quantity,amount,currency\n" + rows)
        assert _run(["--lang", "en", "study", str(tmp_path / "orders.csv"), "--json", *options]) == 0
        told = json.loads(capsys.readouterr().out)
        assert told["kpi"]["revenue"] == revenue
        assert any("the amount is in another currency" in one for one in told["cannot_say"])
    (tmp_path / "orders.csv").write_text("order_id,member,ordered_at,sku,quantity,amount,currency\n" + rows.replace("JPY", "EUR"))
    assert _run(["--lang", "en", "study", str(tmp_path / "orders.csv"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["kpi"]["revenue"] == "100.00" and not any("currency" in one for one in told["cannot_say"])
