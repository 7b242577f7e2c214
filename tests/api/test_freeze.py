"""The programme promises that whoever may manage members freezes one over the API, and that the till is refused with a sentence from then on."""

from api.shop import Shop, event


def test_a_member_is_frozen_over_the_api_and_the_till_hears_why(shop: Shop) -> None:
    shop.enrol("frida")
    desk = shop.signed_in(shop.new_key("members:manage", "members:read"))

    def put(body: dict, ref: str = "frida") -> object:
        return shop.client.put(f"/v1/members/{ref}/freeze", json=body, headers=desk)

    for body in ({"frozen": True}, {"frozen": True, "reason": ""}, {"frozen": "yes", "reason": "x"}, {"frozen": True, "reason": "a\x00b"}):
        assert put(body).status_code == 422, body
    assert put({"frozen": True, "reason": "x"}, "nobody").status_code == 404
    told = put({"frozen": True, "reason": "card stolen"}).json()
    assert (told["member"], told["frozen"], told["reason"]) == ("frida", True, "card stolen") and told["since"]
    assert put({"frozen": True, "reason": "again"}).json() == told  # it is so already
    assert shop.client.get("/v1/members/frida", headers=desk).json()["frozen_since"] == told["since"]
    refused = shop.post(event("points.redeemed", "frida", {"points": 1}))
    assert (refused.status_code, refused.json()["code"]) == (409, "member.is_frozen")
    till = shop.signed_in(shop.new_key("events:write", "members:read"))
    assert shop.client.put("/v1/members/frida/freeze", json={"frozen": False, "reason": "harmless"}, headers=till).status_code == 403
    assert put({"frozen": False, "reason": "harmless"}).json() == {"member": "frida", "frozen": False, "since": None, "reason": "", "by": ""}
    assert put({"frozen": False, "reason": "harmless"}).status_code == 200
