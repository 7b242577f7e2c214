"""The command promises a new key in the place of the old one, and never to print either."""

import json
from pathlib import Path

import pytest

from regulars.cli.main import _run


def test_the_key_is_changed_and_never_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("REGULARS_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("REGULARS_KEY_FILE", raising=False)
    assert _run(["--lang", "en", "keys", "show", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["keys"] == [{"id": "w1", "wraps": 0, "current": True}]
    before = Path(shown["file"]).read_text()
    assert _run(["--lang", "en", "keys", "rotate"]) == 0
    said = "".join(capsys.readouterr())
    assert "w1 left the key file" in said and "Back up" in said
    after = Path(shown["file"]).read_text()
    old, new = json.loads(before)["wrapping"]["keys"], json.loads(after)["wrapping"]["keys"]
    assert list(new) == ["w2"] and new["w2"] != old["w1"] and new["w2"] not in said and old["w1"] not in after
    assert _run(["--lang", "zh-Hant", "keys", "show"]) == 0
    assert "w2" in (told := capsys.readouterr().out) and "目前" in told
