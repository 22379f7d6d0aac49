// One call of one command: what was given on the command line, the edges of the program, and where
// the results go. The accessors take the names of the command's own description ("--from", "ID");
// asking for a name that the description lacks is a programming error (std::logic_error). The typed
// ones throw Error{usage} for what cannot be read.
#pragma once

#include "cli/command.hpp"
#include "cli/output.hpp"

#include <execassist/base/instant.hpp>
#include <execassist/base/log.hpp>
#include <execassist/base/zone.hpp>
#include <execassist/ports/edges.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace execassist::cli {

struct GlobalOptions {
  std::optional<std::string> config;  // --config as given; the environment is not looked at here
  std::optional<std::string> db;
  std::optional<std::string> user;
  bool json = false;  // also with --json-lines
  bool json_lines = false;
  bool dry_run = false;
  std::optional<Instant> now;  // --now, else $EXECASSIST_NOW; the clock already follows it
  bool log_json = false;
  LogLevel log_level = LogLevel::warning;  // --log-level, else -q error, -v info, -vv debug
  bool quiet = false;
  bool no_color = false;
};

// The values by option and argument name; a flag has one empty value each time it is given.
using GivenValues = std::map<std::string, std::vector<std::string>, std::less<>>;

class Invocation {
 public:
  Invocation(const CommandDesc& called, GlobalOptions options, GivenValues given, Edges& the_edges,
             Output& output)
      : command(called),
        global(std::move(options)),
        edges(the_edges),
        out(output),
        given_(std::move(given)) {}

  const CommandDesc& command;
  const GlobalOptions global;
  Edges& edges;
  Output& out;

  Instant now() const { return edges.clock().now(); }

  bool flag(std::string_view option) const;
  std::optional<std::string> value(std::string_view option) const;
  std::vector<std::string> values(std::string_view option) const;  // of a repeated one

  std::optional<long long> integer(std::string_view option, long long low, long long high) const;
  std::optional<Seconds> duration(std::string_view option) const;  // longer than zero
  // RFC 3339, "2026-11-21 14:30" in the zone, or a date alone: its midnight there.
  std::optional<Instant> time(std::string_view option, const Zone& zone) const;

  // An argument that is required is always there.
  std::optional<std::string> argument(std::string_view name) const;
  std::vector<std::string> arguments(std::string_view name) const;  // of a repeated one

  // For what only the command can check: "meetings list: what: why", with the hint to its help.
  [[noreturn]] void usage_error(const std::string& message) const;

 private:
  const std::vector<std::string>* find(std::string_view name) const;

  GivenValues given_;
};

}  // namespace execassist::cli
