// Asks the context sources of meetings, all of them at once: what one takes costs the slowest, not
// the sum. Nothing that goes wrong with a source reaches the caller as an exception; what cannot be
// had is an item with a problem. The store is not touched.
#pragma once

#include "app/scope.hpp"

#include <execassist/model/context_item.hpp>
#include <execassist/model/meeting.hpp>
#include <execassist/ports/context_source.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace execassist::app {

// Of one run: a source that says the same for every meeting is asked once as long as this lives.
class ContextGathering {
 public:
  explicit ContextGathering(const Scope& scope) : scope_(scope) {}

  // For each meeting one item for each source that its type requires, in the type's order. Throws
  // Error{terminated}: sources were cut off, and what others said is not worth keeping.
  std::vector<std::vector<ContextItem>> gather(const std::vector<Meeting>& meetings);

 private:
  // A source that the settings name, or why there is none.
  struct Known {
    std::string label;
    std::string problem;
    std::shared_ptr<ContextSource> source;
  };

  const Known& known(const std::string& name);

  const Scope& scope_;
  std::map<std::string, Known> known_;
  std::map<std::string, ContextItem> shared_;  // by source: what every meeting gets
};

}  // namespace execassist::app
