"""A card in the wrong hands: nothing leaves the points until somebody has looked, and their owner loses nothing by it (tests/stories/README.md: pain 26)."""

from engine.story import Story

from stories.points_story import story

CLUB = "wallets: {points: {expire: {rolling: 6 months}, hold: {for: 10 minutes, at_most: 3 days}}}\nreturns: {policy: debt}\n"


def test_a_stolen_card_spends_nothing_and_its_owner_loses_nothing() -> None:
    played = story(
        CLUB,
        """
        2026-03-01 09:00 Alice joins
        2026-03-02 09:00 buys o1 500.00
        2026-03-20 18:00 spends 50 as r1
        2026-03-20 18:01 spends 50 as r2
        2026-03-20 18:02 holds 100 as h1 for 2 days
        2026-03-20 18:03 is stopped
        2026-03-20 18:03 can't be stopped: member.frozen_already
        2026-03-20 18:04 can't spends 50 as r3: member.is_frozen
        2026-03-20 18:05 can't spends up to 300 as r4: member.is_frozen
        2026-03-20 18:06 can't holds 10 as h2: member.is_frozen
        2026-03-20 18:07 can't captures h1: member.is_frozen
        2026-03-20 18:07 has 300, 100 held
        2026-03-20 19:00 cancels r2
        2026-03-21 10:00 buys o2 80.00
        2026-03-21 10:00 has 430, 100 held
        2026-03-22 18:03 has 530, 0 held
        2026-03-23 09:00 goes on
        2026-03-23 09:00 can't go on: member.not_frozen
        2026-03-23 09:01 spends 530 as r5
        2026-03-23 09:01 has 0
    """,
    )
    assert played.told() == ["530 points were redeemed"]


def test_frozen_points_are_earned_taken_back_and_lapse_as_ever() -> None:
    """The engine and the second calculation, side by side."""
    Story(CLUB).play(
        """
        2026-01-05 Alice joins
        2026-01-06 buys o1 100.00
        2026-02-01 buys o2 40.00
        2026-02-02 is stopped
        2026-02-03 can't spend 10
        2026-02-04 returns o2
        2026-02-04 has 100, 0 debt
        2026-02-05 is given 20
        2026-02-06 is given -5
        2026-03-01 buys o3 30.00
        2026-03-01 has 145
        2026-07-06 has 145
        2026-07-07 has 50
        2026-07-08 can't be stopped
        2026-07-09 goes on
        2026-07-10 can't go on
        2026-07-11 spends 50
        2026-07-11 has 0
    """
    )
