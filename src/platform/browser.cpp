#include "platform/browser.hpp"

#include "platform/file_descriptor.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <string_view>

#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>

namespace execassist::platform {

namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

bool is_program(const std::string& path) {
  struct stat found {};
  return ::stat(path.c_str(), &found) == 0 && S_ISREG(found.st_mode) &&
         ::access(path.c_str(), X_OK) == 0;
}

// Relative folders in PATH do not count: what stands in the working folder is not ours to start.
std::optional<std::string> find_program(const std::string& name) {
  if (name.starts_with('/')) return is_program(name) ? std::optional(name) : std::nullopt;
  const std::string folders = variable("PATH");
  for (std::size_t at = 0; at < folders.size();) {
    const std::size_t end = std::min(folders.find(':', at), folders.size());
    const std::string path = folders.substr(at, end - at) + "/" + name;
    if (path.starts_with('/') && end > at && is_program(path)) return path;
    at = end + 1;
  }
  return std::nullopt;
}

// A name or a whole path; neither a list of them nor a command line with "%s".
bool is_plain_program(const std::string& name) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.+-/";
  const bool relative = !name.starts_with('/') && name.find('/') != std::string::npos;
  return !name.empty() && name[0] != '-' && !relative &&
         name.find_first_not_of(kPlain) == std::string::npos;
}

std::optional<std::string> browser_program() {
  const std::string wish = variable("BROWSER");
  if (is_plain_program(wish)) {
    if (auto found = find_program(wish)) return found;
  }
  return find_program("xdg-open");
}

// In a session of its own, so that Ctrl-C on us does not end the person's browser.
class DetachedStart {
 public:
  DetachedStart() {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions_, 1, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions_, 2, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addclosefrom_np(&actions_, 3);
    ::posix_spawnattr_init(&attributes_);
    sigset_t defaults;
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);  // ignored ones stay ignored across exec
    ::posix_spawnattr_setsigdefault(&attributes_, &defaults);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF);
  }
  DetachedStart(const DetachedStart&) = delete;
  DetachedStart& operator=(const DetachedStart&) = delete;
  ~DetachedStart() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }

  bool run(std::string program, std::string argument) {
    const std::array<char*, 3> argv = {program.data(), argument.data(), nullptr};
    pid_t pid = 0;
    return ::posix_spawn(&pid, program.c_str(), &actions_, &attributes_, argv.data(), environ) == 0;
  }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

}  // namespace

bool open_in_browser(const std::string& url) {
  // Anything else could be an option, or a file.
  if (!url.starts_with("https://") && !url.starts_with("http://")) return false;
  if (variable("DISPLAY").empty() && variable("WAYLAND_DISPLAY").empty()) return false;
  const auto program = browser_program();
  return program && DetachedStart().run(*program, url);
}

}  // namespace execassist::platform
