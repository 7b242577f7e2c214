"""When points become usable and what lengthens their life, in words."""

from regulars.program.condition_words import condition_words
from regulars.program.document_wallets import Activate, Expire
from regulars.program.wording import Words


def wallet_activation(activate: Activate, words: Words) -> list[str]:
    """One sentence; where it goes by line, one for each kind of line and one for the rest."""
    if not activate.choices:
        return [_plainly(activate, words)]
    said = [
        words.say("activate.line", condition=condition_words(choice.when, words), how=_plainly(choice.activate, words)) for choice in activate.choices
    ]
    return [*said, words.say("activate.rest", how=_plainly(activate, words))]


def rule_activation(activate: Activate, words: Words) -> str:
    """``pending until the delivery of the order``: a clause of a rule."""
    how = words.say(f"rule_activate.{_kind(activate)}", **_facts(activate, words))
    return words.say("rule_activate.at_most", how=how, longest=words.duration(activate.at_most)) if activate.at_most else how


def longer_lives(expire: Expire, words: Words) -> list[str]:
    said = []
    if expire.activity is not None:
        one = expire.activity
        events = words.listed([words.event(event) for event in one.on])
        said.append(words.say("expire.activity", events=events, keeps=words.duration(one.keeps), at_most=words.duration(one.at_most)))
    for id, period in expire.extend:
        said.append(words.say("expire.extend", level=words.level(words.program.level(id)), period=words.duration(period)))
    if expire.reinstate is not None:
        back = expire.reinstate
        events, lasts = words.either([words.event(event) for event in back.on]), words.duration(back.lasts)
        for id, within in back.within:
            facts = {"lasts": lasts, "events": events, "within": words.duration(within)}
            said.append(words.say("expire.reinstate_level", level=words.level(words.program.level(id)), **facts) if id else words.say("expire.reinstate", **facts))
    if expire.midnight == "member":
        said.append(words.say("expire.own_midnight"))
    return said


def _plainly(activate: Activate, words: Words) -> str:
    said = words.say(f"activate.{_kind(activate)}", **_facts(activate, words))
    if activate.at_most is None:
        return said
    return said + words.say("gap") + words.say("activate.at_most", period=words.duration(activate.at_most))


def _kind(activate: Activate) -> str:
    return "on_after" if activate.kind == "on" and activate.after is not None else activate.kind


def _facts(activate: Activate, words: Words) -> dict[str, str]:
    return {
        "period": words.duration(activate.after) if activate.after else "",
        "event": words.event(activate.on or ""),
        "day": words.day(activate.starts) if activate.starts else "",
    }
