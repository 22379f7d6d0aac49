#include "filled_store.hpp"

#include "store/store_copy.hpp"
#include "support/scratch_folder.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/stat.h>

namespace execassist::store::testing {

namespace {

std::string data_file(const std::string& name) {
  const std::string path = std::string(EXECASSIST_SOURCE_DIR) + "/tests/data/schema/" + name;
  std::string content = execassist::testing::content_of(path);
  if (content.empty()) throw std::runtime_error(path + " is missing");
  return content;
}

void fill(SQLite::Database& connection, int version) {
  connection.exec(data_file("v" + std::to_string(version) + ".sql"));
  for (int each = 1; each <= version; ++each) {
    connection.exec(data_file("v" + std::to_string(each) + "_rows.sql"));
  }
}

std::string joined(const std::vector<std::string>& parts, const std::string& between) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : between) + part;
  return out;
}

}  // namespace

std::vector<int> all_versions() {
  std::vector<int> versions;
  for (const Migration& step : migrations()) versions.push_back(step.version);
  return versions;
}

Connection filled_store(int version) {
  auto connection =
      std::make_unique<SQLite::Database>(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  fill(*connection, version);
  return connection;
}

void write_filled_store(const std::string& path, int version) {
  {
    SQLite::Database connection(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    connection.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF");
    fill(connection, version);
  }
  ::chmod(path.c_str(), 0600);
}

Connection copy_in_memory(SQLite::Database& from) {
  auto copy =
      std::make_unique<SQLite::Database>(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  copy_into(from, *copy);
  return copy;
}

std::string schema_of(SQLite::Database& connection) {
  std::string schema;
  SQLite::Statement rows(connection,
                         "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name");
  while (rows.executeStep()) {
    for (int i = 0; i < 4; ++i) schema += rows.getColumn(i).getString() + "|";
    schema += "\n";
  }
  return schema;
}

std::vector<std::string> names_of(SQLite::Database& connection, const std::string& type) {
  SQLite::Statement query(connection,
                          "SELECT name FROM sqlite_master WHERE type = ? AND name NOT LIKE "
                          "'sqlite_%' ORDER BY name");
  query.bind(1, type);
  std::vector<std::string> names;
  while (query.executeStep()) names.push_back(query.getColumn(0).getString());
  return names;
}

std::vector<std::string> columns_of(SQLite::Database& connection, const std::string& table) {
  SQLite::Statement query(connection, "SELECT name FROM pragma_table_info(?) ORDER BY cid");
  query.bind(1, table);
  std::vector<std::string> names;
  while (query.executeStep()) names.push_back(query.getColumn(0).getString());
  return names;
}

std::vector<std::string> rows_of(SQLite::Database& connection, const std::string& table,
                                 const std::vector<std::string>& columns) {
  std::vector<std::string> quoted;
  for (const std::string& column : columns) quoted.push_back("quote(" + column + ")");
  SQLite::Statement query(connection, "SELECT " + joined(quoted, " || ',' || ") + " AS line FROM " +
                                          table + " ORDER BY line");
  std::vector<std::string> lines;
  while (query.executeStep()) lines.push_back(query.getColumn(0).getString());
  return lines;
}

std::string content_of_store(SQLite::Database& connection) {
  std::string content = std::to_string(user_version(connection)) + "\n" + schema_of(connection);
  for (const std::string& table : names_of(connection, "table")) {
    content +=
        table + "\n" + joined(rows_of(connection, table, columns_of(connection, table)), "\n");
  }
  return content;
}

int count(SQLite::Database& connection, const std::string& table) {
  return connection.execAndGet("SELECT count(*) FROM " + table).getInt();
}

}  // namespace execassist::store::testing
