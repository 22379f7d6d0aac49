// The easy handles of libcurl that are not in use. A handle keeps its connections, so the one that
// was given back last is taken first. libcurl itself is initialised with the first handle, once.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

namespace execassist::net {

struct CurlHandleCloser {
  void operator()(void* easy) const;
};
using CurlHandle = std::unique_ptr<void, CurlHandleCloser>;  // a CURL*

class CurlHandles {
 public:
  // Never null, and with no option set. Throws Error (failed) where libcurl does not start.
  CurlHandle take();
  void give_back(CurlHandle handle);

 private:
  std::mutex guard_;
  std::vector<CurlHandle> idle_;
};

}  // namespace execassist::net
