// RedirectListener over a socket on 127.0.0.1. One small page for the person; requests are bounded
// in size and time, so that no other local program can hold it up.
#pragma once

#include "platform/file_descriptor.hpp"

#include <execassist/ports/redirect_listener.hpp>

namespace execassist::platform {

class LoopbackListener final : public RedirectListener {
 public:
  // Port 0: any free one. Throws Error{failed}: the port is taken.
  explicit LoopbackListener(int port);

  std::string redirect_uri() const override;
  std::optional<std::string> wait(const std::function<bool(const std::string& query)>& accept,
                                  std::chrono::milliseconds limit) override;

 private:
  FileDescriptor socket_;
  int port_ = 0;
};

}  // namespace execassist::platform
