#include "notify/materials_message.hpp"

#include "render/when.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <utility>

namespace execassist::notify {
namespace {

constexpr std::size_t kMostPreview = 8;
constexpr std::size_t kMostChanges = 6;
constexpr int kLongestLine = 160;
constexpr int kLongestName = 100;
constexpr int kLongestProblem = 300;
constexpr std::size_t kBriefId = 8;

const std::string kChanged = "What changed since I last wrote:";
const std::string kAgenda = "The agenda:";
const std::string kStale = "The meeting has changed since they were written.";

// At most so many, each a safe line of bounded width; the rest is counted.
std::vector<std::string> bounded(const std::vector<std::string>& lines, std::size_t most) {
  std::vector<std::string> kept;
  for (const std::string& line : lines) {
    std::string safe = fit_width(one_line(line), kLongestLine);
    if (display_width(safe) > 0) kept.push_back(std::move(safe));
  }
  if (kept.size() <= most) return kept;
  const std::size_t more = kept.size() - most + 1;
  kept.resize(most - 1);
  kept.push_back("and " + std::to_string(more) + " more");
  return kept;
}

TextLine plain(std::string text) { return {{std::move(text)}}; }

std::vector<std::string> meeting_lines(const MeetingInWords& about) {
  const MeetingFacts& facts = about.meeting.facts;
  std::vector<std::string> lines = {time_line(about), length_and_people(facts)};
  if (std::string place = place_of(facts); !place.empty()) lines.push_back(std::move(place));
  return lines;
}

std::string written_at(const MeetingInWords& about, Instant at) {
  return "Written at " + render::stamp(at, about.user.time_zone) + " (" +
         render::relative(at, about.now) + ").";
}

void add_list(Message& message, const std::string& head, const std::vector<std::string>& lines,
              const std::string& mark) {
  if (lines.empty()) return;
  message.text += "\n" + head + "\n";
  for (const std::string& line : lines) message.text += "  " + mark + line + "\n";
  message.content.sections.push_back({{plain(head)}, lines});
}

// The meeting as a block of the text and as the first section.
void add_meeting(Message& message, const MeetingInWords& about) {
  const std::string title = title_of(about.meeting.facts);
  MessageSection section{{{{title, true}}}, {}};
  message.text += "  " + title + "\n";
  for (const std::string& line : meeting_lines(about)) {
    message.text += "  " + line + "\n";
    section.lines.push_back(plain(line));
  }
  message.content.sections.push_back(std::move(section));
}

}  // namespace

Message materials_message(const MeetingInWords& about, const MaterialsInWords& materials) {
  const std::string title = title_of(about.meeting.facts);
  const std::string show = "execassist prep materials " + about.meeting.meeting_id;
  Message message;
  message.subject = "Your materials: " + title;
  message.text = "Your materials are ready:\n";
  message.content.headline = "Your Materials Are Ready";
  add_meeting(message, about);
  if (materials.stale) {
    message.text += "\n" + kStale + "\n";
    message.content.sections.push_back({{plain(kStale)}, {}});
  }
  add_list(message, kChanged, bounded(materials.changes, kMostChanges), "- ");
  add_list(message, kAgenda, bounded(materials.preview, kMostPreview), "");
  const std::string written = written_at(about, materials.written_at);
  message.text += "\nOpen them: " + show + " --open\nRead here: " + show + "\n\n" + written + " " +
                  data_age(about) + "\n";
  message.content.footer = {data_age(about), written, "Open them: " + show + " --open",
                            "Read them in the terminal: " + show};
  message.brief = {"Materials are ready:", title,
                   "execassist prep materials " + about.meeting.meeting_id.substr(0, kBriefId)};
  return message;
}

Message nudge_message(const MeetingInWords& about, const std::string& progress) {
  const std::string title = title_of(about.meeting.facts);
  const std::string waits =
      progress.empty() ? "the next question waits" : "question " + one_line(progress) + " waits";
  const std::string go_on = "execassist prep start " + about.meeting.meeting_id;
  Message message;
  message.subject = "Still preparing: " + title;
  message.text = "You were preparing " + title + ": " + waits + ".\n  " + time_line(about) +
                 "\n\nGo on: " + go_on + "\n\nWhat you have answered is kept.\n";
  MessageContent& content = message.content;
  content.headline = "Your Preparation Waits";
  content.sections = {
      {{{{"You were preparing "}, {title, true}, {": " + waits + "."}}, plain(time_line(about))},
       {}}};
  content.buttons = {{"start_prep", "Continue", about.meeting.meeting_id, true}};
  content.footer = {"What you have answered is kept.", "Go on: " + go_on};
  message.brief = {"You were preparing:", title,
                   "Go on: execassist prep start " + about.meeting.meeting_id.substr(0, kBriefId),
                   progress.empty() ? std::string() : "Question " + one_line(progress) + " waits."};
  return message;
}

Message failed_build_message(const MeetingInWords& about, BuildStep step,
                             const std::string& problem) {
  const std::string title = title_of(about.meeting.facts);
  const std::string name = fit_width(one_line(about.user.name), kLongestName);
  const std::string what = "The materials of " + name + " for this meeting could not be written:";
  const std::string which = "Step that failed: " + std::string(name_of(step));
  const std::string why = "Why: " + fit_width(one_line(problem), kLongestProblem);
  const std::string retry = "execassist prep retry " + about.meeting.meeting_id;
  const std::string story = "execassist prep show " + about.meeting.meeting_id + " --history";
  Message message;
  message.subject = "Materials could not be written: " + title;
  message.text = what + "\n";
  message.content.headline = "Materials Could Not Be Written";
  message.content.sections.push_back({{plain(what)}, {}});
  add_meeting(message, about);
  message.text +=
      "\n  " + which + "\n  " + why + "\n\nTry again: " + retry + "\nThe story:  " + story + "\n";
  message.content.sections.push_back({{plain(which), plain(why)}, {}});
  message.content.sections.push_back({{{{"Try again: "}, {retry, false, true}}}, {}});
  message.content.footer = {"The story: " + story};
  message.brief = {
      "Materials could not be written:", title,
      "Try again: execassist prep retry " + about.meeting.meeting_id.substr(0, kBriefId), why};
  return message;
}

}  // namespace execassist::notify
