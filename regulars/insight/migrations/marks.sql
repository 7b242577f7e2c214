-- The groups a member counts in, so that a cell of a figure leads to its members: rfm:543, rf:54, reason:price, price:mostly, cohort:2017-03.
CREATE TABLE insight_marked (
    member_id bigint NOT NULL,
    refresh   bigint NOT NULL,
    margin    bigint NOT NULL,                 -- as insight_member has it: the order of lists
    marks     text[] NOT NULL,
    months    bigint NOT NULL,                 -- bit k: bought in the k-th month after that of the first purchase, 62 at most
    PRIMARY KEY (member_id, refresh)
);
CREATE INDEX insight_marked_marks ON insight_marked USING gin (marks) WITH (fastupdate = off);
CREATE INDEX insight_marked_order ON insight_marked (refresh, margin DESC, member_id);
