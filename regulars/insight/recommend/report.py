"""Does it work? Every list beside the simplest ones, on what members did next; a list that does not win stays off."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.insight.errors import InWords
from regulars.insight.recommend.again import buy_again
from regulars.insight.recommend.baskets import Baskets, Codes, HeldOut, global_cut, leave_last
from regulars.insight.recommend.judging import Score, judge, recalls
from regulars.insight.recommend.neighbours import Likeness, ease, tf_idf, try_new
from regulars.insight.recommend.ranking import NOTHING, fill_each, most_popular
from regulars.kit.errors import Problem, Refused

AT_LEAST = 30
MEMBERS_TO_JUDGE = 50_000  # a recall of so many is known to within 0.002
MEMBERS_AT_ONCE = 4_000
LIKENESSES: Mapping[str, Callable[[Baskets], Likeness]] = {"tf-idf": tf_idf, "ease": ease}


@dataclass(frozen=True, slots=True)
class Line:
    """One way of making one list, judged under one protocol."""

    protocol: str
    list: str
    method: str
    score: Score


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a list is switched on: its recall beats the best baseline's by more than the difference's standard error (paired over members)."""

    list: str
    method: str
    baseline: str
    recall: float
    baseline_recall: float
    standard_error: float

    @property
    def is_on(self) -> bool:
        return self.recall - self.baseline_recall > self.standard_error

    def refusal(self) -> Problem | None:
        """What to say when it stays off."""
        if self.is_on:
            return None
        return not_better(self.list, self.recall, self.baseline_recall)


def not_better(name: str, ours: float, theirs: float) -> Problem:
    return InWords("insight.recommend.not_better", ("list",), list=f"insight.recommend.list.{name}", ours=f"{ours:.4f}", theirs=f"{theirs:.4f}")


@dataclass(frozen=True, slots=True)
class Report:
    """All lines under both protocols; the verdicts rest on the global cut alone."""

    lines: tuple[Line, ...]
    verdicts: Mapping[str, Verdict]
    repeat_share: float
    likeness: str


def offline_report(baskets: Baskets, at: int, k: int = 10) -> Report:
    """Judge on the first basket at or after ``at``, and on each member's last.

    Which likeness *try new* uses is chosen inside the history, before anything after ``at`` is looked at.
    At most 50,000 members are looked at, evenly drawn and always the same ones; each line says how many of them there was something to foresee for.
    Raises Refused ``insight.recommend.too_few`` when fewer than AT_LEAST members can be judged.
    """
    baskets = baskets.sample(MEMBERS_TO_JUDGE)
    held = global_cut(baskets, at)
    _enough(held)
    chosen = choose(held.history, k)
    lines: list[Line] = []
    verdicts: dict[str, Verdict] = {}
    for one in (held, leave_last(baskets)):
        novel = _novel(one)
        again, new = again_lists(one, k), new_lists(one, {chosen: LIKENESSES[chosen]}, k)
        for name, lists, truth in (("buy_again", again, one.truth), ("try_new", new, novel)):
            lines += [Line(one.protocol, name, method, judge(list_, truth, one.history)) for method, list_ in lists.items()]
            if one is held:
                verdicts[name] = _verdict(name, lists, truth)
    return Report(tuple(lines), verdicts, 1 - _novel(held).nnz / max(1, held.truth.nnz), chosen)


def choose(history: Baskets, k: int = 10) -> str:
    """The likeness with the best recall of novel items when the last basket of each member in ``history`` is kept back."""
    held = leave_last(history)
    lists, truth = new_lists(held, LIKENESSES, k), _novel(held)
    return max(LIKENESSES, key=lambda method: judge(lists[method], truth).recall)


def again_lists(held: HeldOut, k: int) -> dict[str, Codes]:
    """method -> lists (U, k) of *buy again*: ours first, then the two baselines."""
    return {
        "decayed": buy_again(held.history, k)[0][held.who],
        "personal popularity": buy_again(held.history, k, decay=1.0, shop=0.0)[0][held.who],
        "popularity": np.tile(_padded(most_popular(held.history.popularity(), k), k), (len(held.who), 1)),
    }


def new_lists(held: HeldOut, likenesses: Mapping[str, Callable[[Baskets], Likeness]], k: int) -> dict[str, Codes]:
    """method -> lists (U, k) of *try new*: ours, filled up with what is popular and new to the member, then that alone."""
    popular = popular_not_bought(held.history, held.who, k)
    lists = {name: fill_each(try_new(held.history, make(held.history), k, held.asked)[0][held.who], popular) for name, make in likenesses.items()}
    return {**lists, "popularity": popular}


def popular_not_bought(history: Baskets, who: Codes, k: int) -> Codes:
    """(U, k) the most popular items that each member of ``who`` (U,) has never bought."""
    bought, popularity = history.bought()[who], history.popularity()
    most = int(np.diff(bought.indptr).max(initial=0))
    top = most_popular(popularity, most + k)
    place = np.full(history.items, len(top), np.int64)
    place[top] = np.arange(len(top))
    lists = np.full((len(who), k), NOTHING, np.int32)
    rows, seen = np.repeat(np.arange(len(who)), np.diff(bought.indptr)), place[bought.indices]
    for low in range(0, len(who), MEMBERS_AT_ONCE):
        lines = slice(*np.searchsorted(rows, (low, low + MEMBERS_AT_ONCE)))
        fresh = np.ones((min(MEMBERS_AT_ONCE, len(who) - low), len(top) + 1), bool)
        fresh[rows[lines] - low, seen[lines]] = False
        number = np.cumsum(fresh[:, :-1], axis=1)
        row, column = np.nonzero(fresh[:, :-1] & (number <= k))
        lists[low + row, number[row, column] - 1] = top[column]
    return lists


def _padded(items: Codes, k: int) -> Codes:
    return np.concatenate([items, np.full(k - len(items), NOTHING, np.int32)])


def _novel(held: HeldOut) -> Any:
    """The truth without what the member had bought before."""
    known = held.history.bought()[held.who] > 0
    novel = (held.truth - held.truth.multiply(known)).tocsr()
    novel.eliminate_zeros()
    return novel


def _verdict(name: str, lists: dict[str, Codes], truth: Any) -> Verdict:
    ours = next(iter(lists))
    of = {method: recalls(list_, truth) for method, list_ in lists.items()}
    some = np.isfinite(of[ours])
    best = max((method for method in lists if method != ours), key=lambda method: float(of[method][some].sum()))
    if some.sum() < 2:
        return Verdict(name, ours, best, 0.0, 0.0, 0.0)
    difference = of[ours][some] - of[best][some]
    error = float(difference.std(ddof=1) / np.sqrt(some.sum()))
    return Verdict(name, ours, best, float(of[ours][some].mean()), float(of[best][some].mean()), error)


def _enough(held: HeldOut) -> None:
    if len(held.who) < AT_LEAST:
        raise Refused("insight.recommend.too_few", members=len(held.who), least=AT_LEAST)
