import threading

import psycopg
import pytest

from regulars.members.errors import KeyMissing, KeysAway
from regulars.members.keyfile import Secrets, open_key_file, with_new_wrapping_key
from regulars.members.keyring import Keyring


@pytest.fixture
def key_file(tmp_path):
    return tmp_path / "member-keys"


@pytest.fixture
def open_keyring(module_database, key_file):
    opened = []

    def open_one(**words):
        opened.append(Keyring(module_database.keys_dsn, lambda: open_key_file(key_file), **words))
        return opened[-1]

    with psycopg.connect(module_database.keys_dsn) as database:
        if database.execute("SELECT to_regclass('data_key')").fetchone()[0]:
            database.execute("DROP TABLE data_key")
    yield open_one
    for keyring in opened:
        keyring.close()


def test_every_member_has_one_key_of_their_own_for_ever(open_keyring):
    made = open_keyring().keys_for([1, 2, 3])
    assert len({key for _, key in made.values()}) == 3
    assert open_keyring().keys_of([1, 2, 3]) == made


def test_processes_meeting_a_member_together_end_with_the_same_key(open_keyring):
    keyrings, seen, start = [open_keyring() for _ in range(4)], [], threading.Barrier(4)

    def meet(keyring):
        start.wait()
        seen.append(keyring.keys_for(range(50)))

    threads = [threading.Thread(target=meet, args=(keyring,)) for keyring in keyrings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 4 and all(keys == seen[0] for keys in seen)


def test_a_member_without_a_key_is_not_given_one_by_looking(open_keyring):
    assert open_keyring().keys_of([99]) == {}


def test_no_key_lies_open_in_the_database(open_keyring, module_database):
    keys = open_keyring().keys_for(range(20))
    with psycopg.connect(module_database.keys_dsn) as database:
        kept = b"".join(row[0] for row in database.execute("SELECT wrapped FROM data_key").fetchall())
    assert not any(key in kept for _, key in keys.values())


def test_memory_is_limited_and_what_was_forgotten_is_read_again(open_keyring):
    keyring = open_keyring(most_remembered=10)
    made = keyring.keys_for(range(30))
    assert keyring.remembered == 10
    assert keyring.keys_of(range(30)) == made
    assert keyring.remembered == 10


def test_rotation_keeps_everything_readable_and_lets_the_old_key_go(open_keyring, module_database, key_file):
    running = open_keyring()
    made = running.keys_for(range(2_500))
    with_new_wrapping_key(key_file)
    assert open_keyring().rewrap() == 2_500
    assert open_keyring().rewrap() == 0
    with psycopg.connect(module_database.keys_dsn) as database:
        assert database.execute("SELECT DISTINCT key_id FROM data_key").fetchall() == [("w2",)]
    later = open_keyring(most_remembered=1)
    assert later.keys_of(range(2_500)) == made


def test_a_process_that_ran_through_a_rotation_reads_on(open_keyring, key_file):
    running = open_keyring(most_remembered=1)
    made = running.keys_for([1, 2])
    with_new_wrapping_key(key_file)
    open_keyring().rewrap()
    assert running.keys_of([1, 2]) == made


def test_without_the_old_key_nothing_is_guessed(open_keyring, module_database, key_file):
    open_keyring().keys_for([1])
    rotated = with_new_wrapping_key(key_file)
    only_new = type(rotated.wrapping)("w2", {"w2": rotated.wrapping.key})
    lost = Keyring(module_database.keys_dsn, lambda: Secrets(only_new, rotated.index))
    with pytest.raises(KeyMissing, match="w1"):
        lost.keys_of([1])
    lost.close()


def test_a_keys_database_that_is_away_is_said_so(key_file):
    nowhere = Keyring("postgresql://nobody@127.0.0.1:1/none", lambda: open_key_file(key_file), wait_s=0.2)
    with pytest.raises(KeysAway, match="try again"):
        nowhere.keys_of([1])
    nowhere.close()
