"""What points wait for, declared events and festivals, in words."""

from regulars.kit.phrases import phrases
from regulars.program.document_rules import EarningRule
from regulars.program.event_types import EVERY_DAY, EVERY_EVENT, LIFETIME, EventType
from regulars.program.festivals import Festival
from regulars.program.hours import Hours
from regulars.program.wording import Words

phrases(
    {
        "programme.read.pending": ("pending until {event}", "待{event}后生效", "待{event}後生效"),
        "programme.read.pending_withdraw": (
            "pending until {event}, taken back at {withdraw}",
            "待{event}后生效，{withdraw}则收回",
            "待{event}後生效，{withdraw}則收回",
        ),
        "programme.read.pending_within": ("they lapse after {period}", "{period}内未确认则作废", "{period}內未確認則作廢"),
        "programme.read.pending_distinct": (
            "each visitor counts once, the member never",
            "同一访客只计一次，会员本人不计",
            "同一訪客只計一次，會員本人不計",
        ),
        "programme.read.streak.at_gap": ("once for each unbroken run", "每次连续只奖一次", "每次連續只獎一次"),
        "programme.read.streak.month": ("counted anew every month", "每月重新计数", "每月重新計數"),
        "programme.read.event.counts_day": ("{event} counts once a day.", "{event}每天只计一次。", "{event}每天只計一次。"),
        "programme.read.event.counts_life": ("{event} counts once only.", "{event}只计一次。", "{event}只計一次。"),
        "programme.read.event.counts_each": (
            "{event} counts once for each {field}.",
            "{event}按 {field} 各计一次。",
            "{event}按 {field} 各計一次。",
        ),
        "programme.read.event.measures": (
            "Levels may count {measures} of {event}.",
            "等级可按{event}的 {measures} 计算。",
            "等級可按{event}的 {measures} 計算。",
        ),
        "programme.read.festival.solar": ("{name}: {day} every year{length}.", "{name}：每年 {day}{length}。", "{name}：每年 {day}{length}。"),
        "programme.read.festival.lunar": (
            "{name}: day {day} of month {month} of the Chinese calendar{length}.",
            "{name}：农历 {month} 月 {day} 日{length}。",
            "{name}：農曆 {month} 月 {day} 日{length}。",
        ),
        "programme.read.festival.dates": ("{name}: {dates}{length}.", "{name}：{dates}{length}。", "{name}：{dates}{length}。"),
        "programme.read.festival.days": (", for {days}", "，共 {days}", "，共 {days}"),
        "programme.read.festival.before": (", and {days} before it", "，另含之前 {days}", "，另含之前 {days}"),
        "programme.read.profile": (
            "A profile is complete at {percent}% of: {fields}.",
            "资料填写达到 {percent}% 即为完善：{fields}。",
            "資料填寫達到 {percent}% 即為完善：{fields}。",
        ),
        "programme.read.leap_day": (
            "Whoever was born on 29 February celebrates on 1 March in common years.",
            "2 月 29 日出生的会员，平年生日按 3 月 1 日计。",
            "2 月 29 日出生的會員，平年生日按 3 月 1 日計。",
        ),
        "programme.read.hours.daily": ("{starts}–{ends}", "{starts}–{ends}", "{starts}–{ends}"),
        "programme.read.hours.weekday": ("{weekday} {starts}–{ends}", "{weekday} {starts}–{ends}", "{weekday} {starts}–{ends}"),
        "programme.read.hours.overnight": ("{hours} (the next day)", "{hours}（次日）", "{hours}（次日）"),
    }
)


def pending_clauses(rule: EarningRule, words: Words) -> list[str]:
    pending = rule.pending_until
    if pending is None:
        return []
    event = words.event(pending.on)
    said = [words.say("pending_withdraw", event=event, withdraw=words.event(pending.withdraw_on)) if pending.withdraw_on else words.say("pending", event=event)]
    if pending.distinct:
        said.append(words.say("pending_distinct"))
    if pending.within:
        said.append(words.say("pending_within", period=words.duration(pending.within)))
    return said


def event_sentences(words: Words) -> list[str]:
    """What the document says about events, then its festivals."""
    said = [sentence for type in words.program.events for sentence in _event(type, words)]
    said += [_festival(festival, words) for festival in words.program.festivals]
    profile = words.program.profile
    if profile is not None:
        said.append(words.say("profile", fields=words.listed(profile.fields), percent=profile.complete_at))
    if words.program.birthdays.leap_day == "03-01":
        said.append(words.say("leap_day"))
    return said


def _event(type: EventType, words: Words) -> list[str]:
    name = words.event(type.id)
    said = []
    if type.once_per != EVERY_EVENT:
        code = {EVERY_DAY: "event.counts_day", LIFETIME: "event.counts_life"}.get(type.once_per, "event.counts_each")
        said.append(words.say(code, event=name, field=type.once_per))
    if type.measures:
        said.append(words.say("event.measures", event=name, measures=words.listed(type.measures)))
    return said


def festival_name(id: str, words: Words) -> str:
    named = next((festival.name.read(words.language) for festival in words.program.festivals if festival.id == id), "")
    return named or id


def _festival(festival: Festival, words: Words) -> str:
    length = words.say("festival.days", days=_days(festival.days, words)) if festival.days > 1 else ""
    if festival.before:
        length += words.say("festival.before", days=_days(festival.before, words))
    name = festival_name(festival.id, words)
    if festival.kind == "dates":
        return words.say("festival.dates", name=name, dates=words.series([words.day(at) for at in festival.dates]), length=length)
    if festival.kind == "lunar":
        return words.say("festival.lunar", name=name, month=festival.month, day=festival.day, length=length)
    return words.say("festival.solar", name=name, day=words.day_of_year(festival.month, festival.day), length=length)


def hours_words(hours: Hours, words: Words) -> str:
    starts, ends = str(hours).rpartition(" ")[2].split("-")
    said = words.say("hours.daily", starts=starts, ends=ends)
    if hours.weekday:
        said = words.say("hours.weekday", weekday=words.say(f"weekday.{hours.weekday}"), starts=starts, ends=ends)
    return said if hours.starts < hours.ends else words.say("hours.overnight", hours=said)


def _days(count: int, words: Words) -> str:
    return words.say("day" if count == 1 else "days", count=count)
