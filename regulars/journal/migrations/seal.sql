-- The seal: a chain of hashes over everything that happened. A seal fixes the order of its rows for ever; docs/algorithms/seal.md has the bytes.

CREATE TABLE seal (
    id          bigint PRIMARY KEY CHECK (id > 0),  -- 1, 2, 3 …
    version     smallint NOT NULL,         -- of the encoding
    sealed_at   timestamptz NOT NULL,
    before      bytea NOT NULL,            -- the head it stands on: the seal before, or genesis
    head        bytea NOT NULL,            -- SHA-256 over all of the above and below
    rows        integer NOT NULL CHECK (rows > 0),
    members     bigint[] NOT NULL,         -- whose event; 0: a version of the programme
    seqs        bigint[] NOT NULL,         -- which of the member's events; or the version's number
    xids        bigint[] NOT NULL,
    hashes      bytea NOT NULL,            -- 32 bytes a row
    total       bigint NOT NULL,           -- rows sealed so far, for pages; this and what follows is not hashed
    cluster     bigint,                    -- the server whose transactions `upto` counts; null: rows from before this server's own
    upto_xid    bigint NOT NULL,           -- everything up to here is sealed, in the order (xid, member_id, seq)
    upto_member bigint NOT NULL,
    upto_seq    bigint NOT NULL,
    upto_version integer NOT NULL          -- versions of the programme sealed so far
);
ALTER TABLE seal ALTER COLUMN hashes SET STORAGE EXTERNAL;  -- hashes don't compress

CREATE TABLE seal_cluster (                -- the servers this ledger has lived on: a restore into another begins transaction numbers anew
    cluster   bigint PRIMARY KEY,          -- PostgreSQL's system identifier
    began_at  timestamptz NOT NULL,
    first_xid bigint NOT NULL,             -- whatever an earlier transaction of this server wrote is final: it came with the restore
    last_xid  bigint NOT NULL              -- the highest number such a row carries
);

CREATE TRIGGER seal_append_only BEFORE UPDATE OR DELETE ON seal FOR EACH ROW EXECUTE FUNCTION journal_is_append_only();
CREATE TRIGGER seal_keep BEFORE TRUNCATE ON seal FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only();
CREATE TRIGGER seal_cluster_append_only BEFORE UPDATE OR DELETE ON seal_cluster FOR EACH ROW EXECUTE FUNCTION journal_is_append_only();
CREATE TRIGGER seal_cluster_keep BEFORE TRUNCATE ON seal_cluster FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only();
