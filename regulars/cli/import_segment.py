"""``regulars import segment``: a list of members, handed in as a file."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from regulars.cli.given import Json
from regulars.cli.home import open_home
from regulars.cli.language import spoken
from regulars.cli.output import print_json, tell_code
from regulars.kit.errors import NotFound
from regulars.kit.phrases import phrases, say

MOST_TOLD = 20

phrases(
    {
        "import.segment_done": (
            "Segment “{segment}” holds {members} members now; {unknown} references are nobody's and were left out",
            "分群“{segment}”现有 {members} 名会员；{unknown} 个编号不是会员，未导入",
            "分群「{segment}」現有 {members} 名會員；{unknown} 個編號不是會員，未匯入",
        ),
    }
)


def import_segment(
    name: Annotated[str, typer.Argument(help="The segment, as rules name it under member.segment.")],
    file: Annotated[Path, typer.Argument(help="One member's reference a line, or a CSV with a member column.")],
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Leave out references that are nobody's.")] = False,
    json: Json = False,
) -> None:
    """Make a segment hold exactly the members of a file. A reference nobody has changes nothing (exit 2), unless --skip-bad."""
    from regulars.connectors.segments_file import read_references

    references = read_references(file)
    with open_home() as home:
        home.django()
        from regulars.members.segments import put_segment

        try:
            members, unknown = put_segment(name, references, at=datetime.now(UTC), skip_unknown=skip_bad)
        except NotFound as missing:
            tell_code(missing.code, **missing.facts)
            raise typer.Exit(2) from None
    if json:
        print_json({"segment": name, "members": members, "unknown": unknown})
    else:
        print(say("import.segment_done", {"segment": name, "members": members, "unknown": len(unknown)}, spoken()))
        for ref in unknown[:MOST_TOLD]:
            print(ref)
