-- Why a version came to be: applied, rolled back to, or put in the place of one that was withdrawn before it counted.
ALTER TABLE program_version
    ADD COLUMN kind   text NOT NULL DEFAULT 'applied' CHECK (kind IN ('applied', 'rollback', 'withdrawal')),
    ADD COLUMN about  integer,                    -- rollback: the version whose document counts again; withdrawal: the one withdrawn
    ADD COLUMN reason text NOT NULL DEFAULT '';   -- what the person who did it said
