// Stores of earlier schemas with rows in every table: tests/data/schema/vN.sql, and on top of it
// what v1_rows.sql to vN_rows.sql add. Made by SQL alone, so that today's code has no say in them.
// A new schema needs these two files of its own and nothing else here.
#pragma once

#include "store/store_opening.hpp"

#include <map>
#include <string>
#include <vector>

namespace SQLite {
class Database;
}

namespace execassist::store::testing {

std::vector<int> all_versions();

// In memory.
Connection filled_store(int version);

// As a file, closed, mode 0600, in WAL mode as ours are.
void write_filled_store(const std::string& path, int version);

// A copy in memory, much cheaper than to fill another.
Connection copy_in_memory(SQLite::Database& from);

// sqlite_master, one line for each object.
std::string schema_of(SQLite::Database& connection);

std::vector<std::string> names_of(SQLite::Database& connection, const std::string& type);

// The columns of a table, in order.
std::vector<std::string> columns_of(SQLite::Database& connection, const std::string& table);

// Every row as one line, sorted; of these columns, or of all. Values are quoted, so that null, a
// number and its text differ.
std::vector<std::string> rows_of(SQLite::Database& connection, const std::string& table,
                                 const std::vector<std::string>& columns);

// Version, schema and all rows: what a failed step must leave as it was.
std::string content_of_store(SQLite::Database& connection);

int count(SQLite::Database& connection, const std::string& table);

}  // namespace execassist::store::testing
