#include "yaml/reference.hpp"

#include "yaml/address_shape.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <filesystem>

namespace execassist::yaml {
namespace {

constexpr std::string_view kEnvironment = "env:";
constexpr std::string_view kFile = "file:";
constexpr std::string_view kCommand = "command:";

bool is_reference(std::string_view text) {
  return text.starts_with(kEnvironment) || text.starts_with(kFile) || text.starts_with(kCommand);
}

bool is_variable_name(std::string_view name) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && !(name[0] >= '0' && name[0] <= '9') &&
         std::all_of(name.begin(), name.end(), plain);
}

// ".." stays: only the kernel knows what it means behind a symbolic link.
std::string without_dots(const std::filesystem::path& path) {
  std::filesystem::path clean;
  for (const auto& part : path) {
    if (part != ".") clean /= part;
  }
  return clean.string();
}

}  // namespace

std::string read_line(const Cursor& value) {
  std::string text = value.line();
  if (is_reference(text)) {
    value.fail("cannot be a reference", "only secrets may be written as env:, file: or command:");
  }
  return text;
}

References::References(const std::string& file, std::string home)
    : folder_(std::filesystem::path(file).parent_path().string()), home_(std::move(home)) {}

std::string References::path(const Cursor& value) const { return absolute(value, value.line()); }

std::string References::absolute(const Cursor& value, const std::string& written) const {
  std::filesystem::path path(written);
  if (written.starts_with('~')) {
    if (written.size() > 1 && written[1] != '/') {
      value.fail("only your own \"~\" is known", "write the whole path");
    }
    if (home_.empty()) value.fail("\"~\" has no meaning: HOME is not set", "write the whole path");
    path = std::filesystem::path(home_) / written.substr(std::min<std::size_t>(2, written.size()));
  } else if (path.is_relative()) {
    path = std::filesystem::path(folder_) / path;
  }
  return without_dots(path);
}

SecretReference References::secret(const Cursor& value) const {
  SecretReference secret{value.line(), value.position()};
  const std::string_view text = secret.text;
  if (text.starts_with(kEnvironment) && !is_variable_name(text.substr(kEnvironment.size()))) {
    value.fail("\"env:\" needs the name of an environment variable", "for example env:MY_TOKEN");
  }
  if (text.starts_with(kCommand) && trim(text.substr(kCommand.size())).empty()) {
    value.fail("\"command:\" needs a command", "for example command:pass show my-token");
  }
  if (text.starts_with(kFile)) {
    const std::string written(trim(text.substr(kFile.size())));
    if (written.empty()) value.fail("\"file:\" needs a path", "for example file:my-token");
    secret.text = std::string(kFile) + absolute(value, written);
  }
  return secret;
}

std::string read_address(const Cursor& value) {
  std::string text = read_line(value);
  const auto parts = split_address(text);
  if (!parts || (parts->scheme != "https" && parts->scheme != "http")) {
    value.fail("not an address", "write https://HOST/...");
  }
  if (parts->scheme == "http" && !parts->loopback()) {
    value.fail("plain http is only for this machine (localhost)", "use https://");
  }
  const std::string_view authority = std::string_view(text).substr(parts->scheme.size() + 3);
  if (authority.substr(0, authority.find_first_of("/?#")).find('@') != std::string_view::npos) {
    value.fail("an address with a user name or password in it is not taken",
               "secrets have keys of their own");
  }
  return text;
}

std::string read_service_address(const Cursor& value) {
  std::string text = read_address(value);
  while (text.ends_with('/')) text.pop_back();
  return text;
}

void check_feed_address(const Cursor& value, const SecretReference& url, bool insecure) {
  if (!url.literal()) return;
  const auto parts = split_address(url.text);
  const bool known = parts && (parts->scheme == "https" || parts->scheme == "webcal" ||
                               parts->scheme == "webcals" || parts->scheme == "http");
  if (!known) value.fail("must begin with https:// or webcal://", "a file goes under `path:`");
  if (parts->scheme == "http" && !insecure && !parts->loopback()) {
    value.fail("plain http can be read and changed on its way",
               "use https://, or add `insecure: true` to this calendar");
  }
}

}  // namespace execassist::yaml
