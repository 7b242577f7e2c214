"""The programme as a person reads it: sections of sentences, in English, 简体中文 or 繁體中文."""

from dataclasses import dataclass

from regulars.program import describe_sentences as describe_sentences  # the words of every section
from regulars.program.card_words import card_sentences
from regulars.program.challenge_words import challenge_sentences
from regulars.program.criteria_words import criterion_words, score_words
from regulars.program.document import Program
from regulars.program.document_tiers import FastTrack, Level, Paid
from regulars.program.document_wallets import Expire, Holds, Rounding, Wallet
from regulars.program.event_words import event_sentences
from regulars.program.lasting_words import longer_lives, wallet_activation
from regulars.program.moving_words import moving_sentences
from regulars.program.referral import referral_sentences
from regulars.program.rule_words import limit_sentences, rule_sentence
from regulars.program.wording import Words

SECTIONS = ("points", "tiers", "earning", "challenges", "returns", "moving", "cards", "limits")


@dataclass(frozen=True, slots=True)
class Section:
    id: str  # points, tiers, earning, challenges, returns, moving, cards or limits
    title: str
    sentences: tuple[str, ...]


def describe(program: Program, language: str = "en") -> tuple[Section, ...]:
    """The sections in reading order, every one of them, each with its sentences; ``challenges``, ``moving``, ``cards`` and ``limits`` may hold none."""
    words = Words(program, language)
    tell = {
        "points": _points,
        "tiers": _tiers,
        "earning": _earning,
        "challenges": challenge_sentences,
        "returns": _returns,
        "moving": moving_sentences,
        "cards": card_sentences,
        "limits": limit_sentences,
    }
    return tuple(
        Section(id, words.say(f"section.{id}"), tuple(words.tidy(sentence) for sentence in tell[id](words)))
        for id in SECTIONS
    )


def _points(words: Words) -> list[str]:
    return [sentence for wallet in words.program.wallets for sentence in _wallet(wallet, words)]


def _wallet(wallet: Wallet, words: Words) -> list[str]:
    name = words.quoted(words.wallet(wallet))
    worth = {"value": words.money(wallet.point_value)} if wallet.kind == "spendable" and wallet.point_value is not None else {}
    said = [words.say(f"wallet.{wallet.kind}{'_value' if worth else ''}", wallet=name, **worth)]
    if wallet.rounding != Rounding():
        said.append(words.say(f"rounding.{wallet.rounding.scope}", how=words.say(f"rounding.{wallet.rounding.mode}")))
    said += wallet_activation(wallet.activate, words)
    said.append(_expiry(wallet.expire, words))
    said += longer_lives(wallet.expire, words)
    if wallet.kind == "spendable":
        said.append(words.say(f"burn.{wallet.burn}"))
        said += _redeeming(wallet, words)
    return said


def _redeeming(wallet: Wallet, words: Words) -> list[str]:
    redeem, hold = wallet.redeem, wallet.hold
    said = [
        words.say(f"redeem.{code}", points=words.points(points, wallet.id))
        for code, points in (("least", redeem.least), ("most", redeem.most), ("step", redeem.step))
        if points is not None
    ]
    if redeem.share_of_order is not None:
        said.append(words.say("redeem.share", percent=words.percent(redeem.share_of_order)))
    if redeem.grace is not None:
        said.append(words.say("redeem.grace", period=words.duration(redeem.grace)))
    if hold != Holds():
        said.append(words.say("hold", lasts=words.span(hold.lasts), at_most=words.span(hold.at_most)))
    return said


def _expiry(expire: Expire, words: Words) -> str:
    period = words.duration(expire.period) if expire.period else ""
    if expire.kind == "rolling":
        code = "expire.rolling" if expire.counted_from == "earning" else "expire.rolling_active"
        return words.say(code, period=period, rounded=words.say(f"round.{expire.round_to}"))
    if expire.kind == "calendar":
        dates = words.series([words.day_of_year(month, day) for month, day in expire.dates])
        if expire.after:
            return words.say("expire.calendar_after", dates=dates, period=words.duration(expire.after))
        return words.say("expire.calendar", dates=dates)
    if expire.kind == "sliding":
        events = words.listed([words.event(event) for event in expire.on])
        if expire.at_most:
            return words.say("expire.sliding_at_most", period=period, events=events, at_most=words.duration(expire.at_most))
        return words.say("expire.sliding", period=period, events=events)
    return words.say("expire.never")


def _tiers(words: Words) -> list[str]:
    tiers = words.program.tiers
    said = [sentence for level in tiers.levels for sentence in _level(level, words)]
    if len(tiers.levels) == 1:
        return said
    if words.program.tier_score is not None:
        said.append(score_words(words.program.tier_score, words))
    if tiers.visits_on != {"order.paid"}:
        said.append(words.say("visits_on", events=words.either([words.event(event) for event in sorted(tiers.visits_on)])))
    said += [_paid(plan, words) for plan in words.program.paid]
    said += [_track(track, words) for track in words.program.fast_tracks]
    if tiers.review is None:
        return [*said, words.say("review.never")]
    dates = words.series([words.day_of_year(month, day) for month, day in tiers.review_dates.days]) if tiers.review_dates else ""
    said += [words.say(f"review.{tiers.review}", dates=dates), words.say(f"down.{tiers.down.step}")]
    if tiers.down.inactive_for:
        said.append(words.say("inactive", period=words.duration(tiers.down.inactive_for)))
    if tiers.down.grace:
        grace = tiers.down.grace
        said.append(words.say("grace", period=words.duration(grace.period), rounded=words.say(f"grace_round.{grace.round_to}")))
    if tiers.down.soft_landing:
        landing = tiers.down.soft_landing
        kept = [words.say("soft.multiplier") if each == "multiplier" else each for each in landing.keep]
        said.append(words.say("soft_landing", period=words.duration(landing.period), kept=words.series(kept)))
    return [*said, words.say(f"freeze.{tiers.freeze.windows}", period=words.duration(tiers.freeze.at_most))]


def _track(track: FastTrack, words: Words) -> str:
    """``“Two stays”: stay 2 times within 60 days; then Gold for 6 months.``"""
    facts = {
        "track": words.quoted(track.name.read(words.language) or track.id),
        "criterion": criterion_words(track.reach, words),
        "level": words.level(words.program.level(track.grants)),
        "period": words.duration(track.held_for),
    }
    text = words.say(f"track.{track.enrol}", **facts)
    if track.starts:
        text += words.say("track.from", day=words.day(track.starts))
    if track.ends:
        text += words.say("track.until", day=words.day(track.ends))
    return text + words.say("track.end")


def _paid(plan: Paid, words: Words) -> str:
    """What a membership costs and gives, how it goes on, and what comes back."""
    gives = words.say("paid.multiplier", by=words.number(plan.multiplier)) if plan.multiplier else words.say("paid.level", level=words.level(words.program.level(plan.level or "")))
    name = words.quoted(plan.name.read(words.language) or plan.id)
    text = words.say("paid", plan=name, fee=words.money(plan.fee), period=words.duration(plan.lasts), gives=gives)
    if plan.trial:
        text += words.say("paid.trial", period=words.duration(plan.trial))
    return text + words.say(f"paid.renew.{plan.renew}") + words.say(f"paid.refund.{plan.refund}")


def _level(level: Level, words: Words) -> list[str]:
    name = words.level(level)
    said = [
        words.say("level.start", level=name)
        if level.reach is None
        else words.say("level.reach", level=name, criterion=criterion_words(level.reach, words))
    ]
    if level.keep is not None:
        said.append(words.say("level.keep", level=name, criterion=criterion_words(level.keep, words)))
    if level.multiplier != 1:
        said.append(words.say("level.multiplier", level=name, by=words.number(level.multiplier)))
    if level.floor is not None:
        said.append(words.say("level.floor", level=name, floor=words.level(words.program.level(level.floor))))
    return said


def _earning(words: Words) -> list[str]:
    program = words.program
    said = [*(rule_sentence(rule, words) for rule in program.earn), *referral_sentences(words)]
    for kind, values in (
        ("category", program.exclude.category),
        ("sku", program.exclude.sku),
        ("brand", program.exclude.brand),
    ):
        if values:
            said.append(words.say(f"exclude.{kind}", values=words.listed(sorted(values))))
    tenders = [
        words.say(f"tender.{kind}") if kind in ("points", "gift_card") else kind for kind in sorted(program.not_earning)
    ]
    said.append(words.say("not_earning", tenders=words.either(tenders)))
    return [*said, *event_sentences(words), words.say(f"enrol.{program.enrol}")]


def _returns(words: Words) -> list[str]:
    returns = words.program.returns
    said = [words.say(f"returns.{returns.policy}")]
    if returns.window:
        said.append(words.say("returns.window", period=words.duration(returns.window)))
    if len(words.program.tiers.levels) > 1:
        said.append(words.say(f"returns.{returns.tier}"))
    return said
