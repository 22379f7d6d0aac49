// Makes the other ports, lazily, so that `--version` opens nothing. wiring/ implements it; tests
// bring their own. Everything returned lives as long as the Edges.
#pragma once

#include <execassist/base/log.hpp>
#include <execassist/base/secret.hpp>
#include <execassist/ports/archive.hpp>
#include <execassist/ports/calendar_source.hpp>
#include <execassist/ports/channel.hpp>
#include <execassist/ports/clock.hpp>
#include <execassist/ports/context_source.hpp>
#include <execassist/ports/files.hpp>
#include <execassist/ports/http_client.hpp>
#include <execassist/ports/http_server.hpp>
#include <execassist/ports/oauth_client.hpp>
#include <execassist/ports/processes.hpp>
#include <execassist/ports/redirect_listener.hpp>
#include <execassist/ports/stop_signals.hpp>
#include <execassist/ports/terminal.hpp>
#include <execassist/ports/token_vault.hpp>
#include <execassist/settings/settings.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace execassist {

class Edges {
 public:
  virtual ~Edges() = default;
  virtual Clock& clock() = 0;
  virtual Terminal& terminal() = 0;
  virtual Files& files() = 0;
  virtual Processes& processes() = 0;

  // An environment variable; nothing when unset or empty.
  virtual std::optional<std::string> environment(const std::string& name) = 0;

  // Before the first source, channel or account is asked for. Opens nothing. With `dry_run` what
  // the edges themselves keep (tokens, looked-up addresses) is read but not written.
  virtual void connect(const Settings& settings, const std::string& store_path, bool dry_run) = 0;

  // Throws Error{failed} when this build has no such source, {configuration} when a setting that it
  // needs is missing.
  virtual std::unique_ptr<CalendarSource> source(const UserSettings& user,
                                                 const CalendarSettings& calendar) = 0;

  // After a sync: removes what is kept of feeds that the settings do not name any more. Never
  // throws; a dry run removes nothing.
  virtual void tidy_feeds() = 0;

  // Null when this build has no such channel. Throws Error{configuration}: a secret that it needs
  // is set, but cannot be had.
  virtual Channel* channel(const std::string& name) = 0;

  // Throws Error{configuration}: a secret that it needs cannot be had.
  virtual std::unique_ptr<ContextSource> context_source(const ContextSettings& settings) = 0;
  virtual Archive& archive() = 0;

  // For the answers that Slack asks for at an address of its own (response_url).
  virtual HttpClient& answering_client() = 0;

  // Throws Error{configuration}: a key or certificate cannot be used.
  virtual std::unique_ptr<HttpServer> http_server(const ServeSettings& settings) = 0;
  virtual StopSignals& stop_signals() = 0;

  virtual TokenVault& token_vault() = 0;
  virtual OAuthClient& google_oauth() = 0;

  // Listens already when it returns. Port 0: any free one. Throws Error{failed}: the port is taken.
  virtual std::unique_ptr<RedirectListener> listen_for_redirect(int port) = 0;
  // False when no browser could be started here.
  virtual bool open_browser(const std::string& url) = 0;

  // From --now, once, before the clock is first used.
  virtual void pretend_now(Instant now) = 0;

  // With --json or --dry-run the terminal channel accepts without writing.
  virtual void mute_terminal_channel() = 0;

  // Nothing when the reference is empty or names an environment variable that is unset. `key` is
  // the setting's name, for messages. Throws Error{configuration} for everything else that fails;
  // no message holds any part of the secret.
  virtual std::optional<Secret> resolve_secret(const SecretReference& reference,
                                               const std::string& key) = 0;

  // Where things are on this machine; all absolute, none need exist.
  virtual std::string default_config_path() = 0;  // $EXECASSIST_CONFIG, else by XDG
  virtual std::string default_store_path() = 0;   // by XDG; $EXECASSIST_DB is the caller's business
  virtual std::string home() = 0;
  virtual std::string absolute(const std::string& path) = 0;  // "~/" and the working folder
  virtual std::string machine_zone() = 0;                     // an IANA name; "UTC" when unknown

  // From the global options. Until then: warnings and errors, as text.
  virtual void configure_log(LogLevel minimum, bool json) = 0;

  // From any thread: the program is to end, so that programs that run for context are cut off, and
  // none is started any more.
  virtual void cut_context() = 0;
};

}  // namespace execassist
