#include "app/meeting_lookup.hpp"

#include "app_fixture.hpp"

namespace execassist::app::testing {
namespace {

void insert(App& app, const std::string& id, const std::string& user = "ada") {
  Meeting meeting;
  meeting.meeting_id = id;
  meeting.user_id = user;
  meeting.calendar_id = "work";
  meeting.facts = facts_of("uid-" + id, kNow + days{1});
  auto transaction = app.database.begin();
  store::MeetingRepository(app.database).insert(transaction, meeting, "test");
  transaction.commit();
}

TEST_CASE("a meeting is found by its id or a unique prefix") {
  App app;
  for (const char* id : {"abcdefgh", "abcdefghxx", "abcd1111", "zzzz9999"}) insert(app, id);
  insert(app, "bobs0000", "bob");
  struct Case {
    std::string prefix;
    std::string found;
    ErrorKind error;
  };
  const ErrorKind none = ErrorKind::failed;
  const std::vector<Case> cases{{"zzzz9999", "zzzz9999", none},
                                {"zzzz", "zzzz9999", none},
                                {"abcd1", "abcd1111", none},
                                {"abcdefgh", "abcdefgh", none},  // though another begins like it
                                {"abcdefghx", "abcdefghxx", none},
                                {"abcd", "", ErrorKind::usage},
                                {"abc", "", ErrorKind::usage},
                                {"", "", ErrorKind::usage},
                                {"yyyy", "", ErrorKind::not_found},
                                {"zzzz99999", "", ErrorKind::not_found},
                                {"zzz%", "", ErrorKind::not_found},
                                {"zzz_", "", ErrorKind::not_found},
                                {"zzz'", "", ErrorKind::not_found}};
  for (const Case& each : cases) {
    CAPTURE(each.prefix);
    std::string found;
    const auto error = error_of([&] { found = find_meeting(app.scope, each.prefix).meeting_id; });
    CHECK(found == each.found);
    CHECK(error.has_value() == each.found.empty());
    if (error) CHECK(error->kind() == each.error);
  }
  const auto ambiguous = error_of([&] { find_meeting(app.scope, "abcd"); });
  REQUIRE(ambiguous);
  CHECK(contains(ambiguous->hint(), "abcdefghxx"));
  app.scope.user_id = "ada";
  CHECK(error_of([&] { find_meeting(app.scope, "bobs0000"); }));
}

TEST_CASE("a name with control characters makes one safe line") {
  App app;
  const auto error = error_of([&] { find_meeting(app.scope, "evil\n\x1b[31mname"); });
  REQUIRE(error);
  CHECK_FALSE(contains(error->message(), "\n"));
  CHECK_FALSE(contains(error->message(), "\x1b"));
}

TEST_CASE("a notification is found like a meeting") {
  App app;
  app.announced(facts_of("a", kNow + hours{5}));
  const std::string id = app.outbox()[0].notification_id;
  CHECK(find_notification(app.scope, id).notification_id == id);
  CHECK(find_notification(app.scope, id.substr(0, 4)).notification_id == id);
  const auto too_short = error_of([&] { find_notification(app.scope, id.substr(0, 3)); });
  REQUIRE(too_short);
  CHECK(too_short->kind() == ErrorKind::usage);
  const auto missing = error_of([&] { find_notification(app.scope, "none at all"); });
  REQUIRE(missing);
  CHECK(missing->kind() == ErrorKind::not_found);
}

}  // namespace
}  // namespace execassist::app::testing
