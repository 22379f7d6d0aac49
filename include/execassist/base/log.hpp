// The log port. A line reads `meeting_id=4k2m9x, status=classified | message`; where it goes, and
// whether as text or JSON, is the sink's business (platform/log_sink). The sink is the house's only
// singleton. Mask addresses (mask_address) before they come here.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace execassist {

enum class LogLevel { debug, info, warning, error, off };

struct LogField {
  std::string key;
  std::string value;
};

class LogSink {
 public:
  virtual ~LogSink() = default;
  virtual void write(LogLevel level, std::span<const LogField> fields,
                     std::string_view message) = 0;
};

// Not owned; null (the start) drops everything. Set once, before threads start.
void set_log_sink(LogSink* sink);

void log(LogLevel level, const std::vector<LogField>& fields, std::string_view message);

// `key=value, key=value | message`, all as one safe line; values with blanks, commas or signs that
// would confuse a reader stand in quotes.
std::string format_log_text(std::span<const LogField> fields, std::string_view message);

}  // namespace execassist
