"""``/v1/clock``: what time it is here. A sandbox's clock stands still until it is moved; the shop's is everybody's."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from regulars.api.signing_in import Needs
from regulars.journal import sandboxes
from regulars.kit.errors import Invalid, Refused
from regulars.kit.lengths import length_of
from regulars.kit.periods import instant
from regulars.kit.phrases import phrases

router = APIRouter(tags=["sandbox"])

phrases(
    {
        "clock.of_the_shop": (
            "the shop's clock can't be moved; use a sandbox's key",
            "门店的时钟不能移动，请使用沙盒密钥",
            "門市的時鐘不能移動，請使用沙盒金鑰",
        ),
        "clock.how_far": ("say either “advance” or “to”", "请填写 advance 或 to 其中之一", "請填寫 advance 或 to 其中之一"),
    }
)


class Clock(BaseModel):
    now: str = Field(description="Where the clock stands, with its offset.")
    sandbox: str | None = Field(description="The sandbox the key opens; null: the shop.")


class Move(BaseModel):
    model_config = ConfigDict(extra="forbid")

    advance: str | None = Field(None, description="13 months, 1 year, 90 days", max_length=40)
    to: AwareDatetime | None = None


class Moved(Clock):
    events: int = Field(description="How many members' days on which something changed.")
    expired: dict[str, int] = Field(description="Points that lapsed, by wallet.")
    activated: dict[str, int] = Field(description="Points that became usable, by wallet.")
    moves: list[dict[str, Any]] = Field(description="Tier moves: from, to, count.")


def _shown(now: datetime, timezone: str) -> str:
    from zoneinfo import ZoneInfo

    return now.astimezone(ZoneInfo(timezone)).isoformat()


@router.get("/v1/clock", summary="What time it is", dependencies=[Needs("events:write", "members:read", "quotes:read", "programs:read")])
async def read_clock(request: Request) -> Clock:
    state = request.app.state
    return Clock(now=_shown(instant(state.now_us()), state.services.program.timezone), sandbox=getattr(state, "sandbox", None))


@router.post("/v1/clock", summary="Move a sandbox's clock", dependencies=[Needs("events:write")])
async def move_clock(request: Request, move: Move) -> Moved:
    """Time passes for every member, each due day in its order: points activate and lapse, tiers are reviewed."""
    state = request.app.state
    sandbox = getattr(state, "sandbox", None)
    if sandbox is None:
        raise Refused("clock.of_the_shop")
    if (move.advance is None) == (move.to is None):
        raise Invalid("clock.how_far")

    def work(conn: Any) -> Moved:
        before = sandboxes.clock_of(conn)
        timezone = state.services.program.timezone
        to = move.to or sandboxes.later(before, length_of(move.advance or ""), timezone)
        sandboxes.move_clock(conn, to)
        aged = sandboxes.what_passed(conn, before, to)
        moves = [{"from": left, "to": reached, "count": count} for (left, reached), count in aged.moves.items()]
        return Moved(now=_shown(to, timezone), sandbox=sandbox, events=aged.events, expired=aged.expired, activated=aged.activated, moves=moves)

    return await state.services.reading(work)  # type: ignore[no-any-return]
