"""What an advocate got for friends goes along when two members become one, so that a friend's return takes it back from whoever they go on as.

And nobody brings themselves: an advocate and a friend who have become one person are rewarded for nothing.
"""

from regulars.engine.moment import Moment
from regulars.engine.owning import UNDER
from regulars.engine.state import MemberState
from regulars.engine.state_moving import Brought
from regulars.engine.state_quests import Referring

SELF = "self"  # the fact that the friend is the very member the advocate goes on as


def brought_along(state: MemberState) -> Brought:
    return dict(state.referring.brought) if state.referring is not None else {}


def take_over(state: MemberState, brought: Brought) -> list[str]:
    """The rewards of one who was taken in; the friends they were for."""
    known = state.referring.brought if state.referring is not None else {}
    came = {friend: given for friend, given in brought.items() if friend not in known}
    if came:
        state.referring = state.referring or Referring(brought={})
        state.referring.brought |= came
    return list(came)


def hand_back(state: MemberState, friends: list[str]) -> Brought:
    """What has not been taken back since, for the one it came with."""
    known = state.referring.brought if state.referring is not None else {}
    return {friend: known.pop(friend) for friend in friends if friend in known}


def have_again(state: MemberState, brought: Brought) -> None:
    """As they are after the merge: what was taken back meanwhile is gone."""
    if brought or state.referring is not None:
        state.referring = state.referring or Referring()
        state.referring.brought = dict(brought)


def note_friend(moment: Moment, friend: str) -> None:
    """A reward that came under the reference of one who was taken in parts with them again."""
    moving = moment.state.moving
    taken = moving.taken_in.get(moment.facts.get(UNDER, 0)) if moving is not None else None
    if taken is not None and taken.friends is not None:
        taken.friends.append(friend)


def is_one_with(state: MemberState, other: int) -> bool:
    """Whether ``other`` was taken in by this member."""
    taken = state.moving.taken_in.get(other) if state.moving is not None else None
    return taken is not None and taken.friends is not None


def brings_themselves(moment: Moment, friend: int) -> bool:
    return bool(moment.facts.get(SELF)) or is_one_with(moment.state, friend)
