#include "wiring/system_edges.hpp"

#include "platform/paths.hpp"
#include "sources/ics_file_source.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

#include <cstdlib>

namespace execassist::wiring {

SystemEdges::SystemEdges() { set_log_sink(&log_); }

SystemEdges::~SystemEdges() { set_log_sink(nullptr); }

std::optional<std::string> SystemEdges::environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

std::unique_ptr<CalendarSource> SystemEdges::source(const UserSettings& user,
                                                    const CalendarSettings& calendar) {
  if (calendar.kind == "ics" && !calendar.path.empty()) {
    return std::make_unique<sources::IcsFileSource>(calendar.path, user.user.email);
  }
  // The id may hold the feed's address, which may be a credential: it is not shown.
  const std::string what =
      calendar.kind == "ics" ? "ics calendars with a url" : calendar.kind + " calendars";
  throw Error(ErrorKind::failed, one_line(what) + ": not supported by this version",
              "use {kind: ics, path: FILE}, and let a job of yours fetch the file");
}

Channel* SystemEdges::channel(const std::string& name) {
  return name == terminal_channel_.name() ? &terminal_channel_ : nullptr;
}

std::optional<Secret> SystemEdges::resolve_secret(const SecretReference& reference,
                                                  const std::string& key) {
  return platform::SecretResolver(files_).resolve(reference, key);
}

std::string SystemEdges::default_config_path() { return platform::default_config_path(); }
std::string SystemEdges::default_store_path() { return platform::default_store_path(); }
std::string SystemEdges::home() { return platform::home_folder(); }
std::string SystemEdges::absolute(const std::string& path) { return platform::absolute_path(path); }
std::string SystemEdges::machine_zone() { return platform::machine_zone_name(); }

void SystemEdges::configure_log(LogLevel minimum, bool json) { log_.configure(minimum, json); }

}  // namespace execassist::wiring
