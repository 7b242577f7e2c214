-- Where a member stood by grade, persona and visits: places in groups.grades.GRADES, in the personas' centres, in indices.visits.KINDS; null: can't be said.
ALTER TABLE insight_member ADD COLUMN grade smallint, ADD COLUMN persona smallint, ADD COLUMN visitor smallint;
CREATE INDEX insight_member_grade ON insight_member (refresh, grade, margin DESC, member_id) WHERE grade IS NOT NULL;
CREATE INDEX insight_member_persona ON insight_member (refresh, persona, margin DESC, member_id) WHERE persona IS NOT NULL;
CREATE INDEX insight_member_visitor ON insight_member (refresh, visitor, margin DESC, member_id) WHERE visitor IS NOT NULL;
-- What was said of members some weeks ago, so that a page can say what has changed since. Two days are kept, four weeks or more apart.
CREATE TABLE insight_portrait (
    member_id     bigint NOT NULL,
    as_of         date NOT NULL,
    class         smallint,
    stage         smallint,
    grade         smallint,
    persona       smallint,
    personas      integer,                     -- the version of the personas
    visitor       smallint,
    rfm           smallint,                    -- 111 to 555
    buys          real,
    margin        bigint NOT NULL,
    purchase_days integer NOT NULL,
    PRIMARY KEY (member_id, as_of)
);
CREATE INDEX insight_portrait_day ON insight_portrait (as_of);
