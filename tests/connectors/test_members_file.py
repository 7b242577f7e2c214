import datetime as dt
from dataclasses import replace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.connectors.members_file import MembersFile, check_members, read_members
from regulars.kit.periods import microseconds
from regulars.members.identity import Identity

NOW = dt.datetime(2026, 3, 1, 9, 0, tzinfo=dt.UTC)


def _nobody_has_it(asked):
    return [False] * len(asked)


@pytest.fixture
def written(tmp_path):
    """Write a file and say how to read it."""

    def write(content, **words):
        path = tmp_path / "members.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return MembersFile(path, "Asia/Shanghai", microseconds(NOW), **words)

    return write


def _check(file):
    return check_members(file, _nobody_has_it)


def _codes(file):
    return [(finding.line, finding.code) for finding in _check(file).findings]


def test_a_good_file_reads_as_enrolments(written):
    file = written(
        "member,enrolled_at,name,phone,email,card,birthday,gender,attributes.age_band,identity.wechat,notes\n"
        "A1,2024-01-02,王小明,138 0013 8000, Ming@Example.com,c-1,1990/5/17,男,35-44,oX1,ignored\n"
        "A2,2024-05-05T10:00:00+00:00,Ann Li,,,,,F,,,\n"
        "A3,,,,,,,,,,\n",
        region="CN",
    )
    checked = _check(file)
    assert checked.is_clean and (checked.rows, checked.good, checked.undated) == (3, 3, 1)
    one, two, three = read_members(checked)
    assert one.ref == "A1"
    assert one.enrolled_us == microseconds(dt.datetime(2024, 1, 1, 16, tzinfo=dt.UTC))  # midnight in Shanghai
    assert one.personal.profile == {
        "name": "王小明",
        "phone": "+8613800138000",
        "email": "ming@example.com",
        "birthday": "1990-05-17",
        "gender": "male",
        "attributes": '{"age_band": "35-44"}',
    }
    assert one.personal.identities == (Identity("card", "C-1"), Identity("wechat", "oX1"))
    assert two.enrolled_us == microseconds(dt.datetime(2024, 5, 5, 10, tzinfo=dt.UTC))
    assert two.personal.profile == {"name": "Ann Li", "gender": "female"}
    assert three.enrolled_us is None and not three.personal


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (",Ann,,,,,", ["members.member_missing"]),
        ("x" * 129 + ",Ann,,,,,", ["members.member_long"]),
        ("..,Ann,,,,,", ["members.member_unreachable"]),
        ("A\x01,Ann,,,,,", ["members.text_broken"]),
        ("A1,Ann,12,,,,", ["profile.phone_unreadable"]),
        ("A1,Ann,13800138000,,,,", ["profile.phone_unreadable"]),  # no country told
        ("A1,Ann,,ann,,,", ["profile.email_unreadable"]),
        ("A1,Ann,,,1990-02-30,,", ["profile.birthday_unreadable"]),
        ("A1,Ann,,,17/05/1990,,", ["profile.birthday_unreadable"]),
        ("A1,Ann,,,2027-01-01,,", ["profile.birthday_in_future"]),
        ("A1,Ann,,,,x,", ["profile.gender_unknown"]),
        ("A1," + "x" * 129 + ",,,,,", ["profile.too_long"]),
        ("A1,Ann,,,,,yesterday", ["members.date_unreadable"]),
        ("A1,Ann,,,,,2024-02-30", ["members.date_unreadable"]),
        ("A1,Ann,,,,,1969-12-30", ["members.date_early"]),
        ("A1,Ann,,,,,2026-03-02", ["members.date_ahead"]),
        (
            "A1,Ann,12,ann,x,y,z",
            [
                "members.date_unreadable",
                "profile.phone_unreadable",
                "profile.email_unreadable",
                "profile.birthday_unreadable",
                "profile.gender_unknown",
            ],
        ),
        ("A1,Ann", ["file.ragged"]),
    ],
)
def test_a_bad_row_is_named_with_its_line_and_everything_wrong_with_it(written, row, found):
    file = written(f"member,name,phone,email,birthday,gender,enrolled_at\nOK,Bea,,,,,\n{row}\n")
    checked = _check(file)
    assert sorted((finding.line, finding.code) for finding in checked.findings) == sorted((3, code) for code in found)
    assert checked.good == 1
    for finding in checked.findings:
        for language in ("en", "zh-Hans", "zh-Hant"):
            assert "{" not in finding.sentence(language)


def test_a_finding_never_repeats_what_is_personal(written):
    checked = _check(written("member,phone,email,birthday\nA1,secret-1,secret-2,secret-3\n"))
    assert len(checked.findings) == 3
    assert "secret" not in "".join(finding.sentence() + repr(finding.facts) for finding in checked.findings)


def test_a_member_or_a_card_twice_in_the_file_is_a_finding_that_names_both_lines(written):
    file = written("member,card\nA1,c-1\nA2,c-2\nA1,c-3\nA3,C-1 \n")
    assert [(finding.line, finding.code, finding.facts["first"]) for finding in _check(file).findings] == [
        (4, "members.twice", 2),
        (5, "members.identity_twice", 2),
    ]


def test_a_card_another_member_of_the_shop_has_is_a_finding(written):
    file = written("member,card\nA1,c-1\nA2,c-2\n")
    checked = check_members(file, lambda asked: [identity.value == "C-2" for _, identity in asked])
    assert [(finding.line, finding.code) for finding in checked.findings] == [(3, "identity.taken")]


def test_lines_are_counted_as_an_editor_counts_them(written):
    assert _codes(written('member,address\nA1,"one\ntwo"\n,x\n')) == [
        (2, "profile.control_character"),
        (4, "members.member_missing"),
    ]


CHINESE = "member,name\nA1,王小明\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (CHINESE.encode(), "utf-8"),
        (CHINESE.encode("utf-8-sig"), "utf-8"),
        (CHINESE.encode("gb18030"), "gb18030"),
        (CHINESE.encode("big5"), "big5"),
    ],
)
def test_a_file_is_read_in_the_encoding_it_was_saved_in(written, content, encoding):
    checked = _check(written(content, encoding=encoding))
    assert [row.personal.profile["name"] for row in read_members(checked)] == ["王小明"]


def test_a_file_in_another_encoding_is_refused_with_the_way_out(written):
    checked = _check(written(CHINESE.encode("gb18030")))
    assert checked.stopped and checked.findings[0].code == "file.encoding"
    assert "--encoding gb18030" in checked.findings[0].sentence("zh-Hans")


@pytest.mark.parametrize(
    ("content", "words", "code"),
    [
        ("", {}, "file.empty"),
        ("name\nAnn\n", {}, "file.columns_missing"),
        ("id,name\nA1,Ann\n", {"mapping": {"id": "membr"}}, "file.map_unknown"),
        ("id,name\nA1,Ann\n", {"mapping": {"no": "member"}}, "file.map_missing"),
        ("member,name\nA1,Ann\n", {"region": "XX"}, "members.unknown_region"),
        ("member,name\nA1,Ann\n", {"encoding": "klingon"}, "file.encoding_unknown"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(written, content, words, code):
    checked = _check(written(content, **words))
    assert checked.stopped and [finding.code for finding in checked.findings] == [code]


def test_an_unknown_time_zone_is_refused(written):
    checked = _check(replace(written("member\nA1\n"), timezone="Mars/Base"))
    assert [finding.code for finding in checked.findings] == ["members.unknown_timezone"]


def test_their_columns_are_ours_by_map(written):
    file = written(
        "会员号,姓名,年龄段,微信\nA1,王小明,35-44,oX\n",
        mapping={"会员号": "member", "姓名": "name", "年龄段": "attributes.age_band", "微信": "identity.wechat"},
    )
    (row,) = read_members(_check(file))
    assert row.personal.profile == {"name": "王小明", "attributes": '{"age_band": "35-44"}'}
    assert row.personal.identities == (Identity("wechat", "oX"),)


def test_parquet_reads_as_the_same_members(tmp_path):
    path = tmp_path / "members.parquet"
    table = {
        "member": [101, 102],
        "phone": [8613800138000.0, None],
        "birthday": [dt.date(1990, 5, 17), None],
        "enrolled_at": pa.array(["2024-01-02T03:04:05", None]).cast(pa.timestamp("ns")),
        "name": pa.array(["Ann", None]).dictionary_encode(),
        "postcode": [200041, None],
    }
    pq.write_table(pa.table(table), path)
    checked = _check(MembersFile(path, "Asia/Shanghai", microseconds(NOW)))
    assert [(finding.line, finding.code) for finding in checked.findings] == [(1, "profile.phone_unreadable")]
    table["phone"] = ["+8613800138000", None]
    pq.write_table(pa.table(table), path)
    one, two = read_members(_check(MembersFile(path, "Asia/Shanghai", microseconds(NOW))))
    assert (one.ref, two.ref) == ("101", "102")
    assert one.enrolled_us == microseconds(dt.datetime(2024, 1, 1, 19, 4, 5, tzinfo=dt.UTC))
    assert one.personal.profile == {
        "phone": "+8613800138000",
        "birthday": "1990-05-17",
        "name": "Ann",
        "postcode": "200041",
    }
    assert not two.personal


@settings(max_examples=60, deadline=None)
@given(
    content=st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: ("member,name,card\n" + text).encode("utf-8", "ignore"))
)
def test_no_file_however_strange_breaks_the_reading(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("strange") / "members.csv"
    path.write_bytes(content)
    checked = _check(MembersFile(path, "Asia/Shanghai", microseconds(NOW)))
    if not checked.stopped:
        assert len(list(read_members(checked))) == checked.good
