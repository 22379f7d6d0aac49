// What every use case works with: lent by the command for the time of one call.
#pragma once

#include "store/database.hpp"

#include <execassist/model/rules.hpp>
#include <execassist/ports/edges.hpp>
#include <execassist/settings/settings.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace execassist::app {

struct Scope {
  const Settings& settings;
  const Rules& rules;
  store::Database& database;
  Edges& edges;
  std::optional<std::string> user_id;  // -u: only this one; known to be configured
  bool dry_run = false;
  // Told what is being done, before it is done; may be empty. For people who wait at a terminal.
  std::function<void(std::string_view)> progress;

  Instant now() const { return edges.clock().now(); }
  std::vector<const UserSettings*> users() const;
  void say(std::string_view doing) const {
    if (progress) progress(doing);
  }
};

// The one user a command is about: -u, else the only one. Throws Error{usage} when there are
// several.
const UserSettings& the_user(const Scope& scope);

}  // namespace execassist::app
