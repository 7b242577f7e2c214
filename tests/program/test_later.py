"""The programme promises to say which words have no effect yet."""

from regulars.program.later import not_yet
from regulars.program.reading import parse

DOCUMENT = """program: shop
currency: {code: CNY, minor_digits: 2}
timezone: Asia/Shanghai
wallets:
  points: {kind: spendable}
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1}}
approval: {programme: true}
"""


def test_a_word_without_effect_is_said_on_its_line():
    parsed = parse(DOCUMENT)
    found = [(finding.code, finding.line) for finding in not_yet(parsed.program, parsed.lines)]
    assert found == [
        ("programme.not_yet_approval", 8),
    ]


def test_a_document_that_counts_wholly_has_nothing_to_say():
    parsed = parse(DOCUMENT[: DOCUMENT.index("approval:")])
    assert not_yet(parsed.program, parsed.lines) == []
