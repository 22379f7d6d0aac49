#include "support/fake_google_calendar.hpp"

#include "support/partial_answer.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <utility>

#include <doctest/doctest.h>

namespace execassist::testing {
namespace {

using wire::Fields;
using wire::Json;

// Beside a sync token none of these may stand (Calendar API v3, events.list).
const std::set<std::string> kNotWithSyncToken{
    "iCalUID", "orderBy",   "privateExtendedProperty", "q", "sharedExtendedProperty", "timeMin",
    "timeMax", "updatedMin"};

const std::set<std::string> kKnown{"iCalUID",
                                   "orderBy",
                                   "privateExtendedProperty",
                                   "q",
                                   "sharedExtendedProperty",
                                   "timeMin",
                                   "timeMax",
                                   "updatedMin",
                                   "syncToken",
                                   "pageToken",
                                   "maxResults",
                                   "fields",
                                   "singleEvents",
                                   "eventTypes",
                                   "showDeleted",
                                   "quotaUser",
                                   "prettyPrint"};

HttpResult json_answer(int status, const Json& body) {
  HttpResult out;
  out.response = HttpResponse{status, "application/json", body.dump(-1), {}};
  return out;
}

HttpResult invalid(const std::string& parameter) {
  return google_error(400, "invalid", "Invalid value for: " + parameter, parameter);
}

int number_in(const Fields& parameters, const std::string& name, int missing) {
  const auto text = wire::field(parameters, name);
  if (!text) return missing;
  int out = -1;
  std::from_chars(text->data(), text->data() + text->size(), out);
  return out;
}

std::optional<HttpResult> refusal_of(const Fields& parameters) {
  const bool incremental = wire::field(parameters, "syncToken").has_value();
  for (const auto& [name, value] : parameters) {
    if (!kKnown.contains(name)) return invalid(name);
    const bool hides_deletions = name == "showDeleted" && value == "false";
    if (incremental && (kNotWithSyncToken.contains(name) || hides_deletions)) {
      return google_error(400, "invalid", "Sync token cannot be combined with " + name, name);
    }
  }
  // The fake expands nothing by itself, so it cannot serve masters.
  if (wire::field(parameters, "singleEvents") != "true") return invalid("singleEvents");
  const int most = number_in(parameters, "maxResults", 250);
  if (most < 1 || most > 2500) return invalid("maxResults");
  return std::nullopt;
}

struct Bounds {
  Instant from = Instant::min();
  Instant to = Instant::max();
};

// Nothing, with `refused` set, when they are malformed.
Bounds bounds_in(const Fields& parameters, std::optional<HttpResult>& refused) {
  Bounds out;
  for (const auto& [name, place] : {std::pair("timeMin", &out.from), {"timeMax", &out.to}}) {
    const auto text = wire::field(parameters, name);
    if (!text) continue;
    const auto at = parse_rfc3339(*text);
    if (!at) {
      refused = invalid(name);
      return out;
    }
    *place = *at;
  }
  if (out.from >= out.to) refused = google_error(400, "timeRangeEmpty");
  return out;
}

Fields without_page_token(Fields parameters) {
  std::erase_if(parameters, [](const auto& each) { return each.first == "pageToken"; });
  return parameters;
}

}  // namespace

HttpResult google_error(int status, const std::string& reason, const std::string& message,
                        const std::string& location) {
  Json first = Json::object({{"domain", "calendar"}, {"reason", reason}, {"message", message}});
  if (!location.empty()) {
    first.set("locationType", "parameter");
    first.set("location", location);
  }
  const Json error = Json::object(
      {{"code", status}, {"message", message}, {"errors", Json::array({std::move(first)})}});
  return json_answer(status, Json::object({{"error", error}}));
}

FakeGoogleCalendar::~FakeGoogleCalendar() {
  if (!faults_.empty() || !later_.empty()) FAIL_CHECK("calendar: a fault was never met");
}

HttpResult FakeGoogleCalendar::call(const HttpRequest& request) {
  const std::size_t number = requests_.size();
  requests_.push_back(request);
  if (!faults_.empty()) {
    HttpResult out = std::move(faults_.front());
    faults_.pop_front();
    return out;
  }
  if (const auto later = later_.find(number); later != later_.end()) {
    HttpResult out = std::move(later->second);
    later_.erase(later);
    return out;
  }
  const std::string prefix = std::string(kApiUrl) + "/calendars/";
  const std::string url = request.url.substr(0, request.url.find('#'));
  const std::string path = url.substr(0, url.find('?'));
  const bool known = request.method == HttpMethod::get && path.starts_with(prefix) &&
                     path.ends_with("/events") && path.size() > prefix.size() + 7;
  if (!known) return google_error(404, "notFound");
  if (request.bearer.reveal() != bearer) {
    return google_error(401, "authError", "Invalid Credentials");
  }
  const std::string id = path.substr(prefix.size(), path.size() - prefix.size() - 7);
  return list(wire::decode_fields("id=" + id).front().second,
              wire::decode_fields(wire::query_of(url)));
}

HttpResult FakeGoogleCalendar::list(const std::string& calendar, const Fields& parameters) {
  if (!calendars_.contains(calendar)) return google_error(404, "notFound", "Not Found");
  if (const auto refused = refusal_of(parameters)) return *refused;
  const auto page_token = wire::field(parameters, "pageToken");
  return page_token ? go_on(*page_token, parameters) : start(calendar, parameters);
}

HttpResult FakeGoogleCalendar::start(const std::string& calendar, const Fields& parameters) {
  const GoogleEventsStore& events = calendars_.at(calendar);
  auto listing = std::make_shared<Listing>();
  listing->parameters = parameters;
  listing->empty_pages = empty_pages;
  if (const auto token = wire::field(parameters, "syncToken")) {
    const std::vector<std::string> known{"sync", std::to_string(epoch_), calendar};
    std::string own;
    for (const std::string& part : known) own += part + ":";
    if (!token->starts_with("sync:")) {
      return google_error(400, "invalid", "Invalid sync token value.", "syncToken");
    }
    if (!token->starts_with(own)) {
      return google_error(410, "fullSyncRequired",
                          "Sync token is no longer valid, a full sync is required.", "syncToken");
    }
    listing->items = events.changed_since(std::stoll(token->substr(own.size())));
  } else {
    std::optional<HttpResult> refused;
    const Bounds bounds = bounds_in(parameters, refused);
    if (refused) return *refused;
    listing->items = events.live_between(bounds.from, bounds.to);
  }
  const bool ordered = wire::field(parameters, "orderBy").has_value();
  if (gives_sync_tokens && !ordered) {
    listing->sync_token =
        "sync:" + std::to_string(epoch_) + ":" + calendar + ":" + std::to_string(events.version());
  }
  return page_of({std::move(listing), 0, 0});
}

HttpResult FakeGoogleCalendar::go_on(const std::string& page_token, const Fields& parameters) {
  const auto place = places_.find(page_token);
  if (place == places_.end()) return invalid("pageToken");
  if (place->second.listing->parameters != without_page_token(parameters)) {
    return invalid("pageToken");
  }
  return page_of(place->second);
}

HttpResult FakeGoogleCalendar::page_of(Place place) {
  const Listing& listing = *place.listing;
  const auto most = static_cast<std::size_t>(number_in(listing.parameters, "maxResults", 250));
  const bool empty = place.empty_pages_given < listing.empty_pages;
  const std::size_t left = listing.items.size() - place.at;
  const std::size_t count = empty ? 0 : std::min({most, page_size, left});
  Json items = Json::array();
  for (std::size_t i = 0; i < count; ++i) items.push(listing.items[place.at + i]);
  place.at += count;
  if (empty) ++place.empty_pages_given;

  Json body = Json::object({{"kind", "calendar#events"},
                            {"etag", "\"p33c\""},
                            {"summary", "A calendar"},
                            {"updated", "2026-11-20T08:00:00.000Z"},
                            {"timeZone", "UTC"},
                            {"accessRole", "owner"},
                            {"defaultReminders", Json::array()},
                            {"items", std::move(items)}});
  if (place.at < listing.items.size() || place.empty_pages_given < listing.empty_pages) {
    const std::string token = "page-" + std::to_string(places_.size() + 1);
    body.set("nextPageToken", token);
    places_[token] = std::move(place);
  } else if (!listing.sync_token.empty()) {
    body.set("nextSyncToken", listing.sync_token);
  }
  const auto fields = wire::field(listing.parameters, "fields");
  return json_answer(200, fields ? partial_answer(body, *fields) : body);
}

}  // namespace execassist::testing
