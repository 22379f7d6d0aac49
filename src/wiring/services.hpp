// The services of the outside world, composed from the settings: retry(limit(break(curl))) for what
// may be repeated, limit(break(curl)) for what must go out once, the vault, the accounts, the
// channels. Made when a command needs one of them; all parts live as long as this.
#pragma once

#include "archives/local_archive.hpp"
#include "net/breaking_client.hpp"
#include "net/curl_client.hpp"
#include "net/google_oauth.hpp"
#include "net/limiting_client.hpp"
#include "net/retrying_client.hpp"
#include "net/stored_access_tokens.hpp"
#include "platform/sealing_key.hpp"
#include "store/token_store.hpp"
#include "wiring/channel_set.hpp"
#include "wiring/context_sources.hpp"
#include "wiring/feed_sources.hpp"

#include <execassist/base/error.hpp>
#include <execassist/ports/edges.hpp>

#include <memory>
#include <optional>
#include <string>

namespace execassist::wiring {

class Services {
 public:
  // `edges` is lent: clock, files, processes and secrets come from it.
  Services(Edges& edges, Settings settings, std::string store_path, bool dry_run);

  TokenVault& token_vault();
  OAuthClient& google_oauth() { return google_oauth_; }
  Channel* channel(const std::string& name) { return channels_.find(name); }

  std::unique_ptr<ContextSource> context_source(const ContextSettings& settings) {
    return contexts_.make(settings);
  }
  void cut_context() { contexts_.cut(); }
  FeedSources& feeds() { return feeds_; }
  Archive& archive() { return archive_; }
  // Short-lived: whoever waits for the answer of a click does not wait long.
  HttpClient& answering_client() { return answering_breaker_; }

  // Throws Error{configuration}: google.client_id is missing.
  std::unique_ptr<CalendarSource> google_calendar(const UserSettings& user,
                                                  const CalendarSettings& calendar);

 private:
  store::Database open_store() const;

  Edges& edges_;
  const Settings settings_;
  const std::string store_path_;
  const bool dry_run_;

  net::CurlClient curl_;
  net::BreakingClient oauth_breaker_;
  net::RetryingClient repeating_;
  net::BreakingClient google_breaker_;
  net::LimitingClient google_limit_;
  net::RetryingClient google_;
  net::GoogleOAuth google_oauth_;

  platform::SealingKeyFile sealing_key_;
  std::optional<store::TokenStore> vault_;
  std::optional<net::StoredAccessTokens> google_tokens_;
  bool google_client_known_ = false;

  ChannelSet channels_;
  ContextSources contexts_;
  FeedSources feeds_;
  archives::LocalArchive archive_;
  net::CurlClient answering_curl_;
  net::BreakingClient answering_breaker_;
};

}  // namespace execassist::wiring
