#include "notify/materials_message.hpp"

#include <execassist/base/text.hpp>

#include <doctest/doctest.h>

namespace execassist::notify {
namespace {

const Instant kNow = *parse_rfc3339("2026-11-21T09:30:00Z");

struct Subject {
  Meeting meeting;
  User user;

  explicit Subject(const std::string& title = "Q4 outlook") {
    meeting.meeting_id = "4f1k2m9xabcdefgh";
    meeting.facts.title = title;
    meeting.facts.source = "ics";
    meeting.facts.start = kNow + hours{20};
    meeting.facts.end = kNow + hours{21};
    meeting.last_synced_at = kNow - minutes{5};
    user.name = "Ada Byron";
  }
  MeetingInWords words() const { return {meeting, user, "QBR", kNow}; }
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("materials: the text as a whole") {
  const Subject subject;
  const Message message =
      materials_message(subject.words(), {{"10:00 Opening (5 min)", "10:05 Budget (55 min)"},
                                          {"The start moved from 10:00 to 11:00"},
                                          kNow - minutes{1},
                                          false});
  CHECK(message.subject == "Your materials: Q4 outlook");
  CHECK(message.text ==
        "Your materials are ready:\n"
        "  Q4 outlook\n"
        "  Sunday, November 22 at 5:30 AM UTC (in 20 h)\n"
        "  60 minutes, no other people listed\n"
        "\nWhat changed since I last wrote:\n"
        "  - The start moved from 10:00 to 11:00\n"
        "\nThe agenda:\n"
        "  10:00 Opening (5 min)\n"
        "  10:05 Budget (55 min)\n"
        "\nOpen them: execassist prep materials 4f1k2m9xabcdefgh --open\n"
        "Read here: execassist prep materials 4f1k2m9xabcdefgh\n"
        "\nWritten at 2026-11-21 09:29 UTC (1 min ago). "
        "Calendar read at 2026-11-21 09:25 UTC (5 min ago).\n");
  CHECK(message.brief.lead == "Materials are ready:");
  CHECK(message.brief.topic == "Q4 outlook");
  CHECK(message.brief.rest == "execassist prep materials 4f1k2m9x");
  CHECK(message.content.headline == "Your Materials Are Ready");
  REQUIRE(message.content.sections.size() == 3);
  CHECK(message.content.sections[1].bullets.size() == 1);
  CHECK(message.content.sections[2].bullets.size() == 2);
}

TEST_CASE("materials: without agenda or changes neither is named") {
  const Subject subject;
  const Message message = materials_message(subject.words(), {{}, {}, kNow, true});
  CHECK_FALSE(contains(message.text, "The agenda"));
  CHECK_FALSE(contains(message.text, "What changed"));
  CHECK(contains(message.text, "\nThe meeting has changed since they were written.\n"));
  CHECK(message.content.sections.size() == 2);
}

TEST_CASE("materials: long lists are cut and counted, hostile text is one safe line") {
  const Subject subject("x\n\x1b[31m\u202e<!channel>");
  MaterialsInWords materials;
  for (int i = 0; i < 20; ++i) {
    materials.preview.push_back("item " + std::to_string(i) + "\nnext\x07" + std::string(500, 'w'));
    materials.changes.push_back("change " + std::to_string(i));
  }
  materials.preview[3] = "\u200b\n";
  const Message message = materials_message(subject.words(), materials);
  CHECK(contains(message.text, "  item 7 next"));
  CHECK_FALSE(contains(message.text, "item 8"));
  CHECK(contains(message.text, "  and 12 more\n"));
  CHECK(contains(message.text, "  - change 4\n  - and 15 more\n"));
  CHECK(message.text == safe_block(message.text));
  for (const std::string& line : split(message.text, '\n')) CHECK(display_width(line) <= 210);
  for (const MessageSection& section : message.content.sections) {
    for (const std::string& bullet : section.bullets) CHECK(bullet == one_line(bullet));
  }
}

TEST_CASE("a nudge and a failed build say what to type") {
  const Subject subject;
  const Message nudge = nudge_message(subject.words(), "2 of 4");
  CHECK(nudge.subject == "Still preparing: Q4 outlook");
  CHECK(contains(nudge.text, "You were preparing Q4 outlook: question 2 of 4 waits."));
  CHECK(contains(nudge.text, "execassist prep start 4f1k2m9xabcdefgh"));
  CHECK(nudge.content.buttons.at(0).primary);
  CHECK(nudge.brief.rest == "Go on: execassist prep start 4f1k2m9x");

  for (const BuildStep step :
       {BuildStep::gather, BuildStep::write, BuildStep::archive, BuildStep::deliver}) {
    const Message failed = failed_build_message(subject.words(), step, "no\nspace\x07left");
    CHECK(contains(failed.text, "Step that failed: " + std::string(name_of(step)) + "\n"));
    CHECK(contains(failed.text, "Why: no space left\n"));
    CHECK(contains(failed.text, "materials of Ada Byron"));
    CHECK(contains(failed.text, "execassist prep retry 4f1k2m9xabcdefgh"));
    CHECK(failed.brief.rest == "Try again: execassist prep retry 4f1k2m9x");
  }
}

}  // namespace
}  // namespace execassist::notify
