// The coming days of one user, as a person would want to read them.
#pragma once

#include "app/scope.hpp"

#include <execassist/base/instant.hpp>
#include <execassist/model/meeting.hpp>
#include <execassist/model/user.hpp>

#include <optional>
#include <string>
#include <vector>

namespace execassist::app {

struct AgendaEntry {
  Meeting meeting;
  std::string type_label;
  std::vector<std::string> overlaps_with;  // meeting ids
};

struct AgendaDay {
  Date date;
  std::vector<AgendaEntry>
      entries;  // all-day first, then by start; a long meeting stands on its first day
};

struct SourceAge {
  std::string calendar_id;
  std::optional<Instant> last_success_at;
  std::string last_error;
};

struct Agenda {
  const User* user = nullptr;
  std::vector<AgendaDay> days;  // only days with entries
  std::vector<SourceAge> sources;
};

// From the start of today in the user's zone, `days` days. Cancelled ones and copies are left out.
std::vector<Agenda> agenda(const Scope& scope, int days);

}  // namespace execassist::app
