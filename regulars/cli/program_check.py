"""``regulars program check``, and how findings are told."""

from pathlib import Path
from typing import Annotated, Any

import typer

from regulars.cli.given import Json, text_of_file
from regulars.cli.language import spoken
from regulars.cli.output import print_json, tell
from regulars.kit.phrases import phrases, say

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
    }
)

File = Annotated[Path, typer.Argument(help="The programme document (YAML).")]


def check(
    file: File,
    with_collisions: Annotated[bool, typer.Option("--collisions", help="Also list every two rules that can meet, and what happens then.")] = False,
    json: Json = False,
) -> None:
    """Read a document and say what is wrong or unwise in it, by line. Exits 2 on errors, never on warnings."""
    text = text_of_file(file)
    findings = findings_in(text)
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
        tell_findings(file, findings)
        for one in met:
            print(f"· {one['sentence']} ({one['where_in_words']})")
    if errors:
        raise typer.Exit(2)


def findings_in(text: str) -> list[dict[str, Any]]:
    from regulars.program.reading import check

    return [
        {
            "code": one.code,
            "line": one.line,
            "severity": one.severity,
            "sentence": one.sentence(spoken()),
            "facts": {k: str(v) for k, v in one.facts.items()},
        }
        for one in check(text).findings
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


def tell_findings(file: Path, findings: list[dict[str, Any]]) -> None:
    for finding in findings:
        tell_finding(str(file), finding)
    errors = sum(finding["severity"] == "error" for finding in findings)
    tell(say("program.checked", {"errors": errors, "warnings": len(findings) - errors}, spoken()))


def tell_finding(file: str, finding: dict[str, Any]) -> None:
    facts = {"file": file, "line": finding["line"], "sentence": finding["sentence"]}
    tell(say(f"program.{finding['severity']}", facts, spoken()) + f" [{finding['code']}]")
