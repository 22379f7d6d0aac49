#include "cli/command_line.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <utility>

#include <CLI/CLI.hpp>

namespace execassist::cli {
namespace {

using Words = std::vector<std::string>;

std::string see_help(const CommandDesc& command) { return "see " + full_name(command) + " --help"; }

[[noreturn]] void fail(const std::string& message, const std::string& hint) {
  throw Error(ErrorKind::usage, message, hint);
}

std::string hint_for(const std::string& word, const Words& candidates, const CommandDesc& command) {
  const auto nearest = nearest_name(word, candidates);
  return nearest ? "did you mean " + *nearest + "?" : see_help(command);
}

bool looks_like_option(const std::string& word) {
  return word.size() > 1 && word[0] == '-' && (word[1] < '0' || word[1] > '9');
}

// One description as CLI11 knows it. CLI11 only splits the words here; whether they are allowed is
// checked afterwards, because its own messages name neither the command nor a remedy.
struct Node {
  const CommandDesc* command = nullptr;
  CLI::App* app = nullptr;
  std::vector<std::pair<const OptionDesc*, CLI::Option*>> options{};
};

void declare(Node& node, const std::vector<OptionDesc>& options) {
  for (const OptionDesc& option : options) {
    const std::string names =
        option.short_name.empty() ? option.name : option.short_name + "," + option.name;
    CLI::Option* declared = nullptr;
    if (option.kind == OptionKind::flag) {
      declared = node.app->add_flag(names)->disable_flag_override();
    } else {
      declared = node.app->add_option(names)->expected(1);
    }
    declared->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    node.options.emplace_back(&option, declared);
  }
}

class Parser {
 public:
  explicit Parser(const CommandTree& tree) : tree_(tree) {
    root_.set_help_flag();
    root_.allow_extras();
    root_.fallthrough();
    nodes_.push_back({&tree.program(), &root_});
    declare(nodes_.back(), tree.global_options());
    add_children(tree.program(), root_);
  }

  ParsedCommandLine parse(const Words& arguments);

 private:
  void add_children(const CommandDesc& parent, CLI::App& app);
  void split_words(Words words);
  const OptionDesc* find_option(const std::string& name) const;
  const Node& called_node() const;
  Words option_names(const Node& node) const;
  void refuse_leftover_options(const Node& called, const Words& leftover) const;
  void refuse_options_of_groups(const Node& called) const;
  GivenValues collect(const Node& node) const;

  const CommandTree& tree_;
  CLI::App root_;
  std::vector<Node> nodes_;
};

void Parser::add_children(const CommandDesc& parent, CLI::App& app) {
  // At most one child: a later word of the same name is then an argument or a value.
  app.require_subcommand(0, 1);
  for (const CommandDesc* child : tree_.children(parent)) {
    CLI::App* added = app.add_subcommand(child->path.back());
    nodes_.push_back({child, added});
    declare(nodes_.back(), child->options);
    add_children(*child, *added);
  }
}

const OptionDesc* Parser::find_option(const std::string& name) const {
  for (const Node& node : nodes_) {
    for (const auto& [option, declared] : node.options) {
      if (option->name == name || option->short_name == name) return option;
    }
  }
  return nullptr;
}

std::string needs_value(const OptionDesc& option) {
  return option.name + ": needs a value (" + option.value_name + ")";
}

// Gives the words to CLI11, which keeps what it found.
void Parser::split_words(Words words) {
  for (const std::string& word : words) {
    // CLI11 would take the next word for the value.
    if (!word.starts_with("--") || !word.ends_with('=')) continue;
    const auto* option = find_option(word.substr(0, word.size() - 1));
    if (option != nullptr && option->kind != OptionKind::flag) {
      fail(needs_value(*option), see_help(tree_.program()));
    }
  }
  std::reverse(words.begin(), words.end());
  try {
    root_.parse(words);
  } catch (const CLI::ArgumentMismatch& mismatch) {
    const std::string what = mismatch.what();
    const std::string name = what.substr(0, what.find_first_of(": "));
    const auto* option = find_option(name.starts_with('-') ? name : "--" + name);
    if (option == nullptr) fail("command line: " + one_line(what), see_help(tree_.program()));
    const std::string& hint = see_help(*called_node().command);
    if (option->kind == OptionKind::flag) fail(option->name + ": takes no value", hint);
    fail(needs_value(*option), hint);
  } catch (const CLI::ParseError& error) {
    fail("command line: " + one_line(error.what()), see_help(tree_.program()));
  }
}

const Node& Parser::called_node() const {
  const CLI::App* app = &root_;
  while (!app->get_subcommands().empty()) app = app->get_subcommands().front();
  return *std::find_if(nodes_.begin(), nodes_.end(),
                       [app](const Node& node) { return node.app == app; });
}

Words Parser::option_names(const Node& node) const {
  Words names;
  for (const auto& [option, declared] : node.options) names.push_back(option->name);
  if (node.app != &root_) {
    for (const OptionDesc& option : tree_.global_options()) names.push_back(option.name);
  }
  return names;
}

void Parser::refuse_leftover_options(const Node& called, const Words& leftover) const {
  const auto unknown = std::find_if(leftover.begin(), leftover.end(), looks_like_option);
  if (unknown == leftover.end()) return;
  const std::string name = unknown->substr(0, unknown->find('='));
  fail("unknown option " + name, hint_for(name, option_names(called), *called.command));
}

// `prep --all list`: CLI11 lets options of "prep" through, wherever they stand.
void Parser::refuse_options_of_groups(const Node& called) const {
  for (const Node& node : nodes_) {
    if (node.app == called.app || node.app == &root_) continue;
    for (const auto& [option, declared] : node.options) {
      if (declared->count() > 0) {
        fail("unknown option " + option->name,
             hint_for(option->name, option_names(called), *called.command));
      }
    }
  }
}

void check_choice(const std::string& name, const std::string& value, const Words& choices,
                  const CommandDesc& command) {
  if (choices.empty() || std::find(choices.begin(), choices.end(), value) != choices.end()) return;
  fail(name + ": '" + value + "' is not one of " + join(choices, ", "),
       hint_for(value, choices, command));
}

GivenValues Parser::collect(const Node& node) const {
  GivenValues values;
  const CommandDesc& command = *called_node().command;
  for (const auto& [option, declared] : node.options) {
    const std::size_t count = declared->count();
    if (count == 0) {
      if (option->required)
        fail(path_text(command) + ": missing option " + option->name, see_help(command));
      continue;
    }
    if (option->kind == OptionKind::flag) {
      values[option->name] = Words(count);
      continue;
    }
    values[option->name] = declared->results();
    if (option->kind == OptionKind::value && count > 1) {
      fail(option->name + ": given twice", see_help(command));
    }
    for (const std::string& value : declared->results()) {
      check_choice(option->name, value, option->choices, command);
    }
  }
  return values;
}

// Distributes the words that are neither commands nor options over the described arguments.
void assign_arguments(const CommandDesc& command, const Words& words, GivenValues& given) {
  std::size_t next = 0;
  for (const ArgumentDesc& argument : command.arguments) {
    const std::size_t end = argument.repeated ? words.size() : std::min(next + 1, words.size());
    for (; next < end; ++next) {
      check_choice(argument.name, words[next], argument.choices, command);
      given[argument.name].push_back(words[next]);
    }
    if (argument.required && !given.contains(argument.name)) {
      fail(path_text(command) + ": missing argument " + argument.name, see_help(command));
    }
  }
  if (next < words.size()) {
    fail(path_text(command) + ": unexpected argument '" + words[next] + "'", see_help(command));
  }
}

ParsedCommandLine Parser::parse(const Words& arguments) {
  const auto terminator = std::find(arguments.begin(), arguments.end(), "--");
  Words words(arguments.begin(), terminator);
  const bool help_word = !words.empty() && words.front() == "help" && !tree_.find({"help"});
  if (help_word) words.erase(words.begin());
  split_words(words);

  const Node& called = called_node();
  const CommandDesc& command = *called.command;
  ParsedCommandLine result{&command, {}, {}};
  Words leftover = root_.remaining();
  refuse_leftover_options(called, leftover);
  if (terminator != arguments.end()) {
    leftover.insert(leftover.end(), terminator + 1, arguments.end());
  }
  const auto children = tree_.child_names(command);
  if (!leftover.empty() && !children.empty() && command.arguments.empty()) {
    const std::string prefix = command.path.empty() ? "" : path_text(command) + ": ";
    fail(prefix + "unknown command '" + leftover.front() + "'",
         hint_for(leftover.front(), children, command));
  }
  result.global = collect(nodes_.front());
  result.help = help_word || result.global.contains("--help");
  result.version = result.global.contains("--version");
  if (result.help || result.version) return result;

  refuse_options_of_groups(called);
  if (command.run == nullptr) {
    if (command.path.empty()) return result;
    fail(path_text(command) + ": needs a subcommand", "one of " + join(children, ", "));
  }
  if (called.app != &root_) result.given = collect(called);
  assign_arguments(command, leftover, result.given);
  return result;
}

}  // namespace

ParsedCommandLine parse_command_line(const CommandTree& tree, const Words& arguments) {
  return Parser(tree).parse(arguments);
}

}  // namespace execassist::cli
