-- What all members share: one row per budget and period. Only counters_take changes it, last in a batch's transaction, so that a row is held no longer than the commit takes.
CREATE TABLE shared_counter (
    id       text PRIMARY KEY,                      -- engine.budgets.counter_of
    used     bigint NOT NULL DEFAULT 0 CHECK (used >= 0),      -- points given and not returned
    sales    bigint NOT NULL DEFAULT 0 CHECK (sales >= 0),     -- net sales, minor units, where the budget is a share of them
    returned bigint NOT NULL DEFAULT 0 CHECK (returned >= 0),  -- and what returns took off them
    told     smallint NOT NULL DEFAULT 0            -- 1: nearly used up has been told, 2: used up
) WITH (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);  -- hot rows: the page has room for their next versions

-- The counters, held until the transaction ends; in ascending order, so that two batches never wait for each other in a circle.
CREATE OR REPLACE FUNCTION counters_hold(ids text[]) RETURNS SETOF shared_counter LANGUAGE plpgsql AS $$
DECLARE
    one text;
BEGIN
    INSERT INTO shared_counter (id) SELECT i FROM unnest(ids) AS i ORDER BY i ON CONFLICT DO NOTHING;
    FOR one IN SELECT i FROM unnest(ids) AS i ORDER BY i LOOP
        RETURN QUERY SELECT * FROM shared_counter WHERE id = one FOR UPDATE;
    END LOOP;
END $$;

-- Take what a batch decided, each row guarded: `need` is the most of (used * den - net sales * num) under which every decision of the batch was right.
-- `o` 0: another version's guard alone. Once a period somebody is told that a budget is nearly (share `w`) or wholly used up.
CREATE OR REPLACE FUNCTION counters_take(takes json) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    r   record;
    stands shared_counter;
    level smallint;
BEGIN
    INSERT INTO shared_counter (id)
    SELECT DISTINCT id FROM json_to_recordset(takes) AS t(id text) ORDER BY id ON CONFLICT DO NOTHING;
    FOR r IN SELECT * FROM json_to_recordset(takes) AS t(id text, o integer, u bigint, s bigint, b bigint, need numeric, most numeric, num numeric, den numeric, w numeric,
                                                         m bigint, seq bigint, rec bigint) ORDER BY id, o LOOP
        UPDATE shared_counter AS c SET used = used + r.u, sales = sales + r.s, returned = returned + r.b
         WHERE c.id = r.id AND (r.need IS NULL OR c.used * r.den - (c.sales - c.returned) * r.num <= r.need)
        RETURNING c.* INTO stands;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the counter % moved on', r.id USING ERRCODE = 'serialization_failure';
        END IF;
        CONTINUE WHEN r.m IS NULL OR stands.told = 2;
        level := CASE WHEN stands.used * r.den >= r.most * r.den + (stands.sales - stands.returned) * r.num THEN 2
                      WHEN r.w IS NOT NULL AND stands.used * r.den >= r.w * (r.most * r.den + (stands.sales - stands.returned) * r.num) THEN 1 ELSE 0 END;
        IF level > stands.told THEN
            UPDATE shared_counter SET told = level WHERE id = r.id;
            INSERT INTO outbox (member_id, seq, n, topic, payload, recorded_at)
            VALUES (r.m, r.seq, 20000 + r.o, CASE level WHEN 2 THEN 'budget.used_up' ELSE 'budget.nearly_used_up' END,
                    json_build_object('budget', r.id, 'used', stands.used, 'allowed', r.most::bigint + floor((stands.sales - stands.returned) * r.num / r.den)::bigint),
                    'epoch'::timestamptz + r.rec * interval '1 microsecond');
        END IF;
    END LOOP;
END $$;
