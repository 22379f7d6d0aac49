#include "cli/session_dialogue.hpp"

#include "store/meeting_repository.hpp"
#include "store/prep_session_repository.hpp"
#include "support/test_edges.hpp"

#include <deque>
#include <functional>

#include <doctest/doctest.h>

namespace execassist::cli::testing {
namespace {

const Instant kNow = *parse_rfc3339("2026-11-21T09:30:00Z");
const CommandDesc kCommand{.path = {"prep", "start"}, .summary = ""};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// A terminal at which the whole input was typed ahead.
class Desk {
 public:
  explicit Desk(int questions = 3) {
    settings.users.emplace_back().user.id = "ada";
    MeetingType& type = rules.types.emplace_back();
    type.name = "default";
    for (int i = 1; i <= questions; ++i) {
      type.prep_questions.push_back(
          {"k" + std::to_string(i), "What about " + std::to_string(i) + "?", false});
    }
    Meeting meeting;
    meeting.meeting_id = "meeting1";
    meeting.user_id = "ada";
    meeting.facts.title = "Review";
    meeting.facts.start = kNow + days{1};
    meeting.facts.end = meeting.facts.start + hours{1};
    meeting.state.status = MeetingStatus::classified;
    meeting.state.meeting_type = "default";
    auto transaction = database.begin();
    store::MeetingRepository(database).insert(transaction, meeting, "sync: new");
    app::open_session(scope, transaction, "meeting1", {SessionPlace::terminal, "prep start"});
    transaction.commit();
  }

  int type(const std::string& input) {
    edges.fake_files().standard_input = input;
    Output output(edges.terminal());
    Invocation call(kCommand, {}, {}, edges, output);
    SessionDialogue dialogue(call, scope, session());
    const int code = dialogue.run();
    shown = edges.fake_terminal().take_out();
    return code;
  }
  PrepSession session() {
    return store::PrepSessionRepository(database).latest_of("meeting1").value();
  }
  std::string answer(std::size_t index) { return session().questions[index].answer.value_or("-"); }
  MeetingState state() { return store::MeetingRepository(database).load("meeting1")->state; }
  void elsewhere(const std::function<void(store::Transaction&)>& act) {
    auto transaction = database.begin();
    act(transaction);
    transaction.commit();
  }

  execassist::testing::TestEdges edges;
  Settings settings;
  Rules rules;
  store::Database database = store::Database::in_memory();
  app::Scope scope{settings, rules, database, edges, std::nullopt, false, {}};
  std::string shown;
};

// Another process acts while the person has typed so many lines.
class Interrupted final : public Files {
 public:
  Interrupted(Files& real, std::function<void()> act) : real_(real), act_(std::move(act)) {}
  std::string read(const std::string& path, std::size_t limit) override {
    return real_.read(path, limit);
  }
  std::string read_regular(const std::string& path, std::size_t limit) override {
    return real_.read_regular(path, limit);
  }
  void each_line(const std::string& path, std::size_t longest,
                 const std::function<bool(std::string_view, bool)>& each) override {
    bool first = true;
    real_.each_line(path, longest, [&](std::string_view line, bool cut) {
      if (first) act_();
      first = false;
      return each(line, cut);
    });
  }
  bool create(const std::string& path, std::string_view content) override {
    return real_.create(path, content);
  }
  bool exists(const std::string& path) override { return real_.exists(path); }
  void require_safe_modes(const std::string&, bool) override {}
  std::unique_ptr<HeldLock> try_lock(const std::string& path) override {
    return real_.try_lock(path);
  }
  bool is_folder(const std::string& path) override { return real_.is_folder(path); }
  std::optional<std::uint64_t> bytes_left(const std::string& path) override {
    return real_.bytes_left(path);
  }

 private:
  Files& real_;
  std::function<void()> act_;
};

}  // namespace

TEST_CASE("a dialogue asks one question after the other, and prepares the meeting") {
  Desk desk;
  CHECK(desk.type("one\ntwo\nthree\nnot read\n") == 0);
  CHECK(desk.answer(0) == "one");
  CHECK(desk.answer(1) == "two");
  CHECK(desk.answer(2) == "three");
  CHECK(desk.session().questions[0].answered_in == SessionPlace::terminal);
  CHECK(desk.state().prep_outcome == PrepOutcome::prepared);
  CHECK(desk.shown ==
        "  /back, /skip, /finish or /quit; a line that ends in \\ goes on in the next\n"
        "\nQuestion 1 of 3\nWhat about 1?\n> "
        "\nQuestion 2 of 3\nWhat about 2?\n> "
        "\nQuestion 3 of 3\nWhat about 3?\n> "
        "Question 3 of 3 answered. The preparation is finished.\n");
}

TEST_CASE("words of a line of their own do something; other lines are answers") {
  struct Case {
    std::string name;
    std::string input;
    std::vector<std::string> answers;  // "-": none
    bool finished;
    std::string says;
  };
  const Case cases[] = {
      {"end of the input", "", {"-", "-"}, false, "It waits for you at question 1 of 3"},
      {"in the middle", "one\n", {"one", "-"}, false, "It waits for you at question 2 of 3"},
      {"without a line break", "one", {"one", "-"}, false, "at question 2 of 3"},
      {"quit", "one\n/quit\ntwo\n", {"one", "-"}, false, "execassist prep start meeting1"},
      {"quit, loudly", "  one\n/QUIT  \ntwo\n", {"one", "-"}, false, "It waits for you"},
      {"skip", "/skip\ntwo\n", {"-", "two"}, false, "Question 3 of 3"},
      {"back", "one\n/back\nuno\n", {"uno", "-"}, false, "so far (/skip keeps it):\n  one\n"},
      {"back at the first", "/back\none\n", {"one", "-"}, false, "This is the first question"},
      {"back, then keep", "one\n/back\n/skip\ntwo\n", {"one", "two"}, false, "Question 3 of 3"},
      {"finish", "one\n/finish\ntwo\n", {"one", "-"}, true, "Ended with 1 of 3 questions"},
      {"an empty line", "\n \t\none\n", {"one", "-"}, false, "a few words will do"},
      {"no such word", "/bakc\none\n", {"one", "-"}, false, "There is no /bakc."},
      {"a path", "/etc/hosts is wrong\n", {"/etc/hosts is wrong", "-"}, false, "2 of 3"},
      {"a blank makes it an answer", " /quit\n", {"/quit", "-"}, false, "Question 2 of 3"},
      {"several lines", "a\\\n  b\\\nc\ntwo\n", {"a\n  b\nc", "two"}, false, "> . . "},
      {"a word within", "a\\\n/quit\ntwo\n", {"a\n/quit", "two"}, false, "3 of 3"},
      {"the input ends within", "a\\\n", {"a", "-"}, false, "at question 2 of 3"},
      {"only a backslash", "\\\n\n\none\n", {"one", "-"}, false, "a few words will do"},
      {"carriage returns", "one\r\n/back\r\nuno\r\n", {"uno", "-"}, false, "2 of 3"},
      {"escape sequences", "a\x1b[2Jb\x07\n/back\n/quit\n", {"ab", "-"}, false, "  ab\n"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    Desk desk;
    CHECK(desk.type(each.input) == 0);
    CHECK(desk.answer(0) == each.answers[0]);
    CHECK(desk.answer(1) == each.answers[1]);
    CHECK((desk.state().status == MeetingStatus::prep_completed) == each.finished);
    CHECK(desk.session().open() != each.finished);
    CAPTURE(desk.shown);
    CHECK(has(desk.shown, each.says));
    CHECK(desk.shown.find('\x1b') == std::string::npos);
    CHECK(desk.shown.ends_with("\n"));
  }
}

TEST_CASE("what was left goes on, with what was said so far") {
  Desk desk;
  desk.type("one\n");
  desk.type("two\n/quit\n");
  CHECK(desk.answer(1) == "two");
  CHECK(has(desk.shown, "Question 2 of 3"));
  CHECK_FALSE(has(desk.shown, "Question 1 of 3"));
  desk.type("three\n");
  CHECK(desk.state().prep_outcome == PrepOutcome::prepared);
}

TEST_CASE("a line that is too long is taken to its bound, and that is said") {
  Desk desk;
  desk.type(std::string(200000, 'x') + "\n");
  CHECK(desk.answer(0) == std::string(4000, 'x'));
  CHECK(has(desk.edges.fake_terminal().take_err(), "too long"));
}

TEST_CASE("lines that come at once at a terminal are one answer, until an empty one") {
  struct Case {
    std::string name;
    std::string input;
    std::deque<bool> waits;  // after each line: the next one is there already
    std::vector<std::string> answers;
  };
  const Case cases[] = {
      {"line by line", "one\ntwo\n", {false, false}, {"one", "two"}},
      {"pasted", "a\nb\n\ntwo\n", {true, false, false, false}, {"a\nb", "two"}},
      {"its last line follows", "a\nb\nc\n\ntwo\n", {true, false}, {"a\nb\nc", "two"}},
      {"with a gap", "a\n\nb\n\ntwo\n", {true, true, false}, {"a\n\nb", "two"}},
      {"a gap at its end", "a\nb\n\ntwo\n", {true, true, false}, {"a\nb", "two"}},
      {"a word within", "a\n/quit\n\ntwo\n", {true, false}, {"a\n/quit", "two"}},
      {"a word before", "/skip\na\nb\n\n", {true, true, false}, {"-", "a\nb"}},
      {"the input ends", "a\nb\n", {true, true}, {"a\nb", "-"}},
      {"after a line that goes on", "a\\\nb\nc\n\ntwo\n", {false, true}, {"a\nb\nc", "two"}},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    Desk desk;
    desk.edges.fake_terminal().in_tty = true;
    desk.edges.fake_terminal().more_waits = each.waits;
    CHECK(desk.type(each.input) == 0);
    CHECK(desk.answer(0) == each.answers[0]);
    CHECK(desk.answer(1) == each.answers[1]);
    CHECK(desk.answer(2) == "-");
  }
}

TEST_CASE("a line that the terminal cut is not taken, nor what was pasted with it") {
  const std::string whole(4094, 'x');
  struct Case {
    std::string name;
    std::string input;
    std::deque<bool> waits;
    bool terminal;
    std::vector<std::string> answers;
  };
  const Case cases[] = {
      {"cut", whole + "y\none\n", {}, true, {"one", "-"}},
      {"just not", whole + "\n", {}, true, {whole.substr(0, 4000), "-"}},
      {"in a paste", "a\n" + whole + "y\nb\none\n", {true, true, false}, true, {"one", "-"}},
      {"at the end", whole + "y\n", {true}, true, {"-", "-"}},
      {"from a file", whole + "y\none\n", {}, false, {whole.substr(0, 4000), "one"}},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    Desk desk;
    desk.edges.fake_terminal().in_tty = each.terminal;
    desk.edges.fake_terminal().more_waits = each.waits;
    CHECK(desk.type(each.input) == 0);
    CHECK(desk.answer(0) == each.answers[0]);
    CHECK(desk.answer(1) == each.answers[1]);
    const bool cut = each.terminal && has(each.input, "y\n");
    CHECK(has(desk.shown, "prep answer meeting1 - < FILE") == cut);
  }
}

TEST_CASE("when the reader is gone nothing more is asked, and what was answered stays") {
  Desk desk;
  desk.edges.fake_terminal().break_pipe_after(120);
  desk.type("one\ntwo\nthree\n");
  CHECK(desk.answer(0) == "one");
  CHECK(desk.answer(2) == "-");
  CHECK(desk.session().open());
}

TEST_CASE("what happened elsewhere meanwhile is said, and what was typed is not taken for more") {
  const app::SessionActor slack{SessionPlace::slack, "Slack"};
  struct Case {
    std::string name;
    std::function<void(Desk&, store::Transaction&)> meanwhile;
    int code;
    std::string says;
    bool stored;
  };
  const Case cases[] = {
      {"answered in Slack",
       [&](Desk& desk, store::Transaction& transaction) {
         app::answer_session(desk.scope, transaction, "meeting1", "from Slack", slack);
       },
       0, "question 2 of 3 waits now.\nWhat you typed was not stored.\n\nQuestion 2 of 3", false},
      {"finished in Slack",
       [&](Desk& desk, store::Transaction& transaction) {
         app::finish_session(desk.scope, transaction, "meeting1", slack);
       },
       0, "What you typed was not stored.\n", false},
      {"skipped",
       [&](Desk& desk, store::Transaction& transaction) {
         const Meeting meeting = *store::MeetingRepository(desk.database).load("meeting1");
         app::abandon_session(desk.scope, transaction, meeting, "the meeting is cancelled");
       },
       5, "What you typed was not stored.\n", false},
      {"paused by a job",
       [&](Desk& desk, store::Transaction& transaction) {
         PrepSession session = desk.session();
         session.state = SessionState::paused;
         session.version += 1;
         store::PrepSessionRepository(desk.database)
             .update(transaction, session, session.version - 1);
       },
       0, "Question 2 of 3", true},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    Desk desk;
    Interrupted files(desk.edges.fake_files(), [&] {
      desk.elsewhere([&](store::Transaction& transaction) { each.meanwhile(desk, transaction); });
    });
    desk.edges.real_files = &files;
    CHECK(desk.type("typed here\n") == each.code);
    CAPTURE(desk.shown);
    CHECK(has(desk.shown, each.says));
    CHECK((desk.answer(0) == "typed here") == each.stored);
    CHECK(desk.answer(1) == "-");
  }
}

}  // namespace execassist::cli::testing
