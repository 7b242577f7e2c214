-- What waited for a second person, and what that person said. Never changed, never deleted.
CREATE TABLE approval_request (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind     text NOT NULL CHECK (kind IN ('programme', 'goodwill', 'bulk')),
    asked_by text NOT NULL,
    asked_at timestamptz NOT NULL,
    reason   text NOT NULL,
    body     jsonb NOT NULL               -- programme: document, starts; goodwill and bulk: the adjustments
);
CREATE TABLE approval_answer (
    request_id  bigint PRIMARY KEY REFERENCES approval_request (id),   -- one answer: whoever comes second is told so
    answer      text NOT NULL CHECK (answer IN ('approved', 'refused', 'withdrawn')),
    answered_by text NOT NULL,
    answered_at timestamptz NOT NULL,
    why         text NOT NULL
);
CREATE TABLE approval_done (
    request_id bigint PRIMARY KEY REFERENCES approval_answer (request_id),
    done_at    timestamptz NOT NULL,
    result     jsonb NOT NULL             -- programme: the version; adjustments: how many were created, refused
);
CREATE TABLE staff_link (                  -- a staff member's own account in the programme
    staff_name text PRIMARY KEY,
    member_id  bigint NOT NULL,
    linked_at  timestamptz NOT NULL,
    linked_by  text NOT NULL
);
CREATE TRIGGER approval_request_append_only BEFORE UPDATE OR DELETE ON approval_request FOR EACH ROW EXECUTE FUNCTION journal_is_append_only();
CREATE TRIGGER approval_answer_append_only BEFORE UPDATE OR DELETE ON approval_answer FOR EACH ROW EXECUTE FUNCTION journal_is_append_only();
CREATE TRIGGER approval_done_append_only BEFORE UPDATE OR DELETE ON approval_done FOR EACH ROW EXECUTE FUNCTION journal_is_append_only();
CREATE TRIGGER approval_request_keep BEFORE TRUNCATE ON approval_request FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only();
CREATE TRIGGER approval_answer_keep BEFORE TRUNCATE ON approval_answer FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only();
CREATE TRIGGER approval_done_keep BEFORE TRUNCATE ON approval_done FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only();
