"""``regulars program``: check, plan, apply, take back, show and compare the programme."""

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from regulars.cli.given import Json, moment_of, text_of_file, user
from regulars.cli.home import connect, open_home
from regulars.cli.language import spoken
from regulars.cli.output import print_json, tell_code
from regulars.cli.program_check import File, check, findings_in, tell_findings
from regulars.cli.program_diff import diff, version_of
from regulars.cli.program_guide import guide
from regulars.cli.program_new import new
from regulars.cli.program_plan import plan
from regulars.cli.program_versions import rollback, withdraw
from regulars.kit.phrases import phrases, say

app = typer.Typer(help="Check, plan, apply, take back, show and compare the programme.", no_args_is_help=True, rich_markup_mode=None)
app.command()(new)
app.command()(check)
app.command()(plan)
app.command()(diff)
app.command()(guide)
app.command()(withdraw)
app.command()(rollback)

phrases(
    {
        "program.applied": ("version {version} is applied", "已启用第 {version} 版", "已啟用第 {version} 版"),
        "program.not_applied": (
            "the document has errors; nothing was applied",
            "文档有错误，未启用",
            "文件有錯誤，未啟用",
        ),
        "program.status.past": ("past", "已结束", "已結束"),
        "program.status.in_force": ("in force", "生效中", "生效中"),
        "program.status.scheduled": ("scheduled", "待生效", "待生效"),
        "program.status.withdrawn": ("withdrawn", "已撤回", "已撤回"),
        "program.status.replaced": ("replaced", "已取代", "已取代"),
    }
)


@app.command()
def apply(
    file: File,
    in_force_from: Annotated[
        str,
        typer.Option(
            "--from", help="When it begins to count (default: now). The first version covers all earlier time."
        ),
    ] = "",
    by: Annotated[str, typer.Option(help="Who applies it (default: the user at this terminal).")] = "",
    reason: Annotated[str, typer.Option(help="Why, for whoever has to approve it.")] = "",
    json: Json = False,
) -> None:
    """Apply a document as the programme's next version; where the programme asks for two people, it waits for the second. Errors stop it (exit 2)."""
    from regulars.approvals.versions import apply_or_ask
    from regulars.cli.approvals import tell_asked
    from regulars.journal.programs import Version
    from regulars.program.reading import parse

    text = text_of_file(file)
    findings = findings_in(text)
    program = parse(text).program
    if program is None:
        if json:
            print_json({"ok": False, "version": None, "findings": findings})
        else:
            tell_findings(file, findings)
            tell_code("program.not_applied")
        raise typer.Exit(2)
    starts = moment_of(in_force_from, program.timezone) if in_force_from else None
    with open_home() as home, connect(home.dsn) as conn:
        version = apply_or_ask(conn, text, by=by or user(), at=datetime.now(UTC), in_force_from=starts, reason=reason)
    if not isinstance(version, Version):
        tell_asked(version, json)
        return
    if json:
        print_json({"ok": True, **told(version), "findings": findings})
    else:
        tell_findings(file, findings)
        tell_code("program.applied", version=version.version)


@app.command()
def show(
    version: Annotated[int, typer.Option(help="A version's number (default: the newest).")] = 0,
    versions: Annotated[bool, typer.Option("--versions", help="List every version instead.")] = False,
    json: Json = False,
) -> None:
    """Print a version's document, byte for byte as it was applied."""
    from regulars.journal.programs import versions_of
    from regulars.journal.versioning import line_of

    with open_home() as home, connect(home.dsn) as conn:
        every = versions_of(conn)
    if versions:
        line = line_of(every, datetime.now(UTC))
        if json:
            print_json({"versions": [{**told(one), "status": status, "until": _when(until)} for one, status, until in line]})
        for one, status, _ in () if json else line:
            said = say(f"program.status.{status}", {}, spoken())
            print(f"{one.version:>4}  {said:<12}  {_when(one.in_force_from) or '-':<32}  {_when(one.applied_at)}  {one.applied_by}  {one.reason}".rstrip())
        return
    one = version_of(every, version)
    if json:
        print_json({**told(one), "document": one.document})
    else:
        print(one.document, end="" if one.document.endswith("\n") else "\n")


@app.command()
def schema() -> None:
    """The document's JSON Schema, for editors."""
    from regulars.program.schema import json_schema

    print_json(json_schema())


def told(version: Any) -> dict[str, Any]:
    return {
        "version": version.version,
        "program": version.program,
        "in_force_from": _when(version.in_force_from),
        "applied_at": _when(version.applied_at),
        "applied_by": version.applied_by,
        "kind": version.kind,
        "about": version.about,
        "reason": version.reason,
    }


def _when(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None
