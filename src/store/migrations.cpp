#include "store/migrations.hpp"

#include "store/schema_v1.hpp"
#include "store/schema_v2.hpp"
#include "store/schema_v3.hpp"
#include "store/schema_v4.hpp"

#include <execassist/base/error.hpp>

#include <SQLiteCpp/SQLiteCpp.h>

namespace execassist::store {

namespace {

const Migration kSteps[] = {
    {1, "meetings with their state, the outbox, reminders and job runs", kSchemaV1},
    {2, "sign-ins, looked-up addresses, series", kSchemaV2},
    {3, "escalations, arrivals, channels that do not work", kSchemaV3},
    {4, "prep sessions, materials, what comes in from Slack", kSchemaV4},
};

void check_references(SQLite::Database& connection, int version) {
  SQLite::Statement broken(connection, "PRAGMA foreign_key_check");
  if (broken.executeStep()) {
    throw Error(ErrorKind::failed,
                "the store: step " + std::to_string(version) +
                    " of its schema would leave rows of " + broken.getColumn(0).getString() +
                    " that point nowhere",
                "the store was left as it was; keep using the program that wrote it");
  }
}

void apply_step(SQLite::Database& connection, const Migration& step) {
  connection.exec("BEGIN IMMEDIATE");
  try {
    if (user_version(connection) < step.version) {
      connection.exec(step.sql);
      connection.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
      connection.exec("PRAGMA user_version = " + std::to_string(step.version));
      check_references(connection, step.version);
    }
    connection.exec("COMMIT");
  } catch (...) {
    connection.tryExec("ROLLBACK");
    throw;
  }
}

}  // namespace

std::span<const Migration> migrations() { return kSteps; }

int user_version(SQLite::Database& connection) {
  return connection.execAndGet("PRAGMA user_version").getInt();
}

SchemaState schema_state(SQLite::Database& connection, std::span<const Migration> steps) {
  const int application = connection.execAndGet("PRAGMA application_id").getInt();
  const int version = user_version(connection);
  const bool empty = connection.execAndGet("SELECT count(*) FROM sqlite_master").getInt() == 0;
  if (application == 0 && version == 0 && empty) return SchemaState::fresh;
  if (application != kApplicationId) {
    throw Error(ErrorKind::failed, "the store: this file is a database of another program",
                "name another file with --db or store.path; this one was not touched");
  }
  const int latest = steps.back().version;
  if (version > latest) {
    throw Error(ErrorKind::failed,
                "the store: it was written by a newer version of this program (schema " +
                    std::to_string(version) + ", this program knows up to " +
                    std::to_string(latest) + ")",
                "use the newer program; this one changed nothing");
  }
  return version == latest ? SchemaState::current : SchemaState::older;
}

std::string missing_table(SQLite::Database& connection, std::span<const Migration> steps) {
  const int version = user_version(connection);
  SQLite::Database whole(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  for (const Migration& step : steps) {
    if (step.version <= version) whole.exec(step.sql);
  }
  SQLite::Statement wanted(whole, "SELECT name FROM sqlite_master WHERE type = 'table'");
  while (wanted.executeStep()) {
    const std::string name = wanted.getColumn(0).getString();
    if (!connection.tableExists(name)) return name;
  }
  return {};
}

void migrate(SQLite::Database& connection, std::span<const Migration> steps) {
  connection.exec("PRAGMA foreign_keys = OFF");
  for (const Migration& step : steps) {
    if (step.version > user_version(connection)) apply_step(connection, step);
  }
  connection.exec("PRAGMA foreign_keys = ON");
}

}  // namespace execassist::store
