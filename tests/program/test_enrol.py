"""The programme promises that what becomes of somebody nobody knows is read exactly and told in three languages."""

import pytest

from regulars.program.describe import describe
from regulars.program.difference import diff
from regulars.program.document import ENROL
from regulars.program.reading import parse, require

from .samples import HEAD

PLAIN = HEAD


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_each_way_has_a_sentence_of_its_own(language):
    told = {next(section.sentences for section in describe(require(PLAIN + f"enrol: {way}\n"), language) if section.id == "earning")[-1] for way in ENROL}
    assert len(told) == len(ENROL) == 6


def test_another_way_is_a_finding():
    assert [finding.code for finding in parse(PLAIN + "enrol: sometimes\n").findings] == ["programme.unknown_choice"]


def test_the_difference_names_both_ways():
    (change,) = diff(require(PLAIN + "enrol: refuse\n"), require(PLAIN + "enrol: on_request\n"))
    assert (change.key, change.old, change.new) == ("enrol", "refuse", "on_request")
