"""The programme promises that a key is not a second person: goodwill above the limit is refused at the machines' door, alone and among others."""

import time
from datetime import UTC, datetime

import psycopg

from api.shop import PROGRAMME, Shop, event
from regulars.journal.programs import apply_version


def adjustment(points: int, id: str) -> dict:
    return event("points.adjusted", "alice", {"points": points, "reason": "broken cup", "by": "ann"}, id=id)


def test_goodwill_above_the_limit_needs_a_person(shop: Shop) -> None:
    shop.enrol("alice")
    assert shop.post(adjustment(501, "before")).status_code == 201
    with psycopg.connect(shop.dsn) as conn:
        apply_version(conn, PROGRAMME + "approval: {goodwill_above: 500}\n", by="test", at=datetime.now(UTC))
    for turn in range(100):  # a version applied by another process is noticed within seconds
        refused = shop.post(adjustment(501, f"after-{turn}"))
        if refused.status_code == 409:
            break
        assert refused.status_code == 201
        time.sleep(0.1)
    assert (refused.json()["code"], refused.json()["points"], refused.json()["limit"]) == ("approval.needed", 501, 500)
    assert shop.post(adjustment(500, "exactly")).status_code == 201
    answers = shop.post([adjustment(9_000, "many-1"), adjustment(-100, "many-2")], "application/cloudevents-batch+json").json()
    assert (answers[0]["status"], answers[0]["code"]) == ("refused", "approval.needed")
    assert answers[1]["status"] == "created"  # taking away is no goodwill
