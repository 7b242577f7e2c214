-- What advocates have to be told: the clock's job looks for those that were not.
CREATE INDEX outbox_referrals ON outbox (recorded_at) WHERE topic IN ('referral.qualified', 'referral.reversed');
