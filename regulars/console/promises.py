"""The ledger's promises and accounts in plain words."""

from django.utils.translation import gettext as _


def promise_name(check: str) -> str:
    """What a checker of the journal proves, as a shop owner would put it; an unknown one by its own name."""
    return {
        "accounts": _("Points only ever move between known accounts of one member and the programme"),
        "whole_points": _("Every movement is a whole number of points above zero"),
        "balances": _("Every balance is the sum of its movements"),
        "never_below_zero": _("No account of a member was ever below zero"),
        "append_only": _("What happened can’t be changed or removed"),
        "sequence": _("Each member’s events are numbered without a gap"),
        "no_future": _("Nothing happened later than it was recorded"),
        "once": _("Nothing was counted twice"),
        "refused_moves_nothing": _("What was refused moved no points"),
        "nothing_half_done": _("Nothing was half done"),
        "moved_whole": _("What left one member for another arrived there whole"),
        "nothing_on_its_way": _("Nothing begun between two members was left half way"),
        "referrals_carried": _("Every referral reached the member who brought the friend, once"),
        "pools_carried": _("Nothing begun with a pool was left half way"),
        "one_pool": _("Whoever has a place in a pool is in that pool and no other"),
        "pool_shares": _("What is left of everybody’s in a pool is what lies in it"),
        "spent_in_order": _("Points were spent in the order the programme promises"),
        "lots": _("Every point belongs to a lot, and no lot gave more than it had"),
        "expiry_day": _("Points were usable to the end of their last day, and no longer"),
        "held_once": _("What was reserved was spent or given back once"),
        "cancelled_once": _("A cancelled redemption gave back no more than it took"),
        "budget_sums": _("Every budget has given what the members got of it"),
        "budget_kept": _("No budget gave more than it allows"),
        "no_gain": _("A returned order left no points behind"),
        "recomputed": _("Deciding every event again gives the same points"),
        "standing": _("Deciding every event again gives the same standing and tier"),
        "state_lots": _("Every member’s lots add up to their balance"),
        "sealed": _("Nothing that was sealed has been changed, removed, swapped or slipped in"),
        "bodies": _("Every event is still as it was sent"),
        "line_shares": _("The points of an order’s lines add up to the order"),
    }.get(check, check)


def account_name(account: str) -> str:
    return {
        "issued": _("Issued"),
        "opening": _("Opening balances"),
        "adjusted": _("Adjustments"),
        "active": _("Active"),
        "pending": _("Pending"),
        "held": _("On hold"),
        "debt": _("Owed back"),
        "redeemed": _("Redeemed"),
        "breakage": _("Expired"),
        "forfeited": _("Forgiven"),
        "transit": _("Between members"),
    }.get(account, account)


def account_note(account: str) -> str:
    return {
        "issued": _("where points come from"),
        "opening": _("brought along from an older scheme"),
        "adjusted": _("given or taken by hand"),
        "active": _("members can spend these"),
        "pending": _("members’, not active yet"),
        "held": _("reserved for something in progress"),
        "debt": _("spent before the order came back"),
        "redeemed": _("turned into rewards"),
        "breakage": _("lapsed unused"),
        "forfeited": _("not taken back after a return"),
        "transit": _("on the way from one member to another"),
    }.get(account, "")
