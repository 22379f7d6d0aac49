#include "web/request_stream.hpp"

#include <algorithm>
#include <chrono>
#include <cstring>

namespace execassist::web {
namespace {

using platform::Deadline;
using std::chrono::seconds;

constexpr seconds kKeepAlive{1};
constexpr seconds kReadTimeout{2};
constexpr seconds kWholeRequest{8};  // however steadily it drips
constexpr seconds kWriteTimeout{5};
constexpr std::size_t kLargestHead = std::size_t{32} * 1024;

}  // namespace

bool RequestStream::await_request() {
  if (at_ == end_ && fill(Deadline(kKeepAlive)) <= 0) return false;
  in_head_ = true;
  head_size_ = 0;
  too_slow_ = false;
  whole_by_.emplace(kWholeRequest);
  return true;
}

ssize_t RequestStream::fill(const Deadline& by) {
  at_ = end_ = 0;
  const ssize_t count = transport_.receive(block_.data(), block_.size(), by);
  if (count > 0) end_ = static_cast<std::size_t>(count);
  return count;
}

ssize_t RequestStream::read(char* into, std::size_t room) {
  if (!flush()) return -1;
  if (at_ == end_) {
    const Deadline by = Deadline(kReadTimeout).or_earlier(*whole_by_);
    const ssize_t count = fill(by);
    too_slow_ = count < 0 && by.over();
    if (count <= 0) return count;
  }
  const std::size_t count = std::min(room, end_ - at_);
  if (in_head_ && (head_size_ += count) > kLargestHead) return -1;
  std::memcpy(into, block_.data() + at_, count);
  at_ += count;
  return static_cast<ssize_t>(count);
}

bool RequestStream::flush() {
  if (out_.empty()) return true;
  const bool sent = transport_.send(out_, Deadline(kWriteTimeout));
  out_.clear();
  return sent;
}

}  // namespace execassist::web
