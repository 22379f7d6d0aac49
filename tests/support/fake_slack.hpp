// Slack with a memory: a workspace with people, one bot and its direct messages, as far as the
// channel uses it. It is stricter than the real one where that is silent: wrong methods, argument
// forms and blocks beyond the limits are refused. Faults are scripted by method; a fault that was
// never used fails the test.
#pragma once

#include "render/slack_text.hpp"
#include "support/fake_http.hpp"
#include "support/slack_block_rules.hpp"
#include "wire/json.hpp"
#include "wire/url.hpp"

#include <execassist/ports/http_client.hpp>

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace execassist::testing {

// HTTP 200 with Slack's form of success, and of an error.
HttpResult slack_ok(wire::Json body);

HttpResult slack_error(const std::string& code);

class FakeSlack final : public HttpClient {
 public:
  struct Person {
    std::string id;
    std::string email;
    bool disabled = false;
  };
  struct Message {
    std::string channel;
    std::string ts;
    std::string bot_id;
    wire::Json body;  // as it was posted
  };
  struct Fault {
    HttpResult result;
    bool taken = false;  // Slack did what it was asked before it failed
  };

  FakeSlack();
  FakeSlack(const FakeSlack&) = delete;
  FakeSlack& operator=(const FakeSlack&) = delete;
  ~FakeSlack() override;

  HttpResult call(const HttpRequest& request) override;

  // The next calls of that method, once each.
  void fail(const std::string& method, HttpResult result, bool taken = false);
  void fail_with_code(const std::string& method, const std::string& code);

  std::string conversation_with(const std::string& user_id);
  void add_message(Message message);
  void move_conversations();  // every conversation gets another id

  int calls(const std::string& method) const;
  std::vector<HttpRequest> requests(const std::string& method) const;

  std::string url = "https://slack.test/api";
  std::string token = "xoxb-fake";
  std::string own_bot = "B0001";
  std::vector<Person> people{{"U0001", "ada@example.com"}, {"U0002", "bob@example.com"}};
  std::set<std::string> scopes{"chat:write", "im:write", "im:history", "users:read",
                               "users:read.email"};
  std::vector<Message> messages;  // the oldest first
  std::size_t page_size = 200;    // at most, whatever is asked for
  long long time = 1'795'253'400;
  bool warns = false;

 private:
  using Fields = wire::Fields;

  std::string method_of(const HttpRequest& request) const;
  HttpResult answer(const std::string& method, const HttpRequest& request);
  HttpResult look_up(const Fields& fields) const;
  HttpResult open(const wire::Json& body);
  HttpResult post(const wire::Json& body);
  HttpResult update(const wire::Json& body);
  HttpResult history(const Fields& fields) const;
  std::optional<HttpResult> lacking(const std::string& scope) const;

  std::vector<HttpRequest> requests_;
  std::map<std::string, std::deque<Fault>> faults_;
  std::map<std::string, std::string> conversations_;  // by user id
  int next_conversation_ = 1;
};

}  // namespace execassist::testing
