"""The programme promises that every word it reads is counted, or said not to be."""

from regulars.program.later import not_yet
from regulars.program.reading import parse

from .samples import EVERYTHING


def test_a_document_that_says_everything_is_counted_wholly():
    parsed = parse(EVERYTHING)
    assert parsed.program is not None
    assert not_yet(parsed.program, parsed.lines) == []
