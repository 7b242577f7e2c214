-- Lists of members handed in by name; a rule asks whether a member is on one. No personal data: numbers and the shop's own names.

CREATE TABLE segment (
    name       text PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 128),
    changed_at timestamptz NOT NULL
);
CREATE TABLE member_segment (
    member_id bigint NOT NULL,
    segment   text NOT NULL REFERENCES segment (name) ON DELETE CASCADE,
    PRIMARY KEY (member_id, segment)
);
CREATE INDEX member_segment_by_segment ON member_segment (segment, member_id);
