// What libcurl's result means to the house: which failure, and one short line about it. What
// matters is whether a byte of the request may have left; a name, a connection or a certificate
// that failed before is `not_sent`, however it failed.
#pragma once

#include <execassist/ports/http_client.hpp>

#include <chrono>
#include <string>

namespace execassist::net {

// Why a callback of ours ended the transfer.
enum class Stop { none, second_send, too_late, overslept, body_too_large, headers_too_large };

struct TransferEnd {
  int code = 0;   // a CURLcode, not CURLE_OK
  int sends = 0;  // how often the request was about to leave
  Stop stop = Stop::none;
  long system_error = 0;
  long proxy_status = 0;    // of a CONNECT; 0: there was none
  Seconds stalled_for{0};   // timed out because too little came for so long; 0: not for that
  std::string certificate;  // what libcurl says of a certificate that it refuses
};

HttpResult failure_of(const TransferEnd& end, const std::string& host,
                      std::chrono::milliseconds connect_timeout, std::chrono::milliseconds timeout);

// A failure before libcurl was asked.
HttpResult refusal(std::string objection);

}  // namespace execassist::net
