// The rules: YAML text → meeting types in file order. Errors (configuration) are about the file:
// unknown or repeated keys and types, wrong values, min above max, a default that is not last. Bad
// regular expressions, failing examples and warnings are the classifier's business.
#pragma once

#include <execassist/model/rules.hpp>

#include <string>

namespace execassist::yaml {

// `file` is for messages only.
Rules load_rules(const std::string& text, const std::string& file);

}  // namespace execassist::yaml
