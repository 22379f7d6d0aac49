#include "cli/man_page.hpp"

#include "cli/exit_codes.hpp"
#include "cli/help.hpp"

#include <execassist/base/text.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace execassist::cli {
namespace {

// Of the release, not of the build: readers of roff want a date, and the bytes must stay the same.
constexpr std::string_view kManualDate = "2026-11-21";

struct Place {
  std::string_view name;
  std::string_view doc;
  Needs needs;
};

constexpr std::array<Place, 6> kFiles = {{
    {"~/.config/execassist/config.yaml",
     "The configuration, where no other is named; below $XDG_CONFIG_HOME when that is set.",
     Needs::settings},
    {"meeting_types.yaml",
     "The rules, where the configuration says so: rules, relative to the configuration.",
     Needs::settings},
    {"execassist.key",
     "The key under which sign-ins are sealed, beside the configuration or in "
     "$CREDENTIALS_DIRECTORY. Keep it apart from copies of the database; without it, sign in "
     "again.",
     Needs::settings},
    {"~/.local/share/execassist/execassist.db",
     "The meeting database, where no other is named; below $XDG_DATA_HOME when that is set.",
     Needs::store},
    {"execassist.db-wal, execassist.db-shm",
     "Belong to the database while it is open, and after a crash: never copy it without them.",
     Needs::store},
    {"execassist.db.lock", "Keeps two first runs apart; empty.", Needs::store},
}};

constexpr std::array<Place, 6> kEnvironment = {{
    {"EXECASSIST_CONFIG", "The configuration, unless --config names it.", Needs::settings},
    {"EXECASSIST_DB", "The meeting database, unless --db names it.", Needs::store},
    {"EXECASSIST_NOW", "The time to pretend, unless --now gives it.", Needs::none},
    {"XDG_CONFIG_HOME, XDG_DATA_HOME", "Where configuration and data belong.", Needs::settings},
    {"NO_COLOR", "No colours, when it is not empty.", Needs::none},
    {"COLUMNS", "The width of the output, where no terminal tells it.", Needs::none},
}};

std::string bold(std::string_view text) { return "\\fB" + escape_roff(text) + "\\fR"; }
std::string italic(std::string_view text) { return "\\fI" + escape_roff(text) + "\\fR"; }

std::string hyphenated(const CommandDesc& command) {
  return command.path.empty() ? "execassist" : "execassist-" + join(command.path, "-");
}

std::string reference(const CommandDesc& command) { return bold(hyphenated(command)) + "(1)"; }

// A line that begins with a dot or a quote would be a request.
std::string text_line(std::string_view text) {
  const std::string escaped = escape_roff(text);
  const bool request = escaped.starts_with('.') || escaped.starts_with('\'');
  return (request ? "\\&" : "") + escaped + "\n";
}

std::string tagged(const std::string& tag, std::string_view doc) {
  return ".TP\n" + tag + "\n" + text_line(doc);
}

std::string verbatim(std::string_view lines) {
  std::string result = ".nf\n.RS 4\n";
  for (const std::string& line : split(lines, '\n')) result += text_line(line);
  return result + ".RE\n.fi\n";
}

std::string body(std::string_view doc) {
  std::string result;
  for (const std::string& paragraph : paragraphs(doc)) {
    if (!result.empty()) result += ".PP\n";
    result += paragraph.starts_with(' ') ? verbatim(paragraph) : text_line(paragraph);
  }
  return result;
}

std::string synopsis(const CommandTree& tree, const CommandDesc& command) {
  std::string result = ".SH SYNOPSIS\n";
  bool first = true;
  for (const std::string& line : usage_lines(tree, command)) {
    const std::string name = full_name(command);
    result += (first ? "" : ".br\n") + bold(name) + escape_roff(line.substr(name.size())) + "\n";
    first = false;
  }
  return result;
}

std::string option_tag(const OptionDesc& option) {
  std::string tag = option.short_name.empty() ? "" : bold(option.short_name) + ", ";
  tag += bold(option.name);
  if (option.kind != OptionKind::flag) tag += " " + italic(option.value_name);
  return tag;
}

std::string options(const std::string& title, const std::vector<OptionDesc>& described) {
  if (described.empty()) return "";
  std::string result = ".SH " + title + "\n";
  for (const OptionDesc& option : described) {
    result += tagged(option_tag(option), option_doc(option));
  }
  return result;
}

std::string arguments(const CommandDesc& command) {
  if (command.arguments.empty()) return "";
  std::string result = ".SH ARGUMENTS\n";
  for (const ArgumentDesc& argument : command.arguments) {
    result += tagged(italic(argument.name), argument_doc(argument));
  }
  return result;
}

std::string commands(const std::string& title, const std::vector<const CommandDesc*>& listed) {
  if (listed.empty()) return "";
  std::string result = ".SH " + title + "\n";
  for (const CommandDesc* command : listed) {
    result += tagged(reference(*command), command->summary);
  }
  return result;
}

std::string exit_statuses(const CommandDesc& command) {
  std::string result = ".SH \"EXIT STATUS\"\n";
  const auto row = [&result](const ExitStatus& status) {
    result += tagged(bold(std::to_string(status.code)), status.meaning);
  };
  if (command.path.empty()) {
    for (const ExitStatus& status : exit_table()) row(status);
  } else {
    for (const int code : exit_codes_of(command)) row(exit_status(code));
  }
  return result;
}

std::string examples(const CommandDesc& command) {
  if (command.examples.empty()) return "";
  std::string result = ".SH EXAMPLES\n";
  for (const Example& example : command.examples) {
    result += tagged(bold(example.command), example.doc);
  }
  return result;
}

template <std::size_t size>
std::string places(const std::string& title, const std::array<Place, size>& all, Needs needs) {
  std::string result;
  for (const Place& place : all) {
    if (place.needs <= needs) result += tagged(bold(place.name), place.doc);
  }
  return result.empty() ? "" : ".SH " + title + "\n" + result;
}

// The parent, the siblings' parent, and the children: a walk through the whole manual.
std::string see_also(const CommandTree& tree, const CommandDesc& command) {
  std::vector<std::string> references;
  for (std::size_t length = 0; length < command.path.size(); ++length) {
    const auto middle = command.path.begin() + static_cast<std::ptrdiff_t>(length);
    if (const auto* above = tree.find({command.path.begin(), middle})) {
      references.push_back(reference(*above));
    }
  }
  for (const CommandDesc* child : tree.children(command)) references.push_back(reference(*child));
  return references.empty() ? "" : ".SH \"SEE ALSO\"\n" + join(references, ",\n") + "\n";
}

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

std::string upper(std::string text) {
  for (char& c : text) c = upper(c);
  return text;
}

// A summary as a description, for commands that need no more words.
std::string sentence(std::string summary) {
  summary.front() = upper(summary.front());
  return summary + ".";
}

}  // namespace

std::string escape_roff(std::string_view text) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const auto [character, size] = decode_character(text, at);
    at += size;
    if (character == '\\') {
      result += "\\e";
    } else if (character == '-') {
      result += "\\-";  // a plain one may print as a typographic hyphen, which no shell reads
    } else if (character == '\'') {
      result += "\\(aq";
    } else if (character == '`') {
      result += "\\(ga";
    } else if (character == '~') {
      result += "\\(ti";
    } else if (character == '^') {
      result += "\\(ha";
    } else if (character < 0x80) {
      result += static_cast<char>(character);
    } else {
      std::string digits;
      for (std::uint32_t rest = character; rest > 0; rest /= 16) {
        digits.insert(digits.begin(), kHex[rest % 16]);
      }
      result += "\\[u" + std::string(digits.size() < 4 ? 4 - digits.size() : 0, '0') + digits + "]";
    }
  }
  return result;
}

std::string man_page_name(const CommandDesc& command) { return hyphenated(command) + ".1"; }

std::string man_page(const CommandTree& tree, const CommandDesc& command) {
  const bool program = command.path.empty();
  const std::string name = hyphenated(command);
  const Needs needs = program ? Needs::store : command.needs;
  std::string page = ".\\\" Made from the command descriptions; see src/README.md.\n.TH " +
                     escape_roff(upper(name)) + " 1 " + std::string(kManualDate) +
                     " \"execassist " + escape_roff(program_version()) +
                     "\" \"User Commands\"\n.SH NAME\n" + escape_roff(name) + " \\- " +
                     escape_roff(command.summary) + "\n" + synopsis(tree, command);
  page += ".SH DESCRIPTION\n" + body(command.doc.empty() ? sentence(command.summary) : command.doc);
  page += commands(program ? "COMMANDS" : "SUBCOMMANDS", tree.children(command));
  page += arguments(command);
  page += options("OPTIONS", command.options);
  page += options("\"GLOBAL OPTIONS\"", tree.global_options());
  page += exit_statuses(command) + examples(command);
  page += places("FILES", kFiles, needs);
  page += places("ENVIRONMENT", kEnvironment, needs);
  return page + see_also(tree, command);
}

}  // namespace execassist::cli
