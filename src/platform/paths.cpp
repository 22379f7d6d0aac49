#include "platform/paths.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>
#include <execassist/base/zone.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <system_error>
#include <vector>

#include <pwd.h>
#include <unistd.h>

namespace execassist::platform {

namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::string xdg_folder(const char* name, const std::string& below_home) {
  const std::string value = variable(name);
  return value.starts_with('/') ? value : home_folder() + "/" + below_home;
}

// ":Europe/London" and "/usr/share/zoneinfo/Europe/London" name a zone too.
std::optional<std::string> zone_in(std::string_view text) {
  text = trim(text);
  if (text.starts_with(':')) text.remove_prefix(1);
  constexpr std::string_view kFolder = "zoneinfo/";
  const std::size_t folder = text.rfind(kFolder);
  if (folder != std::string_view::npos) text.remove_prefix(folder + kFolder.size());
  for (const std::string_view variant : {"posix/", "right/"}) {
    if (text.starts_with(variant)) text.remove_prefix(variant.size());
  }
  if (text.empty() || !Zone::find(text)) return std::nullopt;
  return std::string(text);
}

}  // namespace

std::string home_folder() {
  const std::string home = variable("HOME");
  if (home.starts_with('/'))
    return home == "/" ? home : home.substr(0, home.find_last_not_of('/') + 1);
  std::vector<char> space(16 * 1024);
  passwd entry{};
  passwd* found = nullptr;
  if (::getpwuid_r(::geteuid(), &entry, space.data(), space.size(), &found) == 0 &&
      found != nullptr && found->pw_dir != nullptr && found->pw_dir[0] == '/') {
    return found->pw_dir;
  }
  throw Error(ErrorKind::failed, "home folder: unknown for uid " + std::to_string(::geteuid()),
              "set HOME, or name the files with --config and --db");
}

std::string absolute_path(const std::string& path) {
  if (path.empty() || path.starts_with('/')) return path;
  if (path == "~") return home_folder();
  if (path.starts_with("~/")) return home_folder() + path.substr(1);
  std::error_code error;
  const std::string here = std::filesystem::current_path(error).string();
  if (error) {
    throw Error(ErrorKind::failed, "working folder: it no longer exists or cannot be read",
                "cd to another folder");
  }
  std::string_view rest = path;
  while (rest.starts_with("./")) {
    rest.remove_prefix(1);
    rest.remove_prefix(std::min(rest.find_first_not_of('/'), rest.size()));
  }
  return (here == "/" ? "" : here) + "/" + std::string(rest);
}

std::string default_config_path() {
  const std::string named = variable("EXECASSIST_CONFIG");
  if (!named.empty()) return absolute_path(named);
  return xdg_folder("XDG_CONFIG_HOME", ".config") + "/execassist/config.yaml";
}

std::string default_store_path() {
  return xdg_folder("XDG_DATA_HOME", ".local/share") + "/execassist/execassist.db";
}

std::string machine_zone_name(const std::string& etc_folder) {
  if (const auto zone = zone_in(variable("TZ"))) return *zone;
  std::error_code error;
  const std::string link = std::filesystem::read_symlink(etc_folder + "/localtime", error).string();
  if (!error) {
    if (const auto zone = zone_in(link)) return *zone;
  }
  std::ifstream file(etc_folder + "/timezone");
  std::string line;
  if (std::getline(file, line)) {
    if (const auto zone = zone_in(line)) return *zone;
  }
  return "UTC";
}

}  // namespace execassist::platform
