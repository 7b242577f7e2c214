"""Twenty tills at once: nothing is spent twice, and the same is never counted twice (tests/stories/README.md: pains 25, 27)."""

from journal.conftest import Shop


def test_25_twenty_redemptions_of_everything_at_once_spend_it_once(shop: Shop) -> None:
    """100 points, twenty tills that each want 100: one is served, nineteen are told what is left, and the ledger adds up."""
    shop.post(shop.joins("alice", "2026-01-01"), shop.order("alice", "o1", "2026-01-02", "50.00"))
    answers = shop.post_many([shop.redeems("alice", f"r{n}", "2026-01-03", 100) for n in range(20)])
    assert sorted(answer.status for answer in answers) == ["created"] + ["refused"] * 19
    assert {answer.code for answer in answers if answer.status == "refused"} == {"points.insufficient"}
    assert shop.balance("alice")[0] == 0


def test_25_a_cancelled_redemption_sent_ten_times_gives_back_what_it_took_once(shop: Shop) -> None:
    """The cancellation sent ten times at once gives the points back once."""
    shop.post(shop.joins("alice", "2026-01-01"), shop.order("alice", "o1", "2026-01-02", "50.00"), shop.redeems("alice", "r1", "2026-01-03", 80))
    back = [shop.event("alice", "redemption.cancelled", f"c{n}", "2026-01-04", {"redemption": "r1"}) for n in range(10)]
    shop.post_many(back)
    assert shop.balance("alice")[0] == 100


def test_27_the_same_order_sent_by_every_till_at_once_counts_once(shop: Shop) -> None:
    shop.post(shop.joins("alice", "2026-01-01"))
    answers = shop.post_many([shop.order("alice", "o1", "2026-01-02", "40.00") for _ in range(20)])
    assert sorted(answer.status for answer in answers) == ["created"] + ["duplicate"] * 19
    assert shop.balance("alice")[0] == 90
