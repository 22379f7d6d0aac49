#include "golden/golden_case.hpp"

#include "cli/run.hpp"
#include "support/scoped_variable.hpp"
#include "support/scratch_folder.hpp"
#include "wiring/system_edges.hpp"

#include <execassist/base/instant.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <list>
#include <optional>
#include <set>

#include <fcntl.h>
#include <unistd.h>

namespace execassist::testing {
namespace {

namespace fs = std::filesystem;

// A descriptor that leads to a file until the end of the scope.
class Redirection {
 public:
  Redirection(int descriptor, const std::string& path, int flags)
      : descriptor_(descriptor), saved_(::dup(descriptor)) {
    const int file = ::open(path.c_str(), flags, 0600);
    if (file < 0 || saved_ < 0) throw std::runtime_error("cannot redirect to " + path);
    ::dup2(file, descriptor_);
    ::close(file);
  }
  Redirection(const Redirection&) = delete;
  Redirection& operator=(const Redirection&) = delete;
  ~Redirection() {
    ::dup2(saved_, descriptor_);
    ::close(saved_);
  }

 private:
  int descriptor_;
  int saved_;
};

class WorkingFolder {
 public:
  explicit WorkingFolder(const std::string& path) : before_(fs::current_path()) {
    fs::current_path(path);
  }
  WorkingFolder(const WorkingFolder&) = delete;
  WorkingFolder& operator=(const WorkingFolder&) = delete;
  ~WorkingFolder() { fs::current_path(before_); }

 private:
  fs::path before_;
};

std::vector<std::string> lines_of(const std::string& path) {
  std::vector<std::string> lines;
  for (const std::string& line : split(content_of(path), '\n')) {
    if (!line.empty() && !line.starts_with('#')) lines.push_back(line);
  }
  return lines;
}

std::string replace_all(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    text.replace(at, from.size(), to);
    at += to.size();
  }
  return text;
}

// Longer numbers first, so that @ID1@ cannot be mistaken: the closing @ sees to that.
std::string with_ids(std::string text, const std::string& folder,
                     const std::vector<std::string>& ids) {
  text = replace_all(std::move(text), "@TMP@", folder);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    text = replace_all(std::move(text), "@ID" + std::to_string(i + 1) + "@", ids[i]);
  }
  return text;
}

struct Called {
  int code = 0;
  std::string out;
  std::string err;
};

Called call(std::vector<std::string> words, const std::string& streams) {
  std::string input = "/dev/null";
  if (words.size() > 1 && words[0] == "<") {
    input = words[1];
    words.erase(words.begin(), words.begin() + 2);
  }
  Called called;
  std::fflush(nullptr);
  {
    const int fresh = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND;
    const Redirection in(STDIN_FILENO, input, O_RDONLY);
    const Redirection out(STDOUT_FILENO, streams + "/out", fresh);
    const Redirection err(STDERR_FILENO, streams + "/err", fresh);
    wiring::SystemEdges edges;
    called.code = cli::run(words, edges);
  }
  called.out = content_of(streams + "/out");
  called.err = content_of(streams + "/err");
  return called;
}

// The tester's own settings must not show, and the case's own must.
void set_variables(std::list<ScopedVariable>& variables, const std::string& folder,
                   const std::string& env_file) {
  for (const char* name : {"EXECASSIST_CONFIG", "EXECASSIST_DB", "EXECASSIST_NOW",
                           "XDG_CONFIG_HOME", "XDG_DATA_HOME", "NO_COLOR", "TZ"}) {
    variables.emplace_back(name, std::nullopt);
  }
  variables.emplace_back("HOME", folder);
  variables.emplace_back("COLUMNS", "80");
  if (!fs::exists(env_file)) return;
  for (const std::string& line : lines_of(env_file)) {
    const std::size_t equals = line.find('=');
    const std::string value = replace_all(line.substr(equals + 1), "@TMP@", folder);
    variables.emplace_back(line.substr(0, equals),
                           value.empty() ? std::nullopt : std::optional(value));
  }
}

void copy_inputs(const std::string& from, const std::string& to) {
  const std::set<std::string> own = {"cmd", "out", "err", "rc", "env"};
  for (const auto& entry : fs::directory_iterator(from)) {
    const std::string name = entry.path().filename().string();
    if (own.contains(name)) continue;
    fs::copy(entry.path(), to + "/" + name, fs::copy_options::recursive);
    // A checkout may be writable by its group, which the program refuses.
    fs::permissions(to + "/" + name, fs::perms::group_write | fs::perms::others_write,
                    fs::perm_options::remove);
  }
}

constexpr std::size_t kTimeLength = 20;  // "2026-11-21T09:30:00Z"

bool is_time(std::string_view text) {
  return text.size() >= kTimeLength && parse_rfc3339(text.substr(0, kTimeLength)).has_value();
}

// Attempts and log lines tell when they were made by the machine's clock, whatever --now says.
std::string without_wall_times(const std::string& text) {
  std::vector<std::string> lines = split(text, '\n');
  for (std::string& line : lines) {
    for (const std::string before : {"\"wall_at\": \"", "\"wall_at\":\"", "{\"time\":\""}) {
      const std::size_t at = line.find(before);
      if (at == std::string::npos || !is_time(line.substr(at + before.size()))) continue;
      line.replace(at + before.size(), kTimeLength, "WALL");
    }
    const bool log_line = is_time(line) && line.find(" | ") != std::string::npos;
    if (log_line) line.replace(0, kTimeLength, "WALL");
  }
  return join(lines, "\n");
}

bool is_id_character(char c) {
  return (c >= '0' && c <= '9') ||
         (c >= 'a' && c <= 'z' && c != 'i' && c != 'l' && c != 'o' && c != 'u');
}

bool goes_on(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

}  // namespace

std::vector<std::string> shell_words(const std::string& line) {
  std::vector<std::string> words;
  std::optional<std::string> word;
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool escapes = c == '\\' && quote != '\'' && i + 1 < line.size();
    if (quote == 0 && c == ' ') {
      if (word) words.push_back(*word);
      word.reset();
    } else if (escapes) {
      word = word.value_or("") + line[++i];
    } else if (c == quote) {
      quote = 0;
    } else if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
      word = word.value_or("");
    } else {
      word = word.value_or("") + c;
    }
  }
  if (word) words.push_back(*word);
  return words;
}

std::string without_chance(const std::string& text, const std::string& folder,
                           std::vector<std::string>& ids) {
  constexpr std::size_t kIdLength = 16;
  const std::string plain = without_wall_times(replace_all(text, folder, "TMP"));
  std::string result;
  for (std::size_t at = 0; at < plain.size();) {
    std::size_t end = at;
    while (end < plain.size() && goes_on(plain[end])) ++end;
    const std::string word = plain.substr(at, end - at);
    if (word.empty()) {
      result += plain[at++];
      continue;
    }
    at = end;
    if (word.size() != kIdLength || !std::all_of(word.begin(), word.end(), is_id_character)) {
      result += word;
      continue;
    }
    auto known = std::find(ids.begin(), ids.end(), word);
    if (known == ids.end()) known = ids.insert(ids.end(), word);
    result += "ID" + std::to_string(known - ids.begin() + 1);
  }
  return result;
}

GoldenResult run_golden_case(const std::string& folder) {
  const ScratchFolder work;
  const ScratchFolder streams;
  copy_inputs(folder, work.path());
  std::list<ScopedVariable> variables;
  set_variables(variables, work.path(), folder + "/env");
  const WorkingFolder here(work.path());

  GoldenResult result;
  std::vector<std::string> ids;
  for (const std::string& line : lines_of(folder + "/cmd")) {
    const Called called = call(shell_words(with_ids(line, work.path(), ids)), streams.path());
    result.out += "$ " + line + "\n" + without_chance(called.out, work.path(), ids);
    if (!called.err.empty()) {
      result.err += "$ " + line + "\n" + without_chance(called.err, work.path(), ids);
    }
    result.rc += std::to_string(called.code) + "\n";
  }
  while (!variables.empty()) variables.pop_back();  // the last value set was not the first one
  return result;
}

}  // namespace execassist::testing
