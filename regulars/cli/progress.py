"""A bar on stderr for what takes a while; where nobody can see it move, a line now and then."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from regulars.cli.output import tell

_EVERY_PERCENT = 5


@contextmanager
def progress_bar(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """The function it gives takes the number done so far."""
    if not sys.stderr.isatty():
        yield _lines(what, total)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(what, total=total)
        yield lambda done: progress.update(task, completed=done)


def _lines(what: str, total: int) -> Callable[[int], None]:
    """Into a log file: one line for every few percent."""
    told = -1

    def on_progress(done: int) -> None:
        nonlocal told
        step = done * 100 // (total or 1) // _EVERY_PERCENT
        if step > told:
            told = step
            bar = "█" * step + "░" * (100 // _EVERY_PERCENT - step)
            tell(f"{what} {bar} {min(step * _EVERY_PERCENT, 100)}% ({done:,}/{total:,})")

    return on_progress
