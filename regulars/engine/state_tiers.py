"""What holds of a member's tier beside the ladder's own moves: levels granted, freezes, a paid membership."""

import msgspec


class Grant(msgspec.Struct, array_like=True, frozen=True):
    """A level held for a time whatever the member did: by a match, a fast track, a paid membership, or because staff set it."""

    kind: str  # match | track | set | paid
    level: str
    since: int
    until: int  # the last day
    note: str = ""  # the evidence, the track, the reason, or the plan


class Membership(msgspec.Struct, array_like=True, frozen=True):
    """A paid membership that runs. ``terms``: (first day, last day, fee in minor units), ascending and without gaps; a trial is a term of fee 0."""

    plan: str
    terms: tuple[tuple[int, int, int], ...]
    is_trial: bool = False  # nothing but the trial so far
    is_cancelled: bool = False  # it ends with its last term, whatever the programme says of renewing

    @property
    def until(self) -> int:
        return self.terms[-1][1]


class Aside(msgspec.Struct, array_like=True):
    """What holds of a member's tier beside the ladder's own moves; None in the state of most members."""

    soft: tuple[str, int] | None = None  # the level a fall took, and the last day on which its kept parts live on
    own: str = ""  # with grants: the level the ladder alone would give; "": no grants, and it is the member's tier
    grants: list[Grant] = []
    frozen: list[tuple[int, int]] = []  # (first, last) day of each freeze, ascending
    tracks: dict[str, tuple[int, int]] = {}  # fast track -> (what happened up to this day does not count, last day to reach it; 0: none)
    membership: Membership | None = None
    tried: list[str] = []  # plans whose trial has been used

    def copy(self) -> "Aside":
        return Aside(self.soft, self.own, self.grants.copy(), self.frozen.copy(), self.tracks.copy(), self.membership, self.tried.copy())
