"""Rings of gifts: points that come round to whoever sent them off, over others; points of many that reach one hand over go-betweens.

Every gift is followed on. What a member passes on is first what came to them within KEEP_DAYS, oldest first, then their own: so a point knows whose it was
and over whom it came (first in, first out, as anti-money-laundering traces a mixed account; here with a term, after which a point counts as one's own).
Two who give to and fro are no ring, and a present everybody brings in person is none: the rules of ``watch`` know those.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

KEEP_DAYS = 30
LEAST_ROUND = 3  # members in a circle
LEAST_ORIGINS = 4  # whose points reach one hand over go-betweens
MOST_STEPS = 12  # of a point's way; what lies before is forgotten
MOST_EVIDENCE = 20


class Gift(NamedTuple):
    """One gift that arrived, points > 0. key: what the caller knows it by."""

    day: int
    giver: int
    receiver: int
    points: int
    key: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class Ring:
    """kind: ``round`` (points came back to ``member``, over the others of ``members``) or ``over`` (points of ``origins`` members reached ``member`` over go-betweens).

    members: everybody who sent, passed on or got them, rising. points: that came back, or that came over others. gifts: keys of the last steps, newest last.
    times: how often points came back, or how many gifts brought them.
    """

    kind: str
    member: int
    members: tuple[int, ...]
    origins: int
    points: int
    times: int
    first_day: int
    last_day: int
    gifts: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class _Piece:
    """Points at one member. way: whose they were, then over whom they came. steps: keys of the gifts."""

    day: int
    points: int
    way: tuple[int, ...]
    steps: tuple[tuple[int, int], ...]
    since: int


@dataclass(slots=True)
class _Found:
    points: int = 0
    times: int = 0
    first_day: int = 0
    last_day: int = 0
    members: set[int] = field(default_factory=set)
    origins: set[int] = field(default_factory=set)
    gifts: dict[tuple[int, int], None] = field(default_factory=dict)

    def add(self, piece: _Piece, day: int, members: Sequence[int]) -> None:
        self.first_day = min(self.first_day, piece.since) if self.times else piece.since
        self.points, self.times, self.last_day = self.points + piece.points, self.times + 1, day
        self.members |= set(members)
        self.gifts |= dict.fromkeys(piece.steps)


def rings(gifts: Sequence[Gift], *, since: int) -> list[Ring]:
    """Rings whose last gift is after day ``since``, the most points first; then the smallest member. gifts: oldest first; those within KEEP_DAYS × MOST_STEPS before ``since`` may matter.

    A circle is told of once, at the member whose points came back most; a hand into which points of fewer than LEAST_ORIGINS members came over go-betweens is none.
    """
    pots: dict[int, deque[_Piece]] = {}
    came_round: dict[tuple[int, ...], dict[int, _Found]] = {}
    came_over: dict[int, _Found] = {}
    for gift in gifts:
        for piece in _taken(pots.setdefault(gift.giver, deque()), gift):
            way, steps = piece.way, (*piece.steps, gift.key)[-MOST_EVIDENCE:]
            moved = _Piece(gift.day, piece.points, way, steps, piece.since)
            if gift.receiver in way:
                circle = way[way.index(gift.receiver) :]
                if len(circle) >= LEAST_ROUND:
                    came_round.setdefault(tuple(sorted(circle)), {}).setdefault(gift.receiver, _Found()).add(moved, gift.day, circle)
                continue  # one's own again
            if len(way) > 1 and gift.day > since - KEEP_DAYS:
                found = came_over.setdefault(gift.receiver, _Found())
                found.add(moved, gift.day, (*way, gift.receiver))
                found.origins.add(way[0])
            moved.way = (*way, gift.receiver)[-MOST_STEPS:]
            pots.setdefault(gift.receiver, deque()).append(moved)
    circles = [_circle(by_member) for by_member in came_round.values()]
    in_circles = {member for one in circles for member in one.members}
    hands = [_ring("over", member, one) for member, one in came_over.items() if len(one.origins) >= LEAST_ORIGINS and member not in in_circles]
    return sorted((one for one in circles + hands if one.last_day > since), key=lambda one: (-one.points, one.member, one.members))


def _taken(pot: "deque[_Piece]", gift: Gift) -> list[_Piece]:
    """What the giver passes on: pieces that came lately, then their own."""
    while pot and pot[0].day < gift.day - KEEP_DAYS:
        pot.popleft()
    left, taken = gift.points, []
    while left and pot:
        piece = pot[0]
        part = min(left, piece.points)
        taken.append(_Piece(gift.day, part, piece.way, piece.steps, piece.since))
        left -= part
        piece.points -= part
        if not piece.points:
            pot.popleft()
    if left:
        taken.append(_Piece(gift.day, left, (gift.giver,), (), gift.day))
    return taken


def _circle(by_member: dict[int, _Found]) -> Ring:
    """One circle, however many of its members' points came back: points and times of all of them, told of at the one with most."""
    member = min(by_member, key=lambda one: (-by_member[one].points, one))
    whole = _Found()
    for one in by_member.values():
        whole.first_day = min(whole.first_day, one.first_day) if whole.times else one.first_day
        whole.points, whole.times, whole.last_day = whole.points + one.points, whole.times + one.times, max(whole.last_day, one.last_day)
        whole.members |= one.members
        whole.gifts |= one.gifts
    return _ring("round", member, whole)


def _ring(kind: str, member: int, of: _Found) -> Ring:
    return Ring(kind, member, tuple(sorted(of.members)), len(of.origins), of.points, of.times, of.first_day, of.last_day, tuple(of.gifts)[-MOST_EVIDENCE:])
