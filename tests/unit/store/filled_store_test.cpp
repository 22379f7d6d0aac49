// The stores that migrations are tried on hold what they should: else they would prove little.
#include "filled_store.hpp"

#include <regex>

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

namespace execassist::store::testing {

namespace {

struct Choice {
  std::string column;
  std::vector<std::string> values;  // as SQL
};

// "column IN (value, ...)" in the CHECKs of a table.
std::vector<Choice> choices_in(const std::string& table_sql) {
  static const std::regex kChoice(R"((\w+)\s+IN\s+\(([^)]*)\))");
  static const std::regex kValue(R"('[^']*'|\d+)");
  std::vector<Choice> choices;
  for (std::sregex_iterator at(table_sql.begin(), table_sql.end(), kChoice), end; at != end; ++at) {
    Choice choice{(*at)[1], {}};
    const std::string list = (*at)[2];
    for (std::sregex_iterator value(list.begin(), list.end(), kValue); value != end; ++value) {
      choice.values.push_back(value->str());
    }
    choices.push_back(choice);
  }
  return choices;
}

std::string sql_of(SQLite::Database& connection, const std::string& table) {
  SQLite::Statement query(connection, "SELECT sql FROM sqlite_master WHERE name = ?");
  query.bind(1, table);
  query.executeStep();
  return query.getColumn(0).getString();
}

std::vector<std::string> nullable_columns(SQLite::Database& connection, const std::string& table) {
  SQLite::Statement query(connection,
                          "SELECT name FROM pragma_table_info(?) WHERE \"notnull\" = 0 AND pk = 0");
  query.bind(1, table);
  std::vector<std::string> names;
  while (query.executeStep()) names.push_back(query.getColumn(0).getString());
  return names;
}

}  // namespace

TEST_CASE("the old stores hold several rows of every table, every state, null and not") {
  for (const int version : all_versions()) {
    CAPTURE(version);
    const Connection store = filled_store(version);
    const auto tables = names_of(*store, "table");
    CHECK(tables.size() >= 10);
    for (const std::string& table : tables) {
      CAPTURE(table);
      CHECK(count(*store, table) >= 2);
      for (const Choice& choice : choices_in(sql_of(*store, table))) {
        CAPTURE(choice.column);
        CHECK_FALSE(choice.values.empty());
        for (const std::string& value : choice.values) {
          CAPTURE(value);
          CHECK(count(*store, table + " WHERE " + choice.column + " = " + value) > 0);
        }
      }
      for (const std::string& column : nullable_columns(*store, table)) {
        CAPTURE(column);
        CHECK(count(*store, table + " WHERE " + column + " IS NULL") > 0);
        CHECK(count(*store, table + " WHERE " + column + " IS NOT NULL") > 0);
      }
    }
    CHECK(count(*store, "pragma_foreign_key_check") == 0);
  }
}

TEST_CASE("choices are found in a table's SQL") {
  const auto choices = choices_in(
      "CREATE TABLE t (a TEXT CHECK (a IN ('x',\n 'y')), b INTEGER CHECK (b IN (0, 1)))");
  REQUIRE(choices.size() == 2);
  CHECK(choices[0].column == "a");
  CHECK(choices[0].values == std::vector<std::string>{"'x'", "'y'"});
  CHECK(choices[1].values == std::vector<std::string>{"0", "1"});
}

}  // namespace execassist::store::testing
