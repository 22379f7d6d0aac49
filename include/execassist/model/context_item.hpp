// What one context source said, in a form that every material can show: a table, or lines that may
// be indented. All text is safe (base/text.hpp) and of bounded length, not yet escaped.
#pragma once

#include <execassist/base/instant.hpp>

#include <optional>
#include <string>
#include <vector>

namespace execassist {

struct ContextLine {
  std::string text;  // one safe line
  int depth = 0;     // 0: not indented

  friend bool operator==(const ContextLine&, const ContextLine&) = default;
};

struct ContextTable {
  std::vector<std::string> header;             // empty: no table
  std::vector<std::vector<std::string>> rows;  // each as long as the header

  friend bool operator==(const ContextTable&, const ContextTable&) = default;
};

struct ContextItem {
  std::string source;  // its name in the settings: "budget"
  std::string label;   // as people read it: "Budget"
  std::string
      origin;  // where it is from, without secrets: "budget.csv", "incidents", "https://host"
  std::optional<Instant> as_of;  // how old it is: a file's mtime, else when it was asked
  std::string problem;           // one line, when it could not be had; then there is nothing else
  ContextTable table;
  std::vector<ContextLine> lines;
  long long left_out = 0;  // rows, columns or lines that there was no room for

  friend bool operator==(const ContextItem&, const ContextItem&) = default;
};

}  // namespace execassist
