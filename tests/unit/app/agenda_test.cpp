#include "app/agenda.hpp"

#include "app_fixture.hpp"

namespace execassist::app::testing {
namespace {

std::vector<std::string> titles(const AgendaDay& day) {
  std::vector<std::string> found;
  for (const AgendaEntry& entry : day.entries) found.push_back(entry.meeting.facts.external_id);
  return found;
}

using Ids = std::vector<std::string>;

TEST_CASE("the agenda groups by the user's own days") {
  App app;
  app.ada().user.time_zone = *Zone::find("Asia/Tokyo");       // now it is 18:30 there
  app.put(facts_of("tonight", at("2026-11-21T14:30:00Z")));   // 23:30
  app.put(facts_of("tomorrow", at("2026-11-21T15:00:00Z")));  // 00:00
  app.put(facts_of("this morning", at("2026-11-20T15:00:00Z"), hours{2}));
  app.put(facts_of("yesterday", at("2026-11-20T14:00:00Z")));  // ends at midnight
  app.put(facts_of("since yesterday", at("2026-11-20T14:00:00Z"), hours{2}));
  app.put(facts_of("second day", at("2026-11-23T14:59:00Z")));
  app.put(facts_of("third day", at("2026-11-23T15:00:00Z")));
  app.sync();
  const auto agendas = agenda(app.scope, 3);
  REQUIRE(agendas.size() == 1);
  const auto& days = agendas[0].days;
  REQUIRE(days.size() == 3);
  CHECK(format_date(days[0].date) == "2026-11-21");
  CHECK(titles(days[0]) == Ids{"since yesterday", "this morning", "tonight"});
  CHECK(format_date(days[1].date) == "2026-11-22");
  CHECK(titles(days[1]) == Ids{"tomorrow"});
  CHECK(titles(days[2]) == Ids{"second day"});
}

TEST_CASE("all-day entries come first; cancelled ones, copies and removed calendars not at all") {
  App app;
  app.settings.users[0] = user_named("ada", {"work", "home", "old"});
  MeetingFacts all_day = facts_of("all day", at("2026-11-22T00:00:00Z"), days{1});
  all_day.all_day = true;
  app.put(facts_of("early", at("2026-11-22T08:00:00Z")));
  app.put(all_day);
  app.put(facts_of("gone", at("2026-11-22T12:00:00Z")));
  app.put(facts_of("early", at("2026-11-22T08:00:00Z")), "home");
  app.put(facts_of("removed", at("2026-11-22T09:00:00Z")), "old");
  app.sync();
  app.take_away("gone");
  app.sync();
  app.settings.users[0] = user_named("ada", {"work", "home"});
  const auto agendas = agenda(app.scope, 7);
  REQUIRE(agendas[0].days.size() == 1);
  CHECK(titles(agendas[0].days[0]) == Ids{"all day", "early"});
}

TEST_CASE("overlaps name each other, types have labels") {
  App app;
  app.put(facts_of("a", kNow + hours{1}, hours{2}, "Leadership sync"));
  app.put(facts_of("b", kNow + hours{2}, hours{2}));
  app.put(facts_of("c", kNow + hours{4}));
  app.sync();
  const auto agendas = agenda(app.scope, 1);
  REQUIRE(agendas[0].days.size() == 1);
  const auto& entries = agendas[0].days[0].entries;
  REQUIRE(entries.size() == 3);
  CHECK(entries[0].type_label == "Leadership Meeting");
  CHECK(entries[1].type_label == "Meeting");
  CHECK(entries[0].overlaps_with == Ids{entries[1].meeting.meeting_id});
  CHECK(entries[1].overlaps_with == Ids{entries[0].meeting.meeting_id});
  CHECK(entries[2].overlaps_with.empty());
}

TEST_CASE("the agenda says how old each calendar is") {
  App app;
  app.settings.users[0] = user_named("ada", {"work", "home"});
  app.put(facts_of("a", kNow + hours{1}));
  app.source("home").always(Error(ErrorKind::failed, "home: unreadable"));
  app.sync();
  app.advance(hours{1});
  const auto agendas = agenda(app.scope, 1);
  REQUIRE(agendas[0].sources.size() == 2);
  CHECK(agendas[0].sources[0].last_success_at == kNow);
  CHECK(agendas[0].sources[0].last_error.empty());
  CHECK_FALSE(agendas[0].sources[1].last_success_at);
  CHECK(agendas[0].sources[1].last_error == "home: unreadable");
}

TEST_CASE("each user has an agenda, or only the one that is asked for") {
  App app;
  app.settings.users.push_back(user_named("bob", {}));
  CHECK(agenda(app.scope, 1).size() == 2);
  app.scope.user_id = "bob";
  const auto agendas = agenda(app.scope, 1);
  REQUIRE(agendas.size() == 1);
  CHECK(agendas[0].user->id == "bob");
  CHECK(agendas[0].days.empty());
}

TEST_CASE("the user a command is about") {
  App app;
  CHECK(the_user(app.scope).user.id == "ada");
  app.settings.users.push_back(user_named("bob", {}));
  const auto error = error_of([&] { the_user(app.scope); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::usage);
  CHECK(contains(error->hint(), "ada, bob"));
  app.scope.user_id = "bob";
  CHECK(the_user(app.scope).user.id == "bob");
}

}  // namespace
}  // namespace execassist::app::testing
