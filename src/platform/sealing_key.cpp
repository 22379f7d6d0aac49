#include "platform/sealing_key.hpp"

#include "platform/file_descriptor.hpp"

#include <execassist/base/encoding.hpp>
#include <execassist/base/error.hpp>
#include <execassist/base/identifier.hpp>
#include <execassist/base/seal.hpp>
#include <execassist/base/text.hpp>

#include <utility>

#include <fcntl.h>
#include <sys/stat.h>

namespace execassist::platform {

namespace {

constexpr std::size_t kDigits = 43;  // 32 bytes in base64url
constexpr std::size_t kLargestFile = 4096;
constexpr const char* kName = "/execassist.key";
constexpr const char* kWaysOut =
    "restore it from a backup; or move it away and sign in again: execassist auth login google";

[[noreturn]] void refuse(const std::string& path, const std::string& why, const std::string& hint) {
  throw Error(ErrorKind::configuration, one_line(path) + ": " + why, hint);
}

// A service manager lets our user read by an access list, whose mask shows as the group's mode: so
// only everybody else is looked at there.
void refuse_if_open_to_all(const std::string& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) == 0 && (found.st_mode & S_IROTH) != 0) {
    refuse(path, "everybody may read the key in it",
           "let the service manager provide it (LoadCredential=), or chmod o-r it");
  }
}

Secret read_key(Files& files, const std::string& path) {
  std::string text;
  try {
    text = files.read(path, kLargestFile);
  } catch (const Error& error) {
    throw Error(ErrorKind::configuration, "the sealing key " + error.message(), kWaysOut);
  }
  const bool one_whole_line = text.size() == kDigits + 1 && text.ends_with('\n');
  const auto bytes =
      one_whole_line ? from_base64url(std::string_view(text).substr(0, kDigits)) : std::nullopt;
  if (!bytes) {
    refuse(path, "this is not a sealing key", kWaysOut);
  }
  return Secret(*bytes);
}

// The name appears with its whole content or not at all, so that nobody reads half a key; of two
// makers the slower one leaves the other's in place.
void put_in_place(Files& files, const std::string& path) {
  const std::string unfinished = path + "." + random_id() + ".new";
  files.create(unfinished, base64url(new_sealing_key().reveal()) + "\n");
  const int result = ::link(unfinished.c_str(), path.c_str());
  const int error = result == 0 ? 0 : errno;
  ::unlink(unfinished.c_str());
  if (error != 0 && error != EEXIST) {
    throw Error(ErrorKind::failed, one_line(path) + ": cannot be made: " + errno_text(error));
  }
  const FileDescriptor folder(
      ::open(path.substr(0, path.rfind('/')).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.valid()) ::fsync(folder.get());
}

}  // namespace

SealingKeyFile::SealingKeyFile(Files& files, std::string configuration_folder,
                               std::string credentials_folder)
    : files_(files),
      configuration_folder_(std::move(configuration_folder)),
      credentials_folder_(std::move(credentials_folder)) {}

std::optional<Secret> SealingKeyFile::get(bool make) {
  const std::string place = path();
  if (provided()) {
    files_.require_safe_modes(place, false);
    refuse_if_open_to_all(place);
    return read_key(files_, place);
  }
  if (!files_.exists(place)) {
    if (!make) return std::nullopt;
    try {
      put_in_place(files_, place);
    } catch (const Error& error) {
      throw Error(ErrorKind::configuration, "the sealing key " + error.message(),
                  "let this user write in the folder of the configuration, or provide "
                  "execassist.key as a credential of the service");
    }
  }
  files_.require_safe_modes(place, true);
  return read_key(files_, place);
}

std::string SealingKeyFile::path() const {
  return (provided() ? credentials_folder_ : configuration_folder_) + kName;
}

bool SealingKeyFile::provided() const {
  return !credentials_folder_.empty() && files_.exists(credentials_folder_ + kName);
}

}  // namespace execassist::platform
