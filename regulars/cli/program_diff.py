"""``regulars program diff``: what would change, in words and line by line."""

import difflib
from pathlib import Path
from typing import Annotated, Any

import typer

from regulars.cli.given import Json, text_of_file
from regulars.cli.home import connect, open_home
from regulars.cli.language import spoken
from regulars.cli.output import print_json, tell_code
from regulars.cli.program_check import findings_in, tell_finding
from regulars.kit.phrases import phrases

phrases(
    {
        "program.same": ("nothing is different", "没有差异", "沒有差異"),
    }
)


def diff(
    file: Annotated[str, typer.Argument(help="A document, or a version's number.")],
    other: Annotated[
        str, typer.Argument(help="What to compare it with: a document or a version (default: the newest version).")
    ] = "",
    json: Json = False,
) -> None:
    """What would change: in words, and line by line. Exits 2 when a document has errors, which no words can be found for."""
    from regulars.journal.programs import versions_of

    every: list[Any] = []
    if not other or file.isdigit() or other.isdigit():
        with open_home() as home, connect(home.dsn) as conn:
            every = versions_of(conn)
    new = _document(every, file)
    old = _document(every, other) if other else version_of(every, 0).document
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
            tell_finding(finding["file"], finding)
        raise typer.Exit(2)


def _broken(text: str, name: str) -> list[dict[str, Any]]:
    """The errors of a document, with its name; none when it can be applied."""
    return [{"file": name, **finding} for finding in findings_in(text) if finding["severity"] == "error"]


def version_of(every: list[Any], number: int) -> Any:
    from regulars.journal.errors import NoProgram
    from regulars.journal.versioning import version_numbered

    if not every:
        raise NoProgram()
    return version_numbered(every, number or every[-1].version)


def _document(every: list[Any], named: str) -> str:
    return str(version_of(every, int(named)).document) if named.isdigit() else text_of_file(Path(named))


def _changes(old: str, new: str) -> list[str]:
    """In words, where both documents read."""
    from regulars.program.reading import parse

    before, after = parse(old).program, parse(new).program
    if before is None or after is None:
        return []
    from regulars.program.difference import diff as difference

    return [change.sentence(spoken()) for change in difference(before, after)]
