"""Behaviours in the journal: whatever they do, it folds, replays and explains like everything else (every checker runs after each test)."""

from regulars.engine.explain import sentences
from regulars.journal.queries import movements_of
from regulars.journal.replay import replay_in_memory
from regulars.journal.statement import entry

PROGRAMME = """
program: corner
currency: {code: CNY, minor_digits: 2}
timezone: Asia/Shanghai
wallets: {points: {expire: {rolling: 1 year}}}
events:
  gym.visited: {name: {en: a gym visit}, fields: {minutes: {type: number, required: true}}, measures: [minutes]}
tiers:
  levels: [{id: low}, {id: high, reach: {minutes: 60}}]
earn:
  - {id: base, on: order.paid, points: {per: 1, give: 1}}
  - {id: hello, on: checkin, points: 2, streak: {days: 2, bonus: 10}}
  - {id: gym, on: gym.visited, points: {per: 10, give: 1, of: minutes}}
  - {id: review, on: review.published, points: 30, pending_until: {on: review.approved, matching: review_id, withdraw_on: review.rejected, within: 30 days}}
  - {id: share, on: share.made, points: 5}
"""


def test_a_member_who_does_more_than_buy(shop_with):
    shop = shop_with(PROGRAMME)
    told = [
        shop.joins("alice"),
        shop.event("alice", "checkin", "c1", "2026-01-02", {}),
        shop.event("alice", "checkin", "c2", "2026-01-02 13:00", {}),
        shop.event("alice", "checkin", "c3", "2026-01-03", {"place": "hall"}),
        shop.event("alice", "gym.visited", "g1", "2026-01-04", {"minutes": 65}),
        shop.event("alice", "review.published", "r1", "2026-01-05", {"review_id": "r1"}),
        shop.event("alice", "review.published", "r2", "2026-01-05", {"review_id": "r2"}),
        shop.event("alice", "review.published", "r3", "2026-01-05", {"review_id": "r3"}),
        shop.event("alice", "review.approved", "a1", "2026-01-06", {"review_id": "r1"}),
        shop.event("alice", "review.rejected", "a2", "2026-01-06", {"review_id": "r2"}),
        shop.event("alice", "share.made", "s1", "2026-01-07", {"share_id": "s1", "visitor": "own"}),
        shop.event("alice", "share.clicked", "k1", "2026-01-07", {"share_id": "s1", "visitor": "friend"}),
        shop.order("alice", "o1", "2026-02-10", "100.00"),  # by then the third review has lapsed
    ]
    answers = shop.post_many(told)
    assert [one.status for one in answers] == ["created"] * len(told)
    assert answers[-1].points == {"earned": 100, "active": 2 + 12 + 6 + 30 + 5 + 100, "pending": 0}
    assert answers[-1].tier == "high"
    again = shop.post_many([with_body(told[3], b'{ "place":"hall" }'), with_body(told[3], b'{"place":"roof"}')])
    assert [one.status for one in again] == ["duplicate", "conflict"]
    replayed = replay_in_memory(shop.conn)
    assert replayed.difference is None
    lapsed = shop.conn.execute("SELECT points, rule FROM transfer WHERE target = 'forfeited' ORDER BY seq").fetchall()
    assert lapsed == [(30, "review"), (30, "review")]


def with_body(posting, body):
    return type(posting)(posting.ref, posting.event, body, posting.received_us)


def test_every_movement_reads_as_a_sentence_in_three_languages(shop_with):
    shop = shop_with(PROGRAMME)
    shop.post_many([
        shop.joins("alice"),
        shop.event("alice", "checkin", "c1", "2026-01-02", {}),
        shop.event("alice", "review.published", "r1", "2026-01-05", {"review_id": "r1"}),
        shop.event("alice", "review.rejected", "a2", "2026-01-06", {"review_id": "r1"}),
    ])  # fmt: skip
    program = shop.versions.program
    movements = movements_of(shop.conn, "alice", limit=10).movements
    assert [entry(one, program, "en", "points").kind for one in movements] == ["other", "other", "other", "enrol"]
    assert entry(movements[0], program, "zh-Hant", "points").fired == ["「review」的 30 待生效積分已收回：評價審核不通過"]
    for movement in movements:
        for language in ("en", "zh-Hans", "zh-Hant"):
            assert not any("{" in said for said in sentences(movement.outcome.because, language, program))


def test_a_type_that_a_later_version_brings_counts_from_its_day(shop_with):
    shop = shop_with(PROGRAMME)
    shop.post_many([shop.joins("alice")])
    shop.apply(PROGRAMME.replace("events:\n", "events:\n  pool.visited: {}\n").replace("earn:\n", "earn:\n  - {id: pool, on: pool.visited, points: 7}\n"), "2026-06-01")
    early, late = (shop.event("alice", "pool.visited", f"p{when}", when, {}) for when in ("2026-05-31", "2026-06-01"))
    answers = shop.post_many([late, early])
    assert [(one.status, one.code) for one in answers] == [("created", ""), ("refused", "event.not_of_its_time")]
    assert answers[0].points["active"] == 7
    assert replay_in_memory(shop.conn).difference is None


def test_a_declaration_that_changes_leaves_what_happened_alone(shop_with):
    shop = shop_with(PROGRAMME)
    shop.post_many([shop.joins("alice"), shop.event("alice", "gym.visited", "g1", "2026-01-04", {"minutes": 65})])
    shop.apply(PROGRAMME.replace("{minutes: {type: number, required: true}}", "{minutes: {type: number, required: true}, class: {type: text, required: true}}"), "2026-06-01")
    assert replay_in_memory(shop.conn).difference is None


def test_a_movement_goes_by_the_name_the_programme_gives_its_event(shop_with):
    shop = shop_with(PROGRAMME)
    shop.post_many([shop.joins("alice"), shop.event("alice", "gym.visited", "g1", "2026-01-04", {"minutes": 65}), shop.event("alice", "checkin", "c1", "2026-01-05", {})])
    checkin, gym, joined = movements_of(shop.conn, "alice", limit=3).movements
    program = shop.versions.program
    titles = [[entry(one, program, language, "points").title for one in (gym, checkin, joined)] for language in ("en", "zh-Hans")]
    assert titles == [["A gym visit", "A check-in", ""], ["a gym visit", "签到", ""]]
