-- Alerts of the rules and of the nightly figure, what was found out about each, and what the rules watch. No personal data: members by number.
CREATE TABLE watch_alert (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rule      text NOT NULL,
    member_id bigint NOT NULL,                 -- 0: it is about a person of the staff
    person    text NOT NULL,
    day       date NOT NULL,                   -- the shop's own
    found_at  timestamptz NOT NULL,
    points    bigint NOT NULL,
    risk      double precision NOT NULL,
    evidence  json NOT NULL,                   -- {told: [[code, facts]], events: [[member, seq]]}
    status    text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'looked_into', 'frozen', 'harmless')),
    UNIQUE (rule, member_id, person, day)      -- the same finding again is the same alert
);
CREATE INDEX watch_alert_by_day ON watch_alert (day DESC, risk DESC, id);
CREATE TABLE watch_answer (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    alert  bigint NOT NULL REFERENCES watch_alert (id),
    status text NOT NULL,
    by     text NOT NULL,
    at     timestamptz NOT NULL
);
CREATE INDEX watch_answer_alert ON watch_answer (alert);
CREATE TABLE watch_settings (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,  -- the newest counts
    settings json NOT NULL,                    -- insight.watch.settings.Settings
    set_by   text NOT NULL,
    set_at   timestamptz NOT NULL
);
CREATE TABLE watch_place (
    cluster   text NOT NULL,                   -- transaction numbers begin anew in a database that was restored
    xid       bigint NOT NULL,
    member_id bigint NOT NULL,
    seq       bigint NOT NULL,
    looked_at timestamptz
);
