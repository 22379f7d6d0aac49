// The schema as an append-only list of steps. A step that has been released is never edited: what
// comes later is a new step. Each runs in one BEGIN IMMEDIATE together with its user_version, so
// that a failing step leaves the version before it untouched. Foreign keys are off during a step
// (a table rebuild would otherwise delete the children) and checked before its COMMIT.
//
// Tables are mirrored (calendars, meetings, attendees: can be fetched again) or owned (all others:
// never dropped). Foreign keys point from owned to owned or from mirrored to mirrored only, so that
// the mirror can be rebuilt under what we decided.
#pragma once

#include <span>
#include <string>

namespace SQLite {
class Database;
}

namespace execassist::store {

struct Migration {
  int version;
  const char* why;
  const char* sql;
};

std::span<const Migration> migrations();

// "exas": tells our files from those of other programs.
inline constexpr int kApplicationId = 0x65786173;

enum class SchemaState { fresh, older, current };

// Throws Error: the file belongs to another program, or to a newer version of this one. SQLite's
// own exceptions pass through.
SchemaState schema_state(SQLite::Database& connection, std::span<const Migration> steps);

int user_version(SQLite::Database& connection);

// A table that the steps up to the store's version make and that it lacks; empty: it has them all.
// SQLite's own exceptions pass through.
std::string missing_table(SQLite::Database& connection, std::span<const Migration> steps);

// Runs the steps that are missing; foreign keys are on afterwards. SQLite's own exceptions pass
// through.
void migrate(SQLite::Database& connection, std::span<const Migration> steps);

}  // namespace execassist::store
