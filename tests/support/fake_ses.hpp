// Amazon SES (v2) with a memory, as far as the channel uses it: one account with its keys in one
// region, and what it was given to send. Every request must be signed over exactly what arrives.
// Faults are scripted; one that was never used fails the test. May be used from several threads.
#pragma once

#include "support/fake_http.hpp"
#include "support/ses_email_rules.hpp"
#include "wire/aws_signature.hpp"
#include "wire/json.hpp"
#include "wire/url.hpp"

#include <execassist/ports/aws_credentials.hpp>
#include <execassist/ports/http_client.hpp>

#include <deque>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::testing {

// An error in the form of SES v2: its name in a header.
inline HttpResult ses_error(int status, const std::string& name, const std::string& message = {}) {
  HttpResult result = answered(status, wire::Json::object({{"message", message}}).dump(-1));
  result.response->error_type = name + ":http://internal.amazon.com/coral/com.amazon.sesv2/";
  return result;
}

class FakeSes final : public HttpClient {
 public:
  FakeSes() = default;
  FakeSes(const FakeSes&) = delete;
  FakeSes& operator=(const FakeSes&) = delete;
  ~FakeSes() override {
    if (!faults_.empty()) FAIL_CHECK("ses: a fault was never used");
  }

  HttpResult call(const HttpRequest& request) override {
    const std::scoped_lock lock(guard_);
    requests_.push_back(request);
    if (faults_.empty()) return answer(request);
    const Fault fault = std::move(faults_.front());
    faults_.pop_front();
    if (fault.taken) answer(request);
    return fault.result;
  }

  // The next call; `taken`: SES took the message before it failed.
  void fail(HttpResult result, bool taken = false) {
    faults_.push_back({std::move(result), taken});
  }

  std::vector<HttpRequest> requests() const {
    const std::scoped_lock lock(guard_);
    return requests_;
  }
  std::vector<wire::Json> emails() const {  // as they were posted
    const std::scoped_lock lock(guard_);
    return emails_;
  }
  std::size_t count() const { return emails().size(); }

  std::string url = "https://email.eu-west-1.amazonaws.com";
  std::string region = "eu-west-1";
  std::vector<AwsCredentials> accounts;  // who may send
  std::set<std::string> expired;         // their access keys
  Instant time = *parse_rfc3339("2026-11-21T09:30:00Z");

 private:
  struct Fault {
    HttpResult result;
    bool taken = false;
  };

  static HttpResult bad_request(const std::string& why) {
    return ses_error(400, "BadRequestException", why);
  }

  HttpResult answer(const HttpRequest& request) {
    if (request.method != HttpMethod::post || request.url != url + "/v2/email/outbound-emails") {
      return ses_error(404, "NotFoundException", request.url);
    }
    if (request.content_type != "application/json") return bad_request("the content type");
    if (auto refusal = refusal_of_signature(request)) return *refusal;
    const auto email = wire::parse_json(request.body);
    if (!email) return ses_error(400, "SerializationException");
    if (const std::string problem = email_problem(*email); !problem.empty()) {
      return bad_request(problem);
    }
    emails_.push_back(*email);
    return answered(
        200, wire::Json::object({{"MessageId", "0102-" + std::to_string(emails_.size())}}).dump());
  }

  std::optional<HttpResult> refusal_of_signature(const HttpRequest& request) const {
    const auto date = wire::field(request.headers, "X-Amz-Date");
    const std::string authorization = request.authorization.reveal();
    if (!date || authorization.empty()) return ses_error(403, "MissingAuthenticationToken");
    const auto at = basic_instant(*date);
    if (!at || *at > time + minutes{5} || *at < time - minutes{5}) {
      return ses_error(403, "InvalidSignatureException", "Signature expired: " + *date);
    }
    for (const AwsCredentials& account : accounts) {
      if (authorization.find("Credential=" + account.access_key_id + "/") == std::string::npos) {
        continue;
      }
      if (expired.contains(account.access_key_id)) {
        return ses_error(403, "ExpiredTokenException", "The security token is expired");
      }
      if (authorization == expected_authorization(request, account, *at)) return std::nullopt;
      return ses_error(403, "SignatureDoesNotMatch");
    }
    return ses_error(403, "UnrecognizedClientException");
  }

  // All headers that arrived are signed, and Host and Content-Type with them.
  std::string expected_authorization(const HttpRequest& request, const AwsCredentials& account,
                                     Instant at) const {
    wire::Fields headers{{"Content-Type", request.content_type}};
    for (const auto& [name, value] : request.headers) {
      if (!name.starts_with("X-Amz-")) headers.emplace_back(name, value);
    }
    const wire::AwsSigner signer(account, region, wire::kSes);
    const wire::Fields expected =
        signer.headers_for({"POST", request.url, headers, request.body}, at);
    for (const auto& [name, value] : expected) {
      if (name != "Authorization" && wire::field(request.headers, name) != value) return {};
    }
    return wire::field(expected, "Authorization").value_or("");
  }

  // "20261121T093000Z".
  static std::optional<Instant> basic_instant(const std::string& text) {
    if (text.size() != 16) return std::nullopt;
    return parse_rfc3339(text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6, 5) +
                         ":" + text.substr(11, 2) + ":" + text.substr(13));
  }

  mutable std::mutex guard_;
  std::deque<Fault> faults_;
  std::vector<HttpRequest> requests_;
  std::vector<wire::Json> emails_;
};

}  // namespace execassist::testing
