"""What each event that moves something between two members does."""

from regulars.engine.events_moving import (
    Merged,
    MergedInto,
    Moves,
    PointsDelivered,
    PointsReceived,
    PointsSent,
    PointsUndelivered,
    Restored,
    Unmerged,
)
from regulars.engine.giving import bring_back, deliver, receive, send
from regulars.engine.merging import come_back, leave, part, take_in
from regulars.engine.moment import Moment


def move(moment: Moment, data: Moves) -> None:
    """Raises Refused before anything is changed."""
    if isinstance(data, PointsSent):
        send(moment, data)
    elif isinstance(data, PointsReceived):
        receive(moment, data)
    elif isinstance(data, PointsDelivered):
        deliver(moment, data)
    elif isinstance(data, PointsUndelivered):
        bring_back(moment, data)
    elif isinstance(data, MergedInto):
        leave(moment, data)
    elif isinstance(data, Merged):
        take_in(moment, data)
    elif isinstance(data, Unmerged):
        part(moment, data)
    else:
        come_back(moment, data)


def stays_itself(data: object) -> bool:
    """Whether an event leaves the shares of merged people as they are put down, so that they are followed from outside."""
    return not isinstance(data, Merged | Unmerged | Restored)
