-- More rows for what schema 4 brought; see v1_rows.sql. Never edited.
BEGIN;
INSERT INTO outbox (notification_id, user_id, meeting_id, kind, occurrence, round, variant, state, text,
  reason, due_at, next_attempt_at, expires_at, rounds, channel, message_id, sent_at, created_at) VALUES
('n000000000000020', 'ada', 'dddddddddddddddd', 'materials', 'board' || char(10), 0, 'b000000000000001', 'sent', 'Your materials',
  '', 1795188700, 1795188700, NULL, 0, 'slack', '1795188700.000100', 1795188700, 1795188700),
('n000000000000021', 'ada', 'cccccccccccccccc', 'question', 'one' || char(10), 0, 's000000000000001 2', 'sent', 'Why?', '',
  1795188700, 1795188700, NULL, 0, 'slack', '1795188701.000100', 1795188701, 1795188700),
('n000000000000022', 'ada', 'cccccccccccccccc', 'nudge', 'one' || char(10), 0, 's000000000000001 2', 'suppressed', '', 'answered',
  1795190500, 1795190500, NULL, 0, NULL, NULL, NULL, 1795188700),
('n000000000000023', 'ada', NULL, 'reply', 'event:Ev1', 0, '', 'dead', 'Which meeting?', 'slack: channel_not_found', 1795188700,
  1795188700, 1795189600, 1, NULL, NULL, NULL, 1795188700);

INSERT INTO prep_sessions (session_id, meeting_id, user_id, round, state, position, version, place, nudged, started_at,
  last_activity_at, ended_at) VALUES
('s000000000000001', 'cccccccccccccccc', 'ada', 0, 'active', 1, 2, 'slack', 0, 1795253000, 1795253300, NULL),
('s000000000000002', 'dddddddddddddddd', 'ada', 0, 'finished', 2, 2147483647, 'terminal', 1, 1795188600, 1795188700, 1795188700),
('s000000000000003', 'aaaaaaaaaaaaaaaa', 'ada', 0, 'abandoned', 0, 1, 'slack', 0, 0, 0, 0);

INSERT INTO session_questions (session_id, position, key, text, for_agenda, answer, skipped, answered_at, answered_in) VALUES
('s000000000000001', 0, 'theirs', 'What do they need?', 1, 'Two lines' || char(10) || 'and 😀', 0, 1795253300, 'slack'),
('s000000000000001', 1, 'yours', 'What do you need?', 0, NULL, 0, NULL, NULL),
('s000000000000002', 0, 'decisions', 'Which?', 1, '', 0, 1795188650, 'terminal'),
('s000000000000002', 1, 'tension', 'Where?', 0, NULL, 1, 1795188700, 'terminal'),
('s000000000000003', 0, 'decisions', 'Which?', 1, NULL, 0, NULL, NULL);

INSERT INTO builds (build_id, meeting_id, user_id, round, number, cause, announce, about_change, state, step, attempts,
  next_attempt_at, problem, snapshot, changes, location, created_at, finished_at, lease_id, lease_until, holder_boot_id,
  holder_pid, holder_started) VALUES
('b000000000000001', 'dddddddddddddddd', 'ada', 0, 1, 'the preparation is finished', 1, 0, 'superseded', 'deliver', 0, 1795188700, '',
  NULL, '[]', '', 1795188700, 1795188800, NULL, NULL, NULL, NULL, NULL),
('b000000000000002', 'dddddddddddddddd', 'ada', 0, 2, 'the meeting changed', 0, 1, 'pending', 'gather', 3, 253402214400,
  'disk full', NULL, '[]', '', 1795250000, NULL, 'l000000000000002', 1795250300, 'other-boot', 1, 0),
('b000000000000003', 'jjjjjjjjjjjjjjjj', 'ada', 0, 1, 'the deadline', 1, 0, 'expired', 'write', 0, 0, '', '{}', '[]', '', 0, 1, NULL, NULL,
  NULL, NULL, NULL),
('b000000000000004', 'eeeeeeeeeeeeeeee', 'ada', 0, 1, 'the deadline', 1, 0, 'done', 'deliver', 0, 0, '', NULL, '[]', '', 0, 1, NULL, NULL,
  NULL, NULL, NULL);

INSERT INTO context_items (build_id, position, source, problem, document) VALUES
('b000000000000001', 0, 'budget', '', '{"lines":[]}'),
('b000000000000001', 1, 'incidents', 'timed out after 10 s', ''),
('b000000000000003', 0, '', '', '');

INSERT INTO build_files (build_id, name, content) VALUES
('b000000000000001', 'agenda.md', ''),
('b000000000000001', 'brief.md', '# Brief' || char(10) || hex(zeroblob(1024))),
('b000000000000003', 'page.html', '<p>😀');

INSERT INTO prep_log (entry_id, meeting_id, at, step, cause, outcome) VALUES
(10, 'cccccccccccccccc', 1795253000, 'session', 'the button in Slack', 'begun'),
(11, 'jjjjjjjjjjjjjjjj', 0, 'clean-up', '', ''),
(9223372036854775807, 'dddddddddddddddd', 1795250000, 'archive', 'run', 'failed: disk full');

INSERT INTO inbox (delivery_id, kind, slack_user, action, value, text, conversation, message_ts, ephemeral, response_url,
  received_at, state, outcome, attempts, next_attempt_at) VALUES
('command:1.1', 'command', 'U0001', '/meetings', '', 'list', '', '', 0, '', 0, 'failed', 'nobody of that name', 3, 0),
('event:Ev1', 'message', 'U0002', '', '', 'Yes' || char(10) || '😀', 'D0002', '1.5', 0, '', 1795253300, 'pending', '', 0, 1795253300),
('action:1.2', 'action', 'U0001', 'skip_prep', 'cccccccccccccccc', '', 'D0001', '1.2', 1, 'https://hooks.slack.com/a', 253402300799,
  'done', '', 0, 253402300799);

INSERT INTO redraws (notification_id, wanted, attempts, next_attempt_at) VALUES
('n000000000000002', 1, 0, 1795253400),
('n000000000000020', 2147483647, 5, 253402214400);
COMMIT;
