#include "cli/completion.hpp"

#include <execassist/base/text.hpp>

#include <set>
#include <string_view>
#include <vector>

namespace execassist::cli {
namespace {

using Words = std::vector<std::string>;

bool names_path(std::string_view value_name) {
  return value_name.starts_with("FILE") || value_name == "DIR";
}

std::string replace_all(std::string_view text, std::string_view from, std::string_view to) {
  std::string result;
  for (std::size_t at = 0;;) {
    const std::size_t found = text.find(from, at);
    result += text.substr(at, found == std::string_view::npos ? found : found - at);
    if (found == std::string_view::npos) return result;
    result += to;
    at = found + from.size();
  }
}

std::string single_quoted(std::string_view text) {
  return "'" + replace_all(text, "'", "'\\''") + "'";
}

// What a menu shows: the first sentence.
std::string brief(const std::string& doc) {
  const std::size_t end = doc.find_first_of(".;:(");
  return std::string(trim(std::string_view(doc).substr(0, end)));
}

Words spellings(const OptionDesc& option) {
  if (option.short_name.empty()) return {option.name};
  return {option.short_name, option.name};
}

// Every command, with the program first.
std::vector<const CommandDesc*> everything(const CommandTree& tree) {
  std::vector<const CommandDesc*> all = {&tree.program()};
  all.insert(all.end(), tree.commands().begin(), tree.commands().end());
  return all;
}

// The options whose next word is their value, of all commands together.
Words value_spellings(const CommandTree& tree) {
  std::set<std::string> names;
  const auto add = [&names](const std::vector<OptionDesc>& options) {
    for (const OptionDesc& option : options) {
      if (option.kind == OptionKind::flag) continue;
      for (const std::string& name : spellings(option)) names.insert(name);
    }
  };
  add(tree.global_options());
  for (const CommandDesc* command : tree.commands()) add(command->options);
  return {names.begin(), names.end()};
}

// "/meetings/list": a command's place, in a form that needs no quotes in any shell.
std::string place(const CommandDesc& command) {
  return command.path.empty() ? "" : "/" + join(command.path, "/");
}

Words command_places(const CommandTree& tree) {
  Words places;
  for (const CommandDesc* command : tree.commands()) places.push_back(place(*command));
  return places;
}

std::string bash_values(const std::string& pattern, const OptionDesc& option) {
  const Words names = spellings(option);
  Words patterns;
  for (const std::string& name : names) patterns.push_back(pattern + ":" + name);
  std::string action = "return";
  if (!option.choices.empty()) {
    action = "_execassist_offer \"" + join(option.choices, " ") + "\"; return";
  } else if (names_path(option.value_name)) {
    action = "_execassist_offer_files; return";
  }
  return "    " + join(patterns, " | ") + ") " + action + " ;;\n";
}

std::string bash_words(const CommandTree& tree, const CommandDesc& command) {
  Words options;
  for (const OptionDesc& option : command.options) options.push_back(option.name);
  Words words = tree.child_names(command);
  bool files = false;
  for (const ArgumentDesc& argument : command.arguments) {
    words.insert(words.end(), argument.choices.begin(), argument.choices.end());
    files = files || names_path(argument.name);
  }
  const std::string name = place(command).empty() ? "\"\"" : place(command);
  return "    " + name + ") options=\"" + join(options, " ") + "\" words=\"" + join(words, " ") +
         "\"" + (files ? " files=yes" : "") + " ;;\n";
}

// A description inside _arguments' '...[...]:...:...'.
std::string zsh_text(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') result += '\\';
    result += c;
  }
  return replace_all(result, "'", "'\\''");
}

std::string zsh_action(const Words& choices, std::string_view value_name) {
  if (!choices.empty()) return "(" + join(choices, " ") + ")";
  return names_path(value_name) ? "_files" : " ";
}

std::string zsh_option(const OptionDesc& option) {
  const std::string text = "[" + zsh_text(brief(option.doc)) + "]";
  std::string value;
  if (option.kind != OptionKind::flag) {
    value = ":" + zsh_text(option.value_name) + ":" + zsh_action(option.choices, option.value_name);
  }
  const bool long_value = option.kind != OptionKind::flag;
  const std::string long_name = option.name + (long_value ? "=" : "");
  const std::string repeat = option.kind == OptionKind::repeated ? "*" : "";
  if (option.short_name.empty()) return "'" + repeat + long_name + text + value + "'";
  const std::string short_name = option.short_name + (long_value ? "+" : "");
  const std::string exclusive = "'(" + option.short_name + " " + option.name + ")'";
  return exclusive + "'" + short_name + text + value + "' " + exclusive + "'" + long_name + text +
         value + "'";
}

std::string zsh_function(const CommandDesc& command) {
  std::string name = "_execassist";
  for (const std::string& word : command.path) name += "_" + word;
  return name;
}

std::string zsh_command(const CommandTree& tree, const CommandDesc& command) {
  const std::string name = zsh_function(command);
  const auto children = tree.children(command);
  std::string specs;
  for (const OptionDesc& option : command.options) specs += " \\\n    " + zsh_option(option);
  if (children.empty()) {
    for (const ArgumentDesc& argument : command.arguments) {
      const std::string action = zsh_action(argument.choices, argument.name);
      specs += std::string(" \\\n    '") + (argument.repeated ? "*" : "") + ":" +
               zsh_text(argument.name) + ":" + action + "'";
    }
    return name + "() {\n  _arguments -s $_execassist_globals" + specs + "\n}\n\n";
  }
  std::string result = name +
                       "() {\n  local curcontext=$curcontext state line\n"
                       "  local -a commands=(\n";
  for (const CommandDesc* child : children) {
    result += "    '" + zsh_text(child->path.back()) + ":" + zsh_text(child->summary) + "'\n";
  }
  result += "  )\n  _arguments -s -C $_execassist_globals" + specs +
            " \\\n    '1: :->command' '*:: :->rest'\n  case $state in\n"
            "    command) _describe command commands ;;\n    rest)\n      case $line[1] in\n";
  for (const CommandDesc* child : children) {
    result += "        " + child->path.back() + ") " + zsh_function(*child) + " ;;\n";
  }
  return result + "      esac ;;\n  esac\n}\n\n";
}

std::string fish_option(const std::string& condition, const OptionDesc& option) {
  std::string line = "complete -c execassist" + condition + " -l " + option.name.substr(2);
  if (!option.short_name.empty()) line += " -s " + option.short_name.substr(1);
  if (!option.choices.empty()) {
    line += " -x -a '" + join(option.choices, " ") + "'";
  } else if (option.kind != OptionKind::flag) {
    line += names_path(option.value_name) ? " -r -F" : " -x";
  }
  return line + " -d " + single_quoted(brief(option.doc)) + "\n";
}

std::string fish_command(const CommandTree& tree, const CommandDesc& command) {
  const std::string at = command.path.empty() ? "/" : place(command);
  const std::string condition = " -n '__execassist_at " + at + "'";
  std::string result;
  for (const CommandDesc* child : tree.children(command)) {
    result += "complete -c execassist" + condition + " -a " + child->path.back() + " -d " +
              single_quoted(child->summary) + "\n";
  }
  for (const OptionDesc& option : command.options) result += fish_option(condition, option);
  for (const ArgumentDesc& argument : command.arguments) {
    if (!argument.choices.empty()) {
      result +=
          "complete -c execassist" + condition + " -a '" + join(argument.choices, " ") + "'\n";
    } else if (names_path(argument.name)) {
      result += "complete -c execassist" + condition + " -F\n";
    }
  }
  return result;
}

}  // namespace

std::string bash_completion(const CommandTree& tree) {
  std::string values;
  std::string words;
  for (const CommandDesc* command : everything(tree)) {
    for (const OptionDesc& option : command->options) {
      if (option.kind != OptionKind::flag) values += bash_values(place(*command), option);
    }
    words += bash_words(tree, *command);
  }
  Words globals;
  for (const OptionDesc& option : tree.global_options()) {
    globals.push_back(option.name);
    if (option.kind != OptionKind::flag) values += bash_values("*", option);
  }
  return R"(# bash completion for execassist; made from the command descriptions.

_execassist_offer() {
  COMPREPLY=($(compgen -W "$1" -- "$current"))
}

_execassist_offer_files() {
  compopt -o filenames 2>/dev/null
  local IFS=$'\n'
  COMPREPLY=($(compgen -f -- "$current"))
}

_execassist() {
  local current=${COMP_WORDS[COMP_CWORD]} previous="" place="" word options words files="" i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    [[ $word == = ]] && continue
    if [[ -n $previous ]]; then
      previous=""
      continue
    fi
    case $word in
      )" +
         join(value_spellings(tree), " | ") +
         R"() previous=$word ;;
      *)
        case $place/$word in
          )" +
         join(command_places(tree), " | ") +
         R"() place=$place/$word ;;
        esac ;;
    esac
  done
  [[ $current == = ]] && current=""
  case $place:$previous in
)" + values +
         R"(  esac
  [[ -n $previous ]] && return
  case $place in
)" + words +
         R"(  esac
  if [[ $current == -* ]]; then
    _execassist_offer "$options )" +
         join(globals, " ") +
         R"("
  else
    _execassist_offer "$words"
    if [[ -n $files && ${#COMPREPLY[@]} -eq 0 ]]; then _execassist_offer_files; fi
  fi
}

complete -F _execassist execassist
)";
}

std::string zsh_completion(const CommandTree& tree) {
  std::string result =
      "#compdef execassist\n# zsh completion for execassist; made from the command "
      "descriptions.\n\ntypeset -ga _execassist_globals\n_execassist_globals=(\n";
  for (const OptionDesc& option : tree.global_options()) {
    result += "  " + zsh_option(option) + "\n";
  }
  result += ")\n\n";
  for (const CommandDesc* command : everything(tree)) result += zsh_command(tree, *command);
  // Autoloaded, the file is the function's body; sourced, it registers itself.
  return result +
         "if [[ $funcstack[1] == _execassist ]]; then\n  _execassist \"$@\"\nelse\n"
         "  compdef _execassist execassist\nfi\n";
}

std::string fish_completion(const CommandTree& tree) {
  std::string result = R"(# fish completion for execassist; made from the command descriptions.

function __execassist_at --description 'Whether the words so far lead to this command'
    set -l place ''
    set -l skip ''
    for word in (commandline -opc)[2..-1]
        if test -n "$skip"
            set skip ''
            continue
        end
        switch $word
            case )" + join(value_spellings(tree), " ") +
                       R"(
                set skip $word
            case '*'
                switch $place/$word
                    case )" +
                       join(command_places(tree), " ") + R"(
                        set place $place/$word
                end
        end
    end
    test "$place" = (string replace -r '^/$' '' -- $argv[1])
end

complete -c execassist -f
)";
  for (const OptionDesc& option : tree.global_options()) result += fish_option("", option);
  for (const CommandDesc* command : everything(tree)) result += fish_command(tree, *command);
  return result;
}

}  // namespace execassist::cli
