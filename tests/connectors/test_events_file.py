"""The programme promises that a file of events is read as the API would read each of them, and that every bad row is named with its line."""

import json
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet
import pytest
import xlsxwriter

from regulars.connectors.events_file import EventsFile, check_events
from regulars.engine.compiling import compile_versions
from regulars.kit.periods import microseconds
from regulars.program.reading import require

PROGRAM = """program: corner
currency: {code: CNY, minor_digits: 2}
timezone: Asia/Shanghai
wallets: {points: {kind: spendable}}
events: {bottle.brought: {fields: {bottles: {type: number, required: true}, clean: {type: bool}}}}
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1, of: net_amount}}
  - {id: bottles, on: bottle.brought, points: 5}
  - {id: checkin, on: checkin, points: 2}
"""
NOW = microseconds(datetime(2026, 6, 1, tzinfo=UTC))


def check(path, text="", program=PROGRAM, **more):
    if text:
        path.write_text(text, encoding="utf-8")
    return check_events(EventsFile(path, "old-shop", "Asia/Shanghai", NOW, **more), compile_versions([(None, 1, require(program))]))


def read(checked):
    return [(row.ref, row.event.type, row.event.id, json.loads(row.body)) for row in checked.rows]


def faults(checked):
    return [(finding.line, finding.code) for finding in checked.findings]


def test_columns_become_fields_each_as_its_type_wants_it(tmp_path):
    text = """id,member,time,type,data.points,data.reason,data.bottles,data.clean,data
1,alice,2026-01-02 09:30,points.redeemed,50,a mug,,,
2,alice,2026-01-01T12:00:00+02:00,bottle.brought,,,2.5,true,
3,10023,2026-01-03,checkin,,,,,
4,bea,2026-01-03,order.paid,,,,,"{""order_id"": ""7"", ""currency"": ""CNY"", ""lines"": [{""sku"": ""a"", ""quantity"": 1, ""amount"": ""5.00""}]}"
"""
    checked = check(tmp_path / "e.csv", text)
    assert faults(checked) == []
    assert read(checked)[:3] == [
        ("alice", "bottle.brought", "2", {"bottles": "2.5", "clean": True}),
        ("alice", "points.redeemed", "1", {"points": 50, "reason": "a mug"}),
        ("10023", "checkin", "3", {}),
    ]
    noon, morning = checked.rows[0].event.at_us, checked.rows[1].event.at_us
    assert (noon, morning) == (microseconds(datetime(2026, 1, 1, 10, tzinfo=UTC)), microseconds(datetime(2026, 1, 2, 1, 30, tzinfo=UTC)))  # 09:30 in Shanghai


def test_every_bad_row_is_named_with_its_line_and_reason(tmp_path):
    text = """id,member,time,data.points,data.reason
1,alice,2026-01-02,50,"a mug
with a line in it"
2,,2026-01-02,50,x
,alice,2026-01-02,50,x
3,alice,soon,50,x
4,alice,2027-01-02,50,x
5,alice,2026-01-02,many,x
1,alice,2026-01-03,50,x
6,alice,2026-01-02,-5,x
7,alice,2026-01-02
"""
    checked = check(tmp_path / "e.csv", text, type="points.redeemed")
    assert faults(checked) == [
        (4, "events.member"), (5, "event.missing"), (6, "events.time"), (7, "events.ahead"), (8, "data.not_number"), (9, "events.twice"), (10, "points.not_positive"), (11, "file.ragged"),
    ]  # fmt: skip
    assert (checked.count, checked.bad_rows, len(checked.rows)) == (9, 8, 1)
    assert all(finding.sentence(language) for finding in checked.findings for language in ("en", "zh-Hans", "zh-Hant"))


def test_lines_of_json_are_events_as_the_api_takes_them(tmp_path):
    good = {"specversion": "1.0", "id": "1", "source": "till", "type": "checkin", "subject": "alice", "time": "2026-01-02T09:30:00+08:00", "data": {}}
    lines = [json.dumps(good), "", "{", "[]", json.dumps({**good, "id": "2", "data": []}), '{"id":"3","id":"4"}', json.dumps({**good, "id": "5", "type": "no.such"})]
    checked = check(tmp_path / "e.ndjson", "\n".join(lines))
    assert read(checked) == [("alice", "checkin", "1", {})]
    assert checked.rows[0].event.source == "old-shop"
    assert faults(checked) == [(3, "events.data"), (4, "events.data"), (5, "events.data"), (6, "events.data"), (7, "event.unknown_type")]


def test_parquet_columns_and_their_names_may_be_others(tmp_path):
    table = pa.table({"nr": [1, 2], "wer": ["alice", "bea"], "wann": [datetime(2026, 1, 2, 9, 30)] * 2, "punkte": [50.0, 20.0]})  # noqa: DTZ001
    pa.parquet.write_table(table, tmp_path / "e.parquet")
    mapping = {"nr": "id", "wer": "member", "wann": "time", "punkte": "data.points"}
    checked = check(tmp_path / "e.parquet", type="points.redeemed", mapping=mapping)
    assert read(checked) == [("alice", "points.redeemed", "1", {"points": 50}), ("bea", "points.redeemed", "2", {"points": 20})]
    assert faults(check(tmp_path / "e.parquet", mapping={"nr": "id"})) == [(1, "file.columns_missing")]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ('{"id":"1","member":"a","time":"2026-01-01","type":"member.enrolled","data":{"profile":{"name":"Ann"}}}', "events.personal"),
        ('{"id":"1","member":"a","time":"2026-01-01","type":"referral.claimed","data":{"referred_by":"Bea"}}', "events.personal"),
        ('{"id":"1","member":"a","time":"2026-01-01","type":"points.adjusted","data":{"points":5,"reason":"x","by":"me"}}', "events.by_hand"),
        ('{"id":"1","member":"a","time":"2026-01-01","data":{}}', "events.no_type"),
        ('{"id":"1","member":"a\\u0000","time":"2026-01-01","type":"checkin","data":{}}', "journal.unstorable"),
        ('{"id":"1","member":"a","time":"1969-01-01","type":"checkin","data":{}}', "events.time"),
    ],
)
def test_what_does_not_belong_in_a_file_is_refused(tmp_path, row, code):
    guarded = PROGRAM + "approval: {goodwill_above: 500}\n"
    assert faults(check(tmp_path / "e.ndjson", row, guarded)) == [(1, code)]


def test_goodwill_goes_by_a_file_where_nobody_limits_it(tmp_path):
    row = '{"id":"1","member":"a","time":"2026-01-01","type":"points.adjusted","data":{"points":5,"reason":"x","by":"me"}}'
    assert faults(check(tmp_path / "e.ndjson", row)) == []


def test_a_sheet_is_read_as_its_csv_is(tmp_path):
    file = tmp_path / "events.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["nr", "wer", "time", "data.points", "data.reason"])
        sheet.write_row(1, 0, [17, "alice"])
        sheet.write_datetime(1, 2, datetime(2026, 1, 2, 9, 30), book.add_format({"num_format": "d.m.yyyy hh:mm"}))  # noqa: DTZ001  a sheet knows no zones
        sheet.write_row(1, 3, [50, "a mug"])
        sheet.write_row(2, 0, ["", "bea", "tomorrow", 5, ""])
    checked = check(file, type="points.redeemed", mapping={"nr": "id", "wer": "member"})
    assert read(checked) == [("alice", "points.redeemed", "17", {"points": 50, "reason": "a mug"})] and len(faults(checked)) == 1 and faults(checked)[0][0] == 3
    assert checked.rows[0].event.at_us == microseconds(datetime(2026, 1, 2, 1, 30, tzinfo=UTC))
