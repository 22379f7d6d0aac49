#include "net/breaking_by_host.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_http.hpp"

#include <doctest/doctest.h>

namespace execassist::net {
namespace {

using execassist::testing::answered;
using execassist::testing::failed;
using execassist::testing::FakeClock;
using execassist::testing::FakeHttp;

HttpResult get(HttpClient& client, const std::string& url) {
  HttpRequest request;
  request.url = url;
  return client.call(request);
}

TEST_CASE("a dark host rests, whatever is asked of it, and the others do not") {
  FakeClock clock;
  FakeHttp http;
  BreakingByHost client(http, clock, {2, Seconds{60}});
  http.always(HttpMethod::get, "dark.example", failed(HttpFailure::timed_out));
  http.always(HttpMethod::get, "DARK.example", failed(HttpFailure::broken));
  http.always(HttpMethod::get, "light.example", answered(500));
  CHECK_FALSE(get(client, "https://dark.example/one").resting);
  CHECK_FALSE(get(client, "https://DARK.example:8443/two?x").resting);
  for (const char* url : {"https://dark.example/", "http://dark.example/three"}) {
    CHECK(get(client, url).resting);
    CHECK(get(client, "https://light.example/").response.value().status == 500);
  }
  clock.advance(Seconds{60});
  CHECK_FALSE(get(client, "https://dark.example/").resting);
}

}  // namespace
}  // namespace execassist::net
