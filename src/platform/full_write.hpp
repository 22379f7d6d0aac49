// write(2) until everything is out, whatever the kernel takes at a time. Private to the room.
#pragma once

#include <cstddef>
#include <string_view>

namespace execassist::platform {

struct WriteResult {
  std::size_t written = 0;
  int error = 0;  // errno; 0 when everything was written
};

WriteResult write_fully(int fd, std::string_view bytes);

}  // namespace execassist::platform
