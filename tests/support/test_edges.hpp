// Edges made of the fakes, so that a command runs in process: no machine clock, no disk unless
// `real_files` is set. "terminal" is the real channel over the fake terminal unless another one of
// that name was added.
#pragma once

#include "channels/terminal_channel.hpp"
#include "support/fake_archive.hpp"
#include "support/fake_channel.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_context_source.hpp"
#include "support/fake_files.hpp"
#include "support/fake_processes.hpp"
#include "support/fake_server.hpp"
#include "support/fake_source.hpp"
#include "support/fake_terminal.hpp"
#include "support/fake_token_vault.hpp"

#include <execassist/base/error.hpp>
#include <execassist/ports/edges.hpp>

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace execassist::testing {

class TestEdges final : public Edges {
 public:
  TestEdges();
  TestEdges(const TestEdges&) = delete;
  TestEdges& operator=(const TestEdges&) = delete;
  ~TestEdges() override;

  Clock& clock() override { return clock_; }
  Terminal& terminal() override { return terminal_; }
  Files& files() override { return real_files != nullptr ? *real_files : fake_files_; }
  Processes& processes() override { return processes_; }

  std::optional<std::string> environment(const std::string& name) override;

  std::unique_ptr<CalendarSource> source(const UserSettings& user,
                                         const CalendarSettings& calendar) override;
  void tidy_feeds() override { ++feeds_tidied; }
  Channel* channel(const std::string& name) override;
  void connect(const Settings& settings, const std::string&, bool) override;
  std::unique_ptr<ContextSource> context_source(const ContextSettings& settings) override;
  Archive& archive() override { return archive_; }
  HttpClient& answering_client() override;
  std::unique_ptr<execassist::HttpServer> http_server(const ServeSettings& settings) override;
  StopSignals& stop_signals() override { return signals_; }
  TokenVault& token_vault() override { return vault_; }
  OAuthClient& google_oauth() override;
  std::unique_ptr<RedirectListener> listen_for_redirect(int port) override;
  bool open_browser(const std::string& url) override;

  void pretend_now(Instant now) override { clock_.pretend(now); }
  void mute_terminal_channel() override { terminal_channel_.mute(); }

  std::optional<Secret> resolve_secret(const SecretReference&, const std::string& key) override;

  std::string default_config_path() override { return config_path; }
  std::string default_store_path() override { return store_path; }
  std::string home() override { return home_path; }
  std::string absolute(const std::string& path) override;
  std::string machine_zone() override { return zone; }
  void configure_log(LogLevel minimum, bool json) override {
    log_level = minimum;
    log_json = json;
  }
  void cut_context() override { context_cut = true; }

  FakeClock& fake_clock() { return clock_; }
  FakeTerminal& fake_terminal() { return terminal_; }
  FakeFiles& fake_files() { return fake_files_; }
  FakeProcesses& fake_processes() { return processes_; }
  FakeTokenVault& fake_vault() { return vault_; }

  FakeArchive& fake_archive() { return archive_; }
  FakeStopSignals& fake_signals() { return signals_; }

  // Made at first mention; from then on it is there.
  FakeContext& fake_context(const std::string& name) { return contexts_[name]; }
  FakeChannel& fake_channel(const std::string& name);
  FakeSource& fake_source(const std::string& calendar_id);

  std::map<std::string, std::string> variables;
  std::map<std::string, Secret> secrets;  // by key
  std::string config_path = "/home/ada/.config/execassist/config.yaml";
  std::string store_path = "/home/ada/.local/share/execassist/execassist.db";
  std::string home_path = "/home/ada";
  std::string working_folder = "/home/ada";
  std::string zone = "Europe/London";
  std::atomic<bool> context_cut = false;
  LogLevel log_level = LogLevel::warning;
  bool log_json = false;
  Files* real_files = nullptr;  // not owned
  std::function<std::unique_ptr<CalendarSource>(const UserSettings&, const CalendarSettings&)>
      other_sources;                         // for calendars without a fake
  std::map<std::string, Error> unavailable;  // channels whose settings are wrong
  std::string connected_to;                  // the configuration of the last connect
  OAuthClient* oauth = nullptr;              // not owned
  HttpClient* answering = nullptr;           // not owned
  std::function<std::unique_ptr<execassist::HttpServer>(const ServeSettings&)> servers;
  std::function<std::unique_ptr<RedirectListener>(int port)> redirects;
  int feeds_tidied = 0;
  bool has_browser = true;
  std::vector<std::string> opened_urls;

 private:
  FakeClock clock_;
  FakeTerminal terminal_;
  FakeFiles fake_files_;
  FakeProcesses processes_;
  FakeTokenVault vault_;
  FakeArchive archive_;
  FakeStopSignals signals_;
  std::map<std::string, FakeContext> contexts_;
  channels::TerminalChannel terminal_channel_{terminal_};
  std::map<std::string, std::unique_ptr<FakeChannel>> channels_;
  std::map<std::string, std::shared_ptr<FakeSource>> sources_;
};

}  // namespace execassist::testing
