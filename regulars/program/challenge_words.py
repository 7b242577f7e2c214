"""Challenges and badges in words: ``Five coffees: 100 points for an order 5 times in a calendar month; when the category is coffee.``"""

from regulars.kit.phrases import phrases
from regulars.program.condition_words import condition_words
from regulars.program.document_challenges import Challenge, Run
from regulars.program.document_rules import Limit
from regulars.program.wording import Words

phrases(
    {
        "programme.read.challenge": ("{name}: {reward} for {target}{time}{more}.", "{name}：{time}{target}，可得 {reward}{more}。", "{name}：{time}{target}，可得 {reward}{more}。"),
        "programme.read.target.count": ("{event} {count} times", "{event} {count} 次", "{event} {count} 次"),
        "programme.read.target.quantity": ("{count} units bought", "购买 {count} 件", "購買 {count} 件"),
        "programme.read.target.spend": ("{amount} spent", "消费满 {amount}", "消費滿 {amount}"),
        "programme.read.target.days": ("{event} on {count} different days", "在 {count} 个不同的日子{event}", "在 {count} 個不同的日子{event}"),
        "programme.read.target.sku": ("{count} different items bought", "购买 {count} 种不同商品", "購買 {count} 種不同商品"),
        "programme.read.target.category": ("{count} different categories bought", "购买 {count} 个不同品类", "購買 {count} 個不同品類"),
        "programme.read.target.brand": ("{count} different brands bought", "购买 {count} 个不同品牌", "購買 {count} 個不同品牌"),
        "programme.read.target.store": ("{event} in {count} different stores", "在 {count} 家不同门店{event}", "在 {count} 家不同門市{event}"),
        "programme.read.target.channel": ("{event} through {count} different channels", "通过 {count} 个不同渠道{event}", "透過 {count} 個不同通路{event}"),
        "programme.read.time.day": (" in one day", "一天内", "一天內"),
        "programme.read.time.week": (" in a calendar week", "每个自然周内", "每個自然週內"),
        "programme.read.time.month": (" in a calendar month", "每个自然月内", "每個自然月內"),
        "programme.read.time.quarter": (" in a quarter", "每个季度内", "每個季度內"),
        "programme.read.time.half_year": (" in a half-year", "每半年内", "每半年內"),
        "programme.read.time.year": (" in a calendar year", "每个自然年内", "每個自然年內"),
        "programme.read.time.start": (" within {period} of the first", "自首次起 {period}内", "自首次起 {period}內"),
        "programme.read.time.joined": (" within {period} of taking part", "自报名起 {period}内", "自報名起 {period}內"),
        "programme.read.time.enrolment": (" within {period} of joining", "入会后 {period}内", "入會後 {period}內"),
        "programme.read.time.ever": ("", "", ""),
        "programme.read.reward.badge": ("the badge {badge}", "徽章{badge}", "徽章{badge}"),
        "programme.read.clause.again": ("begins again each time", "完成后重新开始", "完成後重新開始"),
        "programme.read.clause.every_period": ("once in each period", "每期限一次", "每期限一次"),
        "programme.read.clause.once": ("only once", "仅限一次", "僅限一次"),
        "programme.read.clause.on_request": ("members have to take part first", "需先报名参加", "需先報名參加"),
        "programme.read.clause.keep": ("a return does not take the reward back", "退货不收回奖励", "退貨不收回獎勵"),
        "programme.read.clause.limit": ("at most {count} times {per}", "{per}最多 {count} 次", "{per}最多 {count} 次"),
        "programme.read.clause.limit_points": ("at most {points} {per}", "{per}最多 {points}", "{per}最多 {points}"),
        "programme.read.badge.never": ("Badge {badge}: once earned it stays.", "徽章{badge}：获得后永久保留。", "徽章{badge}：獲得後永久保留。"),
        "programme.read.badge.on_return": (
            "Badge {badge}: a return of what earned it takes it away.",
            "徽章{badge}：退回相应商品后将被收回。",
            "徽章{badge}：退回相應商品後將被收回。",
        ),
    }
)


def challenge_sentences(words: Words) -> list[str]:
    """Every challenge in the document's order, then every badge; nothing where the programme has neither."""
    said = [challenge_sentence(challenge, words) for challenge in words.program.challenges]
    return said + [words.say(f"badge.{badge.revoke}", badge=words.quoted(words.badge(badge.id))) for badge in words.program.badges]


def challenge_sentence(challenge: Challenge, words: Words) -> str:
    clauses = [words.say("when", condition=condition_words(challenge.when, words))] if challenge.when else []
    clauses += _dates(challenge.period, words)
    clauses.append(words.say(f"clause.{challenge.recurrence}"))
    if challenge.join == "on_request":
        clauses.append(words.say("clause.on_request"))
    clauses += [_limit(limit, challenge, words) for limit in challenge.limits]
    if challenge.returns == "keep":
        clauses.append(words.say("clause.keep"))
    return words.say(
        "challenge",
        name=words.challenge(challenge.id),
        target=_target(challenge, words),
        time=_time(challenge, words),
        reward=words.reward(challenge.reward),
        more="".join(words.say("more", clause=clause) for clause in clauses),
    )


def _target(challenge: Challenge, words: Words) -> str:
    target, event = challenge.target, words.event(challenge.on)
    return words.say(f"target.{target.of or target.kind}", count=words.number(target.need), amount=words.money(target.need), event=event)


def _time(challenge: Challenge, words: Words) -> str:
    run = challenge.period
    if run.within is None:
        return words.say(f"time.{run.per or 'ever'}")
    since = "joined" if run.since == "start" and challenge.join == "on_request" else run.since
    return words.say(f"time.{since}", period=words.duration(run.within))


def _dates(run: Run, words: Words) -> list[str]:
    if run.starts and run.ends:
        return [words.say("dates", starts=words.day(run.starts), ends=words.day(run.ends))]
    if run.starts:
        return [words.say("starts", starts=words.day(run.starts))]
    return [words.say("ends", ends=words.day(run.ends))] if run.ends else []


def _limit(limit: Limit, challenge: Challenge, words: Words) -> str:
    per = words.say(f"per.{limit.per}")
    if limit.kind == "points":
        return words.say("clause.limit_points", points=words.points(limit.count, challenge.reward.wallet), per=per)
    return words.say("clause.limit", count=words.number(limit.count), per=per)
