#include "app/sign_in.hpp"

#include "support/error_of.hpp"
#include "support/fake_oauth.hpp"
#include "support/fake_redirect_listener.hpp"
#include "support/test_edges.hpp"
#include "unit/app/app_fixture.hpp"

#include <doctest/doctest.h>

namespace execassist::app {
namespace {

using execassist::testing::error_of;
using execassist::testing::FakeOAuth;
using execassist::testing::FakeRedirectListener;
using execassist::testing::TestEdges;
using testing::contains;
using testing::LogCapture;

const GrantKey kAda{"ada", "google"};
const std::string kHere = "http://127.0.0.1:8765/callback";

class Login {
 public:
  Login() {
    edges.oauth = &oauth;
    UserSettings& ada = settings.users.emplace_back();
    ada.user.id = "ada";
    ada.user.email = "ada@example.com";
  }

  SignIn attempt() { return {scope, settings.users.front(), kHere}; }

  // The person allows the attempt and pastes what `form` makes of the query.
  SignedIn paste(const std::function<std::string(const std::string& query)>& form) {
    SignIn sign_in = attempt();
    return sign_in.by_paste(form(oauth.allow(sign_in.address())));
  }
  SignedIn sign_in() {
    return paste([](const std::string& query) { return kHere + "?" + query; });
  }
  std::optional<Error> fails() {
    return error_of([&] { sign_in(); });
  }
  std::optional<Grant> stored() { return edges.fake_vault().peek(kAda); }

  void want_calendar(const std::string& id, const std::string& kind = "google") {
    CalendarSettings& calendar = settings.users.front().calendars.emplace_back();
    calendar.kind = kind;
    calendar.calendar = id;
  }

  TestEdges edges;
  FakeOAuth oauth;
  Settings settings;
  SignInScope scope{settings, edges, std::nullopt};
};

std::string code_of(const std::string& query) {
  return *wire::field(wire::decode_fields(query), "code");
}

TEST_CASE("signed in: stored whole, read back, used once more") {
  Login login;
  const SignedIn done = login.sign_in();
  CHECK(done.user_id == "ada");
  CHECK(done.account == "ada@example.com");
  CHECK(done.scopes == std::vector<std::string>{FakeOAuth::kScope});
  CHECK_FALSE(done.other_account);
  const auto grant = login.stored();
  REQUIRE(grant);
  CHECK(grant->account == "ada@example.com");
  CHECK(grant->grant_id.size() == 16);
  CHECK(grant->granted_at == login.edges.clock().wall());
  CHECK(grant->access_expires_at == login.edges.clock().wall() + Seconds{3600});
  CHECK_FALSE(login.oauth.refresh(grant->refresh_token).refusal == "invalid_grant");
  CHECK(login.oauth.account_calls == 2);
  const auto calls = login.edges.fake_vault().calls();
  CHECK(calls == std::vector<std::string>{"store ada google", "load ada google"});
}

TEST_CASE("every form in which the answer may be pasted") {
  using Form = std::function<std::string(const std::string&)>;
  const std::vector<Form> forms = {
      [](const std::string& query) { return kHere + "?" + query; },
      [](const std::string& query) { return "  \"" + kHere + "?" + query + "\"\t"; },
      [](const std::string& query) { return "<" + kHere + "?" + query + "#>"; },
      [](const std::string& query) { return "'" + query + "'"; },
      [](const std::string& query) { return "?" + query; },
      [](const std::string& query) { return "/callback?" + query; },
      [](const std::string& query) { return "code=" + wire::percent_encode(code_of(query)); },
      [](const std::string& query) { return code_of(query); },
      [](const std::string& query) { return " `" + wire::percent_encode(code_of(query)) + "` "; },
  };
  for (std::size_t i = 0; i < forms.size(); ++i) {
    CAPTURE(i);
    Login login;
    CHECK(login.paste(forms[i]).account == "ada@example.com");
    CHECK(login.stored());
  }
}

TEST_CASE("what makes no sense is said so, and costs no call") {
  for (const std::string& pasted : std::vector<std::string>{
           "", " ", "\"\"", "yes", "no idea what", "http://127.0.0.1:8765/callback", "https://?",
           "http://127.0.0.1:8765/favicon.ico?x=1", "4/abc\x1b[31m", "state=only&scope=x", "%%%",
           std::string(kLongestPaste + 1, 'a')}) {
    CAPTURE(pasted.substr(0, 60));
    Login login;
    const auto error = error_of([&] { login.attempt().by_paste(pasted); });
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::usage);
    CHECK(contains(error->hint(), "run the command again"));
    CHECK(login.oauth.exchanges == 0);
  }
  Login login;
  SignIn attempt = login.attempt();
  const auto error = error_of([&] { attempt.by_paste(attempt.address()); });
  REQUIRE(error);
  CHECK(contains(error->message(), "the address to open"));
}

TEST_CASE("a stolen, forged or missing state is refused before anything is asked") {
  Login login;
  const std::string query = login.oauth.allow(login.attempt().address());  // another attempt's
  const std::string code = code_of(query);
  for (const std::string& pasted : std::vector<std::string>{
           kHere + "?" + query, query, kHere + "?code=" + code, kHere + "?state=&code=" + code,
           "code=" + code + "&state=x", "error=access_denied&state=x"}) {
    CAPTURE(pasted);
    const auto error = error_of([&] { login.attempt().by_paste(pasted); });
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::failed);
    CHECK(contains(error->message(), "another attempt"));
    CHECK_FALSE(contains(error->message(), code));
  }
  CHECK(login.oauth.exchanges == 0);
  CHECK_FALSE(login.stored());
}

TEST_CASE("a code of another attempt has another verifier") {
  Login login;
  const std::string code = code_of(login.oauth.allow(login.attempt().address()));
  const auto error = error_of([&] { login.attempt().by_paste(code); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::sign_in_needed);
  CHECK(contains(error->hint(), "execassist auth login google -u ada"));
  CHECK_FALSE(login.stored());
}

TEST_CASE("by redirect: only the answer to this attempt is taken") {
  Login login;
  SignIn attempt = login.attempt();
  const std::string other = login.oauth.allow(login.attempt().address());
  std::vector<std::string> turned_away;
  FakeRedirectListener listener(
      8765,
      [&] {
        const std::string answer = login.oauth.allow(attempt.address());
        return std::vector<std::string>{"",
                                        "code=4/stolen",
                                        other,
                                        "state=" + std::string(43, 'a'),
                                        answer.substr(0, answer.find('&')),
                                        answer};
      },
      &turned_away);
  CHECK(attempt.by_redirect(listener, minutes{5}).account == "ada@example.com");
  CHECK(turned_away.size() == 5);
  CHECK(login.oauth.exchanges == 1);
}

TEST_CASE("by redirect: denied, or nobody came") {
  Login login;
  SignIn attempt = login.attempt();
  FakeRedirectListener denied(8765,
                              [&] { return std::vector{FakeOAuth::deny(attempt.address())}; });
  auto error = error_of([&] { attempt.by_redirect(denied, minutes{5}); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::sign_in_needed);
  CHECK(contains(error->message(), "not allowed"));

  FakeRedirectListener nobody(8765, [] { return std::vector<std::string>{"code=x&state=y"}; });
  error = error_of([&] { attempt.by_redirect(nobody, minutes{5}); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::failed);
  CHECK(contains(error->message(), "within 5 min"));
  CHECK(contains(error->hint(), "--no-browser"));
  CHECK(login.oauth.exchanges == 0);
}

TEST_CASE("errors from the browser: known ones in words, strange ones without their text") {
  Login login;
  const auto said = [&](const std::string& code) {
    SignIn attempt = login.attempt();
    const auto error =
        error_of([&] { attempt.by_paste(FakeOAuth::deny(attempt.address(), code)); });
    REQUIRE(error);
    return *error;
  };
  CHECK(said("admin_policy_enforced").kind() == ErrorKind::configuration);
  CHECK(said("org_internal").kind() == ErrorKind::configuration);
  CHECK(said("server_error").message() == "sign-in: Google ended it (server_error)");
  CHECK(said("<b>Evil\n</b>").message() == "sign-in: Google ended it");
  CHECK(said(std::string(500, 'a')).message() == "sign-in: Google ended it");
}

TEST_CASE("a box that was not ticked: refused, nothing stored") {
  Login login;
  login.oauth.granted = {"https://www.googleapis.com/auth/calendar.events.readonly", "openid"};
  const auto error = login.fails();
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::sign_in_needed);
  CHECK(contains(error->message(), "calendar.readonly"));
  CHECK(contains(error->hint(), "tick the box"));
  CHECK_FALSE(login.stored());

  login.oauth.granted.clear();  // not said: then it is what was asked for
  CHECK(login.sign_in().scopes == std::vector<std::string>{FakeOAuth::kScope});
}

TEST_CASE("without a refresh token the one of the same account goes on, else the way out is told") {
  Login login;
  login.oauth.gives_refresh_token = false;
  auto error = login.fails();
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::failed);
  CHECK(contains(error->hint(), "https://myaccount.google.com/permissions"));
  CHECK_FALSE(login.stored());

  login.oauth.gives_refresh_token = true;
  login.sign_in();
  const Grant before = *login.stored();
  login.edges.fake_clock().advance(days{2});
  login.oauth.gives_refresh_token = false;
  login.oauth.account = "Ada@Example.com";
  login.sign_in();
  const Grant after = *login.stored();
  CHECK(after.refresh_token.reveal() == before.refresh_token.reveal());
  CHECK(after.granted_at == before.granted_at);  // its seven days count from then
  CHECK(after.grant_id != before.grant_id);

  const auto unchanged = [&] { return login.stored()->grant_id == after.grant_id; };
  login.oauth.account = "grace@example.com";
  CHECK(login.fails());
  CHECK(unchanged());
  login.oauth.account = "";  // nobody's is not the same as nobody's
  CHECK(login.fails());
  CHECK(unchanged());
  login.oauth.account = "ada@example.com";
  login.edges.fake_vault().store_refusal(kAda, after.grant_id, "invalid_grant", after.granted_at);
  CHECK(login.fails());
  CHECK(unchanged());
  login.edges.fake_vault().lose_key();
  CHECK(login.fails());
}

TEST_CASE("a lost key does not stand in the way of a new sign-in") {
  Login login;
  login.sign_in();
  login.edges.fake_vault().lose_key();
  login.sign_in();
  CHECK(login.edges.fake_vault().load(kAda));
}

TEST_CASE("another account than the user's address, and calendars that it lacks, are told") {
  Login login;
  login.oauth.account = "boss@example.com";
  login.oauth.calendars = {"boss@example.com", "Team@group.calendar.google.com"};
  login.want_calendar("primary");
  login.want_calendar("team@group.calendar.google.com");
  login.want_calendar("gone@group.calendar.google.com");
  login.want_calendar("primary", "ics");
  const SignedIn done = login.sign_in();
  CHECK(done.other_account);
  CHECK(done.missing_calendars == std::vector<std::string>{"gone@group.calendar.google.com"});
  login.settings.users.front().user.email.clear();
  CHECK_FALSE(login.sign_in().other_account);
  login.settings.users.front().user.email = "BOSS@example.com";
  CHECK_FALSE(login.sign_in().other_account);
}

TEST_CASE("what opens nothing, or another account, is not called signed in") {
  Login login;
  int calls = 0;
  login.oauth.before_account = [&] {
    if (++calls == 2) login.oauth.account = "grace@example.com";
  };
  auto error = login.fails();
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::failed);
  CHECK(contains(error->message(), "opens another account"));

  calls = 0;
  login.oauth.before_account = [&] {
    if (++calls == 2) login.oauth.revoke(login.stored()->refresh_token);
  };
  error = login.fails();
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::sign_in_needed);
}

TEST_CASE("a code is good once") {
  Login login;
  SignIn attempt = login.attempt();
  const std::string query = login.oauth.allow(attempt.address());
  CHECK_NOTHROW(attempt.by_paste(query));
  CHECK(contains(error_of([&] { attempt.by_paste(query); })->message(), "does not take the code"));
}

TEST_CASE("no secret in the log") {
  LogCapture log;
  Login login;
  login.oauth.account = "boss@example.com";
  login.sign_in();
  sign_out(login.scope, SignOutMode::revoke);
  REQUIRE(log.lines.size() == 2);
  for (const auto& [level, line] : log.lines) {
    CHECK_FALSE(contains(line, "boss@"));
    CHECK_FALSE(contains(line, login.oauth.last_code));
    for (const std::string& secret : login.oauth.seen_secrets) CHECK_FALSE(contains(line, secret));
  }
}

}  // namespace
}  // namespace execassist::app
