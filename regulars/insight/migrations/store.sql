-- What the last refresh worked out, so that pages and tills read it and nobody waits for a model. No personal data: numbers, classes, articles.
CREATE TABLE insight_refresh (
    refresh      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    refreshed_at timestamptz NOT NULL,
    as_of        date NOT NULL,                -- the evening the figures look from
    snapshot     bigint NOT NULL,              -- the number of the snapshot they stand on
    members      bigint NOT NULL,
    kept         json NOT NULL                 -- frozen cut points, what is popular with all, currency
);
CREATE TABLE insight_figure (
    refresh  bigint NOT NULL REFERENCES insight_refresh (refresh) ON DELETE CASCADE,
    name     text NOT NULL,
    language text NOT NULL,
    figure   json NOT NULL,
    PRIMARY KEY (name, language, refresh)
);
CREATE TABLE insight_member (
    member_id bigint NOT NULL,
    refresh   bigint NOT NULL,
    class     smallint,                        -- a place in churn.classes.NAMES; null: can't be said
    said      smallint,                        -- what this refresh said by itself, and how often in a row: a move takes two
    times     smallint,
    stage     smallint,                        -- a place in groups.stages.STAGES
    margin    bigint NOT NULL DEFAULT 0,       -- expected within a year, smallest unit
    told      json NOT NULL,                   -- store.shapes.Told
    PRIMARY KEY (member_id, refresh)
);
CREATE INDEX insight_member_class ON insight_member (refresh, class, margin DESC, member_id);
CREATE INDEX insight_member_stage ON insight_member (refresh, stage, margin DESC, member_id);
