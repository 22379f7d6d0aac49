#include "net/transfer_failure.hpp"

#include <cerrno>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::net {
namespace {

TransferEnd end_of(int code, int sends, long system_error = 0) {
  TransferEnd end;
  end.code = code;
  end.sends = sends;
  end.system_error = system_error;
  return end;
}

TransferEnd stopped(Stop stop, int sends) {
  TransferEnd end = end_of(42, sends);
  end.stop = stop;
  return end;
}

TransferEnd bad_certificate(const std::string& reason) {
  TransferEnd end = end_of(60, 0);
  end.certificate = reason;
  return end;
}

// The numbers are those of libcurl's manual (libcurl-errors).
TEST_CASE("failures: each of libcurl's results has its kind and its words") {
  struct Case {
    TransferEnd end;
    HttpFailure failure;
    std::string error;
  };
  const std::vector<Case> cases = {
      {end_of(5, 0), HttpFailure::not_sent, "the proxy's name is not known"},
      {end_of(6, 0), HttpFailure::not_sent, "the name is not known"},
      {end_of(7, 0, ECONNREFUSED), HttpFailure::not_sent, "connection refused"},
      {end_of(7, 0, ENETUNREACH), HttpFailure::not_sent, "the network is not reachable"},
      {end_of(7, 0, EHOSTUNREACH), HttpFailure::not_sent, "the machine is not reachable"},
      {end_of(7, 0), HttpFailure::not_sent, "no connection"},
      {end_of(7, 1, ECONNREFUSED), HttpFailure::broken, "connection refused"},
      {end_of(18, 1), HttpFailure::broken, "the answer was cut off"},
      {end_of(28, 0), HttpFailure::not_sent, "no connection within 10 s"},
      {end_of(28, 1), HttpFailure::timed_out, "no answer within 1 min 30 s"},
      {end_of(35, 0), HttpFailure::not_sent, "no TLS connection"},
      {end_of(52, 1), HttpFailure::broken, "the connection was closed without an answer"},
      {end_of(55, 1, EPIPE), HttpFailure::broken, "the connection was reset"},
      {end_of(55, 1), HttpFailure::broken, "the request could not be sent"},
      {end_of(56, 1, ECONNRESET), HttpFailure::broken, "the connection was reset"},
      {end_of(56, 1), HttpFailure::broken, "the answer could not be read"},
      {end_of(56, 0), HttpFailure::not_sent, "the answer could not be read"},
      {end_of(61, 1), HttpFailure::broken, "the answer cannot be unpacked"},
      {end_of(77, 0), HttpFailure::not_sent, "the list of certificate authorities cannot be read"},
      {end_of(97, 0), HttpFailure::not_sent, "the proxy does not let us through"},
      {end_of(2, 0), HttpFailure::not_sent, "the call failed (libcurl 2)"},
      {end_of(2, 1), HttpFailure::broken, "the call failed (libcurl 2)"},
      {bad_certificate("SSL certificate problem: self-signed certificate"), HttpFailure::not_sent,
       "the certificate is not valid: self-signed certificate"},
      {bad_certificate("SSL: no alternative\x1b[31m\r\nname"), HttpFailure::not_sent,
       "the certificate is not valid: no alternative name"},
      {bad_certificate(""), HttpFailure::not_sent, "the certificate is not valid"},
      {stopped(Stop::overslept, 0), HttpFailure::not_sent, "no connection within 10 s"},
      {stopped(Stop::overslept, 1), HttpFailure::timed_out, "no answer within 1 min 30 s"},
      {stopped(Stop::body_too_large, 1), HttpFailure::too_large, "the answer is too large"},
      {stopped(Stop::too_late, 1), HttpFailure::not_sent,
       "it was too late to send when the connection stood"},
      {stopped(Stop::too_late, 2), HttpFailure::broken,
       "it was too late to send when the connection stood"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.error);
    const HttpResult result = failure_of(c.end, "api.example", Seconds{10}, Seconds{90});
    CHECK(!result.response);
    CHECK(static_cast<int>(result.failure) == static_cast<int>(c.failure));
    CHECK(result.error == "api.example: " + c.error);
  }
  const HttpResult endless =
      failure_of(bad_certificate(std::string(5000, 'x')), "api.example", Seconds{1}, Seconds{1});
  CHECK(endless.error.size() < 200);
}

}  // namespace
}  // namespace execassist::net
