"""A running shop of fourteen months and its first refresh, once for each file of tests."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import pytest

from regulars.insight.refreshing import Done, refresh
from regulars.insight.settings.kept import set_settings
from regulars.insight.snapshot.taking import take
from regulars.members.profiling import set_profiling
from tests.insight.running_shop import RunningShop

LAST = date(2026, 2, 28)
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
LOOKERS = 20  # who visit the web shop and never buy
MEMBERS, GOODS = 220, ("tea", "cup", *(f"sku{n}" for n in range(60)))


@dataclass
class Ready:
    shop: RunningShop
    folder: Path
    conn: psycopg.Connection[Any]
    done: Done


@pytest.fixture(scope="module")
def ready(module_database: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ready]:
    """Members over fourteen months: each has a rhythm of their own, tastes that drift, and a day after which most never come again."""
    shop, rng = RunningShop(module_database.dsn), np.random.default_rng(7)
    postings = []
    for n in range(MEMBERS):
        level = rng.gamma(4, 5)  # what one article costs them
        day, gap, leaves = LAST - timedelta(days=int(rng.integers(300, 425))), 4 + rng.gamma(1.5, 12), rng.beta(1, 7)
        favourites = rng.choice(len(GOODS), 4, replace=False)
        postings.append(shop.posting(f"m{n}", "points.redeemed", {"points": 5, "up_to": True}, f"{day}T18:00:00+00:00"))
        while day <= LAST:
            bought = {GOODS[item] for item in (rng.choice(favourites), rng.choice(favourites), rng.integers(len(GOODS)))}
            bought |= {"cup"} if "tea" in bought and n % 2 else set()
            postings.append(shop.order(f"m{n}", day.isoformat(), *((sku, f"{1 + level * rng.gamma(3, 0.4):.2f}") for sku in sorted(bought))))
            favourites[rng.integers(4)] = rng.integers(len(GOODS))
            day += timedelta(days=1 + int(rng.exponential(gap)))
            if rng.random() < leaves:
                break
    postings += [shop.order(f"m{n}", (LAST - timedelta(days=20 - n)).isoformat(), ("fresh", "4.00")) for n in range(4, 10)]
    postings += [shop.posting("m10", "points.redeemed", {"points": 3, "up_to": True}, f"2026-02-20T{9 + n:02}:00:00+00:00") for n in range(9)]  # nobody else does so
    postings += [shop.posting("m1", "survey.answered", {"survey_id": f"nps-{n}", "score": 10}, "2026-02-01") for n in range(3)]
    postings += [shop.posting(f"m{n}", "complaint.made", {}, "2026-02-10") for n in range(4)]
    for n in range(0, MEMBERS, 4):
        postings += [shop.posting(f"m{n}", "survey.answered", {"survey_id": name, "score": int(rng.integers(1, 8))}, "2025-09-01") for name in ("nps-autumn", "repurchase-autumn")]
    for ref in (*(f"v{n}" for n in range(LOOKERS)), *(f"m{n}" for n in range(0, MEMBERS, 4))):
        days = rng.integers(1, 300, int(rng.integers(1, 6)))
        postings += [shop.posting(ref, "site.visited", {"seconds": int(rng.integers(5, 900)), "pages": int(rng.integers(1, 20))}, f"{LAST - timedelta(days=int(n))}") for n in days]
    postings += [shop.posting(f"m{n}", "contact.made", {"topic": "where is my parcel"} | ({"cost": "4.20"} if n < 3 else {}), "2026-02-10") for n in (1, 3, 4)]
    with psycopg.connect(shop.dsn, autocommit=True) as conn:
        shop.post(*sorted(postings, key=lambda one: one.event.at_us))
        set_profiling(conn, "m2", allowed=False, by="m2", at=AT)
        set_settings(conn, {"margin": "40%", "contact_cost": "1.50"}, 2, by="ann", at=AT)
        folder = tmp_path_factory.mktemp("insight") / "snapshot"
        take(conn, folder, at=AT)
        yield Ready(shop, folder, conn, refresh(conn, folder, at=AT))
