#include "support/partial_answer.hpp"

#include <map>
#include <string>

namespace execassist::testing {
namespace {

struct Mask {
  std::map<std::string, Mask, std::less<>> named;  // empty: everything
};

class MaskReader {
 public:
  explicit MaskReader(std::string_view text) : rest_(text) {}

  Mask list() {
    Mask out;
    for (;;) {
      Mask* place = &out;
      do {
        place = &place->named[name()];
      } while (take('/'));
      if (take('(')) {
        *place = list();
        take(')');
      }
      if (!take(',')) return out;
    }
  }

 private:
  std::string name() {
    const auto stop = rest_.find_first_of(",()/");
    std::string out(rest_.substr(0, stop));
    rest_.remove_prefix(out.size());
    return out;
  }

  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view rest_;
};

wire::Json masked(const wire::Json& value, const Mask& mask) {
  if (mask.named.empty()) return value;
  if (const auto* items = value.as_array()) {
    wire::Json out = wire::Json::array();
    for (const wire::Json& item : *items) out.push(masked(item, mask));
    return out;
  }
  const auto* members = value.as_object();
  if (members == nullptr) return value;
  wire::Json out = wire::Json::object();
  for (const auto& [key, member] : *members) {
    const auto named = mask.named.find(key);
    if (named != mask.named.end()) out.set(key, masked(member, named->second));
  }
  return out;
}

}  // namespace

wire::Json partial_answer(const wire::Json& whole, std::string_view fields) {
  return masked(whole, MaskReader(fields).list());
}

}  // namespace execassist::testing
