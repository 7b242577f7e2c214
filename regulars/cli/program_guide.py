"""``regulars program guide``: the members' guide, written from the rules with examples the engine computes."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from regulars.cli.given import text_of_file
from regulars.cli.home import connect, open_home
from regulars.cli.language import spoken
from regulars.cli.output import tell_code
from regulars.kit.errors import Invalid
from regulars.kit.formats import local_day
from regulars.kit.phrases import phrases

phrases(
    {
        "guide.written": ("the guide is in {file}", "会员指南已写入 {file}", "會員指南已寫入 {file}"),
        "guide.no_such_form": ("{file}: write .html or .md", "{file}：请使用 .html 或 .md", "{file}：請使用 .html 或 .md"),
    }
)


def guide(
    file: Annotated[Path | None, typer.Argument(help="A programme document (default: the programme in force).")] = None,
    version: Annotated[int, typer.Option(help="A version's number instead.")] = 0,
    out: Annotated[Path | None, typer.Option(help="Write it to FILE.html or FILE.md (default: Markdown on stdout).")] = None,
) -> None:
    """The members' guide in the language of --lang: the rules in words, worked examples, the table of levels. Prints on paper."""
    from regulars.engine.guide.files import html_of, markdown_of
    from regulars.engine.guide.writing import guide_of
    from regulars.journal.programs import versions_of
    from regulars.journal.versioning import in_force, version_numbered
    from regulars.program.reading import require

    if out is not None and out.suffix not in (".html", ".md"):
        raise Invalid("guide.no_such_form", file=str(out))
    now, number = datetime.now(UTC), None
    if file is not None:
        program = require(text_of_file(file))
    else:
        with open_home() as home, connect(home.dsn) as conn:
            every = versions_of(conn)
        chosen = version_numbered(every, version) if version else in_force(every, now)
        program, number = chosen.read(), chosen.version
    written = guide_of(program, spoken(), today=local_day(now, program.timezone), version=number)
    if out is None:
        print(markdown_of(written), end="")
        return
    out.write_text(html_of(written) if out.suffix == ".html" else markdown_of(written), encoding="utf-8")
    tell_code("guide.written", file=str(out))
