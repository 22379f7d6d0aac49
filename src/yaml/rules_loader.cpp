#include "yaml/rules_loader.hpp"

#include "yaml/cursor.hpp"
#include "yaml/document.hpp"
#include "yaml/prep_plan_loader.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/identifier.hpp>
#include <execassist/base/text.hpp>
#include <execassist/settings/samples.hpp>

#include <algorithm>
#include <cmath>

namespace execassist::yaml {
namespace {

constexpr int kMostAttendees = 100'000;
constexpr double kMostHours = 8760;  // a year
constexpr Seconds kShortestEscalation = minutes{1};
constexpr Seconds kLongestEscalation = days{7};

bool is_type_name(std::string_view name) {
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto plain = [&](char c) { return lower(c) || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && name.size() <= 64 && lower(name.front()) &&
         std::all_of(name.begin(), name.end(), plain);
}

// "Board Meeting" → "board_meeting"; nothing when no name comes of it.
std::optional<std::string> type_name_like(std::string_view name) {
  std::string like;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') {
      like += static_cast<char>(c - 'A' + 'a');
    } else if (c == '-' || c == ' ' || c == '.') {
      like += '_';
    } else {
      like += c;
    }
  }
  if (!is_type_name(like)) return std::nullopt;
  return like;
}

// Missing: the default; null: none.
void read_hours(const MapCursor& map, std::string_view key, std::optional<Seconds>& field) {
  const auto value = map.find_or_null(key);
  if (!value) return;
  if (value->is_null()) {
    field.reset();
    return;
  }
  field = Seconds{std::llround(value->number(0, kMostHours) * 3600)};
}

void read_bounds(const MapCursor& map, MeetingType& type) {
  const auto least = map.find("required_attendees_min");
  const auto most = map.find("required_attendees_max");
  if (least) type.attendees_min = least->integer(0, kMostAttendees);
  if (most) type.attendees_max = most->integer(0, kMostAttendees);
  if (least && most && *type.attendees_min > *type.attendees_max) {
    most->fail(std::to_string(*type.attendees_max) + " is less than required_attendees_min (" +
                   std::to_string(*type.attendees_min) + ")",
               "no meeting could ever match");
  }
}

void read_keywords(const Cursor& value, MeetingType& type) {
  for (const Cursor& item : value.list()) {
    std::string keyword = item.text();
    if (trim(keyword).empty()) item.fail("an empty keyword would match everything");
    type.keywords.push_back(std::move(keyword));
    type.keyword_positions.push_back(item.position());
  }
}

RuleExample read_example(const Cursor& value) {
  const MapCursor map = value.map({"title", "description", "attendees", "not"});
  RuleExample example;
  example.position = value.position();
  const auto title = map.find("title");
  const auto description = map.find("description");
  if (!title && !description) value.fail("needs a title or a description");
  if (title) example.title = title->text();
  if (description) example.description = description->text();
  if (const auto attendees = map.find("attendees")) {
    if (attendees->is_list()) {
      const auto people = attendees->list();
      for (const Cursor& person : people) person.line();
      example.attendees = static_cast<int>(people.size());
    } else {
      example.attendees = attendees->integer(0, kMostAttendees);
    }
  }
  if (const auto negated = map.find("not")) example.negated = negated->boolean();
  return example;
}

void read_choices(const MapCursor& map, MeetingType& type) {
  if (const auto match = map.find("match")) {
    const std::string name = match->choice({"words", "substring", "regex"});
    type.match = name == "words"       ? MatchMode::words
                 : name == "substring" ? MatchMode::substring
                                       : MatchMode::regex;
  }
  if (const auto sensitive = map.find("sensitive")) type.sensitive = sensitive->boolean();
  if (const auto late = map.find("late")) {
    const std::string name = late->choice({"send", "shorten", "drop"});
    type.late = name == "send"      ? LatePolicy::send
                : name == "shorten" ? LatePolicy::shorten
                                    : LatePolicy::drop;
  }
}

// Missing or null: nobody is told again.
void read_escalation(const MapCursor& map, MeetingType& type) {
  const auto value = map.find("escalate_after");
  if (!value) return;
  const auto after = parse_duration(value->line());
  if (!after || *after < kShortestEscalation || *after > kLongestEscalation) {
    value->fail("not a length of time between " + describe_duration(kShortestEscalation) + " and " +
                    describe_duration(kLongestEscalation),
                "write it as 30m or 4h");
  }
  type.escalate_after = *after;
}

struct TypeRead {
  MeetingType type;
  PrepPlanGiven given;
};

TypeRead read_type(const MapCursor::Entry& entry) {
  const MapCursor map = entry.value.map(
      {"label", "keywords", "match", "required_attendees_min", "required_attendees_max",
       "prep_hours_before", "reminder_hours_before", "late", "sensitive", "escalate_after",
       "prep_questions", "agenda", "required_context", "examples"});
  MeetingType type;
  type.name = entry.key.name;
  type.position = entry.key.position;
  const auto label = map.find("label");
  type.label = label ? one_line(label->line()) : label_from_name(type.name);
  if (const auto keywords = map.find("keywords")) read_keywords(*keywords, type);
  read_choices(map, type);
  read_bounds(map, type);
  read_hours(map, "prep_hours_before", type.prep_lead);
  read_hours(map, "reminder_hours_before", type.reminder_lead);
  read_escalation(map, type);
  if (const auto examples = map.find("examples")) {
    for (const Cursor& item : examples->list()) type.examples.push_back(read_example(item));
  }
  PrepPlanGiven given = read_prep_plan(map, type);
  return {std::move(type), given};
}

const Rules& built_in_rules();

enum class Missing { from_built_in, stays };

Rules read_rules(const std::string& text, const std::string& file, Missing missing) {
  const auto root = parse_document(text, file);
  if (!root) {
    throw Error(ErrorKind::configuration, place_in_file(file, {1, 1}) + "the file is empty",
                "it needs `meeting_types:` with at least one type");
  }
  const Cursor list = Cursor(*root, file).map({"meeting_types"}).need("meeting_types");
  const MapCursor types = list.map_of_any();
  if (types.entries().empty()) list.fail("must name at least one type");
  Rules rules;
  rules.file = file;
  rules.fingerprint = sha256_hex(text);
  for (const MapCursor::Entry& entry : types.entries()) {
    if (!is_type_name(entry.key.name)) {
      const auto like = type_name_like(entry.key.name);
      types.fail_key(entry,
                     "a type's name has lower-case letters (a-z) first, then also digits and \"_\"",
                     like ? "did you mean " + quoted(*like) + "?" : "for example board_meeting");
    }
    if (!rules.types.empty() && rules.types.back().is_default()) {
      throw Error(ErrorKind::configuration,
                  place_in_file(file, rules.types.back().position) + "meeting_types." +
                      rules.types.back().name +
                      ": a type without keywords is the default and must stand last",
                  "move it to the end, or give it keywords");
    }
    TypeRead read = read_type(entry);
    const PrepPlanGiven& given = read.given;
    const bool whole = given.questions && given.agenda && given.context;
    if (missing == Missing::from_built_in && !whole) {
      with_defaults(read.type, given, built_in_rules());
    }
    rules.types.push_back(std::move(read.type));
  }
  return rules;
}

const Rules& built_in_rules() {
  static const Rules rules =
      read_rules(std::string(sample_rules()), "built-in rules", Missing::stays);
  return rules;
}

}  // namespace

Rules load_rules(const std::string& text, const std::string& file) {
  return read_rules(text, file, Missing::from_built_in);
}

}  // namespace execassist::yaml
