#include "wiring/system_edges.hpp"

#include "platform/browser.hpp"
#include "platform/loopback_listener.hpp"
#include "platform/paths.hpp"
#include "sources/ics_file_source.hpp"
#include "web/httplib_server.hpp"

#include <execassist/base/error.hpp>

#include <cstdlib>
#include <stdexcept>

namespace execassist::wiring {

SystemEdges::SystemEdges() { set_log_sink(&log_); }

SystemEdges::~SystemEdges() { set_log_sink(nullptr); }

std::optional<std::string> SystemEdges::environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

void SystemEdges::connect(const Settings& settings, const std::string& store_path, bool dry_run) {
  services_ = std::make_unique<Services>(*this, settings, store_path, dry_run);
}

Services& SystemEdges::services() {
  if (!services_) throw std::logic_error("Edges::connect comes before the first service");
  return *services_;
}

std::unique_ptr<CalendarSource> SystemEdges::source(const UserSettings& user,
                                                    const CalendarSettings& calendar) {
  if (calendar.kind == "google") return services().google_calendar(user, calendar);
  if (!calendar.url.empty()) return services().feeds().make(user, calendar);
  return std::make_unique<sources::IcsFileSource>(calendar.path, user.user.email);
}

void SystemEdges::tidy_feeds() { services().feeds().tidy(); }

Channel* SystemEdges::channel(const std::string& name) {
  if (name == terminal_channel_.name()) return &terminal_channel_;
  return services().channel(name);
}

std::unique_ptr<ContextSource> SystemEdges::context_source(const ContextSettings& settings) {
  return services().context_source(settings);
}
Archive& SystemEdges::archive() { return services().archive(); }
HttpClient& SystemEdges::answering_client() { return services().answering_client(); }

std::unique_ptr<HttpServer> SystemEdges::http_server(const ServeSettings& settings) {
  return std::make_unique<web::HttplibServer>(settings);
}

TokenVault& SystemEdges::token_vault() { return services().token_vault(); }
OAuthClient& SystemEdges::google_oauth() { return services().google_oauth(); }

std::unique_ptr<RedirectListener> SystemEdges::listen_for_redirect(int port) {
  return std::make_unique<platform::LoopbackListener>(port);
}

bool SystemEdges::open_browser(const std::string& url) { return platform::open_in_browser(url); }

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

void SystemEdges::cut_context() {
  if (services_) services_->cut_context();
}

}  // namespace execassist::wiring
