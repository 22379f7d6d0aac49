// A whole assistant in memory: one user with one calendar, rules, two channels that remember, and a
// clock that stands at 2026-11-21T09:30:00Z, a Saturday. Meetings come in through sync, as in life.
#pragma once

#include "app/calendar_sync.hpp"
#include "app/delivery.hpp"
#include "app/preparation.hpp"
#include "app/reminders.hpp"
#include "app/scope.hpp"
#include "app/tick.hpp"
#include "store/calendar_repository.hpp"
#include "store/meeting_repository.hpp"
#include "store/outbox_repository.hpp"
#include "store/reminder_repository.hpp"
#include "support/error_of.hpp"
#include "support/test_edges.hpp"

#include <execassist/base/identifier.hpp>
#include <execassist/base/log.hpp>

#include <algorithm>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::app::testing {

using execassist::testing::error_of;
using execassist::testing::FakeChannel;
using execassist::testing::FakeSource;
using execassist::testing::TestEdges;

inline const Instant kNow = *parse_rfc3339("2026-11-21T09:30:00Z");

inline Instant at(const std::string& time) { return *parse_rfc3339(time); }

MeetingType type_of(const std::string& name, const std::string& keyword);

// Leads: leadership 72 h, default 24 h; lunch is neither prepared nor reminded of; board is
// reminded of four hours before, and dropped when late; exact is sent in full when late.
Rules plain_rules();

UserSettings user_named(const std::string& id, const std::vector<std::string>& calendars);

MeetingFacts facts_of(const std::string& id, Instant start, Seconds length = hours{1},
                      const std::string& title = "Weekly review");

class App {
 public:
  App();
  App(const App&) = delete;
  App& operator=(const App&) = delete;
  ~App();

  TestEdges edges;
  Settings settings;
  Rules rules = plain_rules();
  store::Database database = store::Database::in_memory();
  Scope scope{settings, rules, database, edges, std::nullopt, false, {}};
  std::map<std::string, std::vector<MeetingFacts>> listed;  // by calendar

  UserSettings& ada() { return settings.users.front(); }
  FakeChannel& first() { return edges.fake_channel("first"); }
  FakeChannel& second() { return edges.fake_channel("second"); }
  FakeSource& source(const std::string& calendar = "work") { return edges.fake_source(calendar); }
  Instant now() { return scope.now(); }
  void advance(Seconds length) { edges.fake_clock().advance(length); }
  void advance_to(Instant time) { advance(time - now()); }

  // What the calendar lists from now on, instead of what it listed under that id.
  void put(const MeetingFacts& facts, const std::string& calendar = "work");
  void take_away(const std::string& external_id, const std::string& calendar = "work");

  SyncReport sync(bool full = false);
  TickReport tick();

  std::optional<Meeting> find(const std::string& external_id,
                              const std::string& calendar = "work") const;
  Meeting meeting(const std::string& external_id, const std::string& calendar = "work") const;
  // A meeting that has come in and whose preparation is announced, but not delivered.
  Meeting announced(const MeetingFacts& facts);

  std::vector<Notification> outbox(std::optional<NotificationKind> kind = std::nullopt) const;
  Notification only(NotificationKind kind) const;
  std::vector<Notification> waiting(NotificationKind kind) const;
  std::vector<Reminder> reminders() const;
  store::CalendarRecord calendar(const std::string& id = "work") const;

 private:
  void answer();
  store::Database& database_ref() const { return const_cast<store::Database&>(database); }
};

// A preparation begins or ends by the person, without any session. Throw Error{refused}.
Meeting start_prep(const Scope& scope, const Meeting& meeting);
Meeting finish_prep(const Scope& scope, const Meeting& meeting);

// Keeps what is logged while it lives.
class LogCapture final : public LogSink {
 public:
  LogCapture();
  ~LogCapture() override;
  LogCapture(const LogCapture&) = delete;
  LogCapture& operator=(const LogCapture&) = delete;

  void write(LogLevel level, std::span<const LogField> fields, std::string_view message) override;

  std::vector<std::pair<LogLevel, std::string>> lines;

 private:
  std::mutex guard_;
};

bool contains(const std::string& text, const std::string& part);

}  // namespace execassist::app::testing
