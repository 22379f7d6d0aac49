#include "calendar/ics_event.hpp"

#include "calendar/content_line.hpp"
#include "calendar/ics_details.hpp"
#include "calendar/recurrence_rule.hpp"

#include <execassist/base/identifier.hpp>
#include <execassist/base/text.hpp>

#include <string_view>
#include <utility>

namespace execassist::calendar {
namespace {

constexpr std::size_t kLongestUid = 1024;
constexpr std::size_t kMostRules = 8;
constexpr std::size_t kMostDates = 20'000;
constexpr int kShownColumns = 60;

std::string shown(std::string_view text) {
  return "\"" + fit_width(one_line(text), kShownColumns) + "\"";
}

std::optional<IcsTime> time_of(const ContentLine& line) {
  return parse_ics_time(line.value, line.parameter("TZID"));
}

// What is left to decide once every line has been read.
struct Draft {
  IcsEvent event;
  std::string uid;
  std::string start_text;
  std::vector<std::string> rules;
  bool marked_all_day = false;
};

void warn_unreadable(Draft& draft, const ContentLine& line) {
  draft.event.warnings.push_back(line.name + " cannot be read: " + shown(line.value));
}

void add_exclusions(Draft& draft, const ContentLine& line) {
  for (const std::string& entry : split(line.value, ',')) {
    const auto time = parse_ics_time(entry, line.parameter("TZID"));
    if (!time) {
      warn_unreadable(draft, line);
      return;
    }
    if (draft.event.excluded.size() < kMostDates) draft.event.excluded.push_back(*time);
  }
}

std::optional<IcsPeriod> period_of(const std::string& entry, const std::string& tzid) {
  const std::size_t slash = entry.find('/');
  const auto start = parse_ics_time(entry.substr(0, slash), tzid);
  if (!start) return std::nullopt;
  IcsPeriod out{*start, {}, {}};
  if (slash == std::string::npos) return out;
  const std::string rest = entry.substr(slash + 1);
  out.duration = parse_ics_duration(rest);
  if (!out.duration) out.end = parse_ics_time(rest, tzid);
  return out;
}

void add_extra_dates(Draft& draft, const ContentLine& line) {
  for (const std::string& entry : split(line.value, ',')) {
    const auto period = period_of(entry, line.parameter("TZID"));
    if (!period) {
      warn_unreadable(draft, line);
      return;
    }
    if (draft.event.extra.size() < kMostDates) draft.event.extra.push_back(*period);
  }
}

void note_end(Draft& draft, const ContentLine& line) {
  IcsEvent& event = draft.event;
  const bool is_length = line.name == "DURATION";
  if (is_length) {
    event.duration = parse_ics_duration(line.value);
  } else {
    event.end = time_of(line);
  }
  if (is_length ? event.duration.has_value() : event.end.has_value()) return;
  warn_unreadable(draft, line);
  event.facts.problem = "the end of it cannot be read: " + shown(line.value);
}

// Times and identity; false when the line is about something else.
bool note_time(Draft& draft, const ContentLine& line) {
  IcsEvent& event = draft.event;
  if (line.name == "DTSTART") {
    draft.start_text = line.value;
    if (const auto start = time_of(line)) {
      event.start = *start;
      event.start_given = true;
    }
  } else if (line.name == "DTEND" || line.name == "DURATION") {
    note_end(draft, line);
  } else if (line.name == "RRULE") {
    if (draft.rules.size() < kMostRules) draft.rules.push_back(line.value);
  } else if (line.name == "RDATE") {
    add_extra_dates(draft, line);
  } else if (line.name == "EXDATE") {
    add_exclusions(draft, line);
  } else if (line.name == "EXRULE") {
    event.warnings.push_back("EXRULE is obsolete and not followed");
  } else if (line.name == "RECURRENCE-ID") {
    event.recurrence_id = time_of(line);
    if (!event.recurrence_id)
      event.unreadable = "RECURRENCE-ID cannot be read: " + shown(line.value);
    event.this_and_future = upper_ascii(line.parameter("RANGE")) == "THISANDFUTURE";
  } else if (line.name == "UID") {
    draft.uid = one_line(line.value);
  } else if (line.name == "DTSTAMP") {
    event.stamp = trim(line.value);
  } else if (line.name == "LAST-MODIFIED") {
    event.last_modified = trim(line.value);
  } else if (line.name == "X-MICROSOFT-CDO-ALLDAYEVENT") {
    draft.marked_all_day = upper_ascii(trim(line.value)) == "TRUE";
  } else {
    return false;
  }
  return true;
}

bool is_midnight(const IcsTime& time) { return time.local == std::chrono::floor<days>(time.local); }

// Outlook's all-day events are timed ones from midnight to midnight with a mark.
void make_date(IcsTime& time, const Zone& user_zone) {
  if (time.date) return;
  if (time.utc && !is_midnight(time)) {
    time.local = user_zone.to_local(Instant{time.local.time_since_epoch()});
  }
  time = {LocalSeconds{std::chrono::floor<days>(time.local)}, true, false, {}};
}

void apply_all_day_mark(IcsEvent& event, const Zone& user_zone) {
  IcsTime start = event.start;
  if (start.utc && !is_midnight(start)) {
    start.local = user_zone.to_local(Instant{start.local.time_since_epoch()});
  }
  if (event.start.date || !is_midnight(start)) return;
  make_date(event.start, user_zone);
  if (event.end) make_date(*event.end, user_zone);
}

void settle_identity(Draft& draft) {
  IcsEvent& event = draft.event;
  event.uid = draft.uid;
  if (event.uid.size() > kLongestUid) event.uid = "sha256:" + sha256_hex(draft.uid);
  if (!event.uid.empty()) return;
  event.uid = "no-uid-" + derived_id(draft.start_text + "\n" + event.facts.title);
  event.warnings.push_back("it has no UID: one was made from its start and its title");
}

void settle_start(Draft& draft, const Zone& user_zone) {
  IcsEvent& event = draft.event;
  if (!event.start_given && event.unreadable.empty()) {
    if (!draft.start_text.empty()) {
      event.unreadable = "its start cannot be read: " + shown(draft.start_text);
    } else if (event.recurrence_id) {
      event.start = *event.recurrence_id;
    } else {
      event.unreadable = "it has no start";
    }
  }
  if (!event.unreadable.empty()) return;
  if (draft.marked_all_day) apply_all_day_mark(event, user_zone);
  for (const std::string& rule : draft.rules) {
    const std::string why = why_rule_refused(rule, {event.start.local, event.start.date});
    if (why.empty()) {
      event.rules.push_back(rule);
    } else {
      event.warnings.push_back(why + "; that rule is left out");
    }
  }
}

}  // namespace

IcsEvent EventReader::read(const IcsComponent& component) const {
  Draft draft;
  draft.event.line = component.line;
  draft.event.calendar_zone = component.calendar_zone;
  DetailReader details(user_email);
  for (const std::string& text : component.lines) {
    const auto line = parse_content_line(text);
    if (line && !note_time(draft, *line)) details.note(*line);
  }
  std::string problem = std::move(draft.event.facts.problem);
  draft.event.facts = details.finish();
  draft.event.facts.problem = std::move(problem);
  draft.event.facts.cancelled = draft.event.facts.cancelled || component.cancelled_by_method;
  if (component.cut) {
    draft.event.facts.attendees_omitted = true;
    draft.event.warnings.push_back("it is too large: a part of it was left out");
  }
  settle_identity(draft);
  settle_start(draft, user_zone);
  return std::move(draft.event);
}

std::string name_of(const IcsEvent& event) {
  const std::string name = event.facts.title.empty() ? event.uid : event.facts.title;
  return shown(name) + " (line " + std::to_string(event.line) + ")";
}

}  // namespace execassist::calendar
