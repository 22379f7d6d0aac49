#include "wiring/services.hpp"

#include "cli/help.hpp"
#include "sources/google_calendar_source.hpp"
#include "wiring/needed_secret.hpp"

#include <filesystem>
#include <utility>

namespace execassist::wiring {
namespace {

// 600 a minute for each user and project (Calendar API, "Manage quotas").
constexpr net::RateLimit kGoogleLimit{10, 50, std::chrono::seconds{30}};
// More than the tries of one call, no more than are out at once: what is dark for all is known
// after one time-out.
constexpr net::BreakerLimits kGoogleBreaker{8, Seconds{60}};

// Answers to clicks are best effort: the message itself shows what became of them.
constexpr Seconds kAnsweringTime{5};
constexpr net::BreakerLimits kAnsweringBreaker{4, Seconds{60}};

net::RetryPolicy retry_for(Seconds budget,
                           std::function<bool(const HttpResponse&)> worth_repeating = {}) {
  net::RetryPolicy policy;
  policy.budget = budget;
  policy.worth_repeating = std::move(worth_repeating);
  return policy;
}

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash);
}

// Without "..": people are shown where their materials are.
std::string archive_root(const Settings& settings, const std::string& store_path) {
  const std::string& wanted = settings.prep.archive;
  const std::filesystem::path root = wanted.empty() ? folder_of(store_path) + "/materials" : wanted;
  return root.lexically_normal().string();
}

}  // namespace

Services::Services(Edges& edges, Settings settings, std::string store_path, bool dry_run)
    : edges_(edges),
      settings_(std::move(settings)),
      store_path_(std::move(store_path)),
      dry_run_(dry_run),
      curl_({settings_.http.connect_timeout, settings_.http.timeout}, edges.clock(),
            "execassist/" + cli::program_version() + " (gzip)"),
      oauth_breaker_(curl_, edges.clock(), kGoogleBreaker),
      repeating_(oauth_breaker_, edges.clock(), retry_for(settings_.http.retry_for)),
      google_breaker_(curl_, edges.clock(), kGoogleBreaker),
      google_limit_(google_breaker_, edges.clock(), kGoogleLimit),
      google_(google_limit_, edges.clock(),
              retry_for(settings_.http.retry_for, sources::google_says_later)),
      google_oauth_(settings_.google, repeating_, oauth_breaker_,
                    [&edges](const SecretReference& reference, const std::string& key) {
                      return edges.resolve_secret(reference, key);
                    }),
      sealing_key_(edges.files(), folder_of(settings_.file),
                   edges.environment("CREDENTIALS_DIRECTORY").value_or("")),
      channels_(edges, settings_, curl_, store::LazyDatabase([this] { return open_store(); }),
                dry_run),
      contexts_(edges, settings_),
      feeds_(edges, settings_, store_path_, dry_run),
      archive_(archive_root(settings_, store_path_)),
      answering_curl_({settings_.http.connect_timeout, kAnsweringTime}, edges.clock(),
                      "execassist/" + cli::program_version()),
      answering_breaker_(answering_curl_, edges.clock(), kAnsweringBreaker) {}

store::Database Services::open_store() const {
  return store::Database::open(store_path_,
                               dry_run_ ? store::OpenMode::dry_run : store::OpenMode::read_write);
}

TokenVault& Services::token_vault() {
  if (!vault_) {
    vault_.emplace(
        store::LazyDatabase([this] { return open_store(); }),
        [this](bool make) { return sealing_key_.get(make && !dry_run_); }, edges_.processes());
  }
  return *vault_;
}

std::unique_ptr<CalendarSource> Services::google_calendar(const UserSettings& user,
                                                          const CalendarSettings& calendar) {
  if (!google_client_known_) {
    needed_secret(edges_, settings_.google.client_id, "google.client_id",
                  "the calendar " + calendar.id + " of " + user.user.id);
    google_client_known_ = true;
  }
  if (!google_tokens_) {
    google_tokens_.emplace("google", token_vault(), google_oauth_, edges_.clock(),
                           edges_.processes());
  }
  return std::make_unique<sources::GoogleCalendarSource>(
      sources::GoogleCalendarSource::Account{user.user.id, user.user.email,
                                             settings_.google.api_url, calendar.calendar},
      google_, *google_tokens_);
}

}  // namespace execassist::wiring
