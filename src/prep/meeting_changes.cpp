// What materials were written from, and what has changed since, in words.
#include "prep/materials_writer.hpp"
#include "render/when.hpp"

#include <execassist/base/identifier.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>

namespace execassist::prep {
namespace {

constexpr int kWidest = 120;
constexpr std::size_t kMostNamed = 5;

std::string shown(const std::string& text) {
  const std::string line = fit_width(one_line(text), kWidest);
  return line.empty() ? "(none)" : "\"" + line + "\"";
}

// Of "Name <mail>" the mail: who changes their name is the same person.
std::string_view identity(std::string_view person) {
  const std::size_t open = person.rfind('<');
  if (open == std::string_view::npos || !person.ends_with('>')) return person;
  return person.substr(open + 1, person.size() - open - 2);
}

// Who is in `whole` and not in `known`.
std::vector<std::string> others(const std::vector<std::string>& whole,
                                const std::vector<std::string>& known) {
  std::vector<std::string_view> there;
  for (const std::string& person : known) there.push_back(identity(person));
  std::sort(there.begin(), there.end());
  std::vector<std::string> out;
  for (const std::string& person : whole) {
    if (!std::binary_search(there.begin(), there.end(), identity(person))) out.push_back(person);
  }
  return out;
}

std::string names_of(std::vector<std::string> people) {
  const std::size_t more = people.size() > kMostNamed ? people.size() - kMostNamed : 0;
  people.resize(people.size() - more);
  for (std::string& person : people) person = fit_width(one_line(person), kWidest);
  return join(people, ", ") + (more > 0 ? " and " + std::to_string(more) + " more" : "");
}

void add_times(std::vector<std::string>& words, const MeetingSnapshot& before,
               const MeetingSnapshot& now, const Zone& zone) {
  if (before.start != now.start) {
    words.push_back("The start moved from " + render::stamp(before.start, zone) + " to " +
                    render::stamp(now.start, zone) + ".");
  }
  const Seconds was = before.end - before.start;
  const Seconds is = now.end - now.start;
  if (was != is) {
    words.push_back("The length changed from " + describe_duration(was) + " to " +
                    describe_duration(is) + ".");
  }
}

// What was noted of both, and is not the same.
template <class Value>
bool differ(const std::optional<Value>& before, const std::optional<Value>& now) {
  return before && now && *before != *now;
}

// The address itself is a key to the meeting: it is not repeated.
void add_lately_noted(std::vector<std::string>& words, const MeetingSnapshot& before,
                      const MeetingSnapshot& now) {
  if (differ(before.all_day, now.all_day)) {
    words.emplace_back(*now.all_day ? "It is an all-day entry now."
                                    : "It is not an all-day entry any more.");
  }
  if (differ(before.join_url, now.join_url)) {
    words.emplace_back("The link to join is another one.");
  }
  if (differ(before.organizer, now.organizer)) {
    words.push_back("The organizer changed from " + shown(*before.organizer) + " to " +
                    shown(*now.organizer) + ".");
  }
}

}  // namespace

MeetingSnapshot snapshot_of(const MeetingFacts& facts) {
  MeetingSnapshot snapshot;
  snapshot.title = one_line(facts.title);
  snapshot.start = facts.start;
  snapshot.end = facts.end;
  snapshot.location = one_line(facts.location);
  snapshot.description_digest = sha256_hex(safe_block(facts.description));
  for (const Attendee& attendee : facts.attendees) {
    if (attendee.resource || attendee.response == Response::declined) continue;
    const std::string name = one_line(attendee.name);
    const std::string mail = one_line(attendee.email);
    const bool both = !name.empty() && !mail.empty() && name != mail;
    const std::string person = both ? name + " <" + mail + ">" : mail.empty() ? name : mail;
    if (!person.empty()) snapshot.attendees.push_back(person);
  }
  snapshot.join_url = one_line(facts.join_url);
  snapshot.organizer = one_line(facts.organizer);
  snapshot.all_day = facts.all_day;
  // Calendars list the same people in changing order.
  std::sort(snapshot.attendees.begin(), snapshot.attendees.end());
  const auto last = std::unique(snapshot.attendees.begin(), snapshot.attendees.end());
  snapshot.attendees.erase(last, snapshot.attendees.end());
  return snapshot;
}

std::vector<std::string> what_changed(const MeetingSnapshot& before, const MeetingSnapshot& now,
                                      const Zone& zone) {
  std::vector<std::string> words;
  if (before.title != now.title) {
    words.push_back("The title changed from " + shown(before.title) + " to " + shown(now.title) +
                    ".");
  }
  add_times(words, before, now, zone);
  if (before.location != now.location) {
    words.push_back("The place changed from " + shown(before.location) + " to " +
                    shown(now.location) + ".");
  }
  if (before.description_digest != now.description_digest) {
    words.push_back("The description of the invitation changed.");
  }
  add_lately_noted(words, before, now);
  const auto came = others(now.attendees, before.attendees);
  const auto went = others(before.attendees, now.attendees);
  if (!came.empty()) words.push_back("New among the people: " + names_of(came) + ".");
  if (!went.empty()) words.push_back("No longer among the people: " + names_of(went) + ".");
  return words;
}

bool worth_telling(const MeetingSnapshot& before, const MeetingSnapshot& now) {
  return before.title != now.title || before.start != now.start || before.end != now.end ||
         before.location != now.location || before.description_digest != now.description_digest ||
         differ(before.join_url, now.join_url);
}

bool is_same(const MeetingSnapshot& before, const MeetingSnapshot& now) {
  return !worth_telling(before, now) && before.attendees == now.attendees &&
         !differ(before.organizer, now.organizer) && !differ(before.all_day, now.all_day);
}

}  // namespace execassist::prep
