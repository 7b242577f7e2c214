"""What happens between two members: points given and received, merged and parted. The house itself posts all but the first step."""

import msgspec

from regulars.engine.state_moving import Pack


class PointsSent(msgspec.Struct, frozen=True):
    """``to``, ``giver``: the numbers of the members' references; nothing of a reference stands in an event."""

    points: int  # > 0
    to: int
    giver: int
    wallet: str = ""


class MergedInto(msgspec.Struct, frozen=True):
    """This member goes on as another: ``into``, ``member`` are the numbers of the two. ``with_rewards``: what they got for friends goes along; ``own_friends``: what one of the two got for bringing the other goes back."""

    into: int
    member: int
    with_rewards: bool = False
    own_friends: bool = False


class Merged(msgspec.Struct, frozen=True):
    """Another member is taken in, with everything in ``pack``."""

    member: int
    pack: Pack


class Unmerged(msgspec.Struct, frozen=True):
    """``member`` parts from this one again."""

    member: int


class Restored(msgspec.Struct, frozen=True):
    """This member is one of its own again, with everything in ``pack``."""

    survivor: int
    pack: Pack


class PointsReceived(msgspec.Struct, frozen=True):
    """``lots``: (usable until, earned on, points > 0) as they left. ``rule``: what brought them: gift | pool."""

    giver: int
    step: int  # seq of the giver's event
    wallet: str
    lots: tuple[tuple[int, int, int], ...]
    rule: str = "gift"


class PointsDelivered(msgspec.Struct, frozen=True):
    step: int


class PointsUndelivered(msgspec.Struct, frozen=True):
    step: int
    why: str  # the code the receiver's side refused with
    sent_on: int = 0  # the local day whose limits are given back


Moves = PointsSent | PointsReceived | PointsDelivered | PointsUndelivered | MergedInto | Merged | Unmerged | Restored  # between two members
