-- Who was merged into whom, and what of the person moved along, so that it can move back. Nothing personal stands here.
CREATE TABLE member_merge (
    member_id   bigint NOT NULL,
    survivor_id bigint NOT NULL,
    merged_at   timestamptz NOT NULL,
    undone_at   timestamptz,
    fields      text[] NOT NULL,               -- of the profile: those the survivor did not have
    PRIMARY KEY (member_id, merged_at)
);
CREATE UNIQUE INDEX member_merge_now ON member_merge (member_id) WHERE undone_at IS NULL;

ALTER TABLE member_identity ADD COLUMN brought_by bigint;  -- the merged member it was, and will be again when the merge is undone
