-- What the last look at members' details found. Nothing personal: numbers, fields, names of problems, keyed hashes.
CREATE TABLE quality_look (
    look       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    started_at timestamptz NOT NULL,
    ended_at   timestamptz,                    -- null: under way, or broken off
    by         text NOT NULL,
    members    bigint NOT NULL DEFAULT 0,
    fields     json NOT NULL DEFAULT '{}'      -- field -> {told, sound}
);
CREATE TABLE quality_problem (
    member_id bigint NOT NULL,
    look      bigint NOT NULL REFERENCES quality_look (look) ON DELETE CASCADE,
    field     text NOT NULL,
    problem   text NOT NULL,
    others    integer NOT NULL DEFAULT 0,      -- duplicate: how many other members have the same
    PRIMARY KEY (look, member_id, field, problem)
);
-- What members are compared by while a look is under way: keyed hashes, dropped when it ends.
CREATE TABLE quality_key (
    look      bigint NOT NULL REFERENCES quality_look (look) ON DELETE CASCADE,
    kind      text NOT NULL,
    digest    bigint NOT NULL,
    member_id bigint NOT NULL
);
CREATE INDEX quality_key_alike ON quality_key (look, kind, digest, member_id);
CREATE TABLE suggested_merge (
    look     bigint NOT NULL REFERENCES quality_look (look) ON DELETE CASCADE,
    one      bigint NOT NULL,
    other    bigint NOT NULL CHECK (one < other),
    alike    text[] NOT NULL,                  -- phone, email, card, name_birthday
    PRIMARY KEY (look, one, other)
);
CREATE TABLE not_one_person (                  -- somebody looked and said no
    one   bigint NOT NULL,
    other bigint NOT NULL CHECK (one < other),
    by    text NOT NULL,
    at    timestamptz NOT NULL,
    PRIMARY KEY (one, other)
);
