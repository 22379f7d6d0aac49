// man/ and completions/ hold what the command descriptions give. UPDATE_DOCS=1 writes them.
#include "cli/commands.hpp"
#include "cli/completion.hpp"
#include "cli/man_page.hpp"
#include "house/source_tree.hpp"
#include "support/shell_output.hpp"

#include <execassist/base/text.hpp>

#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include <doctest/doctest.h>

namespace execassist::testing {
namespace {

std::vector<const cli::CommandDesc*> described() {
  std::vector<const cli::CommandDesc*> all = {&cli::program_tree().program()};
  for (const auto* command : cli::program_tree().commands()) all.push_back(command);
  return all;
}

// By path, relative to the project.
std::map<std::string, std::string> documents() {
  const cli::CommandTree& tree = cli::program_tree();
  std::map<std::string, std::string> result;
  for (const auto* command : described()) {
    result["man/" + cli::man_page_name(*command)] = cli::man_page(tree, *command);
  }
  result["completions/execassist.bash"] = cli::bash_completion(tree);
  result["completions/_execassist"] = cli::zsh_completion(tree);
  result["completions/execassist.fish"] = cli::fish_completion(tree);
  return result;
}

TEST_CASE("generated documents are up to date") {
  namespace fs = std::filesystem;
  const auto wanted = documents();
  const bool update = std::getenv("UPDATE_DOCS") != nullptr;
  for (const std::string folder : {"man", "completions"}) {
    fs::create_directories(source_path(folder));
    for (const auto& entry : fs::directory_iterator(source_path(folder))) {
      const std::string name = folder + "/" + entry.path().filename().string();
      if (wanted.contains(name)) continue;
      if (update) {
        fs::remove(entry.path());
      } else {
        FAIL_CHECK(name << " belongs to no command");
      }
    }
  }
  for (const auto& [name, content] : wanted) {
    if (update) std::ofstream(source_path(name), std::ios::binary) << content;
    CHECK_MESSAGE(content_of(source_path(name)) == content,
                  name << " is stale: run this test with UPDATE_DOCS=1");
  }
}

TEST_CASE("the shells and the manual's reader accept the generated documents") {
  const std::vector<std::pair<std::string, std::string>> checks = {
      {"bash", "bash -n completions/execassist.bash"},
      {"zsh", "zsh -n completions/_execassist"},
      {"fish", "fish --no-config --no-execute completions/execassist.fish"},
      {"mandoc", "mandoc -T lint -W warning man/*.1"},
  };
  for (const auto& [program, command] : checks) {
    if (!shell_has(program)) {
      MESSAGE(program << " is not installed");
      continue;
    }
    CHECK_MESSAGE(shell_output("cd " + source_path("") + " && " + command) == "", program);
  }
}

TEST_CASE("every command describes itself in full") {
  for (const auto* command : described()) {
    const std::string name = cli::full_name(*command);
    CAPTURE(name);
    CHECK(!command->summary.empty());
    CHECK(display_width(command->summary) <= 70);
    CHECK(!command->summary.ends_with('.'));
    const auto parent_path = std::vector<std::string>(
        command->path.begin(), command->path.end() - (command->path.empty() ? 0 : 1));
    CHECK(cli::program_tree().find(parent_path) != nullptr);
    if (command->run == nullptr) CHECK(!cli::program_tree().children(*command).empty());
    for (const auto& example : command->examples) {
      CHECK(example.command.find(command->run == nullptr ? "execassist" : name) !=
            std::string::npos);
    }
    for (const auto& argument : command->arguments) CHECK(!argument.doc.empty());
  }
}

// The parser lets global options stand anywhere, and the completions skip values by name alone.
TEST_CASE("an option name means one thing everywhere") {
  std::map<std::string, bool> is_flag;
  std::set<std::string> global;
  const auto check = [&](const cli::OptionDesc& option, const std::string& command) {
    CAPTURE(command);
    CAPTURE(option.name);
    CHECK(option.name.starts_with("--"));
    CHECK(option.doc.ends_with('.'));
    const bool flag = option.kind == cli::OptionKind::flag;
    CHECK(option.value_name.empty() == flag);
    for (const std::string& name : {option.name, option.short_name}) {
      if (name.empty()) continue;
      CHECK(is_flag.emplace(name, flag).first->second == flag);
    }
  };
  for (const auto& option : cli::program_tree().global_options()) {
    check(option, "every command");
    global.insert({option.name, option.short_name});
  }
  global.erase("");
  for (const auto* command : cli::program_tree().commands()) {
    std::set<std::string> own;
    for (const auto& option : command->options) {
      check(option, cli::full_name(*command));
      CHECK_MESSAGE(!global.contains(option.name), option.name);
      CHECK_MESSAGE(!global.contains(option.short_name), option.short_name);
      CHECK_MESSAGE(own.insert(option.name).second, option.name);
    }
  }
}

}  // namespace
}  // namespace execassist::testing
