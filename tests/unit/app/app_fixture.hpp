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

inline MeetingType type_of(const std::string& name, const std::string& keyword) {
  MeetingType type;
  type.name = name;
  type.label = label_from_name(name);
  if (!keyword.empty()) type.keywords.push_back(keyword);
  type.keyword_positions.resize(type.keywords.size());
  return type;
}

// Leads: leadership 72 h, default 24 h; lunch is neither prepared nor reminded of; board is
// reminded of four hours before, and dropped when late; exact is sent in full when late.
inline Rules plain_rules() {
  Rules rules;
  rules.fingerprint = "rules-1";
  rules.types = {type_of("leadership_meeting", "leadership"), type_of("lunch", "lunch"),
                 type_of("board", "board"), type_of("exact", "exact"), type_of("default", "")};
  rules.types[0].prep_lead = hours{72};
  rules.types[1].prep_lead.reset();
  rules.types[1].reminder_lead.reset();
  rules.types[2].reminder_lead = hours{4};
  rules.types[2].late = LatePolicy::drop;
  rules.types[3].late = LatePolicy::send;
  return rules;
}

inline UserSettings user_named(const std::string& id, const std::vector<std::string>& calendars) {
  UserSettings user;
  user.user.id = id;
  user.user.name = id;
  user.user.email = id + "@example.com";
  user.user.channels = {"first", "second"};
  for (const std::string& calendar : calendars) {
    CalendarSettings& settings = user.calendars.emplace_back();
    settings.id = calendar;
    settings.kind = "ics";
  }
  return user;
}

inline MeetingFacts facts_of(const std::string& id, Instant start, Seconds length = hours{1},
                             const std::string& title = "Weekly review") {
  MeetingFacts facts;
  facts.external_id = facts.ical_uid = id;
  facts.source = "ics";
  facts.title = title;
  facts.start = start;
  facts.end = start + length;
  return facts;
}

class App {
 public:
  App() {
    settings.users.push_back(user_named("ada", {"work"}));
    settings.notify.operator_id = "ada";
    edges.fake_channel("first");
    edges.fake_channel("second");
  }
  App(const App&) = delete;
  App& operator=(const App&) = delete;

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
  void put(const MeetingFacts& facts, const std::string& calendar = "work") {
    take_away(facts.external_id, calendar);
    listed[calendar].push_back(facts);
  }
  void take_away(const std::string& external_id, const std::string& calendar = "work") {
    std::erase_if(listed[calendar],
                  [&](const MeetingFacts& each) { return each.external_id == external_id; });
  }

  SyncReport sync(bool full = false) {
    answer();
    return sync_calendars(scope, full);
  }
  TickReport tick() {
    answer();
    return run_tick(scope);
  }

  std::optional<Meeting> find(const std::string& external_id,
                              const std::string& calendar = "work") const {
    store::MeetingFilter filter;
    filter.calendar_id = calendar;
    for (Meeting& each : store::MeetingRepository(database_ref()).list(filter)) {
      if (each.facts.external_id == external_id) return std::move(each);
    }
    return std::nullopt;
  }
  Meeting meeting(const std::string& external_id, const std::string& calendar = "work") const {
    auto found = find(external_id, calendar);
    REQUIRE_MESSAGE(found, "no meeting " << external_id << " in " << calendar);
    return *found;
  }
  // A meeting that has come in and whose preparation is announced, but not delivered.
  Meeting announced(const MeetingFacts& facts) {
    put(facts);
    sync();
    trigger_preps(scope);
    Meeting found = meeting(facts.external_id);
    REQUIRE(found.state.status == MeetingStatus::prep_scheduled);
    return found;
  }

  std::vector<Notification> outbox(std::optional<NotificationKind> kind = std::nullopt) const {
    store::OutboxFilter filter;
    filter.kind = kind;
    return store::OutboxRepository(database_ref()).list(filter);
  }
  Notification only(NotificationKind kind) const {
    const auto found = outbox(kind);
    REQUIRE(found.size() == 1);
    return found.front();
  }
  std::vector<Notification> waiting(NotificationKind kind) const {
    auto found = outbox(kind);
    std::erase_if(
        found, [](const Notification& each) { return each.state != NotificationState::pending; });
    return found;
  }
  std::vector<Reminder> reminders() const {
    return store::ReminderRepository(database_ref()).list({});
  }
  store::CalendarRecord calendar(const std::string& id = "work") const {
    return store::CalendarRepository(database_ref()).load("ada", id).value();
  }

 private:
  void answer() {
    for (const UserSettings& user : settings.users) {
      for (const CalendarSettings& each : user.calendars) {
        if (listed.contains(each.id)) source(each.id).list(listed[each.id]);
      }
    }
  }
  store::Database& database_ref() const { return const_cast<store::Database&>(database); }
};

// Keeps what is logged while it lives.
class LogCapture final : public LogSink {
 public:
  LogCapture() { set_log_sink(this); }
  ~LogCapture() override { set_log_sink(nullptr); }
  LogCapture(const LogCapture&) = delete;
  LogCapture& operator=(const LogCapture&) = delete;

  void write(LogLevel level, std::span<const LogField> fields, std::string_view message) override {
    const std::scoped_lock lock(guard_);
    lines.emplace_back(level, format_log_text(fields, message));
  }

  std::vector<std::pair<LogLevel, std::string>> lines;

 private:
  std::mutex guard_;
};

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace execassist::app::testing
