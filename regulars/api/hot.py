"""``POST /v1/events`` and ``POST /v1/quotes``: raw ASGI, because every till of the shop waits here.

One event answers by its own status (201, 200, 409 …); of a batch or NDJSON each event answers in its own place and never for its neighbours.
"""

import asyncio
import logging
import secrets
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Protocol

from regulars.api import bodies
from regulars.api.answers import Answers, place_of
from regulars.api.deciders import STATUS, Decided, Post, Quote, decided, known
from regulars.api.envelopes import read_envelope, split_array, split_lines
from regulars.api.exchange import JSON, NDJSON, Head, Scope, Send, answer, answer_problem
from regulars.api.keys import Key
from regulars.api.metrics import Metrics
from regulars.api.peers import Handed, Peers, Ready
from regulars.api.problems import MEDIA_TYPE as PROBLEM
from regulars.api.problems import HttpProblem, headers_of, problem_bytes, status_of
from regulars.api.scopes import EVENTS, check_may_post, is_plain, needed_for
from regulars.api.services import Services, Visitor, Waiting
from regulars.journal.answers import Answer
from regulars.journal.errors import Crashed, UnknownMember
from regulars.journal.intake import Result, Tell, told
from regulars.kit.errors import Invalid, Problem, Refused, Unavailable

log = logging.getLogger("regulars.api")

EVENTS_PATH, QUOTES_PATH = HOT_PATHS = ("/v1/events", "/v1/quotes")
MOST_WAITING_PER_KEY = 512

_BREATH = 50  # events read before others get a turn

Written = tuple[int, bytes, bytes]  # status, body, media type
_HANDED_OVER = Key("", "another process", frozenset({EVENTS}))


_serving: "HotRoutes | None" = None


def serving() -> "HotRoutes | None":
    """This process's routes while they are open, for the short way."""
    return _serving


def serve(routes: "HotRoutes | None") -> None:
    global _serving
    _serving = routes


class Decider(Protocol):
    scopes: tuple[str, ...]
    writes: bool  # then an event belongs to the process that remembers its member

    async def one(self, waiting: Waiting) -> Decided: ...

    async def many(self, all_waiting: Sequence[Waiting]) -> Sequence[Decided | Problem]: ...


class HotRoutes:
    """The two raw routes over the same services; ``now_us`` is this door's clock."""

    def __init__(self, services: Services, metrics: Metrics, now_us: Callable[[], int]) -> None:
        self._services = services
        self._metrics = metrics
        self._now_us = now_us
        self._waiting_of_key: Counter[str] = Counter()
        self.peers: Peers | None = None
        self._deciders: dict[str, Decider] = {EVENTS_PATH: Post(services), QUOTES_PATH: Quote(services)}

    def submit(self, authorization: bytes, body: bytes, tell: Callable[[Handed], None]) -> tuple[str, str] | None:
        """Hand one event to whoever decides it at once: (key id, member). ``tell`` gets the answer, later.

        None when it is not as plain as that; nothing has been done then, and the ordinary way says why.
        """
        key = self._services.admit_known(authorization, (EVENTS,))
        if key is None or self._waiting_of_key[key.id] >= MOST_WAITING_PER_KEY:
            return None
        ref = self.peers.hand_over(body, tell, in_full=False) if self.peers is not None and is_plain(body) else None
        if ref is None:
            try:
                posting, personal = self._read(body)
                if personal is not None or needed_for(posting.event.type, posting.event.data) != EVENTS:
                    return None
                self._services.intake.submit(posting, tell)
                ref = posting.ref
            except Problem:
                return None
        self._waiting_of_key[key.id] += 1
        return key.id, ref

    def take(self, body: bytes, tell: Tell) -> None:
        """What another process hands over: it has let the caller in already."""
        try:
            waiting = self._read(body)
            check_may_post(_HANDED_OVER, waiting.posting.event.type, waiting.posting.event.data)
            if waiting.personal is not None:
                asyncio.ensure_future(self._posted(waiting)).add_done_callback(lambda done: tell(done.result()))
            else:
                self._services.intake.submit(waiting.posting, tell)
        except Problem as problem:
            tell(problem)
        except Exception:
            reference = secrets.token_hex(6)
            log.exception("an event handed over failed, reference %s", reference)
            tell(Crashed(reference=reference))

    async def _posted(self, waiting: Waiting) -> Result:
        try:
            return await self._services.post(waiting)
        except Problem as problem:
            return problem

    def in_words(self, result: Result, ref: str, head: Head) -> tuple[int, bytes, bytes, bytes]:
        """(status, body, media type, further header lines) of what ``submit`` came to, when there is something to explain."""
        language = head.language_of_problems()
        if isinstance(result, Answer):
            if result.code == UnknownMember.code and result.status == "refused":
                result = UnknownMember(ref=ref)
            else:
                decided = Decided(result, STATUS[result.status])
                body = Answers(None, language, self._services.program).bytes_of(decided)
                return decided.status, body, JSON if decided.status < 400 else PROBLEM, b""
        if status_of(result) == 500:
            log.error("/v1/events failed: %s", result)
        headers = (*headers_of(result), (b"content-language", language.encode()))
        return status_of(result), problem_bytes(result, language), PROBLEM, b"".join(b"%b: %b\r\n" % header for header in headers)

    def answered(self, key_id: str, result: Handed, status: int, seconds: float) -> None:
        """What ``submit`` took up has been answered."""
        self._waiting_of_key[key_id] -= 1
        self._metrics.events["unreadable" if isinstance(result, Problem) else result.status] += 1
        self._metrics.timed("/v1/events", status, seconds)

    async def __call__(self, scope: Scope, receive: bodies.Receive, send: Send) -> None:
        """Whatever happens, the caller gets an answer by name; our own mistakes get a reference number and a line in the log."""
        started = time.perf_counter()
        route, head = scope["path"], Head(scope)
        try:
            status, body, media_type = await self._written(head, self._deciders[route], receive)
            await answer(send, status, body, media_type)
        except bodies.Gone:
            return
        except Problem as problem:
            if status_of(problem) == 500:
                log.error("%s failed: %s", route, problem)
            status = await answer_problem(send, problem, head.language_of_problems())
        except Exception:
            reference = secrets.token_hex(6)
            log.exception("%s failed, reference %s", route, reference)
            mistake = HttpProblem(500, "service.mistake", reference=reference)
            status = await answer_problem(send, mistake, head.language_of_problems())
        self._metrics.timed(route, status, time.perf_counter() - started)

    async def _written(self, head: Head, decider: Decider, receive: bodies.Receive) -> Written:
        if head.method != "POST":
            raise HttpProblem(405, "request.method", ((b"allow", b"POST"),), allowed="POST")
        key = await self._services.admit(head.header(b"authorization"), decider.scopes)
        asked = head.language_asked()
        form = bodies.form_of(head.header(b"content-type"), head.header(b"content-encoding"))
        limit = bodies.SINGLE_LIMIT if form == bodies.ONE else bodies.MANY_LIMIT
        body = await bodies.read_body(receive, head.header(b"content-length"), limit)
        if self._waiting_of_key[key.id] >= MOST_WAITING_PER_KEY:
            raise HttpProblem(429, "request.too_many_at_once", ((b"retry-after", b"1"),), limit=MOST_WAITING_PER_KEY)
        self._waiting_of_key[key.id] += 1
        try:
            answers = Answers(asked, head.language_of_problems(), self._services.program)
            if form == bodies.ONE:
                return await self._one(body, decider, answers, key)
            return await self._many(body, form, decider, answers, key)
        finally:
            self._waiting_of_key[key.id] -= 1

    async def _one(self, body: bytes, decider: Decider, answers: Answers, key: Key) -> Written:
        try:
            decided = await self._decided(body, decider, key)
        except Refused as refused:
            self._metrics.events["refused"] += 1
            return 409, place_of(body, refused, answers.problem_language), PROBLEM
        self._metrics.events[decided.answer.status] += 1
        return decided.status, answers.bytes_of(decided), JSON if decided.status < 400 else PROBLEM

    async def _many(self, body: bytes, form: str, decider: Decider, answers: Answers, key: Key) -> Written:
        raws = split_array(body) if form == bodies.BATCH else split_lines(body)
        if len(raws) > bodies.MOST_EVENTS:
            raise HttpProblem(413, "request.too_many_events", limit=bodies.MOST_EVENTS)
        places = await self._read_all(raws, decider, key)
        readable = [place for place in places if isinstance(place, Waiting)]
        given = iter(await decider.many(readable) if readable else ())
        written = []
        for raw, place in zip(raws, places, strict=True):
            result = next(given) if isinstance(place, Waiting) else place if isinstance(place, Problem) else _decided(await place)
            if isinstance(result, Unavailable):
                raise result  # the whole batch is to be sent again; what was written answers `duplicate` then
            if isinstance(result, Problem):
                self._metrics.events["unreadable"] += 1
                written.append(place_of(bytes(raw), result, answers.problem_language))
            else:
                self._metrics.events[result.answer.status] += 1
                written.append(answers.bytes_of(result))
        if form == bodies.LINES:
            return 200, b"".join(line + b"\n" for line in written), NDJSON
        return 200, b"[" + b",".join(written) + b"]", JSON

    async def _decided(self, body: bytes, decider: Decider, key: Key) -> Decided:
        handed = self._handed_over(body, decider, key)
        if handed is None:
            return await decider.one(self._read_for(key, decider, body))
        ref, waiting = handed
        decided = _decided(await waiting)
        if isinstance(decided, Problem):
            raise decided
        return known(decided, ref)

    def _handed_over(self, body: bytes, decider: Decider, key: Key) -> "tuple[str, asyncio.Future[Handed]] | None":
        """Only what needs no more than ``events:write`` is decided elsewhere: the other process does not know whose key it was."""
        if self.peers is None or not decider.writes or EVENTS not in key.scopes or not is_plain(body):
            return None
        done: asyncio.Future[Handed] = asyncio.get_running_loop().create_future()
        ref = self.peers.hand_over(body, told(done), in_full=True)
        return None if ref is None else (ref, done)

    async def _read_all(self, raws: Sequence[object], decider: Decider, key: Key) -> "list[Waiting | Problem | asyncio.Future[Handed]]":
        places: list[Waiting | Problem | asyncio.Future[Handed]] = []
        for n, raw in enumerate(raws, start=1):
            try:
                event = bytes(raw)  # type: ignore[call-overload]
                if len(event) > bodies.SINGLE_LIMIT:
                    raise HttpProblem(413, "request.too_large", limit_bytes=bodies.SINGLE_LIMIT)
                handed = self._handed_over(event, decider, key)
                places.append(handed[1] if handed is not None else self._read_for(key, decider, event))
            except Problem as problem:
                places.append(problem)
            if n % _BREATH == 0:
                await asyncio.sleep(0)
        return places

    def _read_for(self, key: Key, decider: Decider, raw: bytes) -> Waiting:
        if not decider.writes:
            return self._read_to_quote(raw)
        waiting = self._read(raw)
        check_may_post(key, waiting.posting.event.type, waiting.posting.event.data)
        return waiting

    def _read_to_quote(self, raw: bytes) -> Waiting:
        """Without a subject it is about a visitor: somebody new, under a reference nobody has."""
        try:
            return self._read(raw)
        except Invalid as unread:
            if unread.code != "event.missing" or unread.facts.get("field") != "subject":
                raise
            named = b'{"subject":"visitor-%b",' % secrets.token_hex(16).encode() + raw.lstrip()[1:]
            return Visitor(*self._read(named))

    def _read(self, raw: bytes) -> Waiting:
        return self._services.read(read_envelope(raw), self._now_us())


def _decided(result: Handed) -> Decided | Problem:
    assert not isinstance(result, Ready)  # asked for in full
    return result if isinstance(result, Problem) else decided(result)
