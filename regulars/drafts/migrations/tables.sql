-- A document somebody is working on: one a person. It counts for nobody until it is applied.
CREATE TABLE programme_draft (
    owner        text PRIMARY KEY,
    base_version integer NOT NULL,          -- the version it began as; another one applied meanwhile is told
    document     text NOT NULL,
    edition      integer NOT NULL,          -- grows with every change: of two windows the second is told
    begun_at     timestamptz NOT NULL,
    changed_at   timestamptz NOT NULL
);
-- What stands in a form and is not in the document yet: kept as typed, until it is saved or thrown away.
CREATE TABLE programme_draft_typed (
    owner   text NOT NULL REFERENCES programme_draft (owner) ON DELETE CASCADE,
    place   text NOT NULL,                  -- the page, such as earn/3
    names   jsonb NOT NULL,
    was     text NOT NULL,                  -- what the document said there when it was opened, as a hash
    kept_at timestamptz NOT NULL,
    PRIMARY KEY (owner, place)
);
-- What a document would do to the real members, computed by the worker.
CREATE TABLE programme_plan (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    asked_by     text NOT NULL,
    asked_at     timestamptz NOT NULL,
    document     text NOT NULL,
    base_version integer NOT NULL,          -- the newest version when it was asked for
    starts       timestamptz,
    replay       text NOT NULL DEFAULT '',
    size         bigint NOT NULL DEFAULT 0,
    done         bigint NOT NULL DEFAULT 0,
    begun_at     timestamptz,
    ended_at     timestamptz,
    report       jsonb,
    moves        jsonb,                     -- the first members who would move
    problem      jsonb                      -- {code, facts} where it could not be computed
);
CREATE INDEX programme_plan_asked ON programme_plan (asked_by, id DESC);
