// Where context for a meeting comes from: a file, a program, an address. It never throws for what
// the outside does: a failure is an item with a `problem`, which stays visible in the brief.
#pragma once

#include <execassist/base/instant.hpp>
#include <execassist/model/context_item.hpp>

#include <string>

namespace execassist {

// All that a source learns of the meeting; nothing of it was written by others.
struct ContextRequest {
  std::string meeting_id;
  std::string meeting_type;
  std::string user_id;
  Instant start{};
  Instant end{};
  Instant now{};
};

// Used from several threads at once.
class ContextSource {
 public:
  virtual ~ContextSource() = default;

  // False: every meeting gets the same, so that asking once will do.
  virtual bool depends_on_meeting() const = 0;

  // Takes no longer than the source's own time-out. Throws Error{terminated}: it was cut off
  // because we are ending (Edges::cut_context), which is no failure of its own.
  virtual ContextItem fetch(const ContextRequest& request) = 0;
};

}  // namespace execassist
