"""The programme promises that what is reserved at a checkout is spent once, over the wire, whoever asks how often."""

from concurrent.futures import ThreadPoolExecutor

import psycopg

from api.shop import Shop, event, order
from regulars.journal.verify import verify


def _sound(shop: Shop) -> None:
    with psycopg.connect(shop.dsn, autocommit=True) as conn:
        report = verify(conn)
    assert report.is_sound, [finding for checked in report.checks for finding in checked.findings]


def test_ask_reserve_confirm_and_take_back(shop: Shop) -> None:
    shop.enrol("pia")
    shop.post(order("pia", "480.00"))
    ask = event("points.held", "pia", {"points": 9000, "up_to": True, "order_amount": "3.00", "for": "5 minutes"})
    quoted = shop.quote(ask).json()
    worth = next(reason for reason in quoted["because"] if reason["code"] == "points.worth")
    assert (quoted["status"], worth["points"], worth["amount"]) == ("quoted", 300, "3.00")
    held = event("points.held", "pia", {"points": 300, "order_amount": "3.00", "for": "5 minutes", "reference": "basket 7"})
    assert shop.post(held).json()["points"]["active"] == 200
    standing = shop.client.get("/v1/members/pia").json()
    assert (standing["points"]["active"], standing["points"]["held"]) == (200, 300)
    (hold,) = standing["holds"]
    assert (hold["hold"], hold["points"], hold["wallet"], hold["reference"]) == (held["id"], 300, "points", "basket 7")
    capture = event("points.captured", "pia", {"hold": held["id"], "points": 250})
    assert shop.post(capture).status_code == 201
    assert shop.post(capture).json()["status"] == "duplicate"
    again = shop.post(event("points.captured", "pia", {"hold": held["id"]}))
    assert (again.status_code, again.json()["code"]) == (409, "hold.not_open")
    assert shop.client.get("/v1/members/pia").json()["points"]["active"] == 250
    back = shop.post(event("redemption.cancelled", "pia", {"redemption": capture["id"]}))
    assert back.json()["points"]["active"] == 500
    _sound(shop)


def test_the_ends_of_a_slider_are_what_a_checkout_may_ask(shop: Shop) -> None:
    shop.enrol("ola")
    shop.post(order("ola", "480.00"))
    ends = shop.client.get("/v1/members/ola/payable?order_amount=3.00").json()
    assert ends == {
        "member": "ola", "wallet": "points", "available": 500, "least": 1, "most": 300, "step": 1, "pays_least": "0.01", "pays_most": "3.00",
        "currency": "EUR", "code": None, "detail": None,
    }  # fmt: skip
    assert shop.quote(event("points.redeemed", "ola", {"points": ends["most"], "order_amount": "3.00"})).json()["status"] == "quoted"
    nothing = shop.client.get("/v1/members/ola/payable?order_amount=0.00&lang=zh-Hans").json()
    assert (nothing["most"], nothing["code"]) == (0, "redeem.below_min") and "抵扣订单" in nothing["detail"]
    for bent, status, code in (("3", 200, None), ("3.001", 422, "money.too_many_digits"), ("-3", 422, "money.unreadable"), ("3.00&wallet=moon", 409, "points.unknown_wallet")):
        answer = shop.client.get(f"/v1/members/ola/payable?order_amount={bent}")
        assert (answer.status_code, answer.json().get("code")) == (status, code), bent
    assert shop.client.get("/v1/members/nobody/payable?order_amount=3").status_code == 404


def test_twenty_tills_capture_one_hold_once(shop: Shop) -> None:
    shop.enrol("quin")
    shop.post(order("quin", "100.00"))
    held = event("points.held", "quin", {"points": 100})
    assert shop.post(held).status_code == 201
    captures = [event("points.captured", "quin", {"hold": held["id"]}) for _ in range(10)]
    releases = [event("points.released", "quin", {"hold": held["id"]}) for _ in range(10)]
    with ThreadPoolExecutor(8) as tills:
        answers = list(tills.map(shop.post, [one for pair in zip(captures, releases, strict=True) for one in pair]))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 19
    standing = shop.client.get("/v1/members/quin").json()["points"]
    assert standing["held"] == 0
    assert standing["active"] in (20, 120)
    _sound(shop)


def test_a_redemption_is_cancelled_once_however_many_ask(shop: Shop) -> None:
    shop.enrol("rosa")
    shop.post(order("rosa", "100.00"))
    spent = event("points.redeemed", "rosa", {"points": 120})
    shop.post(spent)
    with ThreadPoolExecutor(8) as tills:
        answers = list(tills.map(shop.post, [event("redemption.cancelled", "rosa", {"redemption": spent["id"]}) for _ in range(12)]))
    assert {answer.status_code for answer in answers} == {201}
    assert shop.client.get("/v1/members/rosa").json()["points"]["active"] == 120
    _sound(shop)


def test_what_can_not_be_meant_is_refused_before_anything_is_kept(shop: Shop) -> None:
    shop.enrol("sam")
    for type, data, code in (
        ("points.held", {"points": 5, "for": "a while"}, "hold.not_a_span"),
        ("points.held", {"points": 5, "for": "1 day", "until": "2026-01-01T00:00:00Z"}, "hold.for_and_until"),
        ("points.held", {"points": 5, "until": "2026-02-30T00:00:00Z"}, "hold.until"),
        ("points.held", {"points": 5, "until": "2026-02-03T00:00:00"}, "hold.until"),
        ("points.held", {"points": 0}, "points.not_positive"),
        ("points.held", {"points": 5, "order_amount": "-1"}, "money.unreadable"),
        ("points.held", {"points": 5, "order_amount": 5}, "money.not_text"),
        ("points.captured", {"hold": ""}, "event.text_empty"),
        ("points.captured", {"hold": "h", "points": -1}, "points.not_positive"),
        ("redemption.cancelled", {"redemption": "r", "points": 0}, "points.not_positive"),
        ("redemption.cancelled", {"redemption": "r", "lots": []}, "data.unknown_field"),
    ):
        answer = shop.post(event(type, "sam", data))
        assert (answer.status_code, answer.json()["code"]) == (422, code), data
