-- What tells that two members may be one person or pay from one purse: keyed hashes, never the values.
CREATE TABLE member_signal (
    member_id bigint NOT NULL,
    kind      text NOT NULL,                   -- device, payment
    digest    bytea NOT NULL CHECK (length(digest) = 32),
    added_at  timestamptz NOT NULL,
    PRIMARY KEY (member_id, kind, digest)
);
CREATE INDEX member_signal_by_digest ON member_signal (kind, digest, member_id);
