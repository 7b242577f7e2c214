"""Sentences promise to read as a person writes them."""


def test_english_says_one_night_and_two_nights():
    from regulars.kit.phrases import phrases, say

    phrases({"test.more": ("{count} more nights, or {spend} more spend", "再住 {count} 晚", "再住 {count} 晚")})
    told = {count: say("test.more", {"count": count, "spend": "1.10"}) for count in ("1", "2", "11", "0.1", "1.1")}
    assert told["1"] == "1 more night, or 1.10 more spend"
    assert all(f"{count} more nights" in said for count, said in told.items() if count != "1")
    assert say("test.more", {"count": "1", "spend": ""}, "zh-Hans") == "再住 1 晚"
