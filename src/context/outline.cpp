#include "context/outline.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>

namespace execassist::context {
namespace {

using wire::Json;

constexpr std::string_view kNothing = "–";

class Outliner {
 public:
  explicit Outliner(LineCollector& out) : out_(out) {}

  // `first`: where the value's first line stands; its others stand at `depth`.
  void value(const Json& json, int first, int depth) {
    if (const Json::Object* object = json.as_object()) {
      for (const auto& [key, member] : *object) {
        const int at = std::exchange(first, depth);
        // What belongs to a key that stands for an item is deeper than the item's other lines.
        named(key, member, at, std::max(at, depth) + 1);
      }
    } else if (const Json::Array* array = json.as_array()) {
      for (const Json& item : *array) {
        const int at = std::exchange(first, depth);
        value(item, at, at + 1);
      }
    } else {
      text(scalar(json), first);
    }
  }

 private:
  static bool is_empty(const Json& json) {
    return json.is_null() || (json.is_object() && json.as_object()->empty()) ||
           (json.is_array() && json.as_array()->empty());
  }

  static std::string scalar(const Json& json) {
    if (json.is_null()) return std::string(kNothing);
    if (const std::string* text = json.as_string()) return *text;
    return json.dump(-1);
  }

  void named(const std::string& key, const Json& member, int at, int below) {
    if (is_empty(member)) {
      out_.add(at, key + ": " + std::string(kNothing));
      return;
    }
    const bool tree = member.is_object() || member.is_array();
    const std::string* words = member.as_string();
    const bool block = words != nullptr && trim(*words).find('\n') != std::string_view::npos;
    if (!tree && !block) {
      out_.add(at, key + ": " + scalar(member));
      return;
    }
    out_.add(at, key + ":");
    if (tree) {
      value(member, below, below);
    } else {
      text(*words, below);
    }
  }

  void text(std::string_view words, int depth) {
    for (const std::string& line : split(words, '\n')) out_.add(depth, line);
  }

  LineCollector& out_;
};

}  // namespace

void outline(const Json& tree, LineCollector& out) {
  if (tree.is_null()) return;
  Outliner(out).value(tree, 0, 0);
}

}  // namespace execassist::context
