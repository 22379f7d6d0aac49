// Twilio's Messages with a memory: one account, its numbers and services, and what was sent. It is
// stricter than the real one where that is silent: unknown fields, wrong forms and numbers that are
// not E.164 are refused. Faults are scripted by call; a fault that was never used fails the test.
// It may be called from several threads at once.
#pragma once

#include "support/fake_http.hpp"
#include "wire/json.hpp"
#include "wire/url.hpp"

#include <execassist/ports/http_client.hpp>

#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace execassist::testing {

// Twilio's form of an error.
HttpResult twilio_error(int status, int code, const std::string& message = "Prose <b>");

// As Twilio writes it: RFC 2822, GMT.
std::string twilio_date(long long at);

class FakeTwilio final : public HttpClient {
 public:
  enum class Call { send, list, fetch, other };

  struct Message {
    std::string sid;
    std::string to;
    std::string from;  // a number, also of a service
    std::string body;
    std::string status = "queued";
    int error_code = 0;
    long long created = 0;
    std::optional<long long> sent{};
    std::string validity{};  // as it was given
  };
  struct Fault {
    HttpResult result;
    bool taken = false;  // Twilio did what it was asked before it failed
  };

  FakeTwilio();
  FakeTwilio(const FakeTwilio&) = delete;
  FakeTwilio& operator=(const FakeTwilio&) = delete;
  ~FakeTwilio() override;

  HttpResult call(const HttpRequest& request) override;

  // The next calls of that kind, once each.
  void fail(Call call, HttpResult result, bool taken = false);
  void add_message(Message message);  // with a sid and a date where it has none
  void settle(const std::string& sid, const std::string& status, int error_code = 0);
  std::vector<HttpRequest> requests(Call call) const;

  std::string url = "https://twilio.test";
  std::string account_sid = "AC0123456789abcdef0123456789abcdef";
  std::string auth_token = "fake-token";
  std::set<std::string> numbers{"+15005550006"};
  std::map<std::string, std::string> services{
      {"MG0123456789abcdef0123456789abcdef", "+15005550006"}};
  std::set<std::string> opted_out;
  std::vector<Message> messages;  // the oldest first
  std::size_t page_size = 1000;   // at most, whatever is asked for
  long long time = 1'795'253'400;

 private:
  using Fields = wire::Fields;

  std::string folder() const { return "/2010-04-01/Accounts/" + account_sid + "/"; }
  Call kind_of(const HttpRequest& request) const;
  HttpResult answer(const HttpRequest& request);
  HttpResult take(const HttpRequest& request);
  std::optional<HttpResult> objection(const Fields& fields) const;
  HttpResult list(const Fields& query) const;
  HttpResult fetch(const std::string& sid) const;
  wire::Json shown(const Message& message) const;

  mutable std::mutex guard_;
  std::vector<HttpRequest> requests_;
  std::map<Call, std::deque<Fault>> faults_;
};

}  // namespace execassist::testing
