"""What the web processes counted since they started, as Prometheus text."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

_BOUNDS_MS = (1, 2, 5, 10, 20, 50, 100, 250, 500, 1_000, 5_000)


class Metrics:
    """Requests by route and status, events by answer, and how long the hot routes took."""

    def __init__(self) -> None:
        self.requests: Counter[tuple[str, int]] = Counter()
        self.events: Counter[str] = Counter()
        self._buckets = [0] * (len(_BOUNDS_MS) + 1)
        self._seconds = 0.0

    def timed(self, route: str, status: int, seconds: float) -> None:
        self.requests[route, status] += 1
        self._buckets[bisect_left(_BOUNDS_MS, seconds * 1_000)] += 1
        self._seconds += seconds

    def figures(self) -> dict[str, Any]:
        """Everything counted, as ``add`` takes it."""
        requests = [[route, status, count] for (route, status), count in self.requests.items()]
        return {"requests": requests, "events": dict(self.events), "buckets": self._buckets, "seconds": self._seconds}

    def add(self, figures: Mapping[str, Any]) -> None:
        """What another process counted."""
        for route, status, count in figures["requests"]:
            self.requests[route, status] += count
        self.events.update(figures["events"])
        self._buckets = [ours + theirs for ours, theirs in zip(self._buckets, figures["buckets"], strict=True)]
        self._seconds += figures["seconds"]

    def text(self, gauges: Mapping[str, float]) -> str:
        """The exposition format 0.0.4; ``gauges`` are figures somebody else keeps, such as the length of the queue."""
        lines = ["# TYPE regulars_requests_total counter"]
        for (route, status), count in sorted(self.requests.items()):
            lines.append(f'regulars_requests_total{{route="{route}",status="{status}"}} {count}')
        lines.append("# TYPE regulars_events_total counter")
        lines += [f'regulars_events_total{{answer="{answer}"}} {n}' for answer, n in sorted(self.events.items())]
        lines.append("# TYPE regulars_hot_request_seconds histogram")
        running = 0
        for bound, count in zip((*_BOUNDS_MS, None), self._buckets, strict=True):
            running += count
            label = "+Inf" if bound is None else f"{bound / 1_000:g}"
            lines.append(f'regulars_hot_request_seconds_bucket{{le="{label}"}} {running}')
        lines += [f"regulars_hot_request_seconds_sum {self._seconds:.6f}", f"regulars_hot_request_seconds_count {running}"]
        for name, value in sorted(gauges.items()):
            lines += [f"# TYPE regulars_{name} gauge", f"regulars_{name} {value:g}"]
        return "\n".join(lines) + "\n"


def text_of(processes: Iterable[Mapping[str, Any]]) -> str:
    """The figures of all web processes summed up: whichever is asked, the answer is the server's. Each mapping: ``figures()`` and ``gauges``."""
    sums, gauges = Metrics(), Counter[str]()
    for process in processes:
        sums.add(process)
        gauges.update(process["gauges"])
    return sums.text(gauges)
