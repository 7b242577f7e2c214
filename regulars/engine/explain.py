"""Reasons put into words when somebody reads them: codes and numbers in, sentences in the reader's language out."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import regulars.engine.behaviour_sentences
import regulars.engine.quest_sentences
import regulars.engine.referral_sentences
import regulars.engine.sentences  # noqa: F401 - registers what every code means
from regulars.engine.decision import Reason
from regulars.kit.phrases import mentions, say
from regulars.program.document import Program
from regulars.program.wording import Words

_PERIOD = {
    "event": ("order", "单笔", "單筆"),
    "day": ("day", "每天", "每天"),
    "week": ("week", "每周", "每週"),
    "month": ("month", "每月", "每月"),
    "year": ("year", "每年", "每年"),
    "lifetime": ("lifetime", "终身", "終身"),
}
_MEASURE = {
    "spend": ("spend", "消费", "消費"),
    "visits": ("days with a visit", "到店天数", "到店天數"),
    "nights": ("nights", "入住晚数", "入住晚數"),
    "stays": ("stays", "入住次数", "入住次數"),
    "score": ("score", "综合评分", "綜合評分"),
}
_KIND = {  # what a challenge counts
    "count": ("times", "次", "次"),
    "quantity": ("units", "件", "件"),
    "spend": ("spent", "元消费", "元消費"),
    "days": ("days", "天", "天"),
    "sku": ("different items", "种商品", "種商品"),
    "category": ("categories", "个品类", "個品類"),
    "brand": ("brands", "个品牌", "個品牌"),
    "store": ("stores", "家门店", "家門市"),
    "channel": ("channels", "个渠道", "個通路"),
}
_FIELD = {
    "line.category": ("the category", "商品类别", "商品類別"),
    "line.sku": ("the product", "商品", "商品"),
    "line.brand": ("the brand", "品牌", "品牌"),
    "line.quantity": ("the quantity", "数量", "數量"),
    "line.amount": ("the line's amount", "单品金额", "單品金額"),
    "order.channel": ("the channel", "渠道", "通路"),
    "order.store": ("the store", "门店", "門市"),
    "order.net_amount": ("the order's amount", "订单金额", "訂單金額"),
    "order.weekday": ("the day of the week", "星期几", "星期幾"),
    "order.day_of_month": ("the day of the month", "当月日期", "當月日期"),
    "order.hour": ("the hour", "时段", "時段"),
    "order.date": ("the date", "日期", "日期"),
    "order.time": ("the time of day", "时段", "時段"),
    "order.festival": ("the festival", "节日", "節日"),
    "order.partner": ("the partner", "合作伙伴", "合作夥伴"),
    "tier": ("the tier", "会员等级", "會員等級"),
    "member.birthday": ("the birthday", "生日", "生日"),
    "member.birthday_month": ("the birthday month", "生日月", "生日月"),
    "member.lunar_birthday": ("the birthday by the Chinese calendar", "农历生日", "農曆生日"),
    "member.lunar_birthday_month": ("the birthday month by the Chinese calendar", "农历生日月", "農曆生日月"),
    "member.segment": ("the segment", "会员分群", "會員分群"),
    "member.days_since_enrolment": ("days since joining", "入会天数", "入會天數"),
}


def _language(language: str) -> int:
    return {"zh-Hans": 1, "zh-Hant": 2}.get(language, 0)


def sentences(reasons: Iterable[Reason], language: str, program: Program) -> list[str]:
    """One sentence a reason, in order. Rules, tiers and wallets go by the names the programme gives them (their ids where it gives none).

    What is about another wallet than the first one begins with that wallet's name.
    """
    return [sentence(reason, language, program) for reason in reasons]


def sentence(reason: Reason, language: str, program: Program) -> str:
    facts = {name: _worded(name, value, language, program) for name, value in reason.items() if name not in ("code", "measured")}
    if reason.get("code") in ("rule.missed_limit", "challenge.missed_limit", "referral.missed_limit", "gift.over_limit", "pool.over_limit"):
        facts["detail"] = _PERIOD.get(str(reason.get("detail")), (str(reason.get("detail")),) * 3)[_language(language)]
    if reason.get("code") == "rule.missed_group":
        facts["detail"] = rule_name(str(reason.get("detail")), language, program)
    code = str(reason.get("code", ""))
    if code == "return.applied" and len(program.wallets) > 1:
        code = "return.applied_each"  # its points are a sum over the wallets; what each gave back stands with the movements
    words = say(code, facts, language)
    wallet = str(reason.get("wallet", ""))
    if len(program.wallets) > 1 and wallet not in ("", program.wallets[0].id) and not mentions(code, "wallet"):
        words = say("of_wallet", {"wallet": wallet_name(wallet, language, program), "words": words}, language)
    measured = reason.get("measured")
    return words + _measured(measured, language, program) if measured else words


def rule_name(id: str, language: str, program: Program) -> str:
    """The name of whatever gave points, as stored with a transfer: a rule's id, ``tier:``, ``paid:``, ``challenge:``, ``streak:`` or ``referral``; without a name the id itself."""
    if id.startswith("paid:"):
        return plan_name(id.removeprefix("paid:"), language, program)
    if id.startswith("tier:"):
        return level_name(id.removeprefix("tier:"), language, program)
    if id == "referral":
        return ("a referral", "推荐好友", "推薦好友")[_language(language)]
    if id.startswith("challenge:"):
        return challenge_name(id.removeprefix("challenge:"), language, program)
    if id.startswith("streak:"):
        streak = ("streak", "连续奖励", "連續獎勵")[_language(language)]
        return f"{rule_name(id.removeprefix('streak:'), language, program)} ({streak})"
    return next((rule.name.read(language) for rule in program.earn if rule.id == id and rule.name), id)


def _track_name(id: str, language: str, program: Program) -> str:
    return next((track.name.read(language) for track in program.fast_tracks if track.id == id and track.name), id)


def plan_name(id: str, language: str, program: Program) -> str:
    return next((plan.name.read(language) for plan in program.paid if plan.id == id and plan.name), id)


def level_name(id: str, language: str, program: Program) -> str:
    return next((level.name.read(language) for level in program.tiers.levels if level.id == id and level.name), id)


def wallet_name(id: str, language: str, program: Program) -> str:
    named = next((wallet.name.read(language) for wallet in program.wallets if wallet.id == id and wallet.name), "")
    return named or (("points", "积分", "積分")[_language(language)] if id == program.wallets[0].id else id)


def event_name(type: str, language: str, program: Program) -> str:
    """What the programme calls an event, as a title."""
    words = Words(program, language)
    return words.tidy(words.event(type))


def day_text(iso: str, language: str) -> str:
    """``5 March 2018`` or 2018年3月5日; anything that is no ISO day is shown as it is."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    if _language(language):
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {day:%B} {day.year}"


def challenge_name(id: str, language: str, program: Program) -> str:
    return next((one.name.read(language) for one in program.challenges if one.id == id and one.name), id)


def badge_name(id: str, language: str, program: Program) -> str:
    return next((one.name.read(language) for one in program.badges if one.id == id and one.name), id)


def _worded(name: str, value: Any, language: str, program: Program) -> Any:
    if name in ("challenge", "badge"):
        return (challenge_name if name == "challenge" else badge_name)(str(value), language, program)
    if name == "for":
        return rule_name(str(value).removeprefix("rule:"), language, program)
    if name == "why" and str(value).startswith("referral."):
        return say(str(value), {}, language)
    if name == "kind":
        return _KIND.get(str(value), (str(value),) * 3)[_language(language)]
    if name == "rule":
        return rule_name(str(value), language, program)
    if name == "note":
        return plan_name(str(value), language, program) if any(plan.id == value for plan in program.paid) else _track_name(str(value), language, program)
    if name == "plan":
        return plan_name(str(value), language, program)
    if name == "track":
        return _track_name(str(value), language, program)
    if name in ("tier", "own", "from", "to") and any(level.id == value for level in program.tiers.levels):
        return level_name(str(value), language, program)
    if name == "per":
        return _PERIOD.get(str(value), (str(value),) * 3)[_language(language)]
    if name == "event":
        return Words(program, language).event(str(value))
    if name == "wallet":
        return wallet_name(str(value), language, program)
    if name in ("until", "from", "latest", "since", "by", "on"):
        return day_text(str(value), language)
    if name == "detail":
        return _FIELD.get(str(value), (str(value),) * 3)[_language(language)]
    if name == "keep":
        kept = [("the points multiplier", "积分倍数", "積分倍數")[_language(language)] if each == "multiplier" else str(each) for each in value]
        return (", ", "、", "、")[_language(language)].join(kept)
    if name == "in_100":
        return _likely(int(value))[_language(language)]
    if name == "asks":
        return asks_text(value, language, program)
    if name == "lines":
        return ", ".join(str(line) for line in value)
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return value


def _likely(in_100: int) -> tuple[str, str, str]:
    """Told in steps of 5, so the ends are told as what they are."""
    if in_100 <= 0:
        return "less than 5 in 100", "不到 5%", "不到 5%"
    if in_100 >= 100:
        return "more than 95 in 100", "超过 95%", "超過 95%"
    return f"about {in_100} in 100", f"约为 {in_100}%", f"約為 {in_100}%"


def asks_text(asks: Mapping[str, Any], language: str, program: Program) -> str:
    """What is met and what is missing, in one clause: ``380.00 more spend or 3 more days with a visit``."""
    words = Words(program, language)
    if "not" in asks:
        return say("asks.not", {"inner": asks_text(asks["not"], language, program)}, language)
    for kind, joined in (("any", words.either), ("all", words.both)):
        if kind in asks:
            parts = [asks_text(part, language, program) for part in asks[kind]]
            return joined([words.brackets(text) if "any" in part or "all" in part else text for text, part in zip(parts, asks[kind], strict=True)])
    facts = {**asks, "measure": measure_name(str(asks["measure"]), language, program)}
    if asks["measure"] == "spend":
        facts |= {name: words.money(Decimal(str(asks[name]))) for name in ("have", "need", "missing")}
    return say("asks.met" if asks["met"] else "asks.missing", facts, language)


def measure_name(measure: str, language: str, program: Program) -> str:
    """``days with a visit``; a wallet's points by its name; the number of an event type by its name."""
    kind, _, rest = measure.partition(".")
    if kind == "points" and rest:
        return wallet_name(rest, language, program)
    if kind == "events" and rest:
        return Words(program, language).event(rest)
    return _MEASURE.get(measure, (measure,) * 3)[_language(language)]


def _measured(measured: list[Mapping[str, Any]], language: str, program: Program) -> str:
    place = _language(language)
    texts = []
    for part in measured:
        name = measure_name(part["measure"], language, program)
        texts.append((f"{name} {part['have']} of {part['need']}", f"{name} {part['have']}，要求 {part['need']}", f"{name} {part['have']}，要求 {part['need']}")[place])
    return (" (" + "; ".join(texts) + ")", "（" + "；".join(texts) + "）", "（" + "；".join(texts) + "）")[place]


