// A YAML text as a tree whose every value knows where it stands. The only file of the room that
// includes the library; it reads events instead of the library's own nodes, because those hide
// duplicate keys, tags and quotes. Aliases are copied in, so that a tree is a plain value, and what
// they may grow to is limited. Refuses: more than 1 MiB, text that is not UTF-8, control
// characters, depth over 32, more than 100,000 values, several documents, tags, keys that are not
// text.
#pragma once

#include <execassist/model/rules.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace execassist::yaml {

struct Key {
  std::string name;
  FilePosition position;
};

struct Node {
  enum class Kind { null, scalar, list, map };

  Kind kind = Kind::null;
  std::string text;     // scalar
  bool quoted = false;  // scalar: never a number or a truth value
  FilePosition position;
  std::vector<Key> keys;    // map: in file order, duplicates included; one for each item
  std::vector<Node> items;  // list, map
};

inline constexpr std::size_t kMaxTextBytes = 1024 * 1024;

// Nothing when the text holds no value at all. Throws Error{configuration}, its message beginning
// with "file:line:column: ".
std::optional<Node> parse_document(std::string_view text, std::string_view file);

// "file:line:column: " with a file name that is safe to print.
std::string place_in_file(std::string_view file, FilePosition position);

}  // namespace execassist::yaml
