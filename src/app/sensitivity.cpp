#include "app/sensitivity.hpp"

#include <algorithm>

namespace execassist::app {

Sensitivity::Sensitivity(const Rules& rules) : rules_(rules) {
  const bool any = std::any_of(rules.types.begin(), rules.types.end(),
                               [](const MeetingType& type) { return type.sensitive; });
  if (any) classifier_.emplace(rules);
}

bool Sensitivity::of(const Meeting& meeting) const {
  if (!classifier_) return false;
  const MeetingFacts& facts = meeting.facts;
  if (meeting.state.meeting_type && sensitive_type(*meeting.state.meeting_type)) return true;
  const auto today =
      classifier_->classify({facts.title, facts.description, attendee_count(facts)}, false);
  return sensitive_type(today.meeting_type);
}

bool Sensitivity::sensitive_type(const std::string& name) const {
  if (const MeetingType* type = rules_.find(name)) return type->sensitive;
  return name != "default";  // the built-in one
}

}  // namespace execassist::app
