"""The promises as questions to the database: each row a check finds is a breach, with the member and what is wrong.

Parameters: ``budgets`` what every version allowed of each shared counter (JSON; empty: nothing is shared), ``wallets`` every wallet any version has had, ``first`` the default one, ``soonest`` those burnt by soonest expiry,
``named`` those whose lots every version names alike, ``zone`` the time zone, ``own`` the wallets whose last days end at the member's own midnight.
"""

from typing import NamedTuple

from regulars.engine.midnights import MOST_AHEAD_DAYS
from regulars.engine.state import MemberState
from regulars.journal.pool_statements import UNFINISHED_POOLS
from regulars.journal.statements import UNTOLD_REFERRALS

POOLED, POOL = (MemberState.__struct_fields__.index(name) for name in ("pooled", "pool"))  # their places in a state's array
MEMBER = "('active', 'pending', 'held', 'debt')"
OWN = f"CASE WHEN t.wallet = ANY (%(own)s) THEN {MOST_AHEAD_DAYS} ELSE 0 END"  # how far a member's calendar may be ahead; to the minute it is the replay that tells
PROGRAMME = "('issued', 'redeemed', 'breakage', 'forfeited', 'adjusted', 'opening', 'transit')"


class Check(NamedTuple):
    """``query`` gives (member_id, text) for every breach."""

    name: str
    promise: str
    query: str


# What every posting did to the member's accounts: debt counts what is owed, so it rises when points leave it.
_MOVES = """
SELECT member_id, wallet, seq, n, lot, source AS account, -points AS points FROM transfer WHERE source IN ('active', 'pending', 'held')
UNION ALL SELECT member_id, wallet, seq, n, lot, target, points FROM transfer WHERE target IN ('active', 'pending', 'held')
UNION ALL SELECT member_id, wallet, seq, n, lot, 'debt', points FROM transfer WHERE source = 'debt'
UNION ALL SELECT member_id, wallet, seq, n, lot, 'debt', -points FROM transfer WHERE target = 'debt'
"""

# Points between two members: what left under a first step and what arrived, with the moment of the newest step.
_MOVED = """
SELECT CASE WHEN e.source = 'regulars' AND e.external_id ~ '^[0-9]+[.][0-9]+[.]([a-z]+|back[.][0-9]+)$' THEN regexp_replace(e.external_id, '[.]([a-z]+|back[.][0-9]+)$', '')
            ELSE t.member_id || '.' || t.seq END AS step, t.wallet, min(t.member_id) AS member_id, max(e.recorded_at) AS recorded_at,
       coalesce(sum(t.points) FILTER (WHERE t.target = 'transit'), 0) AS went, coalesce(sum(t.points) FILTER (WHERE t.source = 'transit'), 0) AS came
  FROM transfer t JOIN event e USING (member_id, seq) WHERE 'transit' IN (t.source, t.target) GROUP BY 1, 2
"""
# A step is late ten minutes after the first one (the job looks every minute), by the newest clock that is known.
_LATE = "< greatest(now(), (SELECT max(recorded_at) FROM event)) - interval '10 minutes'"
# What every event took of shared counters; read only where a programme shares something. An order whose return had come before it took both in one.
_TAKEN = """
SELECT CASE WHEN e.outcome::text LIKE '%%"return.applied"%%' THEN 'order.returned' ELSE e.type END AS type, t.key, t.value::bigint AS points FROM event e, json_each_text(e.outcome -> 'taken') t WHERE %(budgets)s::text <> '[]'
"""

CHECKS = (
    Check(
        "accounts",
        "I1",
        f"""
        SELECT member_id, format('event %%s moves %%s %%s from %%s to %%s', seq, points, wallet, source, target) FROM transfer
         WHERE wallet <> ALL (%(wallets)s) OR source NOT IN {MEMBER} AND source NOT IN {PROGRAMME}
            OR target NOT IN {MEMBER} AND target NOT IN {PROGRAMME} OR source = target
            OR source NOT IN {MEMBER} AND target NOT IN {MEMBER} AND NOT (source IN ('breakage', 'forfeited') AND target = 'issued')  -- a return of what had lapsed, or is forgiven
        """,
    ),
    Check(
        "whole_points",
        "I2",
        "SELECT member_id, format('event %%s moves %%s points', seq, points) FROM transfer WHERE points < 1 OR points > 9007199254740991",
    ),
    Check(
        "balances",
        "I3",
        f"""
        WITH sums AS (SELECT member_id, account, sum(points) AS points FROM ({_MOVES}) m WHERE wallet = %(first)s GROUP BY 1, 2),
        wide AS (SELECT member_id, coalesce(sum(points) FILTER (WHERE account = 'active'), 0) AS active,
                        coalesce(sum(points) FILTER (WHERE account = 'pending'), 0) AS pending,
                        coalesce(sum(points) FILTER (WHERE account = 'held'), 0) AS held,
                        coalesce(sum(points) FILTER (WHERE account = 'debt'), 0) AS debt FROM sums GROUP BY 1)
        SELECT s.member_id, format('kept %%s/%%s/%%s/%%s, transfers say %%s/%%s/%%s/%%s', s.active, s.pending, s.held, s.debt, w.active, w.pending, w.held, w.debt)
          FROM member_state s LEFT JOIN wide w USING (member_id)
         WHERE (s.active, s.pending, s.held, s.debt) <> (coalesce(w.active, 0), coalesce(w.pending, 0), coalesce(w.held, 0), coalesce(w.debt, 0))
        UNION ALL SELECT w.member_id, 'transfers without a state' FROM wide w WHERE NOT EXISTS (SELECT 1 FROM member_state s WHERE s.member_id = w.member_id)
        """,
    ),
    Check(
        "never_below_zero",
        "I4",
        f"""
        WITH posted AS (SELECT member_id, wallet, seq, sum(points) FILTER (WHERE account = 'active') AS active,
                               sum(points) FILTER (WHERE account = 'pending') AS pending, sum(points) FILTER (WHERE account = 'held') AS held,
                               sum(points) FILTER (WHERE account = 'debt') AS debt FROM ({_MOVES}) m GROUP BY 1, 2, 3),
        after AS (SELECT member_id, wallet, seq, coalesce(sum(active) OVER w, 0) AS active, coalesce(sum(pending) OVER w, 0) AS pending,
                         coalesce(sum(held) OVER w, 0) AS held, coalesce(sum(debt) OVER w, 0) AS debt
                    FROM posted WINDOW w AS (PARTITION BY member_id, wallet ORDER BY seq))
        SELECT member_id, format('after event %%s: %%s active %%s, pending %%s, held %%s, debt %%s', seq, wallet, active, pending, held, debt)
          FROM after WHERE least(active, pending, held, debt) < 0 OR debt > 0 AND active > 0
        """,
    ),
    Check(
        "append_only",
        "I5",
        """
        SELECT NULL::bigint, format('table %%s can be changed: trigger %%s is missing or off', t.name, t.trigger)
          FROM (VALUES ('event', 'event_append_only'), ('event', 'event_keep'), ('transfer', 'transfer_append_only'), ('transfer', 'transfer_keep'),
                       ('program_version', 'program_version_append_only'), ('program_version', 'program_version_keep'),
                       ('seal', 'seal_append_only'), ('seal', 'seal_keep'), ('seal_cluster', 'seal_cluster_append_only'), ('seal_cluster', 'seal_cluster_keep')) AS t(name, trigger)
         WHERE NOT EXISTS (SELECT 1 FROM pg_trigger g WHERE g.tgrelid = t.name::regclass AND g.tgname = t.trigger AND g.tgenabled IN ('O', 'A'))
        """,
    ),
    Check(
        "sequence",
        "I6",
        """
        SELECT member_id, format('%%s events, the last is number %%s, the state is at %%s', count(e.seq), max(e.seq), s.version)
          FROM event e FULL JOIN member_state s USING (member_id) GROUP BY member_id, s.version
        HAVING count(e.seq) IS DISTINCT FROM max(e.seq) OR min(e.seq) <> 1 OR max(e.seq) IS DISTINCT FROM s.version
        """,
    ),
    Check(
        "no_future",
        "I6",
        """
        SELECT member_id, format('event %%s happened at %%s and was recorded at %%s', seq, occurred_at, recorded_at) FROM event
         WHERE occurred_at > recorded_at + interval '5 minutes'
        """,
    ),
    Check(
        "once",
        "I7",
        """
        SELECT member_id, format('%%s %%s is there %%s times', source, external_id, count(*)) FROM event
         GROUP BY member_id, source, external_id HAVING count(*) > 1
        """,
    ),
    Check(
        "refused_moves_nothing",
        "I9",
        """
        SELECT e.member_id, format('event %%s was refused and yet moved points', e.seq) FROM event e
         WHERE e.outcome ->> 'status' = 'refused' AND EXISTS (SELECT 1 FROM transfer t WHERE t.member_id = e.member_id AND t.seq = e.seq)
        """,
    ),
    Check(
        "nothing_half_done",
        "I10",
        """
        SELECT t.member_id, format('transfer %%s of event %%s has no event', t.n, t.seq) FROM transfer t
         WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.member_id = t.member_id AND e.seq = t.seq)
        UNION ALL SELECT o.member_id, format('outbox %%s of event %%s has no event', o.n, o.seq) FROM outbox o
         WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.member_id = o.member_id AND e.seq = o.seq)
        UNION ALL SELECT s.member_id, 'a state without a reference' FROM member_state s WHERE NOT EXISTS (SELECT 1 FROM member_ref r WHERE r.member_id = s.member_id)
        UNION ALL SELECT r.member_id, 'a reference without a state' FROM member_ref r WHERE NOT EXISTS (SELECT 1 FROM member_state s WHERE s.member_id = r.member_id)
        """,
    ),
    Check(
        "moved_whole",
        "I1",
        f"""
        SELECT member_id, format('step %%s: %%s %%s left one member, %%s arrived at another', step, went, wallet, came)
          FROM ({_MOVED}) m WHERE went <> came AND recorded_at {_LATE}
        """,
    ),
    Check(
        "nothing_on_its_way",
        "I23",
        f"""
        SELECT e.member_id, format('event %%s (%%s) was begun and not ended', e.seq, e.type) FROM event e
         WHERE e.type IN ('points.sent', 'member.merged_into', 'member.unmerged') AND coalesce(e.outcome ->> 'status', 'created') = 'created' AND e.recorded_at {_LATE}
           AND NOT EXISTS (SELECT 1 FROM event d WHERE d.source = 'regulars'
                              AND d.member_id = CASE e.type WHEN 'points.sent' THEN e.member_id WHEN 'member.merged_into' THEN (e.body ->> 'into')::bigint ELSE (e.body ->> 'member')::bigint END
                              AND d.external_id IN (e.member_id || '.' || e.seq || '.delivered', e.member_id || '.' || e.seq || '.undelivered',
                                                    e.member_id || '.' || e.seq || '.merged', e.member_id || '.' || e.seq || '.restored'))
        """,
    ),
    Check(
        "pools_carried",
        "I23",
        f"SELECT o.member_id, format('event %%s (%%s) was begun with a pool and not ended', o.seq, o.topic) FROM {UNFINISHED_POOLS} AND o.recorded_at {_LATE}",
    ),
    Check(
        "one_pool",
        "I23",
        f"""
        SELECT p.member_id, format('member %%s has a place in it and is in pool %%s', p.member, coalesce(s.state -> {POOLED} ->> 0, 'none'))
          FROM (SELECT s.member_id, json_object_keys(s.state -> {POOL} -> 2)::bigint AS member FROM event e JOIN member_state s USING (member_id)
                 WHERE e.type = 'pool.opened' AND e.seq = 1) p LEFT JOIN member_state s ON s.member_id = p.member
         WHERE (s.state -> {POOLED} ->> 0)::bigint IS DISTINCT FROM p.member_id
        """,
    ),
    Check(
        "referrals_carried",
        "I24",
        f"""
        SELECT o.member_id, format('the advocate of event %%s was not told of %%s', o.seq, o.topic) FROM {UNTOLD_REFERRALS} AND o.recorded_at {_LATE}
        UNION ALL
        SELECT e.member_id, format('event %%s rewards for a friend who did not qualify', e.seq) FROM event e
         WHERE e.type = 'referral.qualified' AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.member_id = (e.body ->> 'friend')::bigint
                  AND o.topic = 'referral.qualified' AND (o.payload ->> 'advocate')::bigint = coalesce((e.outcome -> 'facts' ->> 'under')::bigint, e.member_id))
        """,
    ),
    Check(
        "spent_in_order",
        "I26",
        """
        SELECT member_id, format('event %%s took lot %%s after one that lasts longer', seq, lot)
          FROM (SELECT member_id, seq, wallet, lot, coalesce(expires_on, 'infinity') AS until,
                       lag(coalesce(expires_on, 'infinity')) OVER (PARTITION BY member_id, seq, wallet, target ORDER BY n) AS before
                  FROM transfer WHERE source = 'active' AND target IN ('redeemed', 'held') AND wallet = ANY (%(soonest)s)) t
         WHERE before > until
           AND NOT EXISTS (SELECT 1 FROM event e WHERE e.member_id = t.member_id AND e.seq = t.seq AND e.type IN ('pool.redeemed', 'pool.held') AND e.outcome -> 'pooled' ->> 'first' = 'own')
        """,
    ),
    Check(
        "lots",
        "I26",
        f"""
        WITH after AS (SELECT member_id, wallet, account, lot, seq, n, sum(points) OVER (PARTITION BY member_id, wallet, account, lot ORDER BY seq, n) AS points
                         FROM ({_MOVES}) m WHERE account IN ('active', 'pending', 'held') AND wallet = ANY (%(named)s))
        SELECT member_id, format('after event %%s lot %%s of %%s holds %%s %%s points', seq, lot, wallet, points, account) FROM after WHERE points < 0
        """,
    ),
    Check(
        "expiry_day",
        "I27",
        f"""
        SELECT t.member_id, format('event %%s on %%s: lot until %%s went to %%s', t.seq, (e.occurred_at AT TIME ZONE %(zone)s)::date, t.expires_on, t.target)
          FROM transfer t JOIN event e USING (member_id, seq)
         WHERE t.source = 'active' AND t.expires_on IS NOT NULL
           AND (t.target = 'breakage' AND e.type = 'time.passed' AND (e.occurred_at AT TIME ZONE %(zone)s)::date + {OWN} <= t.expires_on
             OR t.target IN ('redeemed', 'held') AND (e.occurred_at AT TIME ZONE %(zone)s)::date - {OWN} > t.expires_on)
        """,
    ),
    Check(
        "held_once",
        "I23",
        """
        WITH ended AS (SELECT e.member_id, coalesce(nullif(e.body ->> 'source', ''), e.source) AS source, e.body ->> 'hold' AS id, sum(t.points) AS points
                         FROM event e JOIN transfer t USING (member_id, seq)
                        WHERE e.type IN ('points.captured', 'points.released') AND t.source = 'held' GROUP BY 1, 2, 3),
        made AS (SELECT e.member_id, e.source, e.external_id AS id, sum(t.points) AS points
                   FROM event e JOIN transfer t USING (member_id, seq) WHERE e.type IN ('points.held', 'pool.held') AND t.target = 'held' GROUP BY 1, 2, 3)
        SELECT member_id, format('hold %%s of %%s: %%s points were held, %%s captured or released', ended.id, source, coalesce(made.points, 0), ended.points)
          FROM ended LEFT JOIN made USING (member_id, source, id) WHERE ended.points IS DISTINCT FROM made.points
        """,
    ),
    Check(
        "cancelled_once",
        "I17",
        """
        WITH back AS (SELECT e.member_id, coalesce(nullif(e.body ->> 'source', ''), e.source) AS source, e.body ->> 'redemption' AS id, t.wallet,
                             e.outcome -> 'facts' -> 'about' IS NOT NULL AS elsewhere, sum(t.points) AS points
                        FROM event e JOIN transfer t USING (member_id, seq) WHERE e.type = 'redemption.cancelled' AND t.source = 'redeemed' GROUP BY 1, 2, 3, 4, 5),
        spent AS (SELECT e.member_id, e.source, e.external_id AS id, t.wallet, sum(t.points) AS points
                    FROM event e JOIN transfer t USING (member_id, seq) WHERE t.target = 'redeemed' GROUP BY 1, 2, 3, 4),
        both_sides AS (SELECT back.member_id, back.source, back.id, back.points, coalesce(spent.points, 0) AS spent
                         FROM back LEFT JOIN spent USING (member_id, source, id, wallet) WHERE NOT back.elsewhere
                       UNION ALL  -- a merged member's redemption lies in the log it was posted to
                       SELECT back.member_id, back.source, back.id, back.points, coalesce(max(spent.points), 0)
                         FROM back LEFT JOIN spent ON (spent.source, spent.id, spent.wallet) = (back.source, back.id, back.wallet) AND spent.member_id <> back.member_id
                        WHERE back.elsewhere GROUP BY back.member_id, back.source, back.id, back.wallet, back.points)
        SELECT member_id, format('redemption %%s of %%s: %%s points were spent, %%s given back', id, source, spent, points) FROM both_sides WHERE points > spent
        """,
    ),
    Check(
        "budget_sums",
        "I21",
        f"""
        WITH told AS ({_TAKEN}),
        sums AS (SELECT replace(key, '#sales', '') AS id, coalesce(sum(points) FILTER (WHERE key NOT LIKE '%%#sales'), 0) AS used,
                        coalesce(sum(points) FILTER (WHERE key LIKE '%%#sales' AND points > 0), 0) AS sales,
                        coalesce(-sum(points) FILTER (WHERE key LIKE '%%#sales' AND points < 0), 0) AS returned FROM told GROUP BY 1)
        SELECT NULL::bigint, format('budget %%s: the counter says %%s given, sales %%s less %%s; events say %%s, %%s less %%s',
                                    id, c.used, c.sales, c.returned, s.used, s.sales, s.returned)
          FROM shared_counter c FULL JOIN sums s USING (id)
         WHERE (coalesce(c.used, 0), coalesce(c.sales, 0), coalesce(c.returned, 0)) <> (coalesce(s.used, 0), coalesce(s.sales, 0), coalesce(s.returned, 0))
        """,
    ),
    Check(
        "budget_kept",
        "I21",
        f"""
        WITH again AS (SELECT key AS id, sum(points) AS points FROM ({_TAKEN}) t WHERE type = 'order.returned' AND points > 0 AND key NOT LIKE '%%#sales' GROUP BY 1),
        allowed AS (SELECT c.id, c.used - coalesce(g.points, 0) AS used, max(b.most + floor(c.sales * b.num / b.den)) AS allowed
                      FROM shared_counter c LEFT JOIN again g USING (id), json_to_recordset(%(budgets)s::json) AS b(key text, most numeric, num numeric, den numeric)
                     WHERE c.id = b.key OR starts_with(c.id, b.key || '/') GROUP BY c.id, c.used, g.points)
        SELECT NULL::bigint, format('budget %%s: %%s given, %%s allowed', id, used, allowed) FROM allowed WHERE used > allowed
        """,
    ),
    Check(
        "no_gain",
        "I29",
        """
        SELECT t.member_id, format('event %%s gives %%s points from %%s', t.seq, t.points, t.source) FROM transfer t JOIN event e USING (member_id, seq)
         WHERE t.source = 'redeemed' AND e.type <> 'redemption.cancelled' OR t.source IN ('breakage', 'forfeited') AND (t.rule NOT IN ('return', 'reinstatement') OR t.target <> 'issued') OR t.source = 'adjusted' AND e.type <> 'points.adjusted' OR t.source = 'opening' AND e.type <> 'balance.opened'
            OR t.source = 'transit' AND e.type NOT IN ('points.received', 'member.merged', 'member.unmerged', 'member.merged_into', 'member.restored', 'pool.received', 'pool.settled', 'pool.parted', 'pool.came_back')
        """,
    ),
)

# By deciding the log again, or by reading states and bodies: name -> promise.
REFOLDED = {
    "recomputed": "I13",  # the same transfers and outcome
    "standing": "I25",  # the same state and tier
    "pool_shares": "I3",  # what is left of everybody's in a pool = its lots
    "state_lots": "I3",  # every wallet of the state = its lots = its transfers
    "bodies": "I8",  # the body has the hash it came with
    "line_shares": "I28",  # lines add up to the order
}
