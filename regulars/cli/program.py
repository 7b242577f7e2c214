"""``regulars program``: check, plan, apply, take back, show and compare the programme."""

import difflib
import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from regulars.cli.home import open_home
from regulars.cli.language import spoken
from regulars.cli.output import print_json, tell, tell_code
from regulars.cli.program_guide import guide
from regulars.cli.program_plan import plan
from regulars.cli.program_versions import rollback, withdraw
from regulars.kit.errors import Invalid
from regulars.kit.phrases import phrases, say

app = typer.Typer(help="Check, plan, apply, take back, show and compare the programme.", no_args_is_help=True, rich_markup_mode=None)

app.command()(plan)
app.command()(guide)
app.command()(withdraw)
app.command()(rollback)

_Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
_File = Annotated[Path, typer.Argument(help="The programme document (YAML).")]

phrases(
    {
        "program.checked": (
            "{errors} errors, {warnings} warnings",
            "{errors} 个错误，{warnings} 个警告",
            "{errors} 個錯誤，{warnings} 個警告",
        ),
        "program.error": (
            "{file}:{line}: error: {sentence}",
            "{file}:{line}：错误：{sentence}",
            "{file}:{line}：錯誤：{sentence}",
        ),
        "program.warning": (
            "{file}:{line}: warning: {sentence}",
            "{file}:{line}：警告：{sentence}",
            "{file}:{line}：警告：{sentence}",
        ),
        "program.applied": ("version {version} is applied", "已启用第 {version} 版", "已啟用第 {version} 版"),
        "program.not_applied": (
            "the document has errors; nothing was applied",
            "文档有错误，未启用",
            "文件有錯誤，未啟用",
        ),
        "program.not_text": ("{file} is not UTF-8 text", "{file} 不是 UTF-8 文本", "{file} 不是 UTF-8 文字"),
        "program.status.past": ("past", "已结束", "已結束"),
        "program.status.in_force": ("in force", "生效中", "生效中"),
        "program.status.scheduled": ("scheduled", "待生效", "待生效"),
        "program.status.withdrawn": ("withdrawn", "已撤回", "已撤回"),
        "program.status.replaced": ("replaced", "已取代", "已取代"),
        "program.same": ("nothing is different", "没有差异", "沒有差異"),
    }
)


@app.command()
def check(
    file: _File,
    with_collisions: Annotated[bool, typer.Option("--collisions", help="Also list every two rules that can meet, and what happens then.")] = False,
    json: _Json = False,
) -> None:
    """Read a document and say what is wrong or unwise in it, by line. Exits 2 on errors, never on warnings."""
    text = text_of_file(file)
    findings = _findings(text)
    met = _collisions(text) if with_collisions else []
    errors = [finding for finding in findings if finding["severity"] == "error"]
    if json:
        print_json(
            {
                "ok": not errors,
                "errors": len(errors),
                "warnings": len(findings) - len(errors),
                "findings": findings,
                **({"collisions": met} if with_collisions else {}),
            }
        )
    else:
        _tell_findings(file, findings)
        for one in met:
            print(f"· {one['sentence']} ({one['where_in_words']})")
    if errors:
        raise typer.Exit(2)


@app.command()
def apply(
    file: _File,
    in_force_from: Annotated[
        str,
        typer.Option(
            "--from", help="When it begins to count (default: now). The first version covers all earlier time."
        ),
    ] = "",
    by: Annotated[str, typer.Option(help="Who applies it (default: the user at this terminal).")] = "",
    reason: Annotated[str, typer.Option(help="Why, for whoever has to approve it.")] = "",
    json: _Json = False,
) -> None:
    """Apply a document as the programme's next version; where the programme asks for two people, it waits for the second. Errors stop it (exit 2)."""
    from regulars.approvals.operations import apply_or_ask
    from regulars.cli.approvals import tell_asked
    from regulars.cli.ledger import moment_of
    from regulars.journal.programs import Version
    from regulars.program.reading import parse

    text = text_of_file(file)
    findings = _findings(text)
    program = parse(text).program
    if program is None:
        if json:
            print_json({"ok": False, "version": None, "findings": findings})
        else:
            _tell_findings(file, findings)
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
        _tell_findings(file, findings)
        tell_code("program.applied", version=version.version)


@app.command()
def show(
    version: Annotated[int, typer.Option(help="A version's number (default: the newest).")] = 0,
    versions: Annotated[bool, typer.Option("--versions", help="List every version instead.")] = False,
    json: _Json = False,
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
    one = _version(every, version)
    if json:
        print_json({**told(one), "document": one.document})
    else:
        print(one.document, end="" if one.document.endswith("\n") else "\n")


@app.command()
def diff(
    file: Annotated[str, typer.Argument(help="A document, or a version's number.")],
    other: Annotated[
        str, typer.Argument(help="What to compare it with: a document or a version (default: the newest version).")
    ] = "",
    json: _Json = False,
) -> None:
    """What would change: in words, and line by line. Exits 2 when a document has errors, which no words can be found for."""
    from regulars.journal.programs import versions_of

    every: list[Any] = []
    if not other or file.isdigit() or other.isdigit():
        with open_home() as home, connect(home.dsn) as conn:
            every = versions_of(conn)
    new = _document(every, file)
    old = _document(every, other) if other else _version(every, 0).document
    broken = _broken(old, other or "in force") + _broken(new, file)
    lines = list(difflib.unified_diff(old.splitlines(), new.splitlines(), other or "in force", file, lineterm=""))
    changes = _changes(old, new)
    if json:
        print_json({"same": old == new, "changes": changes, "lines": lines, **({"findings": broken} if broken else {})})
    for change in () if json else changes:
        print(f"· {change}")
    for line in () if json else lines:
        print(line)
    if not lines and not json:
        tell_code("program.same")
    if broken:
        for finding in () if json else broken:
            _tell_finding(finding["file"], finding)
        raise typer.Exit(2)


@app.command()
def schema() -> None:
    """The document's JSON Schema, for editors."""
    from regulars.program.schema import json_schema

    print_json(json_schema())


def connect(dsn: str) -> Any:
    import psycopg

    return psycopg.connect(dsn, autocommit=True)


def text_of_file(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid("program.not_text", file=str(file)) from None


def _findings(text: str) -> list[dict[str, Any]]:
    from regulars.program.later import not_yet
    from regulars.program.lint import lint
    from regulars.program.reading import parse

    parsed = parse(text)
    findings = list(parsed.findings)
    if parsed.program is not None:
        findings += [*lint(parsed.program, parsed.lines), *not_yet(parsed.program, parsed.lines)]
    return [
        {
            "code": one.code,
            "line": one.line,
            "severity": one.severity,
            "sentence": one.sentence(spoken()),
            "facts": {k: str(v) for k, v in one.facts.items()},
        }
        for one in sorted(findings, key=lambda one: one.line)
    ]


def _collisions(text: str) -> list[dict[str, Any]]:
    from regulars.engine.explain import rule_name
    from regulars.program.lint.collisions import collisions
    from regulars.program.reading import parse

    program = parse(text).program
    if program is None:
        return []
    names = {rule.id: rule_name(rule.id, spoken(), program) for rule in program.earn}
    return [
        {
            "first": one.first,
            "second": one.second,
            "wallet": one.wallet,
            "how": one.how,
            "where": one.where,
            "where_in_words": say(f"collision.where.{one.where}", {}, spoken()),
            "sentence": one.sentence(spoken(), names),
        }
        for one in collisions(program)
    ]


def _tell_findings(file: Path, findings: list[dict[str, Any]]) -> None:
    for finding in findings:
        _tell_finding(str(file), finding)
    errors = sum(finding["severity"] == "error" for finding in findings)
    tell(say("program.checked", {"errors": errors, "warnings": len(findings) - errors}, spoken()))


def _tell_finding(file: str, finding: dict[str, Any]) -> None:
    facts = {"file": file, "line": finding["line"], "sentence": finding["sentence"]}
    tell(say(f"program.{finding['severity']}", facts, spoken()) + f" [{finding['code']}]")


def _broken(text: str, name: str) -> list[dict[str, Any]]:
    """The errors of a document, with its name; none when it can be applied."""
    return [{"file": name, **finding} for finding in _findings(text) if finding["severity"] == "error"]


def _version(every: list[Any], number: int) -> Any:
    from regulars.journal.errors import NoProgram
    from regulars.journal.versioning import version_numbered

    if not every:
        raise NoProgram()
    return version_numbered(every, number or every[-1].version)


def _document(every: list[Any], named: str) -> str:
    return str(_version(every, int(named)).document) if named.isdigit() else text_of_file(Path(named))


def _changes(old: str, new: str) -> list[str]:
    """In words, where both documents read."""
    from regulars.program.reading import parse

    before, after = parse(old).program, parse(new).program
    if before is None or after is None:
        return []
    from regulars.program.difference import diff as difference

    return [change.sentence(spoken()) for change in difference(before, after)]


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


def user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "terminal"
