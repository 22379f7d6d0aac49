// The bytes of one connection as a protocol reads them: buffered, with a limit on what comes before
// a body and on the time that a request may take. What is written goes out in one piece.
#pragma once

#include "platform/deadline.hpp"
#include "web/transport.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace execassist::web {

class RequestStream {
 public:
  explicit RequestStream(Transport& transport) : transport_(transport) {}

  // Sleeps until the next request begins. False: none came in time.
  bool await_request();

  // From now on the limit of the head does not count any more.
  void head_is_over() { in_head_ = false; }

  // At least one byte. 0: the other side has ended; less: it failed, was too slow, or sent too
  // much before the body.
  ssize_t read(char* into, std::size_t room);
  bool was_too_slow() const { return too_slow_; }

  void write(std::string_view bytes) { out_ += bytes; }
  bool flush();

 private:
  ssize_t fill(const platform::Deadline& by);

  Transport& transport_;
  std::array<char, 16384> block_;
  std::size_t at_ = 0;
  std::size_t end_ = 0;
  std::string out_;
  bool in_head_ = true;
  bool too_slow_ = false;
  std::size_t head_size_ = 0;
  std::optional<platform::Deadline> whole_by_;
};

}  // namespace execassist::web
