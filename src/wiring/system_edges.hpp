// The real edges of the program: this machine's clock, streams, files and processes, and the
// services that the settings name. Making it touches nothing; each port does its work when it
// is asked. It is the log's sink as long as it lives.
#pragma once

#include "channels/terminal_channel.hpp"
#include "platform/local_files.hpp"
#include "platform/log_sink.hpp"
#include "platform/process_table.hpp"
#include "platform/secret_resolver.hpp"
#include "platform/standard_streams.hpp"
#include "platform/stop_signals.hpp"
#include "platform/system_clock.hpp"
#include "wiring/services.hpp"

#include <execassist/ports/edges.hpp>

#include <memory>
#include <string>

namespace execassist::wiring {

class SystemEdges final : public Edges {
 public:
  SystemEdges();
  SystemEdges(const SystemEdges&) = delete;
  SystemEdges& operator=(const SystemEdges&) = delete;
  ~SystemEdges() override;

  Clock& clock() override { return clock_; }
  Terminal& terminal() override { return streams_; }
  Files& files() override { return files_; }
  Processes& processes() override { return processes_; }
  std::optional<std::string> environment(const std::string& name) override;
  std::unique_ptr<CalendarSource> source(const UserSettings& user,
                                         const CalendarSettings& calendar) override;
  void tidy_feeds() override;
  Channel* channel(const std::string& name) override;
  void connect(const Settings& settings, const std::string& store_path, bool dry_run) override;
  std::unique_ptr<ContextSource> context_source(const ContextSettings& settings) override;
  Archive& archive() override;
  HttpClient& answering_client() override;
  std::unique_ptr<HttpServer> http_server(const ServeSettings& settings) override;
  StopSignals& stop_signals() override { return stop_signals_; }
  TokenVault& token_vault() override;
  OAuthClient& google_oauth() override;
  std::unique_ptr<RedirectListener> listen_for_redirect(int port) override;
  bool open_browser(const std::string& url) override;
  void pretend_now(Instant now) override { clock_.pretend(now); }
  void mute_terminal_channel() override { terminal_channel_.mute(); }
  std::optional<Secret> resolve_secret(const SecretReference& reference,
                                       const std::string& key) override;
  std::string default_config_path() override;
  std::string default_store_path() override;
  std::string home() override;
  std::string absolute(const std::string& path) override;
  std::string machine_zone() override;
  void configure_log(LogLevel minimum, bool json) override;
  void cut_context() override;

 private:
  Services& services();

  platform::SystemClock clock_;
  platform::StandardStreams streams_;
  platform::LocalFiles files_;
  platform::ProcessTable processes_;
  platform::SystemStopSignals stop_signals_;
  platform::LineLog log_{[this] { return clock_.wall(); }};
  channels::TerminalChannel terminal_channel_{streams_};
  std::unique_ptr<Services> services_;
};

}  // namespace execassist::wiring
