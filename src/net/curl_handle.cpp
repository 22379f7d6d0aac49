#include "net/curl_handle.hpp"

#include <execassist/base/error.hpp>

#include <utility>

#include <curl/curl.h>

namespace execassist::net {
namespace {

// Never cleaned up: handles of static lifetime may outlive any moment that could be chosen.
bool start_libcurl() {
  static std::once_flag once;
  static bool started = false;
  std::call_once(once, [] { started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK; });
  return started;
}

}  // namespace

// Its options may point to what is gone; closing connections must not write there.
void CurlHandleCloser::operator()(void* easy) const {
  curl_easy_reset(easy);
  curl_easy_cleanup(easy);
}

CurlHandle CurlHandles::take() {
  {
    const std::scoped_lock lock(guard_);
    if (!idle_.empty()) {
      CurlHandle handle = std::move(idle_.back());
      idle_.pop_back();
      return handle;
    }
  }
  CurlHandle fresh(start_libcurl() ? curl_easy_init() : nullptr);
  if (!fresh) throw Error(ErrorKind::failed, "http: libcurl does not start");
  return fresh;
}

void CurlHandles::give_back(CurlHandle handle) {
  // Forgets the options, which point into the call that just ended, but not the connections.
  curl_easy_reset(handle.get());
  const std::scoped_lock lock(guard_);
  idle_.push_back(std::move(handle));
}

}  // namespace execassist::net
