#include <execassist/base/log.hpp>
#include <execassist/base/text.hpp>

namespace execassist {
namespace {

LogSink* current_sink = nullptr;

// A value that could be taken for the next field, or for the message, stands in quotes.
std::string plain_or_quoted(const std::string& value) {
  const std::string line = one_line(value);
  if (!line.empty() && line.find_first_of(" ,|=\"\\") == std::string::npos) return line;
  std::string quoted = "\"";
  for (const char c : line) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

}  // namespace

void set_log_sink(LogSink* sink) { current_sink = sink; }

void log(LogLevel level, const std::vector<LogField>& fields, std::string_view message) {
  if (current_sink) current_sink->write(level, fields, message);
}

std::string format_log_text(std::span<const LogField> fields, std::string_view message) {
  std::string text;
  for (const LogField& field : fields) {
    if (!text.empty()) text += ", ";
    text += field.key + "=" + plain_or_quoted(field.value);
  }
  if (!text.empty()) text += " | ";
  return text + one_line(message);
}

}  // namespace execassist
