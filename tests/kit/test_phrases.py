"""Sentences promise to read as a person writes them."""


def test_english_says_one_night_and_two_nights():
    from regulars.kit.phrases import phrases, say

    phrases({"test.more": ("{count} more nights, or {spend} more spend", "再住 {count} 晚", "再住 {count} 晚")})
    told = {count: say("test.more", {"count": count, "spend": "1.10"}) for count in ("1", "2", "11", "0.1", "1.1")}
    assert told["1"] == "1 more night, or 1.10 more spend"
    assert all(f"{count} more nights" in said for count, said in told.items() if count != "1")
    assert say("test.more", {"count": "1", "spend": ""}, "zh-Hans") == "再住 1 晚"


def test_one_is_one_whatever_stands_between_and_behind():
    from regulars.kit.phrases import phrases, say

    phrases(
        {
            "test.spent": ("{count} reserved points were spent", "用掉 {count} 积分", "用掉 {count} 積分"),
            "test.days": ("a visit on {count} different days", "在 {count} 个不同的日子到店", "在 {count} 個不同的日子到店"),
            "test.things": ("{count} different categories bought, {more} pointless things", "{count} 类", "{count} 類"),
        }
    )
    assert say("test.spent", {"count": "1"}) == "1 reserved point was spent"
    assert say("test.spent", {"count": "21"}) == "21 reserved points were spent"
    assert say("test.days", {"count": 1}) == "a visit on 1 different day"
    assert say("test.things", {"count": 1, "more": 1}) == "1 different category bought, 1 pointless things"
