-- What somebody wants a watched figure to reach. Never changed: the newest row of a figure counts, and one without an aim takes the target away.
CREATE TABLE kpi_target (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kpi    text NOT NULL CHECK (length(kpi) <= 40),
    aim    double precision CHECK (aim NOT IN ('NaN', 'Infinity', '-Infinity')),   -- in the figure's own unit
    near   double precision NOT NULL CHECK (near BETWEEN 0 AND 1),
    set_by text NOT NULL,
    set_at timestamptz NOT NULL
);
CREATE INDEX kpi_target_newest ON kpi_target (kpi, id DESC);
CREATE TRIGGER kpi_target_append_only BEFORE UPDATE OR DELETE ON kpi_target FOR EACH ROW EXECUTE FUNCTION journal_is_append_only();
CREATE TRIGGER kpi_target_keep BEFORE TRUNCATE ON kpi_target FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only();
