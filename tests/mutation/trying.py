"""Tries mutants inside one pytest session that has imported everything: a fork for each, its functions' code exchanged, the tests that run the line.

A mutant is killed by the first test that fails, by a crash, or by a test that takes ten times the processor time it takes without the change.
"""

import contextlib
import functools
import gc
import importlib
import itertools
import os
import resource
import select
import signal
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FunctionType

import coverage
import pytest
from _pytest.outcomes import Skipped
from changing import Mutant, mutated, original
from learning import Learned

OF_A_DATABASE = {"home", "database", "module_database", "db", "django_database", "django_db_setup"}
PLAYED_LONG = ("test_agreement.py", "test_properties.py", "test_holding_properties.py")
SECONDS_MORE = 5.0
MEMORY = 6 << 30


class Session:
    """The pytest plugin: ``results`` has, for every mutant, None if nothing noticed it, or what killed it."""

    def __init__(self, home: Path, todo: list[Mutant], jobs: int, seconds: float, laws: bool, say: Callable[[str], None]) -> None:
        self.home, self.todo, self.jobs, self.seconds, self.laws, self.say = home, todo, jobs, seconds, laws, say
        self.results: dict[Mutant, str | None] = {}
        self.untested: set[Mutant] = set()
        self.broken: list[str] = []
        self._items: dict[str, pytest.Item] = {}
        self._seconds: dict[str, float] = {}
        self._lines: dict[str, dict[int, set[str]]] = {}  # file → line → tests
        self._tried: list[str] = []
        self._child: int | None = None
        self._killers: dict[str, list[str]] = {}

    def pytest_configure(self) -> None:
        hypothesis = importlib.import_module("hypothesis")
        phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
        hypothesis.settings.register_profile("mutation", derandomize=True, database=None, deadline=None, phases=phases)
        hypothesis.settings.load_profile("mutation")

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if not OF_A_DATABASE & set(getattr(item, "fixturenames", ())) and (self.laws or not _is_law(item))]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            raise pytest.UsageError("some tests could not be collected")
        self._items = {item.nodeid: item for item in session.items}
        self._learn()
        if not self.broken:
            self._try_all()
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport | None:
        failed = call.excinfo is not None and not isinstance(call.excinfo.value, Skipped)
        if failed and self._child is not None:
            os.write(self._child, item.nodeid.encode()[:4_000])
            os._exit(1)
        if failed:
            self.broken.append(f"{item.nodeid}: {call.excinfo.exconly()[:300]}")
        return pytest.TestReport(item.nodeid, item.location, {}, "failed" if failed else "passed", None, call.when)

    def _learn(self) -> None:
        """Which lines every test runs, and how long it takes: each is run once as it is, unless neither it nor the sources have changed since."""
        known = Learned(self.home)
        seen = coverage.Coverage(data_file=None, include=[f"{self.home}/regulars/*"], config_file=False)
        new = [name for name in self._items if not known.has(name)]
        caches = [one for one in gc.get_objects() if _is_cache(one)] if new else []
        for name in new:
            for cache in caches:  # what an earlier test worked out, this one runs too
                cache.cache_clear()
            seen.erase()
            seen.start()
            start = time.process_time()
            _play(self._items[name])
            seconds = time.process_time() - start
            seen.stop()
            with warnings.catch_warnings(action="ignore"):  # a test may run none of the lines
                data = seen.get_data()
            known.learn(name, seconds, {os.path.relpath(file, self.home): data.lines(file) or [] for file in data.measured_files()})
        if not self.broken:
            known.keep()
        for name in self._items:
            self._seconds[name] = known.seconds(name)
            for file, lines in known.lines(name):
                for line in lines:
                    self._lines.setdefault(file, {}).setdefault(line, set()).add(name)
        self.say(f"{len(self._items)} tests, {len(new)} of them new, {sum(self._seconds.values()):.0f} s of processor time together")

    def tests_of(self, mutant: Mutant) -> list[str]:
        """The tests that run its line: those first that killed others of its function, then those of the file's own tests, then of its room's the quickest of every file, the second of every file …, then all others so."""
        lines = self._lines.get(mutant.file, {})
        names = set().union(*(lines.get(line, ()) for line in range(mutant.first, mutant.last + 1)))
        keen = self._killers.get(mutant.function, [])[-5:]
        of_file: dict[str, int] = {}
        places = {}
        for name in sorted(names, key=lambda name: (self._seconds[name], name)):
            file = name.split("::")[0]
            places[name] = of_file[file] = of_file.get(file, 0) + 1
        own, room = f"/test_{Path(mutant.file).stem}.py::", f"tests/{Path(mutant.file).parts[1]}/"
        ordered = sorted(names, key=lambda name: (name not in keen, own not in name, not name.startswith(room), places[name], self._seconds[name], name))
        sums = itertools.accumulate(self._seconds[name] for name in ordered)
        return [name for name, sum_ in zip(ordered, sums, strict=True) if sum_ <= self.seconds or sum_ == self._seconds[name]]

    def _try_all(self) -> None:
        self._functions = dict[str, list[FunctionType]]()
        self._caches = []
        for one in gc.get_objects():
            if isinstance(one, FunctionType):
                self._functions.setdefault(one.__code__.co_filename, []).append(one)
            elif _is_cache(one):
                self._caches.append(one)
        gc.freeze()
        running: dict[int, tuple[Mutant, int]] = {}
        for number, mutant in enumerate(self.todo, 1):
            tests = self.tests_of(mutant)
            if not tests:
                self.untested.add(mutant)
                self.results[mutant] = None
                continue
            while len(running) >= self.jobs:
                self._gather(running)
            pid, pipe = self._fork(mutant, tests)
            running[pid] = mutant, pipe
            if number % 50 == 0:
                self.say(f"{number} of {len(self.todo)}: {sum(1 for killer in self.results.values() if killer is None)} survive")
        while running:
            self._gather(running)

    def _gather(self, running: dict[int, tuple[Mutant, int]]) -> None:
        pid, status = os.waitpid(-1, 0)
        if pid not in running:
            return
        mutant, pipe = running.pop(pid)
        text = os.read(pipe, 4_096).decode(errors="replace") if select.select([pipe], [], [], 0)[0] else ""
        os.close(pipe)
        if os.WIFSIGNALED(status):
            number = os.WTERMSIG(status)
            self.results[mutant] = "no end" if number in (signal.SIGPROF, signal.SIGKILL) else f"signal {number}"
        else:
            self.results[mutant] = (text or f"exit {os.WEXITSTATUS(status)}") if os.WEXITSTATUS(status) else None
            if text:
                self._killers.setdefault(mutant.function, []).append(text)

    def _fork(self, mutant: Mutant, tests: list[str]) -> tuple[int, int]:
        reading, writing = os.pipe()
        pid = os.fork()
        if pid:
            os.close(writing)
            return pid, reading
        try:
            self._child = writing
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            signal.signal(signal.SIGPROF, signal.SIG_DFL)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            signal.setitimer(signal.ITIMER_PROF, SECONDS_MORE)
            self._exchange(mutant)
            for name in tests:
                signal.setitimer(signal.ITIMER_PROF, SECONDS_MORE + 10 * self._seconds[name])
                _play(self._items[name])
            os._exit(0)
        except BaseException as error:
            os.write(writing, repr(error).encode()[:1_000])
        finally:
            os._exit(2)

    def _exchange(self, mutant: Mutant) -> None:
        changed = {_place(old): new for old, new in _changed(original(self.home, mutant.file), mutated(self.home, mutant))}
        for function in self._functions.get(str(self.home / mutant.file), []):
            if (code := changed.get(_place(function.__code__))) is not None:
                with contextlib.suppress(ValueError):  # closes over other names now: the function around it makes it anew
                    function.__code__ = code
        for cache in self._caches:
            cache.cache_clear()


def _is_cache(one: object) -> bool:
    return isinstance(one, functools._lru_cache_wrapper) and str(getattr(one, "__module__", "")).startswith("regulars")


def _place(code: CodeType) -> tuple[str, int, bytes]:
    """What tells a piece of code from every other of its file. Not the code itself: Python rewrites it while it runs, and then it equals itself no more."""
    return code.co_qualname, code.co_firstlineno, code.co_linetable


def _changed(old: CodeType, new: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """Every piece of code that is another one now, with what it is now."""
    before = [const for const in old.co_consts if isinstance(const, CodeType)]
    after = [const for const in new.co_consts if isinstance(const, CodeType)]
    if len(before) != len(after):  # a statement with a function of its own is gone
        kept = {(code.co_qualname, code.co_firstlineno): code for code in after}
        before = [code for code in before if (code.co_qualname, code.co_firstlineno) in kept]
        after = [kept[code.co_qualname, code.co_firstlineno] for code in before]
    for one, other in zip(before, after, strict=True):
        if one != other:
            yield one, other
            yield from _changed(one, other)


def _is_law(item: pytest.Item) -> bool:
    """Whether it plays many made-up cases: a second or more each time."""
    return getattr(getattr(item, "obj", None), "is_hypothesis_test", False) or item.path.name in PLAYED_LONG


def _play(item: pytest.Item) -> None:
    item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
