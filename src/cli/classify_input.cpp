#include "cli/classify_input.hpp"

#include "calendar/ics_titles.hpp"
#include "wire/json.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <limits>

namespace execassist::cli {
namespace {

constexpr std::size_t kLongestLine = std::size_t{1} << 20;
constexpr std::size_t kShownBytes = 400;
constexpr int kShownWidth = 40;

std::string text_of(const wire::Json& object, std::string_view key, std::string& error) {
  const wire::Json* value = object.find(key);
  if (!value || value->is_null()) return {};
  if (const std::string* text = value->as_string()) return *text;
  error = std::string(key) + ": must be a text";
  return {};
}

std::optional<int> people_of(const wire::Json& object, std::string& error) {
  const wire::Json* value = object.find("attendees");
  if (!value || value->is_null()) return 0;
  if (const auto* list = value->as_array()) return static_cast<int>(list->size());
  const auto count = value->as_int();
  if (count && *count >= 0 && *count <= std::numeric_limits<int>::max())
    return static_cast<int>(*count);
  error = "attendees: must be a list or a number that is not negative";
  return std::nullopt;
}

ClassifySubject subject_of(std::string_view line, bool cut, std::size_t number) {
  ClassifySubject subject;
  subject.line = number;
  if (cut) {
    subject.error = "longer than 1 MiB";
    return subject;
  }
  std::string why;
  const auto json = wire::parse_json(line, &why);
  if (!json) {
    subject.error = "not JSON: " + why;
  } else if (!json->is_object()) {
    subject.error = "not a JSON object";
  } else if (!json->find("title")) {
    subject.error = "it has no title";
  } else {
    subject.title = text_of(*json, "title", subject.error);
    subject.description = text_of(*json, "description", subject.error);
    subject.attendee_count = people_of(*json, subject.error);
  }
  return subject;
}

// Text that could hold JSON lines, be they right or wrong. A web page or a program is none: one
// error for the file says more than one for each of its lines.
bool could_be_json_lines(std::string_view line) {
  if (line.starts_with('<')) return false;
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' ' && c != '\t'; };
  return to_valid_utf8(line) == line && std::none_of(line.begin(), line.end(), is_control);
}

void refuse_noise(std::string_view line, bool cut, const std::string& name) {
  if (cut || could_be_json_lines(line)) return;
  throw Error(ErrorKind::failed,
              name + " is neither an iCalendar file nor JSON lines: it begins with \"" +
                  fit_width(one_line(line.substr(0, kShownBytes)), kShownWidth) + "\"",
              line.starts_with('<')
                  ? "a page that asks for a sign-in looks like this; check what it holds"
                  : "give an .ics file, or a file with one JSON object a line");
}

bool begins_calendar(std::string_view line) {
  if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  return fold_case(trim(line)) == "begin:vcalendar";
}

}  // namespace

void read_classify_input(Files& files, const std::string& path,
                         const std::function<bool(const ClassifySubject&)>& each) {
  bool more = true;
  std::optional<calendar::IcsTitles> titles;
  std::size_t number = 0;
  bool decided = false;
  const std::string name = path == "-" ? "standard input" : path;
  const bool named_calendar = fold_case(path).ends_with(".ics");
  const auto begin_calendar = [&] {
    titles.emplace(name, [&](const calendar::IcsTitle& event) {
      if (more) more = each({event.line, event.title, event.description, event.attendee_count, {}});
    });
  };
  files.each_line(path, kLongestLine, [&](std::string_view line, bool cut) {
    ++number;
    if (!decided && trim(line).empty()) return true;
    if (!decided && (begins_calendar(line) || named_calendar)) begin_calendar();
    if (!decided && !titles) refuse_noise(trim(line), cut, name);
    decided = true;
    if (titles) {
      titles->add_line(line, cut);
    } else if (!trim(line).empty()) {
      more = each(subject_of(trim(line), cut, number));
    }
    return more;
  });
  if (!decided && named_calendar) begin_calendar();
  if (titles && more) titles->finish();
}

}  // namespace execassist::cli
