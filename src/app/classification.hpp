// Types stored meetings by the rules.
#pragma once

#include "app/scope.hpp"
#include "classify/classifier.hpp"
#include "prep/transitions.hpp"

#include <map>
#include <string>

namespace execassist::app {

struct ClassifyReport {
  int classified = 0;  // got a type, or another one
  int unchanged = 0;
  std::map<std::string, int> by_type;  // of all that were looked at
};

enum class ClassifyWhich {
  untyped,     // those that have no type
  all_future,  // also those that have one, as long as their preparation has not been announced
};

ClassifyReport classify_meetings(const Scope& scope, ClassifyWhich which);

// In `run`: the untyped ones; all future ones when the rules have changed since the last time.
ClassifyReport classify_what_needs_it(const Scope& scope);

prep::Typing typing_of(const classify::Classifier& classifier, const MeetingFacts& facts);

}  // namespace execassist::app
