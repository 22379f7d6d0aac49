// Whether a meeting's title must stay off channels that many hands touch: when the type that it was
// given is sensitive, or the one that today's rules would give it, since it may have been renamed
// after it was announced. A type that the rules do not know any more is taken for a sensitive one,
// where there are any. May be asked from several threads at once.
#pragma once

#include "classify/classifier.hpp"

#include <execassist/model/meeting.hpp>
#include <execassist/model/rules.hpp>

#include <optional>

namespace execassist::app {

class Sensitivity {
 public:
  // `rules` is lent. Nothing is prepared where no type is sensitive.
  explicit Sensitivity(const Rules& rules);

  bool of(const Meeting& meeting) const;

 private:
  bool sensitive_type(const std::string& name) const;

  const Rules& rules_;
  std::optional<classify::Classifier> classifier_;
};

}  // namespace execassist::app
