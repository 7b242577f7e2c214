import asyncio
import threading
import time
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regulars.api.keys import LEASE_SECONDS, Keys, create_key, list_keys, revoke_key
from regulars.api.models import ApiKey
from regulars.kit.errors import Invalid, NotAllowed, NotFound, Problem

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
WRITE = ("events:write",)


def admit(keys: Keys, authorization, scopes):
    return asyncio.run(keys.admit(authorization, scopes))


def _bearer(key: str) -> bytes:
    return f"Bearer {key}".encode()


def _code(keys: Keys, authorization, scopes=WRITE) -> str:
    with pytest.raises(Problem) as refused:
        admit(keys, authorization, scopes)
    return refused.value.code


def test_a_key_opens_what_its_scopes_say_and_nothing_else(django_database):
    key = create_key(scopes=["events:write", "members:read"], name="till 3", created_by="Ann", at=AT)
    admitted = admit(Keys(), _bearer(key), WRITE)
    assert (admitted.name, admitted.scopes) == ("till 3", {"events:write", "members:read"})
    assert admit(Keys(), f"bearer {key}", ("members:read", "metrics:read")) == admitted
    assert _code(Keys(), _bearer(key), ("metrics:read",)) == "key.scope_missing"


def test_the_secret_is_kept_nowhere(django_database):
    key = create_key(scopes=WRITE, created_by="Ann", at=AT)
    _, public_id, secret = key.split("_")
    row = ApiKey.objects.get(public_id=public_id)
    assert len(bytes.fromhex(secret)) == 32 and len(row.secret_sha256) == 32
    assert secret not in repr([str(value) for value in row.__dict__.values()])
    assert bytes.fromhex(secret) != bytes(row.secret_sha256)


@pytest.mark.parametrize("scopes", [[], ["events"], ["events:write", "*"], ["events:*"], [""]])
def test_only_known_scopes_are_given(scopes):
    with pytest.raises(Invalid, match="not a scope"):
        create_key(scopes=scopes, created_by="Ann", at=AT)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("authorization", "code"),
    [
        (None, "key.missing"),
        (b"", "key.missing"),
        (b"Bearer", "key.missing"),
        (b"Bearer ", "key.missing"),
        (b"Basic abc", "key.missing"),
        (b"Bearer rk_", "key.unknown"),
        (b"Bearer rk__", "key.unknown"),
        (b"Bearer rk_000000000000_" + b"0" * 64, "key.unknown"),
        (b"Bearer rk_" + b"0" * 500 + b"_1", "key.unknown"),
        (b"Bearer rk_\x00_1", "key.unknown"),
        (b"Bearer rk_\xff\xfe_1", "key.unknown"),
        ("Bearer rk_\ud800_1", "key.unknown"),
    ],
)
def test_what_is_no_key_is_refused_by_name(django_database, authorization, code):
    assert _code(Keys(), authorization) == code


def test_a_right_id_with_another_secret_is_refused_as_an_unknown_key_is(django_database):
    key = create_key(scopes=WRITE, created_by="Ann", at=AT)
    keys = Keys()
    admit(keys, _bearer(key), WRITE)
    for wrong in (key[:-1] + ("0" if key[-1] != "0" else "1"), key[:-1], key + "0", key.upper()):
        assert _code(keys, _bearer(wrong)) == "key.unknown"


def test_a_revoked_key_is_refused_by_every_process_on_the_next_request(django_database):
    """Two processes have just used the key when it is revoked: neither takes it once ``revoke_key`` has answered."""
    key = create_key(scopes=WRITE, created_by="Ann", at=AT)
    processes = [Keys(), Keys()]
    stop, admitted_until = threading.Event(), [0.0, 0.0]

    def keep_asking(n):
        try:
            while not stop.is_set():
                asked = time.monotonic()
                try:
                    admit(processes[n], _bearer(key), WRITE)
                    admitted_until[n] = asked
                except NotAllowed:
                    raise AssertionError from None
                except Problem:
                    return
        finally:
            connection.close()

    threads = [threading.Thread(target=keep_asking, args=(n,)) for n in range(2)]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    revoke_key(key, at=AT)
    answered = time.monotonic()
    assert [_code(process, _bearer(key)) for process in processes] == ["key.unknown"] * 2
    stop.set()
    for thread in threads:
        thread.join()
    assert all(0 < until < answered for until in admitted_until)


def test_revoking_twice_is_fine_and_a_stranger_is_told(django_database):
    key = create_key(scopes=WRITE, created_by="Ann", at=AT)
    waited = []
    for _ in range(2):
        revoke_key(key.split("_")[1], at=AT, wait=waited.append)
    assert all(seconds > LEASE_SECONDS for seconds in waited) and len(waited) == 2
    assert [row.revoked_at for row in list_keys()] == [AT]
    with pytest.raises(NotFound, match="no API key"):
        revoke_key("nobody", at=AT, wait=waited.append)


def test_the_day_of_last_use_is_noted_once_a_day(django_database, monkeypatch):
    key, clock, today = create_key(scopes=WRITE, created_by="Ann", at=AT), [0.0], [date(2026, 3, 1)]
    keys = Keys(monotonic=lambda: clock[0], today=lambda: today[0])
    queries, ask = [], Keys._ask

    def counting(self, id):
        with CaptureQueriesContext(connection) as captured:
            found = ask(self, id)
        queries.append(len(captured))
        return found

    monkeypatch.setattr(Keys, "_ask", counting)
    admit(keys, _bearer(key), WRITE)
    admit(keys, _bearer(key), WRITE)
    assert queries == [2], "asked and noted; then the lease answers"
    clock[0] += LEASE_SECONDS
    admit(keys, _bearer(key), WRITE)
    assert queries == [2, 1]
    assert list_keys()[0].last_used_on == date(2026, 3, 1)
    clock[0], today[0] = clock[0] + 1, date(2026, 3, 2)
    admit(keys, _bearer(key), WRITE)
    assert list_keys()[0].last_used_on == date(2026, 3, 2)


def test_a_burst_asks_the_database_once(django_database, monkeypatch):
    key, keys = create_key(scopes=WRITE, created_by="Ann", at=AT), Keys()
    asked, ask = [], Keys._ask
    monkeypatch.setattr(Keys, "_ask", lambda self, id: (asked.append(id), time.sleep(0.05), ask(self, id))[2])

    async def burst():
        return await asyncio.gather(*(keys.admit(_bearer(key), WRITE) for _ in range(64)))

    assert len(set(asyncio.run(burst()))) == 1
    assert len(asked) == 1
