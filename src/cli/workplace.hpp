// What a command that needs the configuration works in: settings and rules, read and checked before
// anything is done, and the store, opened for writing or as a copy in memory for --dry-run.
#pragma once

#include "app/scope.hpp"
#include "cli/invocation.hpp"
#include "store/database.hpp"

#include <execassist/model/rules.hpp>
#include <execassist/settings/settings.hpp>

#include <memory>
#include <optional>
#include <string>

namespace execassist::cli {

// The path that --config, $EXECASSIST_CONFIG or XDG give; absolute.
std::string config_path(Invocation& call);

// Throws Error{configuration}: missing (hint: config init), wrong, or open to others.
Settings load_settings(Invocation& call);

// Reads every secret that the settings keep in a file, and forgets it. Throws Error{configuration}:
// missing, unreadable, or open to others.
void check_secret_files(Invocation& call, const Settings& settings);

// The rules that the settings name, else the built-in ones. Throws Error{configuration}: also when
// a type requires context that the settings do not have.
Rules load_rules(Invocation& call, const Settings& settings);
// `option`: what named the file.
Rules load_rules_file(Invocation& call, const std::string& path,
                      const std::string& option = "--rules");

// Throws Error{configuration}: a type requires context that the settings do not have. Only here are
// both known: the names in the rules, and the sources in the settings.
void check_required_context(const Rules& rules, const Settings& settings);

// The path that --db, $EXECASSIST_DB, the configuration or XDG give; absolute.
std::string store_path(Invocation& call, const Settings& settings);

// A copy: for commands that only try something out, as every one does with --dry-run.
enum class Opening { as_called, copy };

class Workplace {
 public:
  // Throws Error: configuration; not_found for an unknown -u; what store::Database::open throws;
  // usage when the store lives by the machine's clock and --now is given without --dry-run.
  explicit Workplace(Invocation& call, Opening opening = Opening::as_called);

  const app::Scope& scope() const { return *scope_; }
  const Settings& settings() const { return settings_; }
  const Rules& rules() const { return rules_; }

  // The zone in which this person's times are read and shown: of -u, else of the first user.
  const Zone& zone() const;
  const Zone& zone_of(const std::string& user_id) const;

 private:
  Settings settings_;
  Rules rules_;
  std::unique_ptr<store::Database> database_;
  std::optional<app::Scope> scope_;
};

}  // namespace execassist::cli
