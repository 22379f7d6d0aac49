#include "prep/materials_writer.hpp"

#include "support/error_of.hpp"
#include "support/html_scan.hpp"

#include <execassist/base/text.hpp>

#include <map>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::prep {
namespace {

using namespace std::chrono_literals;

const std::string kHostile =
    "</title><script>alert(1)</script> <!channel> [x](javascript:alert(1)) "
    "![i](https://evil.example) "
    "| a | `b` {{title}} {{{x}}} *(fact: calendar)* _e_ &lt; \x1b[31m\xE2\x80\xAE# -- end";

MeetingType leadership() {
  MeetingType type;
  type.name = "leadership_meeting";
  type.label = "Leadership Meeting";
  type.prep_questions = {{"a", "What is first?", true}, {"b", "What is second?", false}};
  type.agenda = {{"Open", 10}, {"Decisions", 70}, {"Close", 20}};
  return type;
}

Meeting meeting_called(const std::string& title, Seconds length = 1h) {
  Meeting meeting;
  meeting.meeting_id = "m1";
  meeting.facts.source = "ics";
  meeting.facts.title = title;
  meeting.facts.start = std::chrono::sys_days{2026y / 6 / 16} + 13h;
  meeting.facts.end = meeting.facts.start + length;
  return meeting;
}

struct Bench {
  Meeting meeting = meeting_called("Plans");
  MeetingType type = leadership();
  PrepSession session;
  std::vector<ContextItem> context;
  std::vector<std::string> changes;
  bool with_type = true;
  bool with_session = true;
  TemplateLookup own;

  WrittenMaterials write() const {
    const MaterialsInput input{meeting,
                               with_type ? &type : nullptr,
                               "Leadership Meeting",
                               *Zone::find("Europe/London"),
                               "Ada Byron",
                               with_session ? &session : nullptr,
                               context,
                               changes,
                               "no reaction by the deadline",
                               meeting.facts.start - 24h};
    return write_materials(input, own);
  }

  std::map<std::string, std::string> files() const {
    std::map<std::string, std::string> files;
    for (const MaterialFile& file : write().files) files[file.name] = file.content;
    CHECK(testing::html_problems(files["materials.html"]) == std::vector<std::string>{});
    return files;
  }
};

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

SessionQuestion answered(const std::string& ask, const std::string& answer, bool agenda) {
  return {ask, ask, agenda, answer, false, {}, {}};
}

TEST_CASE("four materials and a page, each line with its source") {
  Bench bench;
  bench.session.questions = {answered("What is first?", "- Budget\n\n* Hiring", true),
                             answered("What is second?", "", false)};
  bench.changes = {"The start moved."};
  bench.meeting.facts.attendees = {{"g@x.org", "Grace", Response::tentative, false},
                                   {"r@x.org", "Room", Response::accepted, true}};
  ContextItem table{"budget", "Budget", "budget.csv", bench.meeting.facts.start - 26h,
                    "",       {},       {},           12};
  table.table = {{"Team", "Left"}, {{"A|B", "1"}, {"", "2"}}};
  ContextItem lines{
      "rocks", "Big rocks", "rocks.yaml", {}, "", {}, {{"deep", 9}, {"x", 1}, {"y", 9}}, 0};
  ContextItem failed{"incidents", "Incidents", "incidents", {}, "no answer in 10 s", {}, {}, 0};
  bench.context = {table, lines, failed};
  auto files = bench.files();
  REQUIRE(files.size() == 5);
  const std::string agenda = files["agenda.md"];
  CHECK(
      agenda.starts_with("# Agenda: Plans\n\n## What changed since you prepared\n\n"
                         "- The start moved. *(fact: calendar)*\n"));
  CHECK(
      holds(agenda, "- **When:** Tuesday, June 16, 14:00 to 15:00 BST (1 h) *(fact: calendar)*\n"));
  CHECK(holds(agenda,
              "| 14:00 | 5 min | Open *(suggestion)* |\n"
              "| 14:05 | 20 min | Budget (Decisions) *(fact: your answer)* |\n"
              "| 14:25 | 20 min | Hiring (Decisions) *(fact: your answer)* |\n"));
  const std::string brief = files["context-brief.md"];
  CHECK(holds(brief,
              "## Budget\n\nFrom budget.csv, as of Jun 15 12:00 (2 h ago) *(fact: Budget)*\n"));
  CHECK(holds(brief,
              "| Team | Left | Source |\n| --- | --- | --- |\n"
              "| A\\|B | 1 | *(fact: Budget)* |\n|   | 2 | *(fact: Budget)* |\n"));
  CHECK(holds(brief, "Left out: 12 rows more. *(fact: Budget)*"));
  CHECK(holds(brief, "- deep *(fact: Big rocks)*\n  - x *(fact: Big rocks)*\n    - y"));
  CHECK(holds(brief, "- **This could not be had:** no answer in 10 s *(fact: Incidents)*"));
  CHECK(holds(brief, "- **What is first?**\n  - Budget *(fact: your answer)*\n  - Hiring"));
  CHECK(holds(brief, "- Grace: may come *(fact: calendar)*"));
  CHECK_FALSE(holds(brief, "Room:"));
  CHECK(holds(files["question-bank.md"], "- [x] What is first?\n  - Budget *(fact: your answer)*"));
  CHECK(holds(files["question-bank.md"], "- [ ] What is second? *(suggestion)*"));
  CHECK(holds(files["question-bank.md"], "drop first if we had to drop one?"));
  CHECK(holds(files["notes.md"], "### 14:05 Budget *(fact: your answer)*"));
  CHECK(holds(files["notes.md"], "\n- [ ] … - Owner: … - Due: …\n"));
  CHECK(holds(files["notes.md"], "## What we tell our teams"));
  CHECK(holds(files["materials.html"],
              "Budget (Decisions) <span class=\"mark fact\">fact: your answer"));
}

TEST_CASE("hostile text everywhere stays text") {
  Bench bench;
  bench.meeting = meeting_called(kHostile);
  auto& facts = bench.meeting.facts;
  facts.location = facts.organizer = facts.join_url = kHostile;
  facts.description = kHostile + "\n" + kHostile;
  facts.attendees = {{kHostile, kHostile, Response::accepted, false}};
  bench.type.agenda = {{kHostile, 1}, {"Talk", 2}};
  bench.session.questions = {answered(kHostile, kHostile + "\n# x\n" + kHostile, true)};
  bench.changes = {kHostile};
  ContextItem item{kHostile, kHostile, kHostile, {}, "", {}, {{kHostile, 0}, {kHostile, 1}}, 3};
  item.table = {{kHostile, "b"}, {{kHostile, kHostile}}};
  ContextItem failed{kHostile, kHostile, kHostile, {}, kHostile, {}, {}, 0};
  bench.context = {item, failed};
  const auto files = bench.files();
  for (const auto& [name, text] : files) {
    CAPTURE(name);
    CHECK_FALSE(holds(text, "\x1b"));
    CHECK_FALSE(holds(text, "\xE2\x80\xAE"));
    CHECK(holds(text, "{{title}}"));
  }
  const std::string& page = files.at("materials.html");
  CHECK(holds(page, "&lt;script&gt;alert(1)&lt;/script&gt;"));
  for (const std::string none :
       {"<script", "<img", "javascript:alert(1)\"", "href=\"http", "<code", "<em>"}) {
    CHECK_MESSAGE(!holds(page, none), none);
  }
}

TEST_CASE("meetings of which little is known, or too much") {
  Bench bench;
  bench.with_type = bench.with_session = false;
  bench.meeting = meeting_called(" \n ");
  CHECK(holds(bench.files().at("agenda.md"), "# Agenda: (no title)\n"));
  CHECK(holds(bench.files().at("agenda.md"), "| Discussion *(suggestion)* |"));
  CHECK(holds(bench.files().at("context-brief.md"), "- Nobody is listed. *(fact: calendar)*"));
  bench.with_type = true;
  CHECK(holds(bench.files().at("question-bank.md"), "- [ ] What is first? *(suggestion)*"));
  for (int i = 0; i < 500; ++i) {
    bench.meeting.facts.attendees.push_back({"p@x.org", "P", Response::accepted, false});
  }
  CHECK(holds(bench.files().at("context-brief.md"), "- and 460 more *(fact: calendar)*"));
  bench.meeting.facts.all_day = true;
  bench.meeting.facts.start = std::chrono::sys_days{2026y / 6 / 15} + 23h;
  bench.meeting.facts.end = bench.meeting.facts.start + 48h;
  CHECK(holds(bench.files().at("agenda.md"), "Tuesday, June 16 to Wednesday, June 17, all day"));
  CHECK(holds(bench.files().at("agenda.md"), "| – | – | Open"));
  bench.type.agenda.clear();
  CHECK(holds(bench.files().at("agenda.md"), "There is no agenda"));
  CHECK(bench.write().preview.empty());
  bench.meeting = meeting_called("x", 0s);
  CHECK(holds(bench.files().at("agenda.md"), "June 16, 14:00 BST *(fact"));
}

TEST_CASE("a number that begins a line stays") {
  Bench bench;
  bench.session.questions = {
      answered("What is first?", "15. Dezember Abgabe\n1. Budget\n2) Hiring", true)};
  bench.meeting.facts.description = "- 3. Etage\n2026. A year";
  auto files = bench.files();
  CHECK(holds(files["agenda.md"], "| 15\\. Dezember Abgabe (Decisions) *(fact: your answer)*"));
  CHECK(holds(files["context-brief.md"],
              "  - 15\\. Dezember Abgabe *(fact: your answer)*\n"
              "  - 1\\. Budget *(fact: your answer)*\n"
              "  - 2\\) Hiring *(fact: your answer)*\n"));
  CHECK(holds(files["context-brief.md"], "- 3\\. Etage *(fact: calendar)*\n- 2026\\. A year"));
  CHECK(holds(files["materials.html"], "<li>15. Dezember Abgabe <span"));
}

TEST_CASE("answers and the invitation's text are shown whole") {
  Bench bench;
  std::string longest;
  for (int word = 0; longest.size() < 3990; ++word) longest += "word" + std::to_string(word) + " ";
  longest += "last.";
  bench.session.questions = {answered("What is second?", longest, false)};
  bench.meeting.facts.description = "About: " + longest;
  auto files = bench.files();
  CHECK(holds(files["context-brief.md"], "  - " + longest + " *(fact: your answer)*\n"));
  CHECK(holds(files["context-brief.md"], "- About: " + longest + " *(fact: calendar)*\n"));
  CHECK(holds(files["question-bank.md"], "  - " + longest + " *(fact: your answer)*\n"));
  CHECK(holds(files["materials.html"], longest));
}

TEST_CASE("clock times over a change of the clocks and over midnight") {
  Bench bench;
  bench.with_session = false;
  bench.type.agenda = {{"One", 1}, {"Two", 1}, {"Three", 1}};
  bench.meeting = meeting_called("Night", 3h);
  bench.meeting.facts.start = std::chrono::sys_days{2026y / 10 / 24} + 22h + 30min;  // 23:30 BST
  bench.meeting.facts.end = bench.meeting.facts.start + 6h;
  CHECK(bench.write().preview == std::vector<std::string>{"23:30 One (120 min)",
                                                          "Sun 01:30 Two (120 min)",
                                                          "Sun 02:30 GMT Three (120 min)"});
}

TEST_CASE("a preview has at most eight plain lines") {
  Bench bench;
  bench.session.questions = {answered("q", "a *b*\nc\nd\ne\nf\ng\nh\ni\nj", true)};
  const auto preview = bench.write().preview;
  REQUIRE(preview.size() == 8);
  CHECK(preview[1].ends_with("a *b* (5 min)"));
  CHECK(preview.back() == "and 4 more");
}

TEST_CASE("templates of one's own go first, file by file, and say where they are wrong") {
  Bench bench;
  bench.own = [](const std::string& path) -> std::optional<std::string> {
    if (path == "leadership_meeting/agenda.md") return "mine: {{{title}}} <b>x</b>\n";
    if (path == "default/agenda.md") return "for types without an agenda of mine";
    if (path == "default/notes.md") return "mine for all\n";
    return std::nullopt;
  };
  bench.meeting.facts.title = "<i>t</i>";
  CHECK(bench.files().at("agenda.md") == "mine: \\<i>t\\</i> <b>x</b>\n");
  CHECK(holds(bench.files().at("materials.html"), "<p>mine: &lt;i&gt;t&lt;/i&gt; x</p>"));
  // Although notes for this type are built in.
  CHECK(bench.files().at("notes.md") == "mine for all\n");
  CHECK(holds(bench.files().at("question-bank.md"), "drop first if we had to drop one?"));
  bench.own = [](const std::string& path) -> std::optional<std::string> {
    if (path == "default/agenda.md") return "a\n{{#x}}";
    return std::nullopt;
  };
  const auto error = testing::error_of([&] { bench.write(); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::configuration);
  CHECK(error->message() == "your template default/agenda.md:2: unclosed section \"x\"");
}

}  // namespace
}  // namespace execassist::prep
