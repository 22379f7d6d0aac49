// What `classify --check` says about a rule file that could be read: warnings about rules that can
// never decide, and the examples written in it, run.
#pragma once

#include "classify/classifier.hpp"

#include <execassist/model/rules.hpp>

#include <string>
#include <vector>

namespace execassist::classify {

struct CheckReport {
  std::vector<std::string> warnings;  // "file:line:column: type: what", in file order
  int examples = 0;                   // how many were run
  std::vector<std::string> failures;  // one line for each example that failed, in file order
};

// REQUIRES: a classifier of these rules. Regular expressions are compared as text; one of letters
// and digits alone is a substring, and one that is found in everything takes everything. Whether
// any other one takes all matches of another is not decided here.
CheckReport check_rules(const Rules& rules, const Classifier& classifier);

}  // namespace execassist::classify
