-- The database `keys`: one data key per member, each wrapped by the shop's key-encryption key (which is in no database).
-- It has its own short-lived backups and stays out of the ordinary dump: deleting a row here forgets the member in every older dump.
-- member_id is the whole key, so that a cluster can spread it by member like everything else. Safe to run again.

CREATE TABLE IF NOT EXISTS data_key (
    member_id bigint PRIMARY KEY,
    version   smallint NOT NULL,     -- of the data key itself; part of what every ciphertext is bound to
    key_id    text NOT NULL,         -- which key-encryption key wraps it
    wrapped   bytea NOT NULL         -- nonce (12) + AES-256-GCM ciphertext and tag of the 32 bytes
);
CREATE INDEX IF NOT EXISTS data_key_by_key_id ON data_key (key_id);
