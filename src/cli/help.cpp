#include "cli/help.hpp"

#include "cli/exit_codes.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace execassist::cli {
namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;

constexpr int kWidest = 100;
constexpr int kNarrowest = 40;
constexpr int kWidestHeading = 26;

// Breaks at blanks; every line after the first starts with `indent` blanks, and so does the first
// unless `first_indent` says that something stands there already.
std::string wrap(std::string_view text, int width, int indent, int first_indent) {
  std::string result;
  int column = first_indent;
  bool line_begins = true;
  for (const std::string& word : split(text, ' ')) {
    if (word.empty()) continue;
    const int length = display_width(word);
    if (!line_begins && column + 1 + length > width) {
      result += "\n" + std::string(static_cast<std::size_t>(indent), ' ');
      column = indent;
      line_begins = true;
    }
    if (!line_begins) {
      result += ' ';
      ++column;
    }
    result += word;
    column += length;
    line_begins = false;
  }
  return result + "\n";
}

std::string paragraph_text(const std::string& paragraph, int width) {
  if (paragraph.starts_with(' ')) return paragraph + "\n";
  return wrap(paragraph, width, 0, 0);
}

// Two columns; a heading that is too wide stands alone.
std::string table(const Rows& rows, int width) {
  const int limit = std::min(kWidestHeading, width / 3);
  int widest = 0;
  for (const auto& [heading, doc] : rows) {
    if (const int length = display_width(heading); length <= limit) {
      widest = std::max(widest, length);
    }
  }
  const int indent = 2 + widest + 2;
  std::string result;
  for (const auto& [heading, doc] : rows) {
    if (display_width(heading) > widest) {
      result += "  " + heading + "\n" + std::string(static_cast<std::size_t>(indent), ' ');
    } else {
      result += "  " + pad_width(heading, widest) + "  ";
    }
    result += wrap(doc, width, indent, indent);
  }
  return result;
}

std::string section(const std::string& title, const Rows& rows, int width) {
  return rows.empty() ? "" : "\n" + title + ":\n" + table(rows, width);
}

Rows option_rows(const std::vector<OptionDesc>& options) {
  Rows rows;
  for (const OptionDesc& option : options) {
    rows.emplace_back(option_heading(option), option_doc(option));
  }
  return rows;
}

Rows argument_rows(const CommandDesc& command) {
  Rows rows;
  for (const ArgumentDesc& argument : command.arguments) {
    rows.emplace_back(argument.name, argument_doc(argument));
  }
  return rows;
}

Rows command_rows(const std::vector<const CommandDesc*>& commands) {
  Rows rows;
  for (const CommandDesc* command : commands) {
    rows.emplace_back(path_text(*command), command->summary);
  }
  return rows;
}

Rows exit_rows(const CommandDesc& command) {
  Rows rows;
  for (const int code : exit_codes_of(command)) {
    rows.emplace_back(std::to_string(code), std::string(exit_status(code).meaning));
  }
  return rows;
}

std::string examples(const CommandDesc& command) {
  if (command.examples.empty()) return "";
  std::string result = "\nExamples:\n";
  for (const Example& example : command.examples) {
    if (!example.doc.empty()) result += "  # " + example.doc + "\n";
    result += "  " + example.command + "\n";
  }
  return result;
}

std::string usage(const CommandTree& tree, const CommandDesc& command, int width) {
  std::string result;
  for (const std::string& line : usage_lines(tree, command)) {
    result += result.empty() ? "Usage: " : "       ";
    result += wrap(line, width, 11, 7);
  }
  return result;
}

std::string heading(const CommandTree& tree, const CommandDesc& command, int width) {
  return wrap(full_name(command) + " - " + command.summary, width, 0, 0) + "\n" +
         usage(tree, command, width);
}

std::string description(const CommandDesc& command, int width) {
  std::string result;
  for (const std::string& paragraph : paragraphs(command.doc)) {
    result += "\n" + paragraph_text(paragraph, width);
  }
  return result;
}

std::string command_lists(const CommandTree& tree, int width) {
  Rows cron;
  Rows people;
  for (const CommandDesc* command : tree.children(tree.program())) {
    Rows& rows = command->audience == Audience::cron ? cron : people;
    rows.emplace_back(path_text(*command), command->summary);
  }
  return section("Commands for cron", cron, width) + section("Commands for people", people, width);
}

std::string overview(const CommandTree& tree, int width) {
  const CommandDesc& program = tree.program();
  return heading(tree, program, width) + description(program, width) + command_lists(tree, width) +
         section("Global options, before or after the command", option_rows(tree.global_options()),
                 width) +
         examples(program) + "\n" +
         wrap(
             "See execassist COMMAND --help for one command, and \"man execassist\" for exit "
             "codes, files and environment.",
             width, 0, 0);
}

// Only a reminder: every command has them, and the overview explains them.
std::string global_reminder(const CommandTree& tree, int width) {
  std::vector<std::string> names;
  for (const OptionDesc& option : tree.global_options()) {
    names.push_back((option.short_name.empty() ? "" : option.short_name + "/") + option.name);
  }
  return "\nGlobal options (see execassist --help):\n  " + wrap(join(names, ", "), width, 2, 2);
}

}  // namespace

std::vector<std::string> paragraphs(std::string_view doc) {
  std::vector<std::string> result;
  std::size_t start = 0;
  while (start < doc.size()) {
    const std::size_t end = std::min(doc.find("\n\n", start), doc.size());
    if (end > start) result.emplace_back(doc.substr(start, end - start));
    start = end + 2;
  }
  return result;
}

std::string option_heading(const OptionDesc& option) {
  std::string heading = option.short_name.empty() ? "    " : option.short_name + ", ";
  heading += option.name;
  if (option.kind != OptionKind::flag) heading += " " + option.value_name;
  return heading;
}

std::string option_doc(const OptionDesc& option) {
  std::string doc = option.doc;
  if (option.kind == OptionKind::repeated) doc += " May be given several times.";
  if (!option.choices.empty()) doc += " One of " + join(option.choices, ", ") + ".";
  if (option.required) doc += " Required.";
  if (!option.default_text.empty()) doc += " (default: " + option.default_text + ")";
  return doc;
}

std::string argument_doc(const ArgumentDesc& argument) {
  std::string doc = argument.doc;
  if (!argument.choices.empty()) doc += " One of " + join(argument.choices, ", ") + ".";
  return doc;
}

std::vector<std::string> usage_lines(const CommandTree& tree, const CommandDesc& command) {
  std::vector<std::string> lines;
  if (command.run != nullptr) {
    std::string line = full_name(command);
    for (const OptionDesc& option : command.options) {
      if (!option.required) continue;
      line += " " + option.name + " " + option.value_name;
      if (option.kind == OptionKind::repeated) line += "...";
    }
    line += " [OPTION]...";
    for (const ArgumentDesc& argument : command.arguments) {
      std::string name = argument.name + (argument.repeated ? "..." : "");
      line += argument.required ? " " + name : " [" + name + "]";
    }
    lines.push_back(line);
  }
  if (command.path.empty()) {
    lines.push_back("execassist [OPTION]... COMMAND [ARGUMENT]...");
  } else if (const auto names = tree.child_names(command); !names.empty()) {
    lines.push_back(full_name(command) + " " + join(names, "|") + " ...");
  }
  return lines;
}

std::string help_text(const CommandTree& tree, const CommandDesc& command, int columns) {
  const int width = std::clamp(columns, kNarrowest, kWidest);
  if (command.path.empty()) return overview(tree, width);

  std::string result = heading(tree, command, width) + description(command, width);
  result += section("Subcommands", command_rows(tree.children(command)), width);
  result += section("Arguments", argument_rows(command), width);
  result += section("Options", option_rows(command.options), width);
  result += global_reminder(tree, width);
  result += section("Exit status", exit_rows(command), width);
  result += examples(command);
  return result;
}

std::string brief_overview(const CommandTree& tree, int columns) {
  const int width = std::clamp(columns, kNarrowest, kWidest);
  return heading(tree, tree.program(), width) + command_lists(tree, width) +
         "\nSee execassist --help.\n";
}

std::string program_version() { return EXECASSIST_VERSION; }

}  // namespace execassist::cli
