"""``regulars member freeze`` and ``unfreeze``: nothing leaves a member's points while somebody looks into it."""

import secrets
from typing import Annotated, Any

import typer

from regulars.cli.given import Json, user
from regulars.cli.home import connect, open_home
from regulars.cli.output import print_json, tell_code
from regulars.kit.errors import Refused
from regulars.kit.phrases import phrases

SOURCE = "cli"

phrases(
    {
        "freeze.is_frozen": (
            "{member} is frozen: points are earned, and none can be used ({reason}; {by})",
            "{member} 已冻结：可累积积分，不能使用（{reason}；{by}）",
            "{member} 已凍結：可累積積分，不能使用（{reason}；{by}）",
        ),
        "freeze.is_free": ("{member} is not frozen: points can be used", "{member} 未冻结：可以使用积分", "{member} 未凍結：可以使用積分"),
    }
)

_Ref = Annotated[str, typer.Argument(metavar="REF", help="The shop's own reference.")]


def freeze(ref: _Ref, reason: Annotated[str, typer.Option(help="Why; staff and the member may read it.")], json: Json = False) -> None:
    """Nothing leaves the member's points any more, from this moment on; they go on earning."""
    _set(ref, True, reason, json)


def unfreeze(ref: _Ref, reason: Annotated[str, typer.Option(help="Why, if there is more to say.")] = "", json: Json = False) -> None:
    """The member's points can be used again."""
    _set(ref, False, reason, json)


def _set(ref: str, frozen: bool, reason: str, json: bool) -> None:
    from regulars.cli.member import now_us
    from regulars.journal.frozen import Freeze, frozen_of, set_frozen
    from regulars.journal.moving import run_mover

    at = now_us()
    asked = Freeze(ref, frozen, reason, user(), SOURCE, secrets.token_hex(8), at)
    with open_home() as home:
        moved: Any = run_mover(home.dsn, lambda mover: set_frozen(mover, asked, at))
        if moved.state == "refused":
            raise Refused(moved.why, **{name: fact for name, fact in next(iter(moved.answer.because), {}).items() if name != "code"})
        with connect(home.dsn) as conn:
            found = frozen_of(conn, ref)
    if json:
        print_json({"member": ref, "frozen": bool(found.since_us), "reason": found.reason, "by": found.by})
    elif found.since_us:
        tell_code("freeze.is_frozen", member=ref, reason=found.reason, by=found.by)
    else:
        tell_code("freeze.is_free", member=ref)
