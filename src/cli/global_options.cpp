#include "cli/global_options.hpp"

namespace execassist::cli {

OptionDesc json_lines_option() {
  return {.name = "--json-lines",
          .doc = "Like --json, with one object a line instead of an array."};
}

const std::vector<OptionDesc>& global_options() {
  static const std::vector<OptionDesc> options = {
      {.name = "--config",
       .short_name = "-c",
       .value_name = "FILE",
       .doc = "The configuration.",
       .kind = OptionKind::value,
       .default_text = "$EXECASSIST_CONFIG, else ~/.config/execassist/config.yaml"},
      {.name = "--db",
       .value_name = "FILE",
       .doc = "The meeting database.",
       .kind = OptionKind::value,
       .default_text = "$EXECASSIST_DB, else store.path of the configuration, else "
                       "~/.local/share/execassist/execassist.db"},
      {.name = "--user",
       .short_name = "-u",
       .value_name = "ID",
       .doc = "Only this user.",
       .kind = OptionKind::value,
       .default_text = "all"},
      {.name = "--json",
       .doc = "One JSON document on stdout: an object for one thing, an array for a list."},
      {.name = "--dry-run",
       .short_name = "-n",
       .doc = "Say what would happen; send nothing, write nothing."},
      {.name = "--now",
       .value_name = "TIME",
       .doc = "Pretend it is TIME (RFC 3339 with an offset), for trying out rules.",
       .kind = OptionKind::value,
       .default_text = "$EXECASSIST_NOW, else the clock"},
      {.name = "--log-format",
       .value_name = "FORMAT",
       .doc = "How log lines look; they go to stderr.",
       .kind = OptionKind::value,
       .choices = {"text", "json"},
       .default_text = "text"},
      {.name = "--log-level",
       .value_name = "LEVEL",
       .doc = "The least serious log lines that are shown.",
       .kind = OptionKind::value,
       .choices = {"debug", "info", "warning", "error", "off"},
       .default_text = "warning"},
      {.name = "--quiet", .short_name = "-q", .doc = "No talk on stderr, only errors."},
      {.name = "--verbose", .short_name = "-v", .doc = "More log lines; twice: all of them."},
      {.name = "--no-color",
       .doc = "No colours; also with $NO_COLOR, with TERM=dumb, and where no terminal is."},
      {.name = "--help", .short_name = "-h", .doc = "Show this help."},
      {.name = "--version", .doc = "Show the version."},
  };
  return options;
}

}  // namespace execassist::cli
