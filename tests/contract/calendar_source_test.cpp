#include "contract/calendar_source_suite.hpp"
#include "sources/google_calendar_source.hpp"
#include "sources/ics_feed_source.hpp"
#include "sources/ics_file_source.hpp"
#include "support/fake_access_tokens.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_feed.hpp"
#include "support/fake_google_calendar.hpp"
#include "support/scratch_folder.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include <doctest/doctest.h>

namespace execassist::testing {
namespace {

std::string basic(std::string text) {
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out;
}

// The events of a calendar as text.
class IcsBench : public CalendarBench {
 public:
  void put(const std::string& id, Instant start, Instant end, const std::string& title) override {
    events_[id] = "DTSTART:" + basic(format_rfc3339(start)) +
                  "\nDTEND:" + basic(format_rfc3339(end)) + "\nSUMMARY:" + escaped(title) + "\n";
    write();
  }
  void put_all_day(const std::string& id, Date date) override {
    events_[id] = "DTSTART;VALUE=DATE:" + basic(format_date(date)) + "\n";
    write();
  }
  void remove(const std::string& id) override {
    events_.erase(id);
    write();
  }
  void break_for_good() override { publish("<html>sign in</html>"); }

 protected:
  void write() {
    std::string text = "BEGIN:VCALENDAR\n";
    for (const auto& [id, lines] : events_) {
      text += "BEGIN:VEVENT\nUID:" + id + "\n" + lines + "END:VEVENT\n";
    }
    publish(text + "END:VCALENDAR\n");
  }
  virtual void publish(const std::string& text) = 0;

 private:
  std::map<std::string, std::string> events_;
};

class IcsFeedBench final : public IcsBench {
 public:
  explicit IcsFeedBench(bool tells_changes) : tells_changes_(tells_changes) { write(); }
  CalendarSource& source() override { return source_; }

 private:
  void publish(const std::string& text) override {
    server_.body = text;
    if (tells_changes_) server_.etag = "\"" + std::to_string(++version_) + "\"";
  }

  bool tells_changes_;
  int version_ = 0;
  ScratchFolder folder_;
  FakeFeed server_;
  FakeClock clock_;
  sources::KeptFeeds kept_{folder_.at("feeds"), true};
  sources::IcsFeedSource source_{{"url", "a.ics", "ada@example.com", false,
                                  [] { return Secret("https://cal.example.com/a.ics"); }},
                                 server_,
                                 clock_,
                                 kept_};
};

class IcsFileBench final : public IcsBench {
 public:
  IcsFileBench() { write(); }
  CalendarSource& source() override { return source_; }

 private:
  void publish(const std::string& text) override {
    folder_.write("next.ics", text);
    std::filesystem::rename(folder_.at("next.ics"), folder_.at("calendar.ics"));
  }

  ScratchFolder folder_;
  sources::IcsFileSource source_{folder_.at("calendar.ics"), "ada@example.com"};
};

class GoogleBench final : public CalendarBench {
 public:
  explicit GoogleBench(std::size_t page_size) { server_.page_size = page_size; }
  CalendarSource& source() override { return source_; }

  void put(const std::string& id, Instant start, Instant end, const std::string& title) override {
    server_.events().put(id, start, end, {{"summary", title}});
  }
  void put_all_day(const std::string& id, Date date) override {
    const Date next{std::chrono::sys_days{date} + days{1}};
    server_.events().put(id, {}, {}, {{"start", whole_day(date)}, {"end", whole_day(next)}});
  }
  void remove(const std::string& id) override { server_.events().cancel(id); }
  void break_for_good() override {
    HttpResult page;
    page.response = HttpResponse{200, "text/html", "<html>sign in</html>", {}};
    server_.fail_next(page, 2);
  }

 private:
  FakeGoogleCalendar server_;
  FakeAccessTokens tokens_;
  sources::GoogleCalendarSource source_{
      {"ada", "ada@example.com", FakeGoogleCalendar::kApiUrl, "primary"}, server_, tokens_};
};

TEST_CASE("contract: an iCalendar file") {
  check_calendar_source([] { return std::make_unique<IcsFileBench>(); });
}

TEST_CASE("contract: an iCalendar feed") {
  check_calendar_source([] { return std::make_unique<IcsFeedBench>(true); });
}

TEST_CASE("contract: an iCalendar feed that gives no ETag") {
  check_calendar_source([] { return std::make_unique<IcsFeedBench>(false); });
}

TEST_CASE("contract: a Google calendar") {
  check_calendar_source([] { return std::make_unique<GoogleBench>(2500); });
}

TEST_CASE("contract: a Google calendar in pages of one event") {
  check_calendar_source([] { return std::make_unique<GoogleBench>(1); });
}

}  // namespace
}  // namespace execassist::testing
