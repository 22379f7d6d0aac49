-- More rows for what schema 3 brought; see v1_rows.sql. Never edited.
BEGIN;
INSERT INTO outbox (notification_id, user_id, meeting_id, kind, occurrence, round, variant, state, text,
  reason, due_at, next_attempt_at, expires_at, revived_at, rounds, channel, message_id, sent_at, created_at) VALUES
('n000000000000010', 'ada', 'cccccccccccccccc', 'escalation', 'one' || char(10), 0, '', 'suppressed', '', 'there was a reaction',
  1795203000, 1795203000, 1795274100, NULL, 0, NULL, NULL, NULL, 1795188600),
('n000000000000011', 'ada', NULL, 'test', 'test-2', 0, '', 'sent', 'A test', '', 1795188600, 1795188600, NULL, 1795188700, 1,
  'sms', 'SM2', 1795188800, 1795188600);
INSERT INTO attempts (attempt_id, notification_id, channel, address, at, wall_at, outcome, error, message_id, finished_at) VALUES
(20, 'n000000000000011', 'sms', '+1***0100', 1795188800, 1795188800, 'accepted', '', 'SM2', 1795188800);
INSERT INTO arrivals (attempt_id, ask_at, asked, arrived_at) VALUES
(10, NULL, 0, NULL),
(20, NULL, 3, 1795188900);
INSERT INTO dead_channels (channel, since, problem) VALUES
('sms', 0, 'twilio: 20003 "Authenticate"; give a new auth_token'),
('email', 253402300799, '');
INSERT INTO opt_outs (channel, user_id, address_digest, since) VALUES
('sms', 'bob', '', 0),
('email', 'ada', 'ffffffffffffffffffffffffffffffff', 253402300799);
COMMIT;
