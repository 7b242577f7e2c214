"""``regulars backup`` and ``regulars restore`` promise that a shop comes back as it was: its ledger proves itself, people are found again, and nothing that was there is lost."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import psycopg
import pytest
from console.people import open_shop

from regulars.cli import dumping, main
from regulars.cli.home import open_home
from regulars.journal.queries import member_id_of
from regulars.journal.seal.sealing import Sealer

Run = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(home: Path, *arguments: str, **environment: str) -> tuple[int, dict[str, Any]]:
        with mock.patch.dict(os.environ, {"REGULARS_HOME": str(home), **environment}), pytest.raises(SystemExit) as left:
            main.main([*arguments, "--json"])
        return int(left.value.code or 0), json.loads(capsys.readouterr().out)

    return run


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop with a few members and their keys, sealed and saved while it is open: ``shop``, ``keys``, ``secrets``; what it held in ``held.json``."""
    folder = tmp_path_factory.mktemp("saved")
    with mock.patch.dict(os.environ, {"REGULARS_HOME": str(folder / "home")}):
        os.environ.pop("DATABASE_URL", None)
        with open_home() as home, open_shop(home.dsn, home.owner_dsn) as shop:
            from regulars.members.keyfile import open_key_file
            from regulars.members.keyring import Keyring

            alice = member_id_of(shop.conn, "alice")
            ring = Keyring(home.keys_dsn, lambda: open_key_file(home.key_file))
            key = ring.keys_for([alice])[alice]
            ring.close()
            Sealer(lambda: time.time_ns() // 1_000).seal(shop.conn)
            held = {"alice": alice, "key": key.key.hex(), "points": shop.conn.execute("SELECT sum(active)::bigint FROM member_state").fetchone()[0]}
            with pytest.raises(SystemExit) as left:
                main.main(["backup", str(folder / "shop"), "--keys", str(folder / "keys"), "--secrets", str(folder / "secrets"), "--json"])
            assert not left.value.code
    (folder / "held.json").write_text(json.dumps(held))
    return folder


def test_a_backup_keeps_three_things_apart_and_readable_by_their_owner_alone(saved: Path) -> None:
    assert {place: sorted(file.name for file in (saved / place).iterdir()) for place in ("shop", "keys", "secrets")} == {
        "shop": ["backup.json", "heads", "shop.dump"],
        "keys": ["keys.copy"],
        "secrets": ["member-keys", "seal-key", "secret-key"],
    }
    assert not [file for place in ("shop", "keys", "secrets") for file in (saved / place).iterdir() if file.stat().st_mode & 0o077]
    assert b"data_key" not in (saved / "shop" / "shop.dump").read_bytes()


def test_an_empty_home_becomes_the_shop_it_was(saved: Path, tmp_path: Path, run: Run) -> None:
    held, home = json.loads((saved / "held.json").read_text()), tmp_path / "home"
    parts = ("--keys", str(saved / "keys"), "--secrets", str(saved / "secrets"))
    code, back = run(home, "restore", str(saved / "shop"), *parts)
    assert (code, back["ok"], back["breaches"], back["head_agrees"], back["keys"]) == (0, True, 0, True, True) and back["members"] == 4
    code, verified = run(home, "ledger", "verify", "--head", str(saved / "shop" / "heads"))
    assert code == 0 and verified["ok"] and verified["events"] == back["events"]
    with mock.patch.dict(os.environ, {"REGULARS_HOME": str(home)}), open_home() as opened:
        with psycopg.connect(opened.dsn, autocommit=True) as conn:
            assert conn.execute("SELECT sum(active)::bigint FROM member_state").fetchone() == (held["points"],)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                conn.execute("DELETE FROM event")
        from regulars.members.keyfile import open_key_file
        from regulars.members.keyring import Keyring

        ring = Keyring(opened.keys_dsn, lambda: open_key_file(opened.key_file))
        assert ring.keys_of([held["alice"]])[held["alice"]].key.hex() == held["key"]
        ring.close()
    code, again = run(home, "restore", str(saved / "shop"), *parts)
    assert (code, again["code"]) == (1, "restore.not_empty")


def test_a_database_of_ones_own_is_restored_into_without_any_right_but_owning_it(saved: Path, database: Any, tmp_path: Path, run: Run) -> None:
    """DATABASE_URL, keys in a schema of it: no role and no database can be made there."""
    with psycopg.connect(database.owner_dsn, autocommit=True) as owner:
        if owner.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()[0]:
            pytest.fail("the owner of a test's database was thought to have no such rights")
    (tmp_path / "cut").mkdir()
    (tmp_path / "cut" / "keys.copy").write_bytes((saved / "keys" / "keys.copy").read_bytes()[:-9])
    parts = ("--secrets", str(saved / "secrets"), "--keys")
    assert run(tmp_path / "home", "restore", str(saved / "shop"), *parts, str(tmp_path / "cut"), DATABASE_URL=database.owner_dsn)[1]["code"] == "restore.no_backup"
    code, back = run(tmp_path / "home", "restore", str(saved / "shop"), *parts, str(saved / "keys"), DATABASE_URL=database.owner_dsn)
    assert (code, back["ok"], back["head_agrees"]) == (0, True, True)  # nothing of the first try is left
    code, kept = run(tmp_path / "home", "backup", str(tmp_path / "again"), "--keys", str(tmp_path / "keys"), DATABASE_URL=database.owner_dsn)
    assert code == 0 and kept["members"] == back["members"]
    assert b"data_key" not in (tmp_path / "again" / "shop.dump").read_bytes() and (tmp_path / "keys" / "keys.copy").read_bytes() == (saved / "keys" / "keys.copy").read_bytes()


def test_what_is_no_whole_backup_is_refused_before_anything_is_touched(saved: Path, tmp_path: Path, run: Run) -> None:
    home = tmp_path / "home"
    assert run(home, "restore", str(tmp_path / "nothing"))[1]["code"] == "restore.no_backup"
    for name in ("shop.dump", "backup.json"):
        (tmp_path / "copy").mkdir(exist_ok=True)
        (tmp_path / "copy" / name).write_bytes((saved / "shop" / name).read_bytes())
    assert run(home, "restore", str(tmp_path / "copy"), "--keys", str(tmp_path / "copy"))[1]["code"] == "restore.no_backup"
    about = json.loads((tmp_path / "copy" / "backup.json").read_text())
    (tmp_path / "copy" / "backup.json").write_text(json.dumps(about | {"migrations": 10_000}))
    assert run(home, "restore", str(tmp_path / "copy"))[1]["code"] == "restore.newer"
    (tmp_path / "copy" / "backup.json").write_text(json.dumps(about))
    content = bytearray((tmp_path / "copy" / "shop.dump").read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "copy" / "shop.dump").write_bytes(content)
    assert run(home, "restore", str(tmp_path / "copy"))[1]["code"] == "restore.changed"
    home.mkdir()
    (home / "secret-key").write_text("another" * 10)
    assert run(home, "restore", str(saved / "shop"), "--secrets", str(saved / "secrets"))[1]["code"] == "restore.other_secret"
    assert [file.name for file in home.iterdir()] == ["secret-key"]


def test_a_backup_never_takes_the_place_of_another_and_keeps_keys_apart(saved: Path, tmp_path: Path, run: Run) -> None:
    assert run(tmp_path / "home", "backup", str(saved / "shop"))[1]["code"] == "backup.not_empty"
    assert run(tmp_path / "home", "backup", str(tmp_path / "a"), "--keys", str(tmp_path / "a"))[1]["code"] == "backup.not_apart"
    assert not (tmp_path / "home").exists() and not (tmp_path / "a").exists()


def test_a_missing_program_is_named_in_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(dumping, "binaries", lambda _run_as: tmp_path)
    monkeypatch.setattr(dumping.shutil, "which", lambda _name: None)
    with pytest.raises(dumping.Unavailable) as refused:
        dumping.dump("postgresql://nobody@127.0.0.1:1/nothing", tmp_path / "x.dump", without="keys")
    assert refused.value.code == "backup.no_program" and "pg_dump" in refused.value.sentence("en") and list(tmp_path.iterdir()) == []
