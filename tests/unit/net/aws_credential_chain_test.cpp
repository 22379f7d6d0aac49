#include "net/aws_credential_chain.hpp"

#include "support/error_of.hpp"
#include "unit/net/aws_bench.hpp"

#include <atomic>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::net {
namespace {

using execassist::testing::answered;
using execassist::testing::error_of;
using execassist::testing::failed;

const std::string kContainer = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
const std::string kContainerUrl = "http://127.0.0.1:1338/keys";

std::string keys(const std::string& id) {
  return "aws_access_key_id = " + id + "\naws_secret_access_key = hidden\n";
}

// The id of the key, or the message of the error.
std::string outcome(AwsCredentialChain& chain) {
  std::string id;
  const auto error = error_of([&] { id = chain.get().access_key_id; });
  if (!error) return id;
  CHECK(!tells_secrets(*error));
  return error->message();
}

TEST_CASE("aws: the first place that has keys") {
  struct Case {
    std::string name;
    std::string places;  // of: settings, profile (ses.profile), environment, variable
                         // (AWS_PROFILE), files, box, machine
    std::string expected;
  };
  const std::string none = "AWS: no credentials found";
  const std::vector<Case> cases = {
      {"all", "settings environment files box machine", "SETTINGS"},
      {"settings before the profile", "settings profile environment files box machine", "SETTINGS"},
      {"the profile skips the environment", "profile environment files box machine", "WORK"},
      {"environment", "environment files box machine", "ENV"},
      {"environment before AWS_PROFILE", "environment variable files", "ENV"},
      {"AWS_PROFILE", "variable files box machine", "WORK"},
      {"files", "files box machine", "DEFAULT"},
      {"container", "box machine", "BOX"},
      {"machine", "machine", "EC2"},
      {"nothing", "", none},
      {"no such profile", "profile environment box machine",
       "ses.profile: no profile work in ~/.aws/credentials and ~/.aws/config"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    AwsBench bench;
    SesSettings settings;
    const auto has = [&c](const char* place) { return c.places.find(place) != std::string::npos; };
    if (has("settings")) {
      settings.access_key_id.text = "SETTINGS";
      settings.secret_access_key.text = "hidden";
    }
    if (has("profile")) settings.profile = "work";
    if (has("environment")) {
      bench.environment["AWS_ACCESS_KEY_ID"] = "ENV";
      bench.environment["AWS_SECRET_ACCESS_KEY"] = "hidden";
    }
    if (has("variable")) bench.environment["AWS_PROFILE"] = "work";
    if (has("files")) {
      bench.files.put("/home/joe/.aws/credentials",
                      "[default]\n" + keys("DEFAULT") + "[work]\n" + keys("WORK"));
    }
    const Instant end = bench.clock.wall() + hours{6};
    if (has("box")) {
      bench.environment[kContainer] = kContainerUrl;
      bench.http.always(HttpMethod::get, kContainerUrl, answered(200, temporary_keys("BOX", end)));
    }
    bench.no_machine();
    if (c.expected == "EC2") bench.give_machine(temporary_keys("EC2", end));
    AwsCredentialChain chain(settings, bench.outside);
    CHECK(bench.http.requests().empty());
    CHECK(outcome(chain) == c.expected);
    CHECK(outcome(chain) == c.expected);
    // Nobody is asked twice, whatever he said.
    CHECK(bench.http.requests().size() == (c.expected == "EC2"                         ? 3
                                           : c.expected == "BOX" || c.expected == none ? 1
                                                                                       : 0));
  }
}

TEST_CASE("aws: what is wrong in one place does not fall through to the next") {
  AwsBench bench;
  bench.no_machine();
  SesSettings settings;
  bench.files.put("/home/joe/.aws/credentials", "[default]\n" + keys("DEFAULT"));
  SUBCASE("settings") {
    settings.access_key_id.text = "AKID";
    AwsCredentialChain chain(settings, bench.outside);
    CHECK(outcome(chain) == "ses.secret_access_key: not set, though ses.access_key_id is");
  }
  SUBCASE("environment") {
    bench.environment["AWS_ACCESS_KEY_ID"] = "ENV";
    AwsCredentialChain chain(settings, bench.outside);
    CHECK(outcome(chain) ==
          "AWS_SECRET_ACCESS_KEY: not in the environment, though AWS_ACCESS_KEY_ID is");
    bench.environment["AWS_SECRET_ACCESS_KEY"] = "hidden";  // for the next process
    CHECK(outcome(chain) ==
          "AWS_SECRET_ACCESS_KEY: not in the environment, though AWS_ACCESS_KEY_ID is");
  }
  SUBCASE("container") {
    bench.files.remove("/home/joe/.aws/credentials");
    bench.environment[kContainer] = kContainerUrl;
    bench.http.script(HttpMethod::get, kContainerUrl, answered(403));
    AwsCredentialChain chain(settings, bench.outside);
    CHECK(outcome(chain) == "the container's credentials: refused (HTTP 403)");
  }
  CHECK(bench.http.requests(HttpMethod::put, "").empty());
}

TEST_CASE("aws: keys that do not expire are read once, and again when they were refused") {
  AwsBench bench;
  const std::string path = "/home/joe/.aws/credentials";
  bench.files.put(path, "[default]\n" + keys("OLD"));
  AwsCredentialChain chain({}, bench.outside);
  CHECK(outcome(chain) == "OLD");
  bench.files.put(path, "[default]\n" + keys("NEW"));
  bench.clock.advance(days{2});
  CHECK(outcome(chain) == "OLD");
  chain.forget();
  CHECK(outcome(chain) == "NEW");
  // Other places may have got some meanwhile.
  bench.environment = {{"AWS_ACCESS_KEY_ID", "ENV"}, {"AWS_SECRET_ACCESS_KEY", "hidden"}};
  CHECK(outcome(chain) == "NEW");
  chain.forget();
  CHECK(outcome(chain) == "ENV");
}

// A container that hands out keys numbered in the order in which they are asked for.
struct Box : AwsBench {
  Box() {
    environment[kContainer] = kContainerUrl;
    http.always(HttpMethod::get, kContainerUrl, [this](const HttpRequest&) {
      ++asked;
      if (failure) return *failure;
      return answered(200, temporary_keys("K" + std::to_string(asked), clock.wall() + life));
    });
  }
  int asked = 0;
  Seconds life = hours{1};
  std::optional<HttpResult> failure;
  AwsCredentialChain chain{{}, outside};
};

TEST_CASE("aws: what expires is renewed a quarter of an hour before") {
  Box box;
  CHECK(outcome(box.chain) == "K1");
  box.clock.advance(minutes{44} + Seconds{59});
  CHECK(outcome(box.chain) == "K1");
  box.clock.advance(Seconds{1});
  CHECK(outcome(box.chain) == "K2");
  CHECK(outcome(box.chain) == "K2");
  CHECK(box.asked == 2);
  CHECK(box.chain.get().expires_at == box.clock.wall() + hours{1});
}

TEST_CASE("aws: a renewal that fails is tried again, and insisted on at the end") {
  Box box;
  CHECK(outcome(box.chain) == "K1");
  SUBCASE("for a while") { box.failure = answered(400); }
  SUBCASE("for good") { box.failure = answered(200, R"({"Code":"Gone"})"); }
  const std::string what = box.failure->response->status == 400
                               ? "the container's credentials: refused (HTTP 400)"
                               : "the container's credentials: there are no credentials: Gone";
  box.clock.advance(minutes{45});
  CHECK(outcome(box.chain) == "K1");
  CHECK(box.asked == 2);
  box.clock.advance(Seconds{59});
  CHECK(outcome(box.chain) == "K1");
  CHECK(box.asked == 2);
  box.clock.advance(Seconds{1});
  CHECK(outcome(box.chain) == "K1");
  CHECK(box.asked == 3);
  box.clock.advance(minutes{4} - Seconds{1});  // ten minutes and one second are left
  CHECK(outcome(box.chain) == "K1");
  CHECK(box.asked == 4);
  box.clock.advance(Seconds{1});
  CHECK(outcome(box.chain) == what);
  CHECK(box.asked == 4);
  box.clock.advance(minutes{1});
  CHECK(outcome(box.chain) == what);
  CHECK(box.asked == 5);
  box.failure.reset();
  CHECK(outcome(box.chain) == what);
  box.clock.advance(minutes{1});
  CHECK(outcome(box.chain) == "K6");
}

TEST_CASE("aws: only the place that gave them renews them") {
  AwsBench bench;
  const Instant end = bench.clock.wall() + minutes{20};
  bench.give_machine(temporary_keys("EC2", end));
  bench.no_machine();
  AwsCredentialChain chain({}, bench.outside);
  CHECK(outcome(chain) == "EC2");
  bench.files.put("/home/joe/.aws/credentials", "[default]\n" + keys("DEFAULT"));
  bench.clock.advance(minutes{6});
  CHECK(outcome(chain) == "EC2");
  bench.clock.advance(minutes{6});
  std::optional<Error> error = error_of([&] { chain.get(); });
  REQUIRE(error);
  CHECK(error->message() == "the instance metadata service: no credentials there any more");
  CHECK((error->kind() == ErrorKind::try_again));
  bench.clock.advance(minutes{1});
  bench.give_machine(temporary_keys("NEW", end + hours{6}));
  CHECK(outcome(chain) == "NEW");
}

TEST_CASE("aws: keys that are short-lived from the start are used") {
  Box box;
  box.life = minutes{5};
  CHECK(outcome(box.chain) == "K1");
  box.clock.advance(Seconds{59});
  CHECK(outcome(box.chain) == "K1");
  box.clock.advance(Seconds{1});
  CHECK(outcome(box.chain) == "K2");
  box.life = Seconds{20};
  box.clock.advance(minutes{1});
  CHECK(outcome(box.chain) == "K3");
  box.clock.advance(Seconds{20});
  CHECK(outcome(box.chain) == "K4");
}

TEST_CASE("aws: keys that have expired already are none") {
  Box box;
  box.life = Seconds{0};
  CHECK(outcome(box.chain) ==
        "the container's credentials: the credentials there expired at 2026-11-21T09:30:00Z");
  box.life = hours{1};
  CHECK(box.asked == 1);
  box.clock.advance(minutes{1});
  CHECK(outcome(box.chain) == "K2");
}

TEST_CASE("aws: what may pass rests a minute, what does not rests for good") {
  struct Case {
    HttpResult answer;
    bool passes;
  };
  const std::vector<Case> cases = {{answered(503), true},
                                   {failed(HttpFailure::timed_out), true},
                                   {answered(200, "no JSON"), true},
                                   {answered(404), false},
                                   {answered(200, R"({"Code":"NoRole"})"), false}};
  for (const Case& c : cases) {
    Box box;
    box.failure = c.answer;
    const std::string first = outcome(box.chain);
    const int asked = box.asked;
    CHECK(!first.starts_with("K"));
    box.failure.reset();
    box.clock.advance(Seconds{59});
    CHECK(outcome(box.chain) == first);
    box.chain.forget();
    CHECK(outcome(box.chain) == first);
    CHECK(box.asked == asked);
    box.clock.advance(Seconds{1});
    CHECK(outcome(box.chain) == (c.passes ? "K" + std::to_string(asked + 1) : first));
    box.clock.advance(hours{24});
    CHECK(outcome(box.chain).starts_with("K") == c.passes);
  }
}

TEST_CASE("aws: a clock that is set back makes no rest longer") {
  Box box;
  box.failure = answered(503);
  CHECK(!outcome(box.chain).starts_with("K"));
  box.failure.reset();
  box.clock.set_wall(box.clock.wall() - hours{5});
  CHECK(outcome(box.chain) == "K4");
}

TEST_CASE("aws: one thread asks, the others wait for its answer") {
  constexpr int kThreads = 8;
  AwsBench bench;
  bench.environment[kContainer] = kContainerUrl;
  std::atomic<int> asked = 0;
  std::atomic<int> started = 0;
  std::optional<HttpResult> failure;
  SUBCASE("credentials") {}
  SUBCASE("an error") { failure = answered(404); }
  const Instant end = bench.clock.wall() + hours{1};
  bench.http.always(HttpMethod::get, kContainerUrl, [&](const HttpRequest&) {
    ++asked;
    while (started < kThreads) std::this_thread::yield();
    return failure ? *failure : answered(200, temporary_keys("BOX", end));
  });
  AwsCredentialChain chain({}, bench.outside);
  std::atomic<int> same = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      ++started;
      try {
        same += chain.get().access_key_id == "BOX" && !failure ? 1 : 0;
      } catch (const Error& error) {
        same += error.message().ends_with("(HTTP 404)") && failure ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(asked.load() == 1);
  CHECK(same.load() == kThreads);
}

TEST_CASE("aws: the region") {
  struct Case {
    std::string setting;
    std::string variable;
    std::string usual_variable;
    std::string profile;  // ses.profile
    std::string expected;
  };
  const std::string none = "ses.region: not set, and no AWS region is known";
  const std::vector<Case> cases = {
      {"eu-west-1", "eu-west-2", "eu-west-3", "", "eu-west-1"},
      {"", "eu-west-2", "eu-west-3", "", "eu-west-2"},
      {"", "", "eu-west-3", "work", "eu-west-3"},
      {"", "", "", "", "sa-east-1"},
      {"", "", "", "work", "us-gov-west-1"},
      {"", "", "", "both", "ca-west-1"},
      {"", "", "", "keys", none},
      {"", "", "", "nested", none},
      {"", "", "", "absent",
       "ses.profile: no profile absent in ~/.aws/credentials and ~/.aws/config"},
      {" eu-west-1 ", "", "", "", "eu-west-1"},
      {"EU-WEST-1", "", "", "", "ses.region: not a region: \"EU-WEST-1\""},
      {"eu.example.com/", "", "", "", "ses.region: not a region: \"eu.example.com/\""},
      {"", "eu west\n1", "", "", "AWS_REGION: not a region: \"eu west 1\""},
      {"", "-eu", "", "", "AWS_REGION: not a region: \"-eu\""},
      {"", "", "eu-", "", "AWS_DEFAULT_REGION: not a region: \"eu-\""},
      {"", "", std::string(64, 'a'), "",
       "AWS_DEFAULT_REGION: not a region: \"" + std::string(39, 'a') + "…\""},
      {"", "", "", "odd", "region of the profile odd: not a region: \"eu-west-1 # Ireland\""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.expected);
    AwsBench bench;
    bench.files.put("/home/joe/.aws/config",
                    "[default]\nregion = sa-east-1\n[profile work]\nregion = us-gov-west-1\n"
                    "[profile both]\nregion = us-east-1\n[profile odd]\n"
                    "region = eu-west-1 # Ireland\n[profile nested]\ns3 =\n  region = x\n");
    bench.files.put("/home/joe/.aws/credentials",
                    "[both]\nregion = ca-west-1\n[keys]\n" + keys("A"));
    bench.environment = {{"AWS_REGION", c.variable}, {"AWS_DEFAULT_REGION", c.usual_variable}};
    SesSettings settings;
    settings.region = c.setting;
    settings.profile = c.profile;
    AwsCredentialChain chain(settings, bench.outside);
    for (int i = 0; i < 2; ++i) {
      std::string found;
      const auto error = error_of([&] { found = chain.region(); });
      if (error) CHECK(error->kind() == ErrorKind::configuration);
      CHECK((error ? error->message() : found) == c.expected);
    }
    CHECK(bench.http.requests().empty());
  }
}

}  // namespace
}  // namespace execassist::net
