"""A shop's own words promise to be readable in every language."""

from regulars.kit.text import Text


def test_a_missing_chinese_reads_the_other_chinese_before_english():
    club = Text((("en", "Club"), ("zh-Hans", "俱乐部")))
    assert [club.read(language) for language in ("en", "zh-Hans", "zh-Hant")] == ["Club", "俱乐部", "俱乐部"]
    assert Text((("en", "Club"), ("zh-Hant", "俱樂部"))).read("zh-Hans") == "俱樂部"
    assert Text((("en", "Club"),)).read("zh-Hant") == "Club" and Text((("zh-Hant", "俱樂部"),)).read("en") == "俱樂部"
