"""The part of a study that is about buying again."""

from numpy.typing import ArrayLike

from regulars.insight.recommend.baskets import code, global_cut
from regulars.insight.recommend.judging import judge
from regulars.insight.recommend.report import AT_LEAST, again_lists, not_better
from regulars.kit.errors import Problem, Refused


def study_part(
    member: ArrayLike, order: ArrayLike, at: ArrayLike, item: ArrayLike, amount: ArrayLike, *, cut: int
) -> tuple[dict[str, dict[str, float]], list[Problem]]:
    """({"buy_again": {"recall_at_10", "baseline"}}, what can't be said). ``baseline`` is the better of personal and global popularity.

    Columns (L,) are the order lines of ``facts``; at and ``cut`` in µs. Judged on the first basket at or after the cut, with nothing of the future known.
    Too few members to judge: no part, and the reason. A list that does not beat its baseline is shown, with the sentence that says so.
    """
    try:
        held = global_cut(code(member, order, at, item, amount).baskets, cut)
    except Refused as refused:
        return {}, [refused]
    if len(held.who) < AT_LEAST:
        return {}, [Refused("insight.recommend.too_few", members=len(held.who), least=AT_LEAST)]
    recalls = [judge(lists, held.truth).recall for lists in again_lists(held, 10).values()]
    ours, theirs = recalls[0], max(recalls[1:])
    said = [] if ours > theirs else [not_better("buy_again", ours, theirs)]
    return {"buy_again": {"recall_at_10": ours, "baseline": theirs}}, said
