"""The programme promises that its own PostgreSQL starts, is shared, recovers and stops by itself."""

import os
import signal
import socket
import subprocess
import sys
import time

import psycopg
import pytest

from regulars.cli.postgres import Server
from regulars.cli.postmaster import postmaster_of
from regulars.kit.errors import Unavailable


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """One data folder for the file: making one costs most of a second."""
    return tmp_path_factory.mktemp("shop")


@pytest.fixture
def server(folder):
    server = Server(folder)
    server.attach()
    yield server
    server.detach()


def answer_of(server: Server):
    with psycopg.connect(server.dsn()) as conn:
        return conn.execute("SELECT 1").fetchone()[0]


def pid_of(server: Server) -> int:
    return postmaster_of(server.data).pid


def test_the_last_one_to_leave_stops_the_server(server, folder):
    second = Server(folder)
    second.attach()
    server.detach()
    assert answer_of(second) == 1
    second.detach()
    assert not second.is_running()


def test_a_server_killed_at_once_comes_back_with_everything_confirmed(server):
    with psycopg.connect(server.dsn(), autocommit=True) as conn:
        conn.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
        conn.execute("INSERT INTO kept VALUES (7)")
    os.kill(pid_of(server), signal.SIGKILL)
    while server.is_running():
        time.sleep(0.01)
    assert server.revive()
    with psycopg.connect(server.dsn()) as conn:
        assert conn.execute("SELECT max(n) FROM kept").fetchone() == (7,)


def test_a_server_left_by_a_killed_process_is_adopted_and_then_stopped(folder):
    script = f"import os; from pathlib import Path; from regulars.cli.postgres import Server; Server(Path({str(folder)!r})).attach(); os.kill(os.getpid(), 9)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == -9
    server = Server(folder)
    assert server.is_running()
    left = pid_of(server)
    server.attach()
    assert pid_of(server) == left
    assert answer_of(server) == 1
    server.detach()
    assert not server.is_running()


def test_a_process_number_given_to_another_program_does_not_stand_in_the_way(server):
    other = subprocess.Popen(["sleep", "60"])
    try:
        pid_file = server.data / "postmaster.pid"
        lines = pid_file.read_text().splitlines()
        os.kill(int(lines[0]), signal.SIGKILL)
        while server.is_running():
            time.sleep(0.01)
        pid_file.write_text("\n".join([str(other.pid), *lines[1:]]))
        assert server.revive()
        assert answer_of(server) == 1
        assert other.poll() is None  # and nobody touched it
    finally:
        other.kill()
        other.wait()


def test_another_port_is_taken_when_somebody_sits_on_ours(folder):
    server = Server(folder)
    server.attach()
    known = server.port
    server.detach()
    with socket.create_server(("127.0.0.1", known)):
        server.attach()
        assert server.port != known
        assert answer_of(server) == 1
        server.detach()


def test_nobody_gets_in_without_the_password(server):
    for host in ("127.0.0.1", str(server.data)):
        with pytest.raises(psycopg.OperationalError, match=r"password|too long"):
            psycopg.connect(host=host, port=server.port, user="postgres", dbname="postgres", password="guess")
    assert (server.folder / "password").stat().st_mode & 0o077 == 0


def test_what_keeps_confirmed_points_is_on(server):
    with psycopg.connect(server.dsn()) as conn:
        for setting in ("fsync", "full_page_writes", "synchronous_commit", "data_checksums"):
            assert conn.execute("SELECT current_setting(%s)", (setting,)).fetchone() == ("on",)


def test_a_statement_that_fails_leaves_no_personal_data_in_the_log(server):
    with psycopg.connect(server.dsn(), autocommit=True) as conn:
        conn.execute("CREATE TABLE IF NOT EXISTS phone (number text PRIMARY KEY)")
        for _ in range(2):
            try:
                conn.execute("INSERT INTO phone VALUES ('13800138000')")
            except psycopg.errors.UniqueViolation:
                break
    said = server.log.read_text()
    assert "duplicate key" in said
    assert "13800138000" not in said


def test_a_folder_that_cannot_be_written_is_said_plainly(tmp_path):
    (tmp_path / "shop").write_text("a file where the folder should be")
    with pytest.raises(Unavailable) as refused:
        Server(tmp_path / "shop").attach()
    assert refused.value.code == "home.not_writable"
    assert str(tmp_path) in str(refused.value)
