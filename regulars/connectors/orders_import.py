"""The good orders of a checked file, posted to the journal."""

from collections.abc import Callable, Iterator
from functools import partial

from regulars.connectors.orders_file import CheckedOrders
from regulars.connectors.orders_read import Sorting, read_orders
from regulars.journal.bulk import Posted, shares_budgets
from regulars.journal.posting import Posting
from regulars.journal.reading import FactsOf
from regulars.journal.sharing import post_shares, processes_for
from regulars.journal.standstill import standstill


def import_orders(
    dsn: str,
    checked: CheckedOrders,
    *,
    enrol: bool = True,
    bonuses: bool = True,
    on_progress: Callable[[int], None] | None = None,
    facts_of: FactsOf | None = None,
) -> Posted:
    """Post every good order; orders known already are skipped and counted, so a run that was killed is simply run again.

    enrol: an unknown member is enrolled by the first order. bonuses=False keeps the bonus rules on enrolling quiet.
    Member by member, each in order of (time, order id): a member's events meet nobody else's, and many of them become one write.
    Where members share budgets, all in order of (time, order id), since that is the order in which a budget is used up.
    """
    with standstill(dsn):
        orders = checked.orders - checked.bad_orders
        share = partial(_postings, checked, enrol, bonuses, "time" if shares_budgets(dsn) else "member")
        return post_shares(dsn, share, on_progress, parts=processes_for(orders), facts_of=facts_of)


def _postings(checked: CheckedOrders, enrol: bool, bonuses: bool, sorting: Sorting, part: int, parts: int) -> Iterator[Posting]:
    received_us = checked.file.now_us
    for ref, event, body in read_orders(checked, sorting=sorting, part=part, parts=parts, threads=2 if parts == 1 else 1):
        yield Posting(ref, event, body, received_us, enrol, bonuses)
