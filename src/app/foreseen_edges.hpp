// The edges of days that are only imagined: a clock that is moved by hand, calendars that stay as
// they are, channels that accept everything which the settings do not rule out, context that is
// not asked for, an archive that keeps nothing. Nothing outside is asked once for each imagined
// run; whatever could change something is not asked at all.
#pragma once

#include "app/foreseen_calendar.hpp"

#include <execassist/base/error.hpp>
#include <execassist/ports/edges.hpp>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace execassist::app {

// Both clocks stand still until they are moved, so that no claim goes stale in between.
class ForeseenClock final : public Clock {
 public:
  ForeseenClock(Instant now, bool pretended) : now_(now), pretended_(pretended) {}
  Instant now() const override { return now_.load(); }
  Instant wall() const override { return now_.load(); }
  bool pretended() const override { return pretended_; }
  void sleep_for(std::chrono::milliseconds) override {}

  void move_to(Instant now) { now_.store(now); }

 private:
  std::atomic<Instant> now_;
  bool pretended_;
};

// What it sends arrives; it does not draw anew, which nobody would see.
class ForeseenChannel final : public Channel {
 public:
  explicit ForeseenChannel(Channel& real) : real_(real) {}

  std::string name() const override { return real_.name(); }
  std::string address_of(const User& user) const override { return real_.address_of(user); }
  SendResult send(const OutgoingMessage& message, const User& user) override;
  bool answers_inquiries() const override { return real_.answers_inquiries(); }
  InquiryResult inquire(const DeliveryAttempt&, const OutgoingMessage&, const User&) override {
    return {};
  }
  bool tells_arrival() const override { return real_.tells_arrival(); }
  ArrivalResult arrival_of(const DeliveryAttempt&, const User&) override {
    return {Arrival::arrived, {}};
  }
  std::string objection_to(const User& user) override;
  bool may_carry_sensitive_text() const override { return real_.may_carry_sensitive_text(); }

 private:
  Channel& real_;
  std::mutex guard_;
  std::map<std::string, std::string> objections_;  // by user
};

// Says where things would be kept.
class ForeseenArchive final : public Archive {
 public:
  explicit ForeseenArchive(Edges& real) : real_(real) {}

  std::string location_of(const ArchiveKey& key) override {
    return real_.archive().location_of(key);
  }
  std::string put(const ArchiveKey& key, const std::vector<MaterialFile>&) override {
    return location_of(key);
  }
  std::string read(const std::string& location, const std::string& name) override {
    return real_.archive().read(location, name);
  }
  std::string path_of(const std::string& location, const std::string& name) override {
    return real_.archive().path_of(location, name);
  }
  void remove(const std::string&) override {}

 private:
  Edges& real_;
};

class ForeseenEdges final : public Edges {
 public:
  // `real` is lent, connected, and made for a dry run. `until`: the clock is moved no further.
  ForeseenEdges(Edges& real, Instant until)
      : real_(real),
        until_(until),
        clock_(real.clock().now(), real.clock().pretended()),
        archive_(real) {}

  void move_to(Instant now) { clock_.move_to(now); }

  Clock& clock() override { return clock_; }
  std::unique_ptr<CalendarSource> source(const UserSettings& user,
                                         const CalendarSettings& calendar) override;
  Channel* channel(const std::string& name) override;
  std::unique_ptr<ContextSource> context_source(const ContextSettings& settings) override;
  Archive& archive() override { return archive_; }
  void tidy_feeds() override {}  // nothing is imagined to be kept

  Terminal& terminal() override { return real_.terminal(); }
  Files& files() override { return real_.files(); }
  Processes& processes() override { return real_.processes(); }
  std::optional<std::string> environment(const std::string& name) override {
    return real_.environment(name);
  }
  TokenVault& token_vault() override { return real_.token_vault(); }
  std::optional<Secret> resolve_secret(const SecretReference& reference,
                                       const std::string& key) override {
    return real_.resolve_secret(reference, key);
  }
  std::string default_config_path() override { return real_.default_config_path(); }
  std::string default_store_path() override { return real_.default_store_path(); }
  std::string home() override { return real_.home(); }
  std::string absolute(const std::string& path) override { return real_.absolute(path); }
  std::string machine_zone() override { return real_.machine_zone(); }

  // No run uses these; an imagined one must not. Throw std::logic_error.
  void connect(const Settings& settings, const std::string& store_path, bool dry_run) override;
  HttpClient& answering_client() override;
  std::unique_ptr<HttpServer> http_server(const ServeSettings& settings) override;
  StopSignals& stop_signals() override;
  OAuthClient& google_oauth() override;
  std::unique_ptr<RedirectListener> listen_for_redirect(int port) override;
  bool open_browser(const std::string& url) override;
  void pretend_now(Instant now) override;
  void mute_terminal_channel() override;
  void configure_log(LogLevel minimum, bool json) override;
  void cut_context() override;

 private:
  // A channel, or why it cannot be had: asked once, because that may run programs.
  struct KnownChannel {
    std::unique_ptr<ForeseenChannel> channel;  // null: there is none of that name
    std::optional<Error> failure;
  };

  Edges& real_;
  Instant until_;
  ForeseenClock clock_;
  ForeseenArchive archive_;
  std::map<std::pair<std::string, std::string>, std::shared_ptr<ForeseenCalendar>> calendars_;
  std::mutex guard_;  // of the channels, which several threads ask for
  std::map<std::string, KnownChannel> channels_;
};

}  // namespace execassist::app
