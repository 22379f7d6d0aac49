// The commands of a prep session. The rules here ask nothing of their own accord: the session that
// the commands work on was begun elsewhere, as one in Slack is.
#include "app/prep_sessions.hpp"
#include "program_fixture.hpp"
#include "store/meeting_repository.hpp"
#include "store/prep_session_repository.hpp"
#include "wire/json.hpp"

#include <execassist/base/text.hpp>

#include <doctest/doctest.h>

namespace execassist::cli::testing {
namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

class Desk : public Program {
 public:
  explicit Desk(const std::string& title = "Review") {
    edges.fake_source("work").list({meeting(title, 24)});
    call({"sync"});
    auto database = open();
    id = store::MeetingRepository(database).list({}).at(0).meeting_id;
  }

  store::Database open() {
    return store::Database::open(edges.store_path, store::OpenMode::read_write);
  }
  // What is said when the materials are there.
  std::string materials() const {
    return "materials: /archive/ada/" + id +
           "/materials.html\n  read:   execassist prep materials " + id + "\n";
  }
  // By another process, whose rules ask three questions.
  void begin(SessionPlace place = SessionPlace::slack) {
    Settings settings;
    settings.users.emplace_back().user.id = "ada";
    Rules asking;
    MeetingType& type = asking.types.emplace_back();
    type.name = "default";
    type.prep_questions = {{"a", "What should come of it?", true},
                           {"b", "What may go wrong?", false},
                           {"c", "Who decides?", false}};
    auto database = open();
    const app::Scope scope{settings, asking, database, edges, std::nullopt, false, {}};
    auto transaction = database.begin();
    app::open_session(scope, transaction, id, {place, "the button in Slack"});
    transaction.commit();
  }
  PrepSession session() {
    auto database = open();
    return store::PrepSessionRepository(database).latest_of(id).value();
  }
  MeetingState state() {
    auto database = open();
    return store::MeetingRepository(database).load(id)->state;
  }
  std::string answer(std::size_t index) { return session().questions[index].answer.value_or("-"); }

  std::string id;
};

}  // namespace

TEST_CASE("prep start without a terminal prints the question that waits and how to answer") {
  Desk desk;
  desk.begin();
  const Called called = desk.call({"prep", "start", desk.id});
  CHECK(called.code == 0);
  CHECK(called.out ==
        "preparing: Review, 2026-11-22 09:30 GMT\n"
        "question 1 of 3: What should come of it?\n"
        "answer it: execassist prep answer " +
            desk.id + " TEXT (or --skip, or --back); enough: execassist prep finish " + desk.id +
            "\n");
  CHECK(desk.session().place == SessionPlace::terminal);
  CHECK(desk.call({"prep", "start", desk.id}).out == called.out);
}

TEST_CASE("prep start on a terminal holds the session there") {
  Desk desk;
  desk.begin();
  desk.edges.fake_terminal().in_tty = desk.edges.fake_terminal().out_tty = true;
  desk.edges.fake_files().standard_input = "one\n/skip\n";
  const Called called = desk.call({"prep", "start", desk.id, "--no-color"});
  CHECK(called.code == 0);
  CHECK(called.out.starts_with("preparing: Review, 2026-11-22 09:30 GMT\n"));
  CHECK(has(called.out, "It waits for you at question 3 of 3: execassist prep start " + desk.id));
  CHECK(desk.answer(0) == "one");
  CHECK(desk.session().questions[1].skipped);

  desk.edges.fake_files().standard_input = "three\n";
  CHECK(has(desk.call({"prep", "start", desk.id, "--no-color"}).out, "waits.\n"));
  CHECK(desk.state().prep_outcome == PrepOutcome::prepared);
  CHECK(desk.call({"prep", "start", desk.id}).code == 5);
}

TEST_CASE("only two terminals make a dialogue, and never with --json") {
  struct Case {
    bool in, out;
    std::vector<std::string> more;
  };
  for (const Case& each :
       {Case{true, false, {}}, Case{false, true, {}}, Case{true, true, {"--json"}}}) {
    Desk desk;
    desk.begin();
    desk.edges.fake_terminal().in_tty = each.in;
    desk.edges.fake_terminal().out_tty = each.out;
    desk.edges.fake_files().standard_input = "one\ntwo\n";
    std::vector<std::string> words{"prep", "start", desk.id};
    words.insert(words.end(), each.more.begin(), each.more.end());
    CHECK(desk.call(words).code == 0);
    CHECK(desk.answer(0) == "-");
  }
}

TEST_CASE("prep answer does what the buttons in Slack do") {
  Desk desk;
  desk.begin();
  Called called = desk.call({"prep", "answer", desk.id, "a <!channel> b"});
  CHECK(called.code == 0);
  CHECK(called.out.starts_with("Question 1 of 3 answered.\nquestion 2 of 3: What may go wrong?\n"));
  CHECK(desk.answer(0) == "a <!channel> b");
  CHECK(desk.call({"prep", "answer", desk.id, "--skip"}).code == 0);
  CHECK(desk.call({"prep", "answer", desk.id, "--back"}).code == 0);
  desk.edges.fake_files().standard_input = "several\nlines\n\n";
  CHECK(desk.call({"prep", "answer", desk.id, "-"}).code == 0);
  CHECK(desk.answer(1) == "several\nlines");
  called = desk.call({"prep", "answer", desk.id, "--skip"});
  CHECK(called.out ==
        "Question 3 of 3 passed over. The preparation is finished.\n"
        "prepared: Review, 2026-11-22 09:30 GMT\n" +
            desk.materials());
  CHECK(desk.state().prep_outcome == PrepOutcome::prepared);
}

TEST_CASE("prep answer says what is wrong with it") {
  Desk desk;
  struct Case {
    std::vector<std::string> words;
    int code;
    std::string says;
  };
  const Called none = desk.call({"prep", "answer", desk.id, "x"});
  CHECK(none.code == 5);
  CHECK(has(none.err, "no prep session of this meeting is open"));
  CHECK(has(none.err, "hint: execassist prep start " + desk.id));
  desk.begin();
  const Case cases[] = {
      {{"prep", "answer"}, 2, "missing argument ID"},
      {{"prep", "answer", desk.id}, 2, "give one of TEXT, --skip and --back"},
      {{"prep", "answer", desk.id, "x", "--skip"}, 2, "give one of"},
      {{"prep", "answer", desk.id, "--back", "--skip"}, 2, "give one of"},
      {{"prep", "answer", "0000", "x"}, 6, "no such meeting 0000"},
      {{"prep", "answer", desk.id, ""}, 5, "empty"},
      {{"prep", "answer", desk.id, " \n "}, 5, "empty"},
      {{"prep", "answer", desk.id, "-"}, 5, "empty"},
      {{"prep", "answer", desk.id, "--back"}, 5, "first question"},
  };
  for (const Case& each : cases) {
    CAPTURE(join(each.words, " "));
    const Called called = desk.call(each.words);
    CHECK(called.code == each.code);
    CAPTURE(called.err);
    CHECK(has(called.err, each.says));
    CHECK(called.out.empty());
    CHECK(desk.session().version == 1);
  }
}

TEST_CASE("a huge answer on the standard input is bounded") {
  Desk desk;
  desk.begin();
  desk.edges.fake_files().standard_input = std::string(1 << 22, 'x') + "\n" + std::string(99, 'y');
  const Called called = desk.call({"prep", "answer", desk.id, "-"});
  CHECK(called.code == 0);
  CHECK(has(called.out, "Question 1 of 3 answered, cut at 4,000 characters."));
  CHECK(desk.answer(0).size() == 4000);
}

TEST_CASE("a dry run of each command changes nothing") {
  Desk desk;
  desk.begin();
  for (const std::vector<std::string>& words : {std::vector<std::string>{"prep", "start", desk.id},
                                                {"prep", "answer", desk.id, "x"},
                                                {"prep", "answer", desk.id, "--skip"},
                                                {"prep", "finish", desk.id},
                                                {"prep", "skip", desk.id}}) {
    auto dry = words;
    dry.push_back("--dry-run");
    CHECK(desk.call(dry).code == 0);
    CHECK(desk.session().version == 1);
    CHECK(desk.session().place == SessionPlace::slack);
    CHECK(desk.state().status == MeetingStatus::prep_in_progress);
  }
}

TEST_CASE("prep finish ends the session, prep skip abandons it") {
  Desk desk;
  desk.begin();
  desk.call({"prep", "answer", desk.id, "x"});
  CHECK(desk.call({"prep", "finish", desk.id}).out ==
        "prepared: Review, 2026-11-22 09:30 GMT\n" + desk.materials());
  CHECK(desk.session().state == SessionState::finished);
  CHECK(desk.call({"prep", "finish", desk.id}).code == 5);
  CHECK(desk.call({"prep", "answer", desk.id, "y"}).code == 5);

  Desk other;
  other.begin();
  CHECK(other.call({"prep", "skip", other.id}).code == 0);
  CHECK(other.session().state == SessionState::abandoned);
  CHECK(other.state().prep_outcome == PrepOutcome::skipped);
}

TEST_CASE("prep show tells the session, its answers and the whole story") {
  Desk desk;
  CHECK(has(desk.call({"prep", "show", desk.id, "--json"}).out, "\"session\": null"));
  desk.begin();
  desk.call({"prep", "answer", desk.id, "one\n  two"});
  desk.call({"prep", "answer", desk.id, "--skip"});
  const Called shown = desk.call({"prep", "show", desk.id});
  CHECK(has(shown.out,
            "  session   question 3 of 3 waits in the terminal, 1 of 3 answered\n"
            "            1. What should come of it?\n"
            "               one\n"
            "                 two\n"
            "            2. What may go wrong? (passed over)\n"
            "            3. Who decides? (waits)\n"));
  CHECK_FALSE(has(shown.out, "sync: new"));
  const std::string story = desk.call({"prep", "show", desk.id, "--history"}).out;
  const std::string at = "  2026-11-21 09:30 GMT  ";
  CHECK(has(story, at + "state    sync: new                  discovered\n"));
  CHECK(has(story, at + "state    user: the button in Slack  prep_in_progress\n"));
  CHECK(has(story, at + "session  prep answer                question 1 of 3 answered\n"));
  CHECK(has(story, at + "answer   What should come of it?    one two\n"));

  const std::string json = desk.call({"prep", "show", desk.id, "--json"}).out;
  std::string why;
  const auto parsed = wire::parse_json(json, &why);
  REQUIRE_MESSAGE(parsed, why);
  for (const char* key : {"meeting_id", "status", "notifications", "session", "history"}) {
    CAPTURE(key);
    CHECK(parsed->find(key) != nullptr);
  }
  const wire::Json& session = *parsed->find("session");
  CHECK(*session.find("state") == wire::Json("active"));
  CHECK(*session.find("progress") == wire::Json("3 of 3"));
  CHECK(*session.find("answered") == wire::Json(1));
  const auto& questions = *session.find("questions")->as_array();
  REQUIRE(questions.size() == 3);
  CHECK(*questions[0].find("answer") == wire::Json("one\n  two"));
  CHECK(*questions[0].find("answered_in") == wire::Json("terminal"));
  CHECK(questions[2].find("answer")->is_null());
  for (const wire::Json& each : *parsed->find("history")->as_array()) {
    for (const char* key : {"at", "what", "cause", "outcome", "from", "to"}) {
      CHECK(each.find(key) != nullptr);
    }
  }
}

TEST_CASE("scripts get the meeting with its session") {
  Desk desk;
  desk.begin();
  const auto started = wire::parse_json(desk.call({"prep", "start", desk.id, "--json"}).out);
  REQUIRE(started);
  CHECK(*started->find("status") == wire::Json("prep_in_progress"));
  CHECK(*started->find("session")->find("position") == wire::Json(0));
  CHECK(*started->find("changed") == wire::Json(true));
  const auto refused = wire::parse_json(desk.call({"prep", "answer", desk.id, "", "--json"}).out);
  REQUIRE(refused);
  CHECK(*refused->find("error")->find("code") == wire::Json(5));
}

TEST_CASE("hostile titles stay on their line in all of it") {
  Desk desk("A\nB\x1b[2J<!channel>");
  desk.begin();
  for (const std::vector<std::string>& words : {std::vector<std::string>{"prep", "start", desk.id},
                                                {"prep", "answer", desk.id, "x"},
                                                {"prep", "show", desk.id, "--history"},
                                                {"prep", "finish", desk.id}}) {
    const std::string out = desk.call(words).out;
    CHECK(out.find('\x1b') == std::string::npos);
    CHECK_FALSE(has(out, "A\nB"));
  }
}

TEST_CASE("prep snooze says when the reminder comes, also behind quiet hours") {
  Desk desk;
  desk.edges.fake_clock().advance(hours{22} + minutes{30});  // to 08:00; the meeting is at 09:30
  desk.call({"prep"});
  const auto snoozed = [&](bool json) {
    std::vector<std::string> words{"prep", "snooze", desk.id, "--for", "30m"};
    if (json) words.insert(words.end(), {"--json", "--dry-run"});
    const Called called = desk.call(words);
    REQUIRE(called.code == 0);
    return called.out;
  };
  CHECK(snoozed(false) == "snoozed until 2026-11-22 08:30 GMT: Review\n");
  const std::string plain = snoozed(true);
  CHECK(has(plain, "\"remind_at\": \"2026-11-22T08:30:00Z\""));
  CHECK(has(plain, "\"planned_delivery_at\": \"2026-11-22T08:30:00Z\""));

  const auto quiet_until = [&](const std::string& time) {
    std::string config = desk.config;
    config.insert(config.find("    channels"),
                  "    quiet_hours: {from: \"08:15\", to: \"" + time + "\"}\n");
    desk.edges.fake_files().put(desk.edges.config_path, config);
  };
  quiet_until("09:00");
  CHECK(snoozed(false) == "snoozed until 2026-11-22 09:00 GMT, when quiet hours end: Review\n");
  const std::string held = snoozed(true);
  CHECK(has(held, "\"remind_at\": \"2026-11-22T08:30:00Z\""));
  CHECK(has(held, "\"planned_delivery_at\": \"2026-11-22T09:00:00Z\""));
  quiet_until("09:30");  // the meeting starts then: it is not held back
  CHECK(snoozed(false) == "snoozed until 2026-11-22 08:30 GMT: Review\n");
  CHECK(has(snoozed(true), "\"planned_delivery_at\": \"2026-11-22T08:30:00Z\""));
}

}  // namespace execassist::cli::testing
