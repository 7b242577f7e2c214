"""The command as a shop types it, on a home of its own."""

import json

import pytest

PROGRAM = """
program: corner-grocer
currency: {code: CNY, minor_digits: 2}
timezone: Asia/Shanghai
wallets:
  points: {kind: spendable}
earn:
  - {id: welcome, on: member.enrolled, points: 200}
"""
GOOD = "会员号,name,phone,card,enrolled_at\nA1,王小明,13800138000,c-1,2024-01-02\nA2,Ann Li,+12125550123,c-2,\n"
BAD = GOOD + "A3,Bea,12,c-1,\n"


@pytest.fixture(scope="module")
def shop(tmp_path_factory, in_a_home):
    folder = tmp_path_factory.mktemp("shop")
    (folder / "club.yaml").write_text(PROGRAM)
    (folder / "good.csv").write_text(GOOD)
    (folder / "bad.csv").write_text(BAD)
    return in_a_home(folder)


def test_a_members_file_is_looked_through_mended_and_brought_in(shop):
    code, _, told = shop("import", "members", "good.csv", "--map", "会员号=member")
    assert code != 0 and "[journal.no_program]" in told
    assert shop("program", "apply", "club.yaml")[0] == 0

    code, out, _ = shop("import", "members", "bad.csv", "--map", "会员号=member", "--region", "CN", "--dry-run")
    assert code == 2
    assert "line 4" in out and "[profile.phone_unreadable]" in out and "[members.identity_twice]" in out
    assert "2 of 3 rows" in out

    code, out, told = shop(
        "import", "members", "bad.csv", "--map", "会员号=member", "--region", "CN", "--lang", "zh-Hans"
    )
    assert (code, out) == (2, "") and "第 4 行" in told and "[import.members_nothing_done]" in told

    code, out, _ = shop("import", "members", "good.csv", "--map", "会员号=member", "--region", "CN", "--json")
    document = json.loads(out)
    assert code == 0 and (document["enrolled"], document["updated"], document["undated"]) == (2, 0, 1)

    code, out, _ = shop(
        "import", "members", "bad.csv", "--map", "会员号=member", "--region", "CN", "--skip-bad", "--json"
    )
    document = json.loads(out)
    assert code == 0 and (document["enrolled"], document["updated"], document["bad_rows"]) == (0, 2, 1)
    assert {(finding["line"], finding["column"]) for finding in document["findings"]} == {(4, "phone"), (4, "card")}

    code, _, told = shop("import", "members", "good.csv", "--source", "clock")
    assert code == 2 and "[import.source_reserved]" in told


def test_keys_are_printed_once_listed_without_their_secret_and_revoked(shop):
    code, out, _ = shop(
        "api-key", "create", "--scope", "events:write", "--scope", "members:read", "--name", "till 3", "--json"
    )
    key = json.loads(out)["key"]
    assert code == 0 and key.startswith("rk_")
    _, public_id, secret = key.split("_")

    code, out, _ = shop("api-key", "list", "--json")
    assert [(each["id"], each["name"], each["scopes"], each["revoked_at"]) for each in json.loads(out)] == [
        (public_id, "till 3", ["events:write", "members:read"], None)
    ]
    assert secret not in out

    assert shop("api-key", "revoke", public_id)[0] == 0
    assert "revoked" in shop("api-key", "list")[1]
    code, _, told = shop("api-key", "create", "--scope", "everything")
    assert code == 2 and "[key.scope_unknown]" in told


def test_a_segment_is_handed_in_as_a_file(shop, tmp_path):
    listed = tmp_path / "vip.csv"
    listed.write_text("member\nA1\nNOBODY\n")
    code, _, told = shop("import", "segment", "vip", str(listed))
    assert code == 2 and "[segment.unknown_members]" in told
    code, out, _ = shop("import", "segment", "vip", str(listed), "--skip-bad", "--json")
    assert code == 0 and json.loads(out) == {"segment": "vip", "members": 1, "unknown": ["NOBODY"]}
    code, out, _ = shop("import", "segment", "vip", str(listed), "--skip-bad", "--lang", "zh-Hans")
    assert code == 0 and "现有 1 名会员" in out
