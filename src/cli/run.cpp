#include "cli/run.hpp"

#include "cli/command_line.hpp"
#include "cli/exit_codes.hpp"
#include "cli/help.hpp"
#include "cli/invocation.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <exception>
#include <optional>

namespace execassist::cli {
namespace {

std::optional<std::string> last_value(const GivenValues& values, std::string_view name) {
  const auto found = values.find(name);
  if (found == values.end() || found->second.empty()) return std::nullopt;
  return found->second.back();
}

std::size_t times_given(const GivenValues& values, std::string_view name) {
  const auto found = values.find(name);
  return found == values.end() ? 0 : found->second.size();
}

LogLevel level_from(const GivenValues& values) {
  if (const auto name = last_value(values, "--log-level")) {
    if (*name == "debug") return LogLevel::debug;
    if (*name == "info") return LogLevel::info;
    if (*name == "warning") return LogLevel::warning;
    return *name == "error" ? LogLevel::error : LogLevel::off;
  }
  if (times_given(values, "--quiet") > 0) return LogLevel::error;
  const std::size_t verbose = times_given(values, "--verbose");
  if (verbose == 0) return LogLevel::warning;
  return verbose == 1 ? LogLevel::info : LogLevel::debug;
}

std::optional<Instant> pretended_now(const GivenValues& values, Edges& edges) {
  std::string name = "--now";
  auto text = last_value(values, name);
  if (!text) {
    name = "$EXECASSIST_NOW";
    text = edges.environment("EXECASSIST_NOW");
  }
  if (!text) return std::nullopt;
  const auto now = parse_rfc3339(*text);
  if (!now) {
    throw Error(ErrorKind::usage, name + ": '" + *text + "' is not a time with an offset",
                "write it as 2026-11-21T09:30:00Z or 2026-11-21T10:30:00+01:00");
  }
  return now;
}

GlobalOptions read_global_options(const ParsedCommandLine& parsed, Edges& edges) {
  GlobalOptions options;
  options.config = last_value(parsed.global, "--config");
  options.db = last_value(parsed.global, "--db");
  options.user = last_value(parsed.global, "--user");
  options.json_lines = parsed.given.contains("--json-lines");
  options.json = options.json_lines || parsed.global.contains("--json");
  options.dry_run = parsed.global.contains("--dry-run");
  options.now = pretended_now(parsed.global, edges);
  options.log_json = last_value(parsed.global, "--log-format") == "json";
  options.log_level = level_from(parsed.global);
  options.quiet = parsed.global.contains("--quiet");
  options.no_color = parsed.global.contains("--no-color");
  return options;
}

OutputStyle style_for(const GlobalOptions& options, Edges& edges) {
  OutputStyle style;
  style.json = options.json;
  style.json_lines = options.json_lines;
  style.quiet = options.quiet;
  style.colour = !options.json && !options.no_color && edges.terminal().out_is_terminal() &&
                 !edges.environment("NO_COLOR") && edges.environment("TERM") != "dumb";
  return style;
}

// For a command line that could not be parsed: whether its author reads JSON.
OutputStyle guessed_style(const std::vector<std::string>& arguments) {
  const auto end = std::find(arguments.begin(), arguments.end(), "--");
  OutputStyle style;
  style.json_lines = std::find(arguments.begin(), end, "--json-lines") != end;
  style.json = style.json_lines || std::find(arguments.begin(), end, "--json") != end;
  return style;
}

// The same two lines for every failure; the JSON form only where stdout still waits for a result.
int report(const Error& error, Output& output, Terminal& terminal) {
  const std::string message = one_line(error.message());
  const std::string hint = one_line(error.hint());
  output.end_progress();
  terminal.write_err("execassist: " + message + "\n" +
                     (hint.empty() ? "" : "hint: " + hint + "\n"));
  const int code = exit_code(error.kind());
  output.end_open_items();
  if (output.style().json && !output.printed()) {
    wire::Json details;
    details.set("code", code);
    details.set("kind", kind_name(error.kind()));
    details.set("message", message);
    details.set("hint", hint.empty() ? wire::Json() : wire::Json(hint));
    output.json(wire::Json::object({{"error", std::move(details)}}));
  }
  return code;
}

// A result that could not be written is a failure, unless its reader had seen enough.
int closing_code(int code, const Output& output, Terminal& terminal) {
  if (!output.closed() || terminal.broken_pipe()) return code;
  terminal.write_err("execassist: standard output: " + one_line(terminal.last_error()) + "\n");
  return kExitFailed;
}

template <class Work>
int guarded(Output& output, Terminal& terminal, const Work& work) {
  int code = kExitFailed;
  try {
    code = work();
    output.end_progress();
    output.end_open_items();
  } catch (const Error& error) {
    code = report(error, output, terminal);
  } catch (const std::exception& error) {
    code = report(Error(ErrorKind::failed, std::string("unexpected: ") + error.what()), output,
                  terminal);
  }
  return closing_code(code, output, terminal);
}

int run_command(const ParsedCommandLine& parsed, const GlobalOptions& options, Output& output,
                Edges& edges) {
  edges.configure_log(options.log_level, options.log_json);
  if (options.now) edges.pretend_now(*options.now);
  if (options.json || options.dry_run) edges.mute_terminal_channel();
  Invocation invocation(*parsed.command, options, parsed.given, edges, output);
  return parsed.command->run(invocation);
}

// What needs no command: help, the version, and the reproach for naming none.
int answer_without_command(const CommandTree& tree, const ParsedCommandLine& parsed, Output& output,
                           Terminal& terminal) {
  if (parsed.help) {
    output.raw(help_text(tree, *parsed.command, terminal.columns()));
    return kExitDone;
  }
  if (parsed.version) {
    output.raw("execassist " + program_version() + "\n");
    return kExitDone;
  }
  if (output.style().json) {
    throw Error(ErrorKind::usage, "no command given", "see execassist --help");
  }
  terminal.write_err(brief_overview(tree, terminal.columns()));
  return kExitUsage;
}

}  // namespace

int run(const std::vector<std::string>& arguments, Edges& edges, const CommandTree& tree) {
  Terminal& terminal = edges.terminal();
  ParsedCommandLine parsed;
  GlobalOptions options;
  bool called = false;
  Output early_output(terminal, guessed_style(arguments));
  const int early_code = guarded(early_output, terminal, [&] {
    parsed = parse_command_line(tree, arguments);
    if (parsed.help || parsed.version || parsed.command->run == nullptr) {
      return answer_without_command(tree, parsed, early_output, terminal);
    }
    options = read_global_options(parsed, edges);
    called = true;
    return kExitDone;
  });
  if (!called) return early_code;

  Output output(terminal, style_for(options, edges));
  return guarded(output, terminal, [&] { return run_command(parsed, options, output, edges); });
}

}  // namespace execassist::cli
