// A table's columns as one list: `each_column(row, visit)` of a repository calls `visit(name,
// field)` for each, and from it come the names in SQL, the values bound and the values read, always
// in one order.
#pragma once

#include "store/query.hpp"

#include <string>

namespace execassist::store {

struct ColumnNames {
  std::string prefix = {};  // of each name: "m."
  std::string list = {};
  int count = 0;

  template <class Field>
  void operator()(const char* name, const Field&) {
    list += (count++ == 0 ? "" : ", ") + prefix + name;
  }
};

struct ColumnBinder {
  Query& query;

  template <class Field>
  void operator()(const char*, const Field& field) {
    query.bind(field);
  }
};

struct ColumnReader {
  Query& query;

  template <class Field>
  void operator()(const char*, Field& field) {
    query.read(field);
  }
};

}  // namespace execassist::store
