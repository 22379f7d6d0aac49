#include "platform/safe_modes.hpp"

#include "platform/file_descriptor.hpp"
#include "platform/folders.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

#include <cstdlib>
#include <memory>

#include <sys/stat.h>

namespace execassist::platform {

namespace {

struct stat examine(const std::string& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) {
    const std::string why = errno_text(errno);
    throw Error(ErrorKind::failed, one_line(path) + ": " + why);
  }
  return found;
}

// For a hint that can be pasted into a shell.
std::string quoted(const std::string& path) {
  const std::string safe = one_line(path);
  const char* const plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./+:@%,=";
  if (safe.find_first_not_of(plain) == std::string::npos) return safe;
  std::string result = "'";
  for (const char c : safe) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + "'";
}

std::string octal(mode_t mode) {
  std::string text = "0";
  for (int shift = 6; shift >= 0; shift -= 3) {
    text += static_cast<char>('0' + ((mode >> shift) & 07));
  }
  return text;
}

void refuse(const std::string& path, const std::string& why, const std::string& hint) {
  throw Error(ErrorKind::configuration, one_line(path) + ": " + why, hint + " " + quoted(path));
}

void check_owner(const std::string& path, const struct stat& found) {
  if (found.st_uid == ::geteuid() || found.st_uid == 0) return;
  refuse(path, "belongs to another user (uid " + std::to_string(found.st_uid) + ")",
         "chown " + std::to_string(::geteuid()));
}

void check_folder(const std::string& folder) {
  const struct stat found = examine(folder);
  check_owner(folder, found);
  const bool sticky = (found.st_mode & S_ISVTX) != 0;
  if ((found.st_mode & (S_IWGRP | S_IWOTH)) != 0 && !sticky) {
    refuse(folder, "mode " + octal(found.st_mode) + " lets others write in this folder",
           "chmod go-w");
  }
}

}  // namespace

void check_safe_modes(const std::string& path, bool secret) {
  const struct stat found = examine(path);
  check_owner(path, found);
  if ((found.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    refuse(path, "mode " + octal(found.st_mode) + " lets others write it", "chmod go-w");
  }
  if (secret && (found.st_mode & (S_IRGRP | S_IROTH)) != 0) {
    refuse(path, "mode " + octal(found.st_mode) + " lets others read the secret in it",
           "chmod 600");
  }
  const std::string folder = parent_folder(path);
  check_folder(folder);

  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr),
                                                         &std::free);
  if (!real) return;  // a pipe of the shell (/dev/fd/63) has no place
  const std::string target_folder = parent_folder(real.get());
  if (target_folder != folder) check_folder(target_folder);
}

}  // namespace execassist::platform
