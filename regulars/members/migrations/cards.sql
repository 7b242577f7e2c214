-- What became of each card: by its keyed hash, never its number. Whose it is says member_identity (kind card), which follows a merge.
CREATE TABLE member_card (
    blind_index bytea PRIMARY KEY CHECK (length(blind_index) = 32),
    issued_to   bigint NOT NULL,                -- the member it was made for
    asked       text,                           -- the asker's own id: the same id again gets the same card
    issued_at   timestamptz NOT NULL,
    issued_by   text NOT NULL,
    blocked_at  timestamptz,
    blocked_by  text,
    reason      text CHECK ((reason IS NULL) = (blocked_at IS NULL)),
    replaces    bytea                           -- the card it was issued for
);
CREATE UNIQUE INDEX member_card_asked ON member_card (issued_to, asked) WHERE asked IS NOT NULL;

-- How far each series of numbers has been used; a series is a prefix, a length, a set of characters and a check digit.
CREATE TABLE card_series (
    name text PRIMARY KEY,
    next bigint NOT NULL CHECK (next >= 0)
);
