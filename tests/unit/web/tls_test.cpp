#include "raw_client.hpp"
#include "support/error_of.hpp"
#include "support/scratch_folder.hpp"
#include "support/shell_output.hpp"
#include "web/httplib_server.hpp"

#include <execassist/base/error.hpp>

#include <csignal>
#include <string>

#include <doctest/doctest.h>

namespace execassist::web::testing {
namespace {

const std::string kFolder = EXECASSIST_SOURCE_DIR "/tests/data/tls/";

ServeSettings with_tls(const std::string& certificate, const std::string& key) {
  ServeSettings settings;
  settings.listen = "127.0.0.1:0";
  settings.tls_cert = certificate;
  settings.tls_key = key;
  return settings;
}

TEST_CASE("requests come through TLS, and nothing else does") {
  std::signal(SIGPIPE, SIG_IGN);
  HttplibServer server(with_tls(kFolder + "certificate.pem", kFolder + "key.pem"));
  server.route("POST", "/click", 1 << 18, [](const ServedRequest& request) {
    return ServedResponse{200, "text/plain", std::to_string(request.body.size()), {}};
  });
  const std::string address = server.listen();
  const int port = std::stoi(address.substr(address.rfind(':') + 1));
  const execassist::testing::ScratchFolder folder;
  const std::string body = folder.write("body", std::string(60 * 1024, 'a'));
  const std::string curl =
      "curl -sS --max-time 10 --cacert " + kFolder + "certificate.pem --data-binary @" + body + " ";
  const std::string url = "https://localhost:" + std::to_string(port) + "/click";
  CHECK(execassist::testing::shell_output(curl + url) == "61440");
  CHECK(execassist::testing::shell_output(curl + url + " --next -d x --cacert " + kFolder +
                                          "certificate.pem " + url) == "614401");
  CHECK(execassist::testing::shell_output(curl + "--tls-max 1.1 " + url) != "61440");

  const Stopwatch watch;
  CHECK(RawClient(port).send(post("/click", "x")).read_all(5000).find("HTTP/1.1 200") ==
        std::string::npos);
  CHECK(RawClient(port).read_all(5000).empty());  // says nothing, and is cut off
  CHECK(watch.milliseconds() < 5000);
}

TEST_CASE("a certificate or key that cannot be used is said to be so") {
  const execassist::testing::ScratchFolder folder;
  const std::string garbage = folder.write("garbage.pem", "no certificate");
  const std::string certificate = kFolder + "certificate.pem";
  const std::string key = kFolder + "key.pem";
  struct Case {
    std::string certificate;
    std::string key;
    std::string named;
  };
  for (const Case& c : std::vector<Case>{{garbage, key, "serve.tls_cert"},
                                         {"/nowhere.pem", key, "serve.tls_cert"},
                                         {certificate, garbage, "serve.tls_key"},
                                         {certificate, kFolder + "other_key.pem", "serve.tls_key"},
                                         {certificate, "", "tls_cert and tls_key"},
                                         {"", key, "tls_cert and tls_key"}}) {
    CAPTURE(c.certificate);
    CAPTURE(c.key);
    const auto error = execassist::testing::error_of(
        [&] { HttplibServer server(with_tls(c.certificate, c.key)); });
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::configuration);
    CHECK(error->message().find(c.named) != std::string::npos);
  }
}

}  // namespace
}  // namespace execassist::web::testing
