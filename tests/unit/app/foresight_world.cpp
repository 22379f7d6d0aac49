#include "foresight_world.hpp"

#include "app/prep_sessions.hpp"
#include "sources/ics_file_source.hpp"

#include <filesystem>

#include <SQLiteCpp/SQLiteCpp.h>

namespace execassist::app::testing {
namespace {

// A day before clocks change there, so that the change lies in the days that are looked at.
struct Scene {
  std::string zone;
  std::string around;
};

const std::vector<Scene>& scenes() {
  static const std::vector<Scene> all{{"Europe/London", "2026-03-28T10:00:00Z"},
                                      {"Europe/London", "2026-10-24T10:00:00Z"},
                                      {"America/New_York", "2026-03-07T15:00:00Z"},
                                      {"America/New_York", "2026-10-31T15:00:00Z"},
                                      {"Australia/Lord_Howe", "2026-04-04T02:00:00Z"},
                                      {"Australia/Lord_Howe", "2026-10-03T02:00:00Z"},
                                      {"Asia/Kathmandu", "2026-12-30T02:00:00Z"},
                                      {"UTC", "2026-02-28T02:00:00Z"}};
  return all;
}

std::string two(long value) { return (value < 10 ? "0" : "") + std::to_string(value); }

// "20260328T101500".
std::string ics_time(LocalSeconds at) {
  const auto day = std::chrono::floor<days>(at);
  const Date date{std::chrono::sys_days{day.time_since_epoch()}};
  const std::chrono::hh_mm_ss time{at - day};
  return std::to_string(static_cast<int>(date.year())) + two(static_cast<unsigned>(date.month())) +
         two(static_cast<unsigned>(date.day())) + "T" + two(time.hours().count()) +
         two(time.minutes().count()) + "00";
}

}  // namespace

ForesightWorld::ForesightWorld(unsigned seed) : chance_(seed) {
  const Scene scene = one_of(scenes());
  zone_ = scene.zone;
  length_in_days = 1 + below(3);
  // Rarely on the stroke of five minutes, as life has it.
  const Instant begin = at(scene.around) + minutes{below(24 * 60)} - hours{12} + Seconds{below(60)};
  app.edges.fake_clock().set(begin);
  app.edges.fake_clock().set_wall(begin);
  app.edges.other_sources = [this](const UserSettings& user, const CalendarSettings& calendar) {
    return std::make_unique<sources::IcsFileSource>(folder.at(calendar.id + ".ics"),
                                                    user.user.email);
  };
  app.edges.fake_context("notes").answer = [](const ContextRequest&) {
    ContextItem item;
    item.lines = {{"what was said", 0}};
    return item;
  };
  ContextSettings& notes = app.settings.context.emplace_back();
  notes.name = "notes";
  app.edges.fake_channel("slack").can_redraw = true;
  app.second().discreet = false;
  app.edges.fake_channel("third").can_tell_arrival = true;
  make_rules();
  make_people();
  if (one_in(6)) app.scope.user_id = app.settings.users.front().user.id;
  live_before();
  make_trouble();
}

store::Database ForesightWorld::copy_of_store() {
  const std::string path = folder.at("copy" + std::to_string(next_copy_++) + ".db");
  app.database.connection().exec("VACUUM INTO '" + path + "'");
  return store::Database::open(path, store::OpenMode::dry_run);
}

MeetingType ForesightWorld::some_type(const std::string& name, const std::string& keyword) {
  MeetingType type = type_of(name, keyword);
  type.prep_lead = one_of<std::optional<Seconds>>(
      {std::nullopt, minutes{20}, hours{1}, hours{2}, hours{5}, hours{24}, hours{36}, hours{72}});
  type.reminder_lead = one_of<std::optional<Seconds>>(
      {std::nullopt, minutes{10}, hours{1}, hours{2}, hours{4}, hours{26}});
  type.late = one_of<LatePolicy>({LatePolicy::send, LatePolicy::shorten, LatePolicy::drop});
  type.sensitive = one_in(4);
  type.escalate_after =
      one_of<std::optional<Seconds>>({std::nullopt, minutes{30}, hours{3}, hours{20}});
  type.agenda = {{"News", 1}, {"Decisions", 3}};
  if (one_in(2)) type.required_context = {"notes"};
  if (one_in(2)) type.prep_questions = {{"outcome", "What should come of it?", true}};
  return type;
}

void ForesightWorld::make_rules() {
  app.rules.types.clear();
  for (const char* keyword : {"board", "budget", "sync"}) {
    app.rules.types.push_back(some_type(std::string("about_") + keyword, keyword));
  }
  app.rules.types.push_back(some_type("default", ""));
}

void ForesightWorld::make_people() {
  using Quiet = std::optional<QuietHours>;
  app.settings.users.clear();
  app.settings.notify.per_user_hourly_limit = one_of<int>({1, 2, 3, 20});
  app.settings.notify.first_run = one_in(3) ? FirstRun::quiet : FirstRun::all;
  app.settings.prep.session_idle = one_of<Seconds>({minutes{10}, minutes{30}});
  const int people = 1 + below(3);
  for (int i = 0; i < people; ++i) {
    const std::string id = "user" + std::to_string(i);
    UserSettings user = user_named(id, {"work-" + id});
    if (one_in(2)) user.calendars.push_back(user_named(id, {"home-" + id}).calendars.front());
    user.user.time_zone = Zone::find(one_in(4) ? std::string("Asia/Tokyo") : zone_).value();
    user.user.channels = one_of<std::vector<std::string>>(
        {{"first"}, {"slack", "second"}, {"third", "first"}, {"second", "slack", "third"}});
    user.user.quiet_hours = one_of<Quiet>(
        {std::nullopt, QuietHours{hours{22}, hours{7}}, QuietHours{hours{1}, hours{9}},
         QuietHours{hours{12}, hours{13} + minutes{30}}, QuietHours{hours{17}, hours{11}}});
    app.settings.users.push_back(user);
  }
  app.settings.notify.operator_id = "user0";
  for (const UserSettings& user : app.settings.users) {
    for (const CalendarSettings& each : user.calendars) write_calendar(user.user.id, each.id);
  }
}

std::string ForesightWorld::some_event(const std::string& uid, const Zone& zone) {
  const LocalSeconds now =
      std::chrono::floor<minutes>(zone.to_local(app.now())) - minutes{below(12) * 5};
  const LocalSeconds start = now + minutes{5 * below(12 * 24 * (length_in_days + 3))};
  const std::string tz = zone.name() == "UTC" ? std::string("Z") : std::string();
  const std::string name = tz.empty() ? ";TZID=" + zone.name() : std::string();
  const std::string title =
      one_of<std::string>({"Board meeting", "Budget 2027", "Weekly sync", "A walk", "Sync, board"});
  std::string text =
      "BEGIN:VEVENT\r\nUID:" + uid + "\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:" + title + "\r\n";
  if (one_in(8)) {
    text += "DTSTART;VALUE=DATE:" + ics_time(start).substr(0, 8) + "\r\n";
  } else {
    text += "DTSTART" + name + ":" + ics_time(start) + tz + "\r\n";
    text += "DTEND" + name + ":" +
            ics_time(start + one_of<minutes>({minutes{15}, minutes{60}, minutes{300}})) + tz +
            "\r\n";
  }
  if (one_in(4)) text += "RRULE:FREQ=DAILY;COUNT=" + std::to_string(2 + below(20)) + "\r\n";
  if (one_in(10)) text += "TRANSP:TRANSPARENT\r\n";
  for (int i = below(4); i > 0; --i) {
    text += "ATTENDEE:mailto:guest" + std::to_string(i) + "@example.com\r\n";
  }
  return text + "END:VEVENT\r\n";
}

void ForesightWorld::write_calendar(const std::string& user, const std::string& calendar) {
  const Zone zone = app.settings.find_user(user)->user.time_zone;
  std::string text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t//EN\r\n";
  const int events = 1 + below(8);
  for (int i = 0; i < events; ++i) {
    // Some stand in both calendars of a person.
    const bool shared = one_in(3);
    text += some_event((shared ? user : calendar) + "-" + std::to_string(i), zone);
  }
  folder.write(calendar + ".ics", text + "END:VCALENDAR\r\n");
}

// What is done leaves sessions, snoozes, notices on their way and materials behind.
void ForesightWorld::live_before() {
  const int runs = below(4) * 20;
  for (int run = 0; run < runs; ++run) {
    app.tick();
    if (one_in(3)) act();
    if (one_in(60)) {
      const UserSettings& user = one_of(app.settings.users);
      write_calendar(user.user.id, user.calendars.front().id);
    }
    app.advance(minutes{5});
  }
}

// What does not work now, and goes on not working.
void ForesightWorld::make_trouble() {
  const UserSettings& user = app.settings.users.back();
  if (one_in(6)) std::filesystem::remove(folder.at(user.calendars.back().id + ".ics"));
  if (one_in(6)) {
    app.edges.unavailable.emplace("second", Error(ErrorKind::configuration, "no secret"));
  }
}

void ForesightWorld::act() {
  const auto all = store::MeetingRepository(app.database).list({});
  if (all.empty()) return;
  const Meeting meeting = one_of(all);
  const auto in_slack = [&](const auto& act_in) {
    auto transaction = app.database.begin();
    act_in(transaction);
    transaction.commit();
  };
  // What is refused is refused.
  error_of([&] {
    switch (below(6)) {
      case 0:
        in_slack([&](store::Transaction& transaction) {
          open_session(app.scope, transaction, meeting.meeting_id,
                       {one_in(2) ? SessionPlace::terminal : SessionPlace::slack, "the test"});
        });
        break;
      case 1:
        start_prep(app.scope, meeting);
        break;
      case 2:
        skip_prep(app.scope, meeting);
        break;
      case 3:
        snooze_prep(app.scope, meeting, minutes{30 * (1 + below(30))});
        break;
      case 4:
        add_reminder(app.scope, meeting, app.now() + minutes{below(2000)});
        break;
      default:
        finish_prep(app.scope, meeting);
        break;
    }
  });
}

}  // namespace execassist::app::testing
