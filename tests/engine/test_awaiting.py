"""Points that wait for an event of their own: confirmed, taken back, or lapsed (docs/reference/programme.md, "Points that wait")."""

from engine.club import Club

REVIEW = "earn: [{id: review, name: {en: Review, zh-Hans: 评价, zh-Hant: 評價}, on: review.published, points: 30%s}]"


def test_a_review_earns_when_it_is_approved():
    club = Club(REVIEW % "").play("""
        2026-01-05 joins
        2026-01-06 review.published review_id=r1 rating=5
        2026-01-06 has 0, 30 pending
    """)
    assert club.said("zh-Hans") == ["“评价”奖励 30 积分", "“评价”的 30 积分待评价审核通过后生效"]
    club.play("""
        2026-01-08 review.approved review_id=r1
        2026-01-08 has 30, 0 pending
    """)
    assert club.said() == ["30 pending points of “Review” were confirmed"]


def test_a_rejected_review_earns_nothing_and_gives_its_limit_back():
    club = Club(REVIEW % ", limit: {times: 1, per: month}").play("""
        2026-01-05 joins
        2026-01-06 review.published review_id=r1
        2026-01-06 has 0, 30 pending
        2026-01-06 review.published review_id=r2
        2026-01-06 has 0, 30 pending
        2026-01-07 review.rejected review_id=r1
        2026-01-07 has 0, 0 pending
    """)
    assert club.last.earned == {"points": -30}
    assert club.said() == ["30 pending points of “Review” were taken back: the rejection of the review"]
    club.play("""
        2026-01-08 review.published review_id=r3
        2026-01-09 review.approved review_id=r3
        2026-01-09 has 30
    """)


def test_only_its_own_review_is_confirmed_and_only_once():
    club = Club(REVIEW % "").play("""
        2026-01-05 joins
        2026-01-06 review.published review_id=r1
        2026-01-06 review.published review_id=r2
        2026-01-07 review.approved review_id=r2
        2026-01-07 has 30, 30 pending
        2026-01-07 review.approved review_id=r2
        2026-01-07 has 30, 30 pending
    """)
    assert club.codes == ["confirmation.settled"]
    club.play("""
        2026-01-08 review.published review_id=r2
        2026-01-08 has 30, 30 pending
    """)
    assert club.codes == ["event.counted_already"]


def test_an_approval_may_overtake_its_review():
    club = Club(REVIEW % "").play("""
        2026-01-05 joins
        2026-01-06 review.approved review_id=r1
    """)
    assert club.codes == ["confirmation.early"]
    club.play("""
        2026-01-06 review.published review_id=r1
        2026-01-06 has 30, 0 pending
        2026-01-06 review.rejected review_id=r2
        2026-01-07 review.published review_id=r2
        2026-01-07 has 30, 0 pending
    """)


def test_a_share_earns_when_somebody_else_clicks_for_the_first_time():
    """Her own click never counts, and one friend who clicks on everything counts once."""
    club = Club("earn: [{id: share, on: share.made, points: 5}]").play("""
        2026-01-05 joins
        2026-01-06 share.made share_id=s1 visitor=alice
        2026-01-06 share.clicked share_id=s1 visitor=alice
        2026-01-06 has 0, 5 pending
    """)
    assert club.codes == ["confirmation.own"]
    club.play("""
        2026-01-06 share.clicked share_id=s1 visitor=friend
        2026-01-06 has 5, 0 pending
        2026-01-07 share.made share_id=s2 visitor=alices-phone
        2026-01-07 share.clicked share_id=s2 visitor=friend
        2026-01-07 has 5, 5 pending
    """)
    assert club.codes == ["confirmation.repeated"]
    club.play("""
        2026-01-07 share.clicked share_id=s2 visitor=alice
        2026-01-07 has 5, 5 pending
        2026-01-07 share.clicked share_id=s2 visitor=neighbour
        2026-01-07 has 10, 0 pending
        2026-01-08 share.clicked share_id=s3 visitor=alice
        2026-01-08 share.clicked share_id=s3 visitor=colleague
        2026-01-09 share.made share_id=s3 visitor=alice
        2026-01-09 has 15, 0 pending
    """)


def test_what_nobody_confirms_in_time_lapses_with_a_reason():
    """Within 30 days of the 6th of January: the 5th of February is the last day."""
    story = """
        2026-01-05 joins
        2026-01-06 review.published review_id=r1
        2026-02-05 has 0, 30 pending
    """
    kept = Club(REVIEW % ", pending_until: {on: review.approved, matching: review_id, within: 30 days}").play(story)
    kept.play("""
        2026-02-05 23:59 review.approved review_id=r1
        2026-02-06 has 30, 0 pending
    """)
    late = Club(REVIEW % ", pending_until: {on: review.approved, matching: review_id, within: 30 days}").play(story)
    late.play("""
        2026-02-06 00:00 has 0, 0 pending
        2026-02-06 00:00 review.approved review_id=r1
        2026-02-06 has 0, 0 pending
    """)
    assert late.codes == ["confirmation.settled"]
    assert [one.target for one in late.journal.transfers] == ["pending", "forfeited"]


def test_a_shop_may_trust_its_reviewers():
    Club(REVIEW % ", pending_until: none").play("""
        2026-01-05 joins
        2026-01-06 review.published review_id=r1
        2026-01-06 has 30, 0 pending
    """)


def test_joining_may_be_paid_at_the_first_purchase_only():
    Club("earn: [{id: welcome, on: member.enrolled, points: 200, pending_until: {on: order.paid, within: 60 days}}, {id: base, on: order.paid, points: {per: 1, give: 1}}]").play("""
        2026-01-05 joins
        2026-01-05 has 0, 200 pending
        2026-02-01 pays o1 50.00
        2026-02-01 has 250, 0 pending
        2026-02-02 pays o2 50.00
        2026-02-02 has 300, 0 pending
    """)


def test_confirmed_points_wait_as_long_as_their_wallet_says_and_expire_by_the_day_they_were_earned():
    """Earned on 6 January and usable 14 days later at the soonest; usable to 6 March, whenever they were confirmed."""
    Club("wallets: {points: {activate: {after: 14 days}, expire: {rolling: 2 months}}}\n" + REVIEW % "").play("""
        2026-01-05 joins
        2026-01-06 review.published review_id=r1
        2026-01-06 review.published review_id=r2
        2026-01-08 review.approved review_id=r1
        2026-01-19 has 0, 60 pending
        2026-01-20 has 30, 30 pending
        2026-02-01 review.approved review_id=r2
        2026-02-01 has 60, 0 pending
        2026-03-06 has 60
        2026-03-07 has 0
    """)


def test_points_that_wait_expire_with_their_day():
    club = Club("wallets: {points: {expire: {rolling: 2 months}}}\n" + REVIEW % "").play("""
        2026-01-05 joins
        2026-01-06 review.published review_id=r1
        2026-03-06 has 0, 30 pending
        2026-03-07 has 0, 0 pending
        2026-03-08 review.approved review_id=r1
        2026-03-08 has 0, 0 pending
    """)
    assert [one.target for one in club.journal.transfers] == ["pending", "breakage"]


def test_what_is_confirmed_after_its_last_day_lapses_at_once():
    """The approval and the review both reach us after the points' last day: nothing of them can be spent until midnight."""
    club = Club("wallets: {points: {expire: {rolling: 2 months}}}\n" + REVIEW % "").play("""
        2026-01-05 joins
        2026-01-08 review.approved review_id=r1
        2026-06-01 pays a 1
        2026-01-06 review.published review_id=r1
        2026-06-01 has 0, 0 pending
    """)
    assert [one.target for one in club.journal.transfers] == ["pending", "active", "breakage"]
    assert club.codes[-2:] == ["points.confirmed", "points.expired"]


def test_a_debt_is_settled_when_the_points_come_not_before():
    Club("earn: [{id: base, on: order.paid, points: {per: 1, give: 1}}, {id: review, on: review.published, points: 30}]").play("""
        2026-01-05 joins
        2026-01-06 pays o1 20.00
        2026-01-07 spends 20
        2026-01-08 returns o1
        2026-01-09 review.published review_id=r1
        2026-01-09 has 0, 30 pending, 20 debt
        2026-01-10 review.approved review_id=r1
        2026-01-10 has 10, 0 pending, 0 debt
    """)


DELIVERED = """
events: {order.delivered: {fields: {order_id: {type: text, required: true}}, once_per: order_id}}
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1}}
  - {id: bonus, on: order.paid, points: {per: 1, give: 1}, pending_until: {on: order.delivered, matching: order_id, within: 10 days}}
"""


def test_an_orders_points_may_wait_for_its_delivery():
    club = Club(DELIVERED).play("""
        2026-01-05 joins
        2026-01-06 pays o1 60.00 + 40.00
        2026-01-06 has 100, 100 pending
        2026-01-07 returns o1 line 2
        2026-01-07 has 60, 60 pending
        2026-01-08 order.delivered order_id=o1
        2026-01-08 has 120, 0 pending
        2026-01-09 returns o1
        2026-01-09 has 0, 0 pending, 0 debt
    """)
    assert club.last.earned == {"points": -120}


def test_a_return_takes_back_nothing_of_what_had_lapsed():
    Club(DELIVERED).play("""
        2026-01-05 joins
        2026-01-06 pays o1 60.00 + 40.00
        2026-01-17 has 100, 0 pending
        2026-01-18 returns o1 line 2
        2026-01-18 has 60, 0 pending, 0 debt
        2026-01-19 returns o1
        2026-01-19 has 0, 0 pending, 0 debt
    """)


def test_growth_counts_for_levels_once_it_is_confirmed():
    Club("""wallets: {points: {}, growth: {kind: qualifying}}
tiers: {levels: [{id: low}, {id: high, reach: {points.growth: 10}}]}
earn: [{id: review, on: review.published, points: 10, wallet: growth}]""").play("""
        2026-01-05 joins
        2026-01-06 review.published review_id=r1
        2026-01-06 has 0, low
        2026-01-07 review.approved review_id=r1
        2026-01-07 has 10 growth, high
    """)


def test_a_streaks_bonus_waits_with_its_rule():
    Club("""events: {photo.posted: {fields: {photo: {type: text, required: true}}, once_per: photo}, photo.liked: {fields: {photo: text}}}
earn: [{id: photo, on: photo.posted, points: 1, streak: {days: 2, bonus: 10}, pending_until: {on: photo.liked, matching: photo}}]""").play("""
        2026-01-05 joins
        2026-01-06 photo.posted photo=a
        2026-01-07 photo.posted photo=b
        2026-01-07 has 0, 12 pending
        2026-01-08 photo.liked photo=b
        2026-01-08 has 11, 1 pending
    """)


def test_a_refused_event_confirms_nothing():
    Club("earn: [{id: welcome, on: member.enrolled, points: 200, pending_until: {on: points.redeemed}}]").play("""
        2026-01-05 joins
        2026-01-06 refused spends 10
        2026-01-06 has 0, 200 pending
    """)


def test_a_limit_over_several_rules_gets_back_what_was_taken_back():
    Club("""limits: [{id: month, points: 50, per: month}]
earn: [{id: review, on: review.published, points: 30}, {id: survey, on: survey.answered, points: 30}]""").play("""
        2026-01-05 joins
        2026-01-06 review.published review_id=r1
        2026-01-07 review.rejected review_id=r1
        2026-01-08 survey.answered survey_id=s1
        2026-01-08 has 30
        2026-01-09 review.published review_id=r2
        2026-01-09 has 30, 20 pending
    """)
