"""“Why?”: what members ask and shops could not answer (tests/stories/README.md: pains 16 to 18)."""

import pytest

from regulars.kit.phrases import LANGUAGES
from regulars.program.describe import describe
from stories.points_story import PointsStory, story

CLUB = """
earn:
  - {id: base, name: {en: A point a yuan, zh-Hans: 一元一分, zh-Hant: 一元一分}, on: order.paid, points: {per: 1, give: 1}}
  - {id: coffee, name: {en: Coffee doubles, zh-Hans: 咖啡双倍, zh-Hant: 咖啡雙倍}, on: order.paid, when: {line.category: coffee}, points: {multiply: 2}}
  - {id: app, name: {en: Thanks for using the app, zh-Hans: 应用下单奖励, zh-Hant: 應用下單獎勵}, on: order.paid, when: {order.channel: app}, points: 5, limit: {times: 1, per: day}}
"""


def test_16_every_movement_says_why():
    """14.5 + 10.5 = 25: of the two halves the floors leave one point, and the first rule of the document gets it."""
    club = story(CLUB, "2026-01-05 Alice joins\n2026-01-06 buys o1 10.50 coffee + 4.00 bread at app")
    assert club.told() == [
        "“A point a yuan” gave 15 points (14.5 before rounding)",
        "“Coffee doubles” added 10 points (10.5 before rounding)",
        "“Thanks for using the app” gave a bonus of 5 points",
        "Usable now; they do not expire",
    ]
    club.play("2026-01-07 spends 10 as r1\n2026-01-08 returns o1")
    assert "10 of these points had been spent already: they are owed and will be settled first" in club.told()


@pytest.mark.parametrize("language", LANGUAGES)
def test_17_the_whole_programme_fits_on_a_page_of_plain_sentences(language):
    told = [sentence for section in describe(PointsStory(CLUB).program, language) for sentence in section.sentences]
    assert len(told) <= 12
    assert all("{" not in sentence and "order.paid" not in sentence for sentence in told)


def test_18_what_gave_nothing_says_what_was_missing():
    club = story(CLUB, "2026-01-05 Alice joins\n2026-01-06 buys o1 10.00 bread at app\n2026-01-06 buys o2 10.00 bread at app")
    told = "\n".join(club.told())
    assert "“Coffee doubles” did not apply: the category did not match" in told
    assert "“Thanks for using the app” did not apply: its number of times is used up (day)" in told
    club.play("2026-01-07 buys o3 10.00 coffee paying 10.00 points")
    assert "nothing of the order was paid with money" in "\n".join(club.told())
