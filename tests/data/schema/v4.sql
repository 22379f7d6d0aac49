-- A store of schema 4 with rows in every table, as sqlite3's .dump writes it. Never edited: later
-- steps are tried on it.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE calendars (
  user_id TEXT NOT NULL,
  calendar_id TEXT NOT NULL,
  cursor TEXT NOT NULL DEFAULT '',
  fingerprint TEXT NOT NULL DEFAULT '',
  window_start INTEGER,
  horizon INTEGER,
  generation INTEGER NOT NULL DEFAULT 0,
  first_success_at INTEGER,
  last_success_at INTEGER,
  last_attempt_at INTEGER,
  last_error TEXT NOT NULL DEFAULT '',
  held_hash TEXT NOT NULL DEFAULT '',
  held_since INTEGER,
  PRIMARY KEY (user_id, calendar_id)
) STRICT;
INSERT INTO calendars VALUES('ada','work','cursor','fingerprint',1795167000,1796635800,3,1795246200,1795253400,1795253400,'','',NULL);
CREATE TABLE meetings (
  meeting_id TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL,
  calendar_id TEXT NOT NULL,
  occurrence TEXT NOT NULL,
  external_id TEXT NOT NULL,
  ical_uid TEXT NOT NULL,
  recurrence_id TEXT NOT NULL,
  source TEXT NOT NULL,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  start_time INTEGER NOT NULL,
  end_time INTEGER NOT NULL,
  time_zone TEXT NOT NULL,
  location TEXT NOT NULL,
  join_url TEXT NOT NULL,
  organizer TEXT NOT NULL,
  attendees_omitted INTEGER NOT NULL CHECK (attendees_omitted IN (0, 1)),
  all_day INTEGER NOT NULL CHECK (all_day IN (0, 1)),
  transparent INTEGER NOT NULL CHECK (transparent IN (0, 1)),
  tentative INTEGER NOT NULL CHECK (tentative IN (0, 1)),
  cancelled INTEGER NOT NULL CHECK (cancelled IN (0, 1)),
  entry TEXT NOT NULL CHECK (
    entry IN ('meeting', 'focus_time', 'out_of_office', 'working_location', 'birthday')),
  own_response TEXT NOT NULL CHECK (
    own_response IN ('needs_action', 'accepted', 'tentative', 'declined')),
  sequence INTEGER NOT NULL,
  problem TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  last_synced_at INTEGER NOT NULL, series_id TEXT NOT NULL DEFAULT '',
  UNIQUE (user_id, calendar_id, external_id),
  CHECK (end_time >= start_time)
) STRICT;
INSERT INTO meetings VALUES('0123456789abcdef','ada','work',replace('uid-1\n','\n',char(10)),'uid-1','uid-1','','ics','Board review','Bring the numbers',1795271400,1795275000,'Europe/London','Room 1','','grace@example.com',0,0,0,0,0,'meeting','accepted',1,'',1795246200,1795253400,1795253400,'series1');
CREATE TABLE attendees (
  meeting_id TEXT NOT NULL REFERENCES meetings (meeting_id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  response TEXT NOT NULL CHECK (
    response IN ('needs_action', 'accepted', 'tentative', 'declined')),
  resource INTEGER NOT NULL CHECK (resource IN (0, 1)),
  PRIMARY KEY (meeting_id, position)
) STRICT, WITHOUT ROWID;
INSERT INTO attendees VALUES('0123456789abcdef',0,'ada@example.com','Ada','accepted',0);
INSERT INTO attendees VALUES('0123456789abcdef',1,'room@example.com','','accepted',1);
CREATE TABLE meeting_states (
  meeting_id TEXT NOT NULL PRIMARY KEY,
  ends_at INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (
    status IN ('discovered', 'classified', 'prep_scheduled', 'prep_in_progress',
               'prep_completed', 'completed', 'cancelled')),
  meeting_type TEXT,
  prep_lead INTEGER,
  prep_trigger_time INTEGER,
  prep_outcome TEXT CHECK (prep_outcome IN ('prepared', 'skipped', 'no_reaction')),
  type_reason TEXT NOT NULL,
  unprepared_reason TEXT NOT NULL,
  round INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  notification_id TEXT,
  notification_sent_at INTEGER,
  materials_url TEXT,
  duplicate_of TEXT
) STRICT;
INSERT INTO meeting_states VALUES('0123456789abcdef',1795275000,'prep_scheduled','default',86400,1795185000,NULL,'no keyword matched','',0,0,'n000000000000000',1795253400,NULL,NULL);
CREATE TABLE transitions (
  transition_id INTEGER PRIMARY KEY,
  meeting_id TEXT NOT NULL REFERENCES meeting_states (meeting_id),
  at INTEGER NOT NULL,
  from_status TEXT,
  to_status TEXT NOT NULL,
  round INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  cause TEXT NOT NULL
) STRICT;
INSERT INTO transitions VALUES(1,'0123456789abcdef',1795246200,NULL,'discovered',0,0,'sync: new');
INSERT INTO transitions VALUES(2,'0123456789abcdef',1795246200,'discovered','classified',0,0,'rules');
INSERT INTO transitions VALUES(3,'0123456789abcdef',1795253400,'classified','prep_scheduled',0,0,'prep: trigger time reached');
CREATE TABLE attempts (
  attempt_id INTEGER PRIMARY KEY,
  notification_id TEXT NOT NULL REFERENCES outbox (notification_id),
  channel TEXT NOT NULL,
  address TEXT NOT NULL,
  at INTEGER NOT NULL,
  wall_at INTEGER NOT NULL,
  outcome TEXT CHECK (
    outcome IN ('accepted', 'not_sent', 'refused', 'sign_in_needed', 'unknown', 'bounced')),
  error TEXT NOT NULL,
  message_id TEXT NOT NULL,
  finished_at INTEGER
) STRICT;
INSERT INTO attempts VALUES(1,'n000000000000000','terminal','',1795253400,1795253400,'accepted','','',1795253400);
INSERT INTO attempts VALUES(2,'n000000000000001','slack','U***',1795253400,1795253400,NULL,'','',NULL);
CREATE TABLE reminders (
  reminder_id TEXT NOT NULL PRIMARY KEY,
  meeting_id TEXT NOT NULL REFERENCES meeting_states (meeting_id),
  user_id TEXT NOT NULL,
  remind_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'fired', 'cancelled')),
  origin TEXT NOT NULL CHECK (origin IN ('added', 'snoozed')),
  reason TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
INSERT INTO reminders VALUES('r000000000000000','0123456789abcdef','ada',1795264200,'pending','added','',1795253400);
CREATE TABLE job_runs (
  run_id INTEGER PRIMARY KEY,
  job TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  pretended INTEGER NOT NULL CHECK (pretended IN (0, 1)),
  outcome TEXT NOT NULL
) STRICT;
INSERT INTO job_runs VALUES(1,'run',1795253400,1795253402,0,'done');
CREATE TABLE facts (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO facts VALUES('rules_fingerprint','abc');
CREATE TABLE tokens (
  user_id TEXT NOT NULL,
  provider TEXT NOT NULL,
  grant_id TEXT NOT NULL,
  account TEXT NOT NULL,
  scopes TEXT NOT NULL,
  granted_at INTEGER NOT NULL,
  refresh_token TEXT NOT NULL,
  access_token TEXT NOT NULL,
  access_expires_at INTEGER,
  refreshed_at INTEGER,
  refused_at INTEGER,
  refusal TEXT NOT NULL,
  lease_until INTEGER,
  holder_boot_id TEXT,
  holder_pid INTEGER,
  holder_started INTEGER,
  PRIMARY KEY (user_id, provider),
  CHECK ((lease_until IS NULL) = (holder_boot_id IS NULL)),
  CHECK ((lease_until IS NULL) = (holder_pid IS NULL)),
  CHECK ((lease_until IS NULL) = (holder_started IS NULL))
) STRICT;
INSERT INTO tokens VALUES('ada','google','g000000000000000','ada@example.com','https://www.googleapis.com/auth/calendar.readonly',1795246200,'c2VhbGVk','c2VhbGVk',1795257000,1795253400,NULL,'',1795253430,'boot',4711,99);
INSERT INTO tokens VALUES('bob','google','g000000000000001','bob@example.com','',1795246200,'c2VhbGVk','',NULL,NULL,1795253400,'invalid_grant',NULL,NULL,NULL,NULL);
CREATE TABLE channel_addresses (
  channel TEXT NOT NULL,
  user_id TEXT NOT NULL,
  found_by TEXT NOT NULL,
  address TEXT NOT NULL,
  conversation TEXT NOT NULL,
  PRIMARY KEY (channel, user_id)
) STRICT;
INSERT INTO channel_addresses VALUES('slack','ada','ada@example.com','U0001','D0001');
CREATE TABLE arrivals (
  attempt_id INTEGER NOT NULL PRIMARY KEY REFERENCES attempts (attempt_id),
  ask_at INTEGER,
  asked INTEGER NOT NULL,
  arrived_at INTEGER
) STRICT;
INSERT INTO arrivals VALUES(1,NULL,2,1795254000);
INSERT INTO arrivals VALUES(2,1795254120,1,NULL);
CREATE TABLE dead_channels (
  channel TEXT NOT NULL PRIMARY KEY,
  since INTEGER NOT NULL,
  problem TEXT NOT NULL
) STRICT;
INSERT INTO dead_channels VALUES('slack',1795253400,'slack: invalid_auth');
CREATE TABLE opt_outs (
  channel TEXT NOT NULL,
  user_id TEXT NOT NULL,
  address_digest TEXT NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (channel, user_id)
) STRICT;
INSERT INTO opt_outs VALUES('sms','ada','0123456789abcdef0123456789abcdef',1795253400);
CREATE TABLE outbox (
  notification_id TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL,
  meeting_id TEXT REFERENCES meeting_states (meeting_id),
  kind TEXT NOT NULL CHECK (
    kind IN ('prep', 'escalation', 'reminder', 'change', 'alert', 'test', 'materials', 'question',
             'nudge', 'reply')),
  occurrence TEXT NOT NULL,
  round INTEGER NOT NULL,
  variant TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'dead', 'suppressed')),
  text TEXT NOT NULL,
  reason TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  next_attempt_at INTEGER NOT NULL,
  expires_at INTEGER,
  revived_at INTEGER,
  rounds INTEGER NOT NULL,
  channel TEXT,
  message_id TEXT,
  sent_at INTEGER,
  created_at INTEGER NOT NULL,
  lease_id TEXT,
  lease_until INTEGER,
  holder_boot_id TEXT,
  holder_pid INTEGER,
  holder_started INTEGER,
  UNIQUE (occurrence, user_id, kind, round, variant),
  CHECK ((state = 'sending') = (lease_id IS NOT NULL)),
  CHECK ((lease_id IS NULL) = (lease_until IS NULL))
) STRICT;
INSERT INTO outbox VALUES('n000000000000000','ada','0123456789abcdef','prep',replace('uid-1\n','\n',char(10)),0,'','sent','Prepare: Board review','',1795253400,1795253400,1795270500,NULL,0,'terminal','',1795253400,1795253400,NULL,NULL,NULL,NULL,NULL);
INSERT INTO outbox VALUES('n000000000000001','ada',NULL,'test','test-1',0,'','sending','A test','',1795253400,1795253400,NULL,NULL,1,NULL,NULL,NULL,1795253400,'lease',1795253700,'boot',4711,99);
CREATE TABLE prep_sessions (
  session_id TEXT NOT NULL PRIMARY KEY,
  meeting_id TEXT NOT NULL REFERENCES meeting_states (meeting_id),
  user_id TEXT NOT NULL,
  round INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'finished', 'abandoned')),
  position INTEGER NOT NULL,
  version INTEGER NOT NULL,
  place TEXT NOT NULL CHECK (place IN ('slack', 'terminal')),
  nudged INTEGER NOT NULL CHECK (nudged IN (0, 1)),
  started_at INTEGER NOT NULL,
  last_activity_at INTEGER NOT NULL,
  ended_at INTEGER,
  CHECK ((ended_at IS NULL) = (state IN ('active', 'paused')))
) STRICT;
INSERT INTO prep_sessions VALUES('s000000000000000','0123456789abcdef','ada',0,'paused',1,3,'slack',1,1795273200,1795273260,NULL);
CREATE TABLE session_questions (
  session_id TEXT NOT NULL REFERENCES prep_sessions (session_id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  key TEXT NOT NULL,
  text TEXT NOT NULL,
  for_agenda INTEGER NOT NULL CHECK (for_agenda IN (0, 1)),
  answer TEXT,
  skipped INTEGER NOT NULL CHECK (skipped IN (0, 1)),
  answered_at INTEGER,
  answered_in TEXT CHECK (answered_in IN ('slack', 'terminal')),
  PRIMARY KEY (session_id, position)
) STRICT, WITHOUT ROWID;
INSERT INTO session_questions VALUES('s000000000000000',0,'outcome','What should come of it?',1,'A decision',0,1795273260,'slack');
INSERT INTO session_questions VALUES('s000000000000000',1,'people','Who decides?',0,NULL,0,NULL,NULL);
CREATE TABLE builds (
  build_id TEXT NOT NULL PRIMARY KEY,
  meeting_id TEXT NOT NULL REFERENCES meeting_states (meeting_id),
  user_id TEXT NOT NULL,
  round INTEGER NOT NULL,
  number INTEGER NOT NULL,
  cause TEXT NOT NULL,
  announce INTEGER NOT NULL CHECK (announce IN (0, 1)),
  about_change INTEGER NOT NULL CHECK (about_change IN (0, 1)),
  state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'failed', 'superseded', 'expired')),
  step TEXT NOT NULL CHECK (step IN ('gather', 'write', 'archive', 'deliver')),
  attempts INTEGER NOT NULL,
  next_attempt_at INTEGER NOT NULL,
  problem TEXT NOT NULL,
  snapshot TEXT,
  changes TEXT NOT NULL,
  location TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  finished_at INTEGER,
  lease_id TEXT,
  lease_until INTEGER,
  holder_boot_id TEXT,
  holder_pid INTEGER,
  holder_started INTEGER,
  UNIQUE (meeting_id, number),
  CHECK ((lease_id IS NULL) = (lease_until IS NULL))
) STRICT;
INSERT INTO builds VALUES('b000000000000000','0123456789abcdef','ada',0,1,'the preparation is finished',1,0,'failed','archive',4,1795273300,'no space left on device',NULL,'[]','',1795273200,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE context_items (
  build_id TEXT NOT NULL REFERENCES builds (build_id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  source TEXT NOT NULL,
  problem TEXT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (build_id, position)
) STRICT, WITHOUT ROWID;
INSERT INTO context_items VALUES('b000000000000000',0,'budget','','{}');
CREATE TABLE build_files (
  build_id TEXT NOT NULL REFERENCES builds (build_id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (build_id, name)
) STRICT, WITHOUT ROWID;
INSERT INTO build_files VALUES('b000000000000000','agenda.md','# Agenda');
CREATE TABLE prep_log (
  entry_id INTEGER PRIMARY KEY,
  meeting_id TEXT NOT NULL REFERENCES meeting_states (meeting_id),
  at INTEGER NOT NULL,
  step TEXT NOT NULL,
  cause TEXT NOT NULL,
  outcome TEXT NOT NULL
) STRICT;
INSERT INTO prep_log VALUES(1,'0123456789abcdef',1795273200,'session','prep start','begun at question 1 of 2');
CREATE TABLE inbox (
  delivery_id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('command', 'action', 'message')),
  slack_user TEXT NOT NULL,
  action TEXT NOT NULL,
  value TEXT NOT NULL,
  text TEXT NOT NULL,
  conversation TEXT NOT NULL,
  message_ts TEXT NOT NULL,
  ephemeral INTEGER NOT NULL CHECK (ephemeral IN (0, 1)),
  response_url TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'failed')),
  outcome TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  next_attempt_at INTEGER NOT NULL
) STRICT;
INSERT INTO inbox VALUES('action:1.1 start_prep','action','U0001','start_prep','0123456789abcdef','','D0001','1.1',0,'',1795273200,'done','begun',0,1795273200);
CREATE TABLE redraws (
  notification_id TEXT NOT NULL PRIMARY KEY REFERENCES outbox (notification_id),
  wanted INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  next_attempt_at INTEGER NOT NULL
) STRICT;
INSERT INTO redraws VALUES('n000000000000000',7,0,1795273200);
CREATE INDEX meetings_by_user_start ON meetings (user_id, start_time);
CREATE INDEX meetings_by_user_end ON meetings (user_id, end_time);
CREATE INDEX meetings_by_end ON meetings (end_time);
CREATE INDEX meetings_by_occurrence ON meetings (occurrence, user_id, calendar_id);
CREATE INDEX meeting_states_by_trigger ON meeting_states (status, prep_trigger_time);
CREATE INDEX meeting_states_by_end ON meeting_states (status, ends_at);
CREATE INDEX meeting_states_duplicates ON meeting_states (meeting_id, duplicate_of)
  WHERE duplicate_of IS NOT NULL;
CREATE INDEX transitions_by_meeting ON transitions (meeting_id);
CREATE INDEX attempts_by_notification ON attempts (notification_id);
CREATE TRIGGER attempts_stay BEFORE DELETE ON attempts
BEGIN
  SELECT RAISE(ABORT, 'a delivery attempt is kept for ever');
END;
CREATE TRIGGER attempts_end_once BEFORE UPDATE ON attempts
WHEN (OLD.outcome IS NOT NULL AND NOT (OLD.outcome = 'accepted' AND NEW.outcome IS 'bounced'))
  OR OLD.attempt_id IS NOT NEW.attempt_id OR OLD.notification_id IS NOT NEW.notification_id
  OR OLD.channel IS NOT NEW.channel OR OLD.address IS NOT NEW.address
  OR OLD.at IS NOT NEW.at OR OLD.wall_at IS NOT NEW.wall_at
BEGIN
  SELECT RAISE(ABORT, 'a delivery attempt ends once');
END;
CREATE INDEX reminders_by_state ON reminders (state, remind_at);
CREATE INDEX reminders_by_meeting ON reminders (meeting_id);
CREATE INDEX job_runs_by_job ON job_runs (job, run_id);
CREATE VIEW v_calendars AS
SELECT user_id, calendar_id, generation,
  strftime('%Y-%m-%dT%H:%M:%SZ', window_start, 'unixepoch') AS window_start,
  strftime('%Y-%m-%dT%H:%M:%SZ', horizon, 'unixepoch') AS horizon,
  strftime('%Y-%m-%dT%H:%M:%SZ', first_success_at, 'unixepoch') AS first_success_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', last_success_at, 'unixepoch') AS last_success_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', last_attempt_at, 'unixepoch') AS last_attempt_at,
  last_error,
  strftime('%Y-%m-%dT%H:%M:%SZ', held_since, 'unixepoch') AS held_since
FROM calendars;
CREATE VIEW v_meetings AS
SELECT m.meeting_id, m.user_id, m.calendar_id, m.source, m.title,
  strftime('%Y-%m-%dT%H:%M:%SZ', m.start_time, 'unixepoch') AS start_time,
  strftime('%Y-%m-%dT%H:%M:%SZ', m.end_time, 'unixepoch') AS end_time,
  m.time_zone, m.location, m.organizer,
  (SELECT count(*) FROM attendees a WHERE a.meeting_id = m.meeting_id) AS listed_attendees,
  s.status, s.meeting_type, s.prep_lead / 3600.0 AS prep_hours_before,
  strftime('%Y-%m-%dT%H:%M:%SZ', s.prep_trigger_time, 'unixepoch') AS prep_trigger_time,
  s.prep_outcome, s.type_reason, s.unprepared_reason, s.round, s.revision, s.notification_id,
  strftime('%Y-%m-%dT%H:%M:%SZ', s.notification_sent_at, 'unixepoch') AS notification_sent_at,
  s.materials_url, s.duplicate_of, m.problem,
  strftime('%Y-%m-%dT%H:%M:%SZ', m.created_at, 'unixepoch') AS created_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', m.updated_at, 'unixepoch') AS updated_at
FROM meetings m JOIN meeting_states s ON s.meeting_id = m.meeting_id;
CREATE VIEW v_transitions AS
SELECT meeting_id, strftime('%Y-%m-%dT%H:%M:%SZ', at, 'unixepoch') AS at,
  from_status, to_status, round, revision, cause
FROM transitions;
CREATE VIEW v_outbox AS
SELECT notification_id, user_id, meeting_id, kind, round, variant, state, text, reason,
  strftime('%Y-%m-%dT%H:%M:%SZ', due_at, 'unixepoch') AS due_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', next_attempt_at, 'unixepoch') AS next_attempt_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', expires_at, 'unixepoch') AS expires_at,
  rounds, channel, message_id,
  strftime('%Y-%m-%dT%H:%M:%SZ', sent_at, 'unixepoch') AS sent_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', created_at, 'unixepoch') AS created_at,
  lease_id, strftime('%Y-%m-%dT%H:%M:%SZ', lease_until, 'unixepoch') AS lease_until, holder_pid
FROM outbox;
CREATE VIEW v_attempts AS
SELECT a.attempt_id, a.notification_id, o.user_id, o.meeting_id, o.kind, a.channel, a.address,
  strftime('%Y-%m-%dT%H:%M:%SZ', a.at, 'unixepoch') AS at,
  strftime('%Y-%m-%dT%H:%M:%SZ', a.wall_at, 'unixepoch') AS wall_at,
  a.outcome, a.error, a.message_id,
  strftime('%Y-%m-%dT%H:%M:%SZ', a.finished_at, 'unixepoch') AS finished_at
FROM attempts a JOIN outbox o ON o.notification_id = a.notification_id;
CREATE VIEW v_reminders AS
SELECT reminder_id, meeting_id, user_id,
  strftime('%Y-%m-%dT%H:%M:%SZ', remind_at, 'unixepoch') AS remind_at,
  state, origin, reason, strftime('%Y-%m-%dT%H:%M:%SZ', created_at, 'unixepoch') AS created_at
FROM reminders;
CREATE VIEW v_job_runs AS
SELECT run_id, job, strftime('%Y-%m-%dT%H:%M:%SZ', started_at, 'unixepoch') AS started_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', finished_at, 'unixepoch') AS finished_at, pretended, outcome
FROM job_runs;
CREATE VIEW v_tokens AS
SELECT user_id, provider, account, scopes,
  strftime('%Y-%m-%dT%H:%M:%SZ', granted_at, 'unixepoch') AS granted_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', access_expires_at, 'unixepoch') AS access_expires_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', refreshed_at, 'unixepoch') AS refreshed_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', refused_at, 'unixepoch') AS refused_at,
  refusal, strftime('%Y-%m-%dT%H:%M:%SZ', lease_until, 'unixepoch') AS lease_until, holder_pid
FROM tokens;
CREATE VIEW v_channel_addresses AS
SELECT channel, user_id, found_by, address, conversation
FROM channel_addresses;
CREATE INDEX arrivals_to_ask ON arrivals (ask_at) WHERE ask_at IS NOT NULL;
CREATE VIEW v_arrivals AS
SELECT attempt_id, strftime('%Y-%m-%dT%H:%M:%SZ', ask_at, 'unixepoch') AS ask_at, asked,
  strftime('%Y-%m-%dT%H:%M:%SZ', arrived_at, 'unixepoch') AS arrived_at
FROM arrivals;
CREATE VIEW v_dead_channels AS
SELECT channel, strftime('%Y-%m-%dT%H:%M:%SZ', since, 'unixepoch') AS since, problem
FROM dead_channels;
CREATE VIEW v_opt_outs AS
SELECT channel, user_id, strftime('%Y-%m-%dT%H:%M:%SZ', since, 'unixepoch') AS since
FROM opt_outs;
CREATE INDEX outbox_by_state ON outbox (state, next_attempt_at);
CREATE INDEX outbox_by_meeting ON outbox (meeting_id) WHERE meeting_id IS NOT NULL;
CREATE INDEX outbox_by_sent ON outbox (user_id, sent_at) WHERE sent_at IS NOT NULL;
CREATE INDEX outbox_leases ON outbox (lease_until) WHERE lease_until IS NOT NULL;
CREATE UNIQUE INDEX prep_sessions_open ON prep_sessions (meeting_id)
  WHERE state IN ('active', 'paused');
CREATE INDEX prep_sessions_by_meeting ON prep_sessions (meeting_id, started_at);
CREATE INDEX prep_sessions_idle ON prep_sessions (last_activity_at) WHERE state = 'active';
CREATE INDEX prep_sessions_of_user ON prep_sessions (user_id, last_activity_at)
  WHERE state IN ('active', 'paused');
CREATE INDEX builds_due ON builds (next_attempt_at) WHERE state = 'pending';
CREATE INDEX builds_kept ON builds (meeting_id) WHERE state = 'done';
CREATE INDEX builds_failed ON builds (meeting_id) WHERE state = 'failed';
CREATE INDEX builds_left ON builds (meeting_id) WHERE state = 'superseded' AND location <> '';
CREATE INDEX prep_log_by_meeting ON prep_log (meeting_id);
CREATE INDEX inbox_pending ON inbox (next_attempt_at) WHERE state = 'pending';
CREATE INDEX inbox_by_age ON inbox (received_at) WHERE state <> 'pending';
CREATE INDEX redraws_due ON redraws (next_attempt_at);
CREATE VIEW v_prep_sessions AS
SELECT s.session_id, s.meeting_id, s.user_id, s.round, s.state, s.position,
  (SELECT count(*) FROM session_questions q WHERE q.session_id = s.session_id) AS questions,
  (SELECT count(*) FROM session_questions q
    WHERE q.session_id = s.session_id AND q.answer IS NOT NULL) AS answers,
  s.place, strftime('%Y-%m-%dT%H:%M:%SZ', s.started_at, 'unixepoch') AS started_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', s.last_activity_at, 'unixepoch') AS last_activity_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', s.ended_at, 'unixepoch') AS ended_at
FROM prep_sessions s;
CREATE VIEW v_builds AS
SELECT build_id, meeting_id, user_id, round, number, cause, announce, state, step, attempts,
  strftime('%Y-%m-%dT%H:%M:%SZ', next_attempt_at, 'unixepoch') AS next_attempt_at, problem,
  changes, location, strftime('%Y-%m-%dT%H:%M:%SZ', created_at, 'unixepoch') AS created_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', finished_at, 'unixepoch') AS finished_at, lease_id,
  strftime('%Y-%m-%dT%H:%M:%SZ', lease_until, 'unixepoch') AS lease_until, holder_pid
FROM builds;
CREATE VIEW v_prep_log AS
SELECT meeting_id, strftime('%Y-%m-%dT%H:%M:%SZ', at, 'unixepoch') AS at, step, cause, outcome
FROM prep_log;
CREATE VIEW v_inbox AS
SELECT delivery_id, kind, slack_user, action, value, conversation, message_ts,
  strftime('%Y-%m-%dT%H:%M:%SZ', received_at, 'unixepoch') AS received_at, state, outcome, attempts
FROM inbox;
CREATE VIEW v_redraws AS
SELECT notification_id, wanted, attempts,
  strftime('%Y-%m-%dT%H:%M:%SZ', next_attempt_at, 'unixepoch') AS next_attempt_at
FROM redraws;
COMMIT;
PRAGMA application_id=1702388083;
PRAGMA user_version=4;
