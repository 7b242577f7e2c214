"""The programme promises that orders written as NDJSON, or as UTF-16, are read as the same orders in a CSV are."""

import csv
import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.connectors.table_file import TableFile
from tests.connectors.order_files import GOOD, HEADER, check, findings, orders

COLUMNS = HEADER.strip().split(",")
ROW = dict(zip(COLUMNS, GOOD.strip().split(","), strict=True))


def lines(folder, *rows, name="orders.ndjson"):
    file = folder / f"{len(list(folder.iterdir()))}-{name}"
    file.write_text("".join((row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)) + "\n" for row in rows), encoding="utf-8")
    return file


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(st.integers(1, 99), st.sampled_from(["alice", "小王", 'b"e,a', "00123"]), st.sampled_from(["milk", "茶"]), st.integers(1, 9), st.integers(0, 10**8)), min_size=1, max_size=8, unique_by=lambda row: row[0]
    )
)
def test_rows_give_the_same_cells_as_lines_and_as_a_csv(tmp_path, rows):
    out = io.StringIO()
    made = [dict(zip(COLUMNS, (id, member, "2017-01-01", sku, quantity, f"{cents // 100}.{cents % 100:02}"), strict=True)) for id, member, sku, quantity, cents in rows]
    csv.writer(out).writerows([COLUMNS, *(row.values() for row in made)])
    text = tmp_path / "rows.csv"
    text.write_text(out.getvalue(), newline="")
    first, second = ([row for batch in TableFile(file, needed=COLUMNS).batches() for row in batch.drop_columns("row").to_pylist()] for file in (lines(tmp_path, *made), text))
    assert first == second


def test_numbers_stay_what_was_written_and_other_names_are_left_alone(tmp_path):
    file = lines(tmp_path, json.dumps(ROW | {"order_id": 12345, "extra": {"a": [1]}}).replace('"10.50"', "90071992547409.91"), ROW | {"order_id": 2, "channel": "web"}, name="orders.json")
    first, second = sorted(orders(tmp_path, file), key=lambda order: order.event.id)
    assert (first.event.id, first.event.data.lines[0].amount, first.event.data.channel, second.event.data.channel) == ("12345", 9007199254740991, "", "web")
    assert [order.event.id for order in orders(tmp_path, lines(tmp_path, json.dumps(ROW).replace('"1"', "17850.0", 1)))] == ["17850"]
    assert [order.event.data.lines[0].amount for order in orders(tmp_path, lines(tmp_path, json.dumps(ROW).replace('"10.50"', "1.05e1")))] == [1050]


def test_what_is_no_row_is_named_by_its_line_and_the_others_are_read(tmp_path):
    bad = ['{"order_id": "1", "order_id": "2"}', "[1]", "nonsense", '{"order_id": {"a": 1}}', '{"amount": NaN}', '{"member": "\\ud800"}', '{"amount": 1e999}', "[" * 5000, '{"x": "' + "y" * 300_000 + '"}']
    file = lines(tmp_path, ROW, "", *bad, ROW | {"member": None, "order_id": "7"})
    assert findings(tmp_path, file) == [*((line, "file.not_row") for line in range(3, 3 + len(bad))), (3 + len(bad), "orders.member_missing")]
    assert check(tmp_path, lines(tmp_path, json.dumps([ROW, ROW]))).unreadable.code == "file.no_rows"
    assert check(tmp_path, lines(tmp_path, {"order_id": "1"})).unreadable.code == "file.columns_missing"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32", "utf-8-sig"])
def test_a_mark_at_the_beginning_tells_the_encoding_whatever_is_said(tmp_path, encoding):
    text = "\ufeff" * (encoding == "utf-16-be") + (HEADER + GOOD.replace("alice", "小王")).replace(",", "\t")
    for said in ("utf-8", "gb18030"):
        (order,) = orders(tmp_path, text.encode(encoding), encoding=said)
        assert order.ref == "小王"
    file = tmp_path / f"{encoding}.ndjson"
    file.write_bytes(("\ufeff" * (encoding == "utf-16-be") + json.dumps(ROW)).encode(encoding))
    assert [order.ref for order in orders(tmp_path, file)] == ["alice"]


def test_utf_16_without_its_mark_is_told_from_a_chinese_file(tmp_path):
    assert check(tmp_path, (HEADER + GOOD).encode("utf-16-le")).unreadable.code == "file.encoding_wide"
    assert [order.ref for order in orders(tmp_path, (HEADER + GOOD).encode("utf-16-le"), encoding="utf-16-le")] == ["alice"]
    assert check(tmp_path, "订单\n".encode("gb18030")).unreadable.code == "file.encoding"
