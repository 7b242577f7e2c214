-- What the shop tells insight of itself. Never changed: the newest row of a setting counts, and an empty value takes it back.
CREATE TABLE insight_setting (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name   text NOT NULL CHECK (length(name) <= 40),
    value  text NOT NULL CHECK (length(value) <= 400),
    set_by text NOT NULL,
    set_at timestamptz NOT NULL
);
CREATE INDEX insight_setting_newest ON insight_setting (name, id DESC);
CREATE TRIGGER insight_setting_append_only BEFORE UPDATE OR DELETE ON insight_setting FOR EACH ROW EXECUTE FUNCTION journal_is_append_only();
CREATE TRIGGER insight_setting_keep BEFORE TRUNCATE ON insight_setting FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only();
