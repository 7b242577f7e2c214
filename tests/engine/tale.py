"""Stories of what the naive calculator does not count: the same dated lines, played on the engine alone.

    2026-01-05 Alice joins
    2026-01-06 takes part in coffees | can't take part in coffees
    2026-01-07 buys o1 20.00 coffee
    2026-01-05 joins brought by ADA | says ADA brought her | says ADA brought her, Mei answers for it | friend 7 bought | friend 7 returned
    2026-01-07 has 120, 1 of 5 in coffees, met nights, badge taster, no badge owl
"""

import re

from engine.pair import Journal, at
from engine.story import DATED, HEAD, ONE_POINT_A_YUAN, ONE_WALLET, Story
from regulars.engine.decision import Outcome
from regulars.engine.event_names import (
    CHALLENGE_JOINED,
    ENROLLED,
    REFERRAL_CLAIMED,
    REFERRAL_QUALIFIED,
    REFERRAL_REVERSED,
)
from regulars.engine.events import (
    ChallengeJoined,
    Event,
    MemberEnrolled,
    ReferralClaimed,
    ReferralQualified,
    ReferralReversed,
)
from regulars.engine.explain import sentences
from regulars.engine.standing import Standing, standing
from regulars.program.reading import require


class Tale(Story):
    """``last``: the outcome of the latest event; ``told()``: its reasons in words."""

    def __init__(self, program_text: str) -> None:
        text = HEAD + program_text.strip() + "\n"
        text += "" if "wallets:" in text else ONE_WALLET
        text += "" if "earn:" in text else ONE_POINT_A_YUAN
        self.program = require(text)
        self.journal = Journal(self.program)
        self.number = 0

    @property
    def last(self) -> Outcome:
        return self.journal.outcomes[-1]

    def told(self, language: str = "en") -> str:
        return "\n".join(sentences(self.last.because, language, self.program))

    def stands(self, when: str) -> Standing:
        return standing(self.journal.versions, self.journal.state, at(self.program, when))

    def play(self, text: str, facts: dict | None = None) -> "Tale":
        for line in filter(None, map(str.strip, text.splitlines())):
            day, hour, words = DATED.fullmatch(line).groups()
            when = f"{day} {hour or '12:00'}"
            if words.startswith("has "):
                for part in words.removeprefix("has ").split(", "):
                    self._holds(self.stands(when), part, line)
            else:
                self._happens(at(self.program, when), words, facts, line)
        return self

    def _happens(self, at_us: int, words: str, facts: dict | None, line: str) -> None:
        self.number += 1
        type, data = self._read(words)
        outcome = self.journal.take(Event(f"e{self.number}", "till", type, at_us, data), facts).decision.outcome
        assert (outcome.status == "refused") == words.startswith("can't"), (line, outcome.because)

    def _read(self, words: str) -> tuple[str, object]:
        if asks := re.fullmatch(r"(?:takes|can't take) part in ([\w-]+)", words):
            return CHALLENGE_JOINED, ChallengeJoined(asks[1])
        if brought := re.fullmatch(r"joins brought by (\w+)", words):
            return ENROLLED, MemberEnrolled(brought[1])
        if claims := re.fullmatch(r"(?:says|can't say) (\w+) brought her(?:, (\w+) answers for it)?", words):
            return REFERRAL_CLAIMED, ReferralClaimed(claims[1], claims[2] or "")
        if friend := re.fullmatch(r"friend (\d+) (bought|returned)", words):
            kept = friend[2] == "bought"
            return (REFERRAL_QUALIFIED, ReferralQualified(int(friend[1]))) if kept else (REFERRAL_REVERSED, ReferralReversed(int(friend[1])))
        return super()._read(words)

    @staticmethod
    def _holds(seen: Standing, part: str, line: str) -> None:
        challenges, badges = {one.id: one for one in seen.challenges}, {one.id for one in seen.badges}
        if far := re.fullmatch(r"([\d.]+) of ([\d.]+) in ([\w-]+)", part):
            assert (challenges[far[3]].have, challenges[far[3]].need) == (far[1], far[2]), (line, challenges[far[3]])
        elif part.startswith(("met ", "to_join ", "open ", "over ", "upcoming ", "running ")):
            stands, _, id = part.partition(" ")
            assert challenges[id].stands == stands, (line, challenges[id])
        elif part.startswith("badge "):
            assert part.removeprefix("badge ") in badges, (line, badges)
        elif part.startswith("no badge "):
            assert part.removeprefix("no badge ") not in badges, (line, badges)
        else:
            size, _, name = part.partition(" ")
            if not size.isdecimal():
                assert seen.tier == size, line
                return
            wallet = next((one for one in seen.wallets if one.id == name), seen.points)
            got = {"pending": wallet.pending, "debt": wallet.debt, "held": wallet.held}.get(name, wallet.active)
            assert got == int(size), (line, got)
