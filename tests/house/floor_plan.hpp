// The floors table of src/README.md, and what it says about one #include.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace execassist::testing {

struct Room {
  int floor = 0;
  int highest_floor = -1;            // of the floors it may include; -1: none
  std::set<std::string> rooms;       // allowed by name
  std::vector<std::string> headers;  // "sodium.h", "sys/*"
};

class FloorPlan {
 public:
  // Throws std::runtime_error for a row that it cannot read.
  explicit FloorPlan(const std::string& readme);

  const std::map<std::string, Room>& rooms() const { return rooms_; }

  // `file` is relative to the project. Nothing when the include is allowed, else why it is not.
  std::optional<std::string> objection(const std::string& file, const std::string& include) const;

 private:
  std::optional<std::string> objection_to_room(const std::string& from,
                                               const std::string& to) const;
  std::optional<std::string> objection_to_header(const std::string& file, const std::string& room,
                                                 std::string_view header) const;

  std::map<std::string, Room> rooms_;
};

// "src/cli/run.cpp" and "include/execassist/base/text.hpp" stand in cli and base; "src/main.cpp" in
// main.
std::string room_of(const std::string& file);

// What stands behind #include in a source text, with its quotes or angle brackets.
std::vector<std::string> includes_in(const std::string& text);

}  // namespace execassist::testing
