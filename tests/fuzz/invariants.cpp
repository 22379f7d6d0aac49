#include "invariants.hpp"

#include <execassist/base/text.hpp>

#include <cstdio>
#include <cstdlib>
#include <set>
#include <tuple>

namespace execassist::fuzz {
namespace {

constexpr std::size_t kLongestLine = 4096;
constexpr std::size_t kLongestDescription = std::size_t{64} * 1024;
constexpr std::size_t kLongestId = 1100;  // UID and RECURRENCE-ID
constexpr std::size_t kMostAttendees = 5000;
constexpr std::size_t kMostWarnings = 21;

void demand_text(const std::string& text) {
  demand(text.size() <= kLongestDescription, "a description is bounded");
  demand(to_valid_utf8(text) == text, "a description is valid UTF-8");
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    demand((byte >= 0x20 || c == '\n' || c == '\t') && byte != 0x7f,
           "a description holds no control characters");
  }
}

void demand_people(const MeetingFacts& facts) {
  demand(facts.attendees.size() <= kMostAttendees, "the number of attendees is bounded");
  std::set<std::string> emails;
  for (const Attendee& each : facts.attendees) {
    demand_safe_line(each.email, kLongestLine, "the address of an attendee");
    demand_safe_line(each.name, kLongestLine, "the name of an attendee");
    demand(each.email.empty() || emails.insert(each.email).second, "an attendee is listed once");
  }
  const auto count = attendee_count(facts);
  demand(count.has_value() != facts.attendees_omitted, "a count is known unless some are omitted");
}

}  // namespace

void demand(bool holds, std::string_view what) {
  if (holds) return;
  std::fprintf(stderr, "broken: %.*s\n", static_cast<int>(what.size()), what.data());
  std::abort();
}

void demand_safe_line(const std::string& text, std::size_t longest, std::string_view what) {
  demand(text.size() <= longest, std::string(what) + " is bounded");
  demand(one_line(text) == text, std::string(what) + " is one safe line");
}

void demand_sound(const MeetingFacts& facts, const FetchRequest& request) {
  demand(facts.end >= facts.start, "no meeting ends before it starts");
  demand(!facts.external_id.empty() && !facts.source.empty(), "a meeting has its id and source");
  demand_safe_line(facts.external_id, kLongestId, "an id");
  demand_safe_line(facts.ical_uid, kLongestId, "a UID");
  demand_safe_line(facts.series_id, kLongestId, "the id of a series");
  demand_safe_line(facts.recurrence_id, kLongestId, "a recurrence id");
  demand_safe_line(facts.title, kLongestLine, "a title");
  demand_safe_line(facts.location, kLongestLine, "a location");
  demand_safe_line(facts.join_url, kLongestLine, "an address to join at");
  demand_safe_line(facts.organizer, kLongestLine, "an organizer");
  demand_safe_line(facts.problem, kLongestLine, "a problem");
  demand_text(facts.description);
  demand_people(facts);
  demand(facts.sequence >= 0, "a sequence is no negative number");
  demand(facts.time_zone.empty() || Zone::find(facts.time_zone), "a time zone is one of IANA's");
  demand(facts.join_url.empty() || facts.join_url.starts_with("http"), "who joins goes by http");
  if (!facts.all_day) return;
  for (const Instant at : {facts.start, facts.end}) {
    demand(request.user_zone.midnight(request.user_zone.date_of(at)) == at,
           "all-day entries go from midnight to midnight");
  }
}

void demand_sound(const FetchResult& result, const FetchRequest& request) {
  std::set<std::string> ids;
  const MeetingFacts* before = nullptr;
  for (const MeetingFacts& facts : result.meetings) {
    demand_sound(facts, request);
    demand(ids.insert(facts.external_id).second, "each meeting has an id of its own");
    demand(request.window.overlaps(facts.start, facts.end) ||
               request.known.contains(facts.external_id),
           "a meeting touches the window or is known");
    demand(before == nullptr || std::tie(before->start, before->external_id) <
                                    std::tie(facts.start, facts.external_id),
           "meetings come by their start");
    before = &facts;
  }
  demand(result.warnings.size() <= kMostWarnings, "the number of warnings is bounded");
  for (const std::string& line : result.warnings) demand_safe_line(line, kLongestLine, "a warning");
}

const FetchRequest& a_request() {
  static const FetchRequest request = [] {
    FetchRequest made;
    made.window = {*parse_rfc3339("2026-10-20T00:00:00Z"), *parse_rfc3339("2026-11-03T00:00:00Z")};
    made.user_zone = *Zone::find("Europe/London");
    made.known = {"a", "a/20261021T090000Z", "b/20260101", "weekly", "weekly_20261021T090000Z"};
    return made;
  }();
  return request;
}

std::string refusal_of(ErrorKind kind, const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    demand(error.kind() == kind, "a refusal is of the kind that stands in the header");
    demand(!error.message().empty(), "a refusal says why");
    demand_safe_line(error.message(), kLongestLine, "a refusal");
    demand(safe_block(error.hint()) == error.hint(), "a hint is safe to print");
    return error.message();
  }
  return {};
}

}  // namespace execassist::fuzz
