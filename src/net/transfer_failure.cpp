#include "net/transfer_failure.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <utility>

#include <curl/curl.h>

namespace execassist::net {
namespace {

constexpr int kWidestReason = 100;

std::string spoken(std::chrono::milliseconds length) {
  if (length.count() % 1000 != 0) return std::to_string(length.count()) + " ms";
  return describe_duration(std::chrono::duration_cast<Seconds>(length));
}

std::string no_connection(long system_error) {
  switch (system_error) {
    case ECONNREFUSED:
      return "connection refused";
    case ENETUNREACH:
      return "the network is not reachable";
    case EHOSTUNREACH:
      return "the machine is not reachable";
    default:
      return "no connection";
  }
}

std::string lost_connection(const TransferEnd& end) {
  if (end.system_error == ECONNRESET || end.system_error == EPIPE) {
    return "the connection was reset";
  }
  return end.code == CURLE_SEND_ERROR ? "the request could not be sent"
                                      : "the answer could not be read";
}

std::string bad_certificate(std::string_view reason) {
  for (const std::string_view prefix : {"SSL certificate problem: ", "SSL: "}) {
    if (reason.starts_with(prefix)) reason.remove_prefix(prefix.size());
  }
  const std::string line = fit_width(one_line(reason), kWidestReason);
  return "the certificate is not valid" + (line.empty() ? "" : ": " + line);
}

std::string fixed_reason(int code) {
  static constexpr std::array<std::pair<CURLcode, const char*>, 11> kReasons = {{
      {CURLE_COULDNT_RESOLVE_PROXY, "the proxy's name is not known"},
      {CURLE_COULDNT_RESOLVE_HOST, "the name is not known"},
      {CURLE_PROXY, "the proxy does not let us through"},
      {CURLE_SSL_CONNECT_ERROR, "no TLS connection"},
      {CURLE_SSL_CACERT_BADFILE, "the list of certificate authorities cannot be read"},
      {CURLE_GOT_NOTHING, "the connection was closed without an answer"},
      {CURLE_PARTIAL_FILE, "the answer was cut off"},
      {CURLE_BAD_CONTENT_ENCODING, "the answer cannot be unpacked"},
      {CURLE_WEIRD_SERVER_REPLY, "the answer is not HTTP"},
      {CURLE_UNSUPPORTED_PROTOCOL, "the answer is not HTTP"},
      {CURLE_OUT_OF_MEMORY, "not enough memory"},
  }};
  for (const auto& [known, reason] : kReasons) {
    if (known == code) return reason;
  }
  return "the call failed (libcurl " + std::to_string(code) + ")";
}

std::string reason_of(const TransferEnd& end, std::chrono::milliseconds connect_timeout,
                      std::chrono::milliseconds timeout) {
  switch (end.stop) {
    case Stop::second_send:
      return "the connection was closed without an answer, and nothing is sent twice";
    case Stop::too_late:
      return "it was too late to send when the connection stood";
    case Stop::body_too_large:
      return "the answer is too large";
    case Stop::headers_too_large:
      return "the answer's headers are too large";
    case Stop::overslept:
    case Stop::none:
      break;
  }
  if (end.stop == Stop::overslept || end.code == CURLE_OPERATION_TIMEDOUT) {
    if (end.sends > 0 && end.stalled_for > Seconds{0}) {
      return "nothing, or next to nothing, came for " + spoken(end.stalled_for);
    }
    if (end.sends > 0) return "no answer within " + spoken(timeout);
    return "no connection within " + spoken(std::min(connect_timeout, timeout));
  }
  if (end.sends == 0 && end.proxy_status >= 300) {
    return "the proxy does not let us through (" + std::to_string(end.proxy_status) + ")";
  }
  switch (end.code) {
    case CURLE_COULDNT_CONNECT:
      return no_connection(end.system_error);
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
      return lost_connection(end);
    case CURLE_PEER_FAILED_VERIFICATION:
      return bad_certificate(end.certificate);
    default:
      return fixed_reason(end.code);
  }
}

HttpFailure kind_of(const TransferEnd& end) {
  switch (end.stop) {
    case Stop::body_too_large:
    case Stop::headers_too_large:
      return HttpFailure::too_large;
    case Stop::second_send:
      return HttpFailure::broken;
    case Stop::too_late:  // a repetition by libcurl may be stopped; the first one did leave
      return end.sends > 1 ? HttpFailure::broken : HttpFailure::not_sent;
    case Stop::overslept:
    case Stop::none:
      break;
  }
  const bool left = end.sends > 0;
  if (!left) return HttpFailure::not_sent;
  if (end.stop == Stop::overslept || end.code == CURLE_OPERATION_TIMEDOUT) {
    return HttpFailure::timed_out;
  }
  return HttpFailure::broken;
}

}  // namespace

HttpResult failure_of(const TransferEnd& end, const std::string& host,
                      std::chrono::milliseconds connect_timeout,
                      std::chrono::milliseconds timeout) {
  HttpResult result;
  result.failure = kind_of(end);
  result.error = host + ": " + reason_of(end, connect_timeout, timeout);
  return result;
}

HttpResult refusal(std::string objection) {
  HttpResult result;
  result.failure = HttpFailure::refused;
  result.error = std::move(objection);
  return result;
}

}  // namespace execassist::net
