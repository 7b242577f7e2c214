"""The programme promises that an agent sees a member's pool, whose points lie in it, and can found it, add to it and let somebody leave."""

from journal.conftest import Shop

from console.people import NOW, PROGRAMME, signed_in
from regulars.journal.programs import apply_version
from regulars.journal.queries import state_of
from regulars.journal.verify import verify


def test_an_agent_founds_a_pool_adds_a_member_and_lets_them_leave(people_shop: Shop) -> None:
    apply_version(people_shop.conn, PROGRAMME + "pools: {family: {name: {en: Family, zh-Hans: 家庭}, members: 3}}\n", by="owner", at=NOW)
    client = signed_in("agent")
    had = state_of(people_shop.conn, "bea").wallets["points"].active
    assert "Found a pool" in client.get("/console/member/bea/").content.decode()
    for _ in range(2):  # the same form sent twice
        client.post("/console/pool/act/", {"id": "f1", "verb": "found", "pool": "home/1", "member": "bea", "kind": "family", "back": "bea"})
    client.post("/console/pool/act/", {"id": "a1", "verb": "add", "pool": "home/1", "member": "dana"})
    client.post("/console/pool/act/", {"id": "c1", "verb": "contribute", "member": "bea", "points": "20", "back": "bea"})
    assert state_of(people_shop.conn, "bea").wallets["points"].active == had - 20

    seen = client.get("/console/pool/home%2F1/").content.decode()
    assert "2 of 3 members · owned by bea" in seen and "20 points were put in" in seen and "dana" in seen
    member = client.get("/console/member/bea/").content.decode()
    assert "Left of their own" in member and "home/1" in member
    assert client.get("/console/member/home%2F1/").status_code == 302
    assert "home/1" not in client.get("/console/members/").content.decode()  # a pool is no member

    said = client.post("/console/pool/act/", {"id": "l0", "verb": "leave", "pool": "home/1", "member": "bea"}, follow=True).content.decode()
    assert "hand the pool over or dissolve it first" in said
    client.post("/console/pool/act/", {"id": "l1", "verb": "leave", "pool": "home/1", "member": "dana"})
    assert "1 of 3 members" in client.get("/console/pool/home%2F1/").content.decode()
    client.post("/console/pool/act/", {"id": "d1", "verb": "dissolve", "pool": "home/1"})
    assert "dissolved" in client.get("/console/pool/home%2F1/").content.decode()
    assert state_of(people_shop.conn, "bea").wallets["points"].active == had
    assert verify(people_shop.conn).is_sound


def test_who_may_only_look_does_nothing(people_shop: Shop) -> None:
    apply_version(people_shop.conn, PROGRAMME + "pools: {family: {members: 3}}\n", by="owner", at=NOW)
    client = signed_in("analyst")
    assert client.post("/console/pool/act/", {"verb": "found", "pool": "p", "member": "bea", "kind": "family"}).status_code == 403
    assert "Found a pool" not in client.get("/console/member/bea/").content.decode()
