// Files of this machine. Nothing is ever overwritten; what is made is readable by the user only.
#pragma once

#include <execassist/ports/files.hpp>

#include <string>

namespace execassist::platform {

class LocalFiles final : public Files {
 public:
  std::string read(const std::string& path, std::size_t limit) override;
  std::string read_regular(const std::string& path, std::size_t limit) override;
  void each_line(const std::string& path, std::size_t longest,
                 const std::function<bool(std::string_view line, bool cut)>& each) override;
  bool create(const std::string& path, std::string_view content) override;

  // True also for what cannot be examined: it is there for the next step to complain about.
  bool exists(const std::string& path) override;

  void require_safe_modes(const std::string& path, bool secret) override;
  std::unique_ptr<HeldLock> try_lock(const std::string& path) override;
  bool is_folder(const std::string& path) override;
  std::optional<std::uint64_t> bytes_left(const std::string& path) override;
};

}  // namespace execassist::platform
