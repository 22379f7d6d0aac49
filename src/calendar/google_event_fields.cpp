#include "calendar/google_event_fields.hpp"

#include <execassist/base/text.hpp>

namespace execassist::calendar {

const std::string* text_field(const wire::Json& object, std::string_view key) {
  const wire::Json* found = object.find(key);
  return found != nullptr ? found->as_string() : nullptr;
}

std::string line_field(const wire::Json& object, std::string_view key) {
  const std::string* text = text_field(object, key);
  if (text == nullptr) return {};
  return shortened(one_line(shortened(*text, 4 * kLongestLine)), kLongestLine);
}

const wire::Json::Array& items_field(const wire::Json& object, std::string_view key) {
  static const wire::Json::Array none;
  const wire::Json* found = object.find(key);
  const wire::Json::Array* items = found != nullptr ? found->as_array() : nullptr;
  return items != nullptr ? *items : none;
}

bool flag_field(const wire::Json& object, std::string_view key) {
  const wire::Json* found = object.find(key);
  return found != nullptr && found->as_bool().value_or(false);
}

std::string shortened(std::string text, std::size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80) --limit;
  text.resize(limit);
  return text;
}

}  // namespace execassist::calendar
