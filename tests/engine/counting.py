"""Dated lines of several members who share budgets, played on the engine with its counters beside it.

    2026-01-05 Alice joins
    2026-01-06 Alice buys o1 60.00 coffee + 40.00 bread
    2026-01-06 Alice gets 60, budget.clipped          (what the line before gave her, and a reason it names)
    2026-01-07 Alice returns o1 | returns o1 line 2
    2026-01-07 Alice sends review.published review_id=r1
    2026-01-07 Alice has 60
    2026-01-07 budget rule/welcome/points/day/2026-01-07 stands at 50
"""

import json
import re
from collections import Counter
from textwrap import dedent

from engine.looking import decide
from engine.pair import Journal, at
from engine.story import HEAD, ONE_POINT_A_YUAN, ONE_WALLET, Story
from regulars.engine.budgets import counters_of
from regulars.engine.compiling import compile_program
from regulars.engine.decision import Outcome
from regulars.engine.events import Event, OrderPaid
from regulars.engine.reading import read_data
from regulars.program.reading import require

DATED = re.compile(r"(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d))? (\w+) (.+)")


class Shop:
    """Several members under one programme; ``counters``: what ``Outcome.taken`` of everybody adds up to."""

    def __init__(self, program_text: str, wallets: str = "") -> None:
        text = HEAD + wallets + dedent(program_text).strip() + "\n"
        text += "" if "wallets:" in text else ONE_WALLET
        text += "" if "earn:" in text else ONE_POINT_A_YUAN
        self.program = require(text)
        self.versions = compile_program(self.program)
        self.members: dict[str, Journal] = {}
        self.counters: Counter[str] = Counter()
        self.last: Outcome = Outcome()
        self.number = 0

    def play(self, text: str) -> "Shop":
        for line in filter(None, map(str.strip, text.splitlines())):
            day, hour, who, words = DATED.fullmatch(line).groups()
            at_us = at(self.program, f"{day} {hour or '12:00'}")
            if who == "budget":
                counter, _, stands = words.partition(" stands at ")
                assert self.counters[counter] == int(stands), (line, self.counters)
            elif words.startswith("gets "):
                points, *codes = words.removeprefix("gets ").split(", ")
                assert sum(self.last.earned.values()) == int(points), (line, self.last)
                assert set(codes) <= {reason["code"] for reason in self.last.because}, (line, self.last.because)
            elif words.startswith("has "):
                assert self.members[who].standing()["wallets"][self.program.wallets[0].id][0] == int(words.removeprefix("has ")), line
            else:
                self.take(who, words, at_us)
        return self

    def _sent(self, words: str) -> tuple[str, object]:
        _, type, *fields = words.split(" ")
        return type, read_data(type, json.dumps(dict(field.split("=") for field in fields)).encode(), self.program)

    def take(self, who: str, words: str, at_us: int) -> Outcome:
        type, data = self._sent(words) if words.startswith("sends ") else Story._read(Story, words)
        self.number += 1
        return self.decide(who, Event(f"e{self.number}", "till", type, at_us, data))

    def decide(self, who: str, event: Event, facts: dict | None = None) -> Outcome:
        member = self.members.setdefault(who, Journal(self.program))
        type, data, at_us = event.type, event.data, event.at_us
        caps = self.versions.latest.caps.get(type)
        day = self.versions.calendar.day_of(at_us)
        shared = {name: self.counters[name] for name in counters_of(caps, day)} if caps else None
        past = member.past_of(data)
        step = decide(self.versions, member.state, event, past=past, facts=facts, shared=shared)
        again = decide(self.versions, member.state, event, past=past, facts=facts, shared=shared)
        assert again == step
        self.last = step.decision.outcome
        member.state = step.decision.state
        member.posted = [*getattr(member, "posted", []), *(one for passed in step.passed for one in passed.transfers), *step.decision.transfers]
        if isinstance(data, OrderPaid):
            member.orders[data.order_id] = (data, self.last, at_us)
            member.given_by[data.order_id] = [one for one in step.decision.transfers if one.source == "issued"]
        self.counters.update(self.last.taken)
        return self.last
