#include "prep/material_data.hpp"

#include "prep/material_words.hpp"
#include "render/markdown_text.hpp"
#include "render/when.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>

namespace execassist::prep {
namespace {

using render::markdown_text;
using List = render::TemplateData::List;
using Map = render::TemplateData::Map;

constexpr std::size_t kMostPeople = 40;
constexpr std::size_t kMostDescriptionLines = 30;
constexpr int kWidestLine = 500;
constexpr int kWidestPlace = 300;
constexpr int kDeepest = 6;

const std::string kSuggestion = "*(suggestion)*";

std::string fact(const std::string& source) {
  const std::string name = markdown_text(fit_width(source, 40));
  return "*(fact: " + (name.empty() ? "source" : name) + ")*";
}

// The calendar, or the person themselves for a meeting added by hand.
std::string calendar_fact(const Meeting& meeting) {
  return fact(meeting.facts.source == "manual" ? "entered by hand" : "calendar");
}

std::string escaped(std::string_view text, int width) {
  return markdown_text(fit_width(one_line(text), width));
}

// Whole: nobody would see what is left out of an answer. It is bounded where it is stored.
List lines_of(const std::vector<std::string>& lines, const std::string& mark) {
  List out;
  for (const std::string& line : lines) {
    out.push_back(Map{{"text", markdown_text(line)}, {"mark", mark}});
  }
  return out;
}

List agenda_of(const MaterialsInput& input, const std::vector<AgendaItem>& items) {
  List out;
  for (const AgendaItem& item : items) {
    const bool timed = item.start.has_value();
    const std::string length =
        item.length > minutes{0} ? std::to_string(item.length.count()) + " min" : "–";
    out.push_back(
        Map{{"time", timed ? shown_start(*item.start, input.meeting.facts.start, input.zone) : "–"},
            {"length", length},
            {"timed", timed},
            {"title", escaped(item.title, kWidestLine)},
            {"part", escaped(item.part, kWidestLine)},
            {"has_part", !item.part.empty()},
            {"mark", item.answered ? fact("your answer") : kSuggestion}});
  }
  return out;
}

void add_people(Map& data, const Meeting& meeting) {
  List people;
  long long left_out = 0;
  long long count = 0;
  for (const Attendee& attendee : meeting.facts.attendees) {
    if (attendee.resource) continue;
    ++count;
    if (people.size() >= kMostPeople) {
      ++left_out;
      continue;
    }
    people.push_back(Map{{"name", markdown_text(shown_person(attendee))},
                         {"response", shown_response(attendee.response)},
                         {"mark", calendar_fact(meeting)}});
  }
  const bool unknown = meeting.facts.attendees_omitted;
  data.emplace_back("has_people", !people.empty());
  data.emplace_back("people", std::move(people));
  data.emplace_back("people_count", count_of(count, "person", "people"));
  data.emplace_back("more_people", left_out == 0 ? std::string() : std::to_string(left_out));
  data.emplace_back("has_more_people", left_out > 0);
  data.emplace_back("people_incomplete", unknown);
}

bool is_answered(const SessionQuestion& question) {
  return question.answer && !answer_lines(*question.answer).empty();
}

Map question_of(const SessionQuestion& question) {
  const bool answered = is_answered(question);
  List lines;
  if (answered) lines = lines_of(answer_lines(*question.answer), fact("your answer"));
  return Map{{"ask", escaped(question.text, kWidestLine)},
             {"answered", answered},
             {"lines", std::move(lines)}};
}

// The questions of the session, or those that would have been asked.
void add_questions(Map& data, const MaterialsInput& input) {
  List all;
  List answered;
  List open;
  const auto add = [&](const SessionQuestion& question) {
    const Map shown = question_of(question);
    (is_answered(question) ? answered : open).push_back(shown);
    all.push_back(shown);
  };
  if (input.session) {
    for (const SessionQuestion& question : input.session->questions) add(question);
  } else if (input.type) {
    for (const PrepQuestion& question : input.type->prep_questions) {
      add({question.key, question.text, question.for_agenda, {}, false, {}, {}});
    }
  }
  data.emplace_back("has_questions", !all.empty());
  data.emplace_back("has_answers", !answered.empty());
  data.emplace_back("has_open_questions", !open.empty());
  data.emplace_back("questions", std::move(all));
  data.emplace_back("answers", std::move(answered));
  data.emplace_back("open_questions", std::move(open));
}

List cells_of(const std::vector<std::string>& row) {
  List cells;
  // An empty cell at the start of a row would not be one.
  for (const std::string& cell : row) cells.push_back(cell.empty() ? " " : markdown_text(cell));
  return cells;
}

Map context_of(const ContextItem& item, const Zone& zone, Instant now) {
  const std::string label = item.label.empty() ? item.source : item.label;
  const std::string mark = fact(label);
  List rows;
  if (!item.table.header.empty()) {
    for (std::vector<std::string> row : item.table.rows) {
      row.resize(item.table.header.size());
      rows.push_back(Map{{"cells", cells_of(row)}, {"mark", mark}});
    }
  }
  List lines;
  int deepest = 0;  // no deeper than one step below the line before: else it would be code
  for (const ContextLine& line : item.lines) {
    const int depth = std::clamp(line.depth, 0, std::min(deepest, kDeepest));
    deepest = depth + 1;
    lines.push_back(Map{{"indent", std::string(static_cast<std::size_t>(depth) * 2, ' ')},
                        {"text", escaped(line.text, kWidestLine)},
                        {"mark", mark}});
  }
  const bool nothing = item.problem.empty() && rows.empty() && lines.empty();
  return Map{{"label", markdown_text(label)},
             {"origin", markdown_text(shown_origin(item, zone, now))},
             {"has_origin", !item.origin.empty() || item.as_of.has_value()},
             {"problem", escaped(item.problem, kWidestLine)},
             {"failed", !item.problem.empty()},
             {"has_table", !rows.empty()},
             {"header", cells_of(item.table.header)},
             {"rows", std::move(rows)},
             {"has_lines", !lines.empty()},
             {"lines", std::move(lines)},
             {"nothing", nothing},
             {"left_out", count_of(item.left_out, item.table.header.empty() ? "line" : "row")},
             {"has_left_out", item.left_out > 0},
             {"mark", mark}};
}

void add_description(Map& data, const Meeting& meeting) {
  std::vector<std::string> lines = answer_lines(safe_block(meeting.facts.description));
  const std::size_t kept = std::min(lines.size(), kMostDescriptionLines);
  const std::size_t left_out = lines.size() - kept;
  lines.resize(kept);
  data.emplace_back("has_description", !lines.empty());
  data.emplace_back("description", lines_of(lines, calendar_fact(meeting)));
  data.emplace_back("description_left_out",
                    left_out == 0 ? "" : count_of(static_cast<long long>(left_out), "line"));
  data.emplace_back("has_description_left_out", left_out > 0);
}

}  // namespace

render::TemplateData::Map material_data(const MaterialsInput& input,
                                        const std::vector<AgendaItem>& agenda) {
  const Meeting& meeting = input.meeting;
  const std::string place = escaped(meeting.facts.location, kWidestPlace);
  const std::string link = escaped(meeting.facts.join_url, kWidestPlace);
  const std::string organizer = escaped(meeting.facts.organizer, kWidestPlace);
  Map data{{"title", markdown_text(shown_title(meeting.facts))},
           {"type", markdown_text(input.type_label)},
           {"person", escaped(input.person, kWidestPlace)},
           {"when", markdown_text(shown_when(meeting.facts, input.zone, input.now))},
           {"place", place},
           {"has_place", !place.empty()},
           {"link", link},
           {"has_link", !link.empty()},
           {"organizer", organizer},
           {"has_organizer", !organizer.empty()},
           {"written", markdown_text(render::stamp(input.now, input.zone))},
           {"cause", escaped(input.cause, kWidestLine)},
           {"has_cause", !input.cause.empty()},
           {"fact_calendar", calendar_fact(meeting)},
           {"fact_answer", fact("your answer")},
           {"suggestion", kSuggestion},
           {"has_changes", !input.changes.empty()},
           {"changes", lines_of(input.changes, calendar_fact(meeting))},
           {"all_day", meeting.facts.all_day},
           {"has_agenda", !agenda.empty()},
           {"agenda", agenda_of(input, agenda)}};
  List context;
  for (const ContextItem& item : input.context) {
    context.push_back(context_of(item, input.zone, input.now));
  }
  data.emplace_back("has_context", !context.empty());
  data.emplace_back("context", std::move(context));
  add_people(data, meeting);
  add_questions(data, input);
  add_description(data, meeting);
  return data;
}

}  // namespace execassist::prep
