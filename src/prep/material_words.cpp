#include "prep/material_words.hpp"

#include "render/when.hpp"

#include <execassist/base/text.hpp>

#include <array>

namespace execassist::prep {
namespace {

constexpr int kLongestTitle = 200;
constexpr int kLongestName = 80;
constexpr int kLongestTopic = 200;
constexpr std::size_t kMostTopics = 24;

std::string day_name(Instant at, const Zone& zone) {
  static constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed",
                                                    "Thu", "Fri", "Sat"};
  const std::chrono::weekday day{std::chrono::sys_days{zone.date_of(at)}};
  return kDays[day.c_encoding()];
}

// "- x", "* x", "• x" → "x". Numbers stay: in "15. December" they are part of what was said.
std::string_view without_bullet(std::string_view line) {
  for (const std::string_view bullet : {"- ", "* ", "+ ", "• ", "– "}) {
    if (line.starts_with(bullet)) return trim(line.substr(bullet.size()));
  }
  return line;
}

}  // namespace

std::string shown_title(const MeetingFacts& facts) {
  const std::string title = fit_width(one_line(facts.title), kLongestTitle);
  return display_width(title) == 0 ? "(no title)" : title;
}

std::string shown_when(const MeetingFacts& facts, const Zone& zone, Instant now) {
  const Date first = zone.date_of(facts.start);
  std::string text = render::spoken_date(first, zone, now);
  if (facts.all_day) {
    const Instant last_second = facts.end > facts.start ? facts.end - Seconds{1} : facts.start;
    const Date last = zone.date_of(last_second);
    if (last != first) text += " to " + render::spoken_date(last, zone, now);
    return text + ", all day";
  }
  const std::string zone_then = zone.abbreviation(facts.end);
  text += ", " + render::clock_time(facts.start, zone);
  if (facts.end <= facts.start) return text + " " + zone.abbreviation(facts.start);
  if (zone.abbreviation(facts.start) != zone_then) text += " " + zone.abbreviation(facts.start);
  text += " to ";
  const Date last = zone.date_of(facts.end);
  if (last != first) text += render::spoken_date(last, zone, now) + ", ";
  text += render::clock_time(facts.end, zone) + " " + zone_then;
  return text + " (" + describe_duration(facts.end - facts.start) + ")";
}

std::string shown_start(Instant at, Instant meeting_start, const Zone& zone) {
  std::string text = render::clock_time(at, zone);
  if (zone.date_of(at) != zone.date_of(meeting_start)) text = day_name(at, zone) + " " + text;
  const std::string abbreviation = zone.abbreviation(at);
  if (abbreviation != zone.abbreviation(meeting_start)) text += " " + abbreviation;
  return text;
}

std::string shown_person(const Attendee& attendee) {
  const std::string name = fit_width(one_line(attendee.name), kLongestName);
  if (display_width(name) > 0) return name;
  const std::string mail = fit_width(one_line(attendee.email), kLongestName);
  return display_width(mail) > 0 ? mail : "(no name)";
}

std::string shown_response(Response response) {
  switch (response) {
    case Response::accepted:
      return "has accepted";
    case Response::tentative:
      return "may come";
    case Response::declined:
      return "has declined";
    case Response::needs_action:
      break;
  }
  return "has not answered";
}

std::string shown_origin(const ContextItem& item, const Zone& zone, Instant now) {
  std::string text = one_line(item.origin);
  if (!item.as_of) return text;
  if (!text.empty()) text += ", ";
  return text + "as of " + render::short_stamp(*item.as_of, zone) + " (" +
         render::relative(*item.as_of, now) + ")";
}

std::vector<std::string> answer_lines(const std::string& answer) {
  std::vector<std::string> lines;
  for (const std::string& line : split(answer, '\n')) {
    const std::string safe = one_line(line);
    const std::string_view bare = without_bullet(safe);
    if (display_width(bare) > 0) lines.emplace_back(bare);
  }
  return lines;
}

std::vector<std::string> agenda_topics(const PrepSession& session) {
  std::vector<std::string> topics;
  for (const SessionQuestion& question : session.questions) {
    if (!question.for_agenda || !question.answer) continue;
    for (const std::string& line : answer_lines(*question.answer)) {
      if (topics.size() == kMostTopics) return topics;
      topics.push_back(fit_width(line, kLongestTopic));
    }
  }
  return topics;
}

}  // namespace execassist::prep
