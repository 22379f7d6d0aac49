// The program with three users, two of whom have Google calendars; an OAuth server, and a browser
// in which the person allows what is asked.
#pragma once

#include "support/fake_oauth.hpp"
#include "support/fake_redirect_listener.hpp"
#include "unit/app/app_fixture.hpp"
#include "unit/cli/program_fixture.hpp"
#include "wire/json.hpp"

#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::cli::testing {

using app::testing::contains;
using app::testing::LogCapture;
using execassist::testing::FakeOAuth;
using execassist::testing::FakeRedirectListener;

inline const std::string kUsers =
    "users:\n"
    "  - id: ada\n"
    "    email: ada@example.com\n"
    "    calendars:\n"
    "      - {kind: google, calendar: primary}\n"
    "      - {kind: google, calendar: team@example.com}\n"
    "  - id: grace\n"
    "    calendars: [{kind: google}]\n"
    "  - id: alan\n";

class Auth : public Program {
 public:
  Auth() {
    edges.oauth = &oauth;
    configure(kUsers);
    edges.redirects = [this](int port) {
      ports.push_back(port);
      return std::make_unique<FakeRedirectListener>(
          port == 0 ? 41000 : port,
          [this] {
            std::vector<std::string> visits{"favicon=1", "code=4/forged&state=guessed"};
            if (allowed) visits.push_back(oauth.allow(edges.opened_urls.back()));
            return visits;
          },
          &turned_away);
    };
  }

  void configure(const std::string& text) { edges.fake_files().put(edges.config_path, text); }
  // A grant without a call to `auth login`.
  void sign_in(const std::string& user_id) {
    Grant grant;
    grant.key = {user_id, "google"};
    grant.grant_id = "grant-of-" + user_id;
    grant.account = user_id + "@example.com";
    grant.scopes = {FakeOAuth::kScope};
    grant.granted_at = edges.clock().wall() - days{3};
    grant.refresh_token = oauth.issue_refresh_token();
    edges.fake_vault().store(grant);
  }
  void refuse(const std::string& user_id) {
    edges.fake_vault().store_refusal({user_id, "google"}, "grant-of-" + user_id, "invalid_grant",
                                     edges.clock().wall());
  }
  bool signed_in(const std::string& user_id) {
    return edges.fake_vault().peek({user_id, "google"}).has_value();
  }
  Called login(std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"auth", "login", "google", "-u", "ada"});
    return call(more);
  }
  void check_no_secret(const Called& called, const LogCapture& log) {
    std::string all = called.out + called.err;
    for (const auto& [level, line] : log.lines) all += line;
    for (const std::string& secret : oauth.seen_secrets) CHECK_FALSE(contains(all, secret));
    if (!oauth.last_code.empty()) CHECK_FALSE(contains(all, oauth.last_code));
    CHECK_FALSE(contains(all, "4/forged"));
  }

  FakeOAuth oauth;
  bool allowed = true;
  std::vector<int> ports;
  std::vector<std::string> turned_away;
};

inline wire::Json parsed(const std::string& out) {
  const auto json = wire::parse_json(out);
  REQUIRE(json);
  return *json;
}

inline std::string text(const wire::Json& json, const std::string& key) {
  const wire::Json* value = json.find(key);
  REQUIRE(value);
  return value->as_string() ? *value->as_string() : value->dump(-1);
}

}  // namespace execassist::cli::testing
