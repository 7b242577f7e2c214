"""Gifts in words, and pools after them."""

from regulars.kit.phrases import phrases
from regulars.program.pool_words import pool_sentences
from regulars.program.wording import Words

phrases(
    {
        "programme.read.gifts": (
            "Members may give points of {wallet} to each other; they keep their last usable day.",
            "会员之间可以转赠{wallet}，积分的有效期不变。",
            "會員之間可以轉贈{wallet}，積分的有效期不變。",
        ),
        "programme.read.gifts.min": ("A gift is at least {points}.", "每次转赠至少 {points}。", "每次轉贈至少 {points}。"),
        "programme.read.gifts.max": ("A gift is at most {points}.", "每次转赠最多 {points}。", "每次轉贈最多 {points}。"),
        "programme.read.gifts.per_day": ("A member gives at most {points} a day.", "每位会员每天最多转赠 {points}。", "每位會員每天最多轉贈 {points}。"),
        "programme.read.gifts.per_month": ("A member gives at most {points} a month.", "每位会员每月最多转赠 {points}。", "每位會員每月最多轉贈 {points}。"),
        "programme.read.gifts.cooling_off": (
            "After joining or receiving a gift a member can't give for {period}.",
            "入会或收到转赠后 {period}内不能转赠。",
            "入會或收到轉贈後 {period}內不能轉贈。",
        ),
        "programme.read.gifts.only_to": ("Only these levels may receive a gift: {levels}.", "仅以下等级可接收转赠：{levels}。", "僅以下等級可接收轉贈：{levels}。"),
    }
)  # fmt: skip


def moving_sentences(words: Words) -> list[str]:
    return [*_gifts(words), *pool_sentences(words)]


def _gifts(words: Words) -> list[str]:
    gifts = words.program.gifts
    if gifts is None:
        return []
    said = [words.say("gifts", wallet=words.quoted(words.wallet(words.program.wallet(gifts.wallet))))]
    for key, value in (("min", gifts.least), ("max", gifts.most), ("per_day", gifts.per_day), ("per_month", gifts.per_month)):
        if value is not None:
            said.append(words.say(f"gifts.{key}", points=words.points(value)))
    if gifts.cooling_off:
        said.append(words.say("gifts.cooling_off", period=words.span(gifts.cooling_off)))
    if gifts.only_to:
        levels = [words.level(words.program.level(id)) for id in gifts.only_to]
        said.append(words.say("gifts.only_to", levels=words.listed(levels)))
    return said

