#include "calendar/ics_event.hpp"

#include "calendar/content_line.hpp"
#include "calendar/ics_details.hpp"

#include <execassist/base/identifier.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

namespace execassist::calendar {
namespace {

constexpr std::size_t kLongestUid = 1024;
const std::string kHashPrefix = "sha256:";
const std::string kNoUidPrefix = "no-uid-";
constexpr std::size_t kMostRules = 8;  // of each kind
constexpr std::size_t kMostDates = 20'000;
constexpr std::size_t kMostWarnings = 20;  // of one event
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
  std::vector<std::string> exclusion_rules;
  bool marked_all_day = false;
};

void warn_once(Draft& draft, const std::string& what) {
  auto& warnings = draft.event.warnings;
  const bool said = std::find(warnings.begin(), warnings.end(), what) != warnings.end();
  if (!said && warnings.size() < kMostWarnings) warnings.push_back(what);
}

void warn_unreadable(Draft& draft, const std::string& name, std::string_view value) {
  warn_once(draft, name + " cannot be read: " + shown(value));
}

// Each of a list, without what stands between two commas in vain; `add` says whether it was read.
template <typename Add>
void add_each(Draft& draft, const ContentLine& line, std::size_t room, const Add& add) {
  for (const std::string& entry : split(line.value, ',')) {
    if (trim(entry).empty()) continue;
    if (room == 0) {
      warn_once(draft, "it has too many dates: the rest of " + line.name + " is left out");
      return;
    }
    --room;
    if (!add(entry)) warn_unreadable(draft, line.name, entry);
  }
}

void add_exclusions(Draft& draft, const ContentLine& line) {
  auto& excluded = draft.event.excluded;
  const std::string tzid = line.parameter("TZID");
  add_each(draft, line, kMostDates - excluded.size(), [&](const std::string& entry) {
    const auto time = parse_ics_time(entry, tzid);
    if (time) excluded.push_back(*time);
    return time.has_value();
  });
}

void add_rule(Draft& draft, const ContentLine& line, std::vector<std::string>& rules) {
  if (rules.size() < kMostRules) {
    rules.push_back(line.value);
  } else {
    warn_once(draft, "it has too many recurrences: the rest of " + line.name + " is left out");
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
  if (!out.duration && !out.end) return std::nullopt;
  return out;
}

void add_extra_dates(Draft& draft, const ContentLine& line) {
  auto& extra = draft.event.extra;
  const std::string tzid = line.parameter("TZID");
  add_each(draft, line, kMostDates - extra.size(), [&](const std::string& entry) {
    const auto period = period_of(entry, tzid);
    if (period) extra.push_back(*period);
    return period.has_value();
  });
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
  warn_unreadable(draft, line.name, line.value);
  event.facts.problem = "the end of it cannot be read: " + shown(line.value);
}

void note_range(Draft& draft, const std::string& range) {
  draft.event.this_and_future = range == "THISANDFUTURE";
  if (draft.event.this_and_future || range.empty()) return;
  warn_once(draft, "RANGE=" + shown(range) + " is followed for this one instance only");
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
    add_rule(draft, line, draft.rules);
  } else if (line.name == "EXRULE") {
    add_rule(draft, line, draft.exclusion_rules);
  } else if (line.name == "RDATE") {
    add_extra_dates(draft, line);
  } else if (line.name == "EXDATE") {
    add_exclusions(draft, line);
  } else if (line.name == "RECURRENCE-ID") {
    event.recurrence_id = time_of(line);
    if (!event.recurrence_id)
      event.unreadable = "RECURRENCE-ID cannot be read: " + shown(line.value);
    note_range(draft, upper_ascii(line.parameter("RANGE")));
  } else if (line.name == "UID") {
    draft.uid = trim(line.value);
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

// An id that we make: an invitation with such a UID would take the place of another meeting.
bool resembles_our_own(const std::string& uid) {
  const std::size_t slash = uid.rfind('/');
  const bool like_an_instance =
      slash != std::string::npos && parse_ics_time(std::string_view(uid).substr(slash + 1), {});
  return like_an_instance || uid.starts_with(kHashPrefix) || uid.starts_with(kNoUidPrefix);
}

void settle_identity(Draft& draft) {
  IcsEvent& event = draft.event;
  event.uid = one_line(draft.uid);
  // What would not be shown as it is must not become another's.
  if (event.uid != draft.uid || event.uid.size() > kLongestUid || resembles_our_own(event.uid)) {
    event.uid = kHashPrefix + sha256_hex(draft.uid);
  }
  if (!event.uid.empty()) return;
  event.uid = kNoUidPrefix + derived_id(draft.start_text + "\n" + event.facts.title);
  event.warnings.push_back("it has no UID: one was made from its start and its title");
}

std::vector<RecurrenceRule> readable_rules(Draft& draft, const std::vector<std::string>& texts) {
  std::vector<RecurrenceRule> out;
  for (const std::string& text : texts) {
    RuleReading reading = read_rule(text, draft.event.start.date);
    if (reading.rule) {
      out.push_back(std::move(*reading.rule));
    } else {
      warn_once(draft, reading.refusal + "; that rule is left out");
    }
  }
  return out;
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
  event.rules = readable_rules(draft, draft.rules);
  event.exclusion_rules = readable_rules(draft, draft.exclusion_rules);
}

}  // namespace

IcsEvent EventReader::read(const IcsComponent& component) const {
  Draft draft;
  draft.event.line = component.line;
  draft.event.calendar = component.calendar;
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
