-- Tables with composite keys, member_id first, so that a cluster can spread them by member.

CREATE TABLE member_identity (
    member_id   bigint NOT NULL,
    kind        text NOT NULL,
    blind_index bytea NOT NULL CHECK (length(blind_index) = 32),
    value       bytea NOT NULL,
    added_at    timestamptz NOT NULL,
    PRIMARY KEY (member_id, kind, blind_index)
);
-- One member per (kind, value). A cluster spread by member_id can't keep this key: there it becomes a look-up table of its own,
-- identity_owner (kind, blind_index, member_id), spread by blind_index and written in the same transaction.
CREATE UNIQUE INDEX member_identity_once ON member_identity (kind, blind_index);

CREATE TABLE member_search_token (
    member_id bigint NOT NULL,
    field     text NOT NULL,
    token     bigint NOT NULL,
    PRIMARY KEY (member_id, field, token)
);
CREATE INDEX member_search_token_by_token ON member_search_token (token, member_id);
