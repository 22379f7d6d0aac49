#include "platform/secret_resolver.hpp"

#include "platform/command_runner.hpp"
#include "platform/file_descriptor.hpp"
#include "platform/paths.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

#include <cstdlib>

namespace execassist::platform {

namespace {

constexpr std::size_t kLongestSecret = 64 * 1024;

[[noreturn]] void refuse(const std::string& key, const std::string& why, std::string hint = {}) {
  throw Error(ErrorKind::configuration, key + ": " + why, std::move(hint));
}

void drop_line_break(std::string& text) {
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
}

std::string why_failed(const CommandResult& result, std::chrono::milliseconds limit) {
  switch (result.end) {
    case CommandEnd::exited:
      return "ended with exit status " + std::to_string(result.code);
    case CommandEnd::killed:
      return "was killed by signal " + std::to_string(result.code);
    case CommandEnd::not_started:
      return "cannot be run: " + errno_text(result.code);
    case CommandEnd::timed_out:
      return "gave no answer within " + describe_duration(std::chrono::ceil<Seconds>(limit));
    case CommandEnd::cut_off:
      return "was cut off";
    case CommandEnd::too_much_output:
      break;
  }
  return "printed more than 64 KiB";
}

}  // namespace

std::optional<Secret> SecretResolver::resolve(const SecretReference& reference,
                                              const std::string& key) {
  if (reference.empty()) return std::nullopt;
  if (reference.literal()) return Secret(reference.text);
  const std::size_t colon = reference.text.find(':');
  const std::string scheme = reference.text.substr(0, colon);
  const std::string rest = reference.text.substr(colon + 1);
  if (scheme == "file") return from_file(rest, key);
  if (scheme == "command") return from_command(rest, key);
  if (rest.empty()) refuse(key, "env: names no variable", "write env:NAME");
  const char* value = std::getenv(rest.c_str());
  if (value == nullptr || *value == '\0') return std::nullopt;
  return Secret(value);
}

Secret SecretResolver::from_file(const std::string& path, const std::string& key) {
  if (!path.starts_with('/') && !path.starts_with("~/")) {
    refuse(key, "file: needs a whole path", "write file:/... or file:~/...");
  }
  const std::string whole_path = absolute_path(path);
  std::string content;
  try {
    files_.require_safe_modes(whole_path, true);
    content = files_.read(whole_path, kLongestSecret);
  } catch (const Error& error) {
    refuse(key, error.message(), error.hint());
  }
  drop_line_break(content);
  if (content.empty()) refuse(key, one_line(whole_path) + ": is empty");
  return Secret(std::move(content));
}

Secret SecretResolver::from_command(const std::string& command, const std::string& key) {
  const auto argv = split_arguments(command);
  if (!argv) {
    refuse(key, "command: is empty or has an open quote",
           "write command:PROGRAM ARGUMENT...; there is no shell, but quotes group words");
  }
  CommandResult result = ProcessRunner().run(*argv, {}, command_limit_, kLongestSecret);
  if (!result.succeeded()) {
    refuse(key, "its command " + why_failed(result, command_limit_),
           "run the command by hand to see why");
  }
  std::string line = result.output.substr(0, result.output.find('\n'));
  drop_line_break(line);
  if (line.empty()) refuse(key, "its command printed nothing");
  return Secret(std::move(line));
}

}  // namespace execassist::platform
