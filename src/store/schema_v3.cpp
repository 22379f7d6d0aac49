#include "store/schema_v3.hpp"

namespace execassist::store {

// The outbox is rebuilt because SQLite cannot change a CHECK.
const char* const kSchemaV3 = R"sql(
CREATE TABLE outbox_before AS SELECT * FROM outbox ORDER BY rowid;
DROP TABLE outbox;
CREATE TABLE outbox (
  notification_id TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL,
  meeting_id TEXT REFERENCES meeting_states (meeting_id),
  kind TEXT NOT NULL CHECK (
    kind IN ('prep', 'escalation', 'reminder', 'change', 'alert', 'test')),
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
  text, reason, due_at, next_attempt_at, expires_at, rounds, channel, message_id, sent_at,
  created_at, lease_id, lease_until, holder_boot_id, holder_pid, holder_started)
SELECT notification_id, user_id, meeting_id, kind, occurrence, round, variant, state,
  text, reason, due_at, next_attempt_at, expires_at, rounds, channel, message_id, sent_at,
  created_at, lease_id, lease_until, holder_boot_id, holder_pid, holder_started
FROM outbox_before ORDER BY rowid;
DROP TABLE outbox_before;
CREATE INDEX outbox_by_state ON outbox (state, next_attempt_at);
CREATE INDEX outbox_by_meeting ON outbox (meeting_id) WHERE meeting_id IS NOT NULL;
CREATE INDEX outbox_by_sent ON outbox (user_id, sent_at) WHERE sent_at IS NOT NULL;
CREATE INDEX outbox_leases ON outbox (lease_until) WHERE lease_until IS NOT NULL;

-- Accepted is not arrived: when the channel is asked next (null: not any more), and since when it is
-- known to have arrived.
CREATE TABLE arrivals (
  attempt_id INTEGER NOT NULL PRIMARY KEY REFERENCES attempts (attempt_id),
  ask_at INTEGER,
  asked INTEGER NOT NULL,
  arrived_at INTEGER
) STRICT;
CREATE INDEX arrivals_to_ask ON arrivals (ask_at) WHERE ask_at IS NOT NULL;

-- Channels whose key the other side refuses, until a message gets through.
CREATE TABLE dead_channels (
  channel TEXT NOT NULL PRIMARY KEY,
  since INTEGER NOT NULL,
  problem TEXT NOT NULL
) STRICT;

-- People who do not want messages on a channel. The address as a digest: another one is another
-- matter.
CREATE TABLE opt_outs (
  channel TEXT NOT NULL,
  user_id TEXT NOT NULL,
  address_digest TEXT NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (channel, user_id)
) STRICT;

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
)sql";

}  // namespace execassist::store
