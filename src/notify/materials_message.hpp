// What is said about the materials of a meeting: that they are there, with a look at the agenda;
// that they could not be written; and, before that, that the questions still wait for the person.
#pragma once

#include "notify/message.hpp"

#include <execassist/base/instant.hpp>
#include <execassist/model/materials.hpp>

#include <string>
#include <vector>

namespace execassist::notify {

struct MaterialsInWords {
  std::vector<std::string> preview;  // of the agenda; empty: it is not to be shown
  std::vector<std::string> changes;  // since they were told, in words
  Instant written_at{};
  bool stale = false;  // the meeting has changed since
};

Message materials_message(const MeetingInWords& about, const MaterialsInWords& materials);

// `progress`: "2 of 4", of the question that waits; empty: not known.
Message nudge_message(const MeetingInWords& about, const std::string& progress);

// May go to the operator, so it names the person.
Message failed_build_message(const MeetingInWords& about, BuildStep step,
                             const std::string& problem);

}  // namespace execassist::notify
