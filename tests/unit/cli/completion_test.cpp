#include "cli/completion.hpp"

#include "support/scratch_folder.hpp"
#include "support/shell_output.hpp"
#include "unit/cli/sample_tree.hpp"

#include <execassist/base/text.hpp>

#include <utility>

#include <doctest/doctest.h>

namespace execassist::cli {
namespace {

using testing::sample_tree;
using testing::ScratchFolder;
using testing::shell_has;
using testing::shell_output;

using Questions = std::vector<std::pair<std::string, std::string>>;

const Questions& questions() {
  static const Questions asked = {
      {"mee", "meetings"},
      {"prep ''", "list"},
      {"meetings l", "list"},
      {"-u prep meetings l", "list"},
      {"--user prep meetings l", "list"},
      {"meetings list --fr", "--from"},
      {"meetings list --dr", "--dry-run"},
      {"meetings list --status cl", "classified"},
      {"meetings list --from x --status ca", "cancelled"},
      {"--log-format j", "json"},
      {"sync --log-format j", "json"},
      {"completion b", "bash"},
      {"meetings list --rules fi", "file.yaml"},
      {"-c fi", "file.yaml"},
      {"meetings list --from ''", ""},
      {"sync ''", ""},
      {"meetings show ''", ""},
  };
  return asked;
}

std::string expected_answers() {
  std::string answers;
  for (const auto& [words, answer] : questions()) answers += words + ": " + answer + "\n";
  return answers;
}

TEST_CASE("bash completes what the descriptions say") {
  const ScratchFolder folder;
  folder.write("completion", bash_completion(sample_tree()));
  folder.write("file.yaml", "");
  std::string script =
      "source ./completion\nask() {\n  local label=$1; shift\n"
      "  COMP_WORDS=(execassist \"$@\"); COMP_CWORD=$#\n  _execassist\n"
      "  echo \"$label: ${COMPREPLY[*]}\"\n}\n";
  for (const auto& [words, answer] : questions()) {
    script += "ask \"" + words + "\" " + words + "\n";
  }
  // Readline breaks words at "=".
  script += "ask equals meetings list --status = cl\nask begun meetings list --status =\n";
  folder.write("ask", script);
  CHECK(shell_output("cd " + folder.path() + " && bash --norc ask") ==
        expected_answers() + "equals: classified\nbegun: classified cancelled\n");
}

TEST_CASE("fish completes what the descriptions say") {
  if (!shell_has("fish")) {
    MESSAGE("fish is not installed");
    return;
  }
  const ScratchFolder folder;
  folder.write("completion", fish_completion(sample_tree()));
  folder.write("file.yaml", "");
  std::string script = "source ./completion\n";
  for (const auto& [words, answer] : questions()) {
    const std::string line = words.ends_with("''") ? words.substr(0, words.size() - 2) : words;
    script += "string join -- '' \"" + words +
              ": \" (string join -- ' ' (complete -C \"execassist " + line +
              "\" | string replace -r '\\t.*' ''))\n";
  }
  folder.write("ask", script);
  CHECK(shell_output("cd " + folder.path() + " && HOME=" + folder.path() +
                     " fish --no-config ask") == expected_answers());
}

TEST_CASE("zsh accepts the completions") {
  if (!shell_has("zsh")) {
    MESSAGE("zsh is not installed");
    return;
  }
  const ScratchFolder folder;
  const std::string script = zsh_completion(sample_tree());
  const std::string path = folder.write("_execassist", script);
  CHECK(shell_output("zsh -n " + path) == "");
  CHECK(script.starts_with("#compdef execassist\n"));
  CHECK(script.find("'--status=[Only these]:STATUS:(classified cancelled)'") != std::string::npos);
  CHECK(script.find("':SHELL:(bash zsh)' '*:FILE:_files'") == std::string::npos);
  CHECK(script.find("':SHELL:(bash zsh)' \\\n    '*:FILE:_files'") != std::string::npos);
}

}  // namespace
}  // namespace execassist::cli
