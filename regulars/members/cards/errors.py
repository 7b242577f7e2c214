"""What is refused about cards, in three languages. No sentence holds a card's number."""

from typing import Literal, get_args

from regulars.kit.errors import Invalid, NotFound, Refused
from regulars.kit.phrases import phrases

Reason = Literal["lost", "stolen", "damaged", "misused", "withdrawn"]
REASONS: tuple[Reason, ...] = get_args(Reason)


class NotOffered(Refused):
    code = "card.not_offered"


class UnknownCard(NotFound):
    code = "card.unknown"


class Mistyped(Invalid):
    code = "card.mistyped"


class Blocked(Refused):
    """Facts: reason, blocked_on. Whose card it was is not told."""

    code = "card.blocked"


class TooManyCards(Refused):
    """Facts: at_most."""

    code = "card.at_most"


class NotSetUp(Refused):
    """Facts: keys of the programme that are missing."""

    code = "pass.not_set_up"


class SeriesUsedUp(Refused):
    """Facts: many."""

    code = "card.used_up"


phrases(
    {
        "card.not_offered": (
            "the programme has no cards: write a section cards: first",
            "本计划未设会员卡：请先在计划中写入 cards: 一节",
            "本計劃未設會員卡：請先在計劃中寫入 cards: 一節",
        ),
        "card.unknown": ("nobody has this card", "没有会员持有这张卡", "沒有會員持有這張卡"),
        "card.mistyped": (
            "this card's number is mistyped: a character is wrong, or two are swapped",
            "卡号有误：某个字符不对，或相邻两位写反了",
            "卡號有誤：某個字元不對，或相鄰兩位寫反了",
        ),
        "card.blocked": (
            "this card is blocked since {blocked_on} ({reason}); it answers no more",
            "此卡已于 {blocked_on} 停用（{reason}），不能再使用",
            "此卡已於 {blocked_on} 停用（{reason}），無法再使用",
        ),
        "card.at_most": (
            "the member has {at_most} good cards already; block one, or replace it",
            "该会员已有 {at_most} 张可用的卡；请先停用或换卡",
            "該會員已有 {at_most} 張可用的卡；請先停用或換卡",
        ),
        "card.used_up": (
            "all {many} numbers of this series are used: give the programme a longer pattern",
            "该号段的 {many} 个卡号已用完：请在计划中加长 pattern",
            "該號段的 {many} 個卡號已用完：請在計劃中加長 pattern",
        ),
        "card.reason": (
            "a card is blocked for a reason: {choices}",
            "停用会员卡须说明原因：{choices}",
            "停用會員卡須說明原因：{choices}",
        ),
        "card.reason.lost": ("lost", "遗失", "遺失"),
        "card.reason.stolen": ("stolen", "被盗", "遭竊"),
        "card.reason.damaged": ("damaged", "损坏", "損壞"),
        "card.reason.misused": ("misused", "滥用", "濫用"),
        "card.reason.withdrawn": ("withdrawn", "收回", "收回"),
    }
)


def reason_of(text: object) -> Reason:
    """Raises Invalid ``card.reason``."""
    for reason in REASONS:
        if text == reason:
            return reason
    raise Invalid("card.reason", choices=", ".join(REASONS))
