"""The programme promises that the shop's key can be changed while the shop runs: nothing becomes unreadable, the old key is gone, and what broke off goes on."""

import threading

import psycopg
import pytest

from regulars.kit.errors import Problem, Refused
from regulars.members import rotating
from regulars.members.keyfile import open_key_file, with_new_wrapping_key
from regulars.members.keyring import Keyring
from regulars.members.rotating import rotate, wrapped_by


@pytest.fixture
def key_file(tmp_path):
    open_key_file(tmp_path / "member-keys")
    return tmp_path / "member-keys"


@pytest.fixture
def dsn(module_database):
    with psycopg.connect(module_database.keys_dsn) as conn:
        conn.execute("DROP TABLE IF EXISTS data_key")
    yield module_database.keys_dsn
    while _opened:
        _opened.pop().close()


_opened = []


def keyring(dsn, key_file):
    _opened.append(Keyring(dsn, lambda: open_key_file(key_file)))
    return _opened[-1]


def test_everything_reads_on_and_the_old_key_is_gone(dsn, key_file):
    running = keyring(dsn, key_file)
    made, index = running.keys_for(range(1_500)), open_key_file(key_file).index
    assert wrapped_by(dsn, key_file) == [("w1", 1_500, True)]
    told = []
    done = rotate(dsn, key_file, on_progress=told.append)
    assert (done.current, done.went_on, done.rewrapped, done.dropped, told) == ("w2", False, 1_500, ("w1",), [1_000, 1_500])
    assert list(open_key_file(key_file).wrapping.by_id) == ["w2"] and open_key_file(key_file).index == index
    assert wrapped_by(dsn, key_file) == [("w2", 1_500, True)]
    assert keyring(dsn, key_file).keys_of(range(1_500)) == made == running.keys_of(range(1_500))
    assert running.keys_for([9_999]) == keyring(dsn, key_file).keys_of([9_999]), "a process that knew the old key makes new ones with the new"
    assert rotate(dsn, key_file).current == "w3"


def test_with_people_joining_all_the_while_nobody_is_lost(dsn, key_file):
    stop, made, failed = threading.Event(), {}, []

    def joining(first):
        ring, next_one = keyring(dsn, key_file), first
        try:
            while not stop.is_set() or next_one < first + 50:  # each makes five keys at least, however busy the machine
                made.update(ring.keys_for([next_one]))
                next_one += 10
        except Problem as problem:
            failed.append(problem.code)
        finally:
            ring.close()

    threads = [threading.Thread(target=joining, args=(n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(5):
        rotate(dsn, key_file)
    stop.set()
    for thread in threads:
        thread.join()
    assert failed == [] and len(made) > 10
    assert keyring(dsn, key_file).keys_of(made) == made
    assert [id for id, _, _ in wrapped_by(dsn, key_file)] == ["w6"]


@pytest.mark.parametrize("broken_at", ["wait", "rewrap", "drop"])
def test_what_broke_off_goes_on(dsn, key_file, monkeypatch, broken_at):
    made = keyring(dsn, key_file).keys_for(range(20))
    places = {"wait": (Keyring, "wait_for_makers"), "rewrap": (Keyring, "rewrap"), "drop": (rotating, "without_older_wrapping_keys")}

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(*places[broken_at], killed)
        rotate(dsn, key_file)
    assert keyring(dsn, key_file).keys_of(range(20)) == made
    done = rotate(dsn, key_file)
    assert (done.current, done.went_on, done.dropped) == ("w2", True, ("w1",))
    assert keyring(dsn, key_file).keys_of(range(20)) == made


def test_a_key_that_can_not_be_opened_stops_it_before_anything_is_dropped(dsn, key_file):
    keyring(dsn, key_file).keys_for([1, 2])
    with psycopg.connect(dsn, autocommit=True) as conn:
        conn.execute("UPDATE data_key SET wrapped = set_byte(wrapped, 20, get_byte(wrapped, 20) # 1) WHERE member_id = 2")
    with pytest.raises(Problem) as refused:
        rotate(dsn, key_file)
    assert refused.value.code == "members.tampered"
    assert list(open_key_file(key_file).wrapping.by_id) == ["w1", "w2"]


def test_two_at_once_are_one(dsn, key_file):
    keyring(dsn, key_file).keys_for([1])
    with psycopg.connect(dsn, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", (rotating._ONE_AT_A_TIME,))
        with pytest.raises(Refused, match="already"):
            rotate(dsn, key_file)
    assert list(open_key_file(key_file).wrapping.by_id) == ["w1"]


def test_a_key_no_file_has_is_shown(dsn, key_file, tmp_path):
    with_new_wrapping_key(key_file)
    keyring(dsn, key_file).keys_for([1])
    other = tmp_path / "other"
    open_key_file(other)
    assert wrapped_by(dsn, other) == [("w1", 0, True), ("w2", 1, False)]
