#include <execassist/base/log.hpp>

#include <string>

#include <doctest/doctest.h>

namespace execassist {
namespace {

class RecordingSink : public LogSink {
 public:
  ~RecordingSink() override { set_log_sink(nullptr); }

  void write(LogLevel level, std::span<const LogField> fields, std::string_view message) override {
    last_level = level;
    text += format_log_text(fields, message) + "\n";
  }

  LogLevel last_level = LogLevel::off;
  std::string text;
};

}  // namespace

TEST_CASE("log: fields, a bar, and the message") {
  struct Case {
    std::vector<LogField> fields;
    std::string message;
    std::string line;
  };
  for (const auto& [fields, message, line] : {
           Case{{{"meeting_id", "abc"}, {"status", "classified"}},
                "typed",
                "meeting_id=abc, status=classified | typed"},
           Case{{{"channel", "terminal"}}, "sent", "channel=terminal | sent"},
           Case{{}, "started", "started"},
           Case{{}, "", ""},
           Case{{{"meeting_id", ""}}, "x", "meeting_id=\"\" | x"},
           Case{{{"a", "1"}}, "", "a=1 | "},
           // What comes from outside stays one line without anything that a terminal obeys.
           Case{{{"title", "Sync\n2026-01-01T00:00:00Z ERROR forged"}},
                "a\r\nb",
                "title=\"Sync 2026-01-01T00:00:00Z ERROR forged\" | a b"},
           Case{
               {{"title", "\x1b[2J\x1b]0;owned\x07red\u202E"}}, "\x1b[31mm\u0085", "title=red | m"},
           Case{{{"title", "bad \xFF byte"}}, "\xC3", "title=\"bad \uFFFD byte\" | \uFFFD"},
       }) {
    CAPTURE(line);
    CHECK(format_log_text(fields, message) == line);
  }
}

TEST_CASE("log: goes to the sink that is set, and nowhere without one") {
  set_log_sink(nullptr);
  log(LogLevel::error, {{"a", "1"}}, "dropped");
  RecordingSink sink;
  set_log_sink(&sink);
  log(LogLevel::warning, {{"a", "1"}}, "kept");
  CHECK(sink.text == "a=1 | kept\n");
  CHECK(sink.last_level == LogLevel::warning);
  set_log_sink(nullptr);
  log(LogLevel::error, {}, "dropped");
  CHECK(sink.text == "a=1 | kept\n");
}

}  // namespace execassist
