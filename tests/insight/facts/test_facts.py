"""The study promises that every figure stands on the same tables, whatever the files looked like."""

from datetime import date

import pyarrow as pa
import pyarrow.parquet
import pytest

from regulars.insight.facts import UnreadableOrders
from regulars.insight.facts.facts import day_number
from regulars.insight.facts.sentences import sentence_of
from regulars.kit.phrases import LANGUAGES
from tests.insight.order_files import cdnow_master, facts_of


def codes(facts):
    return [finding.code for finding in facts.findings]


def test_same_day_orders_are_one_purchase_day_and_members_are_numbered_by_their_names(tmp_path):
    text = "1,bea,2017-01-02 09:00,milk,1,2.00\n2,bea,2017-01-02 17:00,tea,1,3.00\n2,bea,2017-01-02 17:00,milk,1,1.50\n3,al,2017-01-05,tea,2,6\n"
    with facts_of(tmp_path, text) as facts:
        assert facts.refs() == ["al", "bea"]
        days = facts.purchase_days()
        assert (days.members, days.member.tolist(), days.amount.tolist(), days.orders.tolist()) == (2, [0, 1], [600, 650], [1, 2])
        assert days.day.tolist() == [day_number(date(2017, 1, 5)), day_number(date(2017, 1, 2))]
        assert facts.rows("SELECT order_id, amount, lines FROM orders ORDER BY order_id") == [("1", 200, 1), ("2", 450, 2), ("3", 600, 1)]
        assert (facts.as_of, facts.days) == (date(2017, 1, 5), 4)


def test_a_return_lowers_revenue_and_is_no_purchase(tmp_path):
    text = "1,al,2017-01-01,milk,1,5\n2,al,2017-01-03,milk,-1,-5\n3,bea,2017-01-03,cap,1,0\n4,cy,2017-01-04,tea,1,9\n4,cy,2017-01-04,tea,-1,-9\n"
    with facts_of(tmp_path, text) as facts:
        assert facts.one("SELECT sum(amount) FROM lines") == (0,)
        bought = facts.rows("SELECT ref, day, amount FROM purchase_days JOIN members USING (member) ORDER BY ref")
        assert bought == [("al", date(2017, 1, 1), 500), ("bea", date(2017, 1, 3), 0)]  # a gift is a purchase; what was undone is none
        assert codes(facts) == []


def test_days_are_the_shops_own(tmp_path):
    text = "1,al,2017-01-01T17:30:00Z,milk,1,5\n"
    with facts_of(tmp_path, text, timezone="Asia/Shanghai") as facts:
        assert facts.one("SELECT day, ordered_at::VARCHAR FROM orders") == (date(2017, 1, 2), "2017-01-01 17:30:00")


def test_what_two_files_both_hold_counts_once(tmp_path):
    january = "1,al,2017-01-01,milk,1,5\n1,al,2017-01-01,milk,1,5\n2,bea,2017-01-30,tea,1,3\n"
    both = "2,bea,2017-01-30,tea,1,3\n3,al,2017-02-01,milk,1,4\n1,al,2017-01-01,milk,1,5\n"
    with facts_of(tmp_path, january, both) as facts:
        assert facts.one("SELECT count(*), sum(amount) FROM lines") == (4, 1700)  # two milks in order 1, as the first file has it
        assert codes(facts) == ["insight.files_overlap"]
        assert sentence_of(facts.findings[0], "en") == "2 orders stand in more than one file; their 2 repeated lines were counted once"


def test_two_shops_that_both_count_from_one_stay_apart(tmp_path):
    with facts_of(tmp_path, "1,al,2017-01-01,milk,1,5\n", "1,bea,2017-01-02,tea,1,3\n") as facts:
        assert facts.one("SELECT count(*), count(DISTINCT order_id), sum(amount) FROM orders") == (2, 2, 800)
        assert codes(facts) == ["insight.numbers_shared"]


def test_a_file_that_holds_its_feed_twice_counts_it_once(tmp_path):
    feed = "".join(f"{n},m{n % 4},2017-01-{n + 1:02},milk,1,{n}.50\n{n},m{n % 4},2017-01-{n + 1:02},tea,2,3\n" for n in range(8))
    with facts_of(tmp_path, feed) as once:
        revenue = once.one("SELECT count(*), sum(amount) FROM lines")
        assert codes(once) == []
    for times in (2, 3, 4):
        folder = tmp_path / str(times)
        folder.mkdir()
        with facts_of(folder, feed * times) as again:
            assert again.one("SELECT count(*), sum(amount) FROM lines") == revenue
            assert codes(again) == ["insight.repeated_feed"] and again.findings[0].facts["times"] == times


def test_two_equal_lines_in_some_baskets_are_two_lines(tmp_path):
    text = "".join(f"{n},al,2017-01-{n + 1:02},milk,1,1\n" for n in range(9)) + "9,al,2017-01-20,milk,1,1\n9,al,2017-01-20,milk,1,1\n"
    with facts_of(tmp_path, text) as facts:
        assert facts.one("SELECT count(*) FROM lines") == (11,) and codes(facts) == []


def test_bad_orders_are_left_out_whole_and_told_in_every_language(tmp_path):
    text = (
        "1,al,2017-01-01,milk,1,5\n1,al,2017-01-01,tea,1,free\n2,bea,2017-13-01,milk,1,5\n3,,2017-01-01,milk,1,5\n"
        "4,cy,2099-01-01,milk,1,5\n5,di,2017-01-03,milk,1,5\n6,al,2017-01-01,m,1,5\n6,bea,2017-01-01,m,1,5\n"
    )
    with facts_of(tmp_path, text) as facts:
        assert facts.rows("SELECT order_id FROM orders") == [("5",)]
        told = [sentence_of(finding, "en") for finding in facts.findings]
        assert told[0] == "orders-1.csv: orders left out: 5, because of rows that can't be used: 5"
        assert "orders-1.csv: 1 × as in row 3: “2017-13-01” is not a date: write 2017-01-31, 2017-01-31 11:53:26 or 2017-01-31T11:53:26+08:00" in told
        assert any("“2099-01-01” lies in the future" in sentence for sentence in told)
        assert any("the order 6 belongs to “bea” here and to “al” elsewhere" in sentence for sentence in told)
        for language in LANGUAGES:
            assert all("{" not in sentence_of(finding, language) for finding in facts.findings)


def test_nothing_after_the_evening_it_looks_from(tmp_path):
    text = "1,al,2017-01-01,milk,1,5\n2,bea,2017-02-01,tea,1,3\n"
    with facts_of(tmp_path, text, as_of=date(2017, 1, 31)) as facts:
        assert (facts.refs(), facts.as_of, facts.days) == (["al"], date(2017, 1, 31), 31)
    (tmp_path / "b").mkdir()
    with facts_of(tmp_path / "b", text, as_of=date(2016, 1, 31)) as facts:
        assert facts.is_empty and len(facts.purchase_days()) == 0


def test_no_orders_are_facts_too(tmp_path):
    with facts_of(tmp_path, "") as facts:
        assert facts.is_empty and facts.days == 0 and facts.refs() == []


def test_what_is_no_table_of_orders_is_refused_with_its_file(tmp_path):
    with pytest.raises(UnreadableOrders, match=r"orders-1\.csv can't be read \(line 1\)"), facts_of(tmp_path, "1,2\n", header="a,b\n"):
        pass


def test_parquet_and_csv_give_the_same_tables(tmp_path):
    table = pa.table(
        {
            "order_id": [1, 2],
            "member": ["al", "bea"],
            "ordered_at": pa.array([date(2017, 1, 1), date(2017, 1, 2)]),
            "sku": ["milk", "tea"],
            "quantity": [1.5, -1.0],
            "amount": pa.array([5.25, -3.0]),
        }
    )
    pyarrow.parquet.write_table(table, tmp_path / "o.parquet")
    every = "SELECT order_id, member, day, sku, quantity, amount FROM lines ORDER BY order_id"
    with facts_of(tmp_path, tmp_path / "o.parquet") as facts:
        parquet = facts.rows(every)
        assert codes(facts) == ["orders.rounded"]
    (tmp_path / "b").mkdir()
    with facts_of(tmp_path / "b", "1,al,2017-01-01,milk,1.5,5.25\n2,bea,2017-01-02,tea,-1,-3\n") as facts:
        assert facts.rows(every) == parquet


def test_cdnow_is_what_everybody_counted(tmp_path):
    with facts_of(tmp_path, cdnow_master(tmp_path)) as facts:
        assert facts.one("SELECT count(*), sum(amount), sum(quantity)::INTEGER FROM lines") == (69_659, 250_031_563, 167_881)
        days = facts.purchase_days()
        assert (days.members, len(days), int(days.amount.sum())) == (23_570, 67_591, 250_031_563)
        assert (facts.first_day, facts.last_day) == (date(1997, 1, 1), date(1998, 6, 30))
        assert facts.purchase_days(until=date(1997, 1, 1)).day.tolist() == [day_number(date(1997, 1, 1))] * len(facts.purchase_days(until=date(1997, 1, 1)))
