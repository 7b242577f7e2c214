"""The programme promises that a spreadsheet gives the orders its CSV would, and that what Excel has spoiled is named with its row."""

import csv
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.connectors import sheet_rows
from regulars.connectors.sheet_values import Style, day_text, number_text
from regulars.connectors.table_file import TableFile
from regulars.connectors.text_file import Unreadable
from regulars.kit.periods import instant
from regulars.kit.phrases import LANGUAGES
from tests.connectors.order_files import check, findings, orders

COLUMNS = ["order_id", "member", "ordered_at", "sku", "quantity", "amount"]
GOOD = ["1", "alice", datetime(2017, 1, 1, 11, 53, 26), "milk", 1, 10.5]  # noqa: DTZ001  a sheet knows no zones
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def book(folder: Path, *sheets: list[list[Any]], names: tuple[str, ...] = (), more: Callable[[Any, Any], None] | None = None, **options: Any) -> Path:
    """A workbook as another program writes it: days and moments in date formats, the rest by its type."""
    file = folder / f"book-{len(list(folder.iterdir()))}.xlsx"
    made = xlsxwriter.Workbook(file, {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False, **options})
    moment, day = made.add_format({"num_format": "d/m/yy h:mm:ss.000"}), made.add_format({"num_format": 14})
    for place, rows in enumerate(sheets):
        sheet = made.add_worksheet(names[place] if names else None)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, datetime | date):
                    sheet.write_datetime(at, column, value, moment if isinstance(value, datetime) else day)
                elif value is not None and value != "":
                    sheet.write(at, column, value)
        if more is not None:
            more(made, sheet)
    made.close()
    return file


def raw(folder: Path, rows: str, *, workbook: str = "", before: str = "", strings: str = "") -> Path:
    """A workbook with the XML of its rows written by hand."""
    file = folder / f"raw-{len(list(folder.iterdir()))}.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        made.writestr("xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{rel}">{workbook}<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>')
        made.writestr("xl/_rels/workbook.xml.rels", '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>')
        made.writestr("xl/worksheets/sheet1.xml", f'{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>')
        if strings:
            made.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{strings}</sst>')
    return file


def inline(*cells: str) -> str:
    """A row of texts, and of cells that are XML already."""
    return "<row>" + "".join(cell if cell.startswith("<c") else f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells) + "</row>"


HEAD = inline(*COLUMNS)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Cf", "Co", "Cn")), min_size=1, max_size=6).filter(
    lambda text: text.strip() == text and not text.startswith(("#", "=", '"')) and "E+" not in text and "_x" not in text and text.strip("0123456789")
)


def cells_of(file: Path) -> list[tuple[Any, ...]]:
    """As they are read, with moments and numbers by their value."""
    meant = {"ordered_at": datetime.fromisoformat, "quantity": Decimal, "amount": Decimal}
    return [tuple(meant.get(name, str)(row[name]) for name in COLUMNS) for batch in TableFile(file, needed=COLUMNS).batches() for row in batch.to_pylist()]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(
            st.one_of(st.integers(1, 10**15 - 1), WORDS),
            st.one_of(st.integers(1, 99999), WORDS),
            st.datetimes(datetime(1980, 1, 1), datetime(2020, 1, 1)).map(lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000)),  # noqa: DTZ001
            WORDS,
            st.integers(1, 5000).map(lambda thousandths: Decimal(thousandths).scaleb(-3)),
            st.integers(0, 10**9).map(lambda cents: Decimal(cents).scaleb(-2)),
        ),
        min_size=1,
        max_size=8,
        unique_by=lambda row: str(row[0]),
    )
)
def test_rows_give_the_same_cells_as_a_sheet_and_as_a_csv(tmp_path, rows):
    text = tmp_path / "rows.csv"
    with text.open("w", newline="") as out:
        csv.writer(out).writerows([COLUMNS, *((*row[:2], row[2].isoformat(" "), *row[3:]) for row in rows)])
    sheet = book(tmp_path, [COLUMNS, *([*row[:4], float(row[4]), float(row[5])] for row in rows)])
    assert cells_of(sheet) == cells_of(text)


def test_a_sheet_and_its_csv_are_the_same_orders_to_the_last_byte(tmp_path):
    text = "order_id,member,ordered_at,sku,quantity,amount\n1,alice,2017-01-01 11:53:26,milk,1,10.5\n1,alice,2017-01-01 11:53:26,茶,0.375,0.29\n"
    file = book(tmp_path, [COLUMNS, GOOD, [1, *GOOD[1:3], "茶", 0.375, 0.29]])
    assert list(orders(tmp_path, file)) == list(orders(tmp_path, text))


def test_the_header_may_stand_below_a_title_and_findings_name_excels_own_rows(tmp_path):
    def merge(made, sheet):
        sheet.merge_range(0, 0, 0, 5, "Sales of 2017")

    rows = [[], [], COLUMNS, GOOD, [], ["2", "", GOOD[2], "tea", 1, "ten"], ["", "", "", "", "", ""], [None, None, None, None, None, 10.5]]
    assert findings(tmp_path, book(tmp_path, rows, more=merge)) == [(6, "orders.member_missing"), (6, "orders.amount_unreadable"), *[(8, f"orders.{name}") for name in ("order_id_missing", "member_missing", "sku_missing", "date_unreadable", "quantity_unreadable")]]


def test_the_only_sheet_with_the_columns_is_taken_and_two_are_refused(tmp_path):
    pivot = [["Region", "Sum"], ["North", 5]]
    assert len(orders(tmp_path, book(tmp_path, pivot, [COLUMNS, GOOD], []))) == 1
    said = {}
    for kind, sheets in {"several": ([COLUMNS, GOOD], [COLUMNS, GOOD]), "none": (pivot, [COLUMNS[:4], GOOD[:4]], []), "one": (pivot,), "empty": ([],)}.items():
        stopped = check(tmp_path, book(tmp_path, *sheets)).unreadable
        said[kind] = (stopped.code, stopped.sentence("en"))
        assert all(stopped.sentence(language) for language in LANGUAGES)
    assert said["several"][0] == "file.sheet_several" and "Sheet1, Sheet2" in said["several"][1]
    assert said["none"][0] == "file.sheet_none" and "Missing: quantity, amount" in said["none"][1] and "“Sheet2” comes nearest" in said["none"][1]
    assert said["one"][0] == "file.columns_missing" and said["empty"][0] == "file.empty"


def test_days_are_read_as_dates_as_numbers_as_text_and_from_1904(tmp_path):
    days = [date(2017, 1, 2), datetime(2017, 1, 2, 11, 53, 26), 42737.495439814813, "2017-01-02 11:53:26"]  # noqa: DTZ001
    file = book(tmp_path, [COLUMNS, *([str(n), "alice", day, "milk", 1, 1] for n, day in enumerate(days))])
    assert [str(instant(order.event.at_us))[:19] for order in sorted(orders(tmp_path, file), key=lambda order: order.event.id)] == ["2017-01-02 00:00:00", *["2017-01-02 11:53:26"] * 3]
    assert [str(instant(order.event.at_us))[:10] for order in orders(tmp_path, book(tmp_path, [COLUMNS, GOOD], date_1904=True))] == ["2017-01-01"]
    assert findings(tmp_path, book(tmp_path, [COLUMNS, [*GOOD[:2], 20170102, *GOOD[3:]], [*GOOD[:2], "1/2/17", *GOOD[3:]]])) == [(2, "orders.date_unreadable"), (3, "orders.date_unreadable")]
    assert [day_text(serial, False) for serial in ("0.5", "59", "60", "61", "2958466", "-1", "x")] == ["12:00:00", "1900-02-28", "1900-02-28", "1900-03-01", "2958466", "-1", "x"]
    shown = {"yyyy\\-mm": True, '0.00" days"': False, "[Red]0": False, "[h]:mm": False, "General": False, "0.00E+00": False, 'm"月"d"日"': True, "@": False}
    assert {code: Style(code, 200).is_day for code in shown} == shown and Style("", 14).is_day and not Style("", 2).is_day


def test_what_excel_made_of_an_id_is_named_and_what_it_shows_is_kept(tmp_path):
    bad = [[1234567890123456, "alice", *GOOD[2:]], [date(2017, 3, 1), "alice", *GOOD[2:]], ["1.23E+15", "bea", *GOOD[2:]], ["3", "bea", GOOD[2], "#N/A", 1, 1]]
    assert findings(tmp_path, book(tmp_path, [COLUMNS, *bad])) == [(2, "orders.cell_digits"), (3, "orders.cell_date"), (4, "orders.cell_digits"), (5, "orders.cell_error")]
    found = check(tmp_path, book(tmp_path, [COLUMNS, *bad]))
    said = [finding.sentence("en") for finding in found.findings()]
    assert "“1.23457E+15”" in said[0] and "(2017-03-01)" in said[1] and "“#N/A”" in said[3]
    assert findings(tmp_path, "order_id,member,ordered_at,sku,quantity,amount\n1.23E+15,a,2017-01-01,s,1,1\n2,#REF!,2017-01-01,s,1,1\n") == [(2, "orders.cell_digits"), (3, "orders.cell_error")]
    assert [order.event.id for order in orders(tmp_path, book(tmp_path, [COLUMNS, [12345.0, "alice", *GOOD[2:]]]))] == ["12345"]

    def padded(made, sheet):
        sheet.write_number(1, 1, 42, made.add_format({"num_format": "00000"}))

    assert [order.ref for order in orders(tmp_path, book(tmp_path, [COLUMNS, GOOD], more=padded))] == ["00042"]


def test_zeros_that_excel_dropped_are_told_where_they_can_be_seen(tmp_path):
    rows = [COLUMNS, ["1", "00123", *GOOD[2:]], ["2", 124, *GOOD[2:]]]
    (warned,) = check(tmp_path, book(tmp_path, rows)).warnings
    assert (warned.code, warned.facts["name"]) == ("file.zeros_lost", "member") and all("0" in warned.sentence(language) for language in LANGUAGES)
    assert check(tmp_path, book(tmp_path, [*rows[:2], ["2", "124", *GOOD[2:]]])).warnings == ()


def test_errors_and_formulas_nobody_worked_out_are_findings_and_worked_out_ones_are_values(tmp_path):
    def formulas(made, sheet):
        for row, (formula, value) in enumerate([("=1/0", "#DIV/0!"), ("=5*2.1", 10.5), ("=NA()", "#N/A")], 1):
            sheet.write_formula(row, 5, formula, None, value)

    rows = [COLUMNS, *[[str(n), *GOOD[1:]] for n in range(3)]]
    assert findings(tmp_path, book(tmp_path, rows, more=formulas)) == [(2, "orders.amount_unreadable"), (4, "orders.amount_unreadable")]
    file = raw(tmp_path, HEAD + inline("1", '<c t="str"><f>A1</f></c>', "2017-01-01", "s", "1", "1") + inline("2", '<c t="e"><v>#NAME?</v></c>', "2017-01-01", "s", "1", "1"))
    assert findings(tmp_path, file) == [(2, "orders.cell_error"), (3, "orders.cell_error")]


def test_amounts_of_a_sheet_are_rounded_to_the_currency_and_told_and_texts_are_no_more_than_numbers(tmp_path):
    rows = [[*GOOD[:4], 1, amount] for amount in (0.1 + 0.2, 12.345, "7.5", "1,234.50", "1e3", "-3", 10**16)]
    checked = check(tmp_path, book(tmp_path, [COLUMNS, *([str(n), *row[1:]] for n, row in enumerate(rows))]))
    assert [(finding.line, finding.code) for finding in checked.findings()] == [(5, "orders.amount_unreadable"), (6, "orders.amount_unreadable"), (7, "orders.amount_negative"), (8, "orders.amount_unreadable")]
    (warned,) = checked.warnings
    assert (warned.code, warned.facts) == ("orders.rounded", {"columns": "quantity, amount", "count": 1})
    good = orders(tmp_path, book(tmp_path, [COLUMNS, *([str(n), *row[1:]] for n, row in enumerate(rows[:3]))]))
    assert sorted(order.event.data.lines[0].amount for order in good) == [30, 750, 1235]
    assert [number_text(text) for text in ("12.300000000000001", "1.5E-3", "1E3", "-0.5", "007", "12.0", "x")] == ["12.3", "0.0015", "1000", "-0.5", "007", "12", "x"]


def test_texts_in_pieces_with_readings_and_escapes_are_whole(tmp_path):
    strings = "<si><r><t>to</t></r><r><t>fu</t></r><rPh><t>READING</t></rPh></si><si><t>a_x005F_b_x0041_</t></si>"
    row = inline("1", '<c t="s"><v>0</v></c>', "2017-01-01", '<c t="s"><v>1</v></c>', "<c><v>1</v></c>", "<c><v>2</v></c>")
    (order,) = orders(tmp_path, raw(tmp_path, HEAD + row, strings=strings))
    assert (order.ref, order.event.data.lines[0].sku) == ("tofu", "a_bA")


def test_a_stray_cell_far_to_the_right_costs_nothing_and_a_full_sheet_is_told(tmp_path, monkeypatch):
    rows = [COLUMNS, *([str(n), *GOOD[1:]] for n in range(3))]
    far = book(tmp_path, rows, more=lambda made, sheet: sheet.write(1_048_575, 16_383, "stray"))
    assert len(orders(tmp_path, far)) == 3
    monkeypatch.setattr(sheet_rows, "MOST_ROWS", 4)
    (warned,) = check(tmp_path, book(tmp_path, rows)).warnings
    assert (warned.code, warned.line) == ("file.sheet_full", 4)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 and so on", "file.not_workbook"),
        (b"\xd0\xcf\x11\xe0 of 1997", "file.workbook"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * (2**20 - 20) + "EncryptedPackage".encode("utf-16-le"), "file.workbook_locked"),
    ],
)
def test_what_is_no_workbook_we_read_is_refused_by_name(tmp_path, content, code):
    file = tmp_path / "orders.csv"  # whatever it is called
    file.write_bytes(content)
    stopped = check(tmp_path, file).unreadable
    assert stopped.code == code and all(stopped.sentence(language) for language in LANGUAGES)


def test_damaged_and_hostile_workbooks_are_refused_and_never_a_crash(tmp_path):
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    wrong = [
        raw(tmp_path, HEAD + inline("&b;"), before=bomb),
        raw(tmp_path, HEAD + '<row><c t="s"><v>99</v></c></row>'),
        raw(tmp_path, HEAD + "<row><c></row>"),
        raw(tmp_path, HEAD + '<row><c r="ABCD1"><v>1</v></c></row>'),
        raw(tmp_path, HEAD + '<row r="x"><c><v>1</v></c></row>'),
    ]
    whole = book(tmp_path, [COLUMNS, GOOD]).read_bytes()
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(whole[: len(whole) // 2])
    assert [check(tmp_path, file).unreadable.code for file in (*wrong, cut)] == ["file.not_workbook"] * 6
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as made:
        made.writestr("orders.csv", "order_id\n")
    with pytest.raises(Unreadable, match="another kind"):
        TableFile(other, needed=("order_id",))
