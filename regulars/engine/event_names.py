"""The types of the events the house has its own grammar for, as they stand on the wire."""

ENROLLED = "member.enrolled"
ORDER_PAID = "order.paid"
ORDER_RETURNED = "order.returned"
ADJUSTED = "points.adjusted"
REDEEMED = "points.redeemed"
HELD = "points.held"
CAPTURED = "points.captured"
RELEASED = "points.released"
CANCELLED = "redemption.cancelled"
CHALLENGE_JOINED = "challenge.joined"
MEMBER_FROZEN = "member.frozen"
MEMBER_UNFROZEN = "member.unfrozen"
MERGED_INTO = "member.merged_into"
MERGED = "member.merged"
UNMERGED = "member.unmerged"
RESTORED = "member.restored"
SENT = "points.sent"
RECEIVED = "points.received"  # this and the next two are posted by the house itself, as steps of what `points.sent` began
DELIVERED = "points.delivered"
UNDELIVERED = "points.undelivered"
TIER_FROZEN = "tier.frozen"
TIER_UNFROZEN = "tier.unfrozen"
TIER_MATCHED = "tier.matched"
TIER_SET = "tier.set"
TRACK_REQUESTED = "fast_track.requested"
REFERRAL_CLAIMED = "referral.claimed"
REFERRAL_QUALIFIED = "referral.qualified"  # this and the next are posted by the house itself, to the advocate
REFERRAL_REVERSED = "referral.reversed"
MEMBERSHIP_BOUGHT = "membership.bought"
MEMBERSHIP_RENEWED = "membership.renewed"
MEMBERSHIP_CANCELLED = "membership.cancelled"
MEMBERSHIP_REFUNDED = "membership.refunded"
ORDER_DELIVERED = "order.delivered"
BALANCE_OPENED = "balance.opened"
TIME_PASSED = "time.passed"  # written by the clock, never posted

# What a member does about orders and points: with each of them a zone is told, where last days end at the member's own midnight.
THEIR_OWN = (
    ENROLLED, ORDER_PAID, ORDER_RETURNED, ORDER_DELIVERED, ADJUSTED, REDEEMED, HELD, CAPTURED, RELEASED, CANCELLED, SENT, BALANCE_OPENED, CHALLENGE_JOINED,
)  # fmt: skip
