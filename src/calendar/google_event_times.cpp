#include "calendar/google_event_times.hpp"

#include "calendar/google_event_fields.hpp"
#include "calendar/ics_time.hpp"

#include <execassist/base/text.hpp>

#include <optional>
#include <utility>

namespace execassist::calendar {
namespace {

struct Moment {
  Instant at{};
  std::optional<Date> date;  // set: a whole day
};

std::string zone_named_in(const wire::Json& time) {
  const std::string* name = text_field(time, "timeZone");
  return name != nullptr && Zone::find(*name) ? *name : std::string();
}

std::optional<Instant> instant_of(const wire::Json& time, const std::string& text,
                                  const std::string& calendar_zone) {
  if (const auto at = parse_rfc3339(text)) return at;
  const auto local = parse_local_time(text);
  const std::string own = zone_named_in(time);
  const auto zone = Zone::find(own.empty() ? calendar_zone : own);
  if (!local || !zone) return std::nullopt;
  return zone->to_instant(*local);
}

std::optional<Moment> moment_of(const wire::Json* time, const GoogleEventClock& clock) {
  if (time == nullptr) return std::nullopt;
  if (const std::string* text = text_field(*time, "dateTime")) {
    const auto at = instant_of(*time, *text, clock.calendar_zone);
    return at ? std::optional<Moment>({*at, std::nullopt}) : std::nullopt;
  }
  const std::string* text = text_field(*time, "date");
  const auto date = text != nullptr ? parse_date(*text) : std::nullopt;
  if (!date) return std::nullopt;
  return Moment{clock.user_zone.midnight(*date), date};
}

std::string instance_name(const Moment& original) {
  if (original.date) return basic_form(LocalSeconds{std::chrono::local_days{*original.date}}, true);
  return basic_form(LocalSeconds{original.at.time_since_epoch()}, false) + "Z";
}

Instant day_after(Date date, const Zone& zone) {
  return zone.midnight(Date{std::chrono::sys_days{date} + days{1}});
}

void settle_end(GoogleTimes& out, const Moment& start, const wire::Json& event,
                const GoogleEventClock& clock) {
  const wire::Json* given = event.find("end");
  const auto end = moment_of(given, clock);
  if (given != nullptr && !end) {
    out.unreadable = "its end cannot be read";
  } else if (!end) {
    out.end = start.date ? day_after(*start.date, clock.user_zone) : start.at;
  } else if (end->date.has_value() != out.all_day) {
    out.unreadable = "only one of its start and end is a whole day";
  } else if (end->at < start.at) {
    out.unreadable = "it ends before it starts";
  } else {
    // Some write the same date as start and end of a one-day entry.
    const bool same_day = out.all_day && end->at == start.at;
    out.end = same_day ? day_after(*start.date, clock.user_zone) : end->at;
  }
  if (!end || flag_field(event, "endTimeUnspecified")) {
    out.problem = "the calendar does not say when it ends";
  }
}

}  // namespace

GoogleTimes GoogleEventClock::read(const wire::Json& event) const {
  GoogleTimes out;
  const wire::Json* given = event.find("start");
  const auto start = moment_of(given, *this);
  if (!start) {
    out.unreadable = given == nullptr ? "it has no start" : "its start cannot be read";
    return out;
  }
  out.start = start->at;
  out.all_day = start->date.has_value();
  if (!out.all_day) out.time_zone = zone_named_in(*given);
  settle_end(out, *start, event, *this);
  if (text_field(event, "recurringEventId") != nullptr) {
    // Without a name of their own all instances of a series would pass for one.
    out.recurrence_id =
        instance_name(moment_of(event.find("originalStartTime"), *this).value_or(*start));
  }
  return out;
}

}  // namespace execassist::calendar
