#include "unit/cli/auth_fixture.hpp"

#include <filesystem>
#include <tuple>

#include <doctest/doctest.h>

namespace execassist::cli {
namespace {

using testing::Auth;
using testing::Called;
using testing::contains;
using testing::FakeOAuth;
using testing::LogCapture;
using testing::parsed;
using testing::text;

TEST_CASE("auth login: listener, browser, address on stderr, one line of result") {
  const LogCapture log;
  Auth auth;
  const Called called = auth.login();
  CHECK(called.code == 0);
  CHECK(called.out == "signed in: ada is ada@example.com at Google\n");
  REQUIRE(auth.edges.opened_urls.size() == 1);
  CHECK(contains(called.err, "If no browser opens, open this address: " +
                                 auth.edges.opened_urls.front() + "\n"));
  CHECK(contains(called.err,
                 "warning: ada: ada@example.com does not list the calendar "
                 "team@example.com"));
  CHECK(auth.ports == std::vector<int>{0});
  CHECK(auth.turned_away.size() == 2);
  CHECK(auth.signed_in("ada"));
  CHECK(auth.edges.connected_to == auth.edges.config_path);
  CHECK_FALSE(std::filesystem::exists(auth.edges.store_path));
  auth.check_no_secret(called, log);
}

TEST_CASE("auth login: the address is told with -q and without a browser; --port; --json") {
  Auth auth;
  auth.edges.has_browser = false;
  const Called called = auth.login({"-q", "--port", "9999", "--json"});
  CHECK(called.code == 0);
  CHECK(contains(called.err, "No browser could be started"));
  CHECK(contains(called.err, auth.edges.opened_urls.front()));
  CHECK(contains(auth.edges.opened_urls.front(), "127.0.0.1%3A9999%2Fcallback"));
  CHECK(auth.ports == std::vector<int>{9999});
  const wire::Json json = parsed(called.out);
  CHECK(text(json, "user_id") == "ada");
  CHECK(text(json, "account") == "ada@example.com");
  CHECK(text(json, "scopes") == "[\"" + std::string(FakeOAuth::kScope) + "\"]");
  CHECK(text(json, "missing_calendars") == "[\"team@example.com\"]");
  CHECK(text(json, "other_account") == "false");
}

TEST_CASE("auth login: another account than the user's is stored, with a warning") {
  Auth auth;
  auth.oauth.account = "boss@example.com";
  const Called called = auth.login();
  CHECK(called.code == 0);
  CHECK(contains(called.err,
                 "the account is boss@example.com, the configuration has "
                 "ada@example.com"));
  CHECK(auth.signed_in("ada"));
}

TEST_CASE("auth login: what fails, its exit code, and nothing stored") {
  const LogCapture log;
  struct Case {
    int code;
    std::string says;
    std::function<void(Auth&)> fault;
  };
  const std::vector<Case> table = {
      {1, "no answer came from the browser", [](Auth& auth) { auth.allowed = false; }},
      {4, "permission to see the calendars was not given",
       [](Auth& auth) { auth.oauth.granted = {"openid"}; }},
      {1, "https://myaccount.google.com/permissions",
       [](Auth& auth) { auth.oauth.gives_refresh_token = false; }},
      {78, "google.client_id", [](Auth& auth) { auth.oauth.configured = false; }},
      {1, "port 0 is taken",
       [](Auth& auth) {
         auth.edges.redirects = [](int) -> std::unique_ptr<RedirectListener> {
           throw Error(ErrorKind::failed, "port 0 is taken");
         };
       }},
  };
  for (const Case& each : table) {
    CAPTURE(each.says);
    Auth auth;
    each.fault(auth);
    const Called called = auth.login();
    CHECK(called.code == each.code);
    CHECK(called.out.empty());
    CHECK(contains(called.err, each.says));
    CHECK_FALSE(auth.signed_in("ada"));
    auth.check_no_secret(called, log);
  }
}

TEST_CASE("auth login: usage") {
  Auth auth;
  CHECK(auth.call({"auth", "login"}).code == 2);
  CHECK(auth.call({"auth", "login", "gogle", "-u", "ada"}).code == 2);
  CHECK(auth.login({"--port", "0"}).code == 2);
  CHECK(auth.login({"--port", "65536"}).code == 2);
  Called called = auth.call({"auth", "login", "google"});
  CHECK(called.code == 2);
  CHECK(contains(called.err, "add -u ID, one of: ada, grace, alan"));
  called = auth.call({"auth", "login", "google", "-u", "nobody"});
  CHECK(called.code == 6);
  CHECK(auth.oauth.exchanges == 0);
}

TEST_CASE("auth login --no-browser: the address alone on stdout, the answer from stdin") {
  const LogCapture log;
  for (const bool screen : {true, false}) {
    for (const bool json : {false, true}) {
      CAPTURE(screen);
      CAPTURE(json);
      Auth auth;
      auth.edges.fake_terminal().out_tty = screen;
      std::string address;
      // The person pastes once the instruction is there.
      execassist::testing::FakeFiles& files = auth.edges.fake_files();
      class Person final : public Files {
       public:
        Person(Files& real, std::function<std::string()> answer)
            : real_(real), answer_(std::move(answer)) {}
        std::string read(const std::string& path, std::size_t limit) override {
          return real_.read(path, limit);
        }
        std::string read_regular(const std::string& path, std::size_t limit) override {
          return real_.read_regular(path, limit);
        }
        void each_line(const std::string& path, std::size_t,
                       const std::function<bool(std::string_view, bool)>& each) override {
          CHECK(path == "-");
          if (each("", false)) each(answer_(), false);
        }
        bool create(const std::string&, std::string_view) override { return false; }
        bool exists(const std::string& path) override { return real_.exists(path); }
        void require_safe_modes(const std::string& path, bool secret) override {
          real_.require_safe_modes(path, secret);
        }
        std::unique_ptr<HeldLock> try_lock(const std::string& path) override {
          return real_.try_lock(path);
        }
        bool is_folder(const std::string& path) override { return real_.is_folder(path); }
        std::optional<std::uint64_t> bytes_left(const std::string& path) override {
          return real_.bytes_left(path);
        }

       private:
        Files& real_;
        std::function<std::string()> answer_;
      } person(files, [&] {
        const std::string& shown =
            json ? auth.edges.fake_terminal().err : auth.edges.fake_terminal().out;
        const auto from = shown.find("https://accounts.example/");
        REQUIRE(from != std::string::npos);
        address = shown.substr(from, shown.find('\n', from) - from);
        return "\"http://127.0.0.1:8765/callback?" + auth.oauth.allow(address) + "\"";
      });
      auth.edges.real_files = &person;
      const Called called =
          json ? auth.login({"--no-browser", "--json"}) : auth.login({"--no-browser"});
      CHECK(called.code == 0);
      CHECK(auth.edges.opened_urls.empty());
      CHECK(auth.ports.empty());
      CHECK(contains(address, "127.0.0.1%3A8765%2Fcallback"));
      CHECK(contains(called.err, "allow access; the browser then fails to load a page"));
      CHECK(contains(called.err, address) == (json || !screen));
      if (json) {
        CHECK(text(parsed(called.out), "account") == "ada@example.com");
      } else {
        CHECK(called.out == address + "\nsigned in: ada is ada@example.com at Google\n");
      }
      auth.check_no_secret(called, log);
    }
  }
}

TEST_CASE("auth login --no-browser: no answer, nonsense, a stolen answer, too much") {
  const LogCapture log;
  Auth auth;
  const std::string stolen = auth.oauth.allow("https://accounts.example/auth?state=other");
  const std::vector<std::tuple<std::string, int, std::string>> table = {
      {"", 2, "the input ended"},
      {"\n \n", 2, "the input ended"},
      {"what?\n", 2, "holds no answer"},
      {std::string(5000, 'a') + "\n", 2, "too long"},
      {"http://127.0.0.1:8765/callback?" + stolen + "\n", 1, "another attempt"},
      {"4/of-somebody-else\n", 4, "does not take the code"},
  };
  for (const auto& [input, code, says] : table) {
    CAPTURE(says);
    auth.edges.fake_files().standard_input = input;
    const Called called = auth.login({"--no-browser", "--port", "8000"});
    CHECK(called.code == code);
    CHECK(contains(called.out, "127.0.0.1%3A8000%2Fcallback"));
    CHECK(contains(called.err, says));
    CHECK_FALSE(auth.signed_in("ada"));
    auth.check_no_secret(called, log);
  }
}

TEST_CASE("auth login --dry-run says what would happen and does nothing") {
  Auth auth;
  Called called = auth.login({"--dry-run"});
  CHECK(called.code == 0);
  CHECK(called.out ==
        "would sign in ada to Google, asking for: " + std::string(FakeOAuth::kScope) + "\n");
  CHECK(auth.edges.opened_urls.empty());
  CHECK(auth.ports.empty());
  called = auth.login({"--dry-run", "--json"});
  CHECK(text(parsed(called.out), "dry_run") == "true");
  auth.oauth.configured = false;
  CHECK(auth.login({"--dry-run"}).code == 78);
  CHECK(auth.edges.fake_vault().calls().empty());
}

}  // namespace
}  // namespace execassist::cli
