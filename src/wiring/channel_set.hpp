// The channels that need an account, each with what stands behind it: limit(break(curl)) for a
// message, which must go out once, and retry(limit(break(curl))) for what may be asked again. Made
// as a whole, but nothing is opened or asked for before the first message. May be used from several
// threads at once.
#pragma once

#include "channels/email_channel.hpp"
#include "channels/pretending_channel.hpp"
#include "channels/slack_channel.hpp"
#include "channels/sms_channel.hpp"
#include "net/aws_credential_chain.hpp"
#include "net/breaking_client.hpp"
#include "net/limiting_client.hpp"
#include "net/retrying_client.hpp"
#include "store/address_store.hpp"
#include "store/lazy_database.hpp"
#include "wiring/asked_once.hpp"

#include <execassist/ports/edges.hpp>

#include <mutex>
#include <optional>
#include <string>

namespace execassist::wiring {

class ChannelSet {
 public:
  // All are lent. With `dry_run` the channels only pretend.
  ChannelSet(Edges& edges, const Settings& settings, HttpClient& http,
             store::LazyDatabase address_book, bool dry_run);

  // Null: there is no such channel. Throws Error{configuration}: a secret that it needs is named,
  // but cannot be had. One that was never named is told at each message instead.
  Channel* find(const std::string& name);

 private:
  struct Sending {
    Sending(HttpClient& http, Clock& clock, const net::RateLimit& limit);
    net::BreakingClient breaker;
    net::LimitingClient client;
  };
  struct Reading {
    Reading(HttpClient& http, Clock& clock, const net::RateLimit& rate, Seconds budget);
    net::BreakingClient breaker;
    net::LimitingClient limit;
    net::RetryingClient client;
  };

  channels::TwilioAccount twilio_account() const;
  bool aws_ready();  // or throws Error{configuration}
  net::AwsOutside aws_outside() const;
  channels::EmailChannel& email();

  Edges& edges_;
  const Settings& settings_;
  const bool dry_run_;

  HttpClient& http_;
  AskedOnce<Secret> slack_token_;
  AskedOnce<channels::TwilioAccount> twilio_account_;
  AskedOnce<bool> aws_ready_;
  Sending slack_sending_;
  Reading slack_reading_;
  Sending slack_drawing_;
  Sending twilio_sending_;
  Reading twilio_reading_;
  Sending ses_sending_;
  store::AddressStore addresses_;
  net::AwsCredentialChain aws_;
  channels::SlackChannel slack_;
  channels::SmsChannel sms_;
  channels::PretendingChannel pretended_slack_{slack_};
  channels::PretendingChannel pretended_sms_{sms_};
  std::mutex guard_;
  std::optional<channels::EmailChannel> email_;
  std::optional<channels::PretendingChannel> pretended_email_;
};

}  // namespace execassist::wiring
