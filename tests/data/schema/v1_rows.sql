-- More rows for the tables of schema 1, as a busy store holds them: every state, both halves of what
-- may be null, values at their edges, what points to what. On top of vN.sql, N >= 1; columns by
-- name, so that later schemas take them too. Never edited.
BEGIN;
INSERT INTO calendars (user_id, calendar_id, cursor, fingerprint, window_start, horizon, generation,
  first_success_at, last_success_at, last_attempt_at, last_error, held_hash, held_since) VALUES
('ada', 'home', '', '', NULL, NULL, 0, NULL, NULL, 1795253400, 'home.ics: cannot be read', '', NULL),
('bob', 'google:primary', 'CPDAlvWDx70CEPDAlvWDx70CGAU=', '3/x''y"z', 1795167000, 1796635800, 1000000,
  1, 1795253399, 1795253400, '', 'd41d8cd98f00b204', 1795250000),
('bob', 'never asked', '', '', NULL, NULL, 0, NULL, NULL, NULL, '', '', NULL);

INSERT INTO meetings (meeting_id, user_id, calendar_id, occurrence, external_id, ical_uid,
  recurrence_id, source, title, description, start_time, end_time, time_zone, location, join_url,
  organizer, attendees_omitted, all_day, transparent, tentative, cancelled, entry, own_response,
  sequence, problem, created_at, updated_at, last_synced_at) VALUES
('aaaaaaaaaaaaaaaa', 'ada', 'work', 'weekly' || char(10) || '20261124T090000Z', 'weekly/20261124T090000Z', 'weekly',
  '20261124T090000Z', 'ics', 'Leadership sync', 'Line one' || char(10) || 'line two', 1795510800, 1795514400,
  'Europe/London', '', 'https://zoom.us/j/1', 'ada@example.com', 0, 0, 0, 0, 0, 'meeting', 'accepted', 0, '',
  1795246200, 1795246200, 1795253400),
('bbbbbbbbbbbbbbbb', 'ada', 'work', 'day' || char(10), 'day', 'day', '', 'ics', 'Grace', '', 1795392000, 1795478400, '', '',
  '', '', 0, 1, 1, 0, 0, 'birthday', 'needs_action', 0, '', 1795246200, 1795246200, 1795253400),
('cccccccccccccccc', 'ada', 'work', 'one' || char(10), 'one', 'one', '', 'ics', '1:1 ''Grace'' "H"; -- 😀 ' || char(8233),
  hex(zeroblob(32768)), 1795275000, 1795276800, 'America/New_York', 'Zürich', '', 'grace@example.com',
  1, 0, 0, 1, 0, 'meeting', 'tentative', 2147483647, 'unknown time zone "Mars"', 1795246200, 1795253400, 1795253400),
('dddddddddddddddd', 'ada', 'work', 'board' || char(10), 'board', 'board', '', 'ics', 'Board', 'x', 1795262400, 1795266000,
  'Europe/London', '', '', '', 0, 0, 0, 0, 0, 'meeting', 'accepted', 1, '', 1795246200, 1795253400, 1795253400),
('eeeeeeeeeeeeeeee', 'ada', 'work', 'past' || char(10), 'past', 'past', '', 'ics', '', '', 0, 0, '', '', '', '', 0, 0, 0, 0, 0,
  'focus_time', 'declined', 0, '', 0, 0, 0),
('ffffffffffffffff', 'ada', 'work', 'far' || char(10), 'far', 'far', '', 'ics', 'Off', '', 253402214400, 253402300799, '', '', '',
  '', 0, 0, 1, 0, 1, 'out_of_office', 'accepted', 0, '', 1795246200, 1795246200, 1795253400),
('gggggggggggggggg', 'bob', 'google:primary', 'weekly' || char(10) || '20261124T090000Z', 'weekly_20261124T090000Z',
  'weekly', '20261124T090000Z', 'google_calendar', 'Leadership sync', '', 1795510800, 1795514400, 'Europe/London', '', '',
  'ada@example.com', 0, 0, 0, 0, 0, 'working_location', 'accepted', 0, '', 1795246200, 1795246200, 1795253400),
('hhhhhhhhhhhhhhhh', 'ada', 'home', 'weekly' || char(10) || '20261124T090000Z', 'weekly/20261124T090000Z', 'weekly',
  '20261124T090000Z', 'ics', 'Leadership sync', '', 1795510800, 1795514400, 'Europe/London', '', '', '', 0, 0, 0, 0, 0,
  'meeting', 'accepted', 0, '', 1795246200, 1795246200, 1795246200);

INSERT INTO attendees (meeting_id, position, email, name, response, resource) VALUES
('aaaaaaaaaaaaaaaa', 0, 'ada@example.com', 'Ada "B", Countess', 'accepted', 0),
('aaaaaaaaaaaaaaaa', 1, 'bob@example.com', '', 'needs_action', 0),
('aaaaaaaaaaaaaaaa', 2, '', 'Somebody', 'tentative', 0),
('aaaaaaaaaaaaaaaa', 4999, 'room@resource.calendar.google.com', 'Room', 'declined', 1),
('cccccccccccccccc', 0, 'grace@example.com', 'Grace', 'accepted', 0);

INSERT INTO meeting_states (meeting_id, ends_at, status, meeting_type, prep_lead, prep_trigger_time,
  prep_outcome, type_reason, unprepared_reason, round, revision, notification_id,
  notification_sent_at, materials_url, duplicate_of) VALUES
('aaaaaaaaaaaaaaaa', 1795514400, 'classified', 'leadership_meeting', 259200, 1795251600, NULL,
  'keyword "leadership" in the title', '', 2, 5, NULL, NULL, NULL, NULL),
('bbbbbbbbbbbbbbbb', 1795478400, 'discovered', NULL, NULL, NULL, NULL, '', 'all-day entry', 0, 0, NULL, NULL, NULL, NULL),
('cccccccccccccccc', 1795276800, 'prep_in_progress', 'one_on_one', 86400, 1795188600, NULL, 'keyword', '', 0, 0,
  'n000000000000002', 1795188600, NULL, NULL),
('dddddddddddddddd', 1795266000, 'prep_completed', 'board', 31536000, 1763726400, 'prepared', 'keyword', '', 0, 0,
  'n000000000000003', 1795180000, 'https://example.com/m?a=1&b=2', NULL),
('eeeeeeeeeeeeeeee', 0, 'completed', 'default', NULL, NULL, 'skipped', '', 'you declined it', 0, 0, NULL, NULL, NULL, NULL),
('ffffffffffffffff', 253402300799, 'cancelled', 'default', 0, 253402214400, 'no_reaction', '', '', 2147483647, 1, NULL, NULL,
  NULL, NULL),
('gggggggggggggggg', 1795514400, 'discovered', NULL, NULL, NULL, NULL, '', '', 0, 0, NULL, NULL, NULL, NULL),
('hhhhhhhhhhhhhhhh', 1795514400, 'classified', 'leadership_meeting', 259200, 1795251600, NULL, '', '', 0, 0, NULL, NULL, NULL,
  'aaaaaaaaaaaaaaaa'),
-- Its calendar was taken away: what was decided stays.
('jjjjjjjjjjjjjjjj', 1795160000, 'completed', 'default', 86400, 1795070000, 'no_reaction', '', '', 0, 0, 'n000000000000004',
  1795070000, NULL, NULL);

INSERT INTO transitions (transition_id, meeting_id, at, from_status, to_status, round, revision, cause) VALUES
(10, 'aaaaaaaaaaaaaaaa', 1795246200, NULL, 'discovered', 0, 0, 'sync: new'),
(11, 'aaaaaaaaaaaaaaaa', 1795246201, 'discovered', 'classified', 0, 0, 'rules'),
(12, 'aaaaaaaaaaaaaaaa', 1795246202, 'classified', 'prep_scheduled', 0, 0, 'prep: trigger time reached'),
(13, 'aaaaaaaaaaaaaaaa', 1795246203, 'prep_scheduled', 'cancelled', 0, 4, 'sync: gone'),
(14, 'aaaaaaaaaaaaaaaa', 1795246204, 'cancelled', 'classified', 2, 5, 'sync: seen again'),
(15, 'cccccccccccccccc', 1795188700, 'prep_scheduled', 'prep_in_progress', 0, 0, 'user: prep start'),
(16, 'dddddddddddddddd', 1795188700, 'prep_in_progress', 'prep_completed', 0, 0, 'user: prep finish'),
(17, 'jjjjjjjjjjjjjjjj', 1795160000, 'prep_completed', 'completed', 0, 0, 'run: over'),
(9223372036854775807, 'eeeeeeeeeeeeeeee', 0, 'classified', 'completed', 0, 0, '');

INSERT INTO outbox (notification_id, user_id, meeting_id, kind, occurrence, round, variant, state, text,
  reason, due_at, next_attempt_at, expires_at, rounds, channel, message_id, sent_at, created_at,
  lease_id, lease_until, holder_boot_id, holder_pid, holder_started) VALUES
('n000000000000002', 'ada', 'cccccccccccccccc', 'prep', 'one' || char(10), 0, '', 'sent', 'Prepare', '', 1795188600, 1795188600,
  1795274100, 0, 'slack', '1795188600.000100', 1795188600, 1795188600, NULL, NULL, NULL, NULL, NULL),
('n000000000000003', 'ada', 'dddddddddddddddd', 'prep', 'board' || char(10), 0, '', 'sent', 'Prepare' || char(10) || '😀', '',
  1795180000, 1795180000, NULL, 1, 'email', '', 1795180001, 1795180000, NULL, NULL, NULL, NULL, NULL),
('n000000000000004', 'ada', 'jjjjjjjjjjjjjjjj', 'prep', 'gone' || char(10), 0, '', 'sent', '', '', 1795070000, 1795070000, NULL, 0,
  'terminal', '', 1795070000, 1795070000, NULL, NULL, NULL, NULL, NULL),
('n000000000000005', 'ada', 'aaaaaaaaaaaaaaaa', 'change', 'weekly' || char(10) || '20261124T090000Z', 2, 'on again 5', 'pending',
  'It is on again', '', 1795253000, 1795253000, 1795509900, 0, NULL, NULL, NULL, 1795253000, NULL, NULL, NULL, NULL, NULL),
('n000000000000006', 'ada', 'dddddddddddddddd', 'reminder', 'board' || char(10), 0, 'r000000000000001', 'pending', '', '',
  1795255200, 1795255200, 1795262400, 0, NULL, NULL, NULL, 1795188600, NULL, NULL, NULL, NULL, NULL),
('n000000000000007', 'bob', NULL, 'alert', 'bob' || char(10) || 'google', 0, '1', 'dead', 'Sign in again',
  'slack: user_not_found; terminal: closed', 1795188600, 1795253300, 1795253300, 8, NULL, NULL, NULL, 1795188600, NULL, NULL,
  NULL, NULL, NULL),
('n000000000000008', 'ada', 'ffffffffffffffff', 'reminder', 'far' || char(10), 2147483647, '', 'suppressed', '', 'cancelled',
  253402214400, 253402214400, NULL, 0, NULL, NULL, NULL, 1795188600, NULL, NULL, NULL, NULL, NULL),
-- Its holder died long ago.
('n000000000000009', 'ada', 'dddddddddddddddd', 'change', 'board' || char(10), 0, 'moved 1', 'sending', 'It was moved', '',
  1795250000, 1795250000, NULL, 0, 'sms', NULL, NULL, 1795250000, 'l000000000000001', 1795250300, 'other-boot', 1, 0);

INSERT INTO attempts (attempt_id, notification_id, channel, address, at, wall_at, outcome, error, message_id, finished_at) VALUES
(10, 'n000000000000002', 'slack', 'U***', 1795188600, 1795188601, 'accepted', '', '1795188600.000100', 1795188602),
(11, 'n000000000000003', 'sms', '+1***0100', 1795180000, 1795180000, 'bounced', 'undelivered', 'SM1', 1795180000),
(12, 'n000000000000003', 'email', 'a***@example.com', 1795180001, 1795180001, 'unknown', 'timed out', '', 1795180031),
(13, 'n000000000000007', 'slack', '', 1795188600, 1795188600, 'refused', 'user_not_found', '', 1795188600),
(14, 'n000000000000007', 'sms', '', 1795188600, 1795188600, 'not_sent', 'no route to host', '', 1795188600),
(15, 'n000000000000007', 'email', '', 1795188600, 1795188600, 'sign_in_needed', '', '', 1795188600),
(9223372036854775806, 'n000000000000009', 'sms', '+1***0100', 1795250000, 1795250000, NULL, '', '', NULL);

INSERT INTO reminders (reminder_id, meeting_id, user_id, remind_at, state, origin, reason, created_at) VALUES
('r000000000000001', 'dddddddddddddddd', 'ada', 1795255200, 'fired', 'added', '', 1795188600),
('r000000000000002', 'aaaaaaaaaaaaaaaa', 'ada', 1795503600, 'pending', 'snoozed', '', 1795188600),
('r000000000000003', 'ffffffffffffffff', 'ada', 253402214400, 'cancelled', 'added', 'the meeting is cancelled', 1795188600);

INSERT INTO job_runs (run_id, job, started_at, finished_at, pretended, outcome) VALUES
(10, 'sync', 1795250000, 1795250001, 0, 'partial'),
(11, 'run', 1795250000, NULL, 0, ''),
(12, 'prep', 0, 0, 1, 'done');

INSERT INTO facts (key, value) VALUES
('a fact', ''),
('another ''fact''', 'with' || char(10) || 'two lines and 😀');
COMMIT;
