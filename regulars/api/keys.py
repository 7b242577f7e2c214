"""Keys programs sign in with: ``rk_<public id>_<secret>`` for the shop, ``rs_…`` for a sandbox; shown once, kept as a SHA-256.

A revoked key is refused on the next request (promise I33), without asking the database on every request: a process may trust what it read
for ``LEASE_SECONDS``, and ``revoke_key`` answers only when every such lease has run out.
"""

import asyncio
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.utils import timezone

from regulars.api.line import Line
from regulars.api.models import ApiKey
from regulars.api.problems import HttpProblem
from regulars.kit.errors import Invalid, NotAllowed, NotFound, Problem
from regulars.kit.phrases import phrases

SCOPES = (
    "events:write",  # post what members do; asking for quotes is included
    "points:adjust",  # give and take points by hand, and opening balances
    "members:manage",  # levels, paid memberships and merges
    "quotes:read",  # ask for quotes only
    "members:read",
    "members:write",
    "cards:read",  # whose card is this
    "cards:write",  # issue and block them
    "programs:read",
    "programs:write",  # plan, apply, roll back: for whom the key acts
    "approvals:read",
    "approvals:answer",  # for whom the key acts
    "metrics:read",
    "insight:read",  # figures, recommendations; with members:read what is concluded about members
)
LEASE_SECONDS = 0.5
_LEASE_MARGIN_SECONDS = 0.1  # a thread may be slow to look at its watch
_MOST_REMEMBERED = 10_000
SHOP, SANDBOX = "rk", "rs"  # what a key begins with; a key of one kind never opens the other
_COLUMNS = ("name", "secret_sha256", "scopes", "last_used_on", "sandbox", "person")
_ASK = f"SELECT {', '.join(_COLUMNS)} FROM api_key WHERE public_id = %s AND revoked_at IS NULL"
_USED = "UPDATE api_key SET last_used_on = %s WHERE public_id = %s RETURNING 1"

phrases(
    {
        "key.missing": (
            "send your API key as “Authorization: Bearer rk_…”",
            "请在 Authorization 请求头中以“Bearer rk_…”的形式提供 API 密钥",
            "請在 Authorization 標頭中以「Bearer rk_…」的形式提供 API 金鑰",
        ),
        "key.unknown": (
            "this API key is not known, or has been revoked",
            "API 密钥无效或已被吊销",
            "API 金鑰無效或已被撤銷",
        ),
        "key.scope_missing": (
            "this API key may not do this; it needs the scope {needed}",
            "该 API 密钥没有此操作的权限，需要 {needed}",
            "該 API 金鑰沒有此操作的權限，需要 {needed}",
        ),
        "key.scope_unknown": (
            "“{scope}” is not a scope; choose from {scopes}",
            "没有“{scope}”这一权限；可选：{scopes}",
            "沒有「{scope}」這一權限；可選：{scopes}",
        ),
        "key.person_unknown": (
            "“{person}” is nobody who can sign in; a key acts for a staff member",
            "“{person}”不是可登录的员工；密钥只能代表员工",
            "「{person}」不是可登入的員工；金鑰只能代表員工",
        ),
        "key.speaks_for": (
            "this API key acts for {person} and for nobody else: “by” says {by}",
            "该 API 密钥只代表 {person}，不能代表他人：by 为“{by}”",
            "該 API 金鑰只代表 {person}，不能代表他人：by 為「{by}」",
        ),
        "key.not_found": ("there is no API key {id}", "没有编号为 {id} 的 API 密钥", "沒有編號為 {id} 的 API 金鑰"),
    }
)


@dataclass(frozen=True, slots=True)
class Key:
    """A key that may be used now."""

    id: str
    name: str
    scopes: frozenset[str]
    sandbox: str = ""  # the sandbox it opens; empty: the shop
    person: str = ""  # the staff member it acts for; empty: nobody


@dataclass(frozen=True, slots=True)
class _Remembered:
    key: Key
    secret_sha256: bytes
    until: float  # monotonic seconds


def create_key(*, scopes: Iterable[str], name: str = "", created_by: str, at: datetime, sandbox: str = "", person: str = "") -> str:
    """A new key in full: the only moment its secret exists outside the caller. ``person``: the staff member it acts for.

    Raises Invalid ``key.scope_unknown | key.person_unknown``.
    """
    asked = _known_scopes(scopes)
    _check_person(person)
    public_id, secret = secrets.token_hex(6), secrets.token_hex(32)
    ApiKey.objects.create(
        public_id=public_id,
        secret_sha256=_sha256(secret),
        name=name[:80],
        scopes=asked,
        created_at=at,
        created_by=created_by[:80],
        sandbox=sandbox,
        person=person,
    )
    return f"{SANDBOX if sandbox else SHOP}_{public_id}_{secret}"


def change_key(public_id: str, *, scopes: Iterable[str] | None = None, person: str | None = None, wait: Callable[[float], None] = time.sleep) -> ApiKey:
    """Give a key other scopes or another person; None leaves them. When this returns every process goes by it. Raises as ``create_key`` and ``revoke_key`` do."""
    changed: dict[str, Any] = {}
    if scopes is not None:
        changed["scopes"] = _known_scopes(scopes)
    if person is not None:
        _check_person(person)
        changed["person"] = person
    public_id = _middle(public_id)
    if not ApiKey.objects.filter(public_id=public_id, revoked_at=None).update(**changed):
        raise NotFound("key.not_found", id=public_id[:40])
    wait(LEASE_SECONDS + _LEASE_MARGIN_SECONDS)
    return ApiKey.objects.get(public_id=public_id)


def list_keys() -> list[ApiKey]:
    """Every key there ever was, newest first."""
    return list(ApiKey.objects.order_by("-created_at", "public_id"))


def revoke_key(public_id: str, *, at: datetime, wait: Callable[[float], None] = time.sleep) -> str:
    """Kill a key for ever. When this returns, no process accepts it any more: that is why it takes a good half second.

    public_id: the middle part, or the whole key. Returns the middle part. Raises NotFound ``key.not_found``; revoking twice is fine.
    """
    public_id = _middle(public_id)
    if not ApiKey.objects.filter(public_id=public_id).exists():
        raise NotFound("key.not_found", id=public_id[:40])
    ApiKey.objects.filter(public_id=public_id, revoked_at=None).update(revoked_at=at)
    wait(LEASE_SECONDS + _LEASE_MARGIN_SECONDS)
    return public_id


class Keys:
    """What one process remembers of the keys it has seen. Safe from several threads: entries are replaced whole."""

    def __init__(
        self, monotonic: Callable[[], float] = time.monotonic, today: Callable[[], date] | None = None, dsn: str = "", kind: str = SHOP
    ) -> None:
        """dsn: where a server asks, on a line of its own (``await close()`` it); without it Django's is used. kind: which keys are known here."""
        self._line = Line(dsn) if dsn else None
        self._kind = kind
        self._monotonic = monotonic
        self._today = today or (lambda: timezone.now().date())
        self._remembered: dict[str, _Remembered] = {}
        self._asking: dict[str, asyncio.Task[_Remembered | None]] = {}

    async def admit(self, authorization: bytes | str | None, any_of: tuple[str, ...]) -> Key:
        """The key behind an ``Authorization`` header, if it holds one of the scopes.

        Raises HttpProblem 401 ``key.missing | key.unknown`` or NotAllowed ``key.scope_missing``.
        """
        public_id, secret_sha256 = _parts(authorization, self._kind)
        remembered = self._lease(public_id)
        if remembered is None:
            # one question for all who wait: a till's burst after the lease ran out costs one query
            remembered = await asyncio.shield(self._ask_soon(public_id))
        return _checked(remembered, secret_sha256, any_of)

    def admit_known(self, authorization: bytes | str | None, any_of: tuple[str, ...]) -> Key | None:
        """``admit`` without asking anybody: None when the key has no lease here, or would not be admitted."""
        try:
            public_id, secret_sha256 = _parts(authorization, self._kind)
            remembered = self._lease(public_id)
            if remembered is None:
                return None
            if remembered.until - self._monotonic() < LEASE_SECONDS / 2:
                self._ask_soon(public_id)  # ahead of time: a busy till's key is never out of lease
            return _checked(remembered, secret_sha256, any_of)
        except Problem:  # the ordinary way turns it away in words
            return None

    def _ask_soon(self, public_id: str) -> "asyncio.Task[_Remembered | None]":
        task = self._asking.get(public_id)
        if task is None:
            asking = self._ask_along(self._line, public_id) if self._line else asyncio.to_thread(self._ask_and_close, public_id)
            task = self._asking[public_id] = asyncio.create_task(asking)
            task.add_done_callback(lambda done: self._asked(public_id, done))
        return task

    def _asked(self, public_id: str, done: "asyncio.Task[_Remembered | None]") -> None:
        self._asking.pop(public_id, None)
        if not done.cancelled():
            done.exception()  # whoever waits gets it; nobody waits for what is asked ahead of time

    def _lease(self, public_id: str) -> _Remembered | None:
        remembered = self._remembered.get(public_id)
        return remembered if remembered is not None and self._monotonic() < remembered.until else None

    def _ask(self, public_id: str) -> _Remembered | None:
        until = self._monotonic() + LEASE_SECONDS  # counted from before the question: the answer may be that old already
        row = ApiKey.objects.filter(public_id=public_id, revoked_at=None).values_list(*_COLUMNS).first()
        today = self._today()
        if row is not None and row[3] != today:
            ApiKey.objects.filter(public_id=public_id).update(last_used_on=today)
        return self._remember(public_id, row, until)

    def _ask_and_close(self, public_id: str) -> _Remembered | None:
        try:
            return self._ask(public_id)
        finally:
            connection.close()  # gives the pool its connection back: this thread is nobody's request

    async def _ask_along(self, line: Line, public_id: str) -> _Remembered | None:
        until = self._monotonic() + LEASE_SECONDS
        row = await line.row(_ASK, (public_id,))
        today = self._today()
        if row is not None and row[3] != today:
            await line.row(_USED, (today, public_id))
        return self._remember(public_id, row, until)

    async def close(self) -> None:
        for asked in list(self._asking.values()):
            asked.cancel()
        await asyncio.gather(*self._asking.values(), return_exceptions=True)
        if self._line is not None:
            await self._line.close()

    def _remember(self, public_id: str, row: tuple[Any, ...] | None, until: float) -> _Remembered | None:
        if row is None or bool(row[4]) != (self._kind == SANDBOX):  # a key whose beginning was changed opens nothing
            self._remembered.pop(public_id, None)
            return None
        name, secret_sha256, scopes, _, sandbox, person = row
        if len(self._remembered) >= _MOST_REMEMBERED:
            self._remembered.clear()
        remembered = _Remembered(Key(public_id, name, frozenset(scopes), sandbox, person), bytes(secret_sha256), until)
        self._remembered[public_id] = remembered
        return remembered


def _middle(public_id: str) -> str:
    return public_id.split("_")[1] if public_id.startswith((f"{SHOP}_", f"{SANDBOX}_")) else public_id


def _known_scopes(scopes: Iterable[str]) -> list[str]:
    asked = sorted(set(scopes))
    for scope in asked or [""]:
        if scope not in SCOPES:
            raise Invalid("key.scope_unknown", scope=scope[:40], scopes=", ".join(SCOPES))
    return asked


def _check_person(person: str) -> None:
    if person and not get_user_model().objects.filter(username=person, is_active=True).exists():
        raise Invalid("key.person_unknown", person=person[:80])


@lru_cache(maxsize=1_024)  # a till sends the same key all day
def _parts(authorization: bytes | str | None, kind: str) -> tuple[str, bytes]:
    """The key's public id, and the SHA-256 of its secret. Raises HttpProblem 401 ``key.missing | key.unknown``."""
    text = authorization.decode("latin-1") if isinstance(authorization, bytes) else authorization or ""
    scheme, _, token = text.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise _unidentified("key.missing")
    parts = token.strip().split("_")
    if len(parts) != 3 or parts[0] != kind or not parts[1].isalnum() or not parts[1].isascii() or len(parts[1]) > 12:
        raise _unidentified("key.unknown")
    return parts[1], _sha256(parts[2])


def _checked(remembered: _Remembered | None, secret_sha256: bytes, any_of: tuple[str, ...]) -> Key:
    # an unknown id is compared too, so that hits and misses take the same time
    right = hmac.compare_digest(secret_sha256, remembered.secret_sha256 if remembered else bytes(32))
    if remembered is None or not right:
        raise _unidentified("key.unknown")
    if remembered.key.scopes.isdisjoint(any_of):
        raise NotAllowed("key.scope_missing", needed=" / ".join(any_of))
    return remembered.key


def _unidentified(code: str) -> HttpProblem:
    return HttpProblem(401, code, ((b"www-authenticate", b"Bearer"),))


def _sha256(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
