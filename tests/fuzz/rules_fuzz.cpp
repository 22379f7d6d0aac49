// The rules' YAML → types → a classifier; every keyword of the file is a title to be classified,
// and the file itself a description.
#include "classify/classifier.hpp"
#include "classify/keyword_automaton.hpp"
#include "classify/rules_check.hpp"
#include "invariants.hpp"
#include "yaml/rules_loader.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>

namespace execassist::fuzz {
namespace {

constexpr std::size_t kMostTitles = 20;
constexpr Seconds kYear = hours{8760};

void demand_lead(const std::optional<Seconds>& lead) {
  demand(!lead || (*lead >= Seconds{0} && *lead <= kYear), "a lead is between nothing and a year");
}

void demand_sound(const Rules& rules) {
  demand(!rules.types.empty(), "rules have a type");
  for (const MeetingType& type : rules.types) {
    demand(rules.find(type.name) == &type, "a type's name is its own");
    demand(type.keywords.size() == type.keyword_positions.size(), "a keyword has its place");
    demand_safe_line(type.label, std::string::npos, "a label");
    demand_lead(type.prep_lead);
    demand_lead(type.reminder_lead);
    demand(!type.attendees_min || !type.attendees_max || *type.attendees_min <= *type.attendees_max,
           "bounds leave room");
    demand(!type.is_default() || &type == &rules.types.back(), "the default stands last");
    for (const PrepQuestion& each : type.prep_questions) {
      demand(!each.key.empty(), "a question has a key");
      demand_safe_line(each.text, 4096, "a question");
    }
  }
}

// The first type with a keyword that stands in the title, sought in the plainest way; null where
// that needs bounds, boundaries or expressions.
const MeetingType* plainly_expected(const Rules& rules, std::string_view title) {
  std::string folded;
  append_folded(folded, title);
  for (const MeetingType& type : rules.types) {
    if (type.is_default()) continue;
    if (type.match != MatchMode::substring || type.attendees_min || type.attendees_max) {
      return nullptr;
    }
    for (const std::string& keyword : type.keywords) {
      const std::string sought = classify::make_keyword(keyword, false).folded;
      if (!sought.empty() && folded.find(sought) != std::string::npos) return &type;
    }
  }
  return nullptr;
}

void classify_title(const Rules& rules, const classify::Classifier& classifier,
                    const classify::ClassifyInput& input) {
  const classify::Verdict plain = classifier.classify(input, false);
  const classify::Verdict explained = classifier.classify(input, true);
  demand(plain.meeting_type == explained.meeting_type && plain.reason == explained.reason &&
             plain.matched_keyword == explained.matched_keyword,
         "to explain a verdict does not change it");
  demand_safe_line(plain.reason, std::string::npos, "a reason");
  const MeetingType* type = rules.find(plain.meeting_type);
  demand(type != nullptr || plain.meeting_type == "default", "a verdict names a type");
  if (plain.matched_keyword) {
    demand(type != nullptr && std::find(type->keywords.begin(), type->keywords.end(),
                                        *plain.matched_keyword) != type->keywords.end(),
           "what was found is a keyword of the type");
  }
  const MeetingType* expected = plainly_expected(rules, input.title);
  demand(expected == nullptr || expected == type, "the first substring decides");
}

void run(std::string_view bytes) {
  std::optional<Rules> rules;
  refusal_of(ErrorKind::configuration,
             [&] { rules = yaml::load_rules(std::string(bytes), "fuzz.yaml"); });
  if (!rules) return;
  demand_sound(*rules);
  std::optional<classify::Classifier> classifier;
  refusal_of(ErrorKind::configuration, [&] { classifier.emplace(*rules); });
  if (!classifier) return;
  const classify::CheckReport report = classify::check_rules(*rules, *classifier);
  for (const auto* lines : {&report.warnings, &report.failures}) {
    for (const std::string& line : *lines) demand_safe_line(line, std::string::npos, "a finding");
  }
  std::size_t titles = 0;
  for (const MeetingType& type : rules->types) {
    for (const std::string& keyword : type.keywords) {
      if (++titles > kMostTitles) return;
      classify_title(*rules, *classifier, {keyword, bytes, static_cast<int>(titles)});
      classify_title(*rules, *classifier, {"x" + keyword + " " + keyword, {}, std::nullopt});
    }
  }
  classify_title(*rules, *classifier, {bytes, {}, 3});
}

}  // namespace
}  // namespace execassist::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  execassist::fuzz::run({reinterpret_cast<const char*>(data), size});
  return 0;
}
