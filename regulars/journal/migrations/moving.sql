-- The first steps of what moves between members: the clock's job looks for those without a last one.
CREATE INDEX event_first_step ON event (recorded_at) WHERE type IN ('points.sent', 'pool.left', 'member.merged_into', 'member.unmerged');
