#include "calendar/ics_titles.hpp"

#include "calendar/content_line.hpp"
#include "calendar/ics_details.hpp"

#include <execassist/base/text.hpp>

#include <utility>

namespace execassist::calendar {
namespace {

IcsTitle title_of(const IcsComponent& component) {
  IcsTitle out;
  DetailReader details{std::string()};
  for (const std::string& text : component.lines) {
    const auto line = parse_content_line(text);
    if (!line) continue;
    if (line->name == "UID") out.uid = one_line(line->value);
    details.note(*line);
  }
  MeetingFacts facts = details.finish();
  facts.attendees_omitted = facts.attendees_omitted || component.cut;
  out.title = std::move(facts.title);
  out.description = std::move(facts.description);
  out.attendee_count = attendee_count(facts);
  out.line = component.line;
  return out;
}

}  // namespace

IcsTitles::IcsTitles(std::string name, Each each)
    : components_(std::move(name), [each = std::move(each)](const IcsComponent& component) {
        if (component.kind == "VEVENT") each(title_of(component));
      }) {}

}  // namespace execassist::calendar
