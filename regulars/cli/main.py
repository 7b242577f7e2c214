"""The ``regulars`` command. Groups are imported when they are called, so that help and small commands answer at once."""

import gc
import importlib
import importlib.util
import os
import signal
import sys
from typing import Any

import typer
from typer.core import TyperGroup
from typer.exceptions import Abort, TyperException

from regulars.cli import language
from regulars.cli.lifeline import hold_lifeline
from regulars.cli.output import begin, tell, tell_refusal
from regulars.kit.errors import Invalid, Problem
from regulars.kit.phrases import phrases

# command -> (module holding a typer app called ``app``, what it does)
GROUPS = {
    "serve": ("regulars.cli.serve", "Run the shop: database, pages, API and the clock's jobs"),
    "demo": ("regulars.cli.demo", "A real grocer's year of orders, to look around in"),
    "program": ("regulars.cli.program", "Check, plan, apply, take back, show and compare the programme"),
    "sandbox": ("regulars.cli.sandbox", "A programme to play with, on a clock you move"),
    "import": ("regulars.cli.imports", "Bring in members and orders from files"),
    "member": ("regulars.cli.member", "Gifts, merges, and how good what we know of people is"),
    "cards": ("regulars.cli.cards", "Members' cards: issue, block, find, print"),
    "pool": ("regulars.cli.pool", "Families, teams and clubs who put points together"),
    "tiers": ("regulars.cli.tiers", "Who would move on the ladder"),
    "ledger": ("regulars.cli.ledger", "Verify, seal, explain, replay and export what happened"),
    "backtest": ("regulars.cli.backtest", "Play a programme over an order file, in memory"),
    "snapshot": ("regulars.cli.snapshot", "The journal as Parquet, and insight worked out anew"),
    "study": ("regulars.cli.study", "What a history of orders says: one page, one document"),
    "insight": ("regulars.cli.insight", "One figure, with how it is counted"),
    "insight-settings": ("regulars.cli.insight_settings", "What only you can tell insight: margin, costs, how RFM is cut"),
    "insight-members": ("regulars.cli.insight_members", "The members behind a cell of a figure, as a list"),
    "alerts": ("regulars.cli.alerts", "What looks wrong, and what the rules watch"),
    "adjust": ("regulars.cli.adjust", "Give or take points by hand, with a reason"),
    "approvals": ("regulars.cli.approvals", "What waits for a second person"),
    "api-key": ("regulars.cli.api_key", "Keys for tills and shops"),
    "keys": ("regulars.cli.keys", "The shop's own keys, which wrap those of its members"),
    "audit": ("regulars.cli.audit", "Who read what is kept of people"),
    "staff": ("regulars.cli.staff", "Who may sign in, and as what"),
    "portal": ("regulars.cli.portal", "Links to members' own pages"),
    "bench": ("regulars.cli.bench", "Measure this machine beside pgbench"),
    "backup": ("regulars.cli.backup", "The shop into a folder, while it is open"),
    "restore": ("regulars.cli.restore", "A backup into a shop that is still empty"),
    "doctor": ("regulars.cli.doctor", "Look whether everything is as it should be"),
}

phrases(
    {
        "cli.unknown_language": (
            "“{language}” is not spoken here: choose en, zh-Hans or zh-Hant",
            "不支持语言“{language}”：可选 en、zh-Hans、zh-Hant",
            "不支援語言「{language}」：可選 en、zh-Hans、zh-Hant",
        ),
        "cli.usage": (
            "{why} See `regulars --help`",
            "{why} 请参阅 `regulars --help`",
            "{why} 請參閱 `regulars --help`",
        ),
        "cli.mistake": (
            "Something went wrong that should not have ({kind}). Set REGULARS_TRACEBACK=1 to see where",
            "程序出现意外错误（{kind}）。设置 REGULARS_TRACEBACK=1 可查看位置",
            "程式發生意外錯誤（{kind}）。設定 REGULARS_TRACEBACK=1 可查看位置",
        ),
        "cli.not_text": (
            "What was typed holds characters that are no text in UTF-8",
            "输入内容含有无法按 UTF-8 读取的字符",
            "輸入內容含有無法按 UTF-8 讀取的字元",
        ),
        "cli.unreadable_file": (
            "{file}: {why}",
            "{file}：{why}",
            "{file}：{why}",
        ),
    }
)


class _Groups(TyperGroup):
    def list_commands(self, ctx: Any) -> list[str]:
        return [name for name, (module, _) in GROUPS.items() if importlib.util.find_spec(module)]

    def get_command(self, ctx: Any, name: str) -> Any:
        if name not in self.list_commands(ctx):
            return None
        group = importlib.import_module(GROUPS[name][0]).app
        group._add_completion = False  # its two options would stand in every help
        command = typer.main.get_command(group)
        command.name = name
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, GROUPS[name][1]) for name in self.list_commands(ctx)])


app = typer.Typer(
    cls=_Groups, add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False
)


@app.callback()
def regulars() -> None:
    """A loyalty programme of your own. REGULARS_HOME names the data folder (default ./var), DATABASE_URL a PostgreSQL of yours.

    Every command takes --lang en|zh-Hans|zh-Hant.
    """


def main(arguments: list[str] | None = None) -> None:
    """Run a command. Bad input exits 2, anything else that fails 1; the reason is one sentence with its code on stderr."""
    if arguments is not None:
        sys.exit(_run(arguments))
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit(143)
    )  # what was started is stopped on the way out, the database too
    hold_lifeline()
    code = _run(sys.argv[1:])
    gc.unfreeze()  # what an intake had the collector pass over can go now; DuckDB's binding would print a page about it
    sys.exit(code)


def _run(arguments: list[str]) -> int:
    begin()
    json = "--json" in arguments
    try:
        code: Any = app(_without_language(arguments), prog_name="regulars", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            tell(error.format_message())
        else:
            tell_refusal("cli.usage", json=json, why=error.format_message())
        return error.exit_code
    except (KeyboardInterrupt, Abort):
        return 130
    except Problem as problem:
        tell_refusal(problem.code, json=json, **problem.facts)
        return 2 if isinstance(problem, Invalid) else 1
    except BrokenPipeError:  # `regulars … | head`
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115  for the interpreter's last flush
        return 1
    except (FileNotFoundError, FileExistsError, IsADirectoryError, NotADirectoryError, PermissionError) as error:
        if error.filename is None:
            return _mistake(error, json)
        tell_refusal("cli.unreadable_file", json=json, file=error.filename, why=error.strerror)
        return 2
    except Exception as error:
        if isinstance(error, UnicodeEncodeError) and any("\udc80" <= letter <= "\udcff" for letter in "".join(arguments)):
            tell_refusal("cli.not_text", json=json)
            return 2
        return _mistake(error, json)


def _mistake(error: Exception, json: bool) -> int:
    if os.environ.get("REGULARS_TRACEBACK"):
        raise error
    if type(error).__module__.startswith("psycopg") and type(error).__name__ in (
        "OperationalError",
        "AdminShutdown",
        "PoolTimeout",
    ):
        from regulars.cli import sentences  # noqa: F401

        tell_refusal(
            "database.unreachable",
            json=json,
            why=str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__,
        )
        return 1
    tell_refusal("cli.mistake", json=json, kind=type(error).__name__)
    return 1


def _without_language(arguments: list[str]) -> list[str]:
    """Take ``--lang X`` from wherever it stands."""
    rest: list[str] = []
    given = iter(arguments)
    for argument in given:
        if argument == "--":
            return [*rest, argument, *given]
        if argument == "--lang" or argument.startswith("--lang="):
            asked = argument.partition("=")[2] or next(given, "")
            if not language.choose(asked):
                raise Invalid("cli.unknown_language", language=asked)
        else:
            rest.append(argument)
    return rest


if __name__ == "__main__":
    main()
