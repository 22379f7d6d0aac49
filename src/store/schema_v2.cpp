#include "store/schema_v2.hpp"

namespace execassist::store {

const char* const kSchemaV2 = R"sql(
ALTER TABLE meetings ADD COLUMN series_id TEXT NOT NULL DEFAULT '';

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

CREATE TABLE channel_addresses (
  channel TEXT NOT NULL,
  user_id TEXT NOT NULL,
  found_by TEXT NOT NULL,
  address TEXT NOT NULL,
  conversation TEXT NOT NULL,
  PRIMARY KEY (channel, user_id)
) STRICT;

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
)sql";

}  // namespace execassist::store
