"""The part of a study that is about buying again."""

from regulars.insight.recommend.baskets import Baskets, global_cut
from regulars.insight.recommend.judging import judge
from regulars.insight.recommend.report import AT_LEAST, again_lists, not_better
from regulars.kit.errors import Problem, Refused


def study_part(baskets: Baskets, *, cut: int) -> tuple[dict[str, dict[str, float]], list[Problem]]:
    """({"buy_again": {"recall_at_10", "baseline"}}, what can't be said). ``baseline`` is the better of personal and global popularity.

    baskets: their moments and ``cut`` in µs. Judged on the first basket at or after the cut, with nothing of the future known.
    Too few members to judge, or a single article: no part, and the reason. A list that does not beat its baseline is shown, with the sentence that says so.
    """
    if baskets.items < 2:
        return {}, [Refused("insight.recommend.one_article")]
    held = global_cut(baskets, cut)
    if len(held.who) < AT_LEAST:
        return {}, [Refused("insight.recommend.too_few", members=len(held.who), least=AT_LEAST)]
    recalls = [judge(lists, held.truth).recall for lists in again_lists(held, 10).values()]
    ours, theirs = recalls[0], max(recalls[1:])
    said = [] if ours > theirs else [not_better("buy_again", ours, theirs)]
    return {"buy_again": {"recall_at_10": ours, "baseline": theirs}}, said
