-- Who opened what is kept of a person: never the values. Added to and read, never changed; not even the role that owns the tables may.
CREATE TABLE personal_read (
    member_id bigint NOT NULL,
    id        bigint GENERATED ALWAYS AS IDENTITY,
    read_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    kind      text NOT NULL CHECK (kind IN ('staff', 'key', 'terminal')),
    reader    text NOT NULL CHECK (length(reader) BETWEEN 1 AND 150),
    place     text NOT NULL CHECK (length(place) BETWEEN 1 AND 200),
    address   text NOT NULL CHECK (length(address) <= 45),
    fields    text[] NOT NULL CHECK (cardinality(fields) BETWEEN 1 AND 64),
    PRIMARY KEY (member_id, id)
);
CREATE INDEX personal_read_newest ON personal_read (id);
CREATE INDEX personal_read_by_reader ON personal_read (reader, id);
CREATE INDEX personal_read_by_time ON personal_read (read_at);
CREATE TRIGGER personal_read_append_only BEFORE UPDATE OR DELETE ON personal_read FOR EACH ROW EXECUTE FUNCTION journal_is_append_only();
CREATE TRIGGER personal_read_keep BEFORE TRUNCATE ON personal_read FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only();
