"""The members' data keys: made once per member, wrapped, kept in the database ``keys``, and remembered unwrapped for a while.

A keyring is safe from several threads. It remembers at most ``most_remembered`` keys and forgets the longest unused first.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from psycopg import Connection, OperationalError
from psycopg_pool import ConnectionPool

from regulars.members.errors import KeyMissing, KeysAway
from regulars.members.keyfile import Secrets
from regulars.members.sealing import new_key, unwrap, wrap

SCHEMA = (Path(__file__).parent / "keys_schema.sql").read_text()
MOST_REMEMBERED = 20_000  # 32 bytes each: a busy day's members of one shop, a few MB
_VERSION = 1
_BATCH = 1_000
_MAKING = 0x6B657973  # "keys"
_WRAPPING = 0x77726170  # "wrap"


class DataKey(NamedTuple):
    version: int
    key: bytes


class Keyring:
    """``read_secrets`` is asked at the start, and again when a key id turns up that is not known yet: another process has rotated."""

    def __init__(
        self,
        keys_dsn: str,
        read_secrets: Callable[[], Secrets],
        *,
        most_remembered: int = MOST_REMEMBERED,
        wait_s: float = 5,
    ) -> None:
        self._pool = ConnectionPool(
            keys_dsn, min_size=0, max_size=4, timeout=wait_s, open=False, kwargs={"autocommit": True}
        )
        self._read_secrets = read_secrets
        self._secrets: Secrets | None = None
        self._most = most_remembered
        self._remembered: OrderedDict[int, DataKey] = OrderedDict()
        self._lock = threading.Lock()
        self._ready = False

    @property
    def secrets(self) -> Secrets:
        if self._secrets is None:
            self._secrets = self._read_secrets()
        return self._secrets

    @property
    def remembered(self) -> int:
        """How many unwrapped keys are in memory."""
        return len(self._remembered)

    def keys_of(self, member_ids: Iterable[int]) -> dict[int, DataKey]:
        """The keys that exist; a member without one has nothing that could be read. Raises KeyMissing, Tampered."""
        found, missing = self._recall(set(member_ids))
        if missing:
            read = self._read(missing)
            self._remember(read)
            found |= read
        return found

    def keys_for(self, member_ids: Iterable[int]) -> dict[int, DataKey]:
        """A key for every one of them, made now where there is none. Two processes at once end up with the same key."""
        wanted = set(member_ids)
        found = self.keys_of(wanted)
        missing = sorted(wanted - found.keys())
        if missing:
            self._make(missing)
            found |= self.keys_of(missing)
        return found

    def wait_for_makers(self) -> None:
        """Return once nobody is making a key any more who read the key file before now."""
        with self._database() as database, database.transaction():
            database.execute("SELECT pg_advisory_xact_lock(%s)", (_WRAPPING,))

    def counts(self) -> dict[str, int]:
        """How many data keys each wrapping key wraps, by its id."""
        with self._database() as database:
            return dict(database.execute("SELECT key_id, count(*) FROM data_key GROUP BY key_id").fetchall())

    def rewrap(self, on_progress: Callable[[int], None] | None = None) -> int:
        """Wrap every data key again that an older wrapping key wraps, in small batches, while others read. Returns how many.

        The ciphertexts themselves stay. When this has answered 0 the older wrapping keys may leave the key file.
        """
        self._secrets = self._read_secrets()
        current, done = self.secrets.wrapping, 0
        while True:
            with self._database() as database, database.transaction():
                rows = database.execute(
                    "SELECT member_id, version, key_id, wrapped FROM data_key WHERE key_id <> %s"
                    " ORDER BY member_id LIMIT %s FOR UPDATE",
                    (current.current, _BATCH),
                ).fetchall()
                for member_id, version, key_id, wrapped in rows:
                    key = self._unwrap(member_id, version, key_id, wrapped)
                    again = wrap(current.key, key, key_id=current.current, member_id=member_id, version=version)
                    database.execute(
                        "UPDATE data_key SET key_id = %s, wrapped = %s WHERE member_id = %s",
                        (current.current, again, member_id),
                    )
            if not rows:
                return done
            done += len(rows)
            if on_progress:
                on_progress(done)

    def close(self) -> None:
        self._pool.close()

    def _recall(self, member_ids: set[int]) -> tuple[dict[int, DataKey], list[int]]:
        with self._lock:
            found = {id: self._remembered[id] for id in member_ids if id in self._remembered}
            for id in found:
                self._remembered.move_to_end(id)
        return found, sorted(member_ids - found.keys())

    def _remember(self, keys: Mapping[int, DataKey]) -> None:
        with self._lock:
            self._remembered.update(keys)
            while len(self._remembered) > self._most:
                self._remembered.popitem(last=False)

    def _read(self, member_ids: list[int]) -> dict[int, DataKey]:
        with self._database() as database:
            rows = database.execute(
                "SELECT member_id, version, key_id, wrapped FROM data_key WHERE member_id = ANY(%s)", (member_ids,)
            ).fetchall()
        return {
            member_id: DataKey(version, self._unwrap(member_id, version, key_id, wrapped))
            for member_id, version, key_id, wrapped in rows
        }

    def _make(self, member_ids: list[int]) -> None:
        """With the wrapping key that the file names now: a rotation waits for whoever is in here, and drops a key only afterwards."""
        with self._database() as database, database.transaction():
            database.execute("SELECT pg_advisory_xact_lock_shared(%s)", (_WRAPPING,))
            self._secrets = self._read_secrets()
            wrapping = self._secrets.wrapping
            wrapped = [wrap(wrapping.key, new_key(), key_id=wrapping.current, member_id=id, version=_VERSION) for id in member_ids]
            database.execute(
                "INSERT INTO data_key (member_id, version, key_id, wrapped)"
                " SELECT id, %s, %s, wrapped FROM unnest(%s::bigint[], %s::bytea[]) AS made (id, wrapped)"
                " ON CONFLICT (member_id) DO NOTHING",  # whoever was first has made the key; ours is thrown away
                (_VERSION, wrapping.current, member_ids, wrapped),
            )

    def _unwrap(self, member_id: int, version: int, key_id: str, wrapped: bytes) -> bytes:
        if key_id not in self.secrets.wrapping.by_id:
            self._secrets = self._read_secrets()
        wrapping_key = self.secrets.wrapping.by_id.get(key_id)
        if wrapping_key is None:
            raise KeyMissing(key=key_id)
        return unwrap(wrapping_key, wrapped, key_id=key_id, member_id=member_id, version=version)

    @contextmanager
    def _database(self) -> Iterator[Connection[Any]]:
        try:
            if not self._ready:
                self._prepare()
            with self._pool.connection() as database:
                yield database
        except OperationalError as away:  # the pool's own time-out is one too
            raise KeysAway() from away

    def _prepare(self) -> None:
        with self._lock:
            self._pool.open()
        with self._pool.connection() as database:
            row = database.execute("SELECT to_regclass('data_key')").fetchone()
            if row is None or row[0] is None:
                with database.transaction():
                    database.execute("SELECT pg_advisory_xact_lock(%s)", (_MAKING,))  # processes that start together
                    database.execute(SCHEMA.encode())
        self._ready = True
