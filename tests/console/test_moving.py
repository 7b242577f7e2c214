"""The programme promises that an agent can give points and merge two members on the page, seeing first what it would do."""

from journal.conftest import Shop

from console.people import NOW, PROGRAMME, signed_in
from regulars.journal.programs import apply_version
from regulars.journal.queries import state_of
from regulars.journal.verify import verify


def active(shop: Shop, ref: str) -> int:
    return state_of(shop.conn, ref).wallets["points"].active


def test_an_agent_gives_points_once_and_merges_and_parts(people_shop: Shop) -> None:
    apply_version(people_shop.conn, PROGRAMME + "gifts: {max: 50}\n", by="owner", at=NOW)
    client = signed_in("agent")
    had = active(people_shop, "bea"), active(people_shop, "dana")
    for _ in range(2):  # the same form sent twice
        client.post("/console/member/bea/gift/", {"id": "form-1", "to": "dana", "points": "20"})
    assert (active(people_shop, "bea"), active(people_shop, "dana")) == (had[0] - 20, had[1] + 20)
    assert "A gift is at most 50 points, not 60" in client.post("/console/member/bea/gift/", {"id": "form-2", "to": "dana", "points": "60"}).content.decode()

    seen = client.get("/console/member/bea/merge/?goes=dana").content.decode()
    assert f"Afterwards: {had[0] + had[1]:,} points, Gold." in seen
    assert state_of(people_shop.conn, "dana").moving is None  # only looked at
    assert client.post("/console/member/bea/merge/", {"id": "m-1", "goes": "dana"}).status_code == 302
    assert active(people_shop, "bea") == had[0] + had[1]
    assert "Undo the merge" in client.get("/console/member/bea/merge/").content.decode()
    client.post("/console/member/bea/merge/", {"id": "u-1", "goes": "dana", "undo": "1"})
    assert (active(people_shop, "bea"), active(people_shop, "dana")) == (had[0] - 20, had[1] + 20)
    assert verify(people_shop.conn).is_sound
