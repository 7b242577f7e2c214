"""A rule's condition in words: ``the category is coffee and the hour is at least 14``."""

from decimal import Decimal
from typing import Any

from regulars.kit.phrases import phrases
from regulars.program.comparisons import BOUNDS
from regulars.program.document_conditions import AllOf, AnyOf, Between, Condition, FieldIs, NotOf, OneOf, Test
from regulars.program.event_words import festival_name, hours_words
from regulars.program.hours import Hours
from regulars.program.wording import Words

phrases(
    {
        "programme.read.field.line.category": ("the category", "品类", "品類"),
        "programme.read.field.line.sku": ("the item", "商品", "商品"),
        "programme.read.field.line.brand": ("the brand", "品牌", "品牌"),
        "programme.read.field.line.quantity": ("the quantity of a line", "单行数量", "單行數量"),
        "programme.read.field.line.amount": ("the amount of a line", "单行金额", "單行金額"),
        "programme.read.field.order.channel": ("the channel", "渠道", "通路"),
        "programme.read.field.order.store": ("the store", "门店", "門市"),
        "programme.read.field.order.net_amount": ("the amount paid", "实付金额", "實付金額"),
        "programme.read.field.order.weekday": ("the weekday", "星期", "星期"),
        "programme.read.field.order.day_of_month": ("the day of the month", "日期（号）", "日期（號）"),
        "programme.read.field.order.hour": ("the hour", "小时", "小時"),
        "programme.read.field.order.date": ("the date", "日期", "日期"),
        "programme.read.field.order.time": ("the time", "时间", "時間"),
        "programme.read.field.order.festival": ("the festival", "节日", "節日"),
        "programme.read.field.order.partner": ("the partner", "合作伙伴", "合作夥伴"),
        "programme.read.field.tier": ("the level", "等级", "等級"),
        "programme.read.field.member.segment": ("the member's segment", "会员分群", "會員分群"),
        "programme.read.field.member.days_since_enrolment": ("days since joining", "入会天数", "入會天數"),
        "programme.read.is": ("{field} is {value}", "{field}为{value}", "{field}為{value}"),
        "programme.read.is_not": ("{field} is not {value}", "{field}不为{value}", "{field}不為{value}"),
        "programme.read.bounded": ("{field} is {bounds}", "{field}{bounds}", "{field}{bounds}"),
        "programme.read.test.at_least": ("at least {value}", "不小于 {value}", "不小於 {value}"),
        "programme.read.test.at_most": ("at most {value}", "不大于 {value}", "不大於 {value}"),
        "programme.read.test.above": ("above {value}", "大于 {value}", "大於 {value}"),
        "programme.read.test.below": ("below {value}", "小于 {value}", "小於 {value}"),
        "programme.read.level.at_least": ("at least {value}", "不低于{value}", "不低於{value}"),
        "programme.read.level.at_most": ("at most {value}", "不高于{value}", "不高於{value}"),
        "programme.read.level.above": ("above {value}", "高于{value}", "高於{value}"),
        "programme.read.level.below": ("below {value}", "低于{value}", "低於{value}"),
        "programme.read.not_so": ("not ({inner})", "并非（{inner}）", "並非（{inner}）"),
        "programme.read.yes.member.birthday": ("it is the member's birthday", "会员生日当天", "會員生日當天"),
        "programme.read.no.member.birthday": ("it is not the member's birthday", "非会员生日当天", "非會員生日當天"),
        "programme.read.yes.member.birthday_month": (
            "it is the member's birthday month",
            "会员生日当月",
            "會員生日當月",
        ),
        "programme.read.no.member.birthday_month": (
            "it is not the member's birthday month",
            "非会员生日当月",
            "非會員生日當月",
        ),
        "programme.read.yes.member.lunar_birthday": (
            "it is the member's birthday by the Chinese calendar",
            "会员农历生日当天",
            "會員農曆生日當天",
        ),
        "programme.read.no.member.lunar_birthday": (
            "it is not the member's birthday by the Chinese calendar",
            "非会员农历生日当天",
            "非會員農曆生日當天",
        ),
        "programme.read.yes.member.lunar_birthday_month": (
            "it is the member's birthday month by the Chinese calendar",
            "会员农历生日当月",
            "會員農曆生日當月",
        ),
        "programme.read.no.member.lunar_birthday_month": (
            "it is not the member's birthday month by the Chinese calendar",
            "非会员农历生日当月",
            "非會員農曆生日當月",
        ),
        "programme.read.weekday.1": ("Monday", "周一", "週一"),
        "programme.read.weekday.2": ("Tuesday", "周二", "週二"),
        "programme.read.weekday.3": ("Wednesday", "周三", "週三"),
        "programme.read.weekday.4": ("Thursday", "周四", "週四"),
        "programme.read.weekday.5": ("Friday", "周五", "週五"),
        "programme.read.weekday.6": ("Saturday", "周六", "週六"),
        "programme.read.weekday.7": ("Sunday", "周日", "週日"),
        "programme.read.value.true": ("true", "是", "是"),
        "programme.read.value.false": ("false", "否", "否"),
    }
)
_YES_NO = ("member.birthday", "member.birthday_month", "member.lunar_birthday", "member.lunar_birthday_month")


def condition_words(condition: Condition, words: Words, inside: bool = False) -> str:
    """One clause without a full stop; lists inside lists stand in brackets."""
    if isinstance(condition, FieldIs):
        return _compared(condition.field, condition.test, words, inside)
    if isinstance(condition, NotOf):
        return words.say("not_so", inner=condition_words(condition.part, words))
    parts = [condition_words(part, words, inside=True) for part in condition.parts]
    text = words.either(parts) if isinstance(condition, AnyOf) else words.both(parts)
    return words.brackets(text) if inside and len(parts) > 1 else text


def _compared(name: str, test: Test, words: Words, inside: bool) -> str:
    if isinstance(test, OneOf):
        if name in _YES_NO:
            return words.either([words.say(f"{'yes' if value else 'no'}.{name}") for value in test.values])
        return words.say("is", field=_label(name, words), value=_values(name, test, words))
    if isinstance(test, Between):
        bounds = [
            words.say(f"{'level' if name == 'tier' else 'test'}.{bound}", value=_value(name, edge, words))
            for bound in BOUNDS
            if (edge := getattr(test, bound)) is not None
        ]
        return words.say("bounded", field=_label(name, words), bounds=words.both(bounds))
    if isinstance(test, AllOf):
        parts = [_compared(name, part, words, inside=True) for part in test.parts]
    elif isinstance(test.part, OneOf) and name not in _YES_NO:
        return words.say("is_not", field=_label(name, words), value=_values(name, test.part, words))
    else:
        return words.say("not_so", inner=_compared(name, test.part, words, inside=False))
    text = words.both(parts)
    return words.brackets(text) if inside and len(parts) > 1 else text


def _label(name: str, words: Words) -> str:
    return words.quoted(name.removeprefix("event.")) if name.startswith("event.") else words.say(f"field.{name}")


def _values(name: str, test: OneOf, words: Words) -> str:
    return words.either([_value(name, value, words) for value in test.values])


def _value(name: str, value: Any, words: Words) -> str:
    if name == "order.weekday":
        return words.say(f"weekday.{value}")
    if name in ("order.net_amount", "line.amount"):
        return words.money(value)
    if name == "tier":
        return words.level(words.program.level(value))
    if name == "order.festival":
        return festival_name(value, words)
    if isinstance(value, Hours):
        return hours_words(value, words)
    if isinstance(value, bool):
        return words.say("value.true" if value else "value.false")
    if isinstance(value, Decimal):
        return words.number(value)
    return value if isinstance(value, str) else words.day(value)
