"""Cards in words."""

from regulars.kit.phrases import phrases
from regulars.program.wording import Words

phrases(
    {
        "programme.read.section.cards": ("Cards", "会员卡", "會員卡"),
        "programme.read.cards.at_enrolment": (
            "Every member gets a card on joining; its number looks like {example}.",
            "会员入会时即发卡，卡号形如 {example}。",
            "會員入會時即發卡，卡號形如 {example}。",
        ),
        "programme.read.cards.on_request": (
            "Members get a card when they ask for one; its number looks like {example}.",
            "会员可申请会员卡，卡号形如 {example}。",
            "會員可申請會員卡，卡號形如 {example}。",
        ),
        "programme.read.cards.check.damm": (
            "A wrong character, or two swapped ones, are noticed before a card is looked up.",
            "卡号输错一位或相邻两位写反，查询前即可发现。",
            "卡號輸錯一位或相鄰兩位寫反，查詢前即可發現。",
        ),
        "programme.read.cards.check.luhn": (
            "A wrong character, and nearly every swap of two, are noticed before a card is looked up.",
            "卡号输错一位，以及绝大多数相邻两位写反，查询前即可发现。",
            "卡號輸錯一位，以及絕大多數相鄰兩位寫反，查詢前即可發現。",
        ),
        "programme.read.cards.check.gs1": (
            "A wrong digit, and most swaps of two, are noticed before a card is looked up.",
            "卡号输错一位，以及大多数相邻两位写反，查询前即可发现。",
            "卡號輸錯一位，以及大多數相鄰兩位寫反，查詢前即可發現。",
        ),
        "programme.read.cards.one": (
            "A member has one good card at a time; a lost one is blocked and replaced, and points stay.",
            "每位会员同时只有一张可用的卡；遗失可停用换卡，积分不变。",
            "每位會員同時只有一張可用的卡；遺失可停用換卡，積分不變。",
        ),
        "programme.read.cards.several": (
            "A member has up to {at_most} good cards at a time, to share; a lost one is blocked and replaced, and points stay.",
            "每位会员最多同时有 {at_most} 张可用的卡，可与家人共用；遗失可停用换卡，积分不变。",
            "每位會員最多同時有 {at_most} 張可用的卡，可與家人共用；遺失可停用換卡，積分不變。",
        ),
    }
)


def card_sentences(words: Words) -> list[str]:
    cards = words.program.cards
    if cards is None:
        return []
    some = iter(cards.code.letters * 20)
    body = "".join(next(some) if letter == "#" else letter for letter in cards.code.pattern)
    example = f"{cards.code.prefix} {body} {cards.code.letters[0]}".strip()
    return [
        words.say(f"cards.{cards.issue}", example=example),
        words.say(f"cards.check.{cards.code.check}"),
        words.say("cards.one") if cards.at_most == 1 else words.say("cards.several", at_most=cards.at_most),
    ]
