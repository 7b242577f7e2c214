"""The programme promises that alerts are read over the API, and that whoever may manage members answers them there."""

from datetime import UTC, datetime

import psycopg
import pytest

from api.shop import Shop
from regulars.insight.watch.alerts import Sentence, Unusual, keep_unusual
from regulars.journal.queries import member_id_of

AT = datetime(2026, 3, 1, tzinfo=UTC)


def test_alerts_are_read_and_answered_over_the_api(shop: Shop) -> None:
    shop.enrol("gustav")
    with psycopg.connect(shop.dsn, autocommit=True) as conn:
        why = (Sentence("insight.anomalies.places", {"now": 5, "usual": "1.0", "days": 10, "chance": "1e-05"}),)
        keep_unusual(conn, [Unusual(AT.date(), member_id_of(conn, "gustav"), 7.5, 90, why)], at=AT)
    reader, desk = shop.signed_in(shop.new_key("insight:read", "members:read")), shop.signed_in(shop.new_key("members:manage"))
    for scope, missing in (("insight:read", "members:read"), ("members:read", "insight:read")):
        refused = shop.client.get("/v1/insight/alerts", headers=shop.signed_in(shop.new_key(scope)))
        assert (refused.status_code, refused.json()["needed"]) == (403, missing), "an alert names a member"
    told = shop.client.get("/v1/insight/alerts?lang=zh-Hans", headers=reader).json()
    (one,) = told["alerts"]
    assert (told["on"], told["budget"], one["member"], one["rule"], one["status"], one["points"]) == (False, 10, "gustav", "unusual", "open", 90)
    assert "一天内出现在 5 处" in one["because"][0]["text"]
    assert shop.client.get("/v1/insight/alerts?status=harmless", headers=reader).json()["alerts"] == []
    path = f"/v1/insight/alerts/{one['id']}"
    assert shop.client.put(path, json={"status": "frozen"}, headers=reader).status_code == 403
    answered = shop.client.put(path, json={"status": "frozen"}, headers=desk)
    assert answered.status_code == 200 and answered.json()["status"] == "frozen" and len(answered.json()["answers"]) == 1
    manage = shop.signed_in(shop.new_key("members:read", "members:manage"))
    assert shop.client.get("/v1/members/gustav/freeze", headers=manage).json()["frozen"] is True
    assert shop.client.put(path, json={"status": "frozen"}, headers=desk).json()["answers"] == answered.json()["answers"]
    assert shop.client.put(path, json={"status": "perhaps"}, headers=desk).status_code == 422
    assert shop.client.put("/v1/insight/alerts/987654", json={"status": "open"}, headers=desk).status_code == 404
    assert shop.client.get("/v1/insight/alerts", headers=reader).json()["realised"] == [
        {"rule": "unusual", "alerts": 1, "answered": 1, "right": 1, "share": 1.0, "low": pytest.approx(1 / (1 + 1.959964**2)), "high": 1.0}  # Wilson 1927, 1 of 1
    ]
    shop.client.put("/v1/members/gustav/freeze", json={"frozen": False, "reason": "harmless"}, headers=manage)

