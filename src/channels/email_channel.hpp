// E-mail by Amazon SES (v2). SES takes a message or does not; whether one whose outcome is unknown
// was taken it cannot be asked, so such a message goes out once more.
#pragma once

#include "channels/ses_errors.hpp"
#include "wire/json.hpp"

#include <execassist/ports/aws_credentials.hpp>
#include <execassist/ports/channel.hpp>
#include <execassist/ports/clock.hpp>
#include <execassist/ports/http_client.hpp>

#include <functional>
#include <mutex>
#include <optional>
#include <string>

namespace execassist::channels {

class EmailChannel final : public Channel {
 public:
  struct Account {
    std::string from_email;
    std::string from_name;          // shown beside it; may be empty
    std::string configuration_set;  // of SES; empty: none
    std::string api_url;            // without a slash at the end; empty: the region's own
    // "eu-west-1". Asked at the first send; may throw Error{configuration}.
    std::function<std::string()> region;
  };

  // `sending` never repeats a call. All are lent; `clock` dates the signatures by `wall`.
  EmailChannel(Account account, AwsCredentialsSource& credentials, HttpClient& sending,
               const Clock& clock);

  std::string name() const override { return "email"; }
  std::string address_of(const User& user) const override { return user.email; }
  SendResult send(const OutgoingMessage& message, const User& user) override;
  InquiryResult inquire(const DeliveryAttempt&, const OutgoingMessage&, const User&) override {
    return {};
  }
  std::string objection_to(const User& user) override;
  bool may_carry_sensitive_text() const override { return false; }

 private:
  SesAnswer deliver(const OutgoingMessage& message, const User& user);
  SesAnswer post(const std::string& body, const AwsCredentials& credentials,
                 const std::optional<Instant>& before);
  // Nothing when no others than these are to be had.
  std::optional<AwsCredentials> others_than(const AwsCredentials& expired);
  std::string region();

  Account account_;
  AwsCredentialsSource& credentials_;
  HttpClient& sending_;
  const Clock& clock_;

  std::mutex renewing_;
  std::mutex guard_;
  std::string region_;
};

}  // namespace execassist::channels
