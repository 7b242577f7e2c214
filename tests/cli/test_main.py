"""The programme promises that a command answers at once, in the reader's language, and says in one sentence what is wrong."""

import json
import sys

import pytest

from regulars.cli import main as cli
from regulars.cli.output import print_json
from regulars.kit.errors import Invalid, Refused


def run(capsys, *arguments) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as end:
        cli.main(list(arguments))
    out, err = capsys.readouterr()
    return end.value.code, out, err


@pytest.fixture(autouse=True)
def in_english(monkeypatch):
    from regulars.cli import language

    monkeypatch.setattr(language, "_chosen", None)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def test_help_names_every_group_of_commands(capsys):
    code, out, _ = run(capsys, "--help")
    assert code == 0
    for group in ("serve", "demo", "program", "import", "ledger", "backtest", "api-key", "staff", "bench", "doctor"):
        assert f"  {group} " in out


def test_help_imports_nothing_heavy(capsys):
    import subprocess

    heavy = "django, psycopg, fastapi, duckdb, pyarrow, uvicorn, rich"
    script = f"""
import sys
from regulars.cli.main import main
try:
    main(["--help"])
except SystemExit:
    print([name for name in {heavy.split(", ")!r} if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_an_unknown_command_exits_2_with_one_sentence(capsys):
    code, out, err = run(capsys, "sing")
    assert (code, out) == (2, "")
    assert "sing" in err
    assert "[cli.usage]" in err


@pytest.mark.parametrize(
    ("asked", "words"), [("zh-Hans", "请参阅"), ("zh_TW", "請參閱"), ("en", "See `regulars --help`")]
)
def test_a_command_speaks_the_language_asked_for(capsys, asked, words):
    assert words in run(capsys, "sing", "--lang", asked)[2]


def test_a_language_nobody_speaks_is_bad_input(capsys):
    code, _, err = run(capsys, "--lang", "tlh", "staff")
    assert code == 2
    assert "[cli.unknown_language]" in err


@pytest.mark.parametrize(
    ("problem", "code"), [(Invalid("test.bad"), 2), (Refused("test.no"), 1), (ValueError("our mistake"), 1)]
)
def test_bad_input_exits_2_and_anything_else_1(capsys, monkeypatch, problem, code):
    def fail(*_, **__):
        raise problem

    monkeypatch.setattr(cli, "app", fail)
    ended, out, err = run(capsys, "anything")
    assert (ended, out) == (code, "")
    assert err.count("\n") == 1


@pytest.mark.parametrize("kind", [FileNotFoundError, FileExistsError, IsADirectoryError, NotADirectoryError, PermissionError])
def test_a_file_that_cant_be_used_is_bad_input_with_its_name(capsys, monkeypatch, kind):
    def fail(*_, **__):
        raise kind(1, "not that one", "orders.csv")

    monkeypatch.setattr(cli, "app", fail)
    code, _, err = run(capsys, "anything")
    assert code == 2
    assert err == "orders.csv: not that one [cli.unreadable_file]\n"


def test_an_argument_that_is_no_text_is_bad_input(capsys, monkeypatch):
    monkeypatch.setattr(cli, "app", lambda arguments, **_: "".join(arguments).encode())
    code, _, err = run(capsys, "ledger", "explain", "bea\udcff")
    assert (code, "[cli.not_text]" in err) == (2, True)


def test_a_refusal_under_json_is_the_one_document(capsys, monkeypatch):
    def refuse(*_, **__):
        raise Refused("member.unknown", ref="bea\udcff")

    monkeypatch.setattr(cli, "app", refuse)
    code, out, err = run(capsys, "anything", "--json")
    told = json.loads(out)
    assert (code, told["ok"], told["code"], told["facts"]) == (1, False, "member.unknown", {"ref": "bea?"})
    assert "[member.unknown]" in err

    def print_and_refuse(*_, **__):
        print_json({"figures": 1})
        raise Refused("member.unknown", ref="bea")

    monkeypatch.setattr(cli, "app", print_and_refuse)
    assert json.loads(run(capsys, "anything", "--json")[1]) == {"figures": 1}


def test_json_is_one_document_on_stdout(capsys):
    print_json({"members": 2, "name": "街角会员"})
    assert json.loads(capsys.readouterr().out) == {"members": 2, "name": "街角会员"}
