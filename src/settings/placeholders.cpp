#include <execassist/settings/placeholders.hpp>

#include <algorithm>

namespace execassist {
namespace {

struct Placeholder {
  std::size_t begin = 0;  // of the brace
  std::size_t end = 0;    // after the other one
  std::string_view name;
};

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-';
}

// The first that begins at `from` or later.
std::optional<Placeholder> next_placeholder(std::string_view text, std::size_t from) {
  for (std::size_t open = text.find('{', from); open != std::string_view::npos;
       open = text.find('{', open + 1)) {
    std::size_t end = open + 1;
    while (end < text.size() && is_name_character(text[end])) ++end;
    const bool named = end > open + 1 && end < text.size() && text[end] == '}';
    const bool of_shell = open > 0 && text[open - 1] == '$';
    if (named && !of_shell)
      return Placeholder{open, end + 1, text.substr(open + 1, end - open - 1)};
  }
  return std::nullopt;
}

bool is_known(std::string_view name) {
  const auto& names = placeholder_names();
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

const std::vector<std::string>& placeholder_names() {
  static const std::vector<std::string> names{"meeting_id", "meeting_type", "start_time",
                                              "end_time", "user_id"};
  return names;
}

bool has_placeholder(std::string_view text) { return next_placeholder(text, 0).has_value(); }

std::optional<std::string> unknown_placeholder(std::string_view text) {
  for (auto found = next_placeholder(text, 0); found; found = next_placeholder(text, found->end)) {
    if (!is_known(found->name)) return std::string(found->name);
  }
  return std::nullopt;
}

std::string fill_placeholders(std::string_view text,
                              const std::function<std::string(std::string_view name)>& value_of) {
  std::string filled;
  std::size_t at = 0;
  for (auto found = next_placeholder(text, 0); found; found = next_placeholder(text, found->end)) {
    filled += text.substr(at, found->begin - at);
    filled += is_known(found->name)
                  ? value_of(found->name)
                  : std::string(text.substr(found->begin, found->end - found->begin));
    at = found->end;
  }
  return filled += text.substr(at);
}

}  // namespace execassist
