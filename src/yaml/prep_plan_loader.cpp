#include "yaml/prep_plan_loader.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>

namespace execassist::yaml {
namespace {

constexpr std::size_t kMostQuestions = 12;
constexpr std::size_t kMostParts = 20;
constexpr std::size_t kMostSources = 20;
constexpr int kWidestQuestion = 200;
constexpr int kWidestTitle = 100;
constexpr std::size_t kLongestKey = 40;

std::string bounded_line(const Cursor& value, int widest) {
  std::string line = one_line(value.line());
  if (display_width(line) > widest) {
    value.fail("is longer than " + std::to_string(widest) + " characters");
  }
  if (display_width(line) == 0) value.fail("must not be empty");
  return line;
}

std::vector<Cursor> bounded_list(const Cursor& value, std::size_t most) {
  const std::vector<Cursor> items = value.list();
  if (items.size() > most) {
    value.fail("has " + std::to_string(items.size()) + " items; at most " + std::to_string(most) +
               " are allowed");
  }
  return items;
}

bool is_key(std::string_view key) {
  return !key.empty() && key.size() <= kLongestKey &&
         std::all_of(key.begin(), key.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
         });
}

// "What must be decided?" → "what_must_be_decided"; "question" where no letter is left.
std::string key_from(std::string_view text) {
  std::string key;
  for (const char c : fold_case(text)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain) key += c;
    if (!plain && !key.empty() && key.back() != '_') key += '_';
    if (key.size() == kLongestKey) break;
  }
  while (!key.empty() && key.back() == '_') key.pop_back();
  return key.empty() ? "question" : key;
}

bool has_key(const MeetingType& type, std::string_view key) {
  return std::any_of(type.prep_questions.begin(), type.prep_questions.end(),
                     [&](const PrepQuestion& question) { return question.key == key; });
}

std::string free_key(const MeetingType& type, const std::string& text) {
  const std::string wish = key_from(text);
  std::string key = wish;
  for (int number = 2; has_key(type, key); ++number) key = wish + "_" + std::to_string(number);
  return key;
}

void read_question(const Cursor& item, MeetingType& type) {
  PrepQuestion question;
  if (item.is_text()) {
    question.text = bounded_line(item, kWidestQuestion);
    question.key = free_key(type, question.text);
    type.prep_questions.push_back(std::move(question));
    return;
  }
  const MapCursor map = item.map({"key", "ask", "agenda"});
  question.text = bounded_line(map.need("ask"), kWidestQuestion);
  if (const auto agenda = map.find("agenda")) question.for_agenda = agenda->boolean();
  const auto key = map.find("key");
  question.key = key ? key->line() : free_key(type, question.text);
  if (key && !is_key(question.key)) {
    key->fail("must be up to 40 lower-case letters (a-z), digits or \"_\", not " +
              quoted(question.key));
  }
  if (key && has_key(type, question.key)) {
    key->fail("a second question with the key " + quoted(question.key),
              "answers are kept under it: give each its own");
  }
  type.prep_questions.push_back(std::move(question));
}

AgendaPart read_part(const Cursor& item) {
  if (item.is_text()) return {bounded_line(item, kWidestTitle), 1};
  const MapCursor map = item.map({"title", "share"});
  AgendaPart part{bounded_line(map.need("title"), kWidestTitle), 1};
  if (const auto share = map.find("share")) part.share = share->integer(1, 100);
  return part;
}

}  // namespace

PrepPlanGiven read_prep_plan(const MapCursor& map, MeetingType& type) {
  PrepPlanGiven given;
  if (const auto questions = map.find("prep_questions")) {
    given.questions = true;
    for (const Cursor& item : bounded_list(*questions, kMostQuestions)) read_question(item, type);
  }
  if (const auto agenda = map.find("agenda")) {
    given.agenda = true;
    for (const Cursor& item : bounded_list(*agenda, kMostParts)) {
      type.agenda.push_back(read_part(item));
    }
  }
  if (const auto context = map.find("required_context")) {
    given.context = true;
    for (const Cursor& item : bounded_list(*context, kMostSources)) {
      std::string name = bounded_line(item, kWidestTitle);
      const auto& names = type.required_context;
      if (std::find(names.begin(), names.end(), name) != names.end()) {
        item.fail("named a second time: " + quoted(name));
      }
      type.required_context.push_back(std::move(name));
      type.required_context_positions.push_back(item.position());
    }
  }
  return given;
}

void with_defaults(MeetingType& type, const PrepPlanGiven& given, const Rules& built_in) {
  const MeetingType* model = built_in.find(type.name);
  if (!model && !built_in.types.empty()) model = &built_in.types.back();
  if (!model) return;
  if (!given.questions) type.prep_questions = model->prep_questions;
  if (!given.agenda) type.agenda = model->agenda;
  if (!given.context) type.required_context = model->required_context;
}

}  // namespace execassist::yaml
