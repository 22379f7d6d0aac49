#include "store/prep_session_repository.hpp"

#include "sample_rows.hpp"
#include "support/error_of.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

namespace execassist::store::testing {

namespace {

using Ids = std::vector<std::string>;
using execassist::testing::error_of;

PrepSession a_session(const std::string& id, const std::string& meeting_id = "0m") {
  PrepSession session;
  session.session_id = id;
  session.meeting_id = meeting_id;
  session.user_id = "ada";
  session.version = 1;
  session.started_at = kNow;
  session.last_activity_at = kNow;
  session.questions = {{"outcome", "What should come of it?", true, {}, false, {}, {}},
                       {"risk", "What may go wrong?", false, {}, false, {}, {}}};
  return session;
}

PrepSession a_full_session() {
  return {"0full",
          "0m",
          "user",
          3,
          SessionState::finished,
          2,
          17,
          SessionPlace::slack,
          true,
          kNow + Seconds{1},
          kNow + Seconds{2},
          kNow + Seconds{3},
          {{"k'1", "t\xc3\xadtle \"quoted\"; -- %_", true, "two\nlines \xf0\x9f\x8e\x89", false,
            kNow + Seconds{4}, SessionPlace::terminal},
           {"k'1", "", false, "", true, kNow + Seconds{5}, SessionPlace::slack},
           {"", "last", false, {}, true, {}, {}}}};
}

bool same(const PrepSession& a, const PrepSession& b) {
  return a.session_id == b.session_id && a.meeting_id == b.meeting_id && a.user_id == b.user_id &&
         a.round == b.round && a.state == b.state && a.position == b.position &&
         a.version == b.version && a.place == b.place && a.nudged == b.nudged &&
         a.started_at == b.started_at && a.last_activity_at == b.last_activity_at &&
         a.ended_at == b.ended_at && a.questions == b.questions;
}

struct Sessions {
  Database database = Database::in_memory();
  PrepSessionRepository sessions{database};

  Sessions() {
    for (const char* id : {"0m", "1m", "2m"}) store_meeting(database, a_meeting(id));
  }
  bool insert(const PrepSession& session) {
    return stored(database,
                  [&](Transaction& transaction) { return sessions.insert(transaction, session); });
  }
  bool update(const PrepSession& session, int planned_from) {
    return stored(database, [&](Transaction& transaction) {
      return sessions.update(transaction, session, planned_from);
    });
  }
  int count(const std::string& table) {
    return database.connection().execAndGet("SELECT count(*) FROM " + table).getInt();
  }
};

Ids ids_of(const std::vector<PrepSession>& sessions) {
  Ids ids;
  for (const PrepSession& each : sessions) ids.push_back(each.session_id);
  return ids;
}

}  // namespace

TEST_CASE("a session comes back with every field and question") {
  Sessions store;
  const PrepSession full = a_full_session();
  CHECK(store.insert(full));
  REQUIRE(store.sessions.load("0full"));
  CHECK(same(*store.sessions.load("0full"), full));
  const PrepSession plain = a_session("1s");
  CHECK(store.insert(plain));
  CHECK(same(*store.sessions.load("1s"), plain));
  PrepSession unasked = a_session("2s", "1m");
  unasked.questions.clear();
  CHECK(store.insert(unasked));
  CHECK(same(*store.sessions.load("2s"), unasked));
  CHECK_FALSE(store.sessions.load("missing"));
}

TEST_CASE("a meeting has one open session, and any number of others") {
  Sessions store;
  REQUIRE(store.insert(a_session("1s")));
  for (const auto state : {SessionState::active, SessionState::paused}) {
    CAPTURE(name_of(state));
    PrepSession second = a_session("2s");
    second.state = state;
    CHECK_FALSE(store.insert(second));
    CHECK(store.count("session_questions") == 2);
    CHECK(store.sessions.open_of("0m")->session_id == "1s");
  }
  PrepSession first = *store.sessions.load("1s");
  for (const auto state : {SessionState::paused, SessionState::active, SessionState::abandoned}) {
    first.state = state;
    first.version += 1;
    if (!first.open()) first.ended_at = kNow;
    REQUIRE(store.update(first, first.version - 1));
    CHECK(store.sessions.open_of("0m").has_value() == first.open());
  }
  CHECK(store.insert(a_session("2s")));
  CHECK(store.sessions.open_of("0m")->session_id == "2s");
  CHECK(store.insert(a_session("3s", "1m")));
  CHECK_FALSE(store.sessions.open_of("2m"));
  // An id is an id, whatever the state.
  PrepSession twin = a_session("1s", "2m");
  CHECK(error_of([&] { store.insert(twin); }));
  CHECK(error_of([&] { store.insert(a_session("4s", "nobody")); }));
}

TEST_CASE("the latest session is the one that began last, also within a second") {
  Sessions store;
  CHECK_FALSE(store.sessions.latest_of("0m"));
  CHECK(store.sessions.all_of("0m").empty());
  for (const char* id : {"9s", "5s", "7s"}) {
    PrepSession session = a_session(id);
    session.state = SessionState::finished;
    session.ended_at = kNow;
    store.insert(session);
    CHECK(store.sessions.latest_of("0m")->session_id == id);
  }
  PrepSession earlier = a_session("1s");
  earlier.started_at = kNow - hours{1};
  store.insert(earlier);
  CHECK(store.sessions.latest_of("0m")->session_id == "7s");
  CHECK(store.sessions.latest_of("0m")->questions.size() == 2);
  CHECK(ids_of(store.sessions.all_of("0m")) == Ids{"1s", "9s", "5s", "7s"});
  CHECK(store.sessions.open_of("0m")->session_id == "1s");
}

TEST_CASE("an update is compare-and-set on the version") {
  Sessions store;
  store.insert(a_session("1s"));
  PrepSession next = a_session("1s");
  next.version = 2;
  next.position = 1;
  next.place = SessionPlace::slack;
  next.nudged = true;
  next.last_activity_at = kNow + minutes{1};
  next.questions[0].answer = "one\ntwo";
  next.questions[0].answered_at = kNow + minutes{1};
  next.questions[0].answered_in = SessionPlace::slack;
  CHECK_FALSE(store.update(next, 0));
  CHECK_FALSE(store.update(next, 2));
  CHECK(same(*store.sessions.load("1s"), a_session("1s")));
  CHECK(store.update(next, 1));
  CHECK(same(*store.sessions.load("1s"), next));
  CHECK_FALSE(store.update(next, 1));  // the second of two clicks

  next.version = 3;
  next.questions[0].answer.reset();
  next.questions[0].answered_at.reset();
  next.questions[0].answered_in.reset();
  next.questions[1].skipped = true;
  CHECK(store.update(next, 2));
  CHECK(same(*store.sessions.load("1s"), next));
  PrepSession missing = next;
  missing.session_id = "missing";
  CHECK_FALSE(store.update(missing, 3));
}

TEST_CASE("an ended session without its end, or an open one with it, is refused") {
  Sessions store;
  PrepSession session = a_session("1s");
  session.ended_at = kNow;
  CHECK(error_of([&] { store.insert(session); }));
  session.ended_at.reset();
  session.state = SessionState::abandoned;
  CHECK(error_of([&] { store.insert(session); }));
  CHECK(store.count("prep_sessions") == 0);
}

TEST_CASE("open sessions of a person, the latest activity first; idle ones, the oldest first") {
  Sessions store;
  PrepSession old = a_session("1s", "0m");
  old.last_activity_at = kNow - hours{2};
  PrepSession paused = a_session("2s", "1m");
  paused.state = SessionState::paused;
  paused.last_activity_at = kNow - hours{1};
  PrepSession bobs = a_session("3s", "2m");
  bobs.user_id = "bob";
  bobs.last_activity_at = kNow - hours{3};
  PrepSession over = a_session("4s", "2m");
  over.state = SessionState::finished;
  over.ended_at = kNow;
  over.last_activity_at = kNow - hours{4};
  for (const auto& each : {old, paused, bobs, over}) REQUIRE(store.insert(each));

  CHECK(ids_of(store.sessions.open_of_user("ada")) == Ids{"2s", "1s"});
  CHECK(ids_of(store.sessions.open_of_user("bob")) == Ids{"3s"});
  CHECK(store.sessions.open_of_user("carol").empty());
  CHECK(store.sessions.open_of_user("ada")[0].questions.size() == 2);
  CHECK(ids_of(store.sessions.idle_since(kNow)) == Ids{"3s", "1s"});
  CHECK(ids_of(store.sessions.idle_since(kNow - hours{2})) == Ids{"3s", "1s"});
  CHECK(ids_of(store.sessions.idle_since(kNow - hours{2} - Seconds{1})) == Ids{"3s"});
}

}  // namespace execassist::store::testing
