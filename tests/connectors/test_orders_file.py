"""The programme promises that an order file is read exactly, and that what can't be used is named with its line."""

import datetime
import json
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.connectors.orders_read import read_orders
from regulars.engine.reading import read_data
from regulars.journal.hashing import body_hash
from regulars.kit.periods import MICROSECONDS, instant
from regulars.kit.phrases import LANGUAGES
from regulars.program.document import Currency, Program
from regulars.program.document_wallets import Wallet
from tests.connectors.order_files import GOOD, HEADER, NOW_US, check, findings, orders

PROGRAM = Program("shop", Currency("USD", 2), "UTC", (Wallet("points"),))


def line_with(**cells: str) -> str:
    """One order line, good but for the cells given."""
    row = {"order_id": "1", "member": "alice", "ordered_at": "2017-01-01", "sku": "milk", "quantity": "1", "amount": "10.50", **cells}
    return ",".join(row.values()) + "\n"


def parquet(folder: Path, **columns: pa.Array) -> Path:
    count = len(next(iter(columns.values())))
    table = {
        "order_id": pa.array([str(n) for n in range(count)]),
        "member": pa.array(["alice"] * count),
        "ordered_at": pa.array(["2017-01-01"] * count),
        "sku": pa.array(["milk"] * count),
        "quantity": pa.array([1] * count),
        "amount": pa.array(["1.00"] * count),
        **columns,
    }
    file = folder / f"{len(list(folder.iterdir()))}.parquet"
    pa.parquet.write_table(pa.table(table), file)
    return file


# ---- what a good file gives


def test_lines_of_one_order_are_one_event_at_the_earliest_time_in_file_order(tmp_path):
    text = HEADER + "7,alice,2017-01-01 12:00:00,tea,2,3.99\n8,bea,2017-01-01 11:59:00,milk,1,1\n7,alice,2017-01-01 11:58:00,bread,0.375,1.5\n"
    first, second = orders(tmp_path, text)
    assert (first.ref, first.event.id, first.event.at_us) == ("alice", "7", 1483271880 * MICROSECONDS)
    assert [(line.line, line.sku, line.quantity, line.amount) for line in first.event.data.lines] == [(1, "tea", 2000, 399), (2, "bread", 375, 150)]
    assert second.ref == "bea"


def test_orders_come_by_time_then_order_id(tmp_path):
    text = HEADER + "b,x,2017-01-02,s,1,1\na,y,2017-01-02,s,1,1\n10,z,2017-01-01,s,1,1\n9,z,2017-01-01,s,1,1\n"
    assert [order.event.id for order in orders(tmp_path, text)] == ["10", "9", "a", "b"]


def test_member_by_member_each_members_orders_stay_in_order_of_time(tmp_path):
    text = HEADER + "3,bea,2017-01-03,s,1,1\n2,alice,2017-01-02,s,1,1\n1,bea,2017-01-01,s,1,1\n"
    assert [(o.ref, o.event.id) for o in read_orders(check(tmp_path, text), sorting="member")] == [("alice", "2"), ("bea", "1"), ("bea", "3")]


def test_the_shares_of_several_processes_are_the_whole_file(tmp_path):
    text = HEADER + "".join(f"{n},m{n % 13},2017-01-01,s,1,1\n" for n in range(200))
    checked = check(tmp_path, text)
    shares = [list(read_orders(checked, sorting="member", part=part, parts=3)) for part in range(3)]
    assert sorted(o.event.id for share in shares for o in share) == sorted(str(n) for n in range(200))
    members = [{o.ref for o in share} for share in shares]
    assert not (members[0] & members[1] or members[1] & members[2] or members[0] & members[2])


def test_the_body_is_what_the_api_would_read_into_the_same_order(tmp_path):
    header = "order_id,member,ordered_at,sku,quantity,amount,discount,category,brand,channel,store\n"
    text = header + "A-1,alice,2017-01-01,tea,2.50,3.9,0.10,drinks,House,web,\nA-1,alice,2017-01-01,“茶”,1,0,,,,,77\n"
    (order,) = orders(tmp_path, text)
    assert read_data("order.paid", order.body, PROGRAM) == order.event.data
    assert json.loads(order.body) == {
        "order_id": "A-1",
        "currency": "USD",
        "channel": "web",
        "store": "77",
        "lines": [
            {"sku": "tea", "quantity": "2.5", "amount": "3.90", "discount": "0.10", "category": "drinks", "brand": "House"},
            {"sku": "“茶”", "quantity": "1", "amount": "0.00"},
        ],
    }


def test_an_order_from_a_file_and_over_the_api_has_the_same_hash(tmp_path):
    (order,) = orders(tmp_path, HEADER + "1,alice,2017-01-01T10:00:00+02:00,milk,1,10.50\n")
    sent = b'{"lines": [{"amount": "10.50", "sku": "milk", "quantity": "1"}], "currency": "USD", "order_id": "1"}'
    at_us = 1483257600 * MICROSECONDS
    assert body_hash("order.paid", order.event.at_us, order.body) == body_hash("order.paid", at_us, sent)


def test_amounts_are_read_exactly_never_as_floats(tmp_path):
    text = HEADER + "".join(f"{n},a,2017-01-01,s,1,{amount}\n" for n, amount in enumerate(["0.29", "1.10", "1.1000", "90071992547409.91", "0", "007.5"]))
    assert sorted(o.event.data.lines[0].amount for o in orders(tmp_path, text)) == sorted([29, 110, 110, 9007199254740991, 0, 750])


def test_a_currency_without_decimals_takes_whole_amounts(tmp_path):
    (order,) = orders(tmp_path, HEADER + line_with(amount="1200.00"), currency="JPY", digits=0)
    assert order.event.data.lines[0].amount == 1200
    assert b'"amount":"1200"' in order.body
    assert findings(tmp_path, HEADER + line_with(amount="1200.5"), currency="JPY", digits=0) == [(2, "orders.amount_digits")]


@pytest.mark.parametrize("rows", [1, 3, 100_001])
def test_an_order_may_have_lines_anywhere_in_the_file(tmp_path, rows):
    filler = "".join(f"f{n},bea,2017-02-01,s,1,1\n" for n in range(rows))
    first = orders(tmp_path, HEADER + GOOD + filler + "1,alice,2017-01-01 12:00:00,tea,1,2\n")[0]
    assert [line.sku for line in first.event.data.lines] == ["milk", "tea"]


# ---- shapes of files


def test_other_column_names_are_mapped_and_other_columns_left_alone(tmp_path):
    text = "Invoice,Customer,When,Item,Qty,Paid,Note\n1,alice,2017-01-01,milk,1,2.00,hello\n"
    names = {"Invoice": "order_id", "Customer": "member", "When": "ordered_at", "Item": "sku", "Qty": "quantity", "Paid": "amount"}
    (order,) = orders(tmp_path, text, mapping=names)
    assert (order.ref, order.event.data.lines[0].amount) == ("alice", 200)


def test_a_mapped_column_counts_before_one_of_our_name(tmp_path):
    text = "order_id,member,ordered_at,sku,quantity,amount,net\n1,alice,2017-01-01,milk,1,99.00,2.00\n"
    assert orders(tmp_path, text, mapping={"net": "amount"})[0].event.data.lines[0].amount == 200


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_endings_separators_and_byte_order_marks_make_no_difference(tmp_path, ending, separator, mark):
    text = mark + (HEADER + '1,"al,i;ce",2017-01-01,milk,1,2.00').replace(",", separator).replace(f'"al{separator}i;ce"', '"al,i;ce"').replace("\n", ending)
    assert orders(tmp_path, text)[0].ref == "al,i;ce"


def test_blank_lines_are_passed_over(tmp_path):
    assert len(orders(tmp_path, "\n" + HEADER + "\n\n" + GOOD + "\n")) == 1


def test_gb18030_is_read_when_asked_for_and_recognised_when_not(tmp_path):
    data = (HEADER + "1,会员一,2017-01-01,牛奶,1,2.00\n").encode("gb18030")
    assert orders(tmp_path, data, encoding="gb18030")[0].ref == "会员一"
    (finding,) = check(tmp_path, data).findings()
    assert (finding.line, finding.code) == (2, "file.encoding")
    assert "gb18030" in finding.sentence("en")


def test_utf_16_as_excel_writes_it_is_read_when_asked_for(tmp_path):
    assert orders(tmp_path, (HEADER + GOOD).encode("utf-16"), encoding="utf-16")[0].ref == "alice"


def test_a_file_with_a_header_only_holds_no_orders_and_no_findings(tmp_path):
    checked = check(tmp_path, HEADER)
    assert (checked.rows, checked.orders, checked.is_clean) == (0, 0, True)
    assert list(read_orders(checked)) == []


def test_the_member_reference_is_kept_as_it_is(tmp_path):
    assert orders(tmp_path, HEADER + "1, Ünï-会员 007 ,2017-01-01,milk,1,2\n")[0].ref == " Ünï-会员 007 "


# ---- times


@pytest.mark.parametrize(
    ("written", "zone", "utc"),
    [
        ("2017-01-01", "America/New_York", "2017-01-01T05:00:00"),
        ("2017-01-01 11:53:26", "America/New_York", "2017-01-01T16:53:26"),
        ("2017-07-01 11:53:26", "America/New_York", "2017-07-01T15:53:26"),
        ("2017-01-01T11:53", "Asia/Shanghai", "2017-01-01T03:53:00"),
        ("2017-01-01T11:53:26.5", "UTC", "2017-01-01T11:53:26.500000"),
        ("2017-01-01T11:53:26.123456789Z", "Asia/Shanghai", "2017-01-01T11:53:26.123456"),
        ("2017-01-01 11:53:26+08:00", "UTC", "2017-01-01T03:53:26"),
        ("2017-01-01T11:53:26-0330", "UTC", "2017-01-01T15:23:26"),
        ("2017-01-01T11:53:26+08", "UTC", "2017-01-01T03:53:26"),
        ("2017-03-12 02:30:00", "America/New_York", "2017-03-12T07:30:00"),  # skipped: read as 03:30 summer time
        ("2017-11-05 01:30:00", "America/New_York", "2017-11-05T05:30:00"),  # comes twice: the first
        ("2017-11-05 02:00:00", "America/New_York", "2017-11-05T07:00:00"),
        ("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00"),  # midnight itself is skipped: the day begins at 01:00
        ("2011-12-31 00:00:00", "Pacific/Apia", "2011-12-30T10:00:00"),  # a whole day was skipped before
        ("1970-01-01T00:00:00Z", "UTC", "1970-01-01T00:00:00"),
    ],
)
def test_a_time_is_the_instant_its_zone_makes_it(tmp_path, written, zone, utc):
    (order,) = orders(tmp_path, HEADER + line_with(ordered_at=written), timezone=zone)
    assert instant(order.event.at_us).replace(tzinfo=None) == datetime.datetime.fromisoformat(utc)


@given(
    seconds=st.integers(0, 50 * 366 * 86_400),
    zone=st.sampled_from(["America/New_York", "Europe/London", "Asia/Shanghai", "Africa/Casablanca", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu"]),
)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_local_times_agree_with_pythons_zones_for_any_moment(tmp_path_factory, seconds, zone):
    from zoneinfo import ZoneInfo

    local = datetime.datetime(1970, 1, 2, tzinfo=datetime.UTC).replace(tzinfo=None) + datetime.timedelta(seconds=seconds)
    (order,) = orders(tmp_path_factory.mktemp("times"), HEADER + line_with(ordered_at=str(local)), timezone=zone, now_us=10**16)
    assert instant(order.event.at_us) == local.replace(tzinfo=ZoneInfo(zone)).astimezone(datetime.UTC)


def test_five_minutes_ahead_is_now_and_more_is_the_future(tmp_path):
    late, too_late = (str(instant(NOW_US + seconds * MICROSECONDS)) for seconds in (300, 301))
    assert findings(tmp_path, HEADER + line_with(ordered_at=late) + line_with(order_id="2", ordered_at=too_late)) == [(3, "orders.date_ahead")]


def test_an_unknown_time_zone_is_said_by_name(tmp_path):
    assert findings(tmp_path, HEADER + GOOD, timezone="Mars/Olympus") == [(1, "orders.unknown_timezone")]


# ---- findings


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"order_id": ""}, "orders.order_id_missing"),
        ({"order_id": "x" * 256}, "orders.order_id_long"),
        ({"member": "  "}, "orders.member_missing"),
        ({"member": "x" * 129}, "orders.member_long"),
        ({"member": "."}, "orders.member_unreachable"),
        ({"member": ".."}, "orders.member_unreachable"),
        ({"sku": ""}, "orders.sku_missing"),
        ({"sku": "mi\0lk"}, "orders.text_broken"),
        ({"ordered_at": "2017-01-01T10:00:00+99:00"}, "orders.date_unreadable"),
        ({"ordered_at": "2017-01-01T10:00:00+08:75"}, "orders.date_unreadable"),
        ({"sku": "x" * 256}, "orders.text_long"),
        ({"ordered_at": ""}, "orders.date_unreadable"),
        ({"ordered_at": "01/02/2017"}, "orders.date_unreadable"),
        ({"ordered_at": "2017-02-30"}, "orders.date_unreadable"),
        ({"ordered_at": "2017-01-01 24:00:00"}, "orders.date_unreadable"),
        ({"ordered_at": "2017-01-01 11:53 PM"}, "orders.date_unreadable"),
        ({"ordered_at": "20170101"}, "orders.date_unreadable"),
        ({"ordered_at": "1900-01-01"}, "orders.date_early"),
        ({"ordered_at": "9999-12-31"}, "orders.date_early"),
        ({"ordered_at": "2050-01-01"}, "orders.date_ahead"),
        ({"quantity": "0"}, "orders.quantity_none"),
        ({"quantity": "-1"}, "orders.quantity_none"),
        ({"quantity": ""}, "orders.quantity_unreadable"),
        ({"quantity": "two"}, "orders.quantity_unreadable"),
        ({"quantity": "1.0001"}, "orders.quantity_digits"),
        ({"quantity": "1e3"}, "orders.quantity_unreadable"),
        ({"amount": "-10.50"}, "orders.amount_negative"),
        ({"amount": "NaN"}, "orders.amount_unreadable"),
        ({"amount": "inf"}, "orders.amount_unreadable"),
        ({"amount": ""}, "orders.amount_unreadable"),
        ({"amount": "$10"}, "orders.amount_unreadable"),
        ({"amount": "1e5"}, "orders.amount_unreadable"),
        ({"amount": "１０"}, "orders.amount_unreadable"),
        ({"amount": "10.505"}, "orders.amount_digits"),
        ({"amount": "90071992547409.92"}, "orders.amount_large"),
        ({"amount": "999999999999999999"}, "orders.amount_large"),
    ],
)
def test_a_bad_cell_is_named_with_its_line_in_three_languages(tmp_path, cells, code):
    checked = check(tmp_path, HEADER + GOOD + line_with(order_id=cells.pop("order_id", "2"), **cells))
    (finding,) = checked.findings()
    assert (finding.line, finding.code) == (3, code)
    sentences = [finding.sentence(language) for language in LANGUAGES]
    assert len(set(sentences)) == 3
    assert not any("{" in sentence or "\0" in sentence for sentence in sentences)


@pytest.mark.parametrize("discount", ["-1", "x", "0.001"])
def test_a_bad_discount_is_a_finding_and_none_is_zero(tmp_path, discount):
    header = HEADER.replace("\n", ",discount\n")
    assert findings(tmp_path, header + line_with(amount="1").replace("\n", f",{discount}\n")) == [(2, "orders.discount_unreadable")]
    assert orders(tmp_path, header + line_with().replace("\n", ",\n"))[0].event.data.lines[0].discount == 0


def test_every_problem_of_a_row_is_told(tmp_path):
    assert {code for _, code in findings(tmp_path, HEADER + line_with(amount="x", quantity="0", ordered_at="y"))} == {
        "orders.date_unreadable", "orders.quantity_none", "orders.amount_unreadable",
    }  # fmt: skip


def test_lines_are_counted_in_the_file_through_quoted_line_ends_and_blank_lines(tmp_path):
    text = HEADER + '1,alice,2017-01-01,"two\nlines",1,1\n\n2,bea,2017-01-01,milk,1,x\n3,carl,2017-01-01\n4,carl,2017-01-01,milk,1,-1\n'
    assert findings(tmp_path, text) == [(5, "orders.amount_unreadable"), (6, "file.ragged"), (7, "orders.amount_negative")]


def test_a_row_with_cells_missing_spoils_its_order_and_says_how_many(tmp_path):
    checked = check(tmp_path, HEADER + "1,alice,2017-01-01,milk,1,1\n1,alice,2017-01-01\n2,bea,2017-01-01,milk,1,1,extra\n3,bea,2017-01-01,tea,1,1\n")
    assert [(finding.line, finding.facts["found"], finding.facts["expected"]) for finding in checked.findings()] == [(3, 3, 6), (4, 7, 6)]
    assert [order.event.id for order in read_orders(checked)] == ["3"]


def test_one_order_id_under_two_members_is_told_on_the_second_members_lines(tmp_path):
    checked = check(tmp_path, HEADER + GOOD + "2,bea,2017-01-01,tea,1,1\n1,dana,2017-01-01,tea,1,1\n")
    (finding,) = checked.findings()
    assert (finding.line, finding.code, finding.facts["line_of_first"]) == (4, "orders.two_members", 2)
    assert [order.event.id for order in read_orders(checked)] == ["2"]


def test_an_order_with_one_bad_line_is_left_out_whole(tmp_path):
    checked = check(tmp_path, HEADER + GOOD + "1,alice,2017-01-01,tea,1,-1\n2,bea,2017-01-01,tea,1,1\n")
    assert (checked.bad_rows, checked.bad_orders, checked.orders) == (1, 1, 2)
    assert [order.event.id for order in read_orders(checked)] == ["2"]


def test_an_order_of_more_lines_than_the_api_takes_is_a_finding(tmp_path):
    text = HEADER + "".join(f"1,alice,2017-01-01,s{n},1,1\n" for n in range(2001)) + "2,bea,2017-01-01,s,1,1\n"
    checked = check(tmp_path, text)
    assert [(finding.line, finding.code) for finding in checked.findings()] == [(2, "orders.too_many_lines")]
    assert [order.event.id for order in read_orders(checked)] == ["2"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "file.empty"),
        ("\n\n", "file.empty"),
        ("order_id,member,ordered_at,sku,quantity\n", "file.columns_missing"),
        ("order_id,order_id,member,ordered_at,sku,quantity,amount\n", "file.column_twice"),
        (HEADER + '1,alice,2017-01-01,"milk,1,1\n' + GOOD, "file.quote_open"),
        (HEADER.encode() + b"1,\xff\xfe,2017-01-01,milk,1,1\n", "file.encoding"),
        (HEADER.encode() + b"1,\xed\xa0\x80,2017-01-01,milk,1,1\n", "file.encoding"),  # half a surrogate pair
        (b"\xff\xfe\x00", "file.encoding"),
        (b"PAR1 and nothing more", "file.not_parquet"),
    ],
)
def test_a_file_that_is_no_order_file_says_why(tmp_path, text, code):
    assert findings(tmp_path, text)[-1][1] == code


def test_missing_columns_are_named_beside_those_that_are_there(tmp_path):
    (finding,) = check(tmp_path, "order_id,customer,ordered_at,sku,quantity,amount\n").findings()
    assert "member" in finding.sentence("en")
    assert "customer" in finding.sentence("en")
    assert "--map THEIRS=member" in finding.sentence("en")


@pytest.mark.parametrize(("mapping", "code"), [({"nix": "amount"}, "file.map_missing"), ({"sku": "colour"}, "file.map_unknown")])
def test_a_mapping_that_leads_nowhere_is_said(tmp_path, mapping, code):
    assert [found for _, found in findings(tmp_path, HEADER + GOOD, mapping=mapping)] == [code]


def test_an_unknown_encoding_and_a_missing_file_are_said(tmp_path):
    assert findings(tmp_path, HEADER + GOOD, encoding="klingon") == [(1, "file.encoding_unknown")]
    assert findings(tmp_path, tmp_path / "nowhere.csv") == [(1, "file.missing")]


# ---- Parquet


def test_parquet_keeps_exact_types_exact(tmp_path):
    file = parquet(
        tmp_path,
        order_id=pa.array([1, 2]),
        amount=pa.array([Decimal("3.90"), Decimal("0.01")], pa.decimal128(12, 2)),
        quantity=pa.array([2, 1], pa.int32()),
        sku=pa.array(["a", "b"]).dictionary_encode(),
    )
    assert [(o.event.id, o.event.data.lines[0].amount, o.event.data.lines[0].quantity) for o in orders(tmp_path, file)] == [("1", 390, 2000), ("2", 1, 1000)]


def test_a_float_column_is_rounded_to_the_currency_with_one_warning(tmp_path):
    file = parquet(tmp_path, amount=pa.array([0.1 + 0.2, 2.675, 10.0, 4.35]), quantity=pa.array([1.0, 0.5, 2.0, 1.0]))
    checked = check(tmp_path, file)
    assert [order.event.data.lines[0].amount for order in read_orders(checked)] == [30, 268, 1000, 435]
    assert checked.is_clean
    (warning,) = checked.warnings
    assert (warning.severity, warning.code, warning.facts) == ("warning", "orders.rounded", {"columns": "quantity, amount", "count": 2})


def test_what_is_no_amount_in_a_float_column_is_a_finding(tmp_path):
    file = parquet(tmp_path, amount=pa.array([1.0, float("nan"), float("inf"), -1.0, None, 1e300]))
    assert [row for row, _ in findings(tmp_path, file)] == [2, 3, 4, 5, 6]


def test_references_kept_as_floats_by_a_data_frame_read_as_whole_numbers(tmp_path):
    file = parquet(tmp_path, member=pa.array([17850.0, None]))
    checked = check(tmp_path, file)
    assert [(finding.line, finding.code) for finding in checked.findings()] == [(2, "orders.member_missing")]
    assert [order.ref for order in read_orders(checked)] == ["17850"]


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_parquet_instants_with_a_zone_stand_and_without_one_are_local(tmp_path, unit):
    at = datetime.datetime.fromisoformat("2017-07-01T12:00")
    zoned = parquet(tmp_path, ordered_at=pa.array([at.replace(tzinfo=datetime.UTC)], pa.timestamp(unit, "Asia/Tokyo")))
    naive = parquet(tmp_path, ordered_at=pa.array([at], pa.timestamp(unit)))
    assert instant(orders(tmp_path, zoned, timezone="America/New_York")[0].event.at_us).hour == 12
    assert instant(orders(tmp_path, naive, timezone="America/New_York")[0].event.at_us).hour == 16


def test_parquet_dates_begin_their_local_day(tmp_path):
    file = parquet(tmp_path, ordered_at=pa.array([datetime.date(2017, 7, 1)]))
    assert instant(orders(tmp_path, file, timezone="Asia/Shanghai")[0].event.at_us).isoformat() == "2017-06-30T16:00:00+00:00"


def test_a_column_of_a_type_nobody_can_read_is_said_by_name(tmp_path):
    file = parquet(tmp_path, amount=pa.array([[1]]))
    assert findings(tmp_path, file) == [(1, "file.column_type")]


# ---- whatever comes


CELLS = st.one_of(
    st.sampled_from(["", "1", "0", "-1", "1.5", "1e9", "NaN", "2017-01-01", "2017-13-01T99:00Z", '"', '""', "a\nb", "\r", "\0", "=1+1", "9" * 30, "会员"]),
    st.text(max_size=12),
)


@given(rows=st.lists(st.lists(CELLS, min_size=0, max_size=8), max_size=6))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_makes_the_reader_crash_or_lose_a_row(tmp_path_factory, rows):
    text = HEADER + "".join(",".join(row) + "\n" for row in rows)
    checked = check(tmp_path_factory.mktemp("fuzz"), text.encode("utf-8", "surrogatepass"))
    told = list(checked.findings())
    assert all(finding.line >= 1 and finding.sentence("zh-Hans") for finding in told)
    if not told:
        assert sum(len(order.event.data.lines) for order in read_orders(checked)) == checked.rows


@given(data=st.binary(max_size=400))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_make_the_reader_crash(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("bytes")
    for content in (data, HEADER.encode() + data, b"PAR1" + data):
        for finding in check(folder, content).findings():
            assert finding.sentence("en")


def test_a_partners_column_reaches_the_order(tmp_path):
    from regulars.connectors.orders_file import OrdersFile, check_orders
    from regulars.connectors.orders_read import read_orders

    (file := tmp_path / "orders.csv").write_text(
        "order_id,member,ordered_at,sku,quantity,amount,partner\n1,alice,2026-01-02,milk,1,5,\n1,alice,2026-01-02,tea,1,5,cinema\n2,bea,2026-01-02,milk,1,5,\n"
    )
    (tmp_path / "scratch").mkdir()
    checked = check_orders(OrdersFile(file, "USD", 2, "UTC", 1_800_000_000_000_000), tmp_path / "scratch")
    orders = {order.event.id: order for order in read_orders(checked)}
    assert (orders["1"].event.data.partner, orders["2"].event.data.partner) == ("cinema", "")
    assert b'"partner":"cinema"' in orders["1"].body and b"partner" not in orders["2"].body


CURRENCIES = "order_id,member,ordered_at,sku,quantity,amount,currency\n"


def test_amounts_of_another_currency_are_named_and_their_orders_left_out(tmp_path: Path) -> None:
    """The shop's is USD. What no code of a currency can be says nothing: a shop may write what it likes there."""
    (tmp_path / "orders.csv").write_text(CURRENCIES + "".join(f"{n},alice,2017-01-01,milk,1,10.50,{currency}\n" for n, currency in enumerate(("USD", "usd", "", "EUR", "$", "dollars", "RMB"), 1)))
    assert findings(tmp_path, tmp_path / "orders.csv") == [(5, "orders.currency_other"), (8, "orders.currency_other")]
    checked = check(tmp_path, tmp_path / "orders.csv")
    assert (checked.orders - checked.bad_orders, [one.facts["text"] for one in checked.findings()]) == (5, ["EUR", "CNY"])
