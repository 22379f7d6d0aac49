// The calls of Twilio's Messages API that the channel makes, each as one HTTP request and what its
// answer means. Ids and addresses out of answers are checked for their shape. Only a send may not
// be repeated, so only a send is marked so.
#pragma once

#include "channels/twilio_errors.hpp"
#include "wire/json.hpp"

#include <execassist/base/instant.hpp>
#include <execassist/base/secret.hpp>
#include <execassist/ports/http_client.hpp>

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace execassist::channels {

struct TwilioAccount {
  std::string account_sid;  // "AC" and 32 hexadecimal digits
  Secret auth_token;
  std::string from;  // a phone number, or a Messaging Service: "MG" and 32 hexadecimal digits
};

// Throws Error{configuration} that names the key, never the value.
void check_account(const TwilioAccount& account);

struct TwilioText {
  std::string to;
  std::string body;
  std::optional<Seconds> useful_for;   // not sent when it waited longer than this at Twilio
  std::optional<Instant> send_before;  // later than this it fails as not_sent
};

// As far as it could be read.
struct TwilioMessage {
  std::string sid;
  std::string body;
  std::optional<Instant> created;
  std::string status;  // of [a-z_]: "queued", "delivered"
  int error_code = 0;  // 0: none
};

struct TwilioPage {
  TwilioAnswer answer;  // when it is not accepted the rest is empty
  std::vector<TwilioMessage> messages;
  std::string next;  // to ask for the page after it; empty on the last
};

class TwilioApi {
 public:
  // `account` is asked at the first call, and again as long as it throws.
  TwilioApi(std::string url, std::function<TwilioAccount()> account, HttpClient& reading,
            HttpClient& sending);

  void check() { account(); }  // throws Error{configuration} where the account is not right

  TwilioAnswer send(const TwilioText& text);  // a message's sid

  // What was sent to that number, the newest first; `next` is empty for the first page. No filter
  // by date: what still waits in a queue has no date of sending.
  TwilioPage list(const std::string& to, const std::string& next);

  // One message, in the answer's body. REQUIRES: is_twilio_id(sid).
  TwilioAnswer fetch(const std::string& sid);

 private:
  HttpRequest request(const TwilioAccount& account, const std::string& path) const;
  TwilioAccount account();

  std::string url_;
  std::function<TwilioAccount()> ask_account_;
  HttpClient& reading_;
  HttpClient& sending_;

  std::mutex guard_;
  std::optional<TwilioAccount> account_;
};

bool is_twilio_id(std::string_view text);

TwilioMessage twilio_message(const wire::Json& message);

}  // namespace execassist::channels
