"""``regulars member profiling``: whether a member may be profiled."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from regulars.cli.given import Json, user
from regulars.cli.home import connect, open_home
from regulars.cli.output import print_json, tell_code
from regulars.kit.phrases import phrases

phrases(
    {
        "profiling.allowed": ("{member} may be profiled", "可对 {member} 进行画像", "可對 {member} 進行畫像"),
        "profiling.refused": (
            "{member} has refused to be profiled (since {since}, {by})",
            "{member} 已拒绝画像（{since} 起，{by}）",
            "{member} 已拒絕畫像（{since} 起，{by}）",
        ),
    }
)


def profiling(
    ref: Annotated[str, typer.Argument(metavar="REF", help="The shop's own reference.")],
    allow: Annotated[bool | None, typer.Option("--allow/--refuse", help="Without either: only look.")] = None,
    json: Json = False,
) -> None:
    """A member refuses to be profiled, or allows it again; it counts at once."""
    from regulars.members.profiling import profiling_of, set_profiling

    with open_home() as home, connect(home.dsn) as conn:
        found = profiling_of(conn, ref) if allow is None else set_profiling(conn, ref, allowed=allow, by=user(), at=datetime.now(UTC))
    since = found.since.isoformat() if found.since is not None else None
    if json:
        print_json({"member": ref, "allowed": found.allowed, "since": since, "by": found.by})
    elif found.allowed:
        tell_code("profiling.allowed", member=ref)
    else:
        tell_code("profiling.refused", member=ref, since=since, by=found.by)
