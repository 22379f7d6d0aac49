#include "net/curl_client.hpp"

#include "net/curl_handle.hpp"
#include "net/http_target.hpp"
#include "net/transfer.hpp"
#include "net/transfer_failure.hpp"

#include <utility>

namespace execassist::net {

CurlClient::CurlClient(const CurlLimits& limits, const Clock& clock, std::string user_agent)
    : limits_(limits),
      clock_(clock),
      user_agent_(std::move(user_agent)),
      handles_(std::make_unique<CurlHandles>()) {}

CurlClient::~CurlClient() = default;

HttpResult CurlClient::call(const HttpRequest& request) {
  HttpTarget target = target_of(request.url, request.metadata, request.plain_http);
  if (request.secret_url) target.path = "***";
  if (!target.objection.empty()) return refusal(target.objection);
  if (std::string objection = header_objection(request); !objection.empty()) {
    return refusal(target.host + ": " + std::move(objection));
  }
  // A handle is not given back where an exception ends the call: its state is unknown.
  CurlHandle handle = handles_->take();
  HttpResult result = transfer(handle.get(), target, request, limits_, clock_, user_agent_);
  handles_->give_back(std::move(handle));
  return result;
}

}  // namespace execassist::net
