"""Why an event's data could not be read: which field, and what was expected there, as a refusal by name.

The decoder says it in English words; here they become a code with facts, so that a till's builder reads them in their own language.
"""

import re

from regulars.kit.errors import Invalid
from regulars.kit.phrases import phrases

_AMOUNTS = ("amount", "discount", "order_amount", "fee")
_LONGEST_FIELD = 80
_WORDS = re.compile(r"Expected `(?P<expected>[^`]+)`, got `[^`]+`|missing required field `(?P<missing>.*?)`(?: - at `|$)|unknown field `(?P<unknown>.*?)`(?: - at `|$)")
_PLACE = re.compile(r" - at `(?:key` in `)?\$(?P<place>[^`]*)`$")

# What was expected, by the first word of the decoder's own name for it.
_EXPECTED = {
    "str": "data.not_text",
    "int": "data.not_number",
    "float": "data.not_number",
    "bool": "data.not_true_or_false",
    "array": "data.not_list",
    "object": "data.not_object",
}

phrases(
    {
        "money.not_text": (
            "“{field}” must be an amount in quotes, such as \"12.30\": a number without quotes is not exact",
            "“{field}”必须是带引号的金额，例如 \"12.30\"：不带引号的数字不精确",
            "「{field}」必須是帶引號的金額，例如 \"12.30\"：不帶引號的數字不精確",
        ),
        "data.missing": ("the data has no “{field}”", "数据缺少“{field}”", "資料缺少「{field}」"),
        "data.unknown_field": ("“{field}” is not a field of this event", "该事件没有字段“{field}”", "該事件沒有欄位「{field}」"),
        "data.not_text": ("“{field}” must be text", "“{field}”必须是文本", "「{field}」必須是文字"),
        "data.not_number": ("“{field}” must be a number", "“{field}”必须是数字", "「{field}」必須是數字"),
        "data.not_true_or_false": ("“{field}” must be true or false", "“{field}”必须是 true 或 false", "「{field}」必須是 true 或 false"),
        "data.not_list": ("“{field}” must be a list", "“{field}”必须是列表", "「{field}」必須是清單"),
        "data.not_object": ("“{field}” must be an object with names and values", "“{field}”必须是由名称和值组成的对象", "「{field}」必須是由名稱和值組成的物件"),
        "data.number_out_of_range": ("the number in “{field}” is out of range", "“{field}”中的数字超出范围", "「{field}」中的數字超出範圍"),
        "data.not_whole": ("{given} is not a whole number", "{given} 不是整数", "{given} 不是整數"),
        "event.unreadable": ("the event's data is not JSON in UTF-8", "事件数据不是 UTF-8 编码的 JSON", "事件資料不是 UTF-8 編碼的 JSON"),
    }
)


def misread(words: str) -> Invalid:
    """The refusal for what the decoder said (``str`` of its error).

    Facts: ``field``, the place in the data, such as ``lines[0].amount``; ``data`` for the whole of it.

    >>> misread("Expected `str`, got `int` - at `$.lines[0].amount`").facts
    {'field': 'lines[0].amount'}
    """
    place = _PLACE.search(words)
    where = place["place"].removeprefix(".") if place else ""
    found = _WORDS.search(words)
    if found is None:
        return Invalid("data.number_out_of_range", field=_field(where)) if "out of range" in words else Invalid("event.unreadable")
    if found["expected"] is None:
        code, name = ("data.missing", found["missing"]) if found["missing"] is not None else ("data.unknown_field", found["unknown"])
        return Invalid(code, field=_field(f"{where}.{name}" if where else name))
    expected = found["expected"].split(" | ")[0]
    if expected == "str" and where.rpartition(".")[2] in _AMOUNTS:
        return Invalid("money.not_text", field=_field(where))
    return Invalid(_EXPECTED.get(expected, "data.not_text"), field=_field(where))


def _field(where: str) -> str:
    return where[:_LONGEST_FIELD] or "data"
