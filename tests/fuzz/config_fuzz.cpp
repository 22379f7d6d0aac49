// The configuration's YAML → settings.
#include "invariants.hpp"
#include "yaml/config_loader.hpp"

#include <cstdint>
#include <optional>
#include <set>

namespace execassist::fuzz {
namespace {

template <class T>
void demand_between(T value, T least, T most, std::string_view what) {
  demand(least <= value && value <= most, what);
}

void demand_absolute(const std::string& path) {
  demand(path.empty() || path.front() == '/', "paths are absolute");
}

void demand_sound_users(const Settings& settings) {
  demand(!settings.users.empty(), "there is a user");
  std::set<std::string> ids;
  for (const UserSettings& each : settings.users) {
    demand_safe_line(each.user.id, 4096, "a user's id");
    demand(!each.user.id.empty() && ids.insert(each.user.id).second, "a user's id is their own");
    std::set<std::string> calendars;
    for (const CalendarSettings& calendar : each.calendars) {
      demand(!calendar.id.empty() && calendars.insert(calendar.id).second,
             "a calendar's id is its own");
      demand(calendar.kind == "ics" || calendar.kind == "google", "a calendar's kind is known");
      demand(calendar.kind != "ics" || calendar.path.empty() != calendar.url.empty(),
             "a calendar is a file or a feed");
      demand_absolute(calendar.path);
    }
  }
  demand(settings.find_user(settings.notify.operator_id) != nullptr, "the operator is a user");
}

void demand_sound(const Settings& settings) {
  demand_sound_users(settings);
  demand_absolute(settings.store_path);
  demand_absolute(settings.rules_path);
  demand_absolute(settings.prep.templates);
  demand_absolute(settings.prep.archive);
  demand_between(settings.sync.days_ahead, 1, 400, "days_ahead");
  demand_between(settings.sync.days_behind, 0, 400, "days_behind");
  demand_between(settings.notify.max_attempts, 1, 100, "max_attempts");
  demand_between(settings.notify.per_user_hourly_limit, 1, 1000, "per_user_hourly_limit");
  demand_between<Seconds>(settings.http.timeout, Seconds{1}, minutes{2}, "timeout");
  demand_between<Seconds>(settings.prep.session_idle, minutes{1}, hours{24}, "session_idle");
  demand_between(settings.prep.keep_days, 1, 3650, "keep_days");
  demand(settings.serve.tls_cert.empty() == settings.serve.tls_key.empty(), "both or neither");
  for (const ContextSettings& each : settings.context) {
    demand(!each.name.empty() && settings.find_context(each.name) == &each, "a source's name");
    const int ways = int{!each.path.empty()} + int{!each.argv.empty()} + int{!each.url.empty()};
    demand(ways == 1, "a source is a file, a program or an address");
    demand_absolute(each.path);
  }
}

void run(std::string_view bytes) {
  std::optional<Settings> settings;
  refusal_of(ErrorKind::configuration, [&] {
    settings = yaml::load_settings(std::string(bytes), "/etc/execassist/config.yaml",
                                   {"/home/ada", "Europe/London"});
  });
  if (settings) demand_sound(*settings);
}

}  // namespace
}  // namespace execassist::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  execassist::fuzz::run({reinterpret_cast<const char*>(data), size});
  return 0;
}
