#include "calendar/google_events.hpp"

#include "calendar/description_text.hpp"
#include "calendar/google_event_fields.hpp"
#include "calendar/google_event_people.hpp"
#include "calendar/google_event_times.hpp"
#include "calendar/ics_links.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string_view>
#include <utility>

namespace execassist::calendar {
namespace {

constexpr std::size_t kLongestId = 1024;
constexpr std::size_t kLongestToken = 4096;
constexpr std::size_t kLongestDescription = std::size_t{64} * 1024;
constexpr std::size_t kLongestMarkup = 4 * kLongestDescription;
constexpr int kShownColumns = 60;

// Empty when it is missing or could not be stored and shown as it is.
std::string id_field(const wire::Json& event, std::string_view key) {
  const std::string* id = text_field(event, key);
  if (id == nullptr || id->size() > kLongestId || one_line(*id) != *id) return {};
  return *id;
}

// Empty when it is missing; nothing when it is there and cannot be used: taken for missing, it
// would make the page the last one, and all that follows gone.
std::optional<std::string> token_field(const wire::Json& page, std::string_view key) {
  const wire::Json* found = page.find(key);
  if (found == nullptr || found->is_null()) return std::string();
  const std::string* token = found->as_string();
  if (token == nullptr || token->size() > kLongestToken) return std::nullopt;
  return *token;
}

std::string description_of(const wire::Json& event) {
  const std::string* given = text_field(event, "description");
  if (given == nullptr) return {};
  std::string text = to_valid_utf8(description_text(shortened(*given, kLongestMarkup)));
  const auto unwanted = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f;
  };
  text.erase(std::remove_if(text.begin(), text.end(), unwanted), text.end());
  return shortened(std::move(text), kLongestDescription);
}

std::string conference_address(const wire::Json& event) {
  const wire::Json* conference = event.find("conferenceData");
  if (conference == nullptr) return {};
  for (const wire::Json& entry : items_field(*conference, "entryPoints")) {
    const std::string* kind = text_field(entry, "entryPointType");
    const std::string* uri = text_field(entry, "uri");
    if (kind == nullptr || uri == nullptr || *kind != "video") continue;
    if (std::string address = web_address(*uri); !address.empty()) return address;
  }
  return {};
}

std::string join_url_of(const wire::Json& event, const MeetingFacts& facts) {
  if (std::string address = conference_address(event); !address.empty()) return address;
  const std::string* hangout = text_field(event, "hangoutLink");
  const std::string meet = hangout != nullptr ? web_address(*hangout) : std::string();
  if (!meet.empty()) return meet;
  if (std::string link = find_meeting_link(facts.location); !link.empty()) return link;
  if (std::string link = find_meeting_link(facts.description); !link.empty()) return link;
  return web_address(facts.location);
}

// New kinds pass for meetings: better to prepare once too often.
EntryKind entry_of(const wire::Json& event) {
  const std::string* type = text_field(event, "eventType");
  if (type == nullptr) return EntryKind::meeting;
  if (*type == "focusTime") return EntryKind::focus_time;
  if (*type == "outOfOffice") return EntryKind::out_of_office;
  if (*type == "workingLocation") return EntryKind::working_location;
  return *type == "birthday" ? EntryKind::birthday : EntryKind::meeting;
}

int sequence_of(const wire::Json& event) {
  const wire::Json* found = event.find("sequence");
  const std::int64_t given = found != nullptr ? found->as_int().value_or(0) : 0;
  return static_cast<int>(std::clamp<std::int64_t>(given, 0, std::numeric_limits<int>::max()));
}

bool says(const wire::Json& event, std::string_view key, std::string_view word) {
  const std::string* text = text_field(event, key);
  return text != nullptr && *text == word;
}

class PageReader {
 public:
  PageReader(const GoogleEventReader& reader, std::string calendar_zone)
      : reader_(reader), clock_{reader.user_zone, std::move(calendar_zone)} {}

  GoogleEventPage read(const wire::Json::Array& items) {
    out_.items = items.size();
    for (const wire::Json& item : items) {
      if (item.is_object()) {
        add(item);
      } else {
        skip({}, {}, "it is no object");
      }
    }
    return std::move(out_);
  }

 private:
  void add(const wire::Json& event) {
    const std::string id = id_field(event, "id");
    if (id.empty()) {
      skip(event, id, "its id cannot be read");
    } else if (says(event, "status", "cancelled")) {
      out_.removed.push_back(id);
      if (text_field(event, "recurringEventId") == nullptr) out_.removed_series.push_back(id);
    } else {
      add_live(event, id);
    }
  }

  void add_live(const wire::Json& event, const std::string& id) {
    GoogleTimes times = clock_.read(event);
    if (!times.unreadable.empty()) {
      skip(event, id, times.unreadable);
      return;
    }
    MeetingFacts facts;
    facts.external_id = id;
    facts.ical_uid = id_field(event, "iCalUID");
    facts.series_id = id_field(event, "recurringEventId");
    facts.recurrence_id = std::move(times.recurrence_id);
    facts.source = "google_calendar";
    facts.title = line_field(event, "summary");
    facts.description = description_of(event);
    facts.start = times.start;
    facts.end = times.end;
    facts.time_zone = std::move(times.time_zone);
    facts.location = line_field(event, "location");
    facts.join_url = join_url_of(event, facts);
    facts.all_day = times.all_day;
    facts.transparent = says(event, "transparency", "transparent");
    facts.tentative = says(event, "status", "tentative");
    facts.entry = entry_of(event);
    facts.sequence = sequence_of(event);
    facts.problem = std::move(times.problem);
    add_people(facts, event, reader_.user_email);
    out_.meetings.push_back(std::move(facts));
  }

  void skip(const wire::Json& event, const std::string& id, const std::string& why) {
    ++out_.unreadable;
    if (!id.empty()) out_.unreadable_ids.push_back(id);
    const std::string title = line_field(event, "summary");
    const std::string name = fit_width(title.empty() ? id : title, kShownColumns);
    out_.warnings.push_back((name.empty() ? "an event" : "\"" + name + "\"") +
                            " is skipped: " + why);
  }

  const GoogleEventReader& reader_;
  GoogleEventClock clock_;
  GoogleEventPage out_;
};

}  // namespace

std::optional<GoogleEventPage> GoogleEventReader::read(const wire::Json& page) const {
  const wire::Json* kind = page.find("kind");
  const bool said_to_be = says(page, "kind", "calendar#events");
  if (!page.is_object() || (kind != nullptr && !said_to_be)) return std::nullopt;
  const auto next_page = token_field(page, "nextPageToken");
  const auto next_sync = token_field(page, "nextSyncToken");
  if (!next_page || !next_sync) return std::nullopt;
  const wire::Json* items = page.find("items");
  // A partial answer may leave out an empty list; what says nothing else of itself is no listing.
  const bool left_out = items == nullptr && said_to_be && !(*next_page + *next_sync).empty();
  if (!left_out && (items == nullptr || !items->is_array())) return std::nullopt;
  const wire::Json::Array& events = items_field(page, "items");

  const std::string* zone = text_field(page, "timeZone");
  GoogleEventPage out = PageReader(*this, zone != nullptr ? *zone : std::string()).read(events);
  out.next_page_token = *next_page;
  out.next_sync_token = *next_sync;
  return out;
}

}  // namespace execassist::calendar
