#include "store/schema_v4.hpp"

namespace execassist::store {

// The outbox is rebuilt because SQLite cannot change a CHECK.
const char* const kSchemaV4 = R"sql(
CREATE TABLE outbox_before AS SELECT * FROM outbox ORDER BY rowid;
DROP TABLE outbox;
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
INSERT INTO outbox (notification_id, user_id, meeting_id, kind, occurrence, round, variant, state,
  text, reason, due_at, next_attempt_at, expires_at, revived_at, rounds, channel, message_id,
  sent_at, created_at, lease_id, lease_until, holder_boot_id, holder_pid, holder_started)
SELECT notification_id, user_id, meeting_id, kind, occurrence, round, variant, state,
  text, reason, due_at, next_attempt_at, expires_at, revived_at, rounds, channel, message_id,
  sent_at, created_at, lease_id, lease_until, holder_boot_id, holder_pid, holder_started
FROM outbox_before ORDER BY rowid;
DROP TABLE outbox_before;
CREATE INDEX outbox_by_state ON outbox (state, next_attempt_at);
CREATE INDEX outbox_by_meeting ON outbox (meeting_id) WHERE meeting_id IS NOT NULL;
CREATE INDEX outbox_by_sent ON outbox (user_id, sent_at) WHERE sent_at IS NOT NULL;
CREATE INDEX outbox_leases ON outbox (lease_until) WHERE lease_until IS NOT NULL;

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
-- A meeting has one open session at most.
CREATE UNIQUE INDEX prep_sessions_open ON prep_sessions (meeting_id)
  WHERE state IN ('active', 'paused');
CREATE INDEX prep_sessions_by_meeting ON prep_sessions (meeting_id, started_at);
CREATE INDEX prep_sessions_idle ON prep_sessions (last_activity_at) WHERE state = 'active';
CREATE INDEX prep_sessions_of_user ON prep_sessions (user_id, last_activity_at)
  WHERE state IN ('active', 'paused');

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
CREATE INDEX builds_due ON builds (next_attempt_at) WHERE state = 'pending';
CREATE INDEX builds_kept ON builds (meeting_id) WHERE state = 'done';
CREATE INDEX builds_failed ON builds (meeting_id) WHERE state = 'failed';
CREATE INDEX builds_left ON builds (meeting_id) WHERE state = 'superseded' AND location <> '';

-- What the sources said for a build, in the order of the type's list; a document each.
CREATE TABLE context_items (
  build_id TEXT NOT NULL REFERENCES builds (build_id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  source TEXT NOT NULL,
  problem TEXT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (build_id, position)
) STRICT, WITHOUT ROWID;

-- The files of a build between `write` and `archive`.
CREATE TABLE build_files (
  build_id TEXT NOT NULL REFERENCES builds (build_id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (build_id, name)
) STRICT, WITHOUT ROWID;

-- The story of a preparation, beside the transitions of its meeting and the attempts of its
-- messages.
CREATE TABLE prep_log (
  entry_id INTEGER PRIMARY KEY,
  meeting_id TEXT NOT NULL REFERENCES meeting_states (meeting_id),
  at INTEGER NOT NULL,
  step TEXT NOT NULL,
  cause TEXT NOT NULL,
  outcome TEXT NOT NULL
) STRICT;
CREATE INDEX prep_log_by_meeting ON prep_log (meeting_id);

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
CREATE INDEX inbox_pending ON inbox (next_attempt_at) WHERE state = 'pending';
CREATE INDEX inbox_by_age ON inbox (received_at) WHERE state <> 'pending';

-- Messages that show another state than the stored one. Drawn when `wanted` is still what was read
-- before the call.
CREATE TABLE redraws (
  notification_id TEXT NOT NULL PRIMARY KEY REFERENCES outbox (notification_id),
  wanted INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  next_attempt_at INTEGER NOT NULL
) STRICT;
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

-- Without response_url, which is a credential.
CREATE VIEW v_inbox AS
SELECT delivery_id, kind, slack_user, action, value, conversation, message_ts,
  strftime('%Y-%m-%dT%H:%M:%SZ', received_at, 'unixepoch') AS received_at, state, outcome, attempts
FROM inbox;

CREATE VIEW v_redraws AS
SELECT notification_id, wanted, attempts,
  strftime('%Y-%m-%dT%H:%M:%SZ', next_attempt_at, 'unixepoch') AS next_attempt_at
FROM redraws;
)sql";

}  // namespace execassist::store
