// An enumeration and its names: one table, read both ways.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace execassist {

template <class Enum, std::size_t kCount>
struct Names {
  std::pair<Enum, std::string_view> pairs[kCount];

  constexpr std::string_view name_of(Enum value) const {
    for (const auto& [each, name] : pairs) {
      if (each == value) return name;
    }
    return {};
  }

  constexpr std::optional<Enum> named(std::string_view wanted) const {
    for (const auto& [each, name] : pairs) {
      if (name == wanted) return each;
    }
    return std::nullopt;
  }
};

}  // namespace execassist
