// Edges made of the fakes, so that a command runs in process: no machine clock, no disk unless
// `real_files` is set. "terminal" is the real channel over the fake terminal unless another one of
// that name was added.
#pragma once

#include "channels/terminal_channel.hpp"
#include "support/fake_channel.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_files.hpp"
#include "support/fake_processes.hpp"
#include "support/fake_source.hpp"
#include "support/fake_terminal.hpp"
#include "support/fake_token_vault.hpp"

#include <execassist/base/error.hpp>
#include <execassist/ports/edges.hpp>

#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace execassist::testing {

class TestEdges final : public Edges {
 public:
  Clock& clock() override { return clock_; }
  Terminal& terminal() override { return terminal_; }
  Files& files() override { return real_files != nullptr ? *real_files : fake_files_; }
  Processes& processes() override { return processes_; }

  std::optional<std::string> environment(const std::string& name) override {
    const auto found = variables.find(name);
    if (found == variables.end() || found->second.empty()) return std::nullopt;
    return found->second;
  }

  std::unique_ptr<CalendarSource> source(const UserSettings& user,
                                         const CalendarSettings& calendar) override {
    const auto found = sources_.find(calendar.id);
    if (found != sources_.end()) return std::make_unique<Lent>(found->second);
    if (other_sources) return other_sources(user, calendar);
    throw Error(ErrorKind::failed, "calendar " + calendar.id + ": the test has no such source");
  }

  Channel* channel(const std::string& name) override {
    if (const auto broken = unavailable.find(name); broken != unavailable.end()) {
      throw Error(broken->second);
    }
    const auto found = channels_.find(name);
    if (found != channels_.end()) return found->second.get();
    return name == "terminal" ? &terminal_channel_ : nullptr;
  }

  void connect(const Settings& settings, const std::string&, bool) override {
    connected_to = settings.file;
  }
  TokenVault& token_vault() override { return vault_; }
  OAuthClient& google_oauth() override {
    if (oauth == nullptr) throw std::logic_error("the test has no OAuth server");
    return *oauth;
  }
  std::unique_ptr<RedirectListener> listen_for_redirect(int port) override {
    if (!redirects) throw std::logic_error("the test has no redirect listener");
    return redirects(port);
  }
  bool open_browser(const std::string& url) override {
    opened_urls.push_back(url);
    return has_browser;
  }

  void pretend_now(Instant now) override { clock_.pretend(now); }
  void mute_terminal_channel() override { terminal_channel_.mute(); }

  std::optional<Secret> resolve_secret(const SecretReference&, const std::string& key) override {
    const auto found = secrets.find(key);
    if (found == secrets.end()) return std::nullopt;
    return found->second;
  }

  std::string default_config_path() override { return config_path; }
  std::string default_store_path() override { return store_path; }
  std::string home() override { return home_path; }
  std::string absolute(const std::string& path) override {
    if (path.starts_with("~/")) return home_path + path.substr(1);
    return path.empty() || path.starts_with('/') ? path : working_folder + "/" + path;
  }
  std::string machine_zone() override { return zone; }
  void configure_log(LogLevel minimum, bool json) override {
    log_level = minimum;
    log_json = json;
  }

  FakeClock& fake_clock() { return clock_; }
  FakeTerminal& fake_terminal() { return terminal_; }
  FakeFiles& fake_files() { return fake_files_; }
  FakeProcesses& fake_processes() { return processes_; }
  FakeTokenVault& fake_vault() { return vault_; }

  // Made at first mention; from then on it is there.
  FakeChannel& fake_channel(const std::string& name) {
    auto& slot = channels_[name];
    if (!slot) slot = std::make_unique<FakeChannel>(name);
    return *slot;
  }
  FakeSource& fake_source(const std::string& calendar_id) {
    auto& slot = sources_[calendar_id];
    if (!slot) slot = std::make_shared<FakeSource>();
    return *slot;
  }

  std::map<std::string, std::string> variables;
  std::map<std::string, Secret> secrets;  // by key
  std::string config_path = "/home/ada/.config/execassist/config.yaml";
  std::string store_path = "/home/ada/.local/share/execassist/execassist.db";
  std::string home_path = "/home/ada";
  std::string working_folder = "/home/ada";
  std::string zone = "Europe/London";
  LogLevel log_level = LogLevel::warning;
  bool log_json = false;
  Files* real_files = nullptr;  // not owned
  std::function<std::unique_ptr<CalendarSource>(const UserSettings&, const CalendarSettings&)>
      other_sources;                         // for calendars without a fake
  std::map<std::string, Error> unavailable;  // channels whose settings are wrong
  std::string connected_to;                  // the configuration of the last connect
  OAuthClient* oauth = nullptr;              // not owned
  std::function<std::unique_ptr<RedirectListener>(int port)> redirects;
  bool has_browser = true;
  std::vector<std::string> opened_urls;

 private:
  // Edges give sources away, but the test wants to keep its own.
  class Lent final : public CalendarSource {
   public:
    explicit Lent(std::shared_ptr<FakeSource> source) : source_(std::move(source)) {}
    FetchResult fetch(const FetchRequest& request) override { return source_->fetch(request); }

   private:
    std::shared_ptr<FakeSource> source_;
  };

  FakeClock clock_;
  FakeTerminal terminal_;
  FakeFiles fake_files_;
  FakeProcesses processes_;
  FakeTokenVault vault_;
  channels::TerminalChannel terminal_channel_{terminal_};
  std::map<std::string, std::unique_ptr<FakeChannel>> channels_;
  std::map<std::string, std::shared_ptr<FakeSource>> sources_;
};

}  // namespace execassist::testing
