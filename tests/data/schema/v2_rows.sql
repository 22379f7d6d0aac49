-- More rows for what schema 2 brought; see v1_rows.sql. Never edited.
BEGIN;
UPDATE meetings SET series_id = 'weekly' WHERE meeting_id = 'gggggggggggggggg';

INSERT INTO tokens (user_id, provider, grant_id, account, scopes, granted_at, refresh_token, access_token,
  access_expires_at, refreshed_at, refused_at, refusal, lease_until, holder_boot_id, holder_pid, holder_started) VALUES
('cyd', 'google', 'g000000000000002', '', '', 0, '', '', NULL, NULL, NULL, '', NULL, NULL, NULL, NULL),
('ada', 'other', 'g000000000000003', 'ada@example.com', 'a b', 1795246200, 'c2VhbGVk', 'c2VhbGVk', 253402300799,
  1795253400, 1795253400, 'invalid_grant', 1795253430, 'other-boot', 2147483647, 0);

INSERT INTO channel_addresses (channel, user_id, found_by, address, conversation) VALUES
('slack', 'bob', 'slack_user_id', 'U0002', ''),
('other', 'ada', '', '', '');
COMMIT;
