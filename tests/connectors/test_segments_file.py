"""A list of members reads as it is written, or not at all."""

import pytest

from regulars.connectors.segments_file import read_references
from regulars.kit.errors import Invalid


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("A1\nA2\n\nA1\n", ["A1", "A2"]),
        ("\ufeffmember\nA1\n", ["A1"]),
        ("name,member\nAnn,A1\nBo, A2\n", ["A1", "A2"]),
        ("", []),
        ('"A,1"\n', ["A,1"]),
    ],
)
def test_one_reference_a_line_or_a_column(tmp_path, text, references):
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    assert read_references(tmp_path / "list.csv") == references


@pytest.mark.parametrize(
    ("text", "code"),
    [("a,b\nc,d\n", "segment.file_column"), ("member,b\n,x\n", "segment.file_reference"), ("x" * 129, "segment.file_reference")],
)
def test_a_file_with_a_mistake_is_refused_by_name(tmp_path, text, code):
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        read_references(tmp_path / "list.csv")
    assert refused.value.code == code


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(Invalid, match="nowhere"):
        read_references(tmp_path / "nowhere.csv")
