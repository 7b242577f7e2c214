-- The journal: what happened, for ever. Member-scoped tables carry member_id first, so that a cluster can spread them by member.
-- Never UPDATE, DELETE or TRUNCATE what happened: corrections are new events.

CREATE TABLE program_version (
    version       integer PRIMARY KEY,
    program       text NOT NULL,               -- the programme's id
    document      text NOT NULL,               -- the YAML as applied, byte for byte
    in_force_from timestamptz,                 -- null: covers all earlier time (the first version)
    applied_at    timestamptz NOT NULL,
    applied_by    text NOT NULL
);

CREATE SEQUENCE member_id_seq;

CREATE TABLE member_ref (                      -- the shop's own reference -> our opaque id; a reference table on a cluster
    ref       text PRIMARY KEY,
    member_id bigint NOT NULL UNIQUE
);

CREATE TABLE member_state (                    -- the fold of the member's events
    member_id   bigint PRIMARY KEY,
    version     bigint NOT NULL,               -- = seq of the member's last event; writers check it
    active      bigint NOT NULL CHECK (active >= 0),
    pending     bigint NOT NULL CHECK (pending >= 0),
    held        bigint NOT NULL CHECK (held >= 0),
    debt        bigint NOT NULL CHECK (debt >= 0),   -- of the first wallet, as are active, pending, held
    tier        text NOT NULL,
    next_due_on date,                          -- a day, not a moment: most orders leave it alone, and the update stays heap-only
    state       json NOT NULL
) WITH (fillfactor = 70, toast_tuple_target = 8160);  -- a state of some KB stays in its row as it is: compressing it at every order took twice as long
CREATE INDEX member_state_due ON member_state (next_due_on, member_id) WHERE next_due_on IS NOT NULL;  -- the clock walks it

CREATE TABLE event (
    member_id   bigint NOT NULL,
    seq         bigint NOT NULL,               -- 1, 2, 3 … per member, no gaps
    source      text NOT NULL,                 -- `clock` for time.passed, whose external_id is its seq
    external_id text NOT NULL,
    type        text NOT NULL,
    order_id    text,                          -- what a later return looks for
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    body        json NOT NULL,                 -- the event's data as sent; no personal data
    body_hash   bytea NOT NULL,
    outcome     json NOT NULL,                 -- engine.decision.Outcome
    known_version integer NOT NULL,            -- the newest programme version when it was decided: replay sees what the engine saw
    xid         bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint,  -- readers follow the log below the transaction horizon
    PRIMARY KEY (member_id, seq),
    UNIQUE (member_id, source, external_id)
) WITH (toast_tuple_target = 8160);
CREATE INDEX event_by_xid ON event USING brin (xid) WITH (autosummarize = on);

CREATE TABLE transfer (
    member_id       bigint NOT NULL,
    seq             bigint NOT NULL,
    n               smallint NOT NULL,         -- 1 … within the event, in posting order
    wallet          text NOT NULL,
    source          text NOT NULL,
    target          text NOT NULL,
    points          bigint NOT NULL CHECK (points > 0 AND points <= 9007199254740991),
    lot             text NOT NULL,
    expires_on      date,                      -- the lot's last usable day; null: no end, or no lot
    rule            text NOT NULL,
    program_version integer NOT NULL,
    PRIMARY KEY (member_id, seq, n),
    CHECK (source <> target)
);

CREATE TABLE outbox (                          -- what others must be told; delivered at least once, in order per member
    member_id    bigint NOT NULL,
    seq          bigint NOT NULL,
    n            smallint NOT NULL,
    topic        text NOT NULL,
    payload      json NOT NULL,
    recorded_at  timestamptz NOT NULL,
    delivered_at timestamptz,
    xid          bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint,
    PRIMARY KEY (member_id, seq, n)
);
CREATE INDEX outbox_waiting ON outbox (recorded_at) WHERE delivered_at IS NULL;

CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION journal_is_append_only();
CREATE TRIGGER transfer_append_only BEFORE UPDATE OR DELETE ON transfer FOR EACH ROW EXECUTE FUNCTION journal_is_append_only();
CREATE TRIGGER program_version_append_only BEFORE UPDATE OR DELETE ON program_version FOR EACH ROW EXECUTE FUNCTION journal_is_append_only();
CREATE TRIGGER event_keep BEFORE TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only();
CREATE TRIGGER transfer_keep BEFORE TRUNCATE ON transfer FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only();
CREATE TRIGGER program_version_keep BEFORE TRUNCATE ON program_version FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only();
