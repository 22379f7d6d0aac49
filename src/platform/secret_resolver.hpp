// Turns a secret's reference into the secret: env:NAME, file:PATH, command:ARGV or the literal
// itself. No message names anything of the secret, of a command's output or of its arguments.
#pragma once

#include <execassist/base/secret.hpp>
#include <execassist/ports/files.hpp>
#include <execassist/settings/settings.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace execassist::platform {

class SecretResolver {
 public:
  explicit SecretResolver(Files& files,
                          std::chrono::milliseconds command_limit = std::chrono::seconds{10})
      : files_(files), command_limit_(command_limit) {}

  // Nothing when the reference is empty or its environment variable is unset or empty. `key` is the
  // setting's name ("slack.bot_token"). file: must be absolute or begin with "~/", and the file
  // readable by the user only. Throws Error{configuration}.
  std::optional<Secret> resolve(const SecretReference& reference, const std::string& key);

 private:
  Secret from_file(const std::string& path, const std::string& key);
  Secret from_command(const std::string& command, const std::string& key);

  Files& files_;
  std::chrono::milliseconds command_limit_;
};

}  // namespace execassist::platform
