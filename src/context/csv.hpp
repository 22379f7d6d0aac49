// Comma-separated values (RFC 4180) as a table; the first row is the header. What the world writes
// besides is read too: a byte order mark, any line break, ragged rows, quotes within a field, and
// where the header has no comma, ";" or tabs. Pure, in linear time.
#pragma once

#include <execassist/model/context_item.hpp>

#include <string>
#include <string_view>

namespace execassist::context {

struct CsvReading {
  ContextTable table;      // as wide as its widest row, at most kMostColumns
  long long left_out = 0;  // rows beyond kMostLines, and columns beyond kMostColumns
  std::string problem;     // one line; then there is nothing else
};

CsvReading read_csv(std::string_view text);

}  // namespace execassist::context
