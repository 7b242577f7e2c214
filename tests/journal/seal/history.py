"""A few weeks of a shop, so that there is something to seal: joins, orders, returns, redemptions, refusals, and time passing."""

from random import Random
from typing import Any

from journal.conftest import Shop, at
from regulars.journal.clock import advance_due


def live(shop: Shop, members: int, orders_each: int, seed: int = 1) -> None:
    """Play it through the intake. About ``members * (orders_each * 1.3 + 1)`` events."""
    random = Random(seed)
    postings: list[Any] = []
    for number in range(members):
        ref = f"m{number}"
        postings.append(shop.joins(ref))
        for n in range(orders_each):
            day = f"2026-{1 + n % 9:02}-{1 + random.randrange(28):02}"
            postings.append(shop.order(ref, f"{ref}-{n}", day, f"{random.randrange(1, 40_000) / 100:.2f}"))
            if n % 5 == 4:
                postings.append(shop.returns(ref, f"{ref}-{random.randrange(n)}", day, id=f"{ref}-back-{n}"))
            if n % 7 == 3:
                postings.append(shop.redeems(ref, f"{ref}-spent-{n}", day, random.randrange(1, 300)))
    results = shop.post_many(postings, longest_queue=len(postings) + 1)
    assert all(hasattr(result, "status") for result in results)
    advance_due(shop.conn, shop.versions, at("2026-11-15"))
