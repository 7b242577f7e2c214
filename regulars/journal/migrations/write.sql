-- One batch, one call, one transaction. The unique keys and the version check are the optimistic lock: whoever comes second is sent back to read again.
-- The rows travel as JSON with short keys, since they are parsed for every order; what is JSON itself (bodies, outcomes, states) stands beside
-- its rows, in the same order, so that it is parsed once only; instants are microseconds since 1970 UTC.
CREATE OR REPLACE FUNCTION journal_write(births json, born text[], events json, bodies text[], outcomes text[], transfers json, told json, moves json, states text[], moving bigint)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    epoch constant timestamptz := 'epoch';
    us    constant interval := '1 microsecond';
    moved bigint;
BEGIN
    IF events IS NOT NULL THEN
        INSERT INTO event (member_id, seq, source, external_id, type, order_id, occurred_at, recorded_at, body, body_hash, outcome, known_version)
        SELECT m, s, src, id, t, o, epoch + at * us, epoch + rec * us, body::json, hash, outcome::json, v
          FROM ROWS FROM (json_to_recordset(events) AS (m bigint, s bigint, src text, id text, t text, o text, at bigint, rec bigint, hash bytea, v integer),
                          unnest(bodies), unnest(outcomes)) AS r(m, s, src, id, t, o, at, rec, hash, v, body, outcome);
    END IF;
    IF transfers IS NOT NULL THEN
        INSERT INTO transfer (member_id, seq, n, wallet, source, target, points, lot, expires_on, rule, program_version)
        SELECT m, s, n, w, src, dst, p, l, u, r, v
          FROM json_to_recordset(transfers) AS r(m bigint, s bigint, n smallint, w text, src text, dst text, p bigint, l text, u date, r text, v integer);
    END IF;
    IF births IS NOT NULL THEN
        INSERT INTO member_ref (ref, member_id)
        SELECT ref, m FROM json_to_recordset(births) AS r(ref text, m bigint);
        INSERT INTO member_state (member_id, version, active, pending, held, debt, tier, next_due_on, state)
        SELECT m, v, a, p, h, d, t, due, state::json
          FROM ROWS FROM (json_to_recordset(births) AS (m bigint, v bigint, a bigint, p bigint, h bigint, d bigint, t text, due date),
                          unnest(born)) AS r(m, v, a, p, h, d, t, due, state);
    END IF;
    IF told IS NOT NULL THEN
        INSERT INTO outbox (member_id, seq, n, topic, payload, recorded_at)
        SELECT m, s, n, topic, payload, epoch + rec * us
          FROM json_to_recordset(told) AS r(m bigint, s bigint, n smallint, topic text, payload json, rec bigint);
    END IF;
    IF moving > 0 THEN
        UPDATE member_state AS s
           SET version = r.v, active = r.a, pending = r.p, held = r.h, debt = r.d, tier = r.t, next_due_on = r.due, state = r.state::json
          FROM ROWS FROM (json_to_recordset(moves) AS (m bigint, was bigint, v bigint, a bigint, p bigint, h bigint, d bigint, t text, due date),
                          unnest(states)) AS r(m, was, v, a, p, h, d, t, due, state)
         WHERE s.member_id = r.m AND s.version = r.was;
        GET DIAGNOSTICS moved = ROW_COUNT;
        IF moved <> moving THEN
            RAISE EXCEPTION 'a member moved on: % of % states written', moved, moving USING ERRCODE = 'serialization_failure';
        END IF;
    END IF;
END $$;
