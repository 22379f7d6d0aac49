// Writes the materials of 1,000 meetings, HTML included, and says how long one took. Made and run
// by tests/bench/materials. With a path the page of the first is kept there.
#include "prep/materials_writer.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <vector>

using namespace execassist;

namespace {

constexpr int kMeetings = 1000;

ContextItem table_item(Instant now) {
  ContextItem item{"budget", "Budget", "budget.csv", now - hours{2}, "", {}, {}, 12};
  item.table.header = {"Team", "Plan", "Spent", "Left"};
  for (const char* team : {"Platform", "Payments", "Growth", "Data & Insight", "Support"}) {
    item.table.rows.push_back({team, "1,200,000", "734,500", "465,500"});
  }
  return item;
}

ContextItem line_item(Instant now) {
  ContextItem item{"big_rocks", "Big rocks", "big_rocks.yaml", now - days{1}, "", {}, {}, 0};
  item.lines = {{"Move payments to the new ledger", 0}, {"Owner: Grace", 1}, {"at risk", 1},
                {"Open the office in Lisbon", 0},       {"Owner: Ada", 1},   {"on track", 1}};
  return item;
}

Meeting meeting_number(int number, Instant start) {
  Meeting meeting;
  meeting.meeting_id = "m" + std::to_string(number);
  meeting.facts.source = "ics";
  meeting.facts.title = "Leadership sync #" + std::to_string(number) + ": plans & budget";
  meeting.facts.description = "Please read the paper before.\n- hiring\n- Q3 forecast (draft_2)\n";
  meeting.facts.location = "Room 4 / Babbage";
  meeting.facts.organizer = "grace@example.com";
  meeting.facts.start = start;
  meeting.facts.end = start + hours{1};
  for (int person = 0; person < 12; ++person) {
    meeting.facts.attendees.push_back({"p" + std::to_string(person) + "@example.com",
                                       "Person Number " + std::to_string(person),
                                       Response::accepted, false});
  }
  return meeting;
}

MeetingType leadership() {
  MeetingType type;
  type.name = "leadership_meeting";
  type.label = "Leadership Meeting";
  type.agenda = {{"Check-in", 10}, {"Numbers", 20}, {"Decisions", 50}, {"Next steps", 20}};
  return type;
}

PrepSession answered_session() {
  PrepSession session;
  session.questions = {
      {"outcome",
       "What must be decided?",
       true,
       "Approve the Q3 budget\nStop the Lisbon hiring",
       false,
       {},
       {}},
      {"risk", "What could go wrong?", false, "Payments slip again", false, {}, {}},
      {"people", "Who must be heard?", false, {}, true, {}, {}}};
  return session;
}

}  // namespace

int main(int count, char** arguments) {
  const Instant start = *parse_rfc3339("2026-06-16T13:00:00Z");
  const Instant now = start - days{1};
  const MeetingType type = leadership();
  const PrepSession session = answered_session();
  std::vector<double> took;
  std::size_t bytes = 0;
  for (int number = 0; number < kMeetings; ++number) {
    const Meeting meeting = meeting_number(number, start + hours{number});
    const auto begun = std::chrono::steady_clock::now();
    prep::MaterialsInput input{meeting};
    input.type = &type;
    input.type_label = type.label;
    input.zone = *Zone::find("Europe/London");
    input.person = "Ada Byron";
    input.session = &session;
    input.context = {table_item(now), line_item(now)};
    input.context.push_back(
        {"incidents", "Incidents", "incidents", now, "no answer in 10 s", {}, {}, 0});
    input.changes = {"The start moved from 2026-06-16 13:00 BST to 2026-06-16 14:00 BST."};
    input.cause = "the prep session is finished";
    input.now = now;
    const WrittenMaterials written = prep::write_materials(input, {});
    took.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun)
            .count());
    for (const MaterialFile& file : written.files) bytes += file.content.size();
    if (number == 0 && count > 1) std::ofstream(arguments[1]) << written.files.back().content;
  }
  double sum = 0;
  for (const double one : took) sum += one;
  std::sort(took.begin(), took.end());
  std::printf(
      "%d meetings: mean %.3f ms, median %.3f ms, 99th percentile %.3f ms, %zu bytes each\n",
      kMeetings, sum / kMeetings, took[kMeetings / 2], took[kMeetings * 99 / 100],
      bytes / kMeetings);
  return sum / kMeetings <= 2.0 ? 0 : 1;
}
