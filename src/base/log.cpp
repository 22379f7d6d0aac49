#include <execassist/base/log.hpp>
#include <execassist/base/text.hpp>

namespace execassist {
namespace {

LogSink* current_sink = nullptr;

}  // namespace

void set_log_sink(LogSink* sink) { current_sink = sink; }

void log(LogLevel level, const std::vector<LogField>& fields, std::string_view message) {
  if (current_sink) current_sink->write(level, fields, message);
}

std::string format_log_text(std::span<const LogField> fields, std::string_view message) {
  std::string text;
  for (const LogField& field : fields) {
    if (!text.empty()) text += ", ";
    text += field.key + "=<" + one_line(field.value) + ">";
  }
  if (!text.empty()) text += " | ";
  return text + one_line(message);
}

}  // namespace execassist
