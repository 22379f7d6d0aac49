#include "wiring/channel_set.hpp"

#include "net/aws_endpoint.hpp"
#include "platform/command_runner.hpp"
#include "wiring/needed_secret.hpp"

#include <execassist/base/error.hpp>

#include <utility>

namespace execassist::wiring {
namespace {

// A turn that comes later than a claim stays fresh is no use.
constexpr std::chrono::milliseconds kLongestWait{std::chrono::seconds{4}};

// About one message a second and conversation, short bursts tolerated (Slack, "Rate limits").
constexpr net::RateLimit kSlackSends{1, 3, kLongestWait};
constexpr net::RateLimit kSlackReads{0.8, 40, std::chrono::seconds{10}};
// As many as Slack allows, and none that waits: who draws comes again.
constexpr net::RateLimit kSlackRedraws{0.8, 40, std::chrono::seconds{0}};
// Twilio queues what is too fast for a number; it refuses too many calls at once (20429).
constexpr net::RateLimit kTwilioSends{50, 100, kLongestWait};
constexpr net::RateLimit kTwilioReads{20, 60, std::chrono::seconds{10}};
// What a new production account of SES has; in the sandbox it is one, and SES says so.
constexpr net::RateLimit kSesSends{14, 28, kLongestWait};

// More than the tries of one call, fewer than are out at once: what is dark for all is known after
// one time-out.
constexpr net::BreakerLimits kBreaker{4, Seconds{60}};

constexpr std::chrono::seconds kProgramTime{10};
constexpr std::size_t kMostProgramOutput = 64 * 1024;

net::RetryPolicy retry_for(Seconds budget) {
  net::RetryPolicy policy;
  policy.budget = budget;
  return policy;
}

std::optional<std::string> run_program(const std::string& command) {
  const auto argv = platform::split_arguments(command);
  if (!argv) return std::nullopt;
  auto result = platform::ProcessRunner().run(*argv, {}, kProgramTime, kMostProgramOutput);
  if (!result.succeeded()) return std::nullopt;
  return std::move(result.output);
}

}  // namespace

ChannelSet::Sending::Sending(HttpClient& http, Clock& clock, const net::RateLimit& limit)
    : breaker(http, clock, kBreaker), client(breaker, clock, limit) {}

ChannelSet::Reading::Reading(HttpClient& http, Clock& clock, const net::RateLimit& rate,
                             Seconds budget)
    : breaker(http, clock, kBreaker),
      limit(breaker, clock, rate),
      client(limit, clock, retry_for(budget)) {}

ChannelSet::ChannelSet(Edges& edges, const Settings& settings, HttpClient& http,
                       store::LazyDatabase address_book, bool dry_run)
    : edges_(edges),
      settings_(settings),
      dry_run_(dry_run),
      http_(http),
      slack_token_([this] {
        return needed_secret(edges_, settings_.slack.bot_token, "slack.bot_token",
                             "the channel slack");
      }),
      twilio_account_([this] { return twilio_account(); }),
      aws_ready_([this] { return aws_ready(); }),
      slack_sending_(http, edges.clock(), kSlackSends),
      slack_reading_(http, edges.clock(), kSlackReads, settings.http.retry_for),
      slack_drawing_(http, edges.clock(), kSlackRedraws),
      twilio_sending_(http, edges.clock(), kTwilioSends),
      twilio_reading_(http, edges.clock(), kTwilioReads, settings.http.retry_for),
      ses_sending_(http, edges.clock(), kSesSends),
      addresses_(std::move(address_book)),
      aws_(settings.ses, aws_outside()),
      slack_({settings.slack.api_url, [this] { return slack_token_.get(); }}, slack_reading_.client,
             slack_sending_.client, addresses_, &slack_drawing_.client),
      sms_({settings.twilio.api_url, [this] { return twilio_account_.get(); }},
           twilio_reading_.client, twilio_sending_.client) {}

Channel* ChannelSet::find(const std::string& name) {
  const auto real_or_not = [&](Channel& real, Channel& pretended) {
    return dry_run_ ? &pretended : &real;
  };
  if (name == slack_.name()) {
    if (!settings_.slack.bot_token.empty()) slack_token_.get();
    return real_or_not(slack_, pretended_slack_);
  }
  if (name == sms_.name()) {
    if (!settings_.twilio.auth_token.empty()) twilio_account_.get();
    return real_or_not(sms_, pretended_sms_);
  }
  if (name != "email") return nullptr;
  if (!settings_.ses.from_email.empty()) aws_ready_.get();
  channels::EmailChannel& real = email();
  return real_or_not(real, *pretended_email_);
}

channels::EmailChannel& ChannelSet::email() {
  const std::scoped_lock lock(guard_);
  if (email_) return *email_;
  const SesSettings& ses = settings_.ses;
  std::string url = ses.api_url;
  if (url.empty()) {
    url = net::aws_endpoint([this](const std::string& name) { return edges_.environment(name); },
                            "SESV2");
  }
  email_.emplace(
      channels::EmailChannel::Account{ses.from_email, ses.from_name, ses.configuration_set,
                                      std::move(url), [this] { return aws_.region(); }},
      aws_, ses_sending_.client, edges_.clock());
  pretended_email_.emplace(*email_);
  return *email_;
}

bool ChannelSet::aws_ready() {
  aws_.region();
  try {
    aws_.get();
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::try_again) throw;
  }
  return true;
}

channels::TwilioAccount ChannelSet::twilio_account() const {
  const TwilioSettings& twilio = settings_.twilio;
  const auto needed = [&](const SecretReference& reference, const std::string& key) {
    return needed_secret(edges_, reference, key, "the channel sms");
  };
  channels::TwilioAccount account{needed(twilio.account_sid, "twilio.account_sid").reveal(),
                                  needed(twilio.auth_token, "twilio.auth_token"),
                                  needed(twilio.from_number, "twilio.from_number").reveal()};
  channels::check_account(account);
  return account;
}

net::AwsOutside ChannelSet::aws_outside() const {
  return {[this](const SecretReference& reference, const std::string& key) {
            return edges_.resolve_secret(reference, key);
          },
          [this](const std::string& name) { return edges_.environment(name); },
          run_program,
          edges_.files(),
          edges_.home(),
          http_,
          edges_.clock()};
}

}  // namespace execassist::wiring
