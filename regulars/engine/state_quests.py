"""A member's part in challenges and referrals."""

import msgspec


class Attempt(msgspec.Struct, array_like=True):
    """One run of a challenge: what counted in it, and what it gave. Days are local ordinals."""

    starts: int
    ends: int  # the last day; NEVER: no end
    have: int = 0  # count; thousandths of units; minor units of money
    times: int = 0  # how often it was met
    seen: dict[str, int] = {}  # days or things counted once each -> how many events hold them
    given: list[tuple[int, int, int, int]] = []  # the latest rewards: (on, usable until, activates on, points)
    took: list[dict[str, int]] = []  # beside the end of ``given``: what each took of shared counters; empty where nothing is shared

    def copy(self) -> "Attempt":
        return Attempt(self.starts, self.ends, self.have, self.times, self.seen.copy(), self.given.copy(), self.took.copy() if self.took else [])


class Quest(msgspec.Struct, array_like=True):
    """A member's part in one challenge; ``attempts`` ascending, the latest few."""

    joined_on: int = 0  # where members have to ask to take part; 0: has not
    met: int = 0  # how often in all
    attempts: list[Attempt] = []

    def copy(self) -> "Quest":
        return Quest(self.joined_on, self.met, [attempt.copy() for attempt in self.attempts])


class Counted(msgspec.Struct, array_like=True, frozen=True):
    """What one event used of the member's limits (counter, first day of the period, how much) and took of shared counters: to give it back."""

    used: list[tuple[str, int, int]] = []
    took: dict[str, int] = {}


class Referring(msgspec.Struct, array_like=True):
    """A member's part in referrals, as a friend who was brought and as an advocate who brings; None in the state of most members."""

    advocate: int = 0  # who brought this member
    stage: str = ""  # open (no purchase that qualifies yet), waiting, paid, void; "": nobody brought them
    order_id: str = ""  # the purchase that qualifies
    due_on: int = 0  # the day at whose start it has been kept long enough
    version: int = 0  # the programme version of that purchase
    given: tuple[int, int, int, int] = (0, 0, 0, 0)  # the friend's reward: (on, usable until, activates on, points)
    brought: dict[str, list[tuple[str, int, int, int, int]]] = {}  # friend -> the advocate's rewards: (wallet, on, usable until, activates on, points)
    promised: int = -1  # the friend's points, set aside with the purchase; -1: as the programme says
    counted: dict[str, Counted] = {}  # friend (one's own purchase: "") -> what it used

    def copy(self) -> "Referring":
        return Referring(
            self.advocate, self.stage, self.order_id, self.due_on, self.version, self.given, self.brought.copy(), self.promised, self.counted.copy() if self.counted else {}
        )
