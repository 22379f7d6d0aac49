#include "platform/process_table.hpp"

#include "platform/file_descriptor.hpp"

#include <execassist/base/text.hpp>

#include <array>
#include <charconv>
#include <csignal>

#include <fcntl.h>

namespace execassist::platform {

namespace {

// Files of /proc are short and have no size. Empty when unreadable.
std::string read_kernel_file(const std::string& path) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::array<char, 4096> block;
  const ssize_t count =
      retry_interrupted([&] { return ::read(file.get(), block.data(), block.size()); });
  return count > 0 ? std::string(block.data(), static_cast<std::size_t>(count)) : std::string{};
}

std::string boot_id() {
  return std::string(trim(read_kernel_file("/proc/sys/kernel/random/boot_id")));
}

std::optional<ProcessStat> stat_of(int pid) {
  return parse_process_stat(read_kernel_file("/proc/" + std::to_string(pid) + "/stat"));
}

}  // namespace

std::optional<ProcessStat> parse_process_stat(std::string_view line) {
  // Field 2 is the program's name in parentheses, and may itself hold blanks and parentheses.
  const std::size_t name_end = line.rfind(')');
  if (name_end == std::string_view::npos || name_end + 2 >= line.size()) return std::nullopt;
  const std::vector<std::string> fields = split(trim(line.substr(name_end + 2)), ' ');
  constexpr std::size_t kStarted = 22 - 3;  // the first field here is number 3
  if (fields.size() <= kStarted || fields[0].size() != 1) return std::nullopt;
  const std::string& text = fields[kStarted];
  ProcessStat result{fields[0][0], 0};
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), result.started);
  if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size()) return std::nullopt;
  return result;
}

ProcessIdentity ProcessTable::self() const {
  const int pid = ::getpid();
  const auto stat = stat_of(pid);
  return {boot_id(), pid, stat ? stat->started : 0};
}

bool ProcessTable::gone(const ProcessIdentity& holder) const {
  const std::string boot = boot_id();
  if (!boot.empty() && !holder.boot_id.empty() && boot != holder.boot_id) return true;
  if (holder.pid <= 0) return true;  // never was a process; 0 and less would mean a group to kill
  if (::kill(holder.pid, 0) != 0 && errno == ESRCH) return true;
  const auto stat = stat_of(holder.pid);
  if (!stat) return false;
  // A zombie has ended; in a container whose first process does not reap it stays for ever.
  return stat->state == 'Z' || stat->state == 'X' || stat->started != holder.started;
}

}  // namespace execassist::platform
