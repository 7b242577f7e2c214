"""``regulars insight-settings``: what only the shop can tell insight. They count from the next refresh on."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from regulars.cli.given import Json, user
from regulars.cli.home import connect, open_home
from regulars.cli.language import spoken
from regulars.cli.output import print_json
from regulars.kit.errors import Invalid
from regulars.kit.phrases import phrases, say

app = typer.Typer(rich_markup_mode=None)

phrases(
    {
        "insight.setting.pair": ("“{text}” is not NAME=VALUE, such as margin=35%", "“{text}”不是 名称=值 的写法，例如 margin=35%", "「{text}」不是 名稱=值 的寫法，例如 margin=35%"),
        "insight.setting.line": ("{name} ({title}): {text}, {by} {day}", "{name}（{title}）：{text}，{by} {day}", "{name}（{title}）：{text}，{by} {day}"),
        "insight.setting.not_told": ("{name} ({title}): not told", "{name}（{title}）：未填写", "{name}（{title}）：未填寫"),
    }
)


def read_pairs(pairs: list[str]) -> dict[str, str]:
    """``["margin=35%"]`` as a mapping. Raises Invalid ``insight.setting.pair``."""
    read = {}
    for pair in pairs:
        name, sign, text = pair.partition("=")
        if not sign:
            raise Invalid("insight.setting.pair", text=pair[:60])
        read[name.strip()] = text.strip()
    return read


@app.command()
def insight_settings(
    set_: Annotated[list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Such as margin=35%; an empty value takes it back. May be repeated.")] = None,
    json: Json = False,
) -> None:
    """What only you can tell insight: the margin, what serving costs, how RFM is cut. Without --set it only shows them."""
    from regulars.insight.settings.kept import set_settings, settings_of
    from regulars.insight.settings.terms import NAMES
    from regulars.journal.programs import load_versions

    with open_home() as home, connect(home.dsn) as conn:
        if set_:
            digits = load_versions(conn).latest.program.currency.minor_digits
            set_settings(conn, read_pairs(set_), digits, by=user(), at=datetime.now(UTC))
        kept = settings_of(conn)
    if json:
        print_json({name: {"value": one.text, "by": one.by, "at": one.at.isoformat()} if (one := kept.get(name)) else None for name in NAMES})
        return
    for name in NAMES:
        facts = {"name": name, "title": say(f"insight.setting.name.{name}", {}, spoken())}
        one = kept.get(name)
        print(say("insight.setting.line", {**facts, "text": one.text, "by": one.by, "day": one.at.date()}, spoken()) if one else say("insight.setting.not_told", facts, spoken()))
