"""The programme promises members a guide in exactly these words, with examples of every kind of rule: `annals/guide.*.txt`.

After a change of words: `REWRITE_TOLD=1 python -m pytest tests/engine/test_guide_told.py`, then read what changed as a member would.
"""

from datetime import date

import pytest
from program.corners import PARTS
from program.samples import CORNER_GROCER, EVERYTHING, HEAD
from program.telling import same

from engine.annals import ANNALS, programmes
from regulars.engine.guide.files import markdown_of
from regulars.engine.guide.writing import guide_of
from regulars.kit.phrases import LANGUAGES
from regulars.program.reading import require

TODAY = date(2026, 11, 23)  # a Monday
KINDS = [name for name in PARTS if name.startswith(("a rule", "rules", "conditions", "a rate", "a multiplier", "a streak", "levels", "reviewed", "memberships", "returns", "festivals", "a challenge of days", "limits of every"))]
COINS = "program: coins\ncurrency: {code: TWD, minor_digits: 0}\ntimezone: Asia/Taipei\nwallets: {points: {expire: {rolling: 1 year}}}\nearn: [{id: base, on: order.paid, points: {per: 10, give: 1}}, {id: big, on: order.paid, when: {order.net_amount: {above: 2000}}, points: 5}]\n"
IN_CHINESE = ("coins", "the corner grocer", "conditions of the member")
FOR_ORDERS = {name: text for name, text in programmes().items() if name in KINDS} | {"coins": COINS, "the corner grocer": CORNER_GROCER, "everything": EVERYTHING, "hardly anything": HEAD}


@pytest.mark.parametrize("name", FOR_ORDERS)
def test_the_guide_says(name: str) -> None:
    """In English every kind, in Chinese some of each section."""
    program = require(FOR_ORDERS[name])
    for language in LANGUAGES if name in IN_CHINESE else ("en",):
        lines = markdown_of(guide_of(program, language, today=TODAY, version=3 if len(name) % 2 else None)).split("\n")
        same(f"guide.{language}.txt", name, [f"| {line}" for line in lines if line], ANNALS)
