-- Daily sums of the journal, so that a page never scans it. Folded below the transaction horizon by journal.figures.refresh;
-- what is newer is added while reading. They hold nothing that the journal does not say, and can be emptied and folded again.

CREATE TABLE figure_fold (
    one       boolean PRIMARY KEY DEFAULT true CHECK (one),
    below     bigint NOT NULL,             -- every event of an earlier transaction is in the sums
    folded_at timestamptz NOT NULL,
    last_at   timestamptz                  -- when the newest of them was recorded
);
INSERT INTO figure_fold (below, folded_at) VALUES (0, 'epoch');

CREATE TABLE figure_events (
    day    date NOT NULL,                  -- the programme's local day on which it happened
    type   text NOT NULL,
    status text NOT NULL,
    events bigint NOT NULL,
    spend  bigint NOT NULL,                -- minor units that count as spend, net of returns
    PRIMARY KEY (day, type, status)
);

CREATE TABLE figure_points (
    day       date NOT NULL,
    wallet    text NOT NULL,
    source    text NOT NULL,
    target    text NOT NULL,
    rule      text NOT NULL,
    points    numeric NOT NULL,
    transfers bigint NOT NULL,
    PRIMARY KEY (day, wallet, source, target, rule)
);

CREATE TABLE figure_tiers (
    day     date NOT NULL,
    before  text NOT NULL,                 -- '' for a member who has just enrolled
    after   text NOT NULL,
    members bigint NOT NULL,
    PRIMARY KEY (day, before, after)
);

CREATE TABLE figure_lots (
    wallet     text NOT NULL,
    expires_on date NOT NULL,              -- 'infinity': no end
    points     numeric NOT NULL,           -- active points usable until that day
    PRIMARY KEY (wallet, expires_on)
);

CREATE TABLE ledger_check (                -- what each check of the ledger found: see journal.health
    checked_at timestamptz PRIMARY KEY,
    checked_by text NOT NULL,
    seconds    real NOT NULL,
    report     json NOT NULL
);
