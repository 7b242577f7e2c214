"""``regulars program withdraw`` and ``rollback``: a version taken back before it counts, and the one before had again."""

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from regulars.cli.given import Json, user
from regulars.cli.home import connect, open_home
from regulars.cli.output import print_json, tell_code
from regulars.kit.phrases import phrases

_Reason = Annotated[str, typer.Option(help="Why; it is kept with the version.")]
_By = Annotated[str, typer.Option(help="Who does it (default: the user at this terminal).")]

phrases(
    {
        "program.withdrawn": (
            "version {about} never comes to count; version {version} says so",
            "第 {about} 版不会生效，记录为第 {version} 版",
            "第 {about} 版不會生效，記錄為第 {version} 版",
        ),
        "program.rolled_back": (
            "the document of version {about} counts again, as version {version}",
            "第 {about} 版的文档重新生效，版本号为 {version}",
            "第 {about} 版的文件重新生效，版本號為 {version}",
        ),
    }
)


def withdraw(version: Annotated[int, typer.Argument(help="The version that does not count yet.")], reason: _Reason, by: _By = "", json: Json = False) -> None:
    """Take back a version before it comes to count; where the programme asks for two people, it waits for the second."""
    from regulars.approvals import versions

    _do(lambda conn, who: versions.withdraw_or_ask(conn, version, by=who, at=datetime.now(UTC), reason=reason), by, "program.withdrawn", json)


def rollback(reason: _Reason, by: _By = "", json: Json = False) -> None:
    """Have the version before the present one again, from now; likewise with two people. Orders keep the version they were priced under."""
    from regulars.approvals import versions

    _do(lambda conn, who: versions.roll_back_or_ask(conn, by=who, at=datetime.now(UTC), reason=reason), by, "program.rolled_back", json)


def _do(act: Any, by: str, code: str, json: bool) -> None:
    from regulars.cli.approvals import tell_asked
    from regulars.cli.program import told
    from regulars.journal.programs import Version

    with open_home() as home, connect(home.dsn) as conn:
        version = act(conn, by or user())
    if not isinstance(version, Version):
        tell_asked(version, json)
    elif json:
        print_json({"ok": True, **told(version)})
    else:
        tell_code(code, version=version.version, about=version.about)
