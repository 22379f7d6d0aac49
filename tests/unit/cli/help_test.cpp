#include "cli/help.hpp"

#include "unit/cli/sample_tree.hpp"

#include <execassist/base/text.hpp>

#include <doctest/doctest.h>

namespace execassist::cli {
namespace {

std::string help_for(const std::vector<std::string>& path, int columns = 80) {
  const CommandTree& tree = testing::sample_tree();
  return help_text(tree, *tree.find(path), columns);
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("help of a command says all that its description says") {
  const std::string help = help_for({"meetings", "list"});
  CHECK(help.starts_with(
      "execassist meetings list - list the meetings\n\nUsage: execassist "
      "meetings list [OPTION]...\n\nLists what is stored.\n\n  kept   as it is\n"));
  CHECK(contains(help,
                 "\n      --from TIME      The first moment; later ones follow. (default: now)\n"));
  CHECK(contains(help, "One of classified, cancelled."));
  CHECK(contains(help, "May be given several times."));
  CHECK(contains(help,
                 "\nGlobal options (see execassist --help):\n  -c/--config, --db, -u/--user, "));
  CHECK(contains(help, "\nExit status:\n  0   done, also when there was nothing to do\n"));
  CHECK(contains(help, "\n  75  try again later"));
  CHECK(contains(help, "\nExamples:\n  # from that day\n  execassist meetings list --from"));
}

TEST_CASE("usage shows required options, arguments and subcommands") {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"meetings", "add"}, "Usage: execassist meetings add --title TEXT [OPTION]...\n"},
      {{"meetings", "show"}, "Usage: execassist meetings show [OPTION]... ID\n"},
      {{"completion"}, "Usage: execassist completion [OPTION]... SHELL [FILE...]\n"},
      {{"meetings"}, "Usage: execassist meetings list|show|add ...\n"},
      {{"prep"}, "Usage: execassist prep [OPTION]...\n       execassist prep list ...\n"},
  };
  for (const auto& [path, usage] : cases) CHECK(contains(help_for(path), usage));
  CHECK(contains(help_for({"meetings"}), "\nSubcommands:\n  meetings list  list the meetings\n"));
  CHECK(contains(help_for({"meetings", "show"}), "\n  6  not found"));
}

TEST_CASE("the overview groups the commands by who calls them") {
  const std::string overview = help_for({});
  CHECK(contains(overview, "\nCommands for cron:\n  sync  fetch\n  prep  trigger\n"));
  CHECK(contains(overview, "\nCommands for people:\n  meetings    the meetings\n"));
  CHECK(contains(overview, "\nFirst.\n\nSecond.\n"));
  CHECK(contains(overview, "\n  -u, --user ID "));
  const std::string brief = brief_overview(testing::sample_tree(), 80);
  CHECK(contains(brief, "\nCommands for cron:\n  sync  fetch\n"));
  CHECK(!contains(brief, "First."));
}

TEST_CASE("lines keep to the width, between 40 and 100") {
  for (const int columns : {-5, 0, 40, 61, 80, 100, 4000}) {
    CAPTURE(columns);
    const int allowed = columns < 40 ? 40 : columns > 100 ? 100 : columns;
    int widest = 0;
    for (const std::string& line : split(help_for({"meetings", "list"}, columns), '\n')) {
      // Examples are kept whole, and a path cannot be broken.
      if (line.starts_with("  execassist") || line.find('/') != std::string::npos) continue;
      widest = std::max(widest, display_width(line));
    }
    CHECK(widest <= allowed);
    CHECK(widest > allowed - 15);
  }
}

}  // namespace
}  // namespace execassist::cli
