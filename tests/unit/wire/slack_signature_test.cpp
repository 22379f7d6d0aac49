#include "wire/slack_signature.hpp"

#include <execassist/base/encoding.hpp>

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::wire {
namespace {

const std::string kSecret = "8f742231b10e8888abcd99yyyzzz85a5";
const std::string kBody =
    "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&"
    "channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&"
    "response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%"
    "2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703"
    "c";
const std::string kSignature =
    "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
const Instant kSigned = Instant(Seconds(1531420618));

std::string signature_of(const std::string& timestamp, const std::string& body) {
  return "v0=" + hex(hmac_sha256(kSecret, "v0:" + timestamp + ":" + body));
}

TEST_CASE("the documented vector") {
  CHECK(check_slack_signature(Secret(kSecret), "1531420618", kSignature, kBody, kSigned) ==
        SlackSignature::right);
}

TEST_CASE("what is not right is refused") {
  struct Case {
    std::string timestamp;
    std::string signature;
    std::string body;
    long long clock_ahead;
    SlackSignature expected;
  };
  std::string near = kSignature;
  near.back() = '4';
  const std::string other = std::string(kBody).replace(0, 5, "tokem");
  const std::vector<Case> cases = {
      {"1531420618", kSignature, kBody, 300, SlackSignature::right},
      {"1531420618", kSignature, kBody, -300, SlackSignature::right},
      {"1531420618", kSignature, kBody, 301, SlackSignature::out_of_date},
      {"1531420618", kSignature, kBody, -301, SlackSignature::out_of_date},
      {"1531420618", near, kBody, 0, SlackSignature::wrong},
      {"1531420618", kSignature + "0", kBody, 0, SlackSignature::wrong},
      {"1531420618", kSignature.substr(3), kBody, 0, SlackSignature::wrong},
      {"1531420618", "v1" + kSignature.substr(2), kBody, 0, SlackSignature::wrong},
      {"1531420618", "v0=", kBody, 0, SlackSignature::wrong},
      {"1531420618", kSignature, other, 0, SlackSignature::wrong},
      {"1531420618", kSignature, kBody + " ", 0, SlackSignature::wrong},
      {"1531420618", kSignature, "", 0, SlackSignature::wrong},
      {"1531420619", kSignature, kBody, 0, SlackSignature::wrong},
      {"01531420618", kSignature, kBody, 0, SlackSignature::wrong},
      {"", kSignature, kBody, 0, SlackSignature::missing},
      {"1531420618", "", kBody, 0, SlackSignature::missing},
      {" 1531420618", kSignature, kBody, 0, SlackSignature::malformed},
      {"+1531420618", kSignature, kBody, 0, SlackSignature::malformed},
      {"-1531420618", kSignature, kBody, 0, SlackSignature::malformed},
      {"1531420618.0", kSignature, kBody, 0, SlackSignature::malformed},
      {"0x5b479f4a", kSignature, kBody, 0, SlackSignature::malformed},
      {"1531420618\n", kSignature, kBody, 0, SlackSignature::malformed},
      {"99999999999999999999", kSignature, kBody, 0, SlackSignature::malformed},
      {"999999999999", kSignature, kBody, 0, SlackSignature::out_of_date},
      {"0", signature_of("0", kBody), kBody, 0, SlackSignature::out_of_date},
  };
  for (const Case& c : cases) {
    CAPTURE(c.timestamp);
    CAPTURE(c.signature);
    CHECK(check_slack_signature(Secret(kSecret), c.timestamp, c.signature, c.body,
                                kSigned + Seconds(c.clock_ahead)) == c.expected);
  }
}

TEST_CASE("no secret opens nothing") {
  const std::string empty_key = "v0=" + hex(hmac_sha256("", "v0:1531420618:" + kBody));
  CHECK(check_slack_signature(Secret(""), "1531420618", empty_key, kBody, kSigned) ==
        SlackSignature::wrong);
}

}  // namespace
}  // namespace execassist::wire
