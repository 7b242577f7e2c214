import os
import threading

import pytest

from regulars.kit.errors import Invalid
from regulars.members.keyfile import open_key_file, with_new_wrapping_key


def test_the_first_start_makes_a_file_only_its_owner_reads(tmp_path):
    path = tmp_path / "deep" / "member-keys"
    made = open_key_file(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert open_key_file(path) == made
    assert made.wrapping.key != made.index.key


def test_processes_starting_together_agree_on_one_file(tmp_path):
    path, seen, start = tmp_path / "member-keys", [], threading.Barrier(8)

    def begin():
        start.wait()
        seen.append(open_key_file(path).wrapping.key)

    threads = [threading.Thread(target=begin) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 8 and len(set(seen)) == 1
    assert os.listdir(tmp_path) == ["member-keys"]


@pytest.mark.parametrize(
    "text", ["", "{}", '{"wrapping": 1, "index": 2}', '{"wrapping": {"current": "w1", "keys": {"w1": "AAAA"}}}']
)
def test_a_damaged_file_is_refused_not_replaced(tmp_path, text):
    path = tmp_path / "member-keys"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(Invalid, match="cannot be read"):
        open_key_file(path)
    assert path.read_text() == text


def test_a_file_others_may_read_is_refused(tmp_path):
    path = tmp_path / "member-keys"
    open_key_file(path)
    path.chmod(0o640)
    with pytest.raises(Invalid, match="chmod 600"):
        open_key_file(path)


def test_a_new_wrapping_key_leaves_the_old_one_and_the_index_in_place(tmp_path):
    path = tmp_path / "member-keys"
    before = open_key_file(path)
    after = with_new_wrapping_key(path)
    assert after.wrapping.current == "w2" and after.wrapping.by_id["w1"] == before.wrapping.key
    assert after.index == before.index and open_key_file(path) == after


def test_keys_never_show_in_a_log(tmp_path):
    secrets = open_key_file(tmp_path / "member-keys")
    assert str(secrets.wrapping.key) not in repr(secrets) + repr(secrets.wrapping)
