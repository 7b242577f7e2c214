"""What a merge would do, decided in memory by the same engine; nothing is written."""

from typing import Any, NamedTuple

import msgspec
import psycopg

from regulars.engine.compiled import Versions
from regulars.engine.deciding import decide
from regulars.engine.decision import Reason
from regulars.engine.errors import MemberIsFrozen, MergedAway, MergeWithSelf
from regulars.engine.event_names import MERGED, MERGED_INTO
from regulars.engine.events import Event
from regulars.engine.events_moving import Merged, MergedInto
from regulars.engine.passing import advance
from regulars.engine.standing import Standing, standing
from regulars.engine.state_moving import Pack
from regulars.journal.posting import HOUSE
from regulars.journal.queries import member_id_of, member_of, own_state_of
from regulars.kit.errors import Refused

_pack = msgspec.json.Decoder(Pack)


class MergePreview(NamedTuple):
    """``after``: where the survivor would stand; None when it would be refused, ``because`` says why."""

    stays: Standing
    goes: Standing
    after: Standing | None
    because: list[Reason]


def preview_merge(conn: psycopg.Connection[Any], versions: Versions, stays: str, goes: str, at_us: int) -> MergePreview:
    """Raises UnknownMember, MergeWithSelf, MergedAway."""
    survivor, one = member_of(conn, stays)
    other = member_id_of(conn, goes)
    two = own_state_of(conn, other)
    if survivor == member_of(conn, goes)[0]:
        raise MergeWithSelf()
    if two.moving is not None and two.moving.into:
        raise MergedAway()
    seen = standing(versions, one, at_us), standing(versions, two, at_us)
    at_us = max(at_us, one.advanced_us, two.advanced_us)
    _, two = advance(versions, two, at_us)
    if two.pooled is not None:
        two = two.copy()
        two.pooled = None  # they leave their pool first
    try:
        if one.frozen_us:
            raise MemberIsFrozen()
        left = decide(versions, two, Event("preview", HOUSE, MERGED_INTO, at_us, MergedInto(survivor, other, with_rewards=True))).decision
        if left.outcome.status == "refused":
            return MergePreview(*seen, None, left.outcome.because)
        pack = _pack.decode(msgspec.json.encode(left.outcome.moved["pack"]))
        taken = decide(versions, one, Event("preview", HOUSE, MERGED, at_us, Merged(other, pack))).decision
    except Refused as refused:
        return MergePreview(*seen, None, [{"code": refused.code, **refused.facts}])
    return MergePreview(*seen, standing(versions, taken.state, at_us), taken.outcome.because)
