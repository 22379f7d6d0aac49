#include "calendar/google_event_people.hpp"

#include "calendar/content_line.hpp"
#include "calendar/google_event_fields.hpp"
#include "calendar/ics_people.hpp"

#include <execassist/base/text.hpp>

#include <optional>
#include <string>
#include <unordered_set>
#include <utility>

namespace execassist::calendar {
namespace {

constexpr std::size_t kMostAttendees = 5000;
constexpr std::size_t kLongestEmail = 320;
constexpr std::size_t kLongestName = 512;

std::string email_field(const wire::Json& person) {
  const std::string* text = text_field(person, "email");
  if (text == nullptr || text->size() > kLongestEmail) return {};
  const std::string out = lower_ascii(one_line(*text));
  const bool plausible =
      out.find('@') != std::string::npos && out.find_first_of(" <>") == std::string::npos;
  return plausible ? out : std::string();
}

Response response_of(const wire::Json& person) {
  const std::string* word = text_field(person, "responseStatus");
  if (word == nullptr) return Response::needs_action;
  if (*word == "accepted") return Response::accepted;
  if (*word == "tentative") return Response::tentative;
  if (*word == "declined") return Response::declined;
  return Response::needs_action;
}

Attendee attendee_of(const wire::Json& person) {
  Attendee out;
  out.email = email_field(person);
  out.name = shortened(line_field(person, "displayName"), kLongestName);
  out.response = response_of(person);
  out.resource =
      flag_field(person, "resource") || out.email.ends_with("@resource.calendar.google.com");
  return out;
}

}  // namespace

void add_people(MeetingFacts& facts, const wire::Json& event, std::string_view user_email) {
  facts.attendees_omitted = flag_field(event, "attendeesOmitted");
  const wire::Json* organizer = event.find("organizer");
  if (organizer != nullptr) facts.organizer = email_field(*organizer);
  const bool organizes = organizer != nullptr && flag_field(*organizer, "self");

  std::optional<Response> own;
  std::unordered_set<std::string> emails;
  for (const wire::Json& person : items_field(event, "attendees")) {
    if (!person.is_object()) continue;
    if (facts.attendees.size() >= kMostAttendees) {
      facts.attendees_omitted = true;
      break;
    }
    Attendee attendee = attendee_of(person);
    if (flag_field(person, "self")) {
      const bool silent = attendee.response == Response::needs_action &&
                          (organizes || flag_field(person, "organizer"));
      own = silent ? Response::accepted : attendee.response;
    }
    // Listed twice is one person still.
    if (!attendee.email.empty() && !emails.insert(attendee.email).second) continue;
    facts.attendees.push_back(std::move(attendee));
  }
  facts.own_response = own.value_or(own_response(facts, user_email));
}

}  // namespace execassist::calendar
