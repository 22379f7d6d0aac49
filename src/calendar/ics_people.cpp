#include "calendar/ics_people.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>

namespace execassist::calendar {
namespace {

constexpr std::size_t kLongestEmail = 320;

std::string email_in(std::string_view text) {
  std::string out = lower_ascii(trim(text));
  if (out.starts_with("mailto:")) out.erase(0, 7);
  out = one_line(out.substr(0, out.find('?')));
  const bool plausible = out.find('@') != std::string::npos && out.size() <= kLongestEmail &&
                         out.find_first_of(" <>") == std::string::npos;
  return plausible ? out : std::string();
}

Response response_in(const std::string& participation) {
  const std::string word = upper_ascii(participation);
  if (word == "ACCEPTED" || word == "COMPLETED" || word == "IN-PROCESS") return Response::accepted;
  if (word == "TENTATIVE") return Response::tentative;
  // Who delegates does not come.
  if (word == "DECLINED" || word == "DELEGATED") return Response::declined;
  return Response::needs_action;
}

}  // namespace

std::string email_of(const ContentLine& person) {
  // Where the value is a principal's path or "invalid:nomail", some write the address here.
  std::string out = email_in(person.value);
  return out.empty() ? email_in(person.parameter("EMAIL")) : out;
}

Attendee attendee_of(const ContentLine& line) {
  Attendee out;
  out.email = email_of(line);
  out.name = one_line(line.parameter("CN"));
  out.response = response_in(line.parameter("PARTSTAT"));
  const std::string kind = upper_ascii(line.parameter("CUTYPE"));
  out.resource =
      kind == "ROOM" || kind == "RESOURCE" || out.email.ends_with("@resource.calendar.google.com");
  return out;
}

Response own_response(const MeetingFacts& facts, std::string_view user_email) {
  const std::string wanted = lower_ascii(trim(user_email));
  if (wanted.empty()) return Response::accepted;
  const auto found =
      std::find_if(facts.attendees.begin(), facts.attendees.end(),
                   [&](const Attendee& attendee) { return attendee.email == wanted; });
  if (found == facts.attendees.end()) return Response::accepted;
  const bool silent_organizer =
      facts.organizer == wanted && found->response == Response::needs_action;
  return silent_organizer ? Response::accepted : found->response;
}

}  // namespace execassist::calendar
