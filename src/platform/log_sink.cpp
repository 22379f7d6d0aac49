#include "platform/log_sink.hpp"

#include "platform/full_write.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>

namespace execassist::platform {

namespace {

constexpr std::size_t kLongestMessage = 1024;
constexpr std::size_t kLongestValue = 256;
constexpr std::size_t kMostFields = 16;

std::string_view name_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return "debug";
    case LogLevel::info:
      return "info";
    case LogLevel::warning:
      return "warning";
    case LogLevel::error:
    case LogLevel::off:
      break;
  }
  return "error";
}

std::string upper(std::string_view name) {
  std::string result(name);
  for (char& c : result) c = static_cast<char>(c - 'a' + 'A');
  return result;
}

// One safe line of at most `most` bytes, never cut inside a character. Bytes, not columns: marks
// have no width, and a thousand of them may stand on one letter.
std::string bounded_line(std::string_view text, std::size_t most) {
  // No more than four times as many bytes are looked at, however long a hostile title is.
  std::string line = one_line(text.substr(0, most * 4));
  if (line.size() <= most) return line;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) --end;
  line.resize(end);
  return line + "…";
}

// REQUIRES: valid UTF-8 without control characters, as one_line leaves it.
std::string quoted(std::string_view safe) {
  std::string result = "\"";
  for (const char c : safe) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

}  // namespace

void LineLog::write(LogLevel level, std::span<const LogField> fields, std::string_view message) {
  if (level < minimum_ || level == LogLevel::off) return;
  std::vector<LogField> safe;
  for (const LogField& field : fields.first(std::min(fields.size(), kMostFields))) {
    safe.push_back(
        {bounded_line(field.key, kLongestValue), bounded_line(field.value, kLongestValue)});
  }
  const std::string text = bounded_line(message, kLongestMessage);
  const std::string time = format_rfc3339(wall_());
  std::string line;
  if (json_) {
    line = "{\"time\":\"" + time + "\",\"level\":\"" + std::string(name_of(level)) +
           "\",\"message\":" + quoted(text);
    for (const LogField& field : safe) line += "," + quoted(field.key) + ":" + quoted(field.value);
    line += "}\n";
  } else {
    line = time + " " + upper(name_of(level)) + " " + format_log_text(safe, text) + "\n";
  }
  write_fully(fd_, line);  // nobody is left to tell when this fails
}

}  // namespace execassist::platform
