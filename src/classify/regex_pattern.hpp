// A regular expression of a rule with `match: regex`, in RE2's syntax: whatever the case, over the
// text as it is (neither folded nor composed), in linear time. Nothing else here names RE2.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace execassist::classify {

class RegexPattern {
 public:
  // A bad or too large expression matches nothing and has a problem().
  explicit RegexPattern(std::string_view expression);
  RegexPattern(RegexPattern&&) noexcept;
  RegexPattern& operator=(RegexPattern&&) noexcept;
  ~RegexPattern();

  std::string problem() const;  // one line; empty when the expression is good
  bool found_in(std::string_view text) const;

 private:
  std::unique_ptr<re2::RE2> expression_;
};

}  // namespace execassist::classify
