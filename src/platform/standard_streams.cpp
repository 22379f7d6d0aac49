#include "platform/standard_streams.hpp"

#include "platform/file_descriptor.hpp"
#include "platform/full_write.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include <poll.h>
#include <sys/ioctl.h>

namespace execassist::platform {
namespace {

constexpr int kPasteGapMs = 20;

}  // namespace

bool StandardStreams::write_out(std::string_view text) {
  const WriteResult result = write_fully(out_, text);
  last_written_ = result.written;
  if (result.error == 0) return true;
  last_error_ = errno_text(result.error);
  if (result.error == EPIPE) broken_pipe_ = true;
  return false;
}

void StandardStreams::write_err(std::string_view text) { write_fully(err_, text); }

// The lines of a paste arrive one after the other: a moment's patience costs nobody anything.
bool StandardStreams::input_waits() const {
  if (!in_is_terminal()) return false;
  pollfd input{in_, POLLIN, 0};
  const int ready = retry_interrupted([&] { return ::poll(&input, 1, kPasteGapMs); });
  return ready > 0 && (input.revents & (POLLIN | POLLHUP | POLLERR)) == POLLIN;
}

bool StandardStreams::out_is_terminal() const { return ::isatty(out_) == 1; }
bool StandardStreams::err_is_terminal() const { return ::isatty(err_) == 1; }
bool StandardStreams::in_is_terminal() const { return ::isatty(in_) == 1; }

int StandardStreams::columns() const {
  int columns = 0;
  winsize window{};
  if (::ioctl(out_, TIOCGWINSZ, &window) == 0) columns = window.ws_col;
  if (columns == 0) {
    const char* variable = std::getenv("COLUMNS");
    const std::string_view text = variable == nullptr ? "" : variable;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), columns);
    if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size()) columns = 0;
  }
  // A mail or a file: rather long lines than cut titles.
  if (columns <= 0) return 120;
  return std::clamp(columns, 20, 1000);
}

}  // namespace execassist::platform
