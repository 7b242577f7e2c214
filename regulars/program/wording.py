"""Numbers, money, lengths of time and names as a reader of each language writes them."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from regulars.kit.periods import Duration, Span
from regulars.kit.phrases import LANGUAGES, phrases, say
from regulars.program import pool_sentences as pool_sentences
from regulars.program.document import Program
from regulars.program.document_challenges import Reward
from regulars.program.document_rules import EarningRule
from regulars.program.document_tiers import Level
from regulars.program.document_wallets import Wallet
from regulars.program.pool_terms import POOL_EVENTS

# What stands after an amount where a Chinese reader does not expect the code.
_MONEY = {
    "CNY": ("{} 元", "人民幣 {} 元"),
    "TWD": ("{} 新台币", "{} 元"),
    "HKD": ("{} 港元", "{} 港元"),
    "USD": ("{} 美元", "{} 美元"),
    "EUR": ("{} 欧元", "{} 歐元"),
    "JPY": ("{} 日元", "{} 日圓"),
}

phrases(
    {
        "programme.read.point": ("{count} point", "{count} 积分", "{count} 積分"),
        "programme.read.points": ("{count} points", "{count} 积分", "{count} 積分"),
        "programme.read.day": ("{count} day", "{count} 天", "{count} 天"),
        "programme.read.days": ("{count} days", "{count} 天", "{count} 天"),
        "programme.read.month": ("{count} month", "{count} 个月", "{count} 個月"),
        "programme.read.months": ("{count} months", "{count} 个月", "{count} 個月"),
        "programme.read.year": ("{count} year", "{count} 年", "{count} 年"),
        "programme.read.years": ("{count} years", "{count} 年", "{count} 年"),
        "programme.read.and": (" and ", "且", "且"),
        "programme.read.or": (" or ", "或", "或"),
        "programme.read.and_also": (" and ", "和", "和"),
        "programme.read.day_of_year": ("{day} {name}", "{month} 月 {day} 日", "{month} 月 {day} 日"),
        "programme.read.comma": (", ", "、", "、"),
        "programme.read.in_brackets": ("({inner})", "（{inner}）", "（{inner}）"),
        "programme.read.quoted": ("“{text}”", "“{text}”", "「{text}」"),
        "programme.read.event.member.enrolled": ("joining", "入会", "入會"),
        "programme.read.event.order.paid": ("an order", "下单", "下單"),
        "programme.read.event.order.returned": ("a return", "退货", "退貨"),
        "programme.read.event.profile.completed": ("completing the profile", "完善资料", "完善資料"),
        "programme.read.event.checkin": ("a check-in", "签到", "簽到"),
        "programme.read.event.referral.qualified": ("a successful referral", "成功推荐好友", "成功推薦好友"),
        "programme.read.event.review.published": ("a published review", "发布评价", "發布評價"),
        "programme.read.event.review.approved": ("the approval of the review", "评价审核通过", "評價審核通過"),
        "programme.read.event.review.rejected": ("the rejection of the review", "评价审核不通过", "評價審核不通過"),
        "programme.read.event.share.made": ("sharing", "分享", "分享"),
        "programme.read.event.share.clicked": ("a click on the share", "分享被点击", "分享被點擊"),
        "programme.read.event.survey.answered": ("answering a survey", "填写问卷", "填寫問卷"),
        "programme.read.event.event.attended": ("attending an event", "参加活动", "參加活動"),
        "programme.read.event.site.visited": ("a visit to the web shop", "访问网店", "造訪網店"),
        "programme.read.event.contact.made": ("a contact with service", "联系客服", "聯絡客服"),
        "programme.read.event.delivery.made": ("a delivery", "配送", "配送"),
        "programme.read.event.stay.completed": ("a completed stay", "离店", "退房"),
        "programme.read.per.event": ("per event", "每次", "每次"),
        "programme.read.per.day": ("per day", "每天", "每天"),
        "programme.read.per.week": ("per week", "每周", "每週"),
        "programme.read.per.month": ("per month", "每月", "每月"),
        "programme.read.per.year": ("per year", "每年", "每年"),
        "programme.read.per.lifetime": ("in a lifetime", "终身", "終身"),
    }
)
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_CHINESE, _LATIN = r"[\u3400-\u9fff]", r"[A-Za-z0-9]"
_BESIDE_LATIN = re.compile(f"(?<={_CHINESE})(?={_LATIN})|(?<={_LATIN})(?={_CHINESE})")
_INSIDE_CHINESE = re.compile(f"(?<={_CHINESE}) (?={_CHINESE})")
_KNOWN_EVENTS = (
    "member.enrolled", "order.paid", "order.delivered", "order.returned", "profile.completed", "checkin", "referral.qualified", "review.published", "stay.completed",
    "review.approved", "review.rejected", "share.made", "share.clicked", "survey.answered", "event.attended",
)  # fmt: skip


class Words:
    """The words of one programme in one language (``en``, ``zh-Hans`` or ``zh-Hant``; others read English)."""

    def __init__(self, program: Program, language: str) -> None:
        self.program = program
        self.language = language if language in LANGUAGES else "en"

    def say(self, code: str, **facts: Any) -> str:
        return say(f"programme.read.{code}", facts, self.language)

    def number(self, value: Decimal | int, least_digits: int = 0) -> str:
        """``2000 -> 2,000``; ``0.10 -> 0.1``, or ``0.10`` with two digits at least."""
        whole, _, part = f"{Decimal(value):,f}".partition(".")
        part = part.rstrip("0").ljust(least_digits, "0")
        return f"{whole}.{part}" if part else whole

    def money(self, value: Decimal) -> str:
        digits = 0 if value == value.to_integral_value() else self.program.currency.minor_digits
        amount, code = self.number(value, digits), self.program.currency.code
        if self.language != "en" and code in _MONEY:
            return _MONEY[code][LANGUAGES.index(self.language) - 1].format(amount)
        return f"{amount} {code}"

    def percent(self, share: Decimal | int) -> str:
        return f"{self.number(share * 100)}%"

    def points(self, value: Decimal, wallet: str = "") -> str:
        """``200 points``; of another wallet than the first, with its name: ``200 points (Growth)``."""
        text = self.say("point" if value == 1 else "points", count=self.number(value))
        if wallet and wallet != self.program.wallets[0].id:
            text += self._space() + self.brackets(self.wallet(self.program.wallet(wallet)))
        return text

    def duration(self, length: Duration) -> str:
        years, months = divmod(length.months, 12)
        count, unit = (
            (years, "year")
            if years and not months
            else (length.months, "month")
            if length.months
            else (length.days, "day")
        )
        return self.say(unit if count == 1 else f"{unit}s", count=self.number(count))

    def span(self, length: Span) -> str:
        count, unit = str(length).split(" ")
        return self.say(unit, count=count)

    def day(self, at: date) -> str:
        return at.isoformat()

    def event(self, type: str) -> str:
        declared = self.program.event_type(type)
        if declared is not None and declared.name:
            return declared.name.read(self.language)
        return self.say(f"event.{type}") if type in _KNOWN_EVENTS or type in POOL_EVENTS else self.quoted(type)

    def quoted(self, text: str) -> str:
        return self.say("quoted", text=text)

    def brackets(self, text: str) -> str:
        return self.say("in_brackets", inner=text)

    def either(self, parts: Sequence[str]) -> str:
        """``a, b or c``."""
        return self._listed(parts, "or")

    def both(self, parts: Sequence[str]) -> str:
        """``a, b and c``."""
        return self._listed(parts, "and")

    def listed(self, parts: Sequence[str]) -> str:
        return self.say("comma").join(parts)

    def wallet(self, wallet: Wallet) -> str:
        return wallet.name.read(self.language) or wallet.id

    def level(self, level: Level) -> str:
        return level.name.read(self.language) or level.id

    def rule(self, rule: EarningRule) -> str:
        return rule.name.read(self.language) or rule.id

    def challenge(self, id: str) -> str:
        return next((one.name.read(self.language) for one in self.program.challenges if one.id == id and one.name), id)

    def badge(self, id: str) -> str:
        return next((one.name.read(self.language) for one in self.program.badges if one.id == id and one.name), id)

    def reward(self, reward: Reward) -> str:
        """``100 points and the badge “Taster”``."""
        given = [self.points(reward.points, reward.wallet)] if reward.points else []
        if reward.badge:
            given.append(self.say("reward.badge", badge=self.quoted(self.badge(reward.badge))))
        return self.series(given)

    def series(self, parts: Sequence[str]) -> str:
        """``a, b and c``, of things rather than of claims."""
        return self._listed(parts, "and_also")

    def day_of_year(self, month: int, day: int) -> str:
        return self.say("day_of_year", month=month, day=day, name=_MONTHS[month - 1])

    def tidy(self, sentence: str) -> str:
        """Chinese as it is set in print: a space between Chinese and Latin letters or digits, none inside Chinese."""
        if self.language == "en":
            return sentence[:1].upper() + sentence[1:] if sentence[:1].isascii() else sentence
        return _INSIDE_CHINESE.sub("", _BESIDE_LATIN.sub(" ", sentence))

    def _listed(self, parts: Sequence[str], word: str) -> str:
        if len(parts) < 2:
            return "".join(parts)
        return self.say("comma").join(parts[:-1]) + self.say(word) + parts[-1]

    def _space(self) -> str:
        return " " if self.language == "en" else ""
