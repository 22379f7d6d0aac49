// A part of the configuration that has keys of its own, each of which may be left out.
#pragma once

#include "yaml/cursor.hpp"
#include "yaml/reference.hpp"

#include <execassist/base/instant.hpp>
#include <execassist/settings/settings.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace execassist::yaml {

// Reads keys that may be missing or null into fields that hold their default.
class Section {
 public:
  Section(const Cursor& value, const References& references,
          const std::vector<std::string>& allowed)
      : map_(value.map(allowed)), references_(references) {}

  std::optional<Cursor> find(std::string_view key) const { return map_.find(key); }
  Cursor need(std::string_view key) const { return map_.need(key); }

  void secret(std::string_view key, SecretReference& field) const {
    if (const auto value = map_.find(key)) field = references_.secret(*value);
  }
  void address(std::string_view key, std::string& field) const {
    if (const auto value = map_.find(key)) field = read_service_address(*value);
  }
  void line(std::string_view key, std::string& field) const {
    if (const auto value = map_.find(key)) field = read_line(*value);
  }
  void path(std::string_view key, std::string& field) const {
    if (const auto value = map_.find(key)) field = references_.path(*value);
  }
  void boolean(std::string_view key, bool& field) const {
    if (const auto value = map_.find(key)) field = value->boolean();
  }
  void integer(std::string_view key, int least, int most, int& field) const {
    if (const auto value = map_.find(key)) field = value->integer(least, most);
  }
  void duration(std::string_view key, Seconds least, Seconds most, Seconds& field) const {
    const auto value = map_.find(key);
    if (!value) return;
    const auto length = parse_duration(read_line(*value));
    if (!length || *length < least || *length > most) {
      value->fail("not a length of time between " + describe_duration(least) + " and " +
                      describe_duration(most),
                  "write it as 30s or 2m");
    }
    field = *length;
  }

 private:
  MapCursor map_;
  const References& references_;
};

}  // namespace execassist::yaml
