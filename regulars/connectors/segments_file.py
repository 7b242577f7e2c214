"""A list of members from a file: one reference a line, or a CSV with a ``member`` column."""

import csv
from pathlib import Path

from regulars.kit.errors import Invalid
from regulars.kit.phrases import phrases

LONGEST_REF = 128

phrases(
    {
        "segment.file_unreadable": ("{file} can't be read: {problem}", "无法读取 {file}：{problem}", "無法讀取 {file}：{problem}"),
        "segment.file_column": (
            "{file} has several columns and none is called “member”",
            "{file} 有多列，但没有名为“member”的列",
            "{file} 有多欄，但沒有名為「member」的欄",
        ),
        "segment.file_reference": (
            "line {line} of {file} is no reference of 1 to {most} characters",
            "{file} 第 {line} 行不是 1 至 {most} 个字符的会员编号",
            "{file} 第 {line} 行不是 1 至 {most} 個字元的會員編號",
        ),
    }
)


def read_references(file: Path) -> list[str]:
    """The references in the order of the file, each once; blank lines are passed over. A first line ``member`` is a head.

    Raises Invalid ``segment.file_*``; nothing of a file with a mistake is taken.
    """
    try:
        rows = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Invalid("segment.file_unreadable", file=file.name, problem=str(error)) from None
    filled = [(line, row) for line, row in enumerate(rows, start=1) if any(cell.strip() for cell in row)]
    column = 0
    if filled and "member" in (head := [cell.strip().lower() for cell in filled[0][1]]):
        column = head.index("member")
        filled = filled[1:]
    elif any(len(row) > 1 for _, row in filled):
        raise Invalid("segment.file_column", file=file.name)
    found: dict[str, None] = {}
    for line, row in filled:
        ref = row[column].strip() if column < len(row) else ""
        if not 1 <= len(ref) <= LONGEST_REF or "\0" in ref:
            raise Invalid("segment.file_reference", file=file.name, line=line, most=LONGEST_REF)
        found[ref] = None
    return list(found)
