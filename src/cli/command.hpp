// Commands are data. A CommandDesc says everything about one command; the parser, --help, the man
// pages and the shell completions are all made from it, so that they cannot disagree. Each command
// is defined in its own cmd_*.cpp as `extern const CommandDesc kName` and listed in commands.cpp.
//
// A path of one word is a top-level command. A CommandDesc without `run` is a group: its
// subcommands are the descriptions whose path continues its own. A command may be both ("prep").
#pragma once

#include <string>
#include <vector>

namespace execassist::cli {

class Invocation;

enum class OptionKind {
  flag,
  value,     // at most once
  repeated,  // any number of times
};

struct OptionDesc {
  std::string name{};        // "--from"
  std::string short_name{};  // "-f", or empty
  std::string value_name{};  // "TIME"; "FILE" and "DIR" complete paths; empty for a flag
  std::string doc{};         // one sentence or more, without the default
  OptionKind kind = OptionKind::flag;
  bool required = false;
  std::vector<std::string> choices{};  // the only values allowed; empty: any
  std::string default_text{};          // shown as "(default: ...)"
};

struct ArgumentDesc {
  std::string name{};  // "ID"; "FILE" completes paths
  std::string doc{};
  bool required = true;
  bool repeated = false;
  std::vector<std::string> choices{};
};

struct Example {
  std::string command{};  // as typed, with the program's name
  std::string doc{};
};

// How much of the world a command touches.
enum class Needs {
  none,
  settings,  // the configuration, and the rules it names
  store,     // the settings and the meeting database
};

enum class Audience {
  people,
  cron,  // needs no terminal; safe to repeat and to run at the same time
};

struct CommandDesc {
  std::vector<std::string> path{};  // {"meetings", "list"}
  std::string summary{};            // one line, lower case, no full stop
  // Paragraphs, separated by an empty line; one that begins with a blank is kept as it is.
  std::string doc{};
  std::vector<ArgumentDesc> arguments{};
  std::vector<OptionDesc> options{};  // its own; the global ones come with every command
  std::vector<Example> examples{};
  std::vector<int> exit_codes{};  // beyond those that every command with these needs can give
  Needs needs = Needs::none;
  Audience audience = Audience::people;
  int (*run)(Invocation&) = nullptr;  // gives the exit code
};

// "meetings list"; empty for the program itself.
std::string path_text(const CommandDesc& command);

// "execassist meetings list".
std::string full_name(const CommandDesc& command);

// Every exit code the command can give, in order: those in `exit_codes`, and what its needs imply.
std::vector<int> exit_codes_of(const CommandDesc& command);

}  // namespace execassist::cli
