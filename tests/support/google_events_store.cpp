#include "support/google_events_store.hpp"

#include <algorithm>
#include <utility>

namespace execassist::testing {
namespace {

std::string basic_utc(Instant at) {
  std::string out = format_rfc3339(at);
  std::erase_if(out, [](char c) { return c == '-' || c == ':'; });
  return out;
}

Instant instant_in(const wire::Json& time) {
  if (const wire::Json* exact = time.find("dateTime")) return *parse_rfc3339(*exact->as_string());
  return Instant{std::chrono::sys_days{*parse_date(*time.find("date")->as_string())}};
}

wire::Json event_of(const std::string& id, const std::string& uid, Instant start, Instant end,
                    const wire::Json::Object& fields) {
  wire::Json out = wire::Json::object({{"kind", "calendar#event"},
                                       {"etag", "\"" + id + "\""},
                                       {"id", id},
                                       {"status", "confirmed"},
                                       {"iCalUID", uid + "@google.com"},
                                       {"summary", "Meeting " + id},
                                       {"start", timed(start)},
                                       {"end", timed(end)},
                                       {"sequence", 0}});
  for (const auto& [key, value] : fields) out.set(key, value);
  return out;
}

}  // namespace

wire::Json timed(Instant at) {
  return wire::Json::object({{"dateTime", format_rfc3339(at)}, {"timeZone", "UTC"}});
}

wire::Json whole_day(Date date) { return wire::Json::object({{"date", format_date(date)}}); }

void GoogleEventsStore::put(const std::string& id, Instant start, Instant end,
                            const wire::Json::Object& fields) {
  events_[id] = {event_of(id, id, start, end, fields), {}, false, ++version_};
}

std::vector<std::string> GoogleEventsStore::put_series(const std::string& id,
                                                       const std::vector<Instant>& starts,
                                                       Seconds length,
                                                       const wire::Json::Object& fields) {
  std::vector<std::string> ids;
  ++version_;
  cancelled_series_.erase(id);
  events_.erase(id);
  for (const Instant start : starts) {
    const std::string instance = id + "_" + basic_utc(start);
    wire::Json event = event_of(instance, id, start, start + length, fields);
    event.set("recurringEventId", id);
    event.set("originalStartTime", timed(start));
    events_[instance] = {std::move(event), id, false, version_};
    ids.push_back(instance);
  }
  return ids;
}

GoogleEventsStore::Event& GoogleEventsStore::touched(const std::string& id) {
  Event& event = events_.at(id);
  event.changed = ++version_;
  return event;
}

void GoogleEventsStore::move(const std::string& id, Instant start, Instant end) {
  Event& event = touched(id);
  event.event.set("start", timed(start));
  event.event.set("end", timed(end));
}

void GoogleEventsStore::set(const std::string& id, const std::string& key,
                            const wire::Json& value) {
  touched(id).event.set(key, value);
}

void GoogleEventsStore::remove_field(const std::string& id, const std::string& key) {
  wire::Json& event = touched(id).event;
  wire::Json::Object kept = *event.as_object();
  std::erase_if(kept, [&](const wire::Json::Member& member) { return member.first == key; });
  event = wire::Json::object(std::move(kept));
}

void GoogleEventsStore::cancel(const std::string& id) { touched(id).cancelled = true; }

void GoogleEventsStore::cancel_series(const std::string& id) {
  cancelled_series_[id] = ++version_;
  std::erase_if(events_, [&](const auto& each) { return each.second.series == id; });
}

bool GoogleEventsStore::lives(const std::string& id) const {
  const auto found = events_.find(id);
  return found != events_.end() && !found->second.cancelled;
}

std::vector<std::string> GoogleEventsStore::live_ids() const {
  std::vector<std::string> out;
  for (const auto& [id, event] : events_) {
    if (!event.cancelled) out.push_back(id);
  }
  return out;
}

std::vector<wire::Json> GoogleEventsStore::live_between(Instant from, Instant to) const {
  std::vector<wire::Json> out;
  for (const auto& [id, event] : events_) {
    if (event.cancelled) continue;
    const Instant start = instant_in(*event.event.find("start"));
    if (instant_in(*event.event.find("end")) > from && start < to) out.push_back(event.event);
  }
  return out;
}

std::vector<wire::Json> GoogleEventsStore::changed_since(std::int64_t version) const {
  std::vector<wire::Json> out;
  for (const auto& [id, event] : events_) {
    if (event.changed <= version) continue;
    if (!event.cancelled) {
      out.push_back(event.event);
      continue;
    }
    wire::Json tombstone = wire::Json::object({{"id", id}, {"status", "cancelled"}});
    if (!event.series.empty()) {
      tombstone.set("recurringEventId", event.series);
      tombstone.set("originalStartTime", *event.event.find("originalStartTime"));
    }
    out.push_back(std::move(tombstone));
  }
  for (const auto& [id, end] : cancelled_series_) {
    if (end > version) {
      out.push_back(wire::Json::object({{"id", id}, {"status", "cancelled"}}));
    }
  }
  return out;
}

}  // namespace execassist::testing
