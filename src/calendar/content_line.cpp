#include "calendar/content_line.hpp"

#include <algorithm>
#include <cstddef>

namespace execassist::calendar {
namespace {

constexpr std::size_t kMostParameters = 64;

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.';
}

std::size_t name_length(std::string_view text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_name_character);
  return static_cast<std::size_t>(end - text.begin());
}

std::string decode_carets(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (text[i] != '^' || (next != 'n' && next != '^' && next != '\'')) {
      out += text[i];
      continue;
    }
    out += next == 'n' ? '\n' : next == '\'' ? '"' : '^';
    ++i;
  }
  return out;
}

// Reads one parameter value (a list counts as one) and moves `text` behind it.
std::string take_parameter_value(std::string_view& text) {
  std::string raw;
  bool quoted = false;
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && (c == ';' || c == ':')) {
      break;
    } else {
      raw += c;
    }
  }
  text.remove_prefix(at);
  return decode_carets(raw);
}

}  // namespace

std::string upper_ascii(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), upper);
  return out;
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

std::string ContentLine::parameter(std::string_view wanted) const {
  const auto found = std::find_if(parameters.begin(), parameters.end(),
                                  [&](const auto& entry) { return entry.first == wanted; });
  return found == parameters.end() ? std::string() : found->second;
}

std::string content_line_name(std::string_view line) {
  const std::size_t length = name_length(line);
  const bool ends = length < line.size() && (line[length] == ':' || line[length] == ';');
  return ends ? upper_ascii(line.substr(0, length)) : std::string();
}

std::optional<ContentLine> parse_content_line(std::string_view line) {
  ContentLine out;
  out.name = content_line_name(line);
  if (out.name.empty()) return std::nullopt;
  line.remove_prefix(out.name.size());
  while (!line.empty() && line.front() == ';') {
    line.remove_prefix(1);
    const std::size_t length = name_length(line);
    std::string name = upper_ascii(line.substr(0, length));
    line.remove_prefix(length);
    std::string value;
    if (!line.empty() && line.front() == '=') line.remove_prefix(1);
    value = take_parameter_value(line);
    if (out.parameters.size() < kMostParameters) {
      out.parameters.emplace_back(std::move(name), std::move(value));
    }
  }
  if (line.empty()) return std::nullopt;
  out.value = line.substr(1);
  return out;
}

std::string unescape_text(std::string_view value) {
  std::string out;
  out.reserve(value.size());
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '\\' || i + 1 == value.size()) {
      out += value[i];
      continue;
    }
    const char next = value[++i];
    if (next == 'n' || next == 'N') {
      out += '\n';
    } else if (next == '\\' || next == ';' || next == ',') {
      out += next;
    } else {
      out += '\\';
      out += next;
    }
  }
  return out;
}

}  // namespace execassist::calendar
