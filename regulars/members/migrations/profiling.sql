-- Who has refused to be profiled: classes, chances of leaving and personal recommendations are not for them. A row is a refusal; taking it back removes it.
CREATE TABLE profiling_refusal (
    member_id  bigint PRIMARY KEY,
    refused_at timestamptz NOT NULL,
    by         text NOT NULL
);
